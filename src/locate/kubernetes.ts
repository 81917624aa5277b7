import {
	type Document,
	isAlias,
	isMap,
	isScalar,
	isSeq,
	type Node,
	type Pair,
	type ParsedNode,
	type YAMLMap,
} from "yaml";
import { type JsonEntry, jsonEntries, jsonValues } from "../collect/json.ts";
import { lineIndex, lineStarts } from "../collect/lines.ts";
import { isJson } from "../collect/read.ts";
import { isMergeKey, keyText, MAX_DEPTH, yamlDocuments } from "../collect/yaml.ts";
import type { AttributePath } from "../model/json.ts";
import type { Location, Precision } from "../model/report.ts";

/** A place in a file whose uri the caller knows. */
export type Place = Omit<Location, "uri">;

/** Finds paths in the documents of one file. Parsing happens on the first question. */
export interface FileLocator {
	/**
	 * The line of what a path leads to: the key's line for a property, the first line of a list item. Where the path
	 * leads nowhere, the nearest ancestor that is there (`parent`), then the object itself (`object`).
	 * @param document 0-based index, as reading the file counted.
	 * @param base Path in the document to the object.
	 * @param path Path in the object.
	 */
	locate(document: number, base: AttributePath, path: AttributePath): ScopedPlace;
}

/** A place, and the 1-based first lines of what encloses it in its document, innermost first. */
export interface ScopedPlace extends Place {
	scopes: number[];
}

/** A locator for a file of Kubernetes objects, in YAML or JSON. Never throws: an unreadable file gives its first line. */
export function createFileLocator(text: string, uri: string): FileLocator {
	const starts = lineStarts(text);
	const source = isJson(text, uri) ? jsonSource(text) : yamlSource(text);
	return {
		locate(document, base, path) {
			const steps = source(document, [...base, ...path]);
			// The document's root comes before the first step.
			const root = steps[0];
			if (root === undefined)
				return { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1, precision: "file", scopes: [] };
			const reached = steps.length - 1;
			const wanted = base.length + path.length;
			const precision: Precision = reached <= base.length ? "object" : reached < wanted ? "parent" : "attribute";
			const scopes = steps.map(({ start }) => lineIndex(starts, start) + 1).reverse();
			return { ...place(text, starts, steps.at(-1)!, precision), scopes: [...new Set(scopes)] };
		},
	};
}

/** From the key (or the item) to the end of its value. */
interface Span {
	start: number;
	end: number;
}

/** Spans of the document's root and of each step of the path as far as it leads; empty when there is no such document. */
type Source = (document: number, path: AttributePath) => Span[];

/** One-line region: viewers mark the whole of it, and a change is annotated only where all of it changed. */
function place(text: string, starts: number[], { start, end }: Span, precision: Precision): Place {
	const line = lineIndex(starts, start);
	const lineStart = starts[line]!;
	const lineEnd = lineStart + text.slice(lineStart, (starts[line + 1] ?? text.length + 1) - 1).trimEnd().length;
	return {
		startLine: line + 1,
		startColumn: start - lineStart + 1,
		endLine: line + 1,
		endColumn: Math.max(start, Math.min(end, lineEnd)) - lineStart + 1,
		precision,
	};
}

/** Lists the members of lists and objects only where a path goes, and once. */
function jsonSource(text: string): Source {
	const known = new Map<number, Map<string | number, JsonEntry>>();
	let documents: Span[] | null = null;
	const entriesAt = (offset: number) => {
		const entries = known.get(offset) ?? jsonEntries(text, offset);
		known.set(offset, entries);
		return entries;
	};
	return (document, path) => {
		try {
			documents ??= jsonValues(text);
			const root = documents[document];
			if (root === undefined) return [];
			const spans: Span[] = [root];
			let value = root.start;
			for (const step of path) {
				const entry = entriesAt(value).get(step);
				if (entry === undefined) break;
				spans.push(entry);
				value = entry.value;
			}
			return spans;
		} catch {
			return [];
		}
	};
}

function yamlSource(text: string): Source {
	let documents: Map<number, Document.Parsed> | null = null;
	return (index, path) => {
		documents ??= readTrees(text);
		const document = documents.get(index);
		const root = document?.contents;
		if (document === undefined || root === null || root === undefined) return [];
		const spans: Span[] = [spanOf(root)];
		let node: Node | null = root;
		for (const step of path) {
			const found = child(node, step, document);
			if (found === null) break;
			spans.push(found.span);
			node = found.value;
		}
		return spans;
	};
}

function readTrees(text: string): Map<number, Document.Parsed> {
	const documents = new Map<number, Document.Parsed>();
	for (const { index, document } of yamlDocuments(text, MAX_DEPTH))
		if (document !== null) documents.set(index, document);
	return documents;
}

interface Child {
	span: Span;
	value: Node | null;
}

/** Steps from a list or object to one of its values, through aliases and merge keys. */
function child(parent: Node | null, step: string | number, document: Document.Parsed): Child | null {
	const node = dereference(parent, document);
	if (isSeq(node)) {
		const item = typeof step === "number" ? (node.items[step] as ParsedNode | undefined) : undefined;
		return item === undefined ? null : { span: spanOf(item), value: item };
	}
	return isMap(node) ? member(node as YAMLMap.Parsed, String(step), document) : null;
}

function member(map: YAMLMap.Parsed, name: string, document: Document.Parsed): Child | null {
	// Backwards, because the last one sets the value, be it the key itself or a merge.
	for (const pair of map.items.toReversed()) {
		if (isMergeKey(pair)) {
			const merged = dereference(pair.value, document);
			const sources = isSeq(merged) ? merged.items.map((item) => dereference(item as Node, document)) : [merged];
			for (const source of sources) {
				const found = isMap(source) ? member(source as YAMLMap.Parsed, name, document) : null;
				if (found !== null) return found;
			}
		} else if (keyOf(pair, document) === name) {
			const start = pair.key.range[0];
			return { span: { start, end: (pair.value ?? pair.key).range[1] }, value: pair.value };
		}
	}
	return null;
}

function keyOf(pair: Pair<ParsedNode, ParsedNode | null>, document: Document.Parsed): string | null {
	return keyText(dereference(pair.key, document));
}

function dereference(node: Node | null, document: Document.Parsed): Node | null {
	if (!isAlias(node)) return node;
	const target = node.resolve(document) ?? null;
	return isScalar(target) || isMap(target) || isSeq(target) ? target : null;
}

function spanOf(node: Node): Span {
	const [start, end] = node.range ?? [0, 0];
	return { start, end };
}
