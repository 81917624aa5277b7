import { isUtf8 } from "node:buffer";
import { lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { decode } from "../collect/read.ts";

/** A file that cannot be written as it should: one clause. */
export class NotWritten extends Error {
	override readonly name = "NotWritten";
}

/**
 * The files and folders that may be written to: the targets, resolved. A link that is named leads only to what lies below
 * the working directory.
 */
export function writableRoots(cwd: string, targets: readonly string[]): string[] {
	const here = realpathSync(cwd);
	const roots: string[] = [];
	for (const target of targets) {
		const named = resolve(cwd, target);
		try {
			const real = realpathSync(named);
			if (!lstatSync(named).isSymbolicLink() || isInside(real, here)) roots.push(real);
		} catch {
			// Reading it has told what is wrong with it.
		}
	}
	return roots;
}

/**
 * Puts a new text in the place of a file's, at once or not at all; its mode and byte order mark stay.
 * @param before the text the new one was made from.
 * @throws NotWritten where the file lies elsewhere, has changed since, or cannot be written.
 */
export async function replaceText(
	path: string,
	before: string,
	after: string,
	roots: readonly string[],
): Promise<void> {
	try {
		const real = realpathSync(path);
		if (!roots.some((root) => isInside(real, root)))
			throw new NotWritten("it is a link that leads out of what was scanned");
		const info = statSync(real);
		if (!info.isFile()) throw new NotWritten("it is no plain file");
		const bytes = readFileSync(real);
		if (!isUtf8(bytes)) throw new NotWritten("it is not valid UTF-8, and characters would be lost");
		if (decode(bytes) !== before) throw new NotWritten("it has changed since it was read");
		await replaceFile(real, `${hasMark(bytes) ? "\ufeff" : ""}${after}`, info.mode);
	} catch (error) {
		if (error instanceof NotWritten) throw error;
		throw new NotWritten(`it cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown"})`);
	}
}

async function replaceFile(path: string, text: string, mode: number): Promise<void> {
	const draft = join(dirname(path), `.${basename(path)}.assay-${process.pid}`);
	// Never through something that is there already.
	const file = await open(draft, "wx", 0o600);
	try {
		try {
			await file.writeFile(text);
			await file.chmod(mode & 0o7777);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(draft, path);
	} catch (error) {
		await unlink(draft).catch(() => {});
		throw error;
	}
}

function hasMark(bytes: Uint8Array): boolean {
	return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function isInside(path: string, folder: string): boolean {
	return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
