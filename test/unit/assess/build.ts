import type { AssessInput } from "../../../src/assess/assess.ts";
import type { Compliance, Control } from "../../../src/model/framework.ts";
import type { Finding } from "../../../src/model/report.ts";
import type { Denial, Rule, RuleResult, Severity } from "../../../src/model/rule.ts";

/** Resource keys by outcome. */
export interface Outcomes {
	passed?: string[];
	failed?: string[];
	waived?: string[];
	inconclusive?: string[];
	notAssessed?: string[];
	status?: RuleResult["status"];
	/** Severity of the findings where it differs from the rule's. */
	grade?: Severity;
}

export function makeRule(id: string, severity: Severity = "high"): Rule {
	return {
		id,
		title: id,
		description: id,
		domain: "test",
		severity,
		origins: ["kubernetes"],
		selector: { types: ["apps/Deployment"] },
		requires: [],
		remediation: {},
		references: [],
		package: `test.${id}`,
		outputs: { exempt: false, undecided: false },
		file: `${id}.rego`,
	};
}

export function makeResult(rule: string, outcomes: Outcomes): RuleResult {
	const { passed = [], failed = [], waived = [], inconclusive = [], notAssessed = [] } = outcomes;
	const withReason = (resource: string) => ({ resource, reason: "known only after apply" });
	const population = [...new Set([...passed, ...failed, ...waived, ...inconclusive, ...notAssessed])].sort();
	return {
		rule,
		status: outcomes.status ?? (population.length === 0 ? "not-applicable" : "evaluated"),
		population,
		passed,
		denials: [...failed, ...waived].map((resource): Denial => {
			const denial: Denial = { resource, path: ["spec"], message: "is wrong" };
			if (outcomes.grade !== undefined) denial.severity = outcomes.grade;
			return denial;
		}),
		inconclusive: inconclusive.map(withReason),
		notAssessed: notAssessed.map(withReason),
		notApplicable: [],
		error: outcomes.status === "errored" ? "it threw" : null,
	};
}

export function makeFinding(rule: Rule, resource: string, severity: Severity, waived: boolean, copy = 1): Finding {
	return {
		rule: rule.id,
		title: rule.title,
		severity,
		message: "is wrong",
		resource: { key: resource, type: "apps/Deployment", name: resource, origin: "kubernetes", scope: "" },
		path: ["spec"],
		location: { uri: "a.yaml", startLine: 1, startColumn: 1, endLine: 1, endColumn: 2, precision: "object" },
		related: [],
		evidence: null,
		controls: [],
		fingerprint: `${rule.id}/${resource}/${copy}`,
		evaluated: "0".repeat(16),
		suppression: waived ? { kind: "waiver", justification: "accepted", owner: "ann", expires: null } : null,
		remediation: null,
	};
}

export function makeFindings(rule: Rule, { failed = [], waived = [], grade }: Outcomes): Finding[] {
	const severity = grade ?? rule.severity;
	return [
		...failed.map((resource) => makeFinding(rule, resource, severity, false)),
		...waived.map((resource) => makeFinding(rule, resource, severity, true)),
	];
}

export function makeControl(id: string, level: Control["level"] = "high", children?: string[]): Control {
	const control: Control = { id, title: id, section: "Section", level, reason: "People add the rest." };
	if (children !== undefined) control.children = children;
	return control;
}

/** A framework `f` whose controls have the given rules as primary ones. */
export function makeInput(
	controls: { control: Control; primary?: string[]; supporting?: string[] }[],
	rules: { rule: Rule; outcomes: Outcomes }[],
): AssessInput {
	const compliance: Compliance = {
		frameworks: [{ id: "f", title: "F", version: "1", controls: controls.map(({ control }) => control) }],
		mappings: controls.flatMap(({ control, primary = [], supporting = [] }, index) => [
			{
				id: `primary-${index}`,
				title: "t",
				rationale: "Shows it.",
				rules: primary,
				controls: { f: { primary: [control.id], supporting: [] } },
			},
			{
				id: `supporting-${index}`,
				title: "t",
				rationale: "Hints at it.",
				rules: supporting,
				controls: { f: { primary: [], supporting: [control.id] } },
			},
		]),
	};
	return {
		compliance,
		frameworks: ["f"],
		rules: rules.map(({ rule }) => rule),
		results: rules.map(({ rule, outcomes }) => makeResult(rule.id, outcomes)),
		findings: rules.flatMap(({ rule, outcomes }) => makeFindings(rule, outcomes)),
	};
}

/** `count` resource keys with a common prefix. */
export function keys(prefix: string, count: number): string[] {
	return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}
