import { existsSync, readFileSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";

/** An exception file or option that a scan cannot start with; the message names it. */
export class WaivingError extends Error {
	override readonly name = "WaivingError";
}

/** A file that people write. */
export interface GivenFile {
	/** As diagnostics name it. */
	uri: string;
	text: string;
}

/**
 * Reads the file that was asked for, else the one of the standard name, else nothing.
 * @throws WaivingError where it is there, or was asked for, and cannot be read.
 */
export function readOptional(cwd: string, given: string | undefined, standard: string): GivenFile | null {
	if (given !== undefined) return readGiven(cwd, given);
	return existsSync(resolve(cwd, standard)) ? readGiven(cwd, standard) : null;
}

/** @throws WaivingError where the file cannot be read. */
export function readGiven(cwd: string, given: string): GivenFile {
	const path = resolve(cwd, given);
	const uri = shownPath(cwd, path);
	try {
		// A pipe that nobody writes to would be waited for.
		if (!statSync(path).isFile()) throw new WaivingError(`${uri}: it is not a file`);
		return { uri, text: readFileSync(path, "utf8").replace(/^\ufeff/, "") };
	} catch (error) {
		if (error instanceof WaivingError) throw error;
		throw new WaivingError(`${uri}: the file cannot be read${because(error)}`);
	}
}

/** A path as messages show it: relative, with forward slashes on every system. */
export function shownPath(cwd: string, path: string): string {
	return relative(cwd, path).split(sep).join("/");
}

/** The system's word for what went wrong; never anything read from a file. */
export function because(error: unknown): string {
	const code = (error as NodeJS.ErrnoException | null)?.code;
	return typeof code === "string" ? ` (${code})` : "";
}
