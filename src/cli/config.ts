import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { ScanError } from "../choices.ts";
import type { Io } from "./io.ts";
import type { ScanCommandOptions } from "./scan-options.ts";

const NAMES = ["assay.yaml", ".assay.yaml"];

/**
 * Reads the configuration: the file named, or assay.yaml / .assay.yaml in the folder or the nearest one above it.
 * An empty result where there is none.
 * @throws ScanError that lists every fault by line and path.
 */
export async function loadConfig(cwd: string, named: string | undefined): Promise<ScanCommandOptions> {
	const file = named === undefined ? findUpward(cwd) : resolve(cwd, named);
	if (file === null) return {};
	// Most scans have no configuration file and should not load a validator.
	const { parseConfig } = await import("./config-file.ts");
	let text: string;
	try {
		text = await readFile(file, "utf8");
	} catch (error) {
		throw new ScanError(
			`${named ?? file}: the configuration cannot be read (${(error as NodeJS.ErrnoException).code})`,
		);
	}
	return parseConfig(relative(cwd, file), dirname(file), text);
}

/**
 * What of a configuration holds where only files are scanned. One that is shared with the nightly scan must not fail the
 * Action, which cannot do the rest, and which no file of a pull request may send anywhere.
 */
export function leaveForFiles(config: ScanCommandOptions, io: Io): ScanCommandOptions {
	if (io.filesOnly !== true) return config;
	const { history, historyStream, alerts, live, kustomize, helm, values, ...rest } = config;
	const left = Object.entries({ history, alerts, live, kustomize, helm }).filter(([, value]) => value !== undefined);
	if (left.length > 0) {
		io.stderr(`note: not done by the Action, which scans files: ${left.map(([name]) => name).join(", ")}\n`);
	}
	return rest;
}

function findUpward(folder: string): string | null {
	for (const name of NAMES) {
		const file = join(folder, name);
		if (existsSync(file)) return file;
	}
	const parent = dirname(folder);
	return parent === folder ? null : findUpward(parent);
}
