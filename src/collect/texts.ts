import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { decode } from "./read.ts";

/** The text of an input by its uri, read once more for lines and comments; null where it cannot be read again. */
export type ReadText = (uri: string) => string | null;

/**
 * @param cwd Folder that uris are relative to.
 * @param kept Inputs that are no files: standard input, what other programs rendered.
 */
export function createReadText(cwd: string, kept: ReadonlyMap<string, Uint8Array> = new Map()): ReadText {
	return (uri) => {
		const bytes = kept.get(uri);
		if (bytes !== undefined) return decode(bytes);
		try {
			const path = resolve(cwd, uri);
			// A pipe is empty by now, and opening it may wait for ever.
			return statSync(path).isFile() ? decode(readFileSync(path)) : null;
		} catch {
			return null;
		}
	};
}
