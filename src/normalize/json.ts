import type { AttributePath, Json, JsonObject } from "../model/json.ts";
import type { Resource } from "../model/resource.ts";

/** Whether a value is a JSON object: not null, not a list. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The entry of a table for a name that comes from the input: a type may be called `constructor` or `__proto__`, which
 * every object seems to have.
 */
export function lookUp<T>(table: Readonly<Partial<Record<string, T>>>, name: string): T | undefined {
	return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The value at a path, or undefined where a step is missing; never a property inherited from a prototype. */
export function valueAt(root: Json | undefined, path: AttributePath): Json | undefined {
	let value = root;
	for (const step of path) {
		if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
		value = (value as JsonObject)[step];
	}
	return value;
}

/** The list at a path; empty where there is none or something else. */
export function listAt(root: Json | undefined, path: AttributePath): Json[] {
	const value = valueAt(root, path);
	return Array.isArray(value) ? value : [];
}

/** The non-empty string at a path, or null. */
export function textAt(root: Json | undefined, path: AttributePath): string | null {
	const value = valueAt(root, path);
	return typeof value === "string" && value !== "" ? value : null;
}

/** Whether a path begins with all steps of another. */
export function isPrefix(prefix: AttributePath, path: AttributePath): boolean {
	return prefix.length <= path.length && prefix.every((step, index) => step === path[index]);
}

/** Why the value at a path of a resource's attributes, or a part of it, cannot be known; null when it is known. */
export function unknownAt(resource: Resource, path: AttributePath): string | null {
	for (const unknown of resource.unknown) {
		if (unknown.path[0] !== "attributes") continue;
		const at = unknown.path.slice(1);
		if (isPrefix(at, path) || isPrefix(path, at)) return unknown.reason;
	}
	return null;
}

/** Why the value at a path of a resource's attributes cannot be known at all: it, or something it is a part of, is unknown. */
export function hiddenAt(resource: Resource, path: AttributePath): string | null {
	const above = resource.unknown.find(({ path: at }) => at[0] === "attributes" && isPrefix(at.slice(1), path));
	return above?.reason ?? null;
}
