import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";

/** GitHub drops the summary of a step that is larger. @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits */
export const MAX_SUMMARY_BYTES = 1024 * 1024;

/**
 * Outputs as the runner's file takes them. A value ends at a word drawn for it: none can hold the end, and with it
 * outputs of its own.
 */
export function formatOutputs(outputs: Record<string, string | number | boolean>): string {
	const parts = Object.entries(outputs).map(([name, value]) => {
		const end = `assay-${randomUUID()}`;
		return `${name}<<${end}\n${value}\n${end}\n`;
	});
	return parts.join("");
}

/** Adds to one of the runner's files; outside of a runner there is none. */
export function appendTo(path: string | undefined, text: string): void {
	if (path !== undefined && path !== "") appendFileSync(path, text);
}
