/** Control characters except line feed, bidirectional controls, invisible characters and lone surrogates. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Replaces characters that act on a terminal or hide text by visible `\u{…}` escapes; line feeds stay. */
export function visible(text: string): string {
	return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/**
 * What the runners of GitHub and Azure take for a command when it is printed: `::name …` at the start of a line, where
 * wrapping may put any word, and `##[name]` anywhere. IPv6 addresses (`::/0`, `::ffff:10.0.0.1`) are none.
 */
const WORKFLOW_COMMAND = /(?<!\S)::(?=[a-z-]+(?:\s|::|$))|##(?=(?:vso)?\[)/gi;

/** A line of a file as it is, tabs and a carriage return at its end included, but for what acts on a terminal or a log. */
export function visibleLine(line: string): string {
	const end = line.endsWith("\r") ? "\r" : "";
	return `${line
		.slice(0, line.length - end.length)
		.split("\t")
		.map(visible)
		.join("\t")
		.replace(WORKFLOW_COMMAND, (sign) => (sign === "::" ? ":\\u{3a}" : "#\\u{23}"))}${end}`;
}

/** Text from the input as one safe line for a terminal or the log of a pipeline. */
export function escapeTerminal(text: string): string {
	return visible(text)
		.replace(/\s*\n\s*/g, " ")
		.replace(WORKFLOW_COMMAND, (sign) => (sign === "::" ? ":\\u{3a}" : "#\\u{23}"));
}

/** Text from the input as one line of Markdown in which nothing is markup, a mention, or ends a table cell. */
export function escapeMarkdown(text: string): string {
	return escapeTerminal(text)
		.replace(/[\\`*_{}[\]<>()#+!|~$]/g, "\\$&")
		.replace(/&/g, "&amp;")
		.replace(/@(?=\w)/g, "@\u2060")
		.replace(/(https?|ftp):(?=\/)/gi, "$1\u2060:");
}

/** Text from the input as a Markdown code span, whatever backticks it holds. */
export function codeSpan(text: string): string {
	const line = escapeTerminal(text).replaceAll("|", "\\|");
	const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
	const fence = "`".repeat(longest + 1);
	const space = line.startsWith("`") || line.endsWith("`") || line === "" ? " " : "";
	return `${fence}${space}${line}${space}${fence}`;
}
