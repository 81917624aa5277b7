import { findFramework, unknownFramework } from "./compliance/catalogue.ts";
import { type Rule, SEVERITIES, type Severity } from "./model/rule.ts";
import type { Assets } from "./policy/assets.ts";
import type { ScanOptions } from "./scan.ts";

/** A scan that cannot start: an unknown framework, rule, severity or parameter. The message says what there is. */
export class ScanError extends Error {
	override readonly name = "ScanError";
}

/**
 * The ids of the frameworks that options choose, in their order.
 * @throws ScanError for unknown ones.
 */
export function chooseFrameworks(wanted: string[] | undefined, { compliance }: Assets): string[] {
	if (wanted === undefined) return compliance.frameworks.map(({ id }) => id);
	const chosen = wanted.map((id) => {
		const framework = findFramework(compliance, id);
		if (framework === undefined) throw new ScanError(unknownFramework(compliance, id));
		return framework.id;
	});
	return [...new Set(chosen)];
}

/**
 * The rules that options choose.
 * @throws ScanError for unknown ones, and where none is left.
 */
export function chooseRules(options: Pick<ScanOptions, "rules" | "skipRules" | "severityMin">, rules: Rule[]): Rule[] {
	const find = (id: string): Rule => {
		const rule = rules.find((other) => other.id === id || other.aliases?.includes(id));
		if (rule === undefined) throw new ScanError(`unknown rule "${id}"; assay rules lists them`);
		return rule;
	};
	const only = options.rules?.map(find);
	const not = new Set(options.skipRules?.map(find));
	const mildest = SEVERITIES.indexOf(readSeverity(options.severityMin ?? "info"));
	const chosen = rules
		.filter((rule) => (only === undefined || only.includes(rule)) && !not.has(rule))
		.filter((rule) => SEVERITIES.indexOf(rule.severity) <= mildest);
	// Nothing judged would look like nothing wrong.
	if (chosen.length === 0) throw new ScanError("no rule is left to judge by: see the options that choose rules");
	return chosen;
}

/** @throws ScanError that names the severities, for anything else. */
export function readSeverity(text: string): Severity {
	const severity = SEVERITIES.find((known) => known === text);
	if (severity === undefined) throw new ScanError(`unknown severity "${text}"; known: ${SEVERITIES.join(", ")}`);
	return severity;
}
