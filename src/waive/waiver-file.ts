import schema from "../../rules/schema/waivers.schema.json" with { type: "json" };
import type { Suppression } from "../model/report.ts";
import type { Diagnostic } from "../model/resource.ts";
import type { Rule } from "../model/rule.ts";
import { readStatements } from "./statement-file.ts";

/** An approved exception. */
export interface Waiver {
	rule: Rule;
	/** Key or glob. */
	resource: string;
	/** Id of the framework it holds for; null: all. */
	framework: string | null;
	suppression: Suppression & { expires: string; source: { uri: string; line: number } };
}

const CODE = "waiver-file";

/**
 * Reads a waiver file. What is wrong with it is told with its line, and only sound entries are given.
 * @param rules every known rule by id and alias.
 * @param framework the id of a framework, however it is spelled; undefined where there is none.
 */
export function readWaivers(
	uri: string,
	text: string,
	rules: ReadonlyMap<string, Rule>,
	framework: (name: string) => string | undefined,
): { waivers: Waiver[]; diagnostics: Diagnostic[] } {
	const { lists, diagnostics } = readStatements(uri, text, { schema, code: CODE, dates: ["expires"] });
	const waivers: Waiver[] = [];
	for (const { value, line, fault } of lists.waivers ?? []) {
		const entry = value as Record<"rule" | "resource" | "reason" | "owner" | "expires", string> &
			Partial<Record<"framework" | "ticket", string>>;
		const rule = rules.get(entry.rule);
		if (rule === undefined) {
			// It may be one of a user's own rules, which this scan does not load: nothing is waived by it, and the scan goes on.
			diagnostics.push({ ...fault("rule", `there is no rule ${entry.rule}`), severity: "warning" });
			continue;
		}
		const id = entry.framework === undefined ? null : framework(entry.framework);
		if (id === undefined) {
			diagnostics.push(fault("framework", `there is no framework ${entry.framework}`));
			continue;
		}
		waivers.push({
			rule,
			resource: entry.resource,
			framework: id,
			suppression: {
				kind: "waiver",
				...{ justification: entry.reason.trim(), owner: entry.owner.trim(), expires: entry.expires },
				...(entry.ticket === undefined ? {} : { ticket: entry.ticket.trim() }),
				source: { uri, line },
			},
		});
	}
	return { waivers, diagnostics };
}
