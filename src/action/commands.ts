import { randomUUID } from "node:crypto";
import { escapeTerminal, visible } from "../report/escape.ts";

/** How grave an annotation is shown. */
export type Level = "error" | "warning" | "notice";

/** Text as the value of a workflow command: it stays one line, and the runner decodes it. */
export function escapeData(text: string): string {
	return visible(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Text as a property of a workflow command, where a comma or a colon would end it. */
export function escapeProperty(text: string): string {
	return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/**
 * A workflow command as a line of the log.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function workflowCommand(name: string, properties: Record<string, string | number>, message: string): string {
	const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
	return `::${name}${written.length === 0 ? "" : ` ${written.join(",")}`}::${escapeData(message)}\n`;
}

/** Text of any origin as lines of the log, none of which is a command to the runner. */
export function plainLines(text: string): string {
	return text.split("\n").map(escapeTerminal).join("\n");
}

/**
 * What the Action tells the runner. All of it goes to one stream: the runner reads both, and their order would be
 * lost between two.
 */
export class ActionLog {
	readonly #write: (text: string) => void;
	readonly #shown: Record<Level, number> = { error: 0, warning: 0, notice: 0 };

	constructor(write: (text: string) => void) {
		this.#write = write;
	}

	/** Keeps a secret out of the log of this job. */
	mask(secret: string): void {
		for (const line of secret.split(/[\r\n]+/)) {
			if (line.trim() !== "") this.#write(`::add-mask::${line.replaceAll("%", "%25")}\n`);
		}
	}

	/** Prints text of any origin. */
	text(text: string): void {
		this.#write(plainLines(text));
	}

	/** Prints a line of any origin. */
	line(text: string): void {
		this.text(`${text}\n`);
	}

	/**
	 * Prints a long text folded under a title. While it is printed the runner takes no commands, whatever the text holds:
	 * the word that ends this is drawn for each.
	 */
	group(title: string, text: string): void {
		const token = `assay-${randomUUID()}`;
		this.#write(`::group::${escapeData(title)}\n::stop-commands::${token}\n`);
		this.#write(text.endsWith("\n") ? text : `${text}\n`);
		this.#write(`::${token}::\n::endgroup::\n`);
	}

	/** Shows an annotation on the run, and on the file where one is named. */
	annotate(level: Level, properties: Record<string, string | number>, message: string): void {
		this.#shown[level] += 1;
		this.#write(workflowCommand(level, properties, message));
	}

	/** Something the user asked for that could not be done. */
	warning(message: string): void {
		this.annotate("warning", { title: "Assay" }, message);
	}

	/** Number of annotations so far: the runner counts all of a step. */
	shown(level: Level): number {
		return this.#shown[level];
	}
}
