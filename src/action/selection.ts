import { wrongAnew } from "../diff/compare.ts";
import type { ReportDiff } from "../model/diff.ts";
import type { Finding, Report } from "../model/report.ts";
import { SEVERITIES, type Severity } from "../model/rule.ts";
import { compareText } from "../order.ts";

/** The findings of a report that this run is about: they decide the exit code and are annotated and commented on. */
export interface Selection {
	/** Open ones, in the order of the report. */
	findings: Counted[];
	/** They are those that the base report does not have, or has with a milder severity. */
	onlyNew: boolean;
	/** They are those that the changed files may be behind. */
	onlyChanged: boolean;
}

/** A finding that counts. */
export interface Counted {
	finding: Finding;
	/** That of the resources that count. */
	severity: Severity;
	/** Keys of the resources that count, where code makes several; the first resource alone for any other finding. */
	resources: string[];
}

/** A report beside that of the base. */
export interface Comparison {
	diff: ReportDiff;
	/** Ids of the rules that the base was judged by. */
	baseRules: ReadonlySet<string>;
}

/**
 * Chooses the findings that count.
 * @param comparison null: old findings count too.
 * @param changed tells whether the change may be behind a finding; null: all count.
 */
export function select(
	report: Report,
	comparison: Comparison | null,
	changed: ((finding: Finding) => boolean) | null,
): Selection {
	const added = comparison === null ? null : newParts(comparison);
	const findings: Counted[] = [];
	for (const finding of report.findings) {
		if (finding.suppression !== null || changed?.(finding) === false) continue;
		const part = added === null ? whole(finding) : added.get(finding.fingerprint);
		if (part !== undefined) findings.push({ ...part, finding });
	}
	return { findings, onlyNew: comparison !== null, onlyChanged: changed !== null };
}

function whole(finding: Finding): Counted {
	const { severity, resource, instances } = finding;
	return { finding, severity, resources: instances?.map((instance) => instance.resource) ?? [resource.key] };
}

/** What of the findings is new, by fingerprint. */
function newParts(comparison: Comparison): Map<string, Counted> {
	const parts = new Map<string, Counted>();
	const note = (part: Counted) => {
		const before = parts.get(part.finding.fingerprint);
		const resources = [...new Set([...(before?.resources ?? []), ...part.resources])].sort(compareText);
		const severity = before !== undefined && isGraver(before.severity, part.severity) ? before.severity : part.severity;
		parts.set(part.finding.fingerprint, { ...part, severity, resources });
	};
	for (const entry of comparison.diff.added) note(entry);
	for (const entry of wrongAnew(comparison.diff)) note(entry);
	for (const finding of unsettled(comparison)) note(whole(finding));
	return parts;
}

/**
 * Open findings that count as new because nobody can tell: a change of parameters, or of what can be read, must not make
 * everything pass. Those of rules that the base was not judged by at all came with an update, not with the change.
 */
export function unsettled({ diff, baseRules }: Comparison): Finding[] {
	return diff.incomparable.flatMap(({ side, findings }) =>
		side === "after" ? findings.filter(({ rule, suppression }) => suppression === null && baseRules.has(rule)) : [],
	);
}

function isGraver(left: Severity, right: Severity): boolean {
	return SEVERITIES.indexOf(left) < SEVERITIES.indexOf(right);
}
