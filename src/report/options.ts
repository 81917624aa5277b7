import type { ReadText } from "../collect/texts.ts";

/** What a writer may vary. Writers see no clock, folder or terminal of their own. */
export interface WriterOptions {
	/** Console: ANSI colours. */
	color?: boolean;
	/** Console: every inconclusive check and every diagnostic. */
	verbose?: boolean;
	/** Console: width in columns; default 80. */
	width?: number;
	/** Markdown: most characters to write; default 60,000, which fits a pull-request comment. */
	maxCharacters?: number;
	/** Markdown: the files as they were scanned, for the lines that fixes replace; without it only new lines are shown. */
	readText?: ReadText;
}
