import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { open, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Diagnostic, Document } from "../model/resource.ts";
import { MARK } from "../waive/directive.ts";
import { isComponent, isIncomplete, KUSTOMIZATION_FILE, patchFiles, resourceFiles } from "./kustomize.ts";
import { type ReadFile, type ReadLimits, readInput } from "./read.ts";
import { isInChartTemplates, walk } from "./walk.ts";
import { MAX_DEPTH } from "./yaml.ts";

/** A parsed document, trouble, or a file that was seen and left out on purpose. */
export type Collected =
	| { kind: "document"; document: Document }
	| { kind: "diagnostic"; diagnostic: Diagnostic }
	| { kind: "skipped"; uri: string; reason: string };

/** Limits and surroundings of a collection. Sizes in bytes, depths in levels. */
export interface CollectOptions extends Partial<ReadLimits> {
	/** Folder that relative targets and all uris start from. */
	cwd: string;
	/** Larger files are not read. Default 100 MB. */
	maxFileBytes?: number;
	/** Gives standard input, for the target `-`. */
	stdin?: () => Promise<Uint8Array>;
}

/** The uri of what came through standard input. */
export const STDIN_URI = "stdin";

const DEFAULT_LIMITS: ReadLimits = {
	maxYamlBytes: 20 * 1024 * 1024,
	maxDepth: MAX_DEPTH,
	maxAliasValues: 1_000_000,
	maxDocuments: 100_000,
};

const MEGABYTE = 1024 * 1024;

/**
 * Reads the targets: files (whatever their names), folders (recursively; `*.yaml`, `*.yml`, `*.json`, `*.tfplan`) and
 * `-` for standard input. What a file is, its content decides. Trouble is yielded as a diagnostic, never thrown; the
 * order follows the targets and, in folders, the names. A file reached twice is read once.
 */
export async function* collect(targets: string[], options: CollectOptions): AsyncGenerator<Collected> {
	const { cwd, stdin, maxFileBytes = 100 * MEGABYTE, ...limits } = options;
	const collector = new Collector(resolve(cwd), maxFileBytes, { ...DEFAULT_LIMITS, ...limits });
	for (const target of targets) {
		if (target === "-") yield* collector.standardInput(stdin);
		else yield* collector.target(target);
	}
}

class Collector {
	readonly #cwd: string;
	readonly #maxFileBytes: number;
	readonly #limits: ReadLimits;
	readonly #seen = new Set<string>();

	constructor(cwd: string, maxFileBytes: number, limits: ReadLimits) {
		this.#cwd = cwd;
		this.#maxFileBytes = maxFileBytes;
		this.#limits = limits;
	}

	async *standardInput(stdin: CollectOptions["stdin"]): AsyncGenerator<Collected> {
		if (this.#seen.has("-")) return;
		this.#seen.add("-");
		if (stdin === undefined) {
			yield trouble("error", "unreadable", STDIN_URI, "standard input is not available here");
			return;
		}
		try {
			const bytes = await stdin();
			if (bytes.length > this.#maxFileBytes) yield this.#tooLarge(STDIN_URI, "error");
			else yield* this.#documents({ uri: STDIN_URI, bytes, explicit: true, inChartTemplates: false });
		} catch (error) {
			yield trouble("error", "unreadable", STDIN_URI, `standard input cannot be read${because(error)}`);
		}
	}

	async *target(target: string): AsyncGenerator<Collected> {
		const named = resolve(this.#cwd, target);
		const uri = this.#uri(named);
		let path: string;
		let isFolder: boolean;
		try {
			path = await realpath(named);
			isFolder = (await stat(path)).isDirectory();
		} catch (error) {
			const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
			const code = missing ? "not-found" : "unreadable";
			const message = missing ? "there is no such file or folder" : `it cannot be read${because(error)}`;
			yield trouble("error", code, uri, message);
			return;
		}
		if (isFolder) yield* this.#folder(named, path);
		else if (!this.#seen.has(path)) {
			this.#seen.add(path);
			yield* this.#file({ path, uri, explicit: true, inChartTemplates: await isInChartTemplates(path) });
		}
	}

	async *#folder(named: string, root: string): AsyncGenerator<Collected> {
		const uriOf = (path: string) => this.#uri(join(named, relative(root, path)));
		const files: { path: string; inChartTemplates: boolean }[] = [];
		const patches = new Set<string>();
		const kustomizations = new Set<string>();
		const components = new Set<string>();
		const listed = new Set<string>();
		for await (const entry of walk(root)) {
			const { kind, path } = entry;
			if (kind === "skipped") yield { kind: "skipped", uri: uriOf(path), reason: entry.reason };
			else if (kind === "unreadable") yield trouble("error", "unreadable", uriOf(path), "the folder cannot be read");
			else {
				files.push(entry);
				if (!KUSTOMIZATION_FILE.test(basename(path))) continue;
				kustomizations.add(path);
				const text = await readSmall(path);
				for (const patch of patchFiles(path, text)) patches.add(patch);
				for (const file of resourceFiles(path, text)) listed.add(file);
				if (isComponent(text)) components.add(dirname(path));
			}
		}
		let documents = 0;
		let already = 0;
		for (const { path, inChartTemplates } of files) {
			if (this.#seen.has(path)) {
				already++;
				continue;
			}
			this.#seen.add(path);
			const uri = uriOf(path);
			if (patches.has(path)) {
				yield { kind: "skipped", uri, reason: "kustomize-patch" };
				continue;
			}
			const folder = enclosing(path, components, root);
			const component = folder === null ? undefined : uriOf(folder);
			for await (const item of this.#file({ path, uri, explicit: false, inChartTemplates, component })) {
				if (item.kind === "document" && item.document.kind === "kubernetes") {
					if (isIncomplete(item.document.value) && !listed.has(path)) {
						yield { kind: "skipped", uri, reason: "kustomize-patch" };
						const message =
							"a workload without spec.selector, which no kustomization lists, is taken for a patch and was not judged";
						yield trouble("note", "kustomize-patch", uri, message);
						continue;
					}
				}
				if (item.kind === "document") documents++;
				const isPlain = item.kind === "skipped" && item.reason === "not-kubernetes";
				yield isPlain && kustomizations.has(path) ? { ...item, reason: "kustomization" } : item;
			}
		}
		if (kustomizations.size > 0 && documents > 0) {
			const message =
				"kustomizations are not applied: objects are judged as their files state them; to judge what is deployed, scan the output of `kustomize build`";
			yield trouble("note", "kustomization", this.#uri(named), message);
		}
		if (documents > 0 || already > 0) return;
		const what = files.length === 0 ? "holds no YAML or JSON files" : "holds no Kubernetes objects or Terraform plans";
		yield trouble("warning", "no-input", this.#uri(named), `the folder ${what}`);
	}

	async *#file(file: Omit<ReadFile, "bytes"> & { path: string }): AsyncGenerator<Collected> {
		const { path, uri, explicit } = file;
		let bytes: Uint8Array | null;
		try {
			bytes = await this.#bytes(path);
		} catch (error) {
			yield trouble("error", "unreadable", uri, `the file cannot be read${because(error)}`);
			return;
		}
		if (bytes !== null) {
			yield* this.#documents({ ...file, bytes });
			return;
		}
		// Data files of any size lie about in repositories; only what may be ours makes the scan incomplete.
		const ours = explicit || /apiVersion|"(?:format_version|terraform_version)"/.test(await readHead(path));
		yield this.#tooLarge(uri, ours ? "error" : "warning");
		yield { kind: "skipped", uri, reason: "too-large" };
	}

	/** The bytes of a file, or null when it is over the limit. Pipes (`<(command)`) have no size until they are read. */
	async #bytes(path: string): Promise<Uint8Array | null> {
		// Synchronous, because thousands of small files would spend most of their time waiting their turn.
		const info = statSync(path);
		if (info.isFile()) return info.size > this.#maxFileBytes ? null : readFileSync(path);
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of createReadStream(path)) {
			chunks.push(chunk as Buffer);
			size += (chunk as Buffer).length;
			if (size > this.#maxFileBytes) return null;
		}
		return Buffer.concat(chunks);
	}

	*#documents(file: ReadFile): Generator<Collected> {
		const { bytes, uri } = file;
		let sha256: string | null = null;
		let marked = false;
		for (const item of readInput(file, this.#limits)) {
			if (item.kind !== "document") {
				yield item;
				continue;
			}
			if (sha256 === null) {
				sha256 = createHash("sha256").update(bytes).digest("hex");
				marked = item.type === "kubernetes" && holdsMark(bytes);
			}
			const { type, index, value } = item;
			const document: Document =
				type === "kubernetes"
					? {
							kind: type,
							uri,
							index,
							value,
							sha256,
							...(file.component !== undefined && { component: file.component }),
							...(marked && { marked }),
						}
					: { kind: type, uri, value, sha256 };
			yield { kind: "document", document };
		}
		if (sha256 !== null && !isUtf8(bytes)) {
			yield trouble("warning", "invalid-utf8", uri, "the file is not valid UTF-8; some characters are lost");
		}
	}

	#tooLarge(uri: string, severity: Diagnostic["severity"]): Collected {
		const limit = Math.round(this.#maxFileBytes / MEGABYTE);
		const message = `the file is larger than the limit of ${limit > 0 ? `${limit} MB` : `${this.#maxFileBytes} bytes`} and was not read; --max-file-size raises it`;
		return trouble(severity, "file-too-large", uri, message);
	}

	/** Relative to the working directory, with forward slashes; a target above it keeps its `../`. */
	#uri(path: string): string {
		const steps = relative(this.#cwd, path);
		return steps === "" ? "." : steps.split(sep).join("/");
	}
}

function trouble(severity: Diagnostic["severity"], code: string, uri: string, message: string): Collected {
	return { kind: "diagnostic", diagnostic: { severity, code, message, uri, line: null } };
}

/** Whether there may be comments that accept findings; a search of bytes, so that most files are never looked at for them. */
function holdsMark(bytes: Uint8Array): boolean {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(MARK);
}

/** The system's word for what went wrong; never anything read from a file. */
function because(error: unknown): string {
	const code = (error as NodeJS.ErrnoException | null)?.code;
	return typeof code === "string" ? ` (${code})` : "";
}

async function readHead(path: string): Promise<string> {
	const handle = await open(path);
	try {
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
		return buffer.toString("utf8", 0, bytesRead);
	} finally {
		await handle.close();
	}
}

/** The innermost of some folders that a file lies in, up to a root; null where it lies in none. */
function enclosing(path: string, folders: ReadonlySet<string>, root: string): string | null {
	if (folders.size === 0) return null;
	for (let folder = dirname(path); folder.length >= root.length; folder = dirname(folder)) {
		if (folders.has(folder)) return folder;
		if (folder === dirname(folder)) break;
	}
	return null;
}

/** Text of a kustomization, or nothing where it cannot be read: reading it as input reports that. */
async function readSmall(path: string): Promise<string> {
	try {
		return (await stat(path)).size > MEGABYTE ? "" : await readFile(path, "utf8");
	} catch {
		return "";
	}
}
