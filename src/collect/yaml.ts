import { Buffer } from "node:buffer";
import {
	Composer,
	type CST,
	isAlias,
	isMap,
	isPair,
	isScalar,
	isSeq,
	Lexer,
	type Pair,
	type ParsedNode,
	Parser,
	type Scalar,
	type YAMLMap,
	type YAMLParseError,
	type Document as YamlDocument,
} from "yaml";
import type { Json, JsonObject } from "../model/json.ts";
import { resolvePlain } from "./scalar.ts";

/** How far a document may go. */
export interface YamlLimits {
	/** Levels of lists and objects inside each other. */
	maxDepth: number;
	/** Values that following aliases may add to one document. */
	maxAliasValues: number;
}

/** Levels of nesting read by default; Kubernetes' own objects stay far below. */
export const MAX_DEPTH = 200;

/** What is wrong with a document, and the offset in the text where it shows. Messages never quote the text. */
export interface YamlProblem {
	code: "yaml-syntax" | "duplicate-key" | "too-deep" | "alias-expansion";
	message: string;
	offset: number;
}

/** One document of a YAML text. `value` is missing where the document cannot be used. */
export interface YamlResult {
	/** 0-based; counts every document, also empty and broken ones. */
	index: number;
	/** Offset of its first value, or of where it starts. */
	offset: number;
	value?: Json;
	problems: YamlProblem[];
}

type Node = ParsedNode | null | undefined;

/** Scalars keep their source and are read by `resolvePlain`; keys may repeat, because the last one counts. */
const OPTIONS = {
	schema: "failsafe",
	uniqueKeys: false,
	prettyErrors: false,
	logLevel: "silent",
} as const;

/**
 * Reads the documents of a text as kubectl would read them, one at a time: no more than one syntax tree is in memory.
 * Never throws for bad text.
 */
export function* readYaml(text: string, limits: YamlLimits): Generator<YamlResult> {
	for (const { index, offset, document, problems } of yamlDocuments(text, limits.maxDepth)) {
		if (document === null) {
			yield { index, offset, problems };
			continue;
		}
		const reader = new NodeReader(limits);
		try {
			const value = reader.read(document.contents, 1);
			yield { index, offset, value, problems: reader.duplicates };
		} catch (error) {
			if (!(error instanceof Unusable)) throw error;
			yield { index, offset, problems: [error.problem] };
		}
	}
}

/** One document as a syntax tree, or the problems that leave it without one. */
export interface YamlTree {
	index: number;
	offset: number;
	document: YamlDocument.Parsed | null;
	problems: YamlProblem[];
}

/** The syntax trees of a text. Reading and locating both number documents by this. */
export function* yamlDocuments(text: string, maxDepth: number): Generator<YamlTree> {
	const composer = new Composer(OPTIONS);
	// The composer hands a document over when it has seen the next one, so places wait in line for their documents.
	const waiting: (Omit<YamlTree, "document" | "problems"> & { tooDeep: boolean })[] = [];
	let index = 0;
	const settle = function* (documents: Iterable<YamlDocument>): Generator<YamlTree> {
		for (const composed of documents) {
			yield* failures();
			const document = composed as YamlDocument.Parsed;
			const place = waiting.shift() ?? { index: index++, offset: 0 };
			const [error] = document.errors;
			const { offset } = place;
			if (error !== undefined) yield { index: place.index, offset, document: null, problems: [describe(error)] };
			else yield { index: place.index, offset: document.contents?.range[0] ?? offset, document, problems: [] };
		}
		yield* failures();
	};
	const failures = function* (): Generator<YamlTree> {
		while (waiting[0]?.tooDeep) {
			const { index: at, offset } = waiting.shift()!;
			yield { index: at, offset, document: null, problems: [tooDeep(offset, maxDepth)] };
		}
	};
	for (const token of tokens(text, maxDepth)) {
		if (token.type === "too-deep") {
			waiting.push({ index: index++, offset: token.offset, tooDeep: true });
			continue;
		}
		if (token.type === "document") waiting.push({ index: index++, offset: token.offset, tooDeep: false });
		yield* settle(composer.next(token));
	}
	yield* settle(composer.end());
	const stray = composer.streamInfo().errors[0];
	if (index === 0 && stray !== undefined) yield { index, offset: 0, document: null, problems: [describe(stray)] };
}

/** Levels that parsing may open beyond those that reading counts: the document itself and a value being read. */
const STACK_MARGIN = 10;

/**
 * The parser's tokens. It and the composer call themselves for each level, and a stack that overflows in there cannot
 * always be caught, so a document is left as soon as it has too many levels open, and reading goes on with the next.
 */
function* tokens(text: string, maxDepth: number): Generator<CST.Token | { type: "too-deep"; offset: number }> {
	for (let start = 0; start < text.length; ) {
		const parser = new Parser();
		parser.offset = start;
		let deepAt = -1;
		for (const lexeme of new Lexer().lex(start === 0 ? text : text.slice(start))) {
			yield* parser.next(lexeme);
			if (parser.stack.length <= maxDepth + STACK_MARGIN) continue;
			deepAt = parser.offset;
			break;
		}
		if (deepAt === -1) {
			yield* parser.end();
			return;
		}
		yield { type: "too-deep", offset: deepAt };
		const next = text.indexOf("\n---", deepAt);
		if (next === -1) return;
		start = next + 1;
	}
}

/** A document that cannot be used at all. */
class Unusable extends Error {
	readonly problem: YamlProblem;

	constructor(problem: YamlProblem) {
		super(problem.message);
		this.problem = problem;
	}
}

interface Anchored {
	value: Json;
	/** Number of values in it, with its aliases followed. */
	size: number;
	/** Levels it spans. */
	height: number;
}

/** Turns a syntax tree into plain values. Aliases share the value of their anchor; their size is counted, not built. */
class NodeReader {
	readonly duplicates: YamlProblem[] = [];
	readonly #limits: YamlLimits;
	readonly #anchors = new Map<string, Anchored | "open">();
	#values = 0;
	#aliasValues = 0;
	#deepest = 0;

	constructor(limits: YamlLimits) {
		this.#limits = limits;
	}

	read(node: Node, depth: number): Json {
		const at = node?.range?.[0] ?? 0;
		if (isAlias(node)) return this.#follow(node.source, depth, at);
		this.#values++;
		this.#reach(depth, at);
		const anchor = node?.anchor;
		if (anchor === undefined) return this.#plain(node, depth);

		this.#anchors.set(anchor, "open");
		const [valuesBefore, deepestBefore] = [this.#values, this.#deepest];
		this.#deepest = depth;
		const value = this.#plain(node, depth);
		this.#anchors.set(anchor, {
			value,
			size: this.#values - valuesBefore + 1,
			height: this.#deepest - depth,
		});
		this.#deepest = Math.max(deepestBefore, this.#deepest);
		return value;
	}

	#plain(node: Node, depth: number): Json {
		if (isMap(node)) return this.#map(node as YAMLMap.Parsed, depth);
		if (isSeq(node)) {
			return node.items.map((item) => {
				if (isPair(item)) throw unusable(node, "an ordered mapping is not something Kubernetes reads");
				return this.read(item as Node, depth + 1);
			});
		}
		return isScalar(node) ? scalar(node as Scalar.Parsed) : null;
	}

	#map(node: YAMLMap.Parsed, depth: number): JsonObject {
		const object: JsonObject = {};
		const seen = new Set<string>();
		for (const pair of node.items) {
			if (isMergeKey(pair)) {
				this.#merge(object, pair, depth);
				continue;
			}
			const key = this.#key(pair, depth);
			const value = this.read(pair.value as Node, depth + 1);
			if (seen.has(key)) {
				const message = `the key ${JSON.stringify(key)} is given more than once; the last one is used`;
				this.duplicates.push({ code: "duplicate-key", message, offset: pair.key.range[0] });
			}
			seen.add(key);
			// Not a field of anything, and a trap for whoever copies the object.
			if (key !== "__proto__") object[key] = value;
		}
		return object;
	}

	#key(pair: Pair<ParsedNode, ParsedNode | null>, depth: number): string {
		const { key } = pair;
		const value = this.read(key, depth);
		if (typeof value === "string") return value;
		if (typeof value === "number" || typeof value === "boolean") return String(value);
		throw unusable(key ?? pair.value, value === null ? "a key is empty" : "a key is a list or an object");
	}

	/** In go-yaml a merge sets its keys where it stands: keys before it are overridden, keys after it win. */
	#merge(object: JsonObject, pair: Pair<ParsedNode, ParsedNode | null>, depth: number): void {
		const merged = this.read(pair.value, depth + 1);
		const sources = Array.isArray(merged) ? merged.toReversed() : [merged];
		for (const source of sources) {
			if (typeof source !== "object" || source === null || Array.isArray(source)) {
				throw unusable(pair.value, "a merge key (<<) needs an object or a list of objects");
			}
			Object.assign(object, source);
		}
	}

	#follow(name: string, depth: number, offset: number): Json {
		const anchored = this.#anchors.get(name);
		if (anchored === undefined) throw new Unusable({ code: "yaml-syntax", message: "an alias has no anchor", offset });
		if (anchored === "open") {
			throw new Unusable({ code: "yaml-syntax", message: "an anchor contains an alias of itself", offset });
		}
		this.#values += anchored.size;
		this.#aliasValues += anchored.size;
		if (this.#aliasValues > this.#limits.maxAliasValues) {
			const message = `aliases expand to more than ${this.#limits.maxAliasValues} values`;
			throw new Unusable({ code: "alias-expansion", message, offset });
		}
		this.#reach(depth + anchored.height, offset);
		return anchored.value;
	}

	#reach(depth: number, offset: number): void {
		if (depth > this.#deepest) this.#deepest = depth;
		if (depth > this.#limits.maxDepth) throw new Unusable(tooDeep(offset, this.#limits.maxDepth));
	}
}

/** True for the plain key `<<`; quoted it is a key like any other. */
export function isMergeKey(pair: Pair<unknown, unknown>): boolean {
	const { key } = pair;
	return isScalar(key) && key.source === "<<" && key.type === "PLAIN" && key.tag === undefined;
}

/** The value of a scalar node; throws `Unusable` where its tag does not fit or JSON cannot hold it. */
function scalar(node: Scalar.Parsed): Json {
	const source = node.source;
	const { tag } = node;
	if (tag === undefined) return node.type === "PLAIN" ? jsonable(resolvePlain(source), node) : source;
	const name = tag.startsWith(CORE) ? tag.slice(CORE.length) : "";
	if (name === "binary") return Buffer.from(source, "base64").toString("utf8");
	const wanted = Object.hasOwn(TAGGED, name) ? TAGGED[name] : undefined;
	if (wanted === undefined) return source;
	const value = resolvePlain(source);
	if (!wanted(value)) throw unusable(node, `the value does not fit its tag !!${name}`);
	return jsonable(value, node);
}

const CORE = "tag:yaml.org,2002:";

const TAGGED: Readonly<Record<string, (value: Json) => boolean>> = {
	null: (value) => value === null,
	bool: (value) => typeof value === "boolean",
	int: (value) => Number.isInteger(value),
	float: (value) => typeof value === "number",
};

function jsonable(value: Json, node: Scalar.Parsed): Json {
	if (typeof value === "number" && !Number.isFinite(value)) {
		throw unusable(node, "infinity and NaN cannot be written as JSON");
	}
	return value;
}

/** The text key of a scalar key node, as `readYaml` would name the property; null where it has none. */
export function keyText(key: unknown): string | null {
	if (!isScalar(key)) return null;
	try {
		const value = scalar(key as Scalar.Parsed);
		return value === null || typeof value === "object" ? null : String(value);
	} catch {
		return null;
	}
}

function unusable(node: Node, message: string): Unusable {
	return new Unusable({ code: "yaml-syntax", message, offset: node?.range?.[0] ?? 0 });
}

function tooDeep(offset: number, limit: number): YamlProblem {
	const message = `lists and objects are nested more than ${limit} levels deep`;
	return { code: "too-deep", message, offset };
}

/** Parser errors in our own words, because the parser's quote the text, which may hold a secret. */
function describe({ code, pos }: YAMLParseError): YamlProblem {
	return { code: "yaml-syntax", message: ERRORS[code] ?? "the text is not valid YAML", offset: pos[0] };
}

const ERRORS: Readonly<Partial<Record<YAMLParseError["code"], string>>> = {
	ALIAS_PROPS: "an alias cannot have an anchor or a tag",
	BAD_ALIAS: "an alias or anchor name is not valid",
	BAD_COLLECTION_TYPE: "a tag does not fit the value it stands before",
	BAD_DIRECTIVE: "a % directive is not valid",
	BAD_DQ_ESCAPE: "a double-quoted text has an unknown escape sequence",
	BAD_INDENT: "the indentation does not fit the lines above",
	BAD_SCALAR_START: "an unquoted value starts with a reserved character",
	BLOCK_AS_IMPLICIT_KEY: "a key is followed by a second value on the same line",
	BLOCK_IN_FLOW: "a block value stands inside [ ] or { }",
	KEY_OVER_1024_CHARS: "a key is longer than 1024 characters",
	MISSING_CHAR: "a character is missing (a closing quote or bracket, a comma, or a colon after a key)",
	MULTILINE_IMPLICIT_KEY: "a key runs over several lines, or the colon after it is missing",
	MULTIPLE_ANCHORS: "a value has more than one anchor",
	MULTIPLE_TAGS: "a value has more than one tag",
	TAB_AS_INDENT: "a tab is used for indentation",
	UNEXPECTED_TOKEN: "something stands where it cannot",
};
