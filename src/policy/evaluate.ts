import type { Json, JsonObject } from "../model/json.ts";
import type { Resource, Unknown } from "../model/resource.ts";
import {
	type Denial,
	type Parameters,
	type PolicySet,
	type Rule,
	type RuleResult,
	SEVERITIES,
	type Severity,
} from "../model/rule.ts";
import { LABEL_ATTRIBUTES } from "../normalize/terraform/labels.ts";
import { compareText } from "../order.ts";
import { blockingUnknown, parsePattern, project, projection } from "./requires.ts";
import { PolicyRuntime } from "./runtime.ts";

/** Resources per evaluation: large enough to amortise the call, small enough to bound the WASM memory. */
const CHUNK = 500;

/** Lets the rules of a policy set judge, batch after batch. Holds the compiled set, so make it once. */
export interface Evaluator {
	/**
	 * Lets every rule judge the resources it selects. Results come in the order of rule ids; what a plan destroys is
	 * judged only by rules whose selector says so. A rule that throws, or answers in a wrong shape, has status
	 * `errored`; the others go on.
	 */
	evaluate(resources: Resource[]): RuleResult[];
}

/** @param set the rules to judge by. */
export function createEvaluator(set: PolicySet, parameters: Parameters): Evaluator {
	const rules = set.rules.toSorted((left, right) => compareText(left.id, right.id));
	const groups = groupBySelector(rules);
	let runtime: PolicyRuntime | undefined;
	return {
		evaluate(resources) {
			const judged = resources.toSorted((left, right) => compareText(left.key, right.key));
			const present = new Set(judged.map(({ type }) => type));
			const results = new Map<string, RuleResult>();
			for (const group of groups) {
				const absent = group[0]!.selector.types?.every((type) => !present.has(type)) === true;
				const selected = absent ? [] : judged.filter((resource) => selects(group[0]!, resource));
				if (selected.length === 0) {
					for (const rule of group) results.set(rule.id, emptyResult(rule));
					continue;
				}
				runtime ??= new PolicyRuntime(set.wasm, { parameters });
				const chunks = encode(selected, group);
				for (const rule of group) results.set(rule.id, judge(rule, selected, chunks, runtime, parameters));
			}
			return rules.map((rule) => results.get(rule.id)!);
		},
	};
}

/** Judges everything at once: see `Evaluator`. */
export function evaluate(resources: Resource[], set: PolicySet, parameters: Parameters): RuleResult[] {
	return createEvaluator(set, parameters).evaluate(resources);
}

/** Rules that select alike share one encoded input. */
function groupBySelector(rules: Rule[]): Rule[][] {
	const groups = new Map<string, Rule[]>();
	for (const rule of rules) {
		const { types, with: facets, change = null } = rule.selector;
		const signature = JSON.stringify([
			...[rule.origins.toSorted(), types?.toSorted() ?? null],
			...[facets?.toSorted() ?? [], change],
		]);
		const group = groups.get(signature);
		if (group === undefined) groups.set(signature, [rule]);
		else group.push(rule);
	}
	return [...groups.values()];
}

/**
 * Whether a rule judges a resource: origin, change, type and facets fit. A wholly unknown facet counts as carried. Rules
 * about what a plan destroys judge replaced resources too: the first one goes with what it holds.
 */
export function selects(rule: Rule, resource: Resource): boolean {
	if (!rule.origins.includes(resource.origin)) return false;
	if (rule.selector.change === "delete") {
		if (resource.change !== "delete" && resource.change !== "replace") return false;
	} else if (resource.change === "delete") return false;
	if (rule.selector.types !== undefined && !rule.selector.types.includes(resource.type)) return false;
	return (rule.selector.with ?? []).every(
		(facet) =>
			Object.hasOwn(resource.facets, facet) ||
			resource.unknown.some(({ path }) => path.length === 2 && path[0] === "facets" && path[1] === facet),
	);
}

interface Chunk {
	resources: Resource[];
	input: ArrayBuffer;
}

function encode(selected: Resource[], group: Rule[]): Chunk[] {
	const tree = projection(group.flatMap((rule) => rule.requires.map(parsePattern)));
	const chunks: Chunk[] = [];
	for (let start = 0; start < selected.length; start += CHUNK) {
		const resources = selected.slice(start, start + CHUNK);
		chunks.push({ resources, input: encodeInput(resources.map((resource) => project(resource, tree))) });
	}
	return chunks;
}

function encodeInput(resources: JsonObject[]): ArrayBuffer {
	const bytes = new TextEncoder().encode(wellFormed(JSON.stringify({ resources })));
	// A view of its own buffer, which is what the runtime takes without another copy.
	return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
}

/**
 * JSON without escaped lone surrogates, which OPA's parser rejects: one such text in one resource would cost every rule.
 * `JSON.stringify` escapes no valid pairs. Escaped backslashes are matched first, for what follows them is plain text.
 */
function wellFormed(json: string): string {
	if (!json.includes("\\ud")) return json;
	return json.replace(/\\\\|\\ud[89a-f][0-9a-f]{2}/g, (found) => (found === "\\\\" ? found : "\ufffd"));
}

function judge(
	rule: Rule,
	selected: Resource[],
	chunks: Chunk[],
	runtime: PolicyRuntime,
	parameters: Parameters,
): RuleResult {
	const result: RuleResult = { ...emptyResult(rule), status: "evaluated" };
	const unset = (rule.parameters ?? []).filter((name) => (parameters[name] ?? null) === null);
	if (unset.length > 0) {
		const reason = `parameter ${unset.join(", ")} is not set`;
		return {
			...result,
			status: "not-assessed",
			population: selected.map(({ key }) => key),
			notAssessed: selected.map(({ key }) => ({ resource: key, reason })),
		};
	}
	const denials = new Map<string, Denial[]>();
	const exempt = new Map<string, string>();
	const undecided = new Map<string, string>();
	for (const chunk of chunks) {
		const keys = new Set(chunk.resources.map(({ key }) => key));
		try {
			for (const item of output(rule, "deny", chunk, runtime)) {
				const denial = readDenial(item, keys);
				const list = denials.get(denial.resource);
				if (list === undefined) denials.set(denial.resource, [denial]);
				else list.push(denial);
			}
			if (rule.outputs.exempt) readReasons(output(rule, "exempt", chunk, runtime), keys, exempt);
			if (rule.outputs.undecided) readReasons(output(rule, "undecided", chunk, runtime), keys, undecided);
		} catch (error) {
			result.status = "errored";
			result.error ??= error instanceof Error ? error.message : String(error);
		}
	}
	const patterns = rule.requires.map(parsePattern);
	for (const resource of selected) {
		const { key } = resource;
		const exemption = exempt.get(key);
		const label = exemption === undefined || rule.readsLabels !== true ? undefined : unknownLabel(resource);
		if (label !== undefined) {
			result.population.push(key);
			result.inconclusive.push({ resource: key, reason: label.reason });
			continue;
		}
		if (exemption !== undefined) {
			result.notApplicable.push({ resource: key, reason: exemption });
			continue;
		}
		result.population.push(key);
		const denied = denials.get(key);
		if (denied !== undefined && rule.presence === true && resource.complete === false) {
			result.notAssessed.push({ resource: key, reason: "the input may show only a part of what exists" });
			continue;
		}
		const unknown = blockingUnknown(patterns, resource);
		if (denied !== undefined && (unknown === undefined || rule.independent === true)) {
			result.denials.push(...denied);
			continue;
		}
		const reason = unknown?.reason ?? undecided.get(key);
		if (reason !== undefined) result.inconclusive.push({ resource: key, reason });
		// What an errored rule did not deny is not known to be compliant.
		else if (result.status !== "errored") result.passed.push(key);
	}
	if (result.status === "evaluated" && result.population.length === 0) result.status = "not-applicable";
	return result;
}

const LABELS = new Set<string>(LABEL_ATTRIBUTES);
/** What rules exempt by, written without dashes, dots and underscores. */
const TELLING = /^(?:dataclassification|env|environment|exposure|purpose|tier)$/i;

/** Labels that cannot be known as a whole, or one that rules exempt by. */
function unknownLabel({ unknown }: Resource): Unknown | undefined {
	return unknown.find(({ path: [root, ...steps] }) => {
		const [name, label, ...deeper] = steps[0] === "metadata" ? steps.slice(1) : steps;
		if (root !== "attributes" || !LABELS.has(String(name)) || deeper.length > 0) return false;
		return label === undefined || TELLING.test(String(label).replace(/[-._]/g, ""));
	});
}

function emptyResult(rule: Rule): RuleResult {
	return {
		rule: rule.id,
		status: "not-applicable",
		population: [],
		passed: [],
		denials: [],
		inconclusive: [],
		notAssessed: [],
		notApplicable: [],
		error: null,
	};
}

function output(rule: Rule, name: string, chunk: Chunk, runtime: PolicyRuntime): Json[] {
	const entrypoint = `${rule.package.replaceAll(".", "/")}/${name}`;
	const value = runtime.evaluate(entrypoint, chunk.input) ?? [];
	if (!Array.isArray(value)) throw new Error(`${entrypoint}: expected a set, got ${typeof value}`);
	return value;
}

function readDenial(item: Json, keys: Set<string>): Denial {
	const { resource, path, message, severity } = asObject(item);
	if (typeof resource !== "string" || !keys.has(resource)) throw new Error("deny: names no resource of its input");
	if (typeof message !== "string" || message === "") throw new Error("deny: a denial has no message");
	if (!Array.isArray(path) || !path.every((step) => typeof step === "string" || Number.isInteger(step))) {
		throw new Error("deny: a path is not a list of names and indices");
	}
	const denial: Denial = { resource, path: path as (string | number)[], message };
	if (severity !== undefined) {
		if (!SEVERITIES.includes(severity as Severity))
			throw new Error(`deny: unknown severity ${JSON.stringify(severity)}`);
		denial.severity = severity as Severity;
	}
	return denial;
}

/** Keeps the first reason in text order where a rule gives several for one resource. */
function readReasons(items: Json[], keys: Set<string>, reasons: Map<string, string>): void {
	for (const item of items) {
		const { resource, reason } = asObject(item);
		if (typeof resource !== "string" || !keys.has(resource) || typeof reason !== "string") {
			throw new Error("exempt, undecided: expected {resource, reason} of the input");
		}
		const known = reasons.get(resource);
		if (known === undefined || compareText(reason, known) < 0) reasons.set(resource, reason);
	}
}

function asObject(item: Json): JsonObject {
	if (typeof item === "object" && item !== null && !Array.isArray(item)) return item;
	throw new Error(`expected an object, got ${JSON.stringify(item)?.slice(0, 80)}`);
}
