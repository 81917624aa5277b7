import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import { STDIN_URI } from "../../collect/collect.ts";
import { asObject } from "../../normalize/terraform/json.ts";
import { compareText } from "../../order.ts";
import type { CodeFiles } from "./code-files.ts";
import { ModuleCode } from "./module-code.ts";
import { type RootNames, shareFound } from "./plan-names.ts";

/** Where a search does not go: tools' own folders. */
const NEVER_ENTERED = new Set(["node_modules", "vendor", "dist", "target"]);
/** How far a search goes below the repository, and how many folders it looks at. */
const MAX_DEPTH = 6;
const MAX_FOLDERS = 2000;
/** Code parsed in a search, in files. */
const MAX_PARSED = 2000;

/** The root module of a plan. */
export interface Root {
	folder: string;
	code: ModuleCode;
}

/** The outcome of looking for it: found, or the folders that fit equally well. */
export type RootSearch = { root: Root } | { root: null; alike: string[] };

/** The folder of a plan; of one from standard input the working folder. */
export function planFolder(uri: string, cwd: string): string {
	return uri === STDIN_URI ? cwd : dirname(resolve(cwd, uri));
}

/** The git repository that a folder lies in, else the working folder where that encloses it, else the folder itself. */
export function boundaryOf(folder: string, cwd: string): string {
	for (let at = folder; ; at = dirname(at)) {
		if (existsSync(join(at, ".git"))) return at;
		if (dirname(at) === at) break;
	}
	return folder === cwd || folder.startsWith(cwd.endsWith(sep) ? cwd : cwd + sep) ? cwd : folder;
}

/**
 * Whether a folder that is named, or the plan's own, is its root. Code changes, so that half of the plan's names will do;
 * where most of the code is unknown to the plan, it was made from other code with some of the same names.
 */
export function rootAt(folder: string, names: RootNames, files: CodeFiles, cwd: string): Root | null {
	const code = ModuleCode.read(folder, boundaryOf(folder, cwd), files);
	if (code === null) return null;
	const share = shareFound(names, code);
	if (share === null) return { folder, code };
	const common = share * (names.resources.size + names.calls.size);
	// A plan without configuration does not name what has no instances.
	const isKnown = names.configuration === null || common > code.size / 2;
	return share >= 0.5 && isKnown ? { folder, code } : null;
}

/**
 * Looks for the root of a plan that lies elsewhere, in the repository around it and around the working folder. Folders there count only
 * where they are just what the plan was made from: same resources, calls and variables, and all arguments. Of several
 * (one for each environment) the one whose name the plan's path holds.
 */
export function searchRoot(
	uri: string,
	names: RootNames,
	{ files, cwd, nearby }: { files: CodeFiles; cwd: string; nearby: NearbyFolders },
): RootSearch {
	const own = planFolder(uri, cwd);
	if (names.configuration === null || names.resources.size + names.calls.size === 0) return { root: null, alike: [] };
	const words = [...names.resources, ...names.calls].flatMap((name) => name.split("."));
	const found: Root[] = [];
	for (const folder of nearby.below([boundaryOf(own, cwd), boundaryOf(cwd, cwd)])) {
		if (folder === own) continue;
		const boundary = boundaryOf(folder, cwd);
		if (!files.mentions(folder, boundary, words)) continue;
		const code = ModuleCode.read(folder, boundary, files);
		if (code !== null && isExact(names, code)) found.push({ folder, code });
	}
	const hints = new Set(wordsOf(uri));
	const named = found.filter(({ folder }) => hints.has(basename(folder).toLowerCase()));
	const [only, ...others] = named.length > 0 ? named : found;
	if (only !== undefined && others.length === 0) return { root: only };
	const alike = (named.length > 0 ? named : found).map(({ folder }) => files.uri(folder));
	return { root: null, alike: alike.sort(compareText) };
}

/** `plans/prod-eu/plan.json` → plans, prod-eu, prod, eu, plan. */
function wordsOf(uri: string): string[] {
	const parts = uri
		.slice(0, uri.length - extname(uri).length)
		.toLowerCase()
		.split("/");
	return [...parts, ...parts.flatMap((part) => part.split(/[^a-z0-9]+/))].filter((word) => word !== "");
}

function isExact(names: RootNames, code: ModuleCode): boolean {
	if (shareFound(names, code) !== 1 || code.size !== names.resources.size + names.calls.size) return false;
	const { root } = names.configuration!;
	const variables = Object.keys(root.variables);
	if (variables.length !== code.variables.length || variables.some((name) => code.variable(name) === null))
		return false;
	for (const [local, resource] of root.resources) {
		const written = code.resource(local)!;
		const types = new Set(written.blocks.map(({ item }) => (item.type === "dynamic" ? item.labels[0] : item.type)));
		for (const name of Object.keys(asObject(resource.expressions) ?? {})) {
			if (!written.attributes.has(name) && !types.has(name)) return false;
		}
	}
	return true;
}

/** Folders with Terraform code, remembered: many plans may lie in one repository. */
export class NearbyFolders {
	readonly #found = new Map<string, string[]>();

	/** Breadth first and sorted; links are not followed. */
	below(starts: string[]): string[] {
		return [...new Set(starts.flatMap((start) => this.#below(start)))];
	}

	#below(start: string): string[] {
		const known = this.#found.get(start) ?? foldersBelow(start);
		this.#found.set(start, known);
		return known;
	}
}

function foldersBelow(start: string): string[] {
	const found: string[] = [];
	const queue = [{ path: start, depth: 0 }];
	let files = 0;
	for (let at = 0; at < queue.length && at < MAX_FOLDERS; at++) {
		const { path, depth } = queue[at]!;
		const { folders, code } = entriesOf(path);
		if (code > 0 && files + code <= MAX_PARSED) {
			files += code;
			found.push(path);
		}
		if (depth < MAX_DEPTH) for (const name of folders) queue.push({ path: join(path, name), depth: depth + 1 });
	}
	return found;
}

function entriesOf(path: string): { folders: string[]; code: number } {
	try {
		const entries = readdirSync(path, { withFileTypes: true });
		const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
		return {
			folders: folders.filter((name) => !name.startsWith(".") && !NEVER_ENTERED.has(name)).sort(compareText),
			code: entries.filter(({ name }) => /\.(?:tf|tofu)(?:\.json)?$/.test(name)).length,
		};
	} catch {
		return { folders: [], code: 0 };
	}
}

/** Whether a path is a folder. */
export function isFolder(path: string): boolean {
	try {
		return statSync(path).isDirectory();
	} catch {
		return false;
	}
}

/** Whether a folder is one of Terraform's own, where it keeps what it downloads. */
export function isDownloaded(folder: string, root: string): boolean {
	return relative(root, folder).split(sep).includes(".terraform");
}
