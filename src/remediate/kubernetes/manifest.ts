import { isDeepStrictEqual } from "node:util";
import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type YAMLSeq } from "yaml";
import { hasTemplateActions } from "../../collect/detect.ts";
import { jsonValues, readJson } from "../../collect/json.ts";
import { lineIndex, lineStarts } from "../../collect/lines.ts";
import { isJson } from "../../collect/read.ts";
import { isMergeKey, keyText, MAX_DEPTH, readYaml, yamlDocuments } from "../../collect/yaml.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import { isObject } from "../../normalize/json.ts";
import { applySplices, type Splice } from "../splices.ts";
import {
	dereference,
	emptyMap,
	isBlank,
	isEmpty,
	isFlow,
	isShared,
	isSingle,
	type MapPair,
	type ParsedMap,
} from "./nodes.ts";
import { inOrder, type Operation, Refused } from "./operations.ts";
import { blockLines, flowText, itemLines, prettyText, type Style, scalarText, styleOf } from "./style.ts";

/** Larger files are not edited: their syntax trees take too much memory. */
const MAX_CHARACTERS = 20 * 1024 * 1024;
const LIMITS = { maxDepth: MAX_DEPTH, maxAliasValues: 1_000_000 };

/** A container on the way to a value. */
interface Step {
	container: ParsedMap | YAMLSeq.Parsed;
	pair: MapPair | null;
}

/** Where members are to be added: to an object, or under a key that has none. */
interface Insertion {
	map: ParsedMap | null;
	pair: MapPair | null;
	/** Of `pair`, or of `map`. */
	inFlow: boolean;
	value: Json;
}

/**
 * The text of a file of Kubernetes objects, and changes of it that leave every other line as it is: comments, order,
 * quotes, indentation, line ends. Changes are gathered by `plan`, and come out together.
 */
export class ManifestText {
	readonly text: string;
	readonly starts: number[];
	readonly #style: Style;
	readonly #documents: ReadonlyMap<number, Document.Parsed>;
	readonly #replaced = new Map<MapPair, Json>();
	readonly #inserted = new Map<ParsedMap | MapPair, Insertion>();
	readonly #appended = new Map<YAMLSeq.Parsed, { items: Json[]; inFlow: boolean }>();
	readonly #dropped = new Map<ParsedMap, { pairs: Set<MapPair>; chain: Step[] }>();
	readonly #touched = new Map<number, Operation[]>();
	/** Documents in which a change reaches other places, through an anchor or a merge key. */
	readonly #shared = new Set<number>();

	/** @throws Refused where a file is not one to edit. */
	constructor(text: string, uri: string) {
		if (text.length > MAX_CHARACTERS) throw new Refused("the file is too large to be edited");
		const json = isJson(text, uri);
		if (json && jsonValues(text).length > 1) throw new Refused("the file holds several JSON values");
		if (!json && hasTemplateActions(text)) throw new Refused("the file is a template");
		this.text = text;
		this.starts = lineStarts(text);
		const documents = new Map<number, Document.Parsed>();
		for (const { index, document } of yamlDocuments(text, MAX_DEPTH)) {
			if (document !== null) documents.set(index, document);
			else if (json) throw new Refused("the JSON text is written in a way that is not edited");
		}
		this.#documents = documents;
		this.#style = styleOf(text, json, documents.values());
	}

	/** Forgets what was planned. */
	reset(): void {
		this.#replaced.clear();
		this.#inserted.clear();
		this.#appended.clear();
		this.#dropped.clear();
		this.#touched.clear();
		this.#shared.clear();
	}

	/**
	 * Adds changes to the plan.
	 * @param index of the document, as reading the file counted.
	 * @throws Refused where one cannot be made; the plan is then not to be used any more.
	 */
	plan(index: number, operations: readonly Operation[]): void {
		const document = this.#documents.get(index);
		if (document === undefined) throw new Refused("the document is not there any more");
		for (const operation of inOrder(operations)) this.#resolve(document, index, operation);
		const known = this.#touched.get(index);
		if (known === undefined) this.#touched.set(index, [...operations]);
		else for (const operation of operations) known.push(operation);
	}

	/** What was planned, as changes of the text: sorted, without overlap. @throws Refused where two collide. */
	splices(): Splice[] {
		const found: (Splice & { depth: number })[] = [];
		const add = (start: number, end: number, text: string, depth = 0) => found.push({ start, end, text, depth });
		const dropped = this.#settledDrops();
		for (const [pair, value] of this.#replaced) this.#replace(pair, value, add);
		for (const [list, { items, inFlow }] of this.#appended) this.#append(list, items, inFlow, add);
		for (const insertion of this.#inserted.values()) {
			const gone = insertion.map === null ? undefined : dropped.get(insertion.map);
			this.#insert(insertion, gone ?? new Set(), add);
		}
		for (const [map, pairs] of dropped) this.#drop(map, pairs, add);
		// At one place the deeper lines come first: they belong to what stands above.
		found.sort((left, right) => left.start - right.start || left.end - right.end || right.depth - left.depth);
		let end = 0;
		for (const splice of found) {
			if (splice.start < end) throw new Refused("two changes meet in one place");
			end = splice.end;
		}
		return found.map(({ start, end, text }) => ({ start, end, text }));
	}

	/**
	 * The changed text, read again.
	 * @param expected what the documents have to hold now, but for those whose changes reach other places.
	 * @throws Refused where they hold anything else.
	 */
	result(expected: (index: number, before: Json) => Json): { text: string; values: Map<number, JsonObject> } {
		const text = applySplices(this.text, this.splices());
		const before = this.#read(this.text);
		const after = this.#read(text);
		if (before.length !== after.length) throw new Refused("the file would hold other documents");
		const values = new Map<number, JsonObject>();
		for (const [index, value] of after.entries()) {
			const touched = this.#touched.has(index);
			const wanted = touched ? expected(index, before[index]!) : before[index]!;
			const free = touched && this.#shared.has(index);
			if (!free && !isDeepStrictEqual(value, wanted)) throw new Refused("the text does not allow the change in place");
			if (isObject(value)) values.set(index, value);
		}
		return { text, values };
	}

	/** 0-based lines from key to end of what a path leads to; null where it leads nowhere. */
	lines(index: number, path: readonly (string | number)[]): { first: number; last: number } | null {
		const document = this.#documents.get(index);
		let node: Node | null = (document?.contents as Node | null | undefined) ?? null;
		if (document === undefined || node === null) return null;
		let start = node.range?.[0] ?? 0;
		for (const step of path) {
			const at: Node | null = dereference(node, document);
			if (isSeq(at) && typeof step === "number") node = (at.items[step] as Node | undefined) ?? null;
			else if (isMap(at)) {
				const pair = this.#member(at as ParsedMap, String(step), document)?.pair;
				if (pair === undefined) return null;
				start = pair.key.range[0];
				node = pair.value;
				continue;
			} else return null;
			start = node?.range?.[0] ?? start;
		}
		const end = node?.range?.[1] ?? start;
		return { first: lineIndex(this.starts, start), last: lineIndex(this.starts, Math.max(start, end - 1)) };
	}

	#read(text: string): (Json | undefined)[] {
		if (!this.#style.json) return [...readYaml(text, LIMITS)].map(({ value }) => value);
		try {
			return readJson(text);
		} catch {
			throw new Refused("the JSON text does not allow the change in place");
		}
	}

	/** Finds where a change takes place, and notes it there. */
	#resolve(document: Document.Parsed, index: number, operation: Operation): void {
		const { path } = operation;
		const chain: Step[] = [];
		let node = document.contents as Node | null;
		let inFlow = this.#style.json;
		for (const [depth, step] of path.entries()) {
			if (isAlias(node) || (node !== null && isShared(node))) this.#shared.add(index);
			const container = dereference(node, document);
			if (isFlow(container)) inFlow = true;
			const last = depth === path.length - 1;
			if (isSeq(container)) {
				const item = typeof step === "number" ? container.items[step] : undefined;
				if (item === undefined || isPair(item)) throw new Refused("a list on the way is not as it was");
				if (last) throw new Refused("an item of a list is not changed as a whole");
				chain.push({ container: container as YAMLSeq.Parsed, pair: null });
				node = item as Node;
				continue;
			}
			if (!isMap(container)) throw new Refused("a value stands where an object is needed");
			const map = container as ParsedMap;
			const found = this.#member(map, String(step), document);
			if (found === null) {
				if (operation.do === "remove") return;
				this.#addTo({ map, pair: null, inFlow }, path.slice(depth), operation);
				return;
			}
			const { pair } = found;
			if (found.map !== map) this.#shared.add(index);
			chain.push({ container: found.map, pair });
			if (last) this.#change(chain, inFlow, operation, index, document);
			else if (isEmpty(pair.value)) {
				if (operation.do === "remove") return;
				this.#addTo({ map: emptyMap(pair.value), pair, inFlow }, path.slice(depth + 1), operation);
				return;
			} else node = pair.value;
		}
	}

	/** Changes a member that is there. */
	#change(chain: Step[], inFlow: boolean, operation: Operation, index: number, document: Document.Parsed): void {
		const { container, pair } = chain.at(-1)! as { container: ParsedMap; pair: MapPair };
		if (operation.do === "remove") {
			this.#remove(chain);
			return;
		}
		const { value } = operation;
		if (operation.do === "set") {
			const old = pair.value;
			if (old !== null && isShared(old)) this.#shared.add(index);
			if (typeof value === "object" && value !== null) throw new Refused("an object is not replaced as a whole");
			if (isMap(old) || isSeq(old)) throw new Refused("an object stands where a single value is needed");
			const planned = this.#replaced.get(pair);
			if (planned !== undefined && planned !== value) throw new Refused("another fix writes there too");
			this.#replaced.set(pair, value);
			return;
		}
		if (isAlias(pair.value) || (pair.value !== null && isShared(pair.value))) this.#shared.add(index);
		const list = dereference(pair.value, document);
		if (isSeq(list)) {
			const items = this.#appended.get(list as YAMLSeq.Parsed)?.items ?? [];
			const there = list.items.some((item) => isScalar(item) && keyText(item) === value);
			if (!there && !items.some((item) => isDeepStrictEqual(item, value))) items.push(value);
			if (items.length > 0) this.#appended.set(list as YAMLSeq.Parsed, { items, inFlow: inFlow || list.flow === true });
		} else if (isBlank(pair.value))
			this.#addTo({ map: null, pair, inFlow: inFlow || isFlow(container) }, [], operation);
		else throw new Refused("a value stands where a list is needed");
	}

	#addTo(
		place: Omit<Insertion, "value">,
		rest: readonly (string | number)[],
		operation: Extract<Operation, { value: Json }>,
	): void {
		if (rest.some((step) => typeof step === "number")) throw new Refused("a list on the way is not as it was");
		const host = place.map ?? place.pair!;
		const known = this.#inserted.get(host);
		const insertion = known ?? { ...place, value: rest.length === 0 ? [] : {} };
		// An empty object in braces belongs to a key, whichever of the two a change arrives at.
		insertion.pair ??= place.pair;
		this.#inserted.set(host, insertion);
		let at = insertion.value;
		for (const step of rest.slice(0, -1) as string[]) {
			if (!isObject(at)) throw new Refused("another fix writes there too");
			at[step] ??= {};
			at = at[step]!;
		}
		const name = rest.at(-1) as string | undefined;
		if (name === undefined) {
			if (!Array.isArray(at)) throw new Refused("another fix writes there too");
			if (!at.some((item) => isDeepStrictEqual(item, operation.value))) at.push(operation.value);
			return;
		}
		if (!isObject(at)) throw new Refused("another fix writes there too");
		const old = at[name];
		if (operation.do === "add") {
			if (old !== undefined && !Array.isArray(old)) throw new Refused("another fix writes there too");
			const list = old ?? [];
			if (!list.some((item) => isDeepStrictEqual(item, operation.value))) list.push(operation.value);
			at[name] = list;
		} else if (old === undefined) at[name] = operation.value;
		else if (!isDeepStrictEqual(old, operation.value)) throw new Refused("another fix writes there too");
	}

	#remove(chain: Step[]): void {
		const { container, pair } = chain.at(-1)! as { container: ParsedMap; pair: MapPair };
		const drop = this.#dropped.get(container) ?? { pairs: new Set(), chain };
		drop.pairs.add(pair);
		this.#dropped.set(container, drop);
		if (drop.pairs.size < container.items.length || this.#inserted.has(container)) return;
		if (chain.length < 2 || chain.at(-2)!.pair === null) throw new Refused("nothing would be left of it");
	}

	/** What is dropped once objects that would be empty have gone with their members. */
	#settledDrops(): Map<ParsedMap, Set<MapPair>> {
		const settled = new Map(
			[...this.#dropped].map(([map, { pairs, chain }]) => [map, { pairs: new Set(pairs), chain }]),
		);
		const byDepth = [...settled].sort((left, right) => right[1].chain.length - left[1].chain.length);
		for (let next = byDepth.shift(); next !== undefined; next = byDepth.shift()) {
			const [map, { pairs, chain }] = next;
			if (pairs.size < map.items.length || this.#inserted.has(map)) continue;
			const parent = chain.at(-2);
			if (parent === undefined || parent.pair === null) throw new Refused("nothing would be left of it");
			settled.delete(map);
			const above = parent.container as ParsedMap;
			const known = settled.get(above);
			if (known !== undefined) known.pairs.add(parent.pair);
			else {
				const added = { pairs: new Set([parent.pair]), chain: chain.slice(0, -1) };
				settled.set(above, added);
				byDepth.unshift([above, added]);
			}
		}
		return new Map([...settled].map(([map, { pairs }]) => [map, pairs]));
	}

	/** The member that sets a name; through merge keys, with the object it really stands in. */
	#member(map: ParsedMap, name: string, document: Document.Parsed): { map: ParsedMap; pair: MapPair } | null {
		for (const pair of map.items.toReversed()) {
			if (isMergeKey(pair)) {
				const merged = dereference(pair.value, document);
				for (const source of isSeq(merged) ? (merged.items as Node[]) : [merged]) {
					const object = dereference(source, document);
					const found = isMap(object) ? this.#member(object as ParsedMap, name, document) : null;
					if (found !== null) return found;
				}
			} else if (keyText(dereference(pair.key, document)) === name) return { map, pair };
		}
		return null;
	}

	#replace(pair: MapPair, value: Json, add: Add): void {
		const { value: old } = pair;
		const { json } = this.#style;
		if (isBlank(old) && (old === null || old.range[0] === old.range[1])) {
			const colon = this.#colon(pair);
			add(colon, colon, ` ${scalarText(value, json)}`);
			return;
		}
		if (isScalar(old) && (old.type === "BLOCK_FOLDED" || old.type === "BLOCK_LITERAL")) {
			throw new Refused("a text of several lines stands there");
		}
		const quote = isScalar(old) ? (QUOTES[old.type ?? ""] ?? "") : "";
		add(old!.range[0], old!.range[1], scalarText(value, json, quote));
	}

	#append(list: YAMLSeq.Parsed, items: Json[], inFlow: boolean, add: Add): void {
		if (inFlow) {
			const first = list.items[0] as Node | undefined;
			const last = list.items.at(-1) as Node | undefined;
			this.#addInBrackets({
				open: list.range[0],
				close: list.range[1] - 1,
				first: first?.range?.[0] ?? null,
				end: last?.range?.[1] ?? null,
				entries: items.map((item) => () => flowText(item, this.#style)),
				add,
			});
			return;
		}
		const dash = list.range[0];
		if (this.text[dash] !== "-") throw new Refused("the list is written in a way that is not edited");
		const last = list.items.at(-1) as Node;
		const at = this.#lineEnd(this.#end(last));
		const indent = " ".repeat(dash - this.starts[lineIndex(this.starts, dash)]!);
		add(at, at, this.#newLines(itemLines(items, indent, this.#style)), indent.length);
	}

	#insert({ map, pair, inFlow, value }: Insertion, gone: ReadonlySet<MapPair>, add: Add): void {
		if (inFlow) {
			if (map === null) throw new Refused("an empty value stands in braces");
			this.#insertInBraces(map, value as JsonObject, gone, add);
		} else if (map === null || map.items.length === 0) this.#insertUnder(pair!, map, value, add);
		else if (isFlow(map)) this.#insertInBraces(map, value as JsonObject, gone, add);
		else this.#insertInBlock(map, value as JsonObject, gone, add);
	}

	/** Members of a block mapping: single values beside single values, objects at the end. */
	#insertInBlock(map: ParsedMap, value: JsonObject, gone: ReadonlySet<MapPair>, add: Add): void {
		const indent = this.#indent(map);
		const kept = map.items.filter((item) => !gone.has(item)) as MapPair[];
		const lines = (single: boolean) =>
			Object.entries(value)
				.filter(([, item]) => (typeof item !== "object" || item === null) === single)
				.flatMap(([key, item]) => blockLines(key, item, indent, this.#style));
		if (kept.length === 0) throw new Refused("all that stands beside it goes");
		const end = kept.at(-1)!;
		const beside = kept.findLast((item) => !isMergeKey(item) && isSingle(item.value)) ?? end;
		const [singles, objects] = [lines(true), lines(false)];
		const after = (item: MapPair, what: string[]) => {
			if (what.length === 0) return;
			const at = this.#lineEnd(this.#endOf(item));
			add(at, at, this.#newLines(what), indent.length);
		};
		if (beside === end) after(end, [...singles, ...objects]);
		else {
			after(beside, singles);
			after(end, objects);
		}
	}

	/** Members under a key without a value, or with `{}` or `null`. */
	#insertUnder(pair: MapPair, map: ParsedMap | null, value: Json, add: Add): void {
		const keyLine = this.starts[lineIndex(this.starts, pair.key.range[0])]!;
		const before = this.text.slice(keyLine, pair.key.range[0]);
		if (!/^ *(?:- +)*$/.test(before)) throw new Refused("the key is written in a way that is not edited");
		const indent = " ".repeat(before.length);
		const colon = this.#colon(pair);
		const old = map ?? pair.value;
		let end = colon;
		if (old !== null && old.range[0] < old.range[1]) {
			if (
				this.text.slice(colon, old.range[0]).trim() !== "" ||
				this.text.slice(old.range[0] + 1, old.range[1] - 1).includes("\n")
			) {
				throw new Refused("the key is written in a way that is not edited");
			}
			end = old.range[1];
			add(colon, end, "");
		}
		const lines = Array.isArray(value)
			? itemLines(value, indent + this.#style.listIndent, this.#style)
			: Object.entries(value as JsonObject).flatMap(([key, item]) =>
					blockLines(key, item, indent + this.#style.step, this.#style),
				);
		const at = this.#lineEnd(end);
		add(at, at, this.#newLines(lines), indent.length + 1);
	}

	#insertInBraces(map: ParsedMap, value: JsonObject, gone: ReadonlySet<MapPair>, add: Add): void {
		const kept = (map.items as MapPair[]).filter((item) => !gone.has(item));
		if (kept.length < map.items.length) throw new Refused("two changes meet in one place");
		const last = kept.at(-1);
		this.#addInBrackets({
			open: map.range[0],
			close: map.range[1] - 1,
			first: kept[0]?.key.range[0] ?? null,
			end: last === undefined ? null : this.#endOf(last),
			entries: Object.entries(value).map(([key, item]) => (indent) => {
				const { json, colon } = this.#style;
				const text = json && indent !== null ? prettyText(item, indent, this.#style) : flowText(item, this.#style);
				return `${scalarText(key, json)}${colon}${text}`;
			}),
			add,
		});
	}

	/** Entries of a list in brackets or an object in braces: on lines of their own where the others are. */
	#addInBrackets({ open, close, first, end, entries, add }: Brackets): void {
		const { eol, step, comma, json } = this.#style;
		const lineOf = (offset: number) => lineIndex(this.starts, offset);
		const indentOf = (offset: number) => /^[ \t]*/.exec(this.text.slice(this.starts[lineOf(offset)]!, offset))![0];
		if (first === null || end === null) {
			if (this.text.slice(open + 1, close).trim() !== "") throw new Refused("a comment stands in empty brackets");
			const outer = indentOf(open);
			const pretty = json && this.starts.length > 2;
			const inner = outer + step;
			const text = pretty
				? `${eol}${inner}${entries.map((entry) => entry(inner)).join(`,${eol}${inner}`)}${eol}${outer}`
				: entries.map((entry) => entry(null)).join(comma);
			add(open + 1, close, text);
			return;
		}
		if (/^\s*,/.test(this.text.slice(end, close))) throw new Refused("the list ends in a comma");
		if (lineOf(open) === lineOf(first)) {
			add(end, end, entries.map((entry) => `${comma}${entry(null)}`).join(""));
			return;
		}
		const indent = indentOf(first);
		add(end, end, entries.map((entry) => `,${eol}${indent}${entry(indent)}`).join(""));
	}

	#drop(map: ParsedMap, gone: ReadonlySet<MapPair>, add: Add): void {
		const items = map.items as MapPair[];
		const flow = isFlow(map);
		for (let index = 0; index < items.length; index++) {
			if (!gone.has(items[index]!)) continue;
			const from = index;
			while (index + 1 < items.length && gone.has(items[index + 1]!)) index++;
			const [first, last, next] = [items[from]!, items[index]!, items[index + 1]];
			const start = first.key.range[0];
			if (flow) {
				if (next !== undefined) add(start, next.key.range[0], "");
				else add(this.#endOf(items[from - 1]!), this.#endOf(last), "");
				continue;
			}
			const line = this.starts[lineIndex(this.starts, start)]!;
			const before = this.text.slice(line, start);
			if (before.trim() === "") {
				for (const pair of items.slice(from, index + 1)) this.#dropLines(pair, add);
				continue;
			}
			// The first member of an item stands behind its dash, which has to stay.
			if (!/^ *(?:- +)+$/.test(before) || next === undefined) {
				throw new Refused("the key is written in a way that is not edited");
			}
			const between = this.text.slice(this.#lineEnd(this.#endOf(last)), next.key.range[0]);
			if (between.trim() !== "") throw new Refused("a comment stands between it and what follows");
			add(start, next.key.range[0], "");
		}
	}

	#dropLines(pair: MapPair, add: Add): void {
		const start = this.starts[lineIndex(this.starts, pair.key.range[0])]!;
		const end = this.#lineEnd(this.#endOf(pair));
		const next = this.text.indexOf("\n", end);
		if (next !== -1) add(start, next + 1, "");
		// The last line of a file without a line end takes the one before it along.
		else add(this.text[start - 2] === "\r" ? start - 2 : start - 1, this.text.length, "");
	}

	/** Indentation of the members of a block mapping. */
	#indent(map: ParsedMap): string {
		const start = (map.items[0] as MapPair).key.range[0];
		const before = this.text.slice(this.starts[lineIndex(this.starts, start)]!, start);
		if (!/^ *(?:- +)*$/.test(before)) throw new Refused("the object is written in a way that is not edited");
		return " ".repeat(before.length);
	}

	/** Just after the colon of a member. */
	#colon({ key }: MapPair): number {
		const [found] = /^[ \t]*:/.exec(this.text.slice(key.range[1], key.range[1] + 100)) ?? [];
		if (found === undefined) throw new Refused("the key is written in a way that is not edited");
		return key.range[1] + found.length;
	}

	#endOf(pair: MapPair): number {
		const { value } = pair;
		if (value === null || (isBlank(value) && value.range[0] === value.range[1])) return this.#colon(pair);
		return this.#end(value);
	}

	/** Where the content of a node ends, without what follows: blank lines, comments. */
	#end(node: Node): number {
		if (isMap(node) && !isFlow(node) && node.items.length > 0) return this.#endOf(node.items.at(-1) as MapPair);
		if (isSeq(node) && !isFlow(node) && node.items.length > 0) return this.#end(node.items.at(-1) as Node);
		const [start = 0, end = 0] = node.range ?? [];
		if (!isScalar(node) || (node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED")) return end;
		const header = this.text.slice(start, this.text.indexOf("\n", start));
		// Blank lines at the end are part of such a text.
		if (/^[|>]\d?\+/.test(header)) return this.text[end - 1] === "\n" ? end - 1 : end;
		return start + this.text.slice(start, end).trimEnd().length;
	}

	/** The end of the line an offset lies in, which must hold nothing more but a comment. */
	#lineEnd(offset: number): number {
		const newline = this.text.indexOf("\n", offset);
		const end =
			newline === -1 ? this.text.length : newline > offset && this.text[newline - 1] === "\r" ? newline - 1 : newline;
		if (!/^[ \t\r]*(?:[ \t]#.*)?$/.test(this.text.slice(offset, end))) {
			throw new Refused("something else stands on the same line");
		}
		return end;
	}

	#newLines(lines: string[]): string {
		return lines.map((line) => `${this.#style.eol}${line}`).join("");
	}
}

type Add = (start: number, end: number, text: string, depth?: number) => void;

interface Brackets {
	open: number;
	/** Offset of the closing bracket. */
	close: number;
	/** Where the first entry starts and the last one ends; null where there is none. */
	first: number | null;
	end: number | null;
	/** Their texts; null: on one line. */
	entries: ((indent: string | null) => string)[];
	add: Add;
}

const QUOTES: Readonly<Record<string, "'" | '"'>> = { QUOTE_DOUBLE: '"', QUOTE_SINGLE: "'" };
