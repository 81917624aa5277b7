import { isDeepStrictEqual } from "node:util";
import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import { isObject } from "../../normalize/json.ts";

/** One change of a document; `path` leads from its root. */
export type Operation =
	| { do: "set" | "add"; path: AttributePath; value: Json }
	| { do: "remove"; path: AttributePath; value?: undefined };

/** Why a change cannot be made: one clause. */
export class Refused extends Error {}

/** What removing takes place after: a removal that empties an object takes that along, which a later write must see. */
export function inOrder(operations: readonly Operation[]): Operation[] {
	return [...operations.filter((each) => each.do !== "remove"), ...operations.filter((each) => each.do === "remove")];
}

/**
 * Makes changes in a value, in place: what editing the text has to come to.
 * @throws Refused where the value has another shape than the change expects.
 */
export function applyOperations(root: Json, operations: readonly Operation[]): void {
	for (const operation of inOrder(operations)) {
		if (operation.do === "remove") remove(root, operation.path);
		else write(root, operation);
	}
}

function write(root: Json, { do: what, path, value }: Extract<Operation, { value: Json }>): void {
	let at = root;
	for (const step of path.slice(0, -1)) {
		if (typeof step === "number") {
			if (!Array.isArray(at) || at[step] === undefined) throw new Refused("a list on the way is not as it was");
			at = at[step];
			continue;
		}
		if (!isObject(at)) throw new Refused("a value stands where an object is needed");
		if (at[step] === undefined || at[step] === null) at[step] = {};
		at = at[step]!;
	}
	const last = path.at(-1);
	if (typeof last !== "string" || !isObject(at)) throw new Refused("a value stands where an object is needed");
	if (what === "set") at[last] = structuredClone(value);
	else at[last] = added(at[last] ?? [], value);
}

function added(list: Json, value: Json): Json {
	if (!Array.isArray(list)) throw new Refused("a value stands where a list is needed");
	return list.some((item) => isDeepStrictEqual(item, value)) ? list : [...list, structuredClone(value)];
}

/** An object that is empty afterwards goes too. */
function remove(root: Json, path: AttributePath): void {
	const chain: JsonObject[] = [];
	let at = root;
	for (const step of path) {
		if (isObject(at) && typeof step === "string") chain.push(at);
		else chain.length = 0;
		const next: Json | undefined = isObject(at) ? at[step] : Array.isArray(at) ? at[step as number] : undefined;
		if (next === undefined) return;
		at = next;
	}
	if (chain.length === 0) throw new Refused("an item of a list is not taken out");
	const steps = path.slice(path.length - chain.length) as string[];
	for (const [index, object] of [...chain.entries()].reverse()) {
		delete object[steps[index]!];
		if (Object.keys(object).length > 0) return;
	}
	throw new Refused("nothing would be left of it");
}
