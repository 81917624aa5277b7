import type { AttributePath, Json, JsonObject } from "../../model/json.ts";

/** The value as an object, or null when it is anything else (lists included). */
export function asObject(value: unknown): JsonObject | null {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The value as a list; anything else is an empty one. */
export function asList(value: unknown): Json[] {
	return Array.isArray(value) ? (value as Json[]) : [];
}

/** The value as a string, or null. */
export function asString(value: unknown): string | null {
	return typeof value === "string" ? value : null;
}

/** An own property; never one of the prototype, whatever the input calls its keys. */
export function property(object: JsonObject, name: string): Json | undefined {
	return Object.hasOwn(object, name) ? object[name] : undefined;
}

/**
 * One step into a value. A single nested block is an object in some provider versions and a list of one in others:
 * index 0 of an object is the object, and a name in a list of one is that of its element.
 */
export function child(value: Json | undefined, step: string | number): Json | undefined {
	if (Array.isArray(value)) {
		if (typeof step === "number") return value[step];
		return value.length === 1 ? child(value[0], step) : undefined;
	}
	const object = asObject(value);
	if (object === null) return undefined;
	if (typeof step === "string") return property(object, step);
	return step === 0 ? object : undefined;
}

/** The value at a path, undefined where there is none. */
export function at(value: Json | undefined, path: AttributePath): Json | undefined {
	let current = value;
	for (const step of path) current = child(current, step);
	return current;
}

/** The concrete paths a dotted name stands for: one for each element of the lists on the way. */
export function spread(value: Json | undefined, names: string[]): AttributePath[] {
	let paths: { path: AttributePath; value: Json | undefined }[] = [{ path: [], value }];
	for (const name of names) {
		paths = paths.flatMap((entry) => {
			const list = Array.isArray(entry.value) ? asList(entry.value) : null;
			if (list === null) return [{ path: [...entry.path, name], value: child(entry.value, name) }];
			return list.map((element, index) => ({ path: [...entry.path, index, name], value: child(element, name) }));
		});
	}
	return paths.map((entry) => entry.path);
}

/** Values nested deeper than this are not searched. */
const DEPTH_LIMIT = 64;

/** The paths at which a mask of a plan (`after_unknown`, `after_sensitive`) is true. */
export function truePaths(mask: Json | undefined): AttributePath[] {
	const paths: AttributePath[] = [];
	const path: AttributePath = [];
	const visit = (value: Json): void => {
		if (value === true) paths.push([...path]);
		else if (typeof value !== "object" || value === null || path.length > DEPTH_LIMIT) return;
		else if (Array.isArray(value)) {
			for (let index = 0; index < value.length; index += 1) {
				path.push(index);
				visit(value[index] as Json);
				path.pop();
			}
		} else {
			for (const name of Object.keys(value)) {
				path.push(name);
				visit(value[name] as Json);
				path.pop();
			}
		}
	};
	if (mask !== undefined) visit(mask);
	return paths;
}
