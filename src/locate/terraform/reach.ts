import type { AttributePath, Json } from "../../model/json.ts";
import { child } from "../../normalize/terraform/json.ts";
import { contentOf, matchBlock, matchItem } from "./match.ts";
import { type Definition, nestedType, type Placed } from "./module-code.ts";
import type { Attribute, Block, Body, Expression, Span } from "./syntax.ts";

/** How far a path leads into a block. */
export interface Reached {
	uri: string;
	/** Of what was found: an argument from its key, a block from its type. */
	span: Span;
	precision: "attribute" | "block";
	/** First lines of what encloses it in the file, innermost first. */
	scopes: number[];
	/** The value where an argument was found, and the part of the path that leads on into it. */
	value: Expression | null;
	rest: AttributePath;
}

/** Functions that hand on what their only argument holds. */
const TRANSPARENT = new Set(["jsonencode", "sensitive", "nonsensitive", "tolist", "tomap", "toset", "yamlencode"]);
const ENCODING = new Set(["jsonencode", "yamlencode"]);

/**
 * Follows a path in the planned values into the block that gave them, as far as it can be told: to the argument, into its
 * list or object, else to the innermost block.
 * @param values the planned values: they tell blocks and items apart whose order a plan does not keep.
 */
export function reach(definition: Definition, path: AttributePath, values: Json | undefined): Reached {
	const { uri, block } = definition;
	let at: Reached = { uri, span: block.span, precision: "block", scopes: [], value: null, rest: path };
	if (block.broken) return at;
	let level: Level = {
		attribute: (name) => definition.attributes.get(name) ?? null,
		blocks: (type) => definition.blocks.filter(({ item }) => nestedType(item) === type),
	};
	let [value, rest] = [values, path];
	for (;;) {
		const [step, next] = rest;
		if (typeof step !== "string") return at;
		const argument = level.attribute(step);
		const inner = child(value, step);
		if (argument !== null) return intoArgument(at, argument, inner, rest.slice(1));
		const found = level.blocks(step);
		const chosen = chooseBlock(found, inner, next);
		if (chosen === null) return at;
		at = { ...at, ...enter(at, chosen), span: chosen.item.span, precision: "block" };
		if (chosen.item.broken) return at;
		rest = rest.slice(typeof next === "number" ? 2 : 1);
		at.rest = rest;
		value = Array.isArray(inner) ? inner[typeof next === "number" ? next : 0] : inner;
		level = levelOf(contentOf(chosen.item), chosen);
	}
}

interface Level {
	attribute: (name: string) => Placed<Attribute> | null;
	blocks: (type: string) => Placed<Block>[];
}

function levelOf(body: Body, { uri, owner }: Placed<Block>): Level {
	return {
		attribute(name) {
			const item = body.attributes.findLast((attribute) => attribute.name === name);
			return item === undefined ? null : { uri, owner, item };
		},
		blocks: (type) => body.blocks.filter((block) => nestedType(block) === type).map((item) => ({ uri, owner, item })),
	};
}

function chooseBlock(
	found: Placed<Block>[],
	value: Json | undefined,
	next: string | number | undefined,
): Placed<Block> | null {
	// A path that names no block of several means all of them.
	if (found.length === 0 || (typeof next !== "number" && found.length > 1)) return null;
	const elements = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
	const blocks = found.map(({ item }) => item);
	const chosen = matchBlock(blocks, elements, typeof next === "number" ? next : 0);
	return found.find(({ item }) => item === chosen) ?? null;
}

/** What encloses something below a place: the place itself, in the same file, or the block of an override file. */
function enter(at: Reached, { uri, owner }: Placed<unknown>): Pick<Reached, "uri" | "scopes"> {
	if (uri === at.uri && owner.span.start <= at.span.start && owner.span.end >= at.span.end) {
		return { uri, scopes: [at.span.startLine, ...at.scopes] };
	}
	return { uri, scopes: [owner.span.startLine] };
}

function intoArgument(
	above: Reached,
	argument: Placed<Attribute>,
	value: Json | undefined,
	rest: AttributePath,
): Reached {
	const { span, value: expression } = argument.item;
	return descend({ ...above, ...enter(above, argument), span, precision: "attribute", value: expression, rest }, value);
}

/** Goes on into lists and objects. What stands on the line of the argument is shown with it. */
export function descend(start: Reached, planned: Json | undefined): Reached {
	let at = start;
	let value = planned;
	let encoded = false;
	while (at.value !== null && at.rest.length > 0) {
		const expression: Expression = at.value;
		const [step, ...rest] = at.rest;
		if (expression.kind === "call") {
			const [only, ...others] = expression.args;
			if (only === undefined || others.length > 0 || !TRANSPARENT.has(expression.name)) break;
			encoded ||= ENCODING.has(expression.name);
			at = { ...at, value: only };
		} else if (expression.kind === "object" && step === 0 && !(Array.isArray(value) && value.length > 1)) {
			// One element may be written without its list.
			at = { ...at, rest };
			if (Array.isArray(value)) value = value[0];
		} else if (expression.kind === "object") {
			const member = expression.members.findLast(({ name }) => name === step);
			if (member === undefined) break;
			at = moveTo(at, member.span, member.value, rest);
			value = child(value, step!);
		} else if (expression.kind === "tuple" && typeof step === "number") {
			const item = matchItem(expression.items, Array.isArray(value) ? value : [], step, encoded);
			if (item === null) break;
			at = moveTo(at, item.span, item, rest);
			value = child(value, step);
		} else break;
	}
	return at;
}

function moveTo(at: Reached, span: Span, value: Expression, rest: AttributePath): Reached {
	if (span.startLine === at.span.startLine) return { ...at, value, rest };
	return { ...at, span, value, rest, scopes: [at.span.startLine, ...at.scopes] };
}
