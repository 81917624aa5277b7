import type { AttributePath, Json } from "../model/json.ts";
import type { Resource } from "../model/resource.ts";
import { detectSecret } from "../normalize/secrets.ts";

/** Longest excerpt shown. */
const MAX_LENGTH = 160;
const MASK = "[masked]";

/**
 * The judged value as one line of JSON, cut to a readable length, or null where the path leads nowhere.
 * Whatever the input marks sensitive, and whatever looks like a secret, is masked.
 */
export function evidence(resource: Resource, path: AttributePath, secretRule: boolean): string | null {
	let value: Json | undefined = resource.attributes;
	for (const step of path) {
		if (typeof value !== "object" || value === null) return null;
		value = Array.isArray(value) ? value[step as number] : Object.hasOwn(value, step) ? value[step] : undefined;
	}
	if (value === undefined || path.length === 0) return null;
	if (secretRule) return MASK;
	const sensitive = resource.sensitive.filter((other) => isPrefix(other, path) || isPrefix(path, other));
	const text = JSON.stringify(mask(value, path, sensitive, String(path.at(-1))));
	return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}

function isPrefix(prefix: AttributePath, path: AttributePath): boolean {
	return prefix.length <= path.length && prefix.every((step, index) => step === path[index]);
}

function mask(value: Json, path: AttributePath, sensitive: AttributePath[], name: string): Json {
	if (sensitive.some((steps) => isPrefix(steps, path))) return MASK;
	if (typeof value === "string") return detectSecret(name, value) === null ? value : MASK;
	if (Array.isArray(value)) return value.map((item, index) => mask(item, [...path, index], sensitive, name));
	if (typeof value !== "object" || value === null) return value;
	// An environment variable names its value beside it.
	const label = typeof value.name === "string" ? value.name : null;
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => [
			key,
			mask(item, [...path, key], sensitive, key === "value" && label !== null ? label : key),
		]),
	);
}
