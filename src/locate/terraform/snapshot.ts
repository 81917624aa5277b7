import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { detectBinary } from "../../collect/detect.ts";
import { decode } from "../../collect/read.ts";
import { compareText } from "../../order.ts";
import type { Snapshot } from "./code-files.ts";
import { MAX_CODE_LENGTH } from "./hcl.ts";

/** Bounds on what is read of a folder and of one archive. */
const MAX_ENTRIES = 500;
const MAX_ARCHIVES = 10;
const MAX_ARCHIVE_BYTES = 64 * 1024 * 1024;
const MAX_CODE_BYTES = 32 * 1024 * 1024;
const MAX_CODE_FILES = 5000;

/** Files that are text by their name: an archive is looked for among the others, by its content. */
const TEXT = /\.(?:tf|tofu|tfvars|tfstate|hcl|json|ya?ml|toml|md|txt|log|rego|sh|py|go|[jt]s)$/i;

/** The code that a binary plan was made from, by the key of the module (`""`, `net`, `net.subnet`). */
export type SnapshotModules = Map<string, { directory: string; files: Snapshot }>;

/**
 * The configuration snapshots of the binary plans in a folder, by name. `terraform plan -out` writes a zip archive: beside the plan
 * itself it holds the files of all modules as `tfconfig/m-<key>/…`, and `tfconfig/modules.json` with their folders.
 */
export async function readSnapshots(folder: string): Promise<SnapshotModules[]> {
	const snapshots: SnapshotModules[] = [];
	for (const path of binaryPlans(folder)) {
		const modules = await readSnapshot(path);
		if (modules !== null) snapshots.push(modules);
	}
	return snapshots;
}

function binaryPlans(folder: string): string[] {
	try {
		const entries = readdirSync(folder, { withFileTypes: true });
		const names = entries.filter((entry) => entry.isFile() && !TEXT.test(entry.name)).map(({ name }) => name);
		const paths = names
			.sort(compareText)
			.slice(0, MAX_ENTRIES)
			.map((name) => join(folder, name));
		return paths.filter(isZip).slice(0, MAX_ARCHIVES);
	} catch {
		return [];
	}
}

function isZip(path: string): boolean {
	try {
		if (statSync(path).size > MAX_ARCHIVE_BYTES) return false;
		const file = openSync(path, "r");
		try {
			const start = new Uint8Array(4);
			return readSync(file, start, 0, 4, 0) === 4 && detectBinary(start) === "zip";
		} finally {
			closeSync(file);
		}
	} catch {
		return false;
	}
}

async function readSnapshot(path: string): Promise<SnapshotModules | null> {
	const { unzipSync } = await import("fflate");
	let room = MAX_CODE_BYTES;
	let count = 0;
	try {
		// What an entry is said to unfold to is what room is made for; more does not fit.
		const entries = unzipSync(readFileSync(path), {
			filter({ name, originalSize }) {
				if (!/^tfconfig\/(?:modules\.json|m-[^/]*\/[^/]+)$/.test(name)) return false;
				if (originalSize > MAX_CODE_LENGTH || originalSize > room || ++count > MAX_CODE_FILES) return false;
				room -= originalSize;
				return true;
			},
		});
		return modulesOf(entries);
	} catch {
		// Not an archive of Terraform's, or a damaged one: the code is looked for elsewhere.
		return null;
	}
}

function modulesOf(entries: Record<string, Uint8Array>): SnapshotModules | null {
	const list = entries["tfconfig/modules.json"];
	const manifest: unknown = list === undefined ? null : JSON.parse(decode(list));
	if (!Array.isArray(manifest)) return null;
	const modules: SnapshotModules = new Map();
	for (const entry of manifest as unknown[]) {
		const { Key: key, Dir: directory } = (entry ?? {}) as { Key?: unknown; Dir?: unknown };
		if (typeof key !== "string" || typeof directory !== "string") continue;
		const files = new Map<string, string>();
		const prefix = `tfconfig/m-${key}/`;
		for (const [name, bytes] of Object.entries(entries)) {
			if (name.startsWith(prefix)) files.set(name.slice(prefix.length), decode(bytes));
		}
		modules.set(key, { directory, files });
	}
	return modules;
}
