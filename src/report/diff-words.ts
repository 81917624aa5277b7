import { sameScore } from "../diff/controls.ts";
import type { ControlDelta, DiffFinding, FindingChange, Incomparable, ReportDiff } from "../model/diff.ts";
import type { Finding, Score } from "../model/report.ts";
import { SEVERITIES } from "../model/rule.ts";
import { plural, STATUS_WORDS, shownKey } from "./words.ts";

/** Resources of one finding that are named. */
const MAX_RESOURCES = 5;

/** `2 new findings (1 critical, 1 high), 1 fixed, 3 unchanged`: what is not zero, the new ones always. */
export function diffHeadline(diff: ReportDiff): string {
	const counts = SEVERITIES.flatMap((severity) => {
		const count = diff.added.filter((entry) => entry.severity === severity).length;
		return count === 0 ? [] : [`${count} ${severity}`];
	});
	const added =
		diff.added.length === 0
			? "no new findings"
			: `${diff.added.length} new ${diff.added.length === 1 ? "finding" : "findings"} (${counts.join(", ")})`;
	const unclear = diff.incomparable.reduce((sum, { findings }) => sum + findings.length, 0);
	const rest: [number, string][] = [
		[diff.fixed.length, "fixed"],
		[saysOther(diff).length, `changed${countedText(diff)}`],
		[diff.waived.length, "newly accepted"],
		[diff.undecided.length, "undecided now"],
		[diff.unchanged + touched(diff), "unchanged"],
		[unclear, "not comparable"],
	];
	return [added, ...rest.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)].join(", ");
}

/** ` (1 counted as new)`: changed ones that stop a change; empty for none. */
function countedText({ changed }: ReportDiff): string {
	const count = changed.filter(({ worse }) => worse !== undefined).length;
	return count === 0 ? "" : ` (${count} counted as new)`;
}

/**
 * Changed findings that say something else than before. One whose resource alone has changed (another container of its
 * pod) still says the same, and is no news to who reads.
 */
export function saysOther({ changed }: ReportDiff): ReportDiff["changed"] {
	return changed.filter(({ what }) => what.some((one) => one !== "evaluated"));
}

/** `10 unchanged findings are on resources that were judged by other values than before.` Null for none. */
export function touchedText(diff: ReportDiff): string | null {
	const count = touched(diff);
	if (count === 0) return null;
	const [findings, are] = count === 1 ? ["finding", "is"] : ["findings", "are"];
	return `${count} unchanged ${findings} ${are} on resources that were judged by other values than before.`;
}

function touched(diff: ReportDiff): number {
	return diff.changed.length - saysOther(diff).length;
}

/** Which resources an entry is about, where its finding alone does not say: null for one finding on one resource. */
export function resourcesText({ finding, resources }: { finding: Finding; resources: string[] }): string | null {
	if (finding.instances === undefined) return null;
	const named = resources.slice(0, MAX_RESOURCES).join(", ");
	const more = resources.length > MAX_RESOURCES ? ` and ${resources.length - MAX_RESOURCES} more` : "";
	const all = new Set(finding.instances.map(({ resource }) => resource)).size;
	const share = resources.length < all ? ` (${resources.length} of ${all} resources that this code makes)` : "";
	return `${named}${more}${share}`;
}

/** The resource of a finding, or those of it that the entry is about. */
export function subjectText(entry: { finding: Finding; resources: string[] }): string {
	return resourcesText(entry) ?? shownKey(entry.finding);
}

/** What is not said by the list an entry stands in; null for nothing. */
export function wasText({ was, note, finding }: DiffFinding): string | null {
	const words = finding.suppression === null ? WAS_WORDS[was] : ACCEPTED_WORDS[was];
	const parts = [words, note ?? null].filter((part) => part !== null);
	return parts.length === 0 ? null : parts.join(": ");
}

const WAS_WORDS: Record<DiffFinding["was"], string | null> = {
	absent: null,
	open: null,
	suppressed: "accepted until now; the exception is gone or has expired",
	undecided: "undecided before",
};
const ACCEPTED_WORDS: Record<DiffFinding["was"], string | null> = {
	absent: "new, and accepted from the start",
	open: null,
	suppressed: null,
	undecided: "undecided before",
};

/** `by waiver, until 2027-03-31 (alice): reason`. */
export function exceptionText({ suppression }: Finding): string {
	if (suppression === null) return "";
	const { kind, expires, owner, justification, ticket } = suppression;
	const words = { inline: "a comment in the code", waiver: "a waiver", baseline: "the baseline" };
	const until = expires === null ? "" : ` until ${expires}`;
	const who = [owner, ticket ?? ""].filter((part) => part !== "").join(", ");
	return `by ${words[kind]}${until}${who === "" ? "" : ` (${who})`}${justification === "" ? "" : `: ${justification}`}`;
}

/** What changed about a finding, one clause each. */
export function changeTexts({ before, after, what }: ReportDiff["changed"][number]): string[] {
	const texts: Record<FindingChange, () => string> = {
		severity: () => `severity ${before.severity} → ${after.severity}`,
		message: () => `was: ${before.message}`,
		evaluated: () => "the values it was judged by are different",
		suppression: () => `the exception is different: ${exceptionText(after)}`,
	};
	return what.map((one) => texts[one]());
}

/** `SOC 2 CC6.1, CC6.6; HIPAA 164.312(b)`; empty for none. */
export function controlList(diff: ReportDiff, kind: ControlDelta["kind"]): string {
	const parts = diff.frameworks.flatMap(({ id, title }) => {
		const ids = diff.controls.filter((control) => control.framework === id && control.kind === kind);
		return ids.length === 0 ? [] : [`${title} ${ids.map((control) => control.id).join(", ")}`];
	});
	return parts.join("; ");
}

/** `This change breaks SOC 2 CC6.1; it fixes ISO/IEC 27001 A.8.24.` Empty where no control is broken or fixed. */
export function controlSentence(diff: ReportDiff): string {
	const broken = controlList(diff, "breaks");
	const fixed = controlList(diff, "fixes");
	if (broken === "" && fixed === "") return "";
	const parts = [...(broken === "" ? [] : [`breaks ${broken}`]), ...(fixed === "" ? [] : [`fixes ${fixed}`])];
	return `This change ${parts.join(". It ")}.`;
}

/** Controls whose status is another one without being broken or fixed. */
export function otherChanges({ controls }: ReportDiff): ControlDelta[] {
	return controls.filter(({ kind, before, after }) => kind === "changes" && before.status !== after.status);
}

/** `violated → inconclusive`. */
export function statusChange({ before, after }: ControlDelta): string {
	return `${STATUS_WORDS[before.status]} → ${STATUS_WORDS[after.status]}`;
}

/** `+4.2`, `−0.3`, `±0.0`; empty where one side has no value. */
export function scoreStep(before: Score | null, after: Score | null): string {
	if (before?.value == null || after?.value == null) return "";
	const step = (after.value - before.value).toFixed(1);
	if (Number(step) === 0) return sameScore(before, after) ? "" : "±0.0";
	return step.startsWith("-") ? `−${step.slice(1)}` : `+${step}`;
}

/** `3 findings of the earlier report`; empty for none. */
export function sideText({ side, findings }: Incomparable): string {
	if (findings.length === 0 || side === undefined) return "";
	const report = side === "before" ? "earlier report may be fixed or not" : "later report may be new or not";
	return `${plural(findings.length, "finding")} of the ${report}`;
}

/** `deploy/web.yaml:12`. */
export function placeText({ location }: Finding): string {
	return `${location.uri}:${location.startLine}`;
}
