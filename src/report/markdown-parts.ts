import { codeSpan, escapeMarkdown } from "./escape.ts";

/** A part of a comment that folds. @param title safe Markdown. */
export function details(title: string, body: string, open = false): string {
	return `<details${open ? " open" : ""}>\n<summary><b>${title}</b></summary>\n\n${body}\n\n</details>`;
}

/** A text that may carry backticks around code, of which nothing else is to act as markup: one line of Markdown. */
export function prose(text: string): string {
	return text
		.trim()
		.replace(/\s+/g, " ")
		.split(/(`[^`]+`)/)
		.map((part, index) => (index % 2 === 1 ? codeSpan(part.slice(1, -1)) : escapeMarkdown(part)))
		.join("");
}
