import type { PropertyBag, ReportingDescriptor, ReportingDescriptorRelationship } from "sarif";
import type { Finding, FrameworkAssessment } from "../../model/report.ts";
import type { Rule, Severity } from "../../model/rule.ts";
import { fixes } from "../words.ts";
import { MAX_DESCRIPTION, MAX_NAME, STORED_TAGS } from "./limits.ts";
import type { Detail, SarifProfile } from "./profile.ts";
import { LEVEL, SECURITY_SEVERITY } from "./severities.ts";
import { cut } from "./text.ts";

/** A control that a rule serves. */
interface ServedControl {
	framework: string;
	/** Of the framework in the report. */
	index: number;
	id: string;
	title: string;
	role: "primary" | "supporting";
	rationale: string;
}

/** By id of the rule, in the order of the report. */
export type ControlsByRule = Map<string, ServedControl[]>;

/** Which controls each rule serves. */
export function controlsByRule(frameworks: FrameworkAssessment[]): ControlsByRule {
	const served: ControlsByRule = new Map();
	for (const [index, framework] of frameworks.entries()) {
		for (const { id, title, rules } of framework.controls) {
			for (const { id: rule, role, rationale } of rules) {
				const control = { framework: framework.id, index, id, title, role, rationale };
				const list = served.get(rule);
				if (list === undefined) served.set(rule, [control]);
				else list.push(control);
			}
		}
	}
	return served;
}

/**
 * The id of the descriptor that a finding refers to. Code scanning reads a severity from rules only, never from results:
 * there a finding that its rule grades otherwise has a descriptor of its own, below the rule's (`rule/low`; SARIF
 * 2.1.0, 3.5.4: hierarchical strings).
 */
export function descriptorId({ rule, severity }: Finding, rules: Map<string, Rule>, profile: SarifProfile): string {
	const usual = rules.get(rule)?.severity ?? severity;
	return profile === "full" || severity === usual ? rule : `${rule}/${severity}`;
}

/**
 * A rule with everything that is known of it.
 * @param severity of the descriptor: the rule's own, or that of findings it grades otherwise.
 */
export function ruleDescriptor(
	rule: Rule,
	severity: Severity,
	served: ControlsByRule,
	detail: Detail,
): ReportingDescriptor {
	const controls = served.get(rule.id) ?? [];
	const own = severity === rule.severity;
	return {
		id: own ? rule.id : `${rule.id}/${severity}`,
		name: cut(pascalCase(own ? rule.id : `${rule.id}-${severity}`), MAX_NAME),
		shortDescription: { text: cut(rule.title, Math.min(MAX_DESCRIPTION, detail.help)) },
		fullDescription: { text: cut(rule.description, Math.min(MAX_DESCRIPTION, detail.help)) },
		help: { text: helpText(rule, controls, detail.help), markdown: helpMarkdown(rule, controls, detail.help) },
		defaultConfiguration: { level: LEVEL[severity] },
		...(rule.aliases === undefined || !own ? {} : { deprecatedIds: rule.aliases }),
		...(detail.extras && controls.length > 0 ? { relationships: controls.map(relationship) } : {}),
		properties: {
			tags: tagsOf(rule, controls),
			precision: "high",
			"security-severity": SECURITY_SEVERITY[severity],
			"problem.severity": LEVEL[severity] === "note" ? "recommendation" : LEVEL[severity],
		} as PropertyBag,
	};
}

/**
 * `security`, without which code scanning reads no security severity, and the domain; then the controls, as many as there
 * is room for: the first primary one of each framework, the second of each …, then those it supports.
 */
function tagsOf(rule: Rule, controls: ServedControl[]): string[] {
	const tags = new Set(["security", rule.domain.replaceAll("_", "-")]);
	for (const role of ["primary", "supporting"] as const) {
		const byFramework = new Map<string, ServedControl[]>();
		for (const control of controls) {
			if (control.role !== role) continue;
			const list = byFramework.get(control.framework);
			if (list === undefined) byFramework.set(control.framework, [control]);
			else list.push(control);
		}
		const lists = [...byFramework.values()];
		for (let round = 0; lists.some((list) => list.length > round); round++) {
			for (const list of lists) {
				const control = list[round];
				if (control === undefined) continue;
				if (tags.size === STORED_TAGS) return [...tags];
				tags.add(`${control.framework}/${control.id}`);
			}
		}
	}
	return [...tags];
}

function relationship({ framework, index, id, role }: ServedControl): ReportingDescriptorRelationship {
	return {
		target: { id, toolComponent: { name: framework, index } },
		kinds: [role === "primary" ? "superset" : "relevant"],
	};
}

function helpText(rule: Rule, controls: ServedControl[], length: number): string {
	const served = controls.map(({ framework, id, role }) => `${framework} ${id} (${role})`).join(", ");
	return joinWithin(length, [
		`Why: ${rule.description}`,
		...fixes(rule).map(({ label, fix }) => `How to fix it (${label}): ${fix.text}\n${fix.snippet}`),
		`Controls: ${served || "none"}`,
		...(rule.references.length === 0 ? [] : [`References: ${rule.references.join(", ")}`]),
	]);
}

function helpMarkdown(rule: Rule, controls: ServedControl[], length: number): string {
	const rows = controls.map(({ framework, id, title, role, rationale }) => {
		return `| ${[framework, `${id} ${title}`, role, rationale].map(cell).join(" | ")} |`;
	});
	return joinWithin(length, [
		`## Why\n\n${rule.description}`,
		...fixes(rule).map(({ label, language, fix }) => {
			return `## How to fix it (${label})\n\n${fix.text}\n\n${codeBlock(fix.snippet, language)}`;
		}),
		...(rows.length === 0
			? []
			: [["## Controls\n", "| Framework | Control | Role | Why |", "|---|---|---|---|", ...rows].join("\n")]),
		...(rule.references.length === 0
			? []
			: [`## References\n\n${rule.references.map((url) => `- <${url}>`).join("\n")}`]),
	]);
}

function codeBlock(code: string, language: string): string {
	const longest = [...code.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 2);
	const fence = "`".repeat(longest + 1);
	return `${fence}${language}\n${code.trimEnd()}\n${fence}`;
}

function cell(text: string): string {
	return text.replace(/\s+/g, " ").replaceAll("|", "\\|").trim();
}

/** The sections that fit, in their order: half a table or code block helps nobody. The first is cut if it must be. */
function joinWithin(length: number, [first = "", ...rest]: string[]): string {
	let text = cut(first, length);
	for (const section of rest) {
		if (text.length + section.length + 2 <= length) text += `\n\n${section}`;
	}
	return text;
}

function pascalCase(id: string): string {
	return id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
