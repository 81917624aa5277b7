import { isAssessable } from "../compliance/catalogue.ts";
import { type ControlRule, rolesByControl } from "../compliance/roles.ts";
import type { Attestation, Compliance, Control, Exclusion, Framework } from "../model/framework.ts";
import type { ControlAssessment, Finding, FrameworkAssessment, LooserParameter } from "../model/report.ts";
import type { Rule, RuleResult } from "../model/rule.ts";
import { compareText } from "../order.ts";
import { type Bounds, controlBounds, frameworkBounds, ruleBounds, SEVERITY_WEIGHTS, toScore } from "./score.ts";
import { rollUpStatus, technicalStatus, type Verdict } from "./status.ts";
import { isApplicable, isDecided, type RuleOutcome, ruleOutcome } from "./tally.ts";

export interface AssessInput {
	compliance: Compliance;
	/** Ids of the frameworks to assess; the answer comes in their order, unknown ids are left out. */
	frameworks: string[];
	/** The rules of this scan. Mapped rules that are not among them are named as left out where they matter. */
	rules: Rule[];
	results: RuleResult[];
	/** All findings, suppressed ones included: what is not here cannot be waived. */
	findings: Finding[];
	/** Valid ones only: who calls knows today's date and drops the expired. */
	attestations?: Attestation[];
	exclusions?: Exclusion[];
	/** The fingerprint by which the report lists a finding; default: its own. */
	fingerprintOf?: (finding: Finding) => string;
	/** Per framework, the parameters that ask for less than they should; see `looserParameters`. */
	looser?: (framework: string) => LooserParameter[];
	/** Whether the input was declared to show the whole scope; without it nothing is `satisfied`. */
	scopeComplete?: boolean;
}

/**
 * Status and score of every control of the chosen frameworks, by the definitions in docs/scoring.md. Pure; the order of
 * rules, results and findings makes no difference.
 */
export function assess(input: AssessInput): FrameworkAssessment[] {
	const findings = new Map(input.rules.map(({ id }) => [id, [] as Finding[]]));
	for (const finding of input.findings) findings.get(finding.rule)?.push(finding);
	const results = new Map(input.results.map((result) => [result.rule, result]));
	const rules = new Map(input.rules.map((rule) => [rule.id, rule]));
	const scan: Scan = { input, rules, findings, results, outcomes: new Map(), fingerprints: new Map() };
	for (const rule of input.rules) {
		const ofRule = findings.get(rule.id) ?? [];
		const result = results.get(rule.id);
		if (result !== undefined) scan.outcomes.set(rule.id, ruleOutcome(rule, result, ofRule));
		scan.fingerprints.set(
			rule.id,
			ofRule.map((finding) => input.fingerprintOf?.(finding) ?? finding.fingerprint),
		);
	}
	const assessments: FrameworkAssessment[] = [];
	for (const id of input.frameworks) {
		const framework = input.compliance.frameworks.find((other) => other.id === id);
		if (framework !== undefined) assessments.push(assessFramework(framework, withWaivers(framework.id, scan)));
	}
	return assessments;
}

/** What all frameworks share. */
interface Scan {
	input: AssessInput;
	rules: Map<string, Rule>;
	/** By rule. */
	findings: Map<string, Finding[]>;
	results: Map<string, RuleResult>;
	outcomes: Map<string, RuleOutcome>;
	fingerprints: Map<string, string[]>;
}

/** The scan as one framework sees it: what is waived for it alone counts as waived. */
function withWaivers(framework: string, scan: Scan): Scan {
	const touched = scan.input.findings.filter(({ waivedFor = [] }) =>
		waivedFor.some((waiver) => waiver.framework === framework),
	);
	if (touched.length === 0) return scan;
	const outcomes = new Map(scan.outcomes);
	for (const id of new Set(touched.map(({ rule }) => rule))) {
		const rule = scan.rules.get(id);
		const result = scan.results.get(id);
		if (rule === undefined || result === undefined) continue;
		outcomes.set(id, ruleOutcome(rule, result, scan.findings.get(id) ?? [], framework));
	}
	return { ...scan, outcomes };
}

/** An assessment with the unrounded bounds that the framework's mean is made of. */
interface Assessed {
	assessment: ControlAssessment;
	bounds: Bounds | null;
}

function assessFramework(framework: Framework, scan: Scan): FrameworkAssessment {
	const roles = rolesByControl(scan.input.compliance, framework.id);
	const looser = scan.input.looser?.(framework.id) ?? [];
	const assessed = framework.controls.map((control) =>
		assessControl(framework.id, control, roles.get(control.id) ?? [], scan, looser),
	);
	const controls = assessed.map(({ assessment }) => assessment);
	rollUp(framework, controls, scan.input);

	const bounds = assessed.flatMap((item) => (item.bounds === null ? [] : [item.bounds]));
	const statuses: FrameworkAssessment["statuses"] = {};
	for (const { status } of controls) statuses[status] = (statuses[status] ?? 0) + 1;
	return {
		id: framework.id,
		title: framework.title,
		version: framework.version,
		score: toScore(frameworkBounds(bounds)),
		coverage: {
			assessed: bounds.filter(({ value }) => value !== null).length,
			bounded: bounds.filter(({ lower }) => lower !== null).length,
			assessable: controls.filter((control) => isAssessable(control) && control.status !== "excluded").length,
			listed: controls.length,
		},
		statuses,
		controls,
	};
}

function assessControl(
	framework: string,
	control: Control,
	roles: readonly ControlRule[],
	scan: Scan,
	looser: LooserParameter[],
): Assessed {
	const { input, rules: known, outcomes } = scan;
	// A rule of severity info is shown and never decides.
	const rules = roles.map((role) =>
		known.get(role.id)?.severity === "info" ? { ...role, role: "supporting" as const } : role,
	);
	const outcomesOf = (role: ControlRule["role"]) =>
		rules.flatMap((rule) => (rule.role === role ? (outcomes.get(rule.id) ?? []) : []));
	const primary = isAssessable(control) ? outcomesOf("primary") : [];
	const verdict = withPeople(
		framework,
		control.id,
		technicalStatus({
			control,
			primary,
			supporting: outcomesOf("supporting"),
			leftOut: rules.flatMap(({ id, role }) => (role === "primary" && !known.has(id) ? [id] : [])),
			scopeComplete: input.scopeComplete === true,
		}),
		input,
	);
	const scored = isAssessable(control) && verdict.status !== "excluded";
	const bounds = scored
		? controlBounds(
				primary
					.filter(({ errored }) => !errored)
					.map((outcome) => ({ weight: SEVERITY_WEIGHTS[outcome.rule.severity], bounds: ruleBounds(outcome) })),
			)
		: null;
	const total = (key: "passed" | "failed" | "inconclusive" | "waived") =>
		primary.reduce((sum, outcome) => sum + outcome[key], 0);
	const fingerprints = rules.flatMap(({ id }) => scan.fingerprints.get(id) ?? []);
	return {
		bounds,
		assessment: {
			id: control.id,
			title: control.title,
			section: control.section,
			level: control.level,
			status: verdict.status,
			statusReason: verdict.reason,
			...attested(verdict),
			score: bounds === null ? null : toScore(bounds),
			ruleCoverage: { decided: primary.filter(isDecided).length, applicable: primary.filter(isApplicable).length },
			passed: total("passed"),
			failed: total("failed"),
			inconclusive: total("inconclusive"),
			waived: total("waived"),
			rules: rules
				.filter(({ id }) => known.has(id))
				.map(({ id, role, rationale }) => ({ id, role, rationale }))
				.sort((left, right) => compareText(left.role, right.role) || compareText(left.id, right.id)),
			findings: [...new Set(fingerprints)].sort(compareText),
			looser: looser.filter(({ name }) => rules.some(({ id }) => known.get(id)?.parameters?.includes(name))),
		},
	};
}

/** Gives roll-up controls the status of their children, which have theirs by now. */
function rollUp(framework: Framework, controls: ControlAssessment[], input: AssessInput): void {
	const byId = new Map(controls.map((control) => [control.id, control]));
	for (const { id, children } of framework.controls) {
		const control = byId.get(id)!;
		if (control.level !== "roll-up") continue;
		const found = (children ?? []).flatMap((child) => byId.get(child) ?? []);
		const verdict = rollUpStatus(
			found.map((child) => ({ id: child.id, assessable: isAssessable(child), status: child.status })),
		);
		const declared = withPeople(framework.id, id, verdict, input);
		control.status = declared.status;
		control.statusReason = declared.reason;
		Object.assign(control, attested(declared));
	}
}

/** What code and people say of a control together. */
interface DeclaredVerdict extends Verdict {
	attestation?: Attestation;
}

/** Applies what people declared: exclusions first; an attestation closes the human part and never covers a technical result. */
function withPeople(framework: string, control: string, verdict: Verdict, input: AssessInput): DeclaredVerdict {
	const concerns = (entry: { framework: string; control: string }) =>
		entry.framework === framework && entry.control === control;
	const exclusion = input.exclusions?.find(concerns);
	if (exclusion !== undefined) {
		return { status: "excluded", reason: `Outside the declared scope: ${exclusion.reason} (${exclusion.owner})` };
	}
	const attestation = input.attestations?.filter(concerns).sort(newestFirst)[0];
	if (attestation === undefined) return verdict;
	const { owner, date } = attestation;
	if (attestation.verdict === "not-met") {
		const reason = `${verdict.reason} ${owner} stated on ${date} that it is not met${backing(attestation)}.`;
		return { status: verdict.status, reason, attestation };
	}
	const statement = `Attested by ${owner} on ${date}${backing(attestation)}.`;
	if (verdict.status === "manual" || verdict.status === "supporting" || verdict.status === "no-failures") {
		return { status: "attested", reason: `${statement} ${verdict.reason}`, attestation };
	}
	return { status: verdict.status, reason: `${verdict.reason} ${statement}`, attestation };
}

/** ` (valid until 2027-06-30; evidence: https://…)`; empty where neither is stated. */
function backing({ expires, evidence }: Attestation): string {
	const parts = [
		...(expires === null ? [] : [`valid until ${expires}`]),
		...(evidence === undefined ? [] : [`evidence: ${evidence}`]),
	];
	return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}

function attested({ attestation }: DeclaredVerdict): Pick<ControlAssessment, "attestation"> {
	if (attestation === undefined) return {};
	const { verdict, owner, date, expires, evidence = null } = attestation;
	return { attestation: { verdict, owner, date, expires, evidence } };
}

function newestFirst(left: Attestation, right: Attestation): number {
	return compareText(right.date, left.date) || compareText(right.verdict, left.verdict);
}
