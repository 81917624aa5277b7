import { diffArrays } from "diff";
import type { Fix } from "../../model/report.ts";

/** Changes with no more lines between them than this are told as one. */
const NEAR = 1;

/**
 * The lines by which two texts differ. What is only added is told as a change of the line before it, which a review can
 * point at.
 */
export function lineChanges(uri: string, before: string, after: string): Fix["changes"] {
	const [old, lines] = [linesOf(before), linesOf(after)];
	const stretches: Stretch[] = [];
	let [at, now] = [0, 0];
	for (const { added, removed, count } of diffArrays(old, lines)) {
		const [to, end] = [at + (added ? 0 : count), now + (removed ? 0 : count)];
		if (added || removed) {
			const last = stretches.at(-1);
			if (last !== undefined && at - last.to <= NEAR) Object.assign(last, { to, end });
			else stretches.push({ from: at, to, start: now, end });
		}
		[at, now] = [to, end];
	}
	return stretches.map((stretch) => {
		const { from, to, start, end } = onLines(stretch);
		const text = lines.slice(start, end).join("");
		return { uri, startLine: from + 1, endLine: to, text: text === "" || text.endsWith("\n") ? text : `${text}\n` };
	});
}

/** Lines that differ: of the old text `from` up to `to`, of the new one `start` up to `end`; 0-based, ends excluded. */
interface Stretch {
	from: number;
	to: number;
	start: number;
	end: number;
}

/** The stretch with a line of the old text in it: that before what is added, or, at the very start, that after it. */
function onLines(stretch: Stretch): Stretch {
	const { from, to, start, end } = stretch;
	if (to > from) return stretch;
	return from > 0 ? { from: from - 1, to, start: start - 1, end } : { from, to: to + 1, start, end: end + 1 };
}

function linesOf(text: string): string[] {
	return text.split(/(?<=\n)/);
}
