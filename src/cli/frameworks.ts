import { ScanError } from "../choices.ts";
import { findFramework, isAssessable, unknownFramework } from "../compliance/catalogue.ts";
import { resolveParameters } from "../compliance/parameters.ts";
import { rolesByControl } from "../compliance/roles.ts";
import { controlSheets } from "../compliance/sheet.ts";
import type { Compliance, Framework } from "../model/framework.ts";
import type { Assets } from "../policy/assets.ts";
import { wrap } from "../report/wrap.ts";
import { sheetMarkdown, sheetText } from "./framework-sheet.ts";

const WIDTH = 80;

export type FrameworkFormat = "text" | "markdown" | "json";

/** What the command reads of the assets. */
export type FrameworkAssets = Pick<Assets, "policySet" | "custom" | "compliance" | "parameters">;

/** How much of a framework can be scored, and how much is tested now. */
interface FrameworkSummary {
	id: string;
	title: string;
	version: string;
	controls: number;
	/** Controls of level full, high or medium. */
	assessable: number;
	/** Those of them that a primary rule tests. */
	tested: number;
	/** Controls of level none. */
	manual: number;
}

/** The output of `assay frameworks`: how much of each framework can be scored. */
export function listFrameworks({ compliance }: { compliance: Compliance }, format: FrameworkFormat): string {
	const summaries = compliance.frameworks.map((framework) => summarize(framework, compliance));
	if (format === "json") return `${JSON.stringify(summaries, null, 2)}\n`;
	if (format === "markdown") return listMarkdown(summaries);
	const lines: string[] = [];
	for (const { id, title, version, controls, assessable, tested, manual } of summaries) {
		lines.push(`${id.padEnd(10)}${title}`);
		lines.push(...wrap(version, WIDTH, 10));
		const counts = `${controls} controls: ${assessable} can carry a score (${tested} have rules), ${manual} need people only`;
		lines.push(...wrap(counts, WIDTH, 10), "");
	}
	lines.push("assay frameworks <id> lists every control of one.");
	return `${lines.join("\n")}\n`;
}

/**
 * The output of `assay frameworks <id>`: every control with its level, the rules that decide and those that support it,
 * the evidence they give, the parameters they depend on, and what people must add. Text has at most 80 columns.
 * @param overrides parameters as a configuration file sets them.
 * @throws ScanError when there is no such framework, or a parameter cannot be set so.
 */
export function showFramework(
	assets: FrameworkAssets,
	id: string,
	format: FrameworkFormat,
	overrides: Record<string, unknown> = {},
): string {
	const { compliance, policySet, custom, parameters } = assets;
	const framework = findFramework(compliance, id);
	if (framework === undefined) throw new ScanError(unknownFramework(compliance, id));
	const rules = [...policySet.rules, ...(custom?.rules ?? [])];
	const { parameters: values, problems } = resolveParameters(parameters, overrides);
	if (problems.length > 0) throw new ScanError(problems.join("\n"));
	const controls = controlSheets({ compliance, rules, parameters, values }, framework);
	if (format === "json") return `${JSON.stringify({ ...framework, controls }, null, 2)}\n`;
	return format === "markdown" ? sheetMarkdown(framework, controls) : sheetText(framework, controls);
}

function summarize(framework: Framework, compliance: Compliance): FrameworkSummary {
	const { id, title, version, controls } = framework;
	const roles = rolesByControl(compliance, id);
	const assessable = controls.filter(isAssessable);
	return {
		id,
		title,
		version,
		controls: controls.length,
		assessable: assessable.length,
		tested: assessable.filter((control) => roles.get(control.id)?.some(({ role }) => role === "primary")).length,
		manual: controls.filter(({ level }) => level === "none").length,
	};
}

function listMarkdown(summaries: FrameworkSummary[]): string {
	const rows = summaries.map(({ id, title, version, controls, assessable, tested, manual }) => {
		return `| ${id} | ${title}, ${version} | ${controls} | ${assessable} | ${tested} | ${manual} |`;
	});
	const head =
		"| Id | Framework | Controls | Can carry a score | Of them with rules | People only |\n|---|---|---|---|---|---|";
	return `${head}\n${rows.join("\n")}\n`;
}
