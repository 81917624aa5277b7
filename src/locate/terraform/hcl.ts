import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Language, type Node, Parser } from "web-tree-sitter";
import { lineStarts } from "../../collect/lines.ts";
import { assetDirectory } from "../../policy/assets.ts";
import {
	type Attribute,
	type Block,
	type Body,
	type CodeFile,
	type Comment,
	type Expression,
	type Member,
	type Span,
	spans,
} from "./syntax.ts";

/** Nesting of blocks and expressions deeper than this is not looked into. */
const MAX_DEPTH = 64;
/** Files longer than this, in UTF-16 units, are not parsed: code that people write is far shorter. */
export const MAX_CODE_LENGTH = 2 * 1024 * 1024;
/** Faults told of one file. */
const MAX_FAULTS = 10;
/** The parser asks whether to go on every hundred steps or so; broken text can take it many more steps than it has characters. */
const STEPS_AT_LEAST = 20_000;

/** `1e5`, `2E-3`, outside of words. */
const EXPONENT = /(?<![\w.]|\w-)\d+[eE][-+]?\d+(?![\w.-])/g;

/** Parses Terraform's native syntax. Returns null for text that is too long or takes the parser too long. */
export type ParseHcl = (text: string) => CodeFile | null;

let loading: Promise<ParseHcl> | null = null;

/**
 * Loads the grammar, once in a process.
 * @throws when the two WebAssembly files are not among the assets.
 */
export function loadHcl(): Promise<ParseHcl> {
	loading ??= load();
	return loading;
}

async function load(): Promise<ParseHcl> {
	const [runtime, grammar] = await Promise.all(
		["web-tree-sitter.wasm", "tree-sitter-terraform.wasm"].map((name) => readFile(join(assetDirectory(), name))),
	);
	await Parser.init({ wasmBinary: runtime });
	const parser = new Parser();
	parser.setLanguage(await Language.load(grammar!));
	const read = (source: string, text: string): CodeFile | null => {
		let steps = Math.max(STEPS_AT_LEAST, text.length);
		const tree = parser.parse(source, null, { progressCallback: () => --steps < 0 });
		if (tree === null) {
			parser.reset();
			return null;
		}
		try {
			return new Reader(text).file(tree.rootNode);
		} finally {
			tree.delete();
		}
	};
	return (text) => {
		if (text.length > MAX_CODE_LENGTH) return null;
		// The grammar knows no exponents after whole numbers, and takes `e5` for what follows: digits of the same length stand for them.
		const plain = text.replace(EXPONENT, (number) => number.replace(/\D/g, "0"));
		return read(plain, text);
	};
}

/** Turns the nodes of one tree into plain objects, so that the tree can be freed. */
class Reader {
	readonly #text: string;
	readonly #spanAt: (start: number, end: number) => Span;

	constructor(text: string) {
		this.#text = text;
		this.#spanAt = spans(lineStarts(text));
	}

	file(root: Node): CodeFile {
		const body: Body = { attributes: [], blocks: [] };
		this.#body(root, body, 0);
		const comments = root.descendantsOfType("comment").map((node) => this.#comment(node));
		const faults: Span[] = [];
		if (root.hasError) this.#faults(root, faults, 0);
		return { text: this.#text, body, comments, faults };
	}

	/** What a body holds; around faults the parser leaves blocks without one. */
	#body(parent: Node, body: Body, depth: number): void {
		for (const node of named(parent)) {
			if (node.type === "attribute") {
				const attribute = this.#attribute(node, depth);
				if (attribute !== null) body.attributes.push(attribute);
			} else if (node.type === "block") {
				body.blocks.push(this.#block(node, depth + 1));
			} else if (depth < MAX_DEPTH && (node.type === "body" || node.type === "ERROR")) {
				this.#body(node, body, depth + 1);
			}
		}
	}

	#block(node: Node, depth: number): Block {
		const labels: string[] = [];
		const body: Body = { attributes: [], blocks: [] };
		let [type, headerEnd, innerStart, innerEnd] = ["", node.endIndex, node.endIndex, node.endIndex];
		for (const child of named(node)) {
			if (child.type === "identifier" || child.type === "string_lit") {
				headerEnd = child.endIndex;
				if (type === "" && child.type === "identifier") type = child.text;
				else labels.push(child.type === "identifier" ? child.text : this.#string(child));
			} else if (child.type === "block_start") innerStart = child.endIndex;
			else if (child.type === "block_end") innerEnd = child.startIndex;
			else if (child.type === "body" && depth < MAX_DEPTH) this.#body(child, body, depth);
		}
		return {
			...{ type, labels, body },
			span: this.#span(node),
			header: this.#spanAt(node.startIndex, headerEnd),
			inner: this.#spanAt(Math.min(innerStart, innerEnd), innerEnd),
			broken: depth >= MAX_DEPTH || node.hasError,
		};
	}

	#attribute(node: Node, depth: number): Attribute | null {
		const [key, value] = named(node);
		if (key?.type !== "identifier" || value?.type !== "expression" || node.hasError) return null;
		return {
			name: key.text,
			key: this.#span(key),
			span: this.#span(node),
			value: this.#expression(value, depth),
		};
	}

	#expression(node: Node, depth: number): Expression {
		const span = this.#span(node);
		const [first, ...rest] = named(node);
		if (first === undefined || depth > MAX_DEPTH) return { kind: "other", span };
		if (first.type === "variable_expr") return { ...reference(first, rest), span };
		if (rest.length > 0) return { kind: "other", span };
		switch (first.type) {
			case "expression":
				return this.#expression(first, depth + 1);
			case "literal_value":
				return { kind: "literal", value: this.#literal(first), span };
			case "template_expr":
				return { kind: "template", heredoc: first.firstNamedChild?.type === "heredoc_template", span };
			case "collection_value":
				return this.#collection(first.firstNamedChild!, span, depth + 1);
			case "function_call":
				return this.#call(first, span, depth + 1);
			case "operation":
				return { ...negated(this.#textOf(first)), span };
			default:
				return { kind: "other", span };
		}
	}

	#collection(node: Node, span: Span, depth: number): Expression {
		const children = named(node);
		if (node.type === "tuple") {
			const items = children.filter(({ type }) => type === "expression");
			return { kind: "tuple", items: items.map((item) => this.#expression(item, depth)), span };
		}
		const members = children.filter(({ type }) => type === "object_elem");
		return { kind: "object", members: members.map((member) => this.#member(member, depth)), span };
	}

	#member(node: Node, depth: number): Member {
		const [key, value] = named(node);
		return {
			name: this.#memberName(key!, depth),
			key: this.#span(key!),
			span: this.#span(node),
			value: this.#expression(value!, depth),
		};
	}

	#memberName(key: Node, depth: number): string | null {
		const expression = this.#expression(key, depth);
		if (expression.kind === "literal") return expression.value === null ? null : String(expression.value);
		// A bare word names a member; in parentheses it is a variable.
		const plain = expression.kind === "reference" && expression.steps.length === 1 && !key.text.startsWith("(");
		return plain && expression.kind === "reference" ? String(expression.steps[0]) : null;
	}

	#call(node: Node, span: Span, depth: number): Expression {
		const [name, list] = named(node);
		const args = list === undefined ? [] : named(list).filter(({ type }) => type === "expression");
		return { kind: "call", name: name!.text, args: args.map((arg) => this.#expression(arg, depth)), span };
	}

	#literal(node: Node): string | number | boolean | null {
		const value = node.firstNamedChild!;
		if (value.type === "string_lit") return this.#string(value);
		if (value.type === "bool_lit") return value.text === "true";
		return value.type === "numeric_lit" ? Number(this.#textOf(value)) : null;
	}

	#string(node: Node): string {
		return unescapeString(this.#text.slice(node.startIndex + 1, node.endIndex - 1));
	}

	#comment(node: Node): Comment {
		const span = this.#span(node);
		const lineStart = span.start - span.startColumn + 1;
		const whole = this.#textOf(node);
		const text = whole.startsWith("/*") ? whole.slice(2, -2) : whole.slice(whole.startsWith("//") ? 2 : 1);
		return {
			line: span.startLine,
			text: text.trim(),
			ownLine: this.#text.slice(lineStart, span.start).trim() === "",
			span,
		};
	}

	#faults(node: Node, faults: Span[], depth: number): void {
		if (faults.length >= MAX_FAULTS) return;
		if (node.isError || node.isMissing || depth > 4 * MAX_DEPTH) {
			faults.push(this.#span(node));
			return;
		}
		for (const child of node.children) if (child?.hasError) this.#faults(child, faults, depth + 1);
	}

	/** As written: the parser may have been given something else in its place. */
	#textOf(node: Node): string {
		return this.#text.slice(node.startIndex, node.endIndex);
	}

	#span(node: Node): Span {
		return this.#spanAt(node.startIndex, node.endIndex);
	}
}

/** The children that the grammar names, without comments, which may stand anywhere. */
function named(node: Node): Node[] {
	return node.namedChildren.filter((child): child is Node => child !== null && child.type !== "comment");
}

function reference(first: Node, rest: Node[]): { kind: "reference"; steps: (string | number)[] } | { kind: "other" } {
	const steps: (string | number)[] = [first.text];
	for (const step of rest) {
		const inner = step.firstNamedChild;
		if (step.type === "get_attr" && inner !== null) steps.push(inner.text);
		else if (step.type === "index") {
			const index = /^(?:\[\s*(?:(\d+)|"([^"\\$%]*)")\s*\]|\.(\d+))$/.exec(step.text);
			if (index === null) return { kind: "other" };
			steps.push(index[2] ?? Number(index[1] ?? index[3]));
		} else return { kind: "other" };
	}
	return { kind: "reference", steps };
}

/** The grammar reads -5 as an operation. */
function negated(text: string): { kind: "literal"; value: number } | { kind: "other" } {
	const digits = /^-\s*(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.exec(text)?.[1];
	return digits === undefined ? { kind: "other" } : { kind: "literal", value: -Number(digits) };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/**
 * The text of a quoted string without interpolations, escapes resolved as HCL's native syntax defines them
 * (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#quoted-templates).
 */
function unescapeString(source: string): string {
	return source.replace(
		/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|([$%])\4\{/gs,
		(all, short?: string, long?: string, plain?: string, marker?: string) => {
			if (marker !== undefined) return `${marker}{`;
			if (plain !== undefined) return ESCAPES[plain] ?? all;
			const code = Number.parseInt((short ?? long)!, 16);
			return code <= 0x10ffff ? String.fromCodePoint(code) : all;
		},
	);
}
