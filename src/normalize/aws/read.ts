import type { Json, JsonObject } from "../../model/json.ts";

/**
 * Reads values of AWS answers. AWS Config spells keys in camelCase for some types and PascalCase for others
 * (`kmskeyArn`, `ssedescription`), and hands out booleans and documents as text here and there: everything is looked up
 * without regard to case, and text that holds JSON is decoded.
 */

/** The value under a name, whatever its case; text that holds a JSON object or list is decoded. Null where there is none. */
export function value(object: Json | undefined, name: string): Json {
	const source = decoded(object ?? null);
	if (typeof source !== "object" || source === null || Array.isArray(source)) return null;
	if (Object.hasOwn(source, name)) return decoded(source[name]!);
	const wanted = name.toLowerCase();
	for (const key of Object.keys(source)) if (key.toLowerCase() === wanted) return decoded(source[key]!);
	return null;
}

/** The value at the end of a path of names: `at(item, "SSEDescription", "Status")`. */
export function at(object: Json | undefined, ...names: string[]): Json {
	let current: Json = object ?? null;
	for (const name of names) current = value(current, name);
	return current;
}

/** Text under a path, numbers and booleans written out; null for anything else. */
export function text(object: Json | undefined, ...names: string[]): string | null {
	const found = at(object, ...names);
	if (typeof found === "string") return found;
	return typeof found === "number" || typeof found === "boolean" ? String(found) : null;
}

/** A boolean under a path, also written as text ("true", "Enabled" is not one); null for anything else. */
export function flag(object: Json | undefined, ...names: string[]): boolean | null {
	const found = at(object, ...names);
	if (typeof found === "boolean") return found;
	if (typeof found !== "string") return null;
	const word = found.toLowerCase();
	return word === "true" ? true : word === "false" ? false : null;
}

/** A number under a path, also written as text; null for anything else. */
export function number(object: Json | undefined, ...names: string[]): number | null {
	const found = at(object, ...names);
	if (typeof found === "number") return found;
	return typeof found === "string" && found.trim() !== "" && Number.isFinite(Number(found)) ? Number(found) : null;
}

/** A list under a path; empty for anything else. */
export function list(object: Json | undefined, ...names: string[]): Json[] {
	const found = at(object, ...names);
	return Array.isArray(found) ? found.map(decoded) : [];
}

/** The texts in a list under a path. */
export function texts(object: Json | undefined, ...names: string[]): string[] {
	return list(object, ...names).filter((entry) => typeof entry === "string");
}

/** An object under a path; null for anything else. */
export function object(source: Json | undefined, ...names: string[]): JsonObject | null {
	const found = at(source, ...names);
	return typeof found === "object" && found !== null && !Array.isArray(found) ? found : null;
}

/** A policy document under a path as JSON text, whether it came as an object, as text or URL-encoded; null where there is none. */
export function policy(source: Json | undefined, ...names: string[]): string | null {
	const found = at(source, ...names);
	if (found === null || found === "") return null;
	return typeof found === "string" ? found : JSON.stringify(found);
}

/** Tags in any of the forms AWS writes them in: a map, or a list of `{Key, Value}` with the keys in any case (`TagKey`, `TagValue` for KMS). */
export function tags(source: Json | undefined): Record<string, string> {
	const result = new Map<string, string>();
	const given = decoded(source ?? null);
	if (Array.isArray(given)) {
		for (const entry of given) {
			const key = text(entry, "key") ?? text(entry, "tagKey");
			if (key !== null) result.set(key, text(entry, "value") ?? text(entry, "tagValue") ?? "");
		}
	} else if (typeof given === "object" && given !== null) {
		for (const [key, entry] of Object.entries(given)) if (typeof entry === "string") result.set(key, entry);
	}
	return Object.fromEntries(result);
}

/** Text that holds a JSON object or list, URL-encoded or not, as the value it stands for (twice where it was encoded twice); anything else as it is. */
export function decoded(given: Json): Json {
	let current = given;
	for (let round = 0; round < 2 && typeof current === "string"; round++) {
		const plain = /^%7B|^%5B/i.test(current) ? percentDecoded(current) : current;
		if (!/^\s*(?:[{[]|"[{[])/.test(plain)) return current;
		try {
			current = JSON.parse(plain) as Json;
		} catch {
			return current;
		}
	}
	return current;
}

function percentDecoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
