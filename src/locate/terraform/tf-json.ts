import { isTooDeep, jsonEntries, jsonValues } from "../../collect/json.ts";
import { lineAt, lineStarts } from "../../collect/lines.ts";
import type { Json } from "../../model/json.ts";
import { nameOf, type Token, tokenize } from "../../normalize/terraform/address.ts";
import { type Block, type Body, type CodeFile, type Expression, type Member, type Span, spans } from "./syntax.ts";

/** Values nested deeper than this are not looked into. */
const MAX_DEPTH = 64;

/** How many labels the blocks of each type carry, where they are objects in JSON. */
const LABELS: Readonly<Record<string, number>> = {
	resource: 2,
	data: 2,
	module: 1,
	variable: 1,
	output: 1,
	provider: 1,
	terraform: 0,
	locals: 0,
};

/**
 * Reads Terraform's JSON syntax (https://developer.hashicorp.com/terraform/language/syntax/json). Inside a block every property is an
 * attribute: only the provider's schema tells nested blocks from objects. Comments (`//` properties) have no place of their own.
 * @returns null for text that nests too deep.
 */
export function parseTfJson(text: string): CodeFile | null {
	const spanAt = spans(lineStarts(text));
	const body: Body = { attributes: [], blocks: [] };
	const file: CodeFile = { text, body, comments: [], faults: [] };
	try {
		if (isTooDeep(JSON.parse(text) as Json, MAX_DEPTH)) return null;
		const reader = new Reader(text, spanAt);
		for (const root of jsonValues(text)) reader.file(root.start, body);
	} catch {
		const offset = faultOffset(text);
		const span = spanAt(offset, Math.min(offset + 1, text.length));
		return { ...file, body: { attributes: [], blocks: [] }, faults: [{ ...span, startLine: lineAt(text, offset) }] };
	}
	return file;
}

function faultOffset(text: string): number {
	try {
		jsonValues(text);
		return 0;
	} catch (error) {
		const { offset } = error as { offset?: number };
		return typeof offset === "number" ? offset : 0;
	}
}

interface Property {
	key: Span;
	/** Offset of the value. */
	value: number;
	end: number;
}

class Reader {
	readonly #text: string;
	readonly #spanAt: (start: number, end: number) => Span;

	constructor(text: string, spanAt: (start: number, end: number) => Span) {
		this.#text = text;
		this.#spanAt = spanAt;
	}

	file(offset: number, body: Body): void {
		for (const [type, property] of this.#properties(offset)) {
			const count = Object.hasOwn(LABELS, type) ? LABELS[type]! : null;
			if (count !== null) this.#blocks({ type, labels: [], count }, property, body);
		}
	}

	/** Blocks under their labels; a list stands for several of them at any level. */
	#blocks(kind: { type: string; labels: string[]; count: number }, property: Property, body: Body): void {
		const { type, labels, count } = kind;
		for (const object of this.#objects(property)) {
			if (labels.length < count) {
				for (const [label, inner] of this.#properties(object.start)) {
					this.#blocks({ type, count, labels: [...labels, label] }, inner, body);
				}
				continue;
			}
			const block: Block = {
				...{ type, labels, broken: false },
				span: this.#spanAt(property.key.start, property.end),
				header: property.key,
				inner: this.#spanAt(object.start + 1, object.end - 1),
				body: { attributes: [], blocks: [] },
			};
			for (const [name, inner] of this.#properties(object.start)) {
				block.body.attributes.push({
					...{ name, key: inner.key },
					span: this.#spanAt(inner.key.start, inner.end),
					value: this.#expression(inner.value, inner.end),
				});
			}
			body.blocks.push(block);
		}
	}

	/** The objects that a property holds: itself, or the items of its list. */
	#objects({ value, end }: Property): { start: number; end: number }[] {
		if (this.#text[value] === "{") return [{ start: value, end }];
		const items = this.#text[value] === "[" ? [...jsonEntries(this.#text, value).values()] : [];
		return items.filter((item) => this.#text[item.value] === "{").map((item) => ({ start: item.value, end: item.end }));
	}

	#properties(offset: number): [string, Property][] {
		if (this.#text[offset] !== "{") return [];
		return [...jsonEntries(this.#text, offset)]
			.filter(([name]) => name !== "//")
			.map(([name, { start, value, end }]) => [
				String(name),
				{ key: this.#spanAt(start, this.#keyEnd(start)), value, end },
			]);
	}

	#keyEnd(start: number): number {
		let end = start + 1;
		while (this.#text[end] !== '"') end += this.#text[end] === "\\" ? 2 : 1;
		return end + 1;
	}

	#expression(start: number, end: number): Expression {
		const span = this.#spanAt(start, end);
		const first = this.#text[start];
		if (first === "[") {
			const items = [...jsonEntries(this.#text, start).values()];
			return { kind: "tuple", items: items.map((item) => this.#expression(item.value, item.end)), span };
		}
		if (first === "{") {
			const members = this.#properties(start).map(
				([name, { key, value, end: last }]): Member => ({
					...{ name, key },
					span: this.#spanAt(key.start, last),
					value: this.#expression(value, last),
				}),
			);
			return { kind: "object", members, span };
		}
		const value = JSON.parse(this.#text.slice(start, end)) as string | number | boolean | null;
		return { ...(typeof value === "string" ? template(value) : { kind: "literal", value }), span };
	}
}

type Text =
	| { kind: "literal"; value: string }
	| { kind: "reference"; steps: (string | number)[] }
	| { kind: "template"; heredoc: false };

/** Strings are templates; one that is a single `${a.b}` is what it names. */
function template(value: string): Text {
	const whole = /^\$\{\s*([A-Za-z_][\w-]*(?:\.[\w-]+|\[(?:\d+|"[^"\\$%]*")\])*)\s*\}$/.exec(value)?.[1];
	if (whole !== undefined) return { kind: "reference", steps: tokenize(whole).map(stepOf) };
	if (/(?<!\$)\$\{|(?<!%)%\{/.test(value)) return { kind: "template", heredoc: false };
	return { kind: "literal", value: value.replace(/([$%])\1\{/g, "$1{") };
}

function stepOf(token: Token): string | number {
	const name = nameOf(token);
	if (name !== null) return /^\d+$/.test(name) ? Number(name) : name;
	return (token as { index: string | number }).index;
}
