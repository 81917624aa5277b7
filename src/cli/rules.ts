import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Finding, Report } from "../model/report.ts";
import type { Rule } from "../model/rule.ts";
import { compareText } from "../order.ts";
import type { Assets } from "../policy/assets.ts";
import { escapeTerminal } from "../report/escape.ts";
import { wrap } from "../report/wrap.ts";
import { ScanError } from "../scan.ts";

const WIDTH = 80;

/** All rules by domain, a line each; or their metadata and controls as JSON. */
export function listRules(assets: Assets, json: boolean): string {
	const rules = assets.policySet.rules.toSorted(
		(left, right) => compareText(left.domain, right.domain) || compareText(left.id, right.id),
	);
	if (json)
		return `${JSON.stringify(
			rules.map((rule) => described(assets, rule)),
			null,
			2,
		)}\n`;
	const lines: string[] = [];
	let domain = "";
	for (const rule of rules) {
		if (rule.domain !== domain) {
			domain = rule.domain;
			lines.push(...(lines.length > 0 ? [""] : []), domain.replaceAll("_", " "));
		}
		lines.push(...wrap(`${rule.id} (${rule.severity}; ${rule.origins.join(", ")}): ${rule.title}`, WIDTH, 2, 6));
	}
	return `${lines.join("\n")}\n\n${rules.length} rules; assay rules <id> shows one.\n`;
}

/** One rule: what it checks, why, where, how to fix it, its controls with the rationale. @throws ScanError for an unknown id. */
export function showRule(assets: Assets, id: string, json: boolean): string {
	const rule = findRule(assets, id);
	if (rule === undefined) throw new ScanError(`unknown rule "${id}"; assay rules lists them`);
	return json ? `${JSON.stringify(described(assets, rule), null, 2)}\n` : ruleText(assets, rule);
}

/**
 * Explains a rule by id, or a finding by the (start of the) fingerprint that a JSON report shows.
 * @throws ScanError when there is no such rule or finding, or no readable report.
 */
export async function explain(
	assets: Assets,
	subject: string,
	report: string | undefined,
	cwd: string,
): Promise<string> {
	const rule = findRule(assets, subject);
	if (rule !== undefined) return ruleText(assets, rule);
	if (report === undefined) {
		throw new ScanError(`"${subject}" is no rule; to explain a finding by its fingerprint give --report FILE`);
	}
	const finding = (await readFindings(resolve(cwd, report))).find(({ fingerprint }) => fingerprint.startsWith(subject));
	if (finding === undefined) throw new ScanError(`${report} holds no finding ${subject}`);
	const { location, resource } = finding;
	const lines = [
		`${finding.severity}: ${escapeTerminal(finding.message)}`,
		`  resource  ${escapeTerminal(resource.key)}`,
		`  place     ${escapeTerminal(location.uri)}:${location.startLine}:${location.startColumn} (${location.precision})`,
		`  value     ${escapeTerminal(finding.evidence ?? "absent")}`,
		"",
	];
	const of = findRule(assets, finding.rule);
	return `${lines.join("\n")}\n${of === undefined ? `${finding.rule}\n` : ruleText(assets, of)}`;
}

async function readFindings(file: string): Promise<Finding[]> {
	try {
		const { findings } = JSON.parse(await readFile(file, "utf8")) as Report;
		if (Array.isArray(findings)) return findings;
	} catch {}
	throw new ScanError(`${file}: not a JSON report`);
}

function findRule(assets: Assets, id: string): Rule | undefined {
	return assets.policySet.rules.find((rule) => rule.id === id || rule.aliases?.includes(id));
}

function controlsOf({ compliance }: Assets, rule: Rule) {
	return compliance.frameworks.flatMap((framework) =>
		framework.controls.flatMap((control) => {
			const sets = compliance.mappings.filter(({ rules }) => rules.includes(rule.id));
			const primary = sets.find(({ controls }) => controls[framework.id]?.primary.includes(control.id));
			const set = primary ?? sets.find(({ controls }) => controls[framework.id]?.supporting.includes(control.id));
			if (set === undefined) return [];
			const role = primary === undefined ? "supporting" : "primary";
			return [{ framework: framework.id, id: control.id, title: control.title, role, rationale: set.rationale }];
		}),
	);
}

function described(assets: Assets, rule: Rule) {
	return { ...rule, controls: controlsOf(assets, rule) };
}

function ruleText(assets: Assets, rule: Rule): string {
	const lines = [
		...wrap(`${rule.id}: ${rule.title}`, WIDTH, 0, 2),
		`${rule.severity}, ${rule.domain.replaceAll("_", " ")}, judges ${rule.origins.join(" and ")}`,
		"",
		...wrap(plain(rule.description), WIDTH, 0),
	];
	const { types = [], with: facets = [] } = rule.selector;
	lines.push(
		"",
		...wrap(
			`Looks at: ${types.length > 0 ? types.join(", ") : `every resource with ${facets.join(", ")}`}`,
			WIDTH,
			0,
			2,
		),
	);
	lines.push(...wrap(`Reads: ${rule.requires.join(", ")}`, WIDTH, 0, 2));
	if ((rule.parameters ?? []).length > 0)
		lines.push(...wrap(`Parameters: ${rule.parameters!.join(", ")}`, WIDTH, 0, 2));
	for (const [origin, fix] of Object.entries(rule.remediation)) {
		lines.push("", `How to fix it (${origin})`, ...wrap(plain(fix.text), WIDTH, 2));
		lines.push(
			"",
			...fix.snippet
				.trimEnd()
				.split("\n")
				.map((line) => `    ${line}`),
		);
	}
	const controls = controlsOf(assets, rule);
	lines.push("", controls.length === 0 ? "Controls: none mapped" : "Controls");
	for (const rationale of new Set(controls.map((control) => control.rationale))) {
		for (const role of ["primary", "supporting"]) {
			const ids = controls
				.filter((control) => control.rationale === rationale && control.role === role)
				.map(({ framework, id }) => `${framework} ${id}`);
			if (ids.length > 0) lines.push(...wrap(`${role}: ${ids.join(", ")}`, WIDTH, 2, 4));
		}
		lines.push(...wrap(plain(rationale), WIDTH, 4));
	}
	if (rule.references.length > 0) lines.push("", "References", ...rule.references.map((url) => `  ${url}`));
	return `${lines.join("\n")}\n`;
}

function plain(text: string): string {
	return text.replaceAll("`", "").replace(/\s+/g, " ").trim();
}
