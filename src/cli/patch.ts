import { styleText } from "node:util";
import { createTwoFilesPatch } from "diff";
import type { FixedFile } from "../remediate/fix.ts";
import { visibleLine } from "../report/escape.ts";

/** Lines that come and go in one file: comparing takes time by their square. */
const MAX_EDITS = 4000;

/**
 * The changes of a file as a unified diff that `git apply` takes. What acts on a terminal or the log of a pipeline is made
 * visible, and lines that hold secrets are masked.
 */
export function filePatch({ uri, before, after, secret }: FixedFile, color: boolean): string {
	const options = { context: 3, maxEditLength: MAX_EDITS };
	const patch = createTwoFilesPatch(`a/${uri}`, `b/${uri}`, before, after, undefined, undefined, options);
	if (patch === undefined) return `# ${visibleLine(uri)}: more than ${MAX_EDITS} lines change, which are not shown\n`;
	const lines: string[] = [];
	let line = 0;
	/** What takes the place of a line with a secret may hold it still. */
	let replacesSecret = false;
	for (const text of patch.replace(/^=+\n/, "").replace(/\n$/, "").split("\n")) {
		const hunk = /^@@ -(\d+)/.exec(text);
		const shown = visibleLine(text);
		if (hunk !== null) line = Number(hunk[1]) - 1;
		if (hunk !== null || (line === 0 && /^(?:---|\+\+\+) [ab]\//.test(text))) {
			replacesSecret = false;
			lines.push(paint(shown, hunk === null ? "bold" : "cyan", color));
		} else if (text.startsWith("+")) lines.push(paint(replacesSecret ? maskedLine(shown) : shown, "green", color));
		else if (text.startsWith("\\")) lines.push(shown);
		else {
			const isSecret = secret.has(line);
			const masked = isSecret ? maskedLine(shown) : shown;
			line++;
			replacesSecret = text.startsWith("-") && (isSecret || replacesSecret);
			lines.push(text.startsWith("-") ? paint(masked, "red", color) : masked);
		}
	}
	return `${lines.join("\n")}\n`;
}

/** A line without what follows its key; one that a carriage return ends, too. */
function maskedLine(line: string): string {
	return line.replace(/^([ +-]\s*(?:-\s+)*(?:[\w."'/-]+:\s)?)[\s\S]*?(\r?)$/, "$1***$2");
}

function paint(text: string, style: "bold" | "cyan" | "green" | "red", color: boolean): string {
	return color ? styleText(style, text, { validateStream: false }) : text;
}
