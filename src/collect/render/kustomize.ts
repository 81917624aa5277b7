import { mkdir, stat, writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import type { Json, JsonObject } from "../../model/json.ts";
import { isObject, textAt, valueAt } from "../../normalize/json.ts";
import { readJson } from "../json.ts";
import { patchFiles } from "../kustomize.ts";
import { decode, isJson } from "../read.ts";
import { MAX_DEPTH, readYaml } from "../yaml.ts";
import type { Files } from "./files.ts";
import { environment, findProgram, type Run, type RunLimits, runProgram } from "./program.ts";
import type { KustomizeOrigin, KustomizeRendering, SourceObject } from "./rendering.ts";

export interface KustomizeOptions extends RunLimits {
	/** Real path of the folder. */
	folder: string;
	/** Of its kustomization file: what its documents go by. */
	uri: string;
	/** An empty folder of ours. */
	scratch: string;
	files: Files;
}

/** Files with sources of objects larger than this are not looked into. */
const MAX_SOURCE_BYTES = 20 * 1024 * 1024;

const LIMITS = { maxDepth: MAX_DEPTH, maxAliasValues: 1_000_000 };

/** @returns the rendering, or what went wrong with the run; null where neither kustomize nor kubectl is installed. */
export async function buildKustomization(
	options: KustomizeOptions,
): Promise<KustomizeRendering | (Run & { ok: false }) | null> {
	const kustomize = findProgram("kustomize");
	const kubectl = kustomize === null ? findProgram("kubectl") : null;
	const program = kustomize ?? kubectl;
	if (program === null) return null;
	const { folder, scratch, timeoutMs, maxBytes, uri } = options;
	const run = (target: string) =>
		runProgram(program, [kubectl === null ? "build" : "kustomize", target], {
			...{ cwd: scratch, timeoutMs, maxBytes },
			// Remote bases are fetched with git, which must not ask for a password.
			env: environment({ GIT_TERMINAL_PROMPT: "0", KUBECTL_KUBERC: "false", KUBECONFIG: join(scratch, "no-cluster") }),
		});
	const overlay = await writeOverlay(folder, scratch);
	const [rendered, annotated] = await Promise.all([run(folder), overlay === null ? null : run(overlay)]);
	if (!rendered.ok) return rendered;
	const text = decode(rendered.stdout);
	const origins = annotated?.ok ? findOrigins(text, decode(annotated.stdout), overlay!, options.files) : new Map();
	return { by: "kustomize", uri, text, origins };
}

/**
 * A kustomization of our own over the user's, which asks kustomize to note where objects come from: the user's files
 * stay as they are. Null where the folder cannot be named from there.
 */
async function writeOverlay(folder: string, scratch: string): Promise<string | null> {
	const overlay = join(scratch, "overlay");
	const path = relative(overlay, folder).split(sep).join("/");
	// Kustomize takes these for addresses.
	if (/[?:]|\/\//.test(path)) return null;
	await mkdir(overlay);
	const kustomization = { resources: [path], buildMetadata: ["originAnnotations", "transformerAnnotations"] };
	await writeFile(join(overlay, "kustomization.yaml"), JSON.stringify(kustomization));
	return overlay;
}

const ORIGIN = "config.kubernetes.io/origin";
const TRANSFORMATIONS = "alpha.config.kubernetes.io/transformations";

/** A note of kustomize: which file, or which generator or transformer of which kustomization. */
interface Note {
	path: string | null;
	configuredIn: string | null;
	kind: string | null;
	remote: boolean;
}

function findOrigins(text: string, annotated: string, overlay: string, files: Files): Map<number, KustomizeOrigin> {
	const notes = new Map<string, { origin: Note; changes: Note[] } | "twice">();
	for (const { value } of readYaml(annotated, LIMITS)) {
		if (!isObject(value)) continue;
		const [origin] = readNotes(textAt(value, ["metadata", "annotations", ORIGIN]));
		if (origin === undefined) continue;
		const changes = readNotes(textAt(value, ["metadata", "annotations", TRANSFORMATIONS]));
		notes.set(identity(value), notes.has(identity(value)) ? "twice" : { origin, changes });
	}
	const objects = [...readYaml(text, LIMITS)].flatMap(({ index, value }) => {
		if (!isObject(value)) return [];
		const note = notes.get(identity(value));
		return note === undefined || note === "twice" || note.origin.remote ? [] : [{ index, value, ...note }];
	});
	const sources = new Sources(overlay, files);
	const origins = new Map<number, KustomizeOrigin>();
	const byFile = new Map<string, Rendered[]>();
	for (const { index, value, origin, changes } of objects) {
		const path = origin.path ?? origin.configuredIn;
		const uri = path === null ? null : files.uriOf(resolve(overlay, path));
		if (uri === null) continue;
		const generator = origin.path === null ? { generator: generatorField(origin.kind) } : {};
		const found: KustomizeOrigin = { uri, source: null, patches: [], ...generator };
		origins.set(index, found);
		if (origin.path === null) continue;
		const rendered = { value, origin: found, changes };
		const same = byFile.get(uri);
		if (same === undefined) byFile.set(uri, [rendered]);
		else same.push(rendered);
	}
	for (const [uri, rendered] of byFile) {
		const candidates = sources.objects(uri);
		const chosen = assign(rendered, candidates);
		for (const [index, { origin, changes, value }] of rendered.entries()) {
			origin.source = chosen[index] ?? null;
			if (origin.source !== null) origin.patches = sources.patches(changes, value, origin.source);
		}
	}
	return origins;
}

interface Rendered {
	value: JsonObject;
	origin: KustomizeOrigin;
	changes: Note[];
}

function identity({ apiVersion, kind, metadata }: JsonObject): string {
	const { namespace = null, name = null } = isObject(metadata) ? metadata : {};
	return JSON.stringify([apiVersion, kind, namespace, name]);
}

function readNotes(text: string | null): Note[] {
	if (text === null) return [];
	const [read] = readYaml(text, { maxDepth: 10, maxAliasValues: 0 });
	const value = read?.value;
	const entries = Array.isArray(value) ? value : [value];
	return entries.filter(isObject).map((entry) => ({
		path: textAt(entry, ["path"]),
		configuredIn: textAt(entry, ["configuredIn"]),
		kind: textAt(entry, ["configuredBy", "kind"]),
		remote: textAt(entry, ["repo"]) !== null,
	}));
}

/** `ConfigMapGenerator` is the field `configMapGenerator`; generators of other makes are listed under `generators`. */
function generatorField(kind: string | null): string {
	if (kind === "ConfigMapGenerator" || kind === "SecretGenerator") return kind[0]!.toLowerCase() + kind.slice(1);
	return "generators";
}

/** What kustomize may have put around a name. */
interface Affixes {
	prefix: string;
	suffix: string;
}

/**
 * Which object of a file became which of the rendered ones. Names may have a prefix and a suffix, the same ones for all
 * objects of the file; undefined where that leaves more than one answer.
 */
function assign(rendered: Rendered[], candidates: SourceObject[]): (SourceObject | undefined)[] {
	const ofKind = ({ value }: Rendered) =>
		candidates.filter((other) => other.value.kind === value.kind && group(other.value) === group(value));
	const options = rendered.map((one) => ofKind(one).flatMap((source) => affixes(one.value, source)));
	let common: string[] | null = null;
	for (const list of options) {
		const keys = new Set(list.map(({ prefix, suffix }) => JSON.stringify([prefix, suffix])));
		common = common === null ? [...keys] : common.filter((key) => keys.has(key));
	}
	return rendered.map((one, index) => {
		const sources = ofKind(one);
		if (sources.length === 1) return sources[0];
		if (common === null || common.length !== 1) return undefined;
		const fitting = options[index]!.filter(({ prefix, suffix }) => JSON.stringify([prefix, suffix]) === common[0]);
		return fitting.length === 1 ? fitting[0]!.source : undefined;
	});
}

function group({ apiVersion }: JsonObject): string {
	const version = typeof apiVersion === "string" ? apiVersion : "";
	return version.includes("/") ? version.slice(0, version.indexOf("/")) : "";
}

/** Every way in which one name can stand inside the other. */
function affixes(value: JsonObject, source: SourceObject): (Affixes & { source: SourceObject })[] {
	const [now, before] = [textAt(value, ["metadata", "name"]), textAt(source.value, ["metadata", "name"])];
	const found: (Affixes & { source: SourceObject })[] = [];
	if (now === null || before === null) return found;
	for (let at = now.indexOf(before); at !== -1; at = now.indexOf(before, at + 1)) {
		found.push({ prefix: now.slice(0, at), suffix: now.slice(at + before.length), source });
	}
	return found;
}

/** The objects in the files of a kustomization. */
class Sources {
	readonly #overlay: string;
	readonly #files: Files;
	readonly #objects = new Map<string, SourceObject[]>();
	/** By the kustomization that names them. */
	readonly #patches = new Map<string, (SourceObject & { uri: string })[]>();

	constructor(overlay: string, files: Files) {
		this.#overlay = overlay;
		this.#files = files;
	}

	objects(uri: string): SourceObject[] {
		const known = this.#objects.get(uri);
		if (known !== undefined) return known;
		const text = this.#files.text(uri) ?? "";
		const objects = text.length > MAX_SOURCE_BYTES ? [] : [...readObjects(text, uri)];
		this.#objects.set(uri, objects);
		return objects;
	}

	/** Strategic merge patches for an object, by its name in its file or after renaming. */
	patches(changes: Note[], value: JsonObject, source: SourceObject): (SourceObject & { uri: string })[] {
		const names = [valueAt(source.value, ["metadata", "name"]), valueAt(value, ["metadata", "name"])];
		const kustomizations = new Set<string>();
		for (const { kind, configuredIn } of changes) {
			if (kind?.startsWith("Patch") && configuredIn !== null) kustomizations.add(resolve(this.#overlay, configuredIn));
		}
		return [...kustomizations]
			.flatMap((kustomization) => this.#patchesOf(kustomization))
			.filter(({ value: patch }) => patch.kind === value.kind && group(patch) === group(value))
			.filter(({ value: patch }) => names.includes(valueAt(patch, ["metadata", "name"])));
	}

	#patchesOf(kustomization: string): (SourceObject & { uri: string })[] {
		const known = this.#patches.get(kustomization);
		if (known !== undefined) return known;
		const uri = this.#files.uriOf(kustomization);
		const text = uri === null ? null : this.#files.text(uri);
		const patches: (SourceObject & { uri: string })[] = [];
		for (const path of text === null ? [] : patchFiles(kustomization, text)) {
			const patchUri = this.#files.uriOf(path);
			if (patchUri === null) continue;
			for (const object of this.objects(patchUri)) patches.push({ ...object, uri: patchUri });
		}
		this.#patches.set(kustomization, patches);
		return patches;
	}
}

/** The objects of a file, members of lists one by one. */
function* readObjects(text: string, uri: string): Generator<SourceObject> {
	for (const { index, value } of readValues(text, uri)) {
		if (!isObject(value)) continue;
		if (typeof value.kind !== "string" || !value.kind.endsWith("List") || !Array.isArray(value.items)) {
			yield { document: index, base: [], value };
			continue;
		}
		for (const [item, member] of value.items.entries()) {
			if (isObject(member)) yield { document: index, base: ["items", item], value: member };
		}
	}
}

function* readValues(text: string, uri: string): Generator<{ index: number; value?: Json }> {
	if (!isJson(text, uri)) {
		yield* readYaml(text, LIMITS);
		return;
	}
	try {
		for (const [index, value] of readJson(text).entries()) yield { index, value };
	} catch {
		// No JSON: no objects.
	}
}

const NAMES = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** The kustomization file of a folder; null where there is none. */
export async function kustomizationFile(folder: string): Promise<string | null> {
	for (const name of NAMES) {
		const file = join(folder, name);
		try {
			if ((await stat(file)).isFile()) return file;
		} catch {
			// The next one.
		}
	}
	return null;
}
