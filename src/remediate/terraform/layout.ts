import type { Block, Body, CodeFile, Expression, Span } from "../../locate/terraform/syntax.ts";
import type { Json } from "../../model/json.ts";
import { applySplices, type Splice } from "../splices.ts";

/** `name = value` on a line of its own. */
interface Row {
	key: Span;
	span: Span;
}

/** The text with changes made that do not overlap; of several at one place the first comes first. */
export function splice(text: string, changes: Splice[]): string {
	return applySplices(
		text,
		changes.toSorted((left, right) => left.start - right.start),
	);
}

/** A value as HCL writes it, objects over several lines. */
export function render(value: Json, indent: string, unit: string, eol: string): string {
	if (typeof value === "string") return quote(value);
	if (Array.isArray(value)) return `[${value.map((item) => render(item, indent, unit, eol)).join(", ")}]`;
	if (typeof value !== "object" || value === null) return String(value);
	const names = Object.keys(value);
	const width = Math.max(0, ...names.map((name) => name.length));
	const inner = indent + unit;
	const lines = names.map((name) => `${inner}${name.padEnd(width)} = ${render(value[name]!, inner, unit, eol)}`);
	return ["{", ...lines, `${indent}}`].join(eol);
}

function quote(text: string): string {
	const escaped = JSON.stringify(text).slice(1, -1);
	return `"${escaped.replace(/[$%](?=\{)/g, "$&$&")}"`;
}

/**
 * Lines equal signs, then comments, up as `terraform fmt` does: in runs of lines that each hold one whole argument, and
 * each hold a comment. @returns what to change; nothing where it is so already.
 */
export function alignment(code: CodeFile, block: Block): Splice[] {
	const rows = rowsOf(code, block.body);
	const equals = runs(rows, (row) => equalsGap(code.text, row));
	if (equals.length > 0) return equals;
	const commented = new Map(code.comments.filter(({ ownLine }) => !ownLine).map((comment) => [comment.line, comment]));
	return runs(
		rows.filter(({ span }) => commented.has(span.endLine)),
		({ span }) => {
			const comment = commented.get(span.endLine)!.span;
			// What stands between them (a comma) is part of the line.
			const between = code.text.slice(span.end, comment.start);
			return { start: span.end + between.trimEnd().length, end: comment.start };
		},
	);
}

/** Where the space before the sign of assignment begins and ends. */
export function equalsGap(text: string, { key }: Row): { start: number; end: number } | null {
	const sign = /^[ \t]*=/.exec(text.slice(key.end, key.end + 200));
	return sign === null ? null : { start: key.end, end: key.end + sign[0].length - 1 };
}

function runs(rows: Row[], gapOf: (row: Row) => { start: number; end: number } | null): Splice[] {
	const changes: Splice[] = [];
	let run: { column: number; start: number; end: number }[] = [];
	let last = Number.NaN;
	const close = () => {
		const width = Math.max(...run.map(({ column }) => column)) + 1;
		for (const { column, start, end } of run) {
			if (end - start !== width - column) changes.push({ start, end, text: " ".repeat(width - column) });
		}
		run = [];
	};
	for (const row of rows) {
		const gap = gapOf(row);
		if (row.span.startLine !== last + 1 || gap === null) close();
		last = gap === null ? Number.NaN : row.span.startLine;
		if (gap !== null) run.push({ column: row.span.startColumn + gap.start - row.span.start, ...gap });
	}
	close();
	return changes;
}

/** Arguments and members of objects that have a line for themselves, by line. */
function rowsOf(code: CodeFile, body: Body): Row[] {
	const rows: Row[] = [];
	const add = (row: Row) => {
		if (row.span.startLine !== row.span.endLine) return;
		if (startsLine(code.text, row.span.start)) rows.push(row);
	};
	const walk = (expression: Expression) => {
		if (expression.kind === "tuple") for (const item of expression.items) walk(item);
		if (expression.kind !== "object") return;
		for (const member of expression.members) {
			add(member);
			walk(member.value);
		}
	};
	const visit = (inside: Body) => {
		for (const attribute of inside.attributes) {
			add(attribute);
			walk(attribute.value);
		}
		for (const block of inside.blocks) visit(block.body);
	};
	visit(body);
	return rows.sort((left, right) => left.span.start - right.span.start);
}

/** Whether only white space stands before an offset on its line. */
export function startsLine(text: string, offset: number): boolean {
	return indentAt(text, offset).length === offset - lineStart(text, offset);
}

/** Where the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
	return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The end of an offset's line, before its line break. */
export function lineEnd(text: string, offset: number): number {
	const feed = text.indexOf("\n", offset);
	const end = feed === -1 ? text.length : feed;
	return text[end - 1] === "\r" && end > offset ? end - 1 : end;
}

/** The white space that an offset's line starts with. */
export function indentAt(text: string, offset: number): string {
	return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))![0];
}
