import type { Drift, Finding, Report } from "../model/report.ts";
import { SEVERITIES } from "../model/rule.ts";
import { joinCounts, listedEntries, transitionCounts, transitionText, valueText } from "./drift-words.ts";
import { escapeTerminal } from "./escape.ts";
import type { WriterOptions } from "./options.ts";
import { type Paint, painter } from "./paint.ts";
import {
	acceptedText,
	frameworkWaiverTexts,
	otherResourcesText,
	partFindings,
	severityCounts,
	sourceText,
} from "./waived-words.ts";
import {
	coverageText,
	elsewhereTexts,
	looserLines,
	plain,
	plural,
	SCORE_NOTE,
	scoreText,
	shownKey,
	statusCounts,
} from "./words.ts";
import { wrap } from "./wrap.ts";

/** Inconclusive reasons shown without `verbose`. */
const MAX_REASONS = 5;
/** Further resources of shared code named without `verbose`. */
const MAX_INSTANCES = 3;
/** Accepted findings listed without `verbose`. */
const MAX_WAIVED = 20;

/** The report for a terminal: findings by severity and resource, the fix at its first mention, what stayed open, then the scores. */
export function writeConsole(report: Report, options: WriterOptions = {}): string {
	const width = options.width ?? 80;
	const paint = painter(options.color);
	const lines: string[] = [];
	const add = (text: string, indent: number, hanging = indent) => lines.push(...wrap(text, width, indent, hanging));

	const { open, waived } = partFindings(report.findings);
	for (const severity of SEVERITIES) {
		const findings = open.filter((finding) => finding.severity === severity);
		if (findings.length === 0) continue;
		lines.push(paint(severity, `${severity.toUpperCase()} (${findings.length})`), "");
		const explained = new Set<string>();
		for (const group of groupByResource(findings)) {
			lines.push(...wrap(paint("bold", escapeTerminal(shownKey(group[0]!))), width, 2, 4));
			let file: string | null = null;
			for (const finding of group) {
				// An override file may hold a part of what another says.
				if (finding.location.uri !== file) {
					file = finding.location.uri;
					lines.push(...wrap(paint("dim", escapeTerminal(file)), width, 2, 4));
				}
				const place = `${finding.location.startLine}:${finding.location.startColumn}`;
				add(`${place}  ${escapeTerminal(finding.message)}  ${paint("dim", `[${finding.rule}]`)}`, 4, 8);
				const transition = transitionText(finding);
				if (transition !== null) add(paint("dim", escapeTerminal(transition)), 8, 10);
				for (const text of remarks(finding, report.frameworks, options)) add(paint("dim", escapeTerminal(text)), 8, 10);
				const last = group.findLast(({ rule }) => rule === finding.rule) === finding;
				if (!last || finding.remediation === null || explained.has(finding.remediation.text)) continue;
				explained.add(finding.remediation.text);
				add(paint("dim", `fix: ${plain(finding.remediation.text)}`), 8, 13);
			}
			lines.push("");
		}
	}
	if (open.length === 0) lines.push(waived.length === 0 ? "No findings." : "No open findings.", "");

	lines.push(...accepted(waived, options, width, paint));
	if (report.drift !== undefined) lines.push(...planBesideLive(report.drift, options, width, paint));
	lines.push(...openQuestions(report, options, width, paint));
	lines.push(...scores(report, width, paint));
	const total = waived.length === 0 ? plural(open.length, "finding") : plural(open.length, "open finding");
	add(
		`${total}: ${severityCounts(open, true)}. ${waived.length === 0 ? "" : `${waived.length} waived. `}` +
			`${plural(report.summary.resources, "resource")}, ${plural(report.summary.rules, "rule")}.`,
		0,
	);
	if (!report.complete) add(paint("high", "The scan is incomplete: see the diagnostics."), 0);
	return `${lines.join("\n")}\n`;
}

/** What belongs to an open finding beside its message. */
function remarks(finding: Finding, frameworks: Report["frameworks"], { verbose = false }: WriterOptions): string[] {
	const others = otherResourcesText(finding, verbose ? Number.POSITIVE_INFINITY : MAX_INSTANCES);
	const changed = finding.baselineState === "updated" ? ["in the baseline, and changed since"] : [];
	return [
		...elsewhereTexts(finding),
		...(others === null ? [] : [others]),
		...changed,
		...frameworkWaiverTexts(finding, frameworks),
	];
}

/** What people accepted: who, why and until when. What only the baseline accepts is counted. */
function accepted(waived: Finding[], { verbose = false }: WriterOptions, width: number, paint: Paint): string[] {
	if (waived.length === 0) return [];
	const lines = [paint("bold", `WAIVED (${waived.length})`)];
	const add = (text: string, indent: number, hanging = indent) => lines.push(...wrap(text, width, indent, hanging));
	add("Failures that people accepted: counted as waived, never as passed.", 2);
	const listed = verbose ? waived : waived.filter(({ suppression }) => suppression!.kind !== "baseline");
	const shown = verbose ? listed : listed.slice(0, MAX_WAIVED);
	for (const finding of shown) {
		const { severity, rule, location, message } = finding;
		const suppression = finding.suppression!;
		const place = escapeTerminal(`${location.uri}:${location.startLine}`);
		add(`${paint("bold", escapeTerminal(shownKey(finding)))}  ${severity}`, 2, 6);
		add(`${escapeTerminal(message)}  ${paint("dim", `[${rule}]`)}`, 6, 8);
		const others = otherResourcesText(finding, verbose ? Number.POSITIVE_INFINITY : MAX_INSTANCES);
		if (others !== null) add(paint("dim", escapeTerminal(others)), 6, 8);
		add(escapeTerminal(acceptedText(suppression)), 6, 8);
		const source = sourceText(suppression);
		add(paint("dim", `at ${place}${source === null ? "" : ` (${escapeTerminal(source)})`}`), 6, 8);
	}
	if (listed.length > shown.length) add(`and ${listed.length - shown.length} more (--verbose lists all)`, 2);
	const baseline = waived.length - listed.length;
	if (baseline > 0) add(`${plural(baseline, "finding")} accepted in the baseline (--verbose lists all)`, 2);
	return [...lines, ""];
}

/** Findings of one severity, by resource, in order of first appearance. */
function groupByResource(findings: Finding[]): Finding[][] {
	const groups = new Map<string, Finding[]>();
	for (const finding of findings) {
		const group = groups.get(finding.resource.key);
		if (group === undefined) groups.set(finding.resource.key, [finding]);
		else group.push(finding);
	}
	return [...groups.values()];
}

/** What the plan changes about what is live: what it breaks and fixes, and what has drifted; with `verbose` all of it. */
function planBesideLive(drift: Drift, { verbose = false }: WriterOptions, width: number, paint: Paint): string[] {
	const lines = [paint("bold", "Plan beside what is live")];
	const add = (text: string, indent: number, hanging = indent) => lines.push(...wrap(text, width, indent, hanging));
	add(joinCounts(drift), 2, 4);
	add(transitionCounts(drift) || "nothing differs", 2, 4);
	const entries = listedEntries(drift, verbose);
	for (const { rule, planned, note, values, joinedBy } of entries) {
		add(`${paint("bold", escapeTerminal(planned))}  ${note}  ${paint("dim", `[${rule}]`)}`, 2, 6);
		for (const value of values) add(escapeTerminal(valueText(value)), 6, 8);
		add(paint("dim", escapeTerminal(`joined ${joinedBy}`)), 6, 8);
	}
	for (const { planned, live, reason } of drift.notJoined) {
		const others = live.length === 0 ? "" : `: ${live.slice(0, MAX_REASONS).join(", ")}`;
		add(`${paint("bold", escapeTerminal(planned))}  not joined: ${escapeTerminal(`${reason}${others}`)}`, 2, 6);
	}
	const rest = drift.entries.length - entries.length;
	if (rest > 0) add(`and ${rest} more (--verbose lists all)`, 2);
	return [...lines, ""];
}

function openQuestions(report: Report, { verbose = false }: WriterOptions, width: number, paint: Paint): string[] {
	const lines: string[] = [];
	const { inconclusive, notAssessed } = report.summary;
	if (inconclusive > 0) {
		lines.push(paint("bold", `${plural(inconclusive, "check")} inconclusive`));
		lines.push(...reasons(report, "inconclusive", verbose, width), "");
	}
	if (notAssessed > 0) {
		lines.push(paint("bold", `${plural(notAssessed, "check")} not assessed`));
		lines.push(...reasons(report, "notAssessed", verbose, width), "");
	}
	if (report.skipped.length > 0) {
		const kinds = report.skipped.map(({ reason, files }) => `${files} ${reason}`).join(", ");
		lines.push(...wrap(`Skipped files: ${escapeTerminal(kinds)}`, width, 0, 2), "");
	}
	return lines;
}

/** Open checks grouped by reason, most frequent first; with `verbose` each one. */
function reasons(report: Report, list: "inconclusive" | "notAssessed", verbose: boolean, width: number): string[] {
	const groups = new Map<string, string[]>();
	for (const rule of report.rules) {
		for (const { resource, reason } of rule[list]) {
			const checks = groups.get(reason);
			if (checks === undefined) groups.set(reason, [`${rule.id}: ${resource}`]);
			else checks.push(`${rule.id}: ${resource}`);
		}
	}
	const sorted = [...groups].sort((left, right) => right[1].length - left[1].length || (left[0] < right[0] ? -1 : 1));
	const lines: string[] = [];
	for (const [reason, checks] of verbose ? sorted : sorted.slice(0, MAX_REASONS)) {
		lines.push(...wrap(`${checks.length} × ${escapeTerminal(reason)}`, width, 2, 6));
		if (verbose) for (const check of checks) lines.push(...wrap(escapeTerminal(check), width, 6, 8));
	}
	const rest = sorted.length - MAX_REASONS;
	if (!verbose && rest > 0) lines.push(`  and ${plural(rest, "further reason")} (--verbose lists all)`);
	return lines;
}

function scores(report: Report, width: number, paint: Paint): string[] {
	if (report.frameworks.length === 0) return [];
	const lines = [paint("bold", "Scores")];
	lines.push(...wrap(SCORE_NOTE, width, 2));
	for (const framework of report.frameworks) {
		const score = `${scoreText(framework.score)} ${coverageText(framework)}`;
		lines.push(...wrap(`${paint("bold", framework.title)}: ${score}`, width, 2, 4));
		lines.push(...wrap(statusCounts(framework), width, 4, 4));
		for (const line of looserLines(framework)) lines.push(...wrap(escapeTerminal(line), width, 4, 6));
	}
	return [...lines, ""];
}
