import type { AttributePath, Json } from "../model/json.ts";
import type { Resource } from "../model/resource.ts";
import { isPrefix, valueAt } from "../normalize/json.ts";
import { detectSecret } from "../normalize/secrets.ts";

/** Longest excerpt shown. */
const MAX_LENGTH = 160;
const MASK = "[masked]";

/**
 * The judged value as one line of JSON, cut to a readable length, or null where the path leads nowhere.
 * Whatever the input marks sensitive, and whatever looks like a secret, is masked.
 * @param secretRule whether the rule judges secrets: its values are masked whole, recognised or not.
 */
export function evidence(resource: Resource, path: AttributePath, secretRule: boolean): string | null {
	const value = valueAt(resource.attributes, path);
	if (value === undefined || path.length === 0) return null;
	if (secretRule) return MASK;
	const sensitive = resource.sensitive.filter((other) => isPrefix(other, path) || isPrefix(path, other));
	const text = JSON.stringify(mask(value, path, sensitive, String(path.at(-1))));
	return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}

/** A value without anything that the input marks sensitive or that looks like a secret. */
export function masked(value: Json, sensitive: AttributePath[]): Json {
	return mask(value, [], sensitive, "");
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
