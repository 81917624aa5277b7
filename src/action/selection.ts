import type { DiffFinding, ReportDiff } from "../model/diff.ts";
import type { Finding, Report } from "../model/report.ts";
import { SEVERITIES, type Severity } from "../model/rule.ts";

/** The findings of a report that this run is about: they decide the exit code and are annotated and commented on. */
export interface Selection {
	/** Open ones, in the order of the report, each with the severity of what of it is new. */
	findings: { finding: Finding; severity: Severity }[];
	/** They are those that the base report does not have. */
	onlyNew: boolean;
	/** They are those that the changed files may be behind. */
	onlyChanged: boolean;
}

/**
 * Chooses the findings that count.
 * @param diff the report beside that of the base; null: old findings count too. What cannot be compared counts as new.
 * @param changed tells whether the change may be behind a finding; null: all count.
 */
export function select(
	report: Report,
	diff: ReportDiff | null,
	changed: ((finding: Finding) => boolean) | null,
): Selection {
	const added = diff === null ? null : newSeverities(diff);
	const findings: Selection["findings"] = [];
	for (const finding of report.findings) {
		if (finding.suppression !== null || changed?.(finding) === false) continue;
		const severity = added === null ? finding.severity : added.get(finding.fingerprint);
		if (severity !== undefined) findings.push({ finding, severity });
	}
	return { findings, onlyNew: diff !== null, onlyChanged: changed !== null };
}

/** The gravest severity of what is new, by fingerprint of the finding. */
function newSeverities({ added, incomparable }: ReportDiff): Map<string, Severity> {
	const severities = new Map<string, Severity>();
	const note = ({ fingerprint }: Finding, severity: Severity) => {
		const before = severities.get(fingerprint);
		if (before === undefined || isGraver(severity, before)) severities.set(fingerprint, severity);
	};
	for (const entry of added) note(entry.finding, severityOfNew(entry));
	for (const { side, findings } of incomparable) {
		if (side === "after") for (const finding of findings) note(finding, finding.severity);
	}
	return severities;
}

/** A finding on shared code has the worst severity of its instances, and the new ones may be milder. */
function severityOfNew({ finding, resources }: DiffFinding): Severity {
	const fresh = new Set(resources);
	const severities = (finding.instances ?? [])
		.filter(({ resource }) => fresh.has(resource))
		.map(({ severity = finding.severity }) => severity);
	return SEVERITIES.find((severity) => severities.includes(severity)) ?? finding.severity;
}

function isGraver(left: Severity, right: Severity): boolean {
	return SEVERITIES.indexOf(left) < SEVERITIES.indexOf(right);
}
