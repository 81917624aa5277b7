import { isDay } from "./dates.ts";

/** What a comment says: `assay:ignore s3-versioning,s3-logging until=2027-03-31 reason="…"`. */
export interface Directive {
	/** Whether it is `assay:ignore-file`. */
	wholeFile: boolean;
	/** Ids or aliases, as written. */
	rules: string[];
	reason: string;
	/** Empty where nobody is named. */
	owner: string;
	/** Last day it holds, YYYY-MM-DD; null without end. */
	until: string | null;
	ticket: string | null;
}

/** What every comment with a directive holds; files without it are not looked into. */
export const MARK = "assay:ignore";

const KEYS = ["reason", "until", "owner", "ticket"] as const;
const MAX_LENGTH = 2_000;
const RULE = /[A-Za-z0-9][\w-]*/y;
const COMMA = /\s*,\s*/y;
const KEY = /\s+([A-Za-z_][\w-]*)=/y;
const VALUE = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"',“”‘’]\S*)/y;

/**
 * Reads one line of a comment, without the signs that make it one.
 * @returns null for a comment that is no directive, a text for one that cannot be counted: why. It never quotes a value.
 */
export function parseDirective(comment: string): Directive | string | null {
	const text = comment.trim();
	if (!text.startsWith(MARK)) return null;
	const [head = ""] = /^\S+/.exec(text) ?? [];
	if (head !== MARK && head !== `${MARK}-file`) return `expected "${MARK} <rule> …" or "${MARK}-file <rule> …"`;
	if (text.length > MAX_LENGTH) return `it is longer than ${MAX_LENGTH} characters`;
	const reader = new Reader(text, head.length);
	reader.skipSpace();
	const rules: string[] = [];
	do {
		const rule = reader.take(RULE)?.[0];
		if (rule === undefined || reader.at("=")) return "no rule is named before the reason";
		rules.push(rule);
	} while (reader.take(COMMA) !== null);
	const values = readValues(reader);
	if (typeof values === "string") return values;
	const { reason = "", owner = "", until = null, ticket = null } = values;
	// Characters that nobody sees give no reason.
	if (!/[\p{L}\p{N}]/u.test(reason)) return 'a reason is missing: reason="…"';
	if (until !== null && !isDay(until)) return "until is not a date: expected YYYY-MM-DD";
	return { wholeFile: head !== MARK, rules: [...new Set(rules)], reason: reason.trim(), owner, until, ticket };
}

function readValues(reader: Reader): Partial<Record<(typeof KEYS)[number], string>> | string {
	const values: Partial<Record<(typeof KEYS)[number], string>> = {};
	while (!reader.atEnd()) {
		const name = reader.take(KEY)?.[1];
		if (name === undefined) return 'expected key="value" after the rules; rules are parted by commas';
		const key = KEYS.find((known) => known === name);
		if (key === undefined) return `unknown key "${name.slice(0, 40)}"; known: ${KEYS.join(", ")}`;
		if (values[key] !== undefined) return `${key} is given twice`;
		const value = reader.take(VALUE);
		if (value === null) return `${key} has no value, or its quotes are not closed or not plain`;
		const quoted = value[1] ?? value[2];
		values[key] = quoted === undefined ? value[3]! : quoted.replace(/\\(.)/g, "$1");
	}
	return values;
}

class Reader {
	readonly #text: string;
	#offset: number;

	constructor(text: string, offset: number) {
		this.#text = text;
		this.#offset = offset;
	}

	/** What a sticky pattern finds here; it is passed over then. */
	take(pattern: RegExp): RegExpExecArray | null {
		pattern.lastIndex = this.#offset;
		const found = pattern.exec(this.#text);
		if (found !== null) this.#offset = pattern.lastIndex;
		return found;
	}

	skipSpace(): void {
		this.take(/\s*/y);
	}

	at(sign: string): boolean {
		return this.#text.startsWith(sign, this.#offset);
	}

	atEnd(): boolean {
		return this.#offset >= this.#text.length;
	}
}
