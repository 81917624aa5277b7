import type { Severity } from "../model/rule.ts";

/** How a piece of text for a terminal stands out. */
export type Style = "bold" | "dim" | "good" | Severity;

const CODES: Record<Style, string> = {
	bold: "1",
	dim: "2",
	good: "32",
	critical: "1;35",
	high: "31",
	medium: "33",
	low: "36",
	info: "2",
};

/** Puts ANSI colour codes around a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** @param color whether there are any colours. */
export function painter(color: boolean | undefined): Paint {
	return color === true ? (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m` : (_, text) => text;
}
