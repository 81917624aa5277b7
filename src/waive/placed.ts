import type { SourceComment } from "./comments.ts";
import { type Directive, MARK, parseDirective } from "./directive.ts";

/** A directive and what it covers. */
export interface Placed {
	/** 1-based line of the comment. */
	line: number;
	directive: Directive;
	/** The line whose findings and blocks it covers, the whole file, or nothing. */
	target: number | "file" | null;
}

/** A comment that is meant as a directive and cannot be counted. */
export interface Misplaced {
	line: number;
	why: string;
}

/** A comment that goes on with the values of the one before. */
const CONTINUATION = /^\s*(?:reason|until|owner|ticket)\s*=/;

interface CommentLine {
	line: number;
	text: string;
	ownLine: boolean;
}

/**
 * The directives among the comments of a file. One behind code covers its line; one on its own line covers the first line
 * after the comments it stands in, when that follows at once; `assay:ignore-file` has to stand before all code.
 * @param text the file, `comments` all of its comments in order.
 */
export function placeDirectives(text: string, comments: SourceComment[]): { placed: Placed[]; misplaced: Misplaced[] } {
	const placed: Placed[] = [];
	const misplaced: Misplaced[] = [];
	if (!comments.some((comment) => comment.text.includes(MARK))) return { placed, misplaced };
	const page = new Page(text, comments);
	const lines = comments.flatMap((comment) => page.linesOf(comment));
	for (const [index, { line, text: words, ownLine }] of lines.entries()) {
		const directive = parseDirective(words);
		if (directive === null) continue;
		const next = lines[index + 1];
		if (typeof directive === "string") misplaced.push({ line, why: directive });
		else if (next?.line === line + 1 && CONTINUATION.test(next.text)) {
			// What is not read may be what limits it.
			misplaced.push({ line, why: "all of it has to stand on one line" });
		} else if (!directive.wholeFile) placed.push({ line, directive, target: ownLine ? page.lineAfter(line) : line });
		else if (ownLine && line < page.firstCode) placed.push({ line, directive, target: "file" });
		else misplaced.push({ line, why: `${MARK}-file counts only before the first line of code` });
	}
	return { placed, misplaced };
}

/** The lines of a file, and which of them hold nothing but comments. */
class Page {
	/** 1-based line of the first code, one past the end where there is none. */
	readonly firstCode: number;
	readonly #lines: string[];
	readonly #commentLines = new Set<number>();

	constructor(text: string, comments: SourceComment[]) {
		this.#lines = text.split("\n");
		for (const comment of comments) {
			if (!this.#isAlone(comment)) continue;
			for (let line = comment.line; line <= comment.endLine; line++) this.#commentLines.add(line);
		}
		let first = 1;
		while (first <= this.#lines.length && this.#isBeforeCode(first)) first++;
		this.firstCode = first;
	}

	/** The lines of a comment, without the signs that make it one. */
	linesOf(comment: SourceComment): CommentLine[] {
		const { line, endLine, text } = comment;
		const ownLine = this.#isAlone(comment);
		if (!text.startsWith("/*")) return [{ line, text: text.replace(/^(?:#+|\/\/+)/, ""), ownLine }];
		const words = text.replace(/^\/\*+/, "").replace(/\*+\/$/, "");
		return words.split("\n").map((each, index) => ({
			// Before code on the same line it covers that line.
			line: ownLine ? Math.min(line + index, endLine) : endLine,
			// Lines of a block comment often start with a star.
			text: index === 0 ? each : each.replace(/^\s*\*/, ""),
			ownLine,
		}));
	}

	/** The line that follows the comments around a line; null where that is blank, or the file ends. */
	lineAfter(line: number): number | null {
		let next = line + 1;
		while (this.#commentLines.has(next)) next++;
		// The start of the first document; between documents it is not plain to which of them a comment above belongs.
		if (next < this.firstCode && this.#text(next) === "---") next++;
		while (this.#commentLines.has(next)) next++;
		// A list item may begin below its dash.
		if (this.#text(next) === "-") next++;
		return this.#text(next) === "" ? null : next;
	}

	/** Whether its lines hold no code, neither before nor behind it. */
	#isAlone({ endLine, ownLine, text }: SourceComment): boolean {
		if (!ownLine || !text.startsWith("/*")) return ownLine;
		const last = this.#text(endLine);
		return last.slice(last.lastIndexOf("*/") + 2).trim() === "";
	}

	#isBeforeCode(line: number): boolean {
		const text = this.#text(line);
		return text === "" || this.#commentLines.has(line) || text === "---" || /^%[A-Z]/.test(text);
	}

	#text(line: number): string {
		return (this.#lines[line - 1] ?? "").replace("\ufeff", "").trim();
	}
}
