import { isDeepStrictEqual } from "node:util";
import type {
	HelmRendering,
	KustomizeOrigin,
	KustomizeRendering,
	Rendering,
	SourceLine,
	SourceObject,
} from "../collect/render/rendering.ts";
import type { ReadText } from "../collect/texts.ts";
import type { AttributePath, Json } from "../model/json.ts";
import type { Location, Precision } from "../model/report.ts";
import type { Resource } from "../model/resource.ts";
import { isObject } from "../normalize/json.ts";
import { createFileLocator, type FileLocator } from "./kubernetes.ts";
import type { Located } from "./located.ts";
import { sourceComment } from "./rendered-from.ts";

/** Leads from what helm and kustomize rendered back to files of the repository. */
export interface RenderedSources {
	/** Where an attribute of a rendered object is written; the chart or kustomization where that is not known for certain. */
	locate(resource: Resource, path: AttributePath): Located;
	/** Uris of all files that places may be in, sorted. */
	uris: string[];
}

/** @param readText reads the files that objects come from. */
export function createRenderedSources(renderings: Rendering[], readText: ReadText): RenderedSources {
	const finders = new Map(
		renderings.map((rendering) => [
			`${rendering.by} ${rendering.uri}`,
			rendering.by === "helm" ? helmFinder(rendering, readText) : kustomizeFinder(rendering, readText),
		]),
	);
	return {
		locate(resource, path) {
			const { uri, rendered } = resource.anchor;
			return finders.get(`${rendered} ${uri}`)?.(resource, path) ?? wholeFile(uri);
		},
		uris: [...new Set(renderings.flatMap(urisOf))].sort(),
	};
}

function urisOf(rendering: Rendering): string[] {
	const uris = [rendering.uri];
	if (rendering.by === "helm") for (const { uri } of rendering.sources.values()) uris.push(uri);
	else {
		for (const { uri, patches } of rendering.origins.values()) {
			uris.push(uri);
			for (const patch of patches) uris.push(patch.uri);
		}
	}
	// A packed chart holds no comments to read.
	return uris.filter((uri) => !/gz$/i.test(uri));
}

type Finder = (resource: Resource, path: AttributePath) => Located;

function wholeFile(uri: string, line = 1, precision: Precision = "file"): Located {
	const location: Location = { uri, startLine: line, startColumn: 1, endLine: line, endColumn: 1, precision };
	return { location, related: [], scopes: [] };
}

/** Text of single lines of files; each file is split once. */
function lineReader(readText: ReadText): (at: SourceLine) => string {
	const files = new Map<string, string[]>();
	return ({ uri, line }) => {
		let lines = files.get(uri);
		if (lines === undefined) {
			lines = (readText(uri) ?? "").split("\n");
			files.set(uri, lines);
		}
		return (lines[line - 1] ?? "").trimEnd();
	};
}

function helmFinder({ uri, text, lines, sources }: HelmRendering, readText: ReadText): Finder {
	const locator = createFileLocator(text, "rendered.yaml");
	const rendered = text.split("\n");
	const lineOf = lineReader(readText);
	return ({ anchor: { document = 0, base = [] } }, path) => {
		const root = locator.locate(document, base, []);
		const named = sourceComment(rendered, root.startLine)?.source;
		const source = named === undefined ? undefined : sources.get(named);
		if (source === undefined) return wholeFile(uri);
		if (source.kind === "dependency") {
			if (source.line === null) return wholeFile(source.uri);
			const place = lineOfFile(source.uri, source.line, "module-call", lineOf);
			return { ...place, related: [{ message: `rendered from ${named}, which is packed`, location: place.location }] };
		}
		const template = source.uri;
		/** Line of the template that wrote what a path leads to. */
		const traced = (length: number): { line: number; exact: boolean; precision: Precision } | null => {
			const place = locator.locate(document, base, path.slice(0, length));
			const from = lines[place.startLine - 1] ?? null;
			if (from === null || from.uri !== template) return null;
			const exact = beginning(lineOf(from)) === beginning(rendered[place.startLine - 1] ?? "");
			return { line: from.line, exact, precision: place.precision };
		};
		const scopes = new Set<number>();
		let best: Located | null = null;
		for (let length = path.length; length >= 0; length--) {
			const found = traced(length);
			if (found === null) continue;
			if (best !== null) {
				scopes.add(found.line);
				continue;
			}
			const whole = length === path.length && found.exact;
			const precision = length === 0 ? "object" : whole ? found.precision : "parent";
			best = lineOfFile(template, found.line, precision, lineOf);
		}
		if (best === null) return wholeFile(template);
		scopes.delete(best.location.startLine);
		return { ...best, scopes: [...scopes] };
	};
}

/** A line as far as a rendered value cannot change it: dashes and the key. */
function beginning(line: string): string {
	const match = /^\s*((?:-\s+)*)("[^"]*"|'[^']*'|[^\s:]+)\s*:(?:\s|$)/.exec(line);
	return match === null ? line.trim() : `${match[1]!.replace(/\s/g, "")}${match[2]}:`;
}

function lineOfFile(uri: string, line: number, precision: Precision, lineOf: (at: SourceLine) => string): Located {
	const text = lineOf({ uri, line });
	const startColumn = text.length - text.replace(/^\s*(?:-\s+)?/, "").length + 1;
	return {
		location: {
			uri,
			startLine: line,
			startColumn,
			endLine: line,
			endColumn: Math.max(startColumn, text.length + 1),
			precision,
		},
		related: [],
		scopes: [],
	};
}

function kustomizeFinder({ uri, origins }: KustomizeRendering, readText: ReadText): Finder {
	let current: { uri: string; locator: FileLocator } | null = null;
	const locatorOf = (file: string): FileLocator => {
		if (current?.uri !== file) current = { uri: file, locator: createFileLocator(readText(file) ?? "", file) };
		return current.locator;
	};
	/** `steps` of the path of an object in a file. */
	const placeIn = (file: string, { document, base }: SourceObject, path: AttributePath): Located => {
		const { scopes, ...place } = locatorOf(file).locate(document, base, path);
		return { location: { uri: file, ...place }, related: [], scopes };
	};
	return ({ anchor: { document = -1, base = [] }, attributes }, path) => {
		const origin = origins.get(document);
		if (origin === undefined) return wholeFile(uri);
		if (origin.generator !== undefined) return generated(origin, placeIn);
		const { source } = origin;
		if (source === null || base.length > 0) return wholeFile(origin.uri);
		const own = follow(attributes, source.value, path);
		if (own.match === "same" && own.whole) return placeIn(origin.uri, source, own.path);
		const patch = bestPatch(origin.patches, attributes, path, own);
		const place = patch === null ? placeIn(origin.uri, source, own.path) : placeIn(patch.uri, patch.object, patch.path);
		const related = { message: "the object that is patched", location: placeIn(origin.uri, source, []).location };
		const precision = (patch ?? own).path.length === 0 ? "object" : "parent";
		return {
			...place,
			location: patch?.whole === true ? place.location : { ...place.location, precision },
			related: patch === null ? [] : [related],
		};
	};
}

/**
 * The one patch that sets what was rendered, or that alone leads further to it than the object's own file does. Null
 * where there is none, or more than one.
 */
function bestPatch(
	patches: KustomizeOrigin["patches"],
	attributes: Json,
	path: AttributePath,
	own: Followed,
): { uri: string; object: SourceObject; path: AttributePath; whole: boolean } | null {
	const found = patches.map((patch) => ({ uri: patch.uri, object: patch, ...follow(attributes, patch.value, path) }));
	const setting = found.filter(({ match, whole }) => match === "same" && whole);
	if (setting.length > 0) return setting.length === 1 ? setting[0]! : null;
	const further = found.filter((patch) => patch.path.length > own.path.length);
	return further.length === 1 ? { ...further[0]!, whole: false } : null;
}

/** The generator's entry in the kustomization cannot be told from others of the same name, so its field has to do. */
function generated(
	{ uri, generator }: KustomizeOrigin,
	placeIn: (file: string, object: SourceObject, path: AttributePath) => Located,
): Located {
	const place = placeIn(uri, { document: 0, base: [], value: {} }, [generator!]);
	if (place.location.precision !== "attribute") return wholeFile(uri);
	return { ...place, location: { ...place.location, precision: "object" } };
}

/** How far a path of a rendered object leads in the object it was made of. */
interface Followed {
	/** The steps that lead there: places in lists may differ. */
	path: AttributePath;
	/** `same`: what stands there, or is missing there, is what was rendered. */
	match: "same" | "other";
	/** Whether the path led to a value. */
	whole: boolean;
}

function follow(rendered: Json, source: Json, path: AttributePath): Followed {
	let [now, before]: [Json | undefined, Json | undefined] = [rendered, source];
	const steps: AttributePath = [];
	for (const step of path) {
		const after = member(now, step);
		const at: string | number | null =
			Array.isArray(now) && typeof step === "number" ? matchingItem(now, before, step) : step;
		const next: Json | undefined = at === null ? undefined : member(before, at);
		if (after === undefined && next === undefined) return { path: steps, match: "same", whole: false };
		if (at === null || after === undefined || next === undefined) return { path: steps, match: "other", whole: false };
		[now, before] = [after, next];
		steps.push(at);
	}
	if (isDeepStrictEqual(now, before)) return { path: steps, match: "same", whole: true };
	// What stands inside has changed, the place has not; a value that has changed is written elsewhere.
	const entered = typeof now === "object" && typeof before === "object";
	return { path: entered ? steps : steps.slice(0, -1), match: "other", whole: false };
}

function member(value: Json | undefined, step: string | number): Json | undefined {
	if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
	return (value as Record<string | number, Json>)[step];
}

/** What tells items of a list apart in Kubernetes' own merges. */
const KEYS = ["name", "containerPort", "mountPath", "topologyKey", "port", "key"];

/** The item of another list that is this one: by its key, else the only equal one. Null where that is not certain. */
function matchingItem(list: Json[], other: Json | undefined, index: number): number | null {
	const item = list[index];
	if (!Array.isArray(other) || item === undefined) return null;
	if (isObject(item)) {
		for (const key of KEYS) {
			const value = member(item, key);
			if (typeof value !== "string" && typeof value !== "number") continue;
			const same = (entry: Json) => member(entry, key) === value;
			if (list.filter(same).length !== 1 || other.filter(same).length !== 1) break;
			return other.findIndex(same);
		}
	}
	const equal = (entry: Json) => isDeepStrictEqual(entry, item);
	if (list.filter(equal).length !== 1 || other.filter(equal).length !== 1) return null;
	return other.findIndex(equal);
}
