import { lineIndex } from "../../collect/lines.ts";

/** A stretch of a text: offsets in UTF-16 units, and lines and columns, 1-based; ends are exclusive. */
export interface Span {
	start: number;
	end: number;
	startLine: number;
	startColumn: number;
	endLine: number;
	endColumn: number;
}

/** The value of an argument, as far as places and fixes need to look into it. Parentheses around a value are left out. */
export type Expression = { span: Span } & (
	| { kind: "literal"; value: string | number | boolean | null }
	/** A string with interpolations, or a heredoc. */
	| { kind: "template"; heredoc: boolean }
	| { kind: "tuple"; items: Expression[] }
	| { kind: "object"; members: Member[] }
	/** `var.x`, `local.y[0].z`, `each.value`: a name and constant steps from it, nothing else. */
	| { kind: "reference"; steps: (string | number)[] }
	| { kind: "call"; name: string; args: Expression[] }
	/** Conditions, operations, `for`, splats, and whatever nests too deep. */
	| { kind: "other" }
);

/** `key = value` in an object. */
export interface Member {
	/** Null where it is computed. */
	name: string | null;
	key: Span;
	/** From the key to the end of the value. */
	span: Span;
	value: Expression;
}

/** `name = value` in a block. */
export interface Attribute {
	name: string;
	key: Span;
	/** From the name to the end of the value. */
	span: Span;
	value: Expression;
}

/** `type "label" { … }`. */
export interface Block {
	type: string;
	labels: string[];
	/** From the type to the closing brace. */
	span: Span;
	/** From the type to the opening brace, exclusive of it; in JSON the key. */
	header: Span;
	/** Just inside the braces. */
	inner: Span;
	body: Body;
	/** Whether there is a fault of syntax inside: what seems to be missing may be there. */
	broken: boolean;
}

/** What a file or a block holds, in the order of the text. */
export interface Body {
	attributes: Attribute[];
	blocks: Block[];
}

/** A comment, without the signs that start and end it. */
export interface Comment {
	/** 1-based; that of the first sign. */
	line: number;
	text: string;
	/** Whether nothing but white space stands before it on its line. */
	ownLine: boolean;
	/** Signs included. */
	span: Span;
}

/** A parsed file of Terraform code. */
export interface CodeFile {
	text: string;
	body: Body;
	comments: Comment[];
	/** Places of faults of syntax; empty for sound files. */
	faults: Span[];
}

/** The arguments of a body by name; of a repeated one the last. */
export function attributeOf(body: Body, name: string): Attribute | undefined {
	return body.attributes.findLast((attribute) => attribute.name === name);
}

/** Whether an expression holds one of these plain values, and nothing else: a fix may overwrite it. */
export function literalOf(expression: Expression): string | number | boolean | null | undefined {
	return expression.kind === "literal" ? expression.value : undefined;
}

/** A function that gives the span between two offsets of a text. */
export function spans(starts: number[]): (start: number, end: number) => Span {
	const position = (offset: number): [number, number] => {
		const line = lineIndex(starts, offset);
		return [line + 1, offset - starts[line]! + 1];
	};
	return (start, end) => {
		const [startLine, startColumn] = position(start);
		const [endLine, endColumn] = position(end);
		return { start, end, startLine, startColumn, endLine, endColumn };
	};
}
