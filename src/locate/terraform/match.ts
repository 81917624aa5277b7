import type { Json } from "../../model/json.ts";
import { isObject } from "../../normalize/json.ts";
import { nestedType } from "./module-code.ts";
import type { Block, Body, Expression } from "./syntax.ts";

/** Comparisons made to tell one block or item from its siblings. */
const MAX_COMPARISONS = 10_000;

/**
 * Which of several blocks of one type gave an element of the planned value. Plans sort what the provider treats as a set, so that the
 * position says nothing: the values that stand in the blocks as literals decide.
 * @param elements the planned value; empty where it is not known.
 * @returns null where more than one may have.
 */
export function matchBlock(blocks: Block[], elements: Json[], index: number): Block | null {
	const [only, ...others] = blocks;
	if (only !== undefined && others.length === 0 && (only.type === "dynamic" || elements.length <= 1)) return only;
	return match(blocks, elements, index, {
		fits: (element, block) => fitsBody(contentOf(block), element),
		once: ({ type }) => type !== "dynamic",
	});
}

/** The same for the items of a list: of one whose order is kept, the position decides. */
export function matchItem(items: Expression[], elements: Json[], index: number, ordered: boolean): Expression | null {
	if (ordered) return items[index] ?? null;
	if (items.length === 1 && elements.length <= 1) return items[0]!;
	return match(items, elements, index, {
		fits: (element, item) => fits(item, element),
		once: () => true,
	});
}

/** What a block says of its values: of a dynamic one its content. */
export function contentOf({ type, body }: Block): Body {
	if (type !== "dynamic") return body;
	return body.blocks.find((block) => block.type === "content")?.body ?? { attributes: [], blocks: [] };
}

function match<T>(
	candidates: T[],
	elements: Json[],
	index: number,
	/** `once`: whether a candidate gives one element only. */
	{ fits, once }: { fits: (element: Json, candidate: T) => boolean; once: (candidate: T) => boolean },
): T | null {
	if (candidates.length * elements.length > MAX_COMPARISONS || elements[index] === undefined) return null;
	const open = elements.map((element) => new Set(candidates.filter((candidate) => fits(element, candidate))));
	// What only one can have given is out of the question for the others.
	const paired = candidates.length === elements.length && candidates.every(once);
	const queue = paired ? open.map((_, at) => at) : [];
	const settled = new Set<number>();
	for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
		if (open[at]!.size !== 1 || settled.has(at)) continue;
		settled.add(at);
		const [only] = open[at]!;
		for (const [other, set] of open.entries()) if (other !== at && set.delete(only!)) queue.push(other);
	}
	const [found, ...others] = open[index]!;
	if (found === undefined || others.length > 0) return null;
	const elsewhere = open.some((set, at) => at !== index && set.has(found));
	return elsewhere && once(found) ? null : found;
}

function fitsBody(body: Body, value: Json): boolean {
	if (!isObject(value)) return true;
	for (const attribute of body.attributes) {
		if (Object.hasOwn(value, attribute.name) && !fits(attribute.value, value[attribute.name]!)) return false;
	}
	for (const block of body.blocks) {
		const type = nestedType(block);
		if (block.type === "dynamic" || !Object.hasOwn(value, type)) continue;
		const inner = value[type]!;
		const elements = Array.isArray(inner) ? inner : [inner];
		if (!elements.some((element) => fitsBody(block.body, element))) return false;
	}
	return true;
}

/** Whether an expression may have given a value; what cannot be computed here may have given any. */
function fits(expression: Expression, value: Json): boolean {
	switch (expression.kind) {
		case "literal":
			return sameScalar(expression.value, value);
		case "tuple": {
			if (!Array.isArray(value)) return value !== null || expression.items.length === 0;
			if (!expression.items.every((item) => value.some((element) => fits(item, element)))) return false;
			return value.every((element) => expression.items.some((item) => fits(item, element)));
		}
		case "object":
			if (!isObject(value)) return !Array.isArray(value) || value.some((element) => fits(expression, element));
			return expression.members.every(
				({ name, value: inner }) => name === null || !Object.hasOwn(value, name) || fits(inner, value[name]!),
			);
		default:
			return true;
	}
}

/** Terraform converts between texts, numbers and truth values; what is not set is null or empty. */
function sameScalar(written: string | number | boolean | null, value: Json): boolean {
	if (typeof value === "object" && value !== null) return false;
	if (written === null || written === "") return value === null || value === "";
	if (value === null) return false;
	return String(written) === String(value);
}
