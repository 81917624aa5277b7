import type { ParseHcl } from "../../locate/terraform/hcl.ts";
import {
	attributeOf,
	type Block,
	type CodeFile,
	type Expression,
	type Member,
	type Span,
} from "../../locate/terraform/syntax.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import { lineEnding, type Splice } from "../splices.ts";
import { alignment, equalsGap, indentAt, lineEnd, lineStart, render, splice, startsLine } from "./layout.ts";

/** One change of the values of a resource, from their root. */
export interface Step {
	do: "set" | "add" | "remove";
	path: AttributePath;
	value?: Json;
}

/** A step and the line of the finding that asks for it, 1-based: it tells repeated blocks apart. */
export interface PlacedStep extends Step {
	line: number;
}

/** What became of a text, or why nothing can be done to it without guessing. */
export type Patched =
	| {
			text: string;
			/** For each step, the positions in its path whose index stands for every element: one `dynamic` block writes them all. */
			every: number[][];
	  }
	| { reason: string };

/** Arguments that are customarily last; what is added goes before them. */
const LAST = new Set(["depends_on", "labels", "tags", "tags_all"]);
/** Blocks that configure Terraform rather than the resource; they stay last. */
const META = new Set(["connection", "lifecycle", "provisioner", "timeouts"]);

/** Thrown where an edit would need a guess; never leaves this file. */
class Refusal extends Error {}

interface PatchInput {
	parse: ParseHcl;
	text: string;
	/** Type and name of the resource. */
	labels: [string, string];
	steps: PlacedStep[];
}

/**
 * Makes changes to the block of one resource: literals become other literals, arguments and blocks that are missing are
 * added, in the style of `terraform fmt` where the block has it. Expressions are never replaced, comments stay.
 */
export function patch({ parse, text, labels, steps }: PatchInput): Patched {
	const chosen = new Map<string, number>();
	const every: number[][] = [];
	let current = text;
	try {
		// Lines are those of the text as it is: which blocks are meant is settled before the first change.
		const original = open(parse, text, labels);
		for (const step of steps) new StepEdit(original.code, step, chosen, true).make(original.block);
		for (const step of steps) {
			const { code, block } = open(parse, current, labels);
			const tidy = alignment(code, block).length === 0;
			const edit = new StepEdit(code, step, chosen, tidy);
			current = splice(current, edit.make(block));
			every.push(edit.every);
			if (tidy) current = align(parse, current, labels);
		}
	} catch (error) {
		if (error instanceof Refusal) return { reason: error.message };
		throw error;
	}
	return current === text ? { reason: "the code says so already" } : { text: current, every };
}

function open(parse: ParseHcl, text: string, labels: [string, string]): { code: CodeFile; block: Block } {
	const code = parse(text);
	if (code === null || code.faults.length > 0) throw new Refusal("the file has faults of syntax");
	const blocks = code.body.blocks.filter(
		(block) => block.type === "resource" && block.labels[0] === labels[0] && block.labels[1] === labels[1],
	);
	if (blocks.length !== 1) throw new Refusal("the block of the resource is not there just once");
	return { code, block: blocks[0]! };
}

function align(parse: ParseHcl, text: string, labels: [string, string]): string {
	let current = text;
	// Equal signs first; where they are moved, the comments behind them move along.
	for (let round = 0; round < 3; round++) {
		const { code, block } = open(parse, current, labels);
		const changes = alignment(code, block);
		if (changes.length === 0) break;
		current = splice(current, changes);
	}
	return current;
}

/** One step, on the code as it is at that time. */
class StepEdit {
	readonly every: number[] = [];
	readonly #code: CodeFile;
	readonly #step: PlacedStep;
	readonly #chosen: Map<string, number>;
	readonly #tidy: boolean;
	readonly #eol: string;

	constructor(code: CodeFile, step: PlacedStep, chosen: Map<string, number>, tidy: boolean) {
		this.#code = code;
		this.#step = step;
		this.#chosen = chosen;
		this.#tidy = tidy;
		this.#eol = lineEnding(code.text);
	}

	make(block: Block): Splice[] {
		return this.#inBlock(block, 0);
	}

	#inBlock(block: Block, at: number): Splice[] {
		const { path } = this.#step;
		const [name, next] = [path[at], path[at + 1]];
		if (typeof name !== "string") throw new Refusal("the finding is about a whole list");
		const attribute = attributeOf(block.body, name);
		if (attribute !== undefined) {
			if (at + 1 === path.length && this.#step.do === "remove") return this.#withoutLine(attribute.span);
			return this.#inExpression(attribute.value, at + 1);
		}
		const written = block.body.blocks.filter(
			({ type, labels }) => type === name || (type === "dynamic" && labels[0] === name),
		);
		if (typeof next === "number" && written.length > 0) {
			const inner = this.#pick(written, at);
			if (inner.type !== "dynamic") return this.#inBlock(inner, at + 2);
			const content = inner.body.blocks.find(({ type }) => type === "content");
			if (content === undefined) throw new Refusal(`the dynamic block ${name} has no content`);
			this.every.push(at + 1);
			return this.#inBlock(content, at + 2);
		}
		if (this.#step.do === "remove") {
			if (next !== undefined || written.length !== 1 || written[0]!.type === "dynamic") return [];
			return this.#withoutLine(written[0]!.span);
		}
		if (written.length > 0) throw new Refusal(`${name} is written as a block`);
		return typeof next === "number" ? this.#newBlock(block, at) : this.#newArgument(block, at);
	}

	/** The block that an index of a path means: the only one, or the one in which the finding stands. */
	#pick(written: Block[], at: number): Block {
		const { path, line } = this.#step;
		const key = JSON.stringify(path.slice(0, at + 2));
		const before = this.#chosen.get(key);
		if (before !== undefined) return written[before]!;
		const around = written.filter(({ span }) => span.startLine <= line && line <= span.endLine);
		const only = written.length === 1 && (path[at + 1] === 0 || written[0]!.type === "dynamic");
		const found = only ? written[0] : around.length === 1 ? around[0] : undefined;
		if (found === undefined) throw new Refusal(`which of the blocks ${String(path[at])} is meant cannot be told`);
		this.#chosen.set(key, written.indexOf(found));
		return found;
	}

	#inExpression(expression: Expression, at: number): Splice[] {
		const { path, value } = this.#step;
		if (at === path.length) return this.#step.do === "add" ? this.#added(expression) : this.#replaced(expression);
		const step = path[at]!;
		const rest = path.slice(at + 1);
		if (expression.kind === "tuple" && typeof step === "number") {
			const item = expression.items[step];
			if (item === undefined) throw new Refusal("the list is shorter in the code than in the plan");
			return this.#inExpression(item, at + 1);
		}
		if (expression.kind !== "object" || typeof step !== "string") throw new Refusal(notLiteral(expression));
		const member = expression.members.findLast(({ name }) => name === step);
		if (member !== undefined) {
			if (rest.length === 0 && this.#step.do === "remove") return this.#withoutMember(member);
			return this.#inExpression(member.value, at + 1);
		}
		if (this.#step.do === "remove") return [];
		if (expression.members.some(({ name }) => name === null)) throw new Refusal("names in the object are computed");
		return this.#newMember(expression, step, nested(rest, value!));
	}

	#replaced(expression: Expression): Splice[] {
		const { value = null } = this.#step;
		const now = plain(expression);
		if (now === undefined) throw new Refusal(notLiteral(expression));
		if (JSON.stringify(now) === JSON.stringify(value) || String(now) === String(value)) return [];
		const bare = typeof now === "boolean" && (value === "true" || value === "false");
		const { start, end } = expression.span;
		const text = bare ? value : render(value, indentAt(this.#code.text, start), this.#unit(), this.#eol);
		if (this.#tidy) return [{ start, end, text }];
		// A comment in a column stays in it.
		const gap = /^[ \t]{2,}(?=#|\/[/*])/.exec(this.#code.text.slice(end, end + 200))?.[0].length ?? 0;
		const space = gap === 0 ? "" : " ".repeat(Math.max(1, gap + end - start - text.length));
		return [{ start, end: end + gap, text: text + space }];
	}

	#added(expression: Expression): Splice[] {
		if (expression.kind !== "tuple") throw new Refusal(notLiteral(expression));
		const { value = null } = this.#step;
		if (expression.items.some((item) => JSON.stringify(plain(item)) === JSON.stringify(value))) return [];
		const text = render(value, "", this.#unit(), this.#eol);
		const last = expression.items.at(-1);
		if (last === undefined) {
			const { start, end } = expression.span;
			return [{ start, end, text: `[${text}]` }];
		}
		const own = startsLine(this.#code.text, last.span.start);
		const put = own ? `,${this.#eol}${indentAt(this.#code.text, last.span.start)}${text}` : `, ${text}`;
		return [{ start: last.span.end, end: last.span.end, text: put }];
	}

	#newArgument(block: Block, at: number): Splice[] {
		const { path, value } = this.#step;
		const [name, ...rest] = path.slice(at) as [string, ...AttributePath];
		const indent = this.#indentIn(block);
		const text = render(nested(rest, value!), indent, this.#unit(), this.#eol);
		return this.#insert(block, (anchor) => [`${indent}${name.padEnd(this.#nameWidth(anchor))} = ${text}`], false);
	}

	#newBlock(block: Block, at: number): Splice[] {
		const lines = this.#blockLines(this.#step.path.slice(at), this.#indentIn(block));
		return this.#insert(block, () => lines, true);
	}

	#blockLines(path: AttributePath, indent: string): string[] {
		const [name, index, ...rest] = path;
		if (typeof name !== "string" || (typeof index === "number" && index > 0)) {
			throw new Refusal("the block is one of several that the code does not write");
		}
		if (typeof index === "number") {
			return [`${indent}${name} {`, ...this.#blockLines(rest, indent + this.#unit()), `${indent}}`];
		}
		const below = index === undefined ? [] : [index, ...rest];
		return [`${indent}${name} = ${render(nested(below, this.#step.value!), indent, this.#unit(), this.#eol)}`];
	}

	/** Puts lines into a block: arguments behind the arguments, blocks behind the blocks. */
	#insert(block: Block, write: (anchor: Span | null) => string[], asBlock: boolean): Splice[] {
		const { text } = this.#code;
		const eol = this.#eol;
		if (block.inner.startLine === block.inner.endLine) return this.#unfold(block, write(null), asBlock);
		const anchor = asBlock ? this.#blockAnchor(block) : this.#argumentAnchor(block);
		const lines = write(anchor?.key ?? null);
		const at = lineEnd(text, anchor === null ? block.inner.start : trimmedEnd(text, anchor.span));
		const following = text.slice(at).replace(/^\r?\n/, "");
		const followed = !/^[ \t]*(?:\}|\r?\n|$)/.test(following);
		const before = asBlock && anchor !== null ? eol : "";
		const after = followed && (asBlock || anchor === null) ? eol : "";
		return [{ start: at, end: at, text: `${eol}${before}${lines.join(eol)}${after}` }];
	}

	/** Spreads `type "label" { a = 1 }` over lines, with more in it. */
	#unfold(block: Block, lines: string[], asBlock: boolean): Splice[] {
		const { text } = this.#code;
		const { start, end } = block.inner;
		const outer = indentAt(text, block.span.start);
		const there = text.slice(start, end).trim();
		const eol = this.#eol;
		const kept = there === "" ? [] : [`${outer}${this.#unit()}${there}`, ...(asBlock ? [""] : [])];
		return [{ start, end, text: `${eol}${[...kept, ...lines].join(eol)}${eol}${outer}` }];
	}

	#argumentAnchor({ body }: Block): { span: Span; key: Span } | null {
		const firstBlock = body.blocks[0]?.span.start ?? Number.POSITIVE_INFINITY;
		const early = body.attributes.filter(({ span }) => span.start < firstBlock);
		return early.findLast(({ name }) => !LAST.has(name)) ?? null;
	}

	#blockAnchor({ body }: Block): { span: Span; key: null } | null {
		const meta = body.blocks.find(({ type }) => META.has(type))?.span.start ?? Number.POSITIVE_INFINITY;
		const spans = [...body.attributes, ...body.blocks].map(({ span }) => span).filter(({ start }) => start < meta);
		const last = spans.toSorted((left, right) => left.start - right.start).at(-1);
		return last === undefined ? null : { span: last, key: null };
	}

	/** Where lines are not aligned as `terraform fmt` would, a new one at least stands in line with the one before. */
	#nameWidth(anchor: Span | null): number {
		if (anchor === null || this.#tidy) return 0;
		const gap = equalsGap(this.#code.text, { key: anchor, span: anchor });
		return gap === null ? 0 : gap.end - anchor.start - 1;
	}

	#newMember(object: Extract<Expression, { kind: "object" }>, name: string, value: Json): Splice[] {
		const { text } = this.#code;
		const last = object.members.at(-1);
		const key = /^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name);
		if (last === undefined) {
			const inside = text.slice(object.span.start + 1, object.span.end - 1);
			if (inside.trim() !== "") throw new Refusal("the object holds only a comment");
			const indent = indentAt(text, object.span.start);
			const inner = indent + this.#unit();
			const line = `${inner}${key} = ${render(value, inner, this.#unit(), this.#eol)}`;
			return [{ ...ends(object.span), text: `{${this.#eol}${line}${this.#eol}${indent}}` }];
		}
		const sign = text.slice(last.key.end, last.value.span.start).trim() === ":" ? ":" : " =";
		const indent = indentAt(text, last.span.start);
		const written = `${key}${sign} ${render(value, indent, this.#unit(), this.#eol)}`;
		const comma = text.slice(last.span.end).startsWith(",");
		if (!startsLine(text, last.span.start)) {
			return [{ start: last.span.end, end: last.span.end, text: `, ${written}` }];
		}
		const at = lineEnd(text, trimmedEnd(text, last.span));
		if (text.slice(at).trimStart().startsWith("}") !== true && !comma) {
			// Something else stands between the last member and the brace.
			if (!/^(?:\s|#[^\n]*|\/\/[^\n]*)*\}/.test(text.slice(at))) throw new Refusal("the end of the object is unclear");
		}
		return [{ start: at, end: at, text: `${this.#eol}${indent}${written}${comma ? "," : ""}` }];
	}

	#withoutMember(member: Member): Splice[] {
		if (!startsLine(this.#code.text, member.span.start)) throw new Refusal("the object stands on one line");
		return this.#withoutLine(member.span);
	}

	/** Takes whole lines away; a comment behind them stays on a line of its own. */
	#withoutLine(span: Span): Splice[] {
		const { text } = this.#code;
		if (!startsLine(text, span.start)) throw new Refusal("it shares its line with other code");
		const end = trimmedEnd(text, span);
		const behind = text.slice(end, lineEnd(text, end)).replace(/^\s*,/, "").trim();
		if (behind !== "" && !/^(?:#|\/\/)/.test(behind)) throw new Refusal("it shares its line with other code");
		const start = lineStart(text, span.start);
		if (behind !== "") {
			return [{ start: start + indentAt(text, span.start).length, end: lineEnd(text, end), text: behind }];
		}
		let [from, to] = [start, text.indexOf("\n", end) + 1 || text.length];
		// Two empty lines do not stay where there was one on either side.
		const emptyBefore = /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(0, from));
		const emptyAfter = /^[ \t]*\r?\n/.exec(text.slice(to));
		if (emptyBefore && emptyAfter !== null) to += emptyAfter[0].length;
		else if (emptyBefore && /^[ \t]*\}/.test(text.slice(to))) from = lineStart(text, from - 1);
		return [{ start: from, end: to, text: "" }];
	}

	#indentIn(block: Block): string {
		const { text } = this.#code;
		const first = [...block.body.attributes, ...block.body.blocks]
			.map(({ span }) => span.start)
			.filter((start) => startsLine(text, start))
			.sort((left, right) => left - right)[0];
		return first === undefined ? indentAt(text, block.span.start) + this.#unit() : indentAt(text, first);
	}

	#unit(): string {
		return /^\t/m.test(this.#code.text) && !/^ {2}/m.test(this.#code.text) ? "\t" : "  ";
	}
}

/** The value of an expression that is a literal, or a list of such. */
function plain(expression: Expression): Json | undefined {
	if (expression.kind === "literal") return expression.value;
	if (expression.kind !== "tuple") return undefined;
	const items = expression.items.map(plain);
	return items.some((item) => item === undefined) ? undefined : (items as Json[]);
}

function notLiteral(expression: Expression): string {
	if (expression.kind === "reference") return `the value comes from ${expression.steps.slice(0, 3).join(".")}`;
	if (expression.kind === "call") return `the value comes from the function ${expression.name}`;
	return "the value is not a literal";
}

function nested(path: AttributePath, value: Json): Json {
	let result = value;
	for (const step of path.toReversed()) result = typeof step === "number" ? [result] : { [step]: result };
	return result;
}

/** Heredocs end behind their line. */
function trimmedEnd(text: string, { start, end }: Span): number {
	return start + text.slice(start, end).trimEnd().length;
}

function ends({ start, end }: Span): { start: number; end: number } {
	return { start, end };
}
