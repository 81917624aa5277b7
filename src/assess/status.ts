import type { Control } from "../model/framework.ts";
import type { ControlStatus } from "../model/report.ts";
import { SEVERITIES, type Severity } from "../model/rule.ts";
import { isApplicable, isDecided, type RuleOutcome } from "./tally.ts";

/**
 * Finding severity from which a failure makes a control `violated`; fixed, so that no exit-code option can change what
 * a report says. For a control of level full any failure counts.
 */
const STATUS_THRESHOLD: Severity = "medium";

/** What the status of a control rests on. */
export interface StatusInput {
	control: Control;
	/** Its primary rules, in the order of ids. */
	primary: RuleOutcome[];
	supporting: RuleOutcome[];
	/** Ids of primary rules that this scan left out. */
	leftOut: string[];
	/** Whether a person declared that the input shows the whole scope. */
	scopeComplete: boolean;
}

export interface Verdict {
	status: ControlStatus;
	/** One or two sentences. */
	reason: string;
}

/** The status of a control that is judged by itself (any level but roll-up) before exclusions and attestations: the first line that fits. */
export function technicalStatus(input: StatusInput): Verdict {
	const { control, primary } = input;
	if (control.level === "none") return { status: "manual", reason: `Needs evidence from people: ${control.reason}` };
	if (control.level === "support") return { status: "supporting", reason: supportReason(input.supporting) };

	const counts = (severity: Severity) =>
		control.level === "full" || SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(STATUS_THRESHOLD);
	const failing = primary.filter(({ failures }) =>
		SEVERITIES.some((severity) => (failures[severity] ?? 0) > 0 && counts(severity)),
	);
	if (failing.length > 0) return { status: "violated", reason: violatedReason(failing, primary) };

	const errored = primary.filter((outcome) => outcome.errored);
	if (errored.length > 0) return { status: "errored", reason: `${ruleList(errored)} could not be evaluated.` };

	if (!primary.some((outcome) => isDecided(outcome) || outcome.waived + outcome.inconclusive > 0)) {
		return { status: "not-assessed", reason: notAssessedReason(input) };
	}
	const open = primary.filter((outcome) => outcome.inconclusive > 0 && counts(outcome.rule.severity));
	if (open.length > 0) return { status: "inconclusive", reason: inconclusiveReason(open) };

	if (control.level === "full" && input.scopeComplete && primary.filter(isApplicable).every(isClean)) {
		return { status: "satisfied", reason: "Every rule that applies passed on the whole declared scope." };
	}
	return { status: "no-failures", reason: noFailuresReason(input) };
}

/** Worst first: the order in which the status of a child decides that of its standard. */
const ROLL_UP_ORDER: ControlStatus[] = [
	"violated",
	"errored",
	"inconclusive",
	"not-assessed",
	"no-failures",
	"attested",
	"satisfied",
];

/**
 * The status of a standard that is judged through its specifications: the worst of those that code can assess. Where
 * none can be, `supporting` if configuration supports one of them, else `manual`; `attested` when all are.
 */
export function rollUpStatus(children: { id: string; assessable: boolean; status: ControlStatus }[]): Verdict {
	const inScope = children.filter(({ status }) => status !== "excluded");
	const assessable = inScope.filter((child) => child.assessable);
	const listed = inScope.map(({ id, status }) => `${id} ${status}`).join(", ");
	const reason = `Judged through its specifications: ${listed || "all are outside the declared scope"}.`;
	const worst = ROLL_UP_ORDER.find((status) => assessable.some((child) => child.status === status));
	if (worst !== undefined) return { status: worst, reason };
	if (inScope.length === 0) return { status: "manual", reason };
	if (inScope.every(({ status }) => status === "attested")) return { status: "attested", reason };
	const supported = inScope.some(({ status }) => status === "supporting");
	return { status: supported ? "supporting" : "manual", reason };
}

function isClean(outcome: RuleOutcome): boolean {
	const { failed, waived, inconclusive, notAssessed } = outcome;
	return isDecided(outcome) && failed + waived + inconclusive + notAssessed === 0;
}

function supportReason(supporting: RuleOutcome[]): string {
	const failing = supporting.filter(({ failed }) => failed > 0);
	if (failing.length > 0) return `Supporting evidence only, and contradicting it: ${failureList(failing)}.`;
	const seen = supporting.filter(isDecided);
	if (seen.length > 0) return `Supporting evidence only: ${ruleList(seen)} found no failure.`;
	if (supporting.length > 0) return "Supporting evidence only, and this scan holds none.";
	return "Supporting evidence only, and no shipped rule gives any yet.";
}

function violatedReason(failing: RuleOutcome[], primary: RuleOutcome[]): string {
	const parts = [`Failed: ${failureList(failing)}.`];
	const errored = primary.filter((outcome) => outcome.errored);
	if (errored.length > 0) parts.push(`${ruleList(errored)} could not be evaluated.`);
	const open = primary.filter(({ inconclusive }) => inconclusive > 0);
	if (open.length > 0) parts.push(`Also inconclusive: ${ruleList(open)}.`);
	return parts.join(" ");
}

function notAssessedReason({ primary, leftOut }: StatusInput): string {
	if (primary.length === 0) {
		if (leftOut.length === 0) return "No shipped rule tests this control yet.";
		return `Its rules were left out of this scan: ${shorten(leftOut)}.`;
	}
	const unasked = primary.filter(({ notAssessed }) => notAssessed > 0);
	if (unasked.length > 0) return `${ruleList(unasked)} could not be asked: ${unasked[0]!.reason}.`;
	return `Nothing in this scan is judged by its rules; it needs ${neededInput(primary)}.`;
}

/** The inputs the rules select from: "Kubernetes apps/Deployment, …; Terraform aws_db_instance, …". */
function neededInput(primary: RuleOutcome[]): string {
	const names = { kubernetes: "Kubernetes manifests", terraform: "Terraform plans" };
	const parts: string[] = [];
	for (const origin of ["kubernetes", "terraform"] as const) {
		const rules = primary.filter(({ rule }) => rule.origins.includes(origin));
		if (rules.length === 0) continue;
		const types = new Set(rules.flatMap(({ rule }) => rule.selector.types ?? []));
		const ofOrigin = [...types]
			.filter((type) => !type.startsWith("scope/") && type.includes("/") === (origin === "kubernetes"))
			.sort();
		parts.push(ofOrigin.length === 0 ? names[origin] : `${names[origin]} with ${shorten(ofOrigin)}`);
	}
	return parts.join(" or ");
}

function inconclusiveReason(open: RuleOutcome[]): string {
	const list = open.map(({ rule, inconclusive }) => `${rule.id} (${resources(inconclusive)})`);
	return `Could not be decided: ${shorten(list)}; ${open[0]!.reason}.`;
}

function noFailuresReason({ control, primary }: StatusInput): string {
	const total = (key: "passed" | "waived" | "inconclusive" | "notAssessed") =>
		primary.reduce((sum, outcome) => sum + outcome[key], 0);
	const parts = [`${resultCount(total("passed"))} passed`];
	const minor = primary.filter(({ failed }) => failed > 0);
	if (minor.length > 0) parts.push(`minor failures: ${failureList(minor)}`);
	if (total("waived") > 0) parts.push(`${resultCount(total("waived"))} failed and waived`);
	if (total("inconclusive") > 0) parts.push(`${resultCount(total("inconclusive"))} inconclusive`);
	if (total("notAssessed") > 0) parts.push(`${resultCount(total("notAssessed"))} not assessed`);
	const found = minor.length + total("waived") > 0 ? "Not violated" : "No technical failure found";
	return `${found}: ${parts.join(", ")}. The human part is open: ${control.reason}`;
}

function failureList(failing: RuleOutcome[]): string {
	return shorten(failing.map(({ rule, failed }) => `${rule.id} (${resources(failed)})`));
}

function ruleList(outcomes: RuleOutcome[]): string {
	return shorten(outcomes.map(({ rule }) => rule.id));
}

/** The first five of a list, and how many more there are. */
function shorten(items: string[]): string {
	const shown = items.slice(0, 5).join(", ");
	return items.length > 5 ? `${shown} and ${items.length - 5} more` : shown;
}

function resources(count: number): string {
	return count === 1 ? "1 resource" : `${count} resources`;
}

function resultCount(count: number): string {
	return count === 1 ? "1 result" : `${count} results`;
}
