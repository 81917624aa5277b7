import { lineIndex } from "../collect/lines.ts";
import type { Fix } from "../model/report.ts";

/** Part of a text, as offsets, and what takes its place. */
export interface Splice {
	start: number;
	end: number;
	text: string;
}

/** The text with all splices made. They must be sorted and not overlap; of several at one place the first comes first. */
export function applySplices(text: string, splices: Splice[]): string {
	const parts: string[] = [];
	let at = 0;
	for (const { start, end, text: part } of splices) {
		parts.push(text.slice(at, start), part);
		at = end;
	}
	parts.push(text.slice(at));
	return parts.join("");
}

/**
 * Splices as changes of whole lines: neighbouring ones become one change. What is only added needs a line beside it.
 * @param starts offsets at which the lines of the text start.
 * @param splices sorted, without overlap.
 * @param hidden 0-based lines that must not be shown; null is the answer where one would have to be.
 */
export function lineChanges(
	uri: string,
	text: string,
	starts: number[],
	splices: Splice[],
	hidden: ReadonlySet<number> = new Set(),
): Fix["changes"] | null {
	const eol = lineEnding(text);
	const groups: { first: number; last: number; splices: Splice[] }[] = [];
	for (const splice of splices) {
		const moved = hidden.has(lineIndex(starts, splice.start)) ? belowLine(text, starts, splice, eol) : splice;
		const first = lineIndex(starts, moved.start);
		const last = lineIndex(starts, Math.max(moved.start, moved.end - 1));
		for (let line = first; line <= last; line++) if (hidden.has(line)) return null;
		const open = groups.at(-1);
		if (open !== undefined && first <= open.last + 1) {
			open.last = Math.max(open.last, last);
			open.splices.push(moved);
		} else groups.push({ first, last, splices: [moved] });
	}
	return groups.map(({ first, last, splices: inside }) => {
		const start = starts[first]!;
		const lines = text.slice(start, starts[last + 1] ?? text.length);
		const within = inside.map((splice) => ({ ...splice, start: splice.start - start, end: splice.end - start }));
		const changed = applySplices(lines, within);
		const ended = changed === "" || changed.endsWith("\n") ? changed : `${changed}${eol}`;
		return { uri, startLine: first + 1, endLine: last + 1, text: ended };
	});
}

/** Lines added at the end of one, seen as lines before the next. */
function belowLine(text: string, starts: number[], splice: Splice, eol: string): Splice {
	const next = starts[lineIndex(starts, splice.start) + 1];
	const isAdded = splice.start === splice.end && splice.text.startsWith(eol);
	if (!isAdded || next === undefined || next === text.length) return splice;
	if (text.slice(splice.start, next).trim() !== "") return splice;
	return { start: next, end: next, text: splice.text.slice(eol.length) + eol };
}

/** How the lines of a text end, by its first one. */
export function lineEnding(text: string): "\n" | "\r\n" {
	const first = text.indexOf("\n");
	return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}
