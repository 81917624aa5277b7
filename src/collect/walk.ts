import type { Dirent } from "node:fs";
import { lstat, readdir, readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { compareText } from "../order.ts";

/** A file that a walk found, or something it left out. Paths are absolute and resolved. */
export type WalkEntry =
	| { kind: "file"; path: string; inChartTemplates: boolean }
	| { kind: "skipped"; path: string; reason: string }
	| { kind: "unreadable"; path: string };

/** Folders that never hold input of ours. */
const NEVER_ENTERED = new Set([".git", "node_modules", ".terraform"]);

/** What is opened in a folder; `Kustomization` has no extension but names patches. */
const OPENED = /(?:\.(?:ya?ml|json|tfplan)|^Kustomization)$/i;

const IGNORE_FILES = [".gitignore", ".assayignore"];

/** The patterns of one folder; of several that apply the last matching one decides. */
interface IgnoreLevel {
	folder: string;
	patterns: Ignore;
}

/**
 * Lists the candidate files below a folder, depth first, sorted by name. Honours `.gitignore` and `.assayignore` there,
 * in its subfolders, and in the parents up to the root of the git repository. Links are not followed: what they point
 * to inside the folder is found anyway, and nothing outside is read. `root` is a resolved path.
 */
export async function* walk(root: string): AsyncGenerator<WalkEntry> {
	let levels = await parentLevels(root);
	// A folder that is named although its parents ignore it is meant to be read.
	if (isIgnored(root, true, levels)) levels = [];
	yield* walkFolder({ path: root, root, levels, inChartTemplates: await isInChartTemplates(join(root, "x")) });
}

interface WalkState {
	path: string;
	/** Links must not lead out of it. */
	root: string;
	levels: IgnoreLevel[];
	inChartTemplates: boolean;
}

async function* walkFolder(state: WalkState): AsyncGenerator<WalkEntry> {
	let entries: Dirent[];
	try {
		entries = await readdir(state.path, { withFileTypes: true });
	} catch {
		yield { kind: "unreadable", path: state.path };
		return;
	}
	entries.sort((left, right) => compareText(left.name, right.name));
	const names = new Set(entries.map(({ name }) => name));
	const levels = [...state.levels, ...(await readLevels(state.path, names))];
	for (const entry of entries) {
		const path = join(state.path, entry.name);
		if (entry.isDirectory()) {
			if (NEVER_ENTERED.has(entry.name) || isIgnored(path, true, levels)) continue;
			const inChartTemplates = state.inChartTemplates || (entry.name === "templates" && names.has("Chart.yaml"));
			yield* walkFolder({ ...state, path, levels, inChartTemplates });
		} else if (entry.isSymbolicLink()) {
			if (isIgnored(path, false, levels)) continue;
			const reason = await linkTrouble(path, state.root);
			if (reason !== null) yield { kind: "skipped", path, reason };
		} else if (OPENED.test(entry.name) && !isIgnored(path, false, levels)) {
			if (entry.isFile()) yield { kind: "file", path, inChartTemplates: state.inChartTemplates };
			else yield { kind: "skipped", path, reason: "not-a-file" };
		}
	}
}

/** Why a link is worth a word: it leads out of the tree, or nowhere. */
async function linkTrouble(path: string, root: string): Promise<string | null> {
	try {
		const target = await realpath(path);
		if (isInside(target, root)) return null;
		return (await stat(target)).isDirectory() || OPENED.test(path) ? "link-out-of-tree" : null;
	} catch {
		return OPENED.test(path) ? "broken-link" : null;
	}
}

function isInside(path: string, folder: string): boolean {
	return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Whether a file lies in the `templates` folder of a Helm chart. */
export async function isInChartTemplates(path: string): Promise<boolean> {
	for (let folder = dirname(path); dirname(folder) !== folder; folder = dirname(folder)) {
		if (!folder.endsWith(`${sep}templates`)) continue;
		if (await exists(join(dirname(folder), "Chart.yaml"))) return true;
	}
	return false;
}

/** Ignore files above a folder, outermost first, from the root of its git repository on; none outside a repository. */
async function parentLevels(folder: string): Promise<IgnoreLevel[]> {
	const parents: string[] = [];
	for (let at = folder; ; at = dirname(at)) {
		if (at !== folder) parents.unshift(at);
		if (await exists(join(at, ".git"))) break;
		if (dirname(at) === at) return [];
	}
	const levels: IgnoreLevel[] = [];
	for (const parent of parents) levels.push(...(await readLevels(parent, null)));
	return levels;
}

async function readLevels(folder: string, names: Set<string> | null): Promise<IgnoreLevel[]> {
	const levels: IgnoreLevel[] = [];
	for (const name of IGNORE_FILES) {
		if (names !== null && !names.has(name)) continue;
		try {
			const text = await readFile(join(folder, name), "utf8");
			levels.push({ folder, patterns: ignore({ ignorecase: false }).add(text) });
		} catch {
			// Absent, or not readable: nothing is ignored by it.
		}
	}
	return levels;
}

function isIgnored(path: string, isFolder: boolean, levels: IgnoreLevel[]): boolean {
	let ignored = false;
	for (const { folder, patterns } of levels) {
		const steps = relative(folder, path).split(sep).join("/");
		if (steps === "" || steps.startsWith("../")) continue;
		const verdict = patterns.test(isFolder ? `${steps}/` : steps);
		if (verdict.ignored) ignored = true;
		else if (verdict.unignored) ignored = false;
	}
	return ignored;
}

async function exists(path: string): Promise<boolean> {
	try {
		await lstat(path);
		return true;
	} catch {
		return false;
	}
}
