import { jsonEntries } from "../../collect/json.ts";
import { lineStarts } from "../../collect/lines.ts";
import type { Place } from "../kubernetes.ts";

/** Finds resources in a plan file. */
export interface PlanLocator {
	/** The line of a resource's address where the plan is spread over lines, else the file's first line. */
	locate(address: string): Place;
}

const FIRST_LINE: Place = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1, precision: "file" };

/** A locator for a plan in JSON. Never throws. */
export function createPlanLocator(text: string): PlanLocator {
	let lines: Map<string, Place> | null = null;
	return {
		locate(address) {
			lines ??= addressLines(text);
			return lines.get(address) ?? FIRST_LINE;
		},
	};
}

function addressLines(text: string): Map<string, Place> {
	const lines = new Map<string, Place>();
	// Terraform writes a plan on one line; only formatted ones have lines worth telling.
	if (!text.trimEnd().includes("\n")) return lines;
	const starts = lineStarts(text);
	let line = 0;
	try {
		const changes = jsonEntries(text, text.indexOf("{")).get("resource_changes");
		if (changes === undefined) return lines;
		for (const change of jsonEntries(text, changes.value).values()) {
			const address = jsonEntries(text, change.value).get("address");
			if (address === undefined || text[address.value] !== '"') continue;
			while (line + 1 < starts.length && starts[line + 1]! <= address.start) line++;
			const lineStart = starts[line]!;
			const name = JSON.parse(text.slice(address.value, address.end)) as string;
			if (lines.has(name)) continue;
			lines.set(name, {
				startLine: line + 1,
				startColumn: address.start - lineStart + 1,
				endLine: line + 1,
				endColumn: address.end - lineStart + 1,
				precision: "object",
			});
		}
	} catch {
		// Not what was scanned any more: the file stays the answer.
	}
	return lines;
}
