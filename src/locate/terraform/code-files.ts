import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join, posix, relative, resolve, sep } from "node:path";
import { lineAt } from "../../collect/lines.ts";
import type { ReadText } from "../../collect/texts.ts";
import type { Diagnostic } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import { MAX_CODE_LENGTH, type ParseHcl } from "./hcl.ts";
import type { CodeFile, Comment } from "./syntax.ts";
import { parseTfJson } from "./tf-json.ts";

/** Most files read of one folder, and of all folders of a scan. */
const MAX_IN_FOLDER = 1000;
const MAX_FILES = 20_000;

/** Terraform's and OpenTofu's own names; editors' leftovers are none (`.#x.tf`, `#x.tf#`, `x.tf~`). */
const CODE = /^[^.#].*\.(?:tf|tofu)(?:\.json)?$|^[^.#]\.(?:tf|tofu)(?:\.json)?$/;
const OVERRIDE = /^(?:.*_)?override\.(?:tf|tofu)(?:\.json)?$/;

const VALUES = /^terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/;

/** Where files come from that are not on disk: uri → text. */
export type Snapshot = ReadonlyMap<string, string>;

/** A file of code in its module. */
export interface ModuleFile extends CodeFile {
	uri: string;
	/** Whether it changes what the other files say instead of adding to it. */
	override: boolean;
}

/** Reads and parses code files, each once, and remembers what was wrong with them. */
export class CodeFiles {
	readonly #cwd: string;
	readonly #readText: ReadText;
	readonly #parse: ParseHcl;
	readonly #files = new Map<string, CodeFile | null>();
	readonly #folders = new Map<string, ModuleFile[]>();
	/** All code of a folder in one, for a quick look. */
	readonly #texts = new Map<string, string>();
	readonly #diagnostics = new Map<string, Diagnostic>();
	/** Files that are no longer, or never were, on disk. */
	readonly #snapshot = new Map<string, string>();
	/** Folders of modules that plans were made from, and whether they are the user's own. */
	readonly #modules = new Map<string, boolean>();

	constructor(cwd: string, readText: ReadText, parse: ParseHcl) {
		this.#cwd = cwd;
		this.#readText = readText;
		this.#parse = parse;
	}

	/** The uri of a path: relative to the working folder, with forward slashes. */
	uri(path: string): string {
		return relative(this.#cwd, path).split(sep).join("/") || ".";
	}

	/** Notes that a folder is a module of a plan: its faults are worth a word, and, if it is the user's own, its comments count. */
	claim(folder: string, own: boolean): void {
		this.#modules.set(folder, own || this.#modules.get(folder) === true);
	}

	/** Uris of the files in the user's own modules, sorted. */
	own(): string[] {
		const folders = [...this.#modules].filter(([, own]) => own).map(([folder]) => folder);
		return [...new Set(folders.flatMap((folder) => this.#named(folder)))].sort(compareText);
	}

	/** Adds files that stand for missing ones. Those on disk win. */
	provide(folder: string, files: Snapshot): void {
		for (const [name, text] of files) this.#snapshot.set(this.uri(join(folder, name)), text);
		this.#folders.delete(folder);
	}

	/**
	 * The files of a module's folder, sorted by name, override files last: the order in which Terraform applies them.
	 * @param boundary links that lead out of this folder are not followed.
	 */
	folder(path: string, boundary: string): ModuleFile[] {
		const known = this.#folders.get(path);
		if (known !== undefined) return known;
		const onDisk = this.#names(path, boundary);
		const files: ModuleFile[] = [];
		for (const name of onDisk.length > 0 ? onDisk : this.#provided(path)) {
			const uri = this.uri(join(path, name));
			const file = this.#file(uri);
			if (file !== null) files.push({ ...file, uri, override: OVERRIDE.test(name) });
		}
		this.#folders.set(path, inOrder(files));
		return files;
	}

	/** Files that lie nowhere, parsed like those of a folder. */
	parse(snapshot: Snapshot): ModuleFile[] {
		const files: ModuleFile[] = [];
		for (const [name, text] of snapshot) {
			const file = CODE.test(name) ? this.#read(name, text) : null;
			if (file !== null) files.push({ ...file, uri: name, override: OVERRIDE.test(name) });
		}
		return inOrder(files);
	}

	/** Whether all words occur in the code of a folder: a cheap look before it is parsed. */
	mentions(path: string, boundary: string, words: Iterable<string>): boolean {
		const text = this.#texts.get(path) ?? this.#allText(path, boundary);
		this.#texts.set(path, text);
		for (const word of words) if (!text.includes(word)) return false;
		return true;
	}

	/** A parsed file by its uri; null for what was not read. */
	get(uri: string): CodeFile | null {
		return this.#files.get(uri) ?? null;
	}

	/** The comments of a file of the user's own modules; only files that mention the program are worth parsing for them. */
	comments(uri: string): Comment[] {
		const known = this.#files.get(uri);
		if (known !== undefined) return known?.comments ?? [];
		const text = this.#readText(uri) ?? this.#snapshot.get(uri) ?? "";
		return text.includes("assay:") ? (this.#file(uri)?.comments ?? []) : [];
	}

	/** A file beside the code, such as values of variables; null where there is none. */
	beside(path: string): CodeFile | null {
		return this.#file(this.uri(path));
	}

	/** Paths of the files that give the root's variables values, those that win last. */
	valueFiles(path: string, boundary: string): string[] {
		let names: string[];
		try {
			names = readdirSync(path).filter((name) => VALUES.test(name));
		} catch {
			return [];
		}
		// terraform.tfvars first, then the others by name.
		const rank = (name: string) => (name === "terraform.tfvars" ? 0 : name === "terraform.tfvars.json" ? 1 : 2);
		names.sort((left, right) => rank(left) - rank(right) || compareText(left, right));
		return names.map((name) => join(path, name)).filter((file) => this.#isReadable(file, boundary));
	}

	/** What is wrong with files of modules that plans were made from, sorted by file. */
	diagnostics(): Diagnostic[] {
		const folders = new Set([...this.#modules.keys()].map((folder) => this.uri(folder)));
		const ofModules = [...this.#diagnostics.values()].filter(
			({ uri }) => folders.has(folderOf(uri!)) || folders.has(uri!),
		);
		return ofModules.sort((left, right) => compareText(left.uri!, right.uri!));
	}

	#allText(path: string, boundary: string): string {
		return this.#names(path, boundary)
			.map((name) => this.#readText(this.uri(join(path, name))) ?? "")
			.join("\n");
	}

	#named(folder: string): string[] {
		const names = this.#names(folder, folder);
		return (names.length > 0 ? names : this.#provided(folder)).map((name) => this.uri(join(folder, name)));
	}

	#names(path: string, boundary: string): string[] {
		let entries: Dirent[];
		try {
			if (leavesThrough(path, boundary)) return [];
			entries = readdirSync(path, { withFileTypes: true });
		} catch {
			return [];
		}
		const names = entries
			.filter((entry) => CODE.test(entry.name) && (entry.isFile() || entry.isSymbolicLink()))
			.map(({ name }) => name)
			.sort(compareText);
		if (names.length > MAX_IN_FOLDER) {
			this.#note(
				this.uri(path),
				`the folder holds more than ${MAX_IN_FOLDER} files of Terraform code; the rest is not read`,
			);
		}
		return names.slice(0, MAX_IN_FOLDER).filter((name) => this.#isReadable(join(path, name), boundary));
	}

	#provided(path: string): string[] {
		const prefix = this.uri(path) === "." ? "" : `${this.uri(path)}/`;
		const names = [...this.#snapshot.keys()]
			.filter((uri) => uri.startsWith(prefix))
			.map((uri) => uri.slice(prefix.length));
		return names.filter((name) => !name.includes("/") && CODE.test(name)).sort(compareText);
	}

	#isReadable(path: string, boundary: string): boolean {
		try {
			const stat = statSync(path);
			if (!stat.isFile()) return false;
			if (leavesThrough(path, boundary)) {
				this.#note(this.uri(path), "the file is a link out of the tree and is not read");
				return false;
			}
			if (stat.size <= MAX_CODE_LENGTH) return true;
			this.#note(this.uri(path), `the file is larger than ${MAX_CODE_LENGTH / 1024 / 1024} MB and is not read`);
		} catch {
			// A link to nowhere.
		}
		return false;
	}

	#file(uri: string): CodeFile | null {
		const known = this.#files.get(uri);
		if (known !== undefined) return known;
		if (this.#files.size >= MAX_FILES) return null;
		const text = this.#readText(uri) ?? this.#snapshot.get(uri) ?? null;
		const file = text === null ? null : this.#read(uri, text);
		this.#files.set(uri, file);
		if (file === null && text !== null)
			this.#note(uri, "the file is too large or nested too deep to be read as Terraform code");
		const [fault] = file?.faults ?? [];
		if (fault !== undefined) {
			const message = "the Terraform code has a fault of syntax here; findings that stand in it point at the plan";
			this.#note(uri, message, lineAt(file!.text, fault.start));
		}
		return file;
	}

	#read(name: string, text: string): CodeFile | null {
		return name.endsWith(".json") ? parseTfJson(text) : this.#parse(text);
	}

	#note(uri: string, message: string, line: number | null = null): void {
		this.#diagnostics.set(uri, { severity: "note", code: "terraform-code", message, uri, line });
	}
}

/** Sorts in the order in which Terraform applies files. */
function inOrder(files: ModuleFile[]): ModuleFile[] {
	return files.sort(
		(left, right) => Number(left.override) - Number(right.override) || compareText(left.uri, right.uri),
	);
}

function folderOf(uri: string): string {
	return posix.dirname(uri);
}

/**
 * Whether links on the way to a path lead out of a folder. A path that is written to lie outside, as `../modules` may, is fine.
 * @throws when the path does not exist.
 */
function leavesThrough(path: string, boundary: string): boolean {
	const real = realpathSync(path);
	const base = realpathSync(boundary);
	if (real === base || real.startsWith(base.endsWith(sep) ? base : base + sep)) return false;
	return real !== resolve(base, relative(boundary, path));
}
