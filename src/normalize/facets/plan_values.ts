import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { type PlanContext, Unreadable } from "../terraform/context.ts";

/** A part of a facet that cannot be known; `path` is relative to the facet. */
export interface Gap {
	path: AttributePath;
	reason: string;
}

/** A value of a plan: what it is (null when omitted), or why it cannot be known. */
export type Reading = { value: Json } | { unknown: string };

const AFTER_APPLY = "known only after apply";

/** Reads an attribute whose content matters: a reference says where a value comes from, not what it is. */
export function read(context: PlanContext, resource: Resource, path: AttributePath): Reading {
	// What nobody wrote holds nothing. Asked for a place inside it, a plan could not tell it from a dynamic block.
	for (const [index, step] of path.entries()) {
		if (typeof step === "number" && context.value(resource, path.slice(0, index)).state === "omitted") {
			return { value: null };
		}
	}
	const value = context.value(resource, path);
	if (value.state === "known") return { value: value.value };
	if (value.state === "omitted") return { value: null };
	return { unknown: value.state === "unknown" ? value.reason : AFTER_APPLY };
}

/** Whether a reading is known. */
export function isKnown(reading: Reading): reading is { value: Json } {
	return "value" in reading;
}

/** The text of a reading, or null. */
export function text(reading: Reading): string | null {
	return isKnown(reading) && typeof reading.value === "string" ? reading.value : null;
}

/** The truth of a reading: true or "true". Providers keep some switches as text. */
export function isTrue(reading: Reading): boolean {
	return isKnown(reading) && (reading.value === true || reading.value === "true");
}

/** The whole number of a reading, also written as text; `otherwise` when there is none. */
export function integer(reading: Reading, otherwise: number): number {
	if (!isKnown(reading) || reading.value === null || reading.value === "") return otherwise;
	const number = Number(reading.value);
	return Number.isInteger(number) ? number : otherwise;
}

/** How many elements a block list has, or why that is not known. Absent blocks are 0. */
export function blockCount(
	context: PlanContext,
	resource: Resource,
	path: AttributePath,
): number | { unknown: string } {
	const value = context.value(resource, path);
	if (value.state === "unknown") return { unknown: value.reason };
	if (value.state === "reference") return { unknown: AFTER_APPLY };
	if (value.state === "omitted") return 0;
	if (Array.isArray(value.value)) return value.value.length;
	return 0;
}

/** Resources that name `target`, over several pairs of type and attribute. */
export function namedBy(
	context: PlanContext,
	pairs: readonly (readonly [type: string, attribute: string])[],
	target: Resource,
): { certain: Resource[]; uncertain: Resource[] } {
	const certain = new Set<Resource>();
	const uncertain = new Set<Resource>();
	for (const [type, attribute] of pairs) {
		const joined = context.joined(type, attribute, target);
		for (const resource of joined.certain) certain.add(resource);
		for (const resource of joined.uncertain) uncertain.add(resource);
	}
	return { certain: [...certain], uncertain: [...uncertain].filter((resource) => !certain.has(resource)) };
}

/** Why a join leaves a question open, naming the resource that may or may not belong. */
export function mayBelong(resources: readonly Resource[]): string {
	return `${resources.map(({ key }) => key).sort()[0]} may or may not refer to it`;
}

/** Resources of a type; none where not all could be read, for askers whose joins by name tell of that already. */
export function readableOfType(context: PlanContext, type: string): Resource[] {
	try {
		return context.ofType(type);
	} catch (error) {
		if (error instanceof Unreadable) return [];
		throw error;
	}
}

/** Computes something once per plan. */
export function oncePerPlan<T>(compute: (context: PlanContext) => T): (context: PlanContext) => T {
	const results = new WeakMap<PlanContext, T>();
	return (context) => {
		const known = results.get(context);
		if (known !== undefined) return known;
		const result = compute(context);
		results.set(context, result);
		return result;
	};
}

/** For every resource of some types, the resources of `targets` types that its attribute names: joins read backwards. */
export function targetsOf(
	pairs: readonly (readonly [type: string, attribute: string])[],
	targets: readonly string[],
): (context: PlanContext) => Map<Resource, { certain: Resource[]; uncertain: Resource[] }> {
	return oncePerPlan((context) => {
		const result = new Map<Resource, { certain: Resource[]; uncertain: Resource[] }>();
		const entry = (resource: Resource) => {
			const known = result.get(resource) ?? { certain: [], uncertain: [] };
			result.set(resource, known);
			return known;
		};
		for (const target of context.ofType(...targets)) {
			const { certain, uncertain } = namedBy(context, pairs, target);
			for (const resource of certain) entry(resource).certain.push(target);
			for (const resource of uncertain) entry(resource).uncertain.push(target);
		}
		return result;
	});
}

/**
 * Whether an argument is given a value, or why that is not known. A reference to a resource is one, whatever it turns out
 * to be.
 */
export function isGiven(context: PlanContext, resource: Resource, path: AttributePath): boolean | { unknown: string } {
	for (const [index, step] of path.entries()) {
		if (typeof step !== "number") continue;
		const count = blockCount(context, resource, path.slice(0, index));
		if (typeof count !== "number") return count;
		if (count <= step) return false;
	}
	const value = context.value(resource, path);
	if (value.state === "unknown") return { unknown: value.reason };
	if (value.state === "reference") return true;
	if (value.state === "omitted" || value.value === null || value.value === "") return false;
	return !Array.isArray(value.value) || value.value.length > 0;
}
