import { lstatSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { ScanError } from "../choices.ts";

/**
 * Holds a report to the workspace: what is checked out there may hold links that lead elsewhere.
 * @throws ScanError where the file would be written outside, or through a link.
 */
export function checkReportPath(workspace: string, file: string): void {
	const path = resolve(workspace, file);
	if (!isInside(resolve(workspace), path)) throw new ScanError(`${file}: reports are written inside the workspace`);
	const root = realpathSync(workspace);
	const folder = realPath(existingFolder(dirname(path)));
	if (folder !== root && (folder === null || !isInside(root, folder))) {
		throw new ScanError(`${file}: a link on the way leads out of the workspace`);
	}
	const stat = lstatSync(path, { throwIfNoEntry: false });
	if (stat?.isSymbolicLink()) throw new ScanError(`${file}: a link; reports are written to files of their own`);
}

function isInside(folder: string, path: string): boolean {
	const way = relative(folder, path);
	return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The nearest folder above that is there; a link that leads nowhere counts as there. */
function existingFolder(folder: string): string {
	const parent = dirname(folder);
	if (parent === folder || lstatSync(folder, { throwIfNoEntry: false }) !== undefined) return folder;
	return existingFolder(parent);
}

/** Null for a link that leads nowhere. */
function realPath(path: string): string | null {
	try {
		return realpathSync(path);
	} catch {
		return null;
	}
}
