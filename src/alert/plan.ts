import type { RecordedRun, StoredFinding } from "../history/record.ts";
import type { Report } from "../model/report.ts";
import { SEVERITIES, type Severity } from "../model/rule.ts";
import type { AlertEvent, Incomplete, ScoreDrop, Triggers } from "./events.ts";

/** Reasons an incomplete scan is explained by. */
const MAX_REASONS = 5;

/**
 * What a run gives a channel to tell. Scores are compared between complete runs only: an incomplete one loses points it
 * may still have. A bar is told of when it is first missed, not again until it was met.
 * @param told whether the channel was to be told of a finding before.
 */
export function planEvents(
	run: RecordedRun,
	report: Report,
	triggers: Triggers,
	told: (finding: StoredFinding) => boolean,
): AlertEvent[] {
	if (run.late) return [];
	const events: AlertEvent[] = [];
	for (const finding of run.opened) {
		if (reaches(finding.severity, triggers.severity))
			events.push({ id: `finding/${episode(finding)}`, kind: "finding", finding });
	}
	if (triggers.fixed) {
		for (const finding of run.closed) {
			if (told(finding)) events.push({ id: `fixed/${episode(finding)}`, kind: "fixed", finding });
		}
	}
	if (report.complete) {
		for (const score of drops(run, report, triggers)) {
			events.push({ id: `score/${score.framework}/${score.percent}/${run.id}`, kind: "score", score });
		}
	} else if (triggers.incomplete) {
		events.push({ id: `incomplete/${run.id}`, kind: "incomplete", incomplete: incompleteness(report) });
	}
	return events;
}

/** Names one life of a finding: it may be fixed and come back. */
export function episode({ fingerprint, openedRun }: StoredFinding): string {
	return `${fingerprint}/${openedRun}`;
}

function reaches(severity: Severity, limit: Severity | "never"): boolean {
	return limit !== "never" && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit);
}

function drops({ previousLower }: RecordedRun, report: Report, { bars }: Triggers): ScoreDrop[] {
	return bars.flatMap(({ framework: id, percent }) => {
		const framework = report.frameworks.find((other) => other.id === id);
		if (framework === undefined || framework.score === null) return [];
		const before = previousLower?.get(id) ?? null;
		const { lower } = framework.score;
		if (lower >= percent || (before !== null && before < percent)) return [];
		return [{ framework: id, title: framework.title, before, lower, percent }];
	});
}

function incompleteness({ diagnostics }: Report): Incomplete {
	const errors = diagnostics.filter(({ severity }) => severity === "error");
	const reasons = errors.slice(0, MAX_REASONS).map(({ uri, line, message }) => {
		return uri === null ? message : `${line === null ? uri : `${uri}:${line}`}: ${message}`;
	});
	return { errors: errors.length, reasons };
}
