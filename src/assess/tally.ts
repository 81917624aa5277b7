import type { Finding } from "../model/report.ts";
import { type Rule, type RuleResult, SEVERITIES, type Severity } from "../model/rule.ts";
import { push } from "../multimap.ts";
import type { Tally } from "./score.ts";

/** The outcome of one rule as the controls see it. */
export interface RuleOutcome extends Tally {
	rule: Rule;
	errored: boolean;
	/** Resources the rule could not be asked about: a fragment, an unset parameter. */
	notAssessed: number;
	/** First reason, in text order, of what is inconclusive or not assessed. */
	reason: string | null;
	/** Number of failed resources by the worst severity among their unwaived findings. */
	failures: Partial<Record<Severity, number>>;
}

/**
 * Counts a rule's results by resource. A resource is waived when each of its findings is suppressed, so `findings` has
 * to hold all findings of the rule; a denied resource without any finding counts as failed.
 * @param framework what is waived for it counts as waived; null: only what is waived everywhere.
 */
export function ruleOutcome(
	rule: Rule,
	result: RuleResult,
	findings: Finding[],
	framework: string | null = null,
): RuleOutcome {
	const outcome: RuleOutcome = {
		rule,
		errored: result.status === "errored",
		passed: 0,
		failed: 0,
		waived: 0,
		inconclusive: 0,
		notAssessed: result.notAssessed.length,
		reason: firstReason(result.inconclusive) ?? firstReason(result.notAssessed),
		failures: {},
	};
	const grades = new Map<string, Severity[]>();
	for (const denial of result.denials) push(grades, denial.resource, denial.severity ?? rule.severity);
	const ofResource = new Map<string, Finding[]>();
	for (const finding of findings) push(ofResource, finding.resource.key, finding);

	for (const [resource, denied] of grades) {
		const found = ofResource.get(resource);
		const open = found?.filter((each) => !isWaived(each, framework)).map(({ severity }) => severity) ?? denied;
		if (open.length === 0) {
			outcome.waived++;
			continue;
		}
		const worst = worstOf(open);
		outcome.failed++;
		outcome.failures[worst] = (outcome.failures[worst] ?? 0) + 1;
	}
	outcome.passed = count(result.passed, grades);
	outcome.inconclusive = count(
		result.inconclusive.map(({ resource }) => resource),
		grades,
	);
	return outcome;
}

/** Whether a finding is accepted, everywhere or for one framework. */
function isWaived({ suppression, waivedFor = [] }: Finding, framework: string | null): boolean {
	return suppression !== null || waivedFor.some((waiver) => waiver.framework === framework);
}

/** Whether the rule decided at least one resource. A rule that threw decided nothing that may be counted. */
export function isDecided({ errored, passed, failed }: RuleOutcome): boolean {
	return !errored && passed + failed > 0;
}

/** Whether the rule met a resource it applies to, or should have. */
export function isApplicable(outcome: RuleOutcome): boolean {
	const { errored, passed, failed, waived, inconclusive, notAssessed } = outcome;
	return errored || passed + failed + waived + inconclusive + notAssessed > 0;
}

/** The gravest of several severities; `info` for none. */
export function worstOf(severities: Severity[]): Severity {
	return SEVERITIES.find((severity) => severities.includes(severity)) ?? "info";
}

/** Resources of the list that are not denied, each once. */
function count(resources: string[], denied: Map<string, unknown>): number {
	let size = 0;
	for (const resource of new Set(resources)) if (!denied.has(resource)) size++;
	return size;
}

function firstReason(items: { reason: string }[]): string | null {
	let first: string | null = null;
	for (const { reason } of items) if (first === null || reason < first) first = reason;
	return first;
}
