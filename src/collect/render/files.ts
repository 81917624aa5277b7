import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { compareText } from "../../order.ts";
import { decode } from "../read.ts";
import type { SourceLine } from "./rendering.ts";

/** Files of the repository, by paths and by uris. Asks the disk once for each. */
export class Files {
	readonly #cwd: string;
	readonly #realCwd: string;
	readonly #lines = new Map<string, string[]>();

	constructor(cwd: string) {
		this.#cwd = resolve(cwd);
		this.#realCwd = realpathSync(this.#cwd);
	}

	/** The uri of an existing file, relative to the working directory; null where there is none by that path. */
	uriOf(path: string): string | null {
		try {
			const real = realpathSync(path);
			if (!statSync(real).isFile()) return null;
			const steps = relative(this.#realCwd, real);
			// Another drive.
			if (isAbsolute(steps) || realpathSync(resolve(this.#cwd, steps)) !== real) return null;
			return steps.split(sep).join("/");
		} catch {
			return null;
		}
	}

	isFolder(path: string): boolean {
		try {
			return statSync(path).isDirectory();
		} catch {
			return false;
		}
	}

	/** Names of the folders in a folder, sorted. */
	folders(path: string): string[] {
		try {
			const entries = readdirSync(path, { withFileTypes: true });
			return entries
				.filter((entry) => entry.isDirectory())
				.map(({ name }) => name)
				.sort(compareText);
		} catch {
			return [];
		}
	}

	/** A line's text, without its end; null where there is none. */
	line({ uri, line }: SourceLine): string | null {
		let lines = this.#lines.get(uri);
		if (lines === undefined) {
			lines = (this.text(uri) ?? "").split("\n");
			this.#lines.set(uri, lines);
		}
		return lines[line - 1]?.trimEnd() ?? null;
	}

	text(uri: string): string | null {
		try {
			return decode(readFileSync(resolve(this.#cwd, uri)));
		} catch {
			return null;
		}
	}
}
