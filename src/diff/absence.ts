import type { Finding, Report, RuleSummary } from "../model/report.ts";
import { push } from "../multimap.ts";
import { plansOf, samePlan, type Unit } from "./units.ts";

/** What it means that a report does not have a fault that the other one has. */
export type Absence =
	/** It is not there: the rule ran and found nothing, or the resource is gone from an input that was read. */
	| { kind: "gone"; note?: string }
	/** The report says that it cannot tell. */
	| { kind: "undecided"; reason: string }
	/** The report never asked the question, or asked another one. */
	| { kind: "incomparable"; what: string; reason: string };

/** Troubles of live reading that no gap stands for; all others leave their mark on the rules' results. */
const WITHOUT_GAP = new Set(["item-unreadable", "facet-failed"]);

/**
 * Says what the absence of a fault from a report means.
 * @param report the report that lacks it.
 * @param other the report that has it.
 * @param which what to call `report`.
 */
export function absenceIn(report: Report, other: Report, which: "earlier" | "later"): (unit: Unit) => Absence {
	const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
	const otherRules = new Map(other.rules.map((rule) => [rule.id, rule]));
	const values = [report, other].map(
		({ parameters }) => new Map(parameters.map(({ name, value }) => [name, JSON.stringify(value)])),
	) as [Map<string, string>, Map<string, string>];
	const sameRules = report.tool.policySetDigest === other.tool.policySetDigest;
	const inputTrouble = inputTroubles(report, other, which);
	const open = new Map<string, OpenChecks>();

	return ({ finding, resource }) => {
		const what = `rule ${finding.rule}`;
		const rule = rules.get(finding.rule);
		if (rule === undefined) {
			const reason = sameRules ? `the ${which} scan left it out` : `the ${which} scan does not know it, or left it out`;
			return { kind: "incomparable", what, reason };
		}
		if (rule.status === "errored") {
			const error = rule.error === null ? "" : `: ${rule.error}`;
			return { kind: "incomparable", what, reason: `it could not be evaluated in the ${which} scan${error}` };
		}
		const parameter = differingParameter(rule, otherRules.get(finding.rule), values);
		if (parameter !== null) {
			const [own = "not set", others = "not set"] = values.map((map) => map.get(parameter));
			const [from, to] = which === "later" ? [others, own] : [own, others];
			return { kind: "incomparable", what, reason: `its parameter ${parameter} was ${from} and is ${to}` };
		}
		const trouble = inputTrouble(finding, resource);
		if (trouble !== null) return trouble;
		const checks = open.get(rule.id) ?? openChecks(rule);
		open.set(rule.id, checks);
		const undecided = checks.undecided.get(resource) ?? checks.gap(finding, resource);
		if (undecided !== undefined) return { kind: "undecided", reason: undecided };
		if (rule.status === "not-assessed") return { kind: "undecided", reason: "the rule was not assessed" };
		const exempt = checks.exempt.get(resource);
		return { kind: "gone", ...(exempt === undefined ? {} : { note: `the rule does not apply to it: ${exempt}` }) };
	};
}

/** A parameter that two runs of a rule read and that had another value in each; null for none. */
function differingParameter(
	rule: RuleSummary,
	other: RuleSummary | undefined,
	[own, others]: [Map<string, string>, Map<string, string>],
): string | null {
	const names = new Set([...(rule.parameters ?? []), ...(other?.parameters ?? [])]);
	for (const name of names) if (own.get(name) !== others.get(name)) return name;
	return null;
}

/** What a rule left open, by resource. */
interface OpenChecks {
	undecided: Map<string, string>;
	exempt: Map<string, string>;
	/** Why the part of a live source that the resource belongs to was not read. */
	gap(finding: Finding, resource: string): string | undefined;
}

function openChecks({ inconclusive, notAssessed, notApplicable }: RuleSummary): OpenChecks {
	const undecided = new Map<string, string>();
	/** `account type` → reason. A thing of one region may be listed by another: the region does not count. */
	const aws = new Map<string, string>();
	for (const { resource, reason } of [...notAssessed, ...inconclusive]) {
		undecided.set(resource, reason);
		const [, account, type] = /^aws\/([^/]+)\/[^/]+\/([^/]+)$/.exec(resource) ?? [];
		if (account !== undefined) aws.set(`${account} ${type}`, reason);
	}
	return {
		undecided,
		exempt: new Map(notApplicable.map(({ resource, reason }) => [resource, reason])),
		gap: ({ resource: { origin, scope, type }, captured }, key) => {
			if (captured === undefined) return undefined;
			if (origin === "aws") return aws.get(`${scope.split("/")[0]} ${type}`);
			// kubernetes/<context>/<group>/<Kind>, or with the namespace behind it.
			const around = enclosing(key).find((part) => undecided.has(part));
			return around === undefined ? undefined : undecided.get(around);
		},
	};
}

/** Whether a report read what a finding of the other one stands in: null where it did. */
function inputTroubles(
	report: Report,
	other: Report,
	which: "earlier" | "later",
): (finding: Finding, resource: string) => Absence | null {
	const inputs = new Set(report.inputs.map(({ uri }) => uri));
	const otherInputs = new Set(other.inputs.map(({ uri }) => uri));
	const otherPlans = plansOf(other);
	const plan = samePlan(report, other);
	const errors = new Map<string, string[]>();
	let everywhere: string | null = null;
	for (const { severity, code, message, uri } of report.diagnostics) {
		if (severity !== "error" || code === "rule-error") continue;
		if (uri === null) everywhere ??= message;
		else if (!uri.startsWith("live/") || WITHOUT_GAP.has(code)) push(errors, uri, message);
	}

	const troubleOf = (uri: string): Absence | null => {
		const own = plan?.after === uri ? plan.before : uri;
		const error = enclosing(own).find((place) => errors.has(place));
		if (error !== undefined) {
			const reason = `the ${which} scan could not read all of it: ${errors.get(error)![0]}`;
			return { kind: "incomparable", what: `input ${error}`, reason };
		}
		if (inputs.has(own)) return null;
		// A file that is new is no reason for doubt: what is in it was not there.
		if (which === "earlier") return { kind: "gone", note: `${uri} was not scanned before` };
		const reason = "the later scan did not have it: deleted, renamed or left out";
		return { kind: "incomparable", what: `input ${uri}`, reason };
	};

	const known = new Map<string, Absence | null>();
	return (finding, resource) => {
		if (finding.captured !== undefined && everywhere !== null) {
			const reason = `the ${which} scan could not read all of it: ${everywhere}`;
			return { kind: "incomparable", what: "what is live", reason };
		}
		let first: Absence | null = null;
		for (const uri of inputsOf(finding, resource, otherInputs, otherPlans)) {
			const trouble = known.has(uri) ? known.get(uri)! : troubleOf(uri);
			known.set(uri, trouble);
			if (trouble?.kind === "incomparable") return trouble;
			first ??= trouble;
		}
		return first;
	};
}

/** The inputs that a finding may be from. Of one that stands in Terraform code it is not known which plan it was found in. */
function inputsOf(finding: Finding, resource: string, inputs: Set<string>, plans: string[]): string[] {
	const { location, captured, resource: of } = finding;
	if (captured !== undefined) {
		if (of.origin === "aws") return [`live/aws/${of.scope}`];
		return [`live/${resource.split("/").slice(0, 2).join("/")}`];
	}
	if (of.origin === "aws") return [`live/aws/${of.scope}`];
	if (inputs.has(location.uri)) return [location.uri];
	const named = resource.endsWith(")") ? resource.slice(resource.lastIndexOf(" (") + 2, -1) : "";
	if (inputs.has(named)) return [named];
	return plans.length > 0 ? plans : [location.uri];
}

/** Deeper ones are not looked into: no file system has them, and a hostile report could. */
const MAX_LEVELS = 100;

/** A path and the folders around it, innermost first. */
function enclosing(path: string): string[] {
	const places = [path];
	let end = path.lastIndexOf("/");
	while (end > 0 && places.length < MAX_LEVELS) {
		places.push(path.slice(0, end));
		end = path.lastIndexOf("/", end - 1);
	}
	return [...places, "."];
}
