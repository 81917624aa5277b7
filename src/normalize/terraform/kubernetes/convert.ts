import type { Facets } from "../../../model/facets.ts";
import type { AttributePath, Json, JsonObject } from "../../../model/json.ts";
import { isObject, isPrefix, valueAt } from "../../json.ts";
import {
	argumentName,
	fieldName,
	HIDING_ARGUMENTS,
	METADATA,
	MODES,
	NUMBERS_AS_TEXT,
	type PlannedKind,
	repeatedName,
	SENT_AS_FALSE,
	SINGLE_BLOCKS,
	ZERO_IS_UNSET,
} from "./kinds.ts";

/** Told of every value that is converted: its path in the object, and in the Terraform values. */
type Note = (at: AttributePath, from: AttributePath) => void;

/** The fields of persistent volumes that Terraform keeps in a block of their own. */
const MERGED = "persistent_volume_source";

/** Values nested deeper than this are left out; the provider's own blocks stay far below. */
const DEPTH_LIMIT = 64;

/**
 * The object that the provider sends to the API for the values of a resource. Nested blocks are lists of objects in a plan
 * and maps are objects, so names are all it has to know. What is null, empty or "" is not sent.
 */
export function toObject(kind: PlannedKind, values: JsonObject, note: Note = () => {}): JsonObject {
	const object: JsonObject = { apiVersion: kind.apiVersion, kind: kind.kind };
	const converter = new Converter(kind, note);
	for (const name of Object.keys(values)) {
		if (name !== "metadata" && !Object.hasOwn(kind.fields, name)) continue;
		converter.add(object, name, values[name]!, { inside: "", at: [], from: [name] });
	}
	return object;
}

interface Place {
	/** Name of the block around it; "" for the resource itself. */
	inside: string;
	/** Path of the object that takes it. */
	at: AttributePath;
	/** Path in the values. */
	from: AttributePath;
}

class Converter {
	readonly #kind: PlannedKind;
	readonly #note: Note;

	constructor(kind: PlannedKind, note: Note) {
		this.#kind = kind;
		this.#note = note;
	}

	/** Adds an argument or block to the object it belongs to. */
	add(target: JsonObject, name: string, value: Json, { inside, at, from }: Place): void {
		if (value === null || value === "" || from.length > DEPTH_LIMIT) return;
		if (inside === "metadata" && !METADATA.has(name)) return;
		if (Array.isArray(value)) {
			if (value.length === 0) return;
			if (value.some(isObject)) this.#blocks(target, name, value, { inside, at, from });
			else this.#set(target, apiName(this.#kind, name, inside), value, at, from);
			return;
		}
		if (isObject(value)) {
			const entries = Object.entries(value).filter(([, item]) => item !== null);
			if (entries.length > 0)
				this.#set(target, apiName(this.#kind, name, inside), Object.fromEntries(entries), at, from);
			return;
		}
		if (value === 0 && ZERO_IS_UNSET.has(name)) return;
		this.#set(target, apiName(this.#kind, name, inside), scalar(name, value), at, from);
	}

	#blocks(target: JsonObject, name: string, blocks: Json[], { inside, at, from }: Place): void {
		if (name === MERGED) {
			Object.assign(target, this.#block(blocks[0]!, name, at, [...from, 0]));
			return;
		}
		const repeated = repeatedName(name, inside);
		if (repeated === null) {
			const field = apiName(this.#kind, name, inside);
			this.#note([...at, field], [...from, 0]);
			target[field] = this.#block(blocks[0]!, name, [...at, field], [...from, 0]);
			return;
		}
		const list: AttributePath = [...at, repeated];
		this.#note(list, from);
		if (name === "sources") {
			target[repeated] = this.#projected(blocks, list, from);
			return;
		}
		target[repeated] = blocks.map((block, index) => {
			this.#note([...list, index], [...from, index]);
			return this.#block(block, name, [...list, index], [...from, index]);
		});
	}

	/** Each block of a projected volume's `sources` holds lists; in the API each of their members is a source. */
	#projected(blocks: Json[], list: AttributePath, from: AttributePath): Json[] {
		const sources: Json[] = [];
		for (const [index, block] of blocks.entries()) {
			for (const [name, members] of Object.entries(isObject(block) ? block : {})) {
				if (!Array.isArray(members)) continue;
				for (const [member, value] of members.entries()) {
					const at = [...list, sources.length, fieldName(name)];
					this.#note(at, [...from, index, name, member]);
					sources.push({ [fieldName(name)]: this.#block(value, name, at, [...from, index, name, member]) });
				}
			}
		}
		return sources;
	}

	#block(block: Json, name: string, at: AttributePath, from: AttributePath): JsonObject {
		const result: JsonObject = {};
		if (!isObject(block)) return result;
		for (const argument of Object.keys(block)) {
			this.add(result, argument, block[argument]!, { inside: name, at, from: [...from, argument] });
		}
		if (Object.keys(result).length === 0) return result;
		for (const argument of Object.hasOwn(SENT_AS_FALSE, name) ? SENT_AS_FALSE[name]! : []) {
			if (block[argument] === null) this.#set(result, fieldName(argument), false, at, [...from, argument]);
		}
		return result;
	}

	#set(target: JsonObject, field: string, value: Json, at: AttributePath, from: AttributePath): void {
		target[field] = value;
		this.#note([...at, field], from);
		if (typeof value !== "object" || value === null) return;
		for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
			this.#note([...at, field, key], [...from, key]);
		}
	}
}

/** The API's name of an argument or a single block. */
function apiName(kind: PlannedKind, name: string, inside: string): string {
	if (inside === "" && Object.hasOwn(kind.fields, name)) return kind.fields[name]!;
	if (name === "strategy" && inside === "spec" && kind.kind === "DaemonSet") return "updateStrategy";
	return fieldName(name);
}

function scalar(name: string, value: Json): Json {
	if (typeof value !== "string") return value;
	if (NUMBERS_AS_TEXT.has(name) && /^-?\d{1,15}$/.test(value)) return Number(value);
	return MODES.has(name) && /^[0-7]{1,6}$/.test(value) ? Number.parseInt(value, 8) : value;
}

/** Where an unknown value of the Terraform values is unknown in the object. */
export interface Hidden {
	path: AttributePath;
	/** Facets that cannot be told without it: all, or those named. */
	hides: "all" | readonly (keyof Facets)[];
}

/** What an unknown path of the values makes unknown in the object; null for what is no part of the object. */
export function hiddenPath(kind: PlannedKind, values: JsonObject, from: AttributePath): Hidden | null {
	const path: AttributePath = [];
	let inside = "";
	for (let index = 0; index < from.length; index += 1) {
		const name = from[index];
		if (typeof name !== "string") return null;
		if (inside === "" && name !== "metadata" && !Object.hasOwn(kind.fields, name)) return null;
		if (inside === "metadata" && !METADATA.has(name)) return null;
		const next = from[index + 1];
		const repeated = repeatedName(name, inside);
		if (name !== MERGED) path.push(repeated ?? apiName(kind, name, inside));
		// Which of its members become which sources is not known either.
		if (name === "sources") return { path, hides: "all" };
		if (next === undefined) return { path, hides: hides(name, repeated !== null) };
		// A map: its keys are what they are.
		if (typeof next === "string") return { path: [...path, ...from.slice(index + 1)], hides: [] };
		index += 1;
		const last = index === from.length - 1;
		const block = repeated !== null || isObject(valueAt(values, from.slice(0, index + 1)));
		if (repeated !== null || (last && !block)) path.push(next);
		if (last) return { path, hides: block ? "all" : [] };
		inside = name;
	}
	return null;
}

/** The facets hidden by an unknown argument, by its Terraform name. */
export function hides(name: string, repeated: boolean): Hidden["hides"] {
	if (repeated || SINGLE_BLOCKS.has(name) || name === MERGED) return "all";
	return Object.hasOwn(HIDING_ARGUMENTS, name) ? HIDING_ARGUMENTS[name]! : [];
}

/** Maps of the API, whose keys are not names of arguments. */
const MAPS = new Set([
	"annotations",
	"binaryData",
	"data",
	"labels",
	"limits",
	"matchLabels",
	"nodeSelector",
	"parameters",
	"requests",
	"stringData",
]);

/** Where a path of the object leads in the Terraform values, or where it would, had it been given. */
export function argumentPath(kind: PlannedKind, values: JsonObject, path: AttributePath): AttributePath {
	let known = 0;
	let result: AttributePath = [];
	toObject(kind, values, (at, from) => {
		if (at.length <= known || !isPrefix(at, path)) return;
		known = at.length;
		result = [...from];
	});
	let inMap = known > 0 && MAPS.has(String(path[known - 1]));
	for (let index = known; index < path.length; index += 1) {
		const step = path[index]!;
		if (typeof step === "number" || inMap) {
			result.push(step);
			continue;
		}
		const field = index === 0 ? Object.keys(kind.fields).find((name) => kind.fields[name] === step) : undefined;
		result.push(field ?? argumentName(step));
		inMap = MAPS.has(step);
		if (!inMap && typeof path[index + 1] === "string") result.push(0);
	}
	return result;
}
