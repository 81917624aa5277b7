import { escapeTerminal } from "../escape.ts";

/** Cuts a text to a number of UTF-16 units, never through a character. */
export function cut(text: string, length: number): string {
	if (text.length <= length) return text;
	return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/**
 * Text from the input as one line of a SARIF message: nothing in it is a link, which SARIF writes as `[text](target)`.
 * @param length most characters.
 */
export function messageText(text: string, length: number): string {
	// What is cut off anyway need not be escaped first.
	return cut(escapeTerminal(text.slice(0, length * 4)).replaceAll("](", "] ("), length);
}
