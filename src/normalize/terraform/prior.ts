import type { Json, JsonObject } from "../../model/json.ts";
import type { Document } from "../../model/resource.ts";
import { asList, asObject, asString } from "./json.ts";

type PlanDocument = Extract<Document, { kind: "terraform-plan" }>;

/** Actions that leave a resource, or what is seen of it, as it was. */
const IDLE = new Set<Json>(["no-op", "read", "forget"]);

/**
 * A plan with other values in place of those it makes, as if nothing of them were to change: the state it starts from
 * can then be read and judged like what it makes.
 * @param values those of a resource; null for one that is not there.
 */
export function stateDocument(
	document: PlanDocument,
	values: (change: JsonObject, address: string) => JsonObject | null,
): PlanDocument {
	const { resource_drift: _, planned_values: __, ...rest } = document.value;
	const entries = asList(document.value.resource_changes).flatMap((item): JsonObject[] => {
		const entry = asObject(item);
		if (entry === null) return [];
		if (entry.mode === "data") return [entry];
		const [address, change] = [asString(entry.address), asObject(entry.change)];
		if (!isCurrent(entry) || address === null || change === null) return [];
		const value = values(change, address);
		if (value === null) return [];
		const marks = change.before_sensitive;
		const still = { actions: ["no-op"], before: value, after: value, after_unknown: {} };
		return [{ ...entry, change: { ...still, ...(marks === undefined ? {} : { after_sensitive: marks }) } }];
	});
	return { ...document, value: { ...rest, resource_changes: entries } };
}

/** The state a plan starts from; null where it changes nothing that is there, or nothing at all. */
export function priorDocument(document: PlanDocument): PlanDocument | null {
	let prior = false;
	let changes = false;
	for (const item of asList(document.value.resource_changes)) {
		const entry = asObject(item);
		const change = asObject(entry?.change);
		if (entry === null || change === null || entry.mode === "data" || !isCurrent(entry)) continue;
		prior ||= asObject(change.before) !== null;
		changes ||= asList(change.actions).some((action) => !IDLE.has(action));
	}
	return prior && changes ? stateDocument(document, (change) => asObject(change.before)) : null;
}

/** What is left of a replaced object that could not be destroyed is no part of any state. */
function isCurrent({ deposed }: JsonObject): boolean {
	return deposed === undefined || deposed === null;
}
