import type { ReadText } from "../collect/texts.ts";
import type { Fix } from "../model/report.ts";
import { visibleLine } from "./escape.ts";

/**
 * A fix as a block of Markdown with the lines that go and those that come.
 * @param readText gives the files as they were scanned; without it only what comes is shown.
 */
export function fixDiff(fix: Fix, readText?: ReadText): string {
	const texts = new Map<string, string[] | null>();
	const lines: string[] = [];
	for (const { uri, startLine, endLine, text } of fix.changes) {
		let file = texts.get(uri);
		if (file === undefined) {
			file = readText?.(uri)?.split(/\r?\n/) ?? null;
			texts.set(uri, file);
		}
		const after = text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/);
		lines.push(`@@ ${uri}:${startLine} @@`, ...differing(file?.slice(startLine - 1, endLine) ?? [], after));
	}
	return fenced("diff", lines.map(visibleLine).join("\n"));
}

/** A change as what GitHub makes a suggestion of, in a review comment on the lines it replaces. */
export function suggestionBlock({ text }: Fix["changes"][number]): string {
	return fenced("suggestion", text.replace(/\r?\n$/, ""));
}

/** What both have at the start and at the end is shown once. */
function differing(before: string[], after: string[]): string[] {
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	while (start < shorter && before[start] === after[start]) start++;
	let end = 0;
	while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
	return [
		...before.slice(0, start).map((line) => ` ${line}`),
		...before.slice(start, before.length - end).map((line) => `-${line}`),
		...after.slice(start, after.length - end).map((line) => `+${line}`),
		...before.slice(before.length - end).map((line) => ` ${line}`),
	];
}

/** A block that nothing in the text ends before its time. */
function fenced(language: string, text: string): string {
	const longest = [...text.matchAll(/`+/g)].reduce((length, [run]) => Math.max(length, run.length), 2);
	const fence = "`".repeat(longest + 1);
	return `${fence}${language}\n${text}\n${fence}`;
}
