import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { decode } from "./read.ts";

/** The text of an input by its uri, read once more for lines and comments; null where it cannot be read again. */
export type ReadText = (uri: string) => string | null;

/**
 * @param cwd Folder that uris are relative to.
 * @param kept Inputs that are no files: standard input, what other programs rendered.
 * @param toText Default: as inputs are read, without a byte order mark.
 */
export function createReadText(
	cwd: string,
	kept: ReadonlyMap<string, Uint8Array> = new Map(),
	toText: (bytes: Uint8Array) => string = decode,
): ReadText {
	return (uri) => {
		const bytes = kept.get(uri);
		if (bytes !== undefined) return toText(bytes);
		try {
			const path = resolve(cwd, uri);
			// A pipe is empty by now, and opening it may wait for ever.
			return statSync(path).isFile() ? toText(readFileSync(path)) : null;
		} catch {
			return null;
		}
	};
}

/** UTF-8 text as it is in the file, a byte order mark included: what is hashed must be what others hash. */
export function decodeWhole(bytes: Uint8Array): string {
	return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
