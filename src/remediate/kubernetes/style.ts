import { type Document, isMap, isPair, isSeq, type Node } from "yaml";
import type { Json } from "../../model/json.ts";
import { isObject } from "../../normalize/json.ts";
import { lineEnding } from "../splices.ts";
import { isFlow, type ParsedMap } from "./nodes.ts";

/** How a file is written, so that what is added looks like the rest. */
export interface Style {
	json: boolean;
	eol: "\n" | "\r\n";
	/** Spaces of one level. */
	step: string;
	/** Spaces before the dash of a list, seen from its key. */
	listIndent: string;
	/** Whether short lists are written in brackets. */
	flowLists: boolean;
	/** What JSON writes between key and value, and between values on one line. */
	colon: string;
	comma: string;
}

/** Text that YAML 1.1 and 1.2 read as nothing but text. */
const PLAIN = /^[A-Za-z_][\w./-]*$/;
const WORDS = /^(?:y|yes|n|no|on|off|true|false|null)$/i;

/** A scalar as it stands in YAML, or in JSON. */
export function scalarText(value: Json, json: boolean, quote: "'" | '"' | "" = ""): string {
	if (typeof value !== "string") return JSON.stringify(value);
	if (json) return JSON.stringify(value);
	const plain = PLAIN.test(value) && !WORDS.test(value);
	if (plain && quote !== "") return `${quote}${value}${quote}`;
	return plain ? value : JSON.stringify(value);
}

/** A value on one line, in brackets and braces. */
export function flowText(value: Json, style: Style): string {
	const { json, colon, comma } = style;
	if (Array.isArray(value)) return `[${value.map((item) => flowText(item, style)).join(comma)}]`;
	if (!isObject(value)) return scalarText(value, json);
	const members = Object.entries(value).map(([key, item]) => {
		return `${scalarText(key, json)}${colon}${flowText(item, style)}`;
	});
	return `{${members.join(comma)}}`;
}

/** A value in JSON, over several lines; the first one without indentation. */
export function prettyText(value: Json, indent: string, style: Style): string {
	const lines = JSON.stringify(value, null, style.step).split("\n");
	return lines.map((line, index) => (index === 0 ? line : indent + line)).join(style.eol);
}

/** The lines of a member of a block mapping, without line ends. */
export function blockLines(key: string, value: Json, indent: string, style: Style): string[] {
	const name = `${indent}${scalarText(key, false)}:`;
	if (Array.isArray(value)) {
		const short = value.every((item) => typeof item !== "object" || item === null);
		if (value.length === 0 || (style.flowLists && short)) return [`${name} ${flowText(value, style)}`];
		return [name, ...itemLines(value, indent + style.listIndent, style)];
	}
	if (isObject(value)) {
		const members = Object.entries(value);
		if (members.length === 0) return [`${name} {}`];
		return [name, ...members.flatMap(([inner, item]) => blockLines(inner, item, indent + style.step, style))];
	}
	return [`${name} ${scalarText(value, false)}`];
}

/** The lines of items of a block list. */
export function itemLines(items: Json[], indent: string, style: Style): string[] {
	return items.map((item) => `${indent}- ${flowText(item, { ...style, colon: ": ", comma: ", " })}`);
}

/** Reads off a file how it is written. */
export function styleOf(text: string, json: boolean, documents: Iterable<Document.Parsed>): Style {
	const style: Style = {
		json,
		eol: lineEnding(text),
		step: "  ",
		listIndent: "  ",
		flowLists: false,
		colon: !json || /"\s*:\s/.test(text) ? ": " : ":",
		comma: !json || text.includes("\n") || /,\s/.test(text) ? ", " : ",",
	};
	if (json) {
		const [, indent] = /\n([ \t]+)"/.exec(text) ?? [];
		return indent === undefined ? style : { ...style, step: indent };
	}
	const columnOf = (offset: number) => offset - (text.lastIndexOf("\n", offset - 1) + 1);
	const steps = new Map<number, number>();
	const lists = new Map<number, number>();
	let flowLists = false;
	for (const document of documents) {
		const open: (Node | null)[] = [document.contents as Node | null];
		for (let node = open.pop(); node !== undefined; node = open.pop()) {
			if (isSeq(node)) {
				if (node.flow === true && node.items.length > 0) flowLists = true;
				for (const item of node.items) open.push(isPair(item) ? null : (item as Node));
			}
			if (!isMap(node)) continue;
			for (const { key, value } of (node as ParsedMap).items) {
				open.push(value);
				if (isFlow(node) || isFlow(value) || !(isMap(value) || isSeq(value)) || value.items.length === 0) continue;
				const deeper = columnOf(value.range[0]) - columnOf(key.range[0]);
				if (isMap(value) && deeper > 0) steps.set(deeper, (steps.get(deeper) ?? 0) + 1);
				if (isSeq(value) && deeper >= 0) lists.set(deeper, (lists.get(deeper) ?? 0) + 1);
			}
		}
	}
	return { ...style, step: " ".repeat(mostUsed(steps, 2)), listIndent: " ".repeat(mostUsed(lists, 2)), flowLists };
}

/** The number that was counted most often, the smaller one of two. */
function mostUsed(counts: ReadonlyMap<number, number>, otherwise: number): number {
	let [best, most] = [otherwise, 0];
	for (const [number, count] of counts) {
		if (count > most || (count === most && number < best)) [best, most] = [number, count];
	}
	return best;
}
