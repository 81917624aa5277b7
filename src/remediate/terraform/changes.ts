import { structuredPatch } from "diff";
import type { Fix } from "../../model/report.ts";

/**
 * The lines by which two texts differ. What is only added is told as a change of the line before it, which a review can
 * point at.
 */
export function lineChanges(uri: string, before: string, after: string): Fix["changes"] {
	const lines = before.split(/(?<=\n)/);
	const { hunks } = structuredPatch(uri, uri, before, after, undefined, undefined, { context: 0 });
	return hunks.map(({ oldStart, oldLines, lines: changed }) => {
		const text = changed
			.filter((line) => line.startsWith("+"))
			.map((line) => `${line.slice(1)}\n`)
			.join("");
		if (oldLines > 0) return { uri, startLine: oldStart, endLine: oldStart + oldLines - 1, text };
		// Nothing is taken away: the hunk stands before this line, or behind the last.
		const behind = Math.max(oldStart - 1, 1);
		const kept = lines[behind - 1] ?? "";
		const whole = kept.endsWith("\n") ? kept : `${kept}\n`;
		return { uri, startLine: behind, endLine: behind, text: oldStart <= 1 ? text + whole : whole + text };
	});
}
