import type { Json } from "../model/json.ts";

/** Where the text stops being JSON. */
export class JsonTextError extends Error {
	readonly offset: number;

	constructor(offset: number) {
		super("not valid JSON");
		this.offset = offset;
	}
}

/** A member of an object or an item of a list, as offsets in the text. */
export interface JsonEntry {
	/** Of the key's opening quote; of the value for a list item. */
	start: number;
	value: number;
	/** Just after the value. */
	end: number;
}

/**
 * Reads one JSON value, or several on end as `kubectl` accepts them. One value takes the fast native path.
 * @throws JsonTextError with the offset of the first fault.
 */
export function readJson(text: string): Json[] {
	try {
		return [JSON.parse(text) as Json];
	} catch {
		const spans = jsonValues(text);
		// A single value that only the native parser rejects: point at its start.
		if (spans.length < 2) throw new JsonTextError(spans[0]?.start ?? 0);
		return spans.map(({ start, end }) => JSON.parse(text.slice(start, end)) as Json);
	}
}

/** Places of the values that stand one after another in a text. */
export function jsonValues(text: string): { start: number; end: number }[] {
	const spans: { start: number; end: number }[] = [];
	for (let at = skipSpace(text, 0); at < text.length; ) {
		const end = skipValue(text, at);
		spans.push({ start: at, end });
		at = skipSpace(text, end);
	}
	return spans;
}

/** The members or items of the object or list that starts at `offset`; of a repeated key the last. Empty for scalars. */
export function jsonEntries(text: string, offset: number): Map<string | number, JsonEntry> {
	const entries = new Map<string | number, JsonEntry>();
	const open = text[offset];
	if (open !== "{" && open !== "[") return entries;
	let at = skipSpace(text, offset + 1);
	for (let index = 0; text[at] !== "}" && text[at] !== "]"; index++) {
		const start = at;
		let key: string | number = index;
		if (open === "{") {
			const end = skipString(text, at);
			key = JSON.parse(text.slice(at, end)) as string;
			at = skipSpace(text, expect(text, skipSpace(text, end), ":"));
		}
		const end = skipValue(text, at);
		entries.set(key, { start, value: at, end });
		at = skipSpace(text, end);
		if (text[at] === ",") at = skipSpace(text, at + 1);
	}
	return entries;
}

/**
 * Takes `__proto__` members out, in place, and reports whether the value nests deeper than `maxDepth` levels.
 * Only call with freshly parsed values.
 */
export function isTooDeep(value: Json, maxDepth: number): boolean {
	if (typeof value !== "object" || value === null) return false;
	if (maxDepth === 0) return true;
	if (Array.isArray(value)) return value.some((item) => isTooDeep(item, maxDepth - 1));
	if (Object.hasOwn(value, "__proto__")) Reflect.deleteProperty(value, "__proto__");
	for (const key in value) if (isTooDeep(value[key]!, maxDepth - 1)) return true;
	return false;
}

/** Offset just after the value that starts at `at`. Iterative, so that depth cannot exhaust the stack. */
function skipValue(text: string, at: number): number {
	const closers: string[] = [];
	for (;;) {
		const char = text[at];
		if (char === "{" || char === "[") {
			const closer = char === "{" ? "}" : "]";
			at = skipSpace(text, at + 1);
			if (text[at] !== closer) {
				closers.push(closer);
				at = closer === "}" ? skipKey(text, at) : at;
				continue;
			}
			at++;
		} else if (char === '"') at = skipString(text, at);
		else at = skipWord(text, at);

		// After a value: close what ends here, or go on to the next member.
		for (;;) {
			const closer = closers.at(-1);
			if (closer === undefined) return at;
			at = skipSpace(text, at);
			if (text[at] === closer) {
				closers.pop();
				at++;
				continue;
			}
			at = skipSpace(text, expect(text, at, ","));
			if (closer === "}") at = skipKey(text, at);
			break;
		}
	}
}

function skipKey(text: string, at: number): number {
	return skipSpace(text, expect(text, skipSpace(text, skipString(text, at)), ":"));
}

function skipString(text: string, start: number): number {
	let at = expect(text, start, '"');
	for (; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === 0x22) return at + 1;
		if (code === 0x5c) at++;
		else if (code < 0x20) break;
	}
	throw new JsonTextError(Math.min(at, text.length));
}

function skipWord(text: string, at: number): number {
	WORD.lastIndex = at;
	const match = WORD.exec(text);
	if (match === null) throw new JsonTextError(at);
	return at + match[0].length;
}

const WORD = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.+-])/y;

function skipSpace(text: string, at: number): number {
	for (; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
	}
	return at;
}

function expect(text: string, at: number, char: string): number {
	if (text[at] !== char) throw new JsonTextError(at);
	return at + 1;
}
