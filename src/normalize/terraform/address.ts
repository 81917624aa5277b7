/** One piece of an address or reference: a name, or an index in brackets. */
export type Token = { name: string } | { index: string | number };

/** A module instance on the way from the root; `key` is null without count and for_each, undefined when it cannot be told. */
export interface ModuleStep {
	name: string;
	key: string | number | null | undefined;
}

/** A resource instance address taken apart. */
export interface ResourceAddress {
	modules: ModuleStep[];
	mode: "managed" | "data";
	type: string;
	name: string;
	key: string | number | null;
}

/**
 * Splits `module.a["x.y"].aws_s3_bucket.b[0].arn` at its dots and brackets; quoted keys may hold anything. Text that
 * is no address gives whatever pieces it has.
 */
export function tokenize(text: string): Token[] {
	const tokens: Token[] = [];
	let position = 0;
	while (position < text.length) {
		const character = text[position];
		if (character === ".") {
			position += 1;
			continue;
		}
		if (character === "[") {
			const end = text[position + 1] === '"' ? closingQuote(text, position + 1) + 1 : text.indexOf("]", position);
			if (end <= position) {
				tokens.push({ index: text.slice(position + 1) });
				break;
			}
			tokens.push({ index: parseKey(text.slice(position + 1, end)) });
			position = end + 1;
			continue;
		}
		let end = position;
		while (end < text.length && text[end] !== "." && text[end] !== "[") end += 1;
		tokens.push({ name: text.slice(position, end) });
		position = end;
	}
	return tokens;
}

/** Position of the quote that closes the one at `start`, or of the last character. */
function closingQuote(text: string, start: number): number {
	for (let position = start + 1; position < text.length; position += 1) {
		if (text[position] === "\\") position += 1;
		else if (text[position] === '"') return position;
	}
	return text.length - 1;
}

function parseKey(text: string): string | number {
	if (!text.startsWith('"')) return /^\d+$/.test(text) ? Number(text) : text;
	try {
		const key: unknown = JSON.parse(text);
		return typeof key === "string" ? key : text;
	} catch {
		return text.slice(1, -1);
	}
}

/** Takes module steps off the front; returns them and what follows. */
export function splitModules(tokens: Token[]): { modules: ModuleStep[]; rest: Token[] } {
	const modules: ModuleStep[] = [];
	let position = 0;
	while (nameOf(tokens[position]) === "module") {
		const name = nameOf(tokens[position + 1]);
		if (name === null) break;
		const key = indexOf(tokens[position + 2]);
		modules.push({ name, key });
		position += key === null ? 2 : 3;
	}
	return { modules, rest: tokens.slice(position) };
}

/** Parses the address of a resource instance; null when it is none. */
export function parseAddress(address: string): ResourceAddress | null {
	const { modules, rest } = splitModules(tokenize(address));
	const mode = nameOf(rest[0]) === "data" ? "data" : "managed";
	const own = mode === "data" ? rest.slice(1) : rest;
	const type = nameOf(own[0]);
	const name = nameOf(own[1]);
	if (type === null || name === null || own.length > 3) return null;
	return { modules, mode, type, name, key: indexOf(own[2]) };
}

/** The name a token holds, or null. */
export function nameOf(token: Token | undefined): string | null {
	return token !== undefined && "name" in token ? token.name : null;
}

/** The index a token holds, or null. */
export function indexOf(token: Token | undefined): string | number | null {
	return token !== undefined && "index" in token ? token.index : null;
}

/** `module.a.module.b`: where the module stands in the configuration, without instance keys; empty for the root. */
export function modulePath(steps: ModuleStep[]): string {
	return steps.map((step) => `module.${step.name}`).join(".");
}

/** `module.a["x"].module.b[0]`, or null when a key on the way is not known. */
export function moduleAddress(steps: ModuleStep[]): string | null {
	const parts: string[] = [];
	for (const step of steps) {
		if (step.key === undefined) return null;
		parts.push(`module.${step.name}${keySuffix(step.key)}`);
	}
	return parts.join(".");
}

/** `["x"]`, `[0]` or nothing. */
export function keySuffix(key: string | number | null): string {
	return key === null ? "" : `[${typeof key === "number" ? key : JSON.stringify(key)}]`;
}

/** Joins a module path and an address inside it. */
export function within(module: string, address: string): string {
	return module === "" ? address : `${module}.${address}`;
}
