import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ScanError } from "../choices.ts";
import { rolesByControl } from "../compliance/roles.ts";
import type { Finding, Report } from "../model/report.ts";
import type { Origin } from "../model/resource.ts";
import type { Parameters, Rule } from "../model/rule.ts";
import { compareText } from "../order.ts";
import type { Assets } from "../policy/assets.ts";
import { escapeTerminal } from "../report/escape.ts";
import { acceptedText, frameworkWaiverTexts, otherResourcesText, sourceText } from "../report/waived-words.ts";
import { elsewhereTexts, fixes, mechanicalText, plain } from "../report/words.ts";
import { wrap } from "../report/wrap.ts";

const WIDTH = 80;

/** All rules by domain, a line each; or their metadata and controls as JSON. */
export function listRules(assets: Assets, json: boolean): string {
	const rules = assets.policySet.rules.toSorted(
		(left, right) => compareText(left.domain, right.domain) || compareText(left.id, right.id),
	);
	if (json) return toJson(rules.map((rule) => described(assets, rule)));
	const lines: string[] = [];
	let domain = "";
	for (const rule of rules) {
		if (rule.domain !== domain) {
			domain = rule.domain;
			lines.push(...(lines.length > 0 ? [""] : []), domainTitle(domain));
		}
		lines.push(...wrap(`${rule.id} (${rule.severity}; ${rule.origins.join(", ")}): ${rule.title}`, WIDTH, 2, 6));
	}
	return `${lines.join("\n")}\n\n${rules.length} rules; assay rules <id> shows one.\n`;
}

/** One rule: what it checks, why, where, how to fix it, its controls with the rationale. @throws ScanError for an unknown id. */
export function showRule(assets: Assets, id: string, json: boolean): string {
	const rule = findRule(assets, id);
	if (rule === undefined) throw new ScanError(`unknown rule "${id}"; assay rules lists them`);
	return json ? toJson(described(assets, rule)) : ruleText(assets, rule);
}

function toJson(value: unknown): string {
	return `${JSON.stringify(value, null, 2)}\n`;
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
		throw new ScanError(
			`no rule has the id "${subject}" (assay rules lists them); for a finding's fingerprint, give --report FILE`,
		);
	}
	const finding = findFinding(await readFindings(resolve(cwd, report)), subject, report);
	const { location, resource } = finding;
	const lines = [
		`${finding.severity}: ${escapeTerminal(finding.message)}`,
		`  resource  ${escapeTerminal(resource.key)}`,
		`  place     ${escapeTerminal(location.uri)}:${location.startLine}:${location.startColumn} (${location.precision})`,
		`  value     ${escapeTerminal(finding.evidence ?? "absent")}`,
		...remarks(finding).map((text) => `            ${escapeTerminal(text)}`),
		...acceptedLines(finding, assets),
		"",
	];
	const of = findRule(assets, finding.rule);
	return `${lines.join("\n")}\n${of === undefined ? `${finding.rule}\n` : ruleText(assets, of)}`;
}

/** Where its value is set, and what else the code makes. Reports of other versions may lack what ours have. */
function remarks(finding: Finding): string[] {
	const others = otherResourcesText(finding, Number.POSITIVE_INFINITY);
	return [...(Array.isArray(finding.related) ? elsewhereTexts(finding) : []), ...(others === null ? [] : [others])];
}

function acceptedLines(finding: Finding, { compliance }: Assets): string[] {
	const { suppression } = finding;
	const texts =
		suppression == null
			? frameworkWaiverTexts(finding, compliance.frameworks)
			: [`${acceptedText(suppression)} (${sourceText(suppression) ?? suppression.kind})`];
	return texts.map((text) => `  accepted  ${escapeTerminal(text)}`);
}

/** @throws ScanError where none, or more than one, has a fingerprint that begins like this. */
function findFinding(findings: Finding[], subject: string, report: string): Finding {
	const exact = findings.find(({ fingerprint }) => fingerprint === subject);
	const found = exact === undefined ? findings.filter(({ fingerprint }) => fingerprint.startsWith(subject)) : [exact];
	if (found.length === 0) throw new ScanError(`${report} holds no finding ${subject}`);
	if (found.length > 1) {
		throw new ScanError(`${report} holds ${found.length} findings that begin with "${subject}": give more digits`);
	}
	return found[0]!;
}

async function readFindings(file: string): Promise<Finding[]> {
	try {
		const { findings } = JSON.parse(await readFile(file, "utf8")) as Report;
		if (Array.isArray(findings)) return findings;
	} catch {}
	throw new ScanError(`${file}: not a JSON report; assay scan --format json=FILE writes one`);
}

function findRule(assets: Assets, id: string): Rule | undefined {
	return assets.policySet.rules.find((rule) => rule.id === id || rule.aliases?.includes(id));
}

/** The controls a rule serves, in the order of the catalogues, and why. */
function controlsOf({ compliance }: Assets, rule: Rule) {
	return compliance.frameworks.flatMap((framework) => {
		const roles = rolesByControl(compliance, framework.id);
		return framework.controls.flatMap(({ id, title }) =>
			(roles.get(id) ?? [])
				.filter((served) => served.id === rule.id)
				.map(({ role, rationale }) => ({ framework: framework.id, id, title, role, rationale })),
		);
	});
}

function described(assets: Assets, rule: Rule) {
	return { ...rule, controls: controlsOf(assets, rule) };
}

function ruleText(assets: Assets, rule: Rule): string {
	const judged = rule.origins.map((origin) => INPUTS[origin]).join(" and ");
	const lines = [
		...wrap(`${rule.id}: ${rule.title}`, WIDTH, 0, 2),
		`severity ${rule.severity}; domain ${domainTitle(rule.domain)}; judges ${judged}`,
		"",
		...wrap(plain(rule.description), WIDTH, 0),
		"",
		...wrap(`Resources: ${selected(rule)}`, WIDTH, 0, 2),
	];
	if (rule.presence === true) {
		const note =
			"What is missing is a finding only where the input is declared complete (parameters plan_complete, manifests_complete); else the rule is not assessed.";
		lines.push(...wrap(note, WIDTH, 0));
	}
	for (const [index, name] of (rule.parameters ?? []).entries()) {
		const definition = assets.parameters[name];
		if (index === 0) lines.push("", "Parameters");
		const value = definition === undefined ? "" : ` (default ${showValue(definition.default)}): ${definition.title}`;
		lines.push(...wrap(`${name}${value}`, WIDTH, 2, 4));
	}
	for (const { label, fix } of fixes(rule)) {
		lines.push("", `How to fix it (${label})`, ...wrap(plain(fix.text), WIDTH, 2));
		const mechanical = mechanicalText(fix);
		if (mechanical !== "" && label === "Kubernetes") lines.push(...wrap(plain(mechanical), WIDTH, 2));
		lines.push("");
		for (const line of fix.snippet.trimEnd().split("\n")) lines.push(line === "" ? "" : `    ${line}`);
	}
	lines.push("", ...controlLines(assets, rule));
	if (rule.references.length > 0) lines.push("", "References", ...rule.references.map((url) => `  ${url}`));
	return `${lines.join("\n")}\n`;
}

const INPUTS: Record<Origin, string> = {
	kubernetes: "Kubernetes manifests and clusters",
	terraform: "Terraform plans",
	aws: "live AWS accounts",
};

/** What the selector of a rule asks for. */
function selected({ selector: { types, with: facets = [] } }: Rule): string {
	return types === undefined ? `all with ${facets.join(", ")}` : types.join(", ");
}

/** The controls of a rule, a line for each framework under the rationale they share. */
function controlLines(assets: Assets, rule: Rule): string[] {
	const controls = controlsOf(assets, rule);
	if (controls.length === 0) return ["Controls: none mapped"];
	const lines = ["Controls (a failure weakens a primary one; supporting ones are never scored)"];
	for (const rationale of new Set(controls.map((control) => control.rationale))) {
		lines.push(...wrap(plain(rationale), WIDTH, 2));
		const served = controls.filter((control) => control.rationale === rationale);
		for (const framework of new Set(served.map((control) => control.framework))) {
			const roles = (["primary", "supporting"] as const).flatMap((role) => {
				const ids = served.filter((control) => control.framework === framework && control.role === role);
				return ids.length === 0 ? [] : [`${role} ${ids.map(({ id }) => id).join(", ")}`];
			});
			lines.push(...wrap(`${framework}: ${roles.join("; ")}`, WIDTH, 4, 6));
		}
	}
	return lines;
}

function domainTitle(domain: string): string {
	return domain.replaceAll("_", " ").replace(/^ai\b/, "AI");
}

function showValue(value: Parameters[string]): string {
	if (value === null) return "unset: the rule is not assessed";
	if (!Array.isArray(value)) return String(value);
	return value.length === 0 ? "an empty list" : value.join(", ");
}
