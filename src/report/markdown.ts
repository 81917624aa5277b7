import type { ControlAssessment, Finding, FrameworkAssessment, Report } from "../model/report.ts";
import { SEVERITIES } from "../model/rule.ts";
import { joinCounts, listedEntries, transitionCounts, transitionText, valueText } from "./drift-words.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import { details, prose } from "./markdown-parts.ts";
import type { WriterOptions } from "./options.ts";
import { fixDiff } from "./suggestions.ts";
import {
	acceptedText,
	frameworkWaiverTexts,
	otherResourcesText,
	partFindings,
	severityCounts,
	sourceText,
} from "./waived-words.ts";
import {
	elsewhereTexts,
	looserLines,
	plural,
	SCORE_NOTE,
	STATUS_WORDS,
	scoreText,
	shownKey,
	statusCounts,
} from "./words.ts";

/** A comment on GitHub holds 65,536 characters; some room is left for what surrounds the report. */
const MAX_CHARACTERS = 60_000;
/** Severities are unfolded, the gravest first, until so many findings are shown. */
const OPEN_FINDINGS = 20;
/** Rows of the comparison of plan and live; what is not listed is in the JSON report. */
const MAX_TRANSITIONS = 20;
/** Rows of accepted findings, and of controls that people stated something of. */
const MAX_STATEMENTS = 20;
/** What people write may be long. */
const MAX_STATEMENT_LENGTH = 300;
/** Further resources of shared code that are named. */
const MAX_INSTANCES = 3;

/** The report for a pull-request comment or a job summary: totals, scores, findings, folded and cut when long. */
export function writeMarkdown(report: Report, options: WriterOptions = {}): string {
	const limit = options.maxCharacters ?? MAX_CHARACTERS;
	const head = [`## Assay: ${headline(report)}`, ...incomplete(report), scoreTable(report)].join("\n\n");
	const tail = [
		...acceptedFindings(report),
		...planBesideLive(report),
		...violatedControls(report),
		...statements(report),
		...looserParameters(report),
		...openChecks(report),
		footer(report),
	].join("\n\n");
	const room = limit - head.length - tail.length - 200;
	return `${[head, ...findingSections(report, Math.max(room, 0), options), tail].join("\n\n")}\n`;
}

function headline(report: Report): string {
	const { open, waived } = partFindings(report.findings);
	if (waived.length === 0) {
		return open.length === 0 ? "no findings" : `${plural(open.length, "finding")} (${severityCounts(open)})`;
	}
	const found =
		open.length === 0 ? "no open findings" : `${plural(open.length, "open finding")} (${severityCounts(open)})`;
	return `${found}, ${waived.length} waived`;
}

function incomplete(report: Report): string[] {
	const errors = report.diagnostics.filter(({ severity }) => severity === "error");
	if (errors.length === 0) return [];
	const shown = errors.slice(0, 10).map(({ uri, line, message }) => {
		const place = uri === null ? "" : `${codeSpan(line === null ? uri : `${uri}:${line}`)} `;
		return `> - ${place}${escapeMarkdown(message)}`;
	});
	const rest = errors.length - shown.length;
	if (rest > 0) shown.push(`> - and ${plural(rest, "further error")}`);
	return [`> **The scan is incomplete.**\n>\n${shown.join("\n")}`];
}

function scoreTable(report: Report): string {
	const rows = report.frameworks.map((framework) => {
		const { assessed, assessable, listed } = framework.coverage;
		return `| ${framework.title} | ${scoreText(framework.score)} | ${assessed} of ${assessable} | ${listed} | ${statusCounts(framework)} |`;
	});
	if (rows.length === 0) return "No framework was chosen.";
	return [
		"| Framework | Score [bounds] | Assessed of assessable | Listed | Controls |",
		"|---|---|---|---|---|",
		...rows,
		"",
		SCORE_NOTE,
	].join("\n");
}

/** Tables of findings by severity; stops before the limit and says how many are left out. */
function findingSections(report: Report, room: number, { readText }: WriterOptions): string[] {
	const sections: string[] = [];
	let left = room;
	let omitted = 0;
	let listed = 0;
	const all = partFindings(report.findings).open;
	for (const severity of SEVERITIES) {
		const findings = all.filter((finding) => finding.severity === severity);
		if (findings.length === 0) continue;
		const rows: string[] = [];
		const fixes = new Set<string>();
		const tried: string[] = [];
		for (const finding of findings) {
			const row = findingRow(finding, report);
			const fix = fixLine(finding);
			const change = triedFix(finding, readText);
			const length = row.length + (fixes.has(fix) ? 0 : fix.length) + change.length + 4;
			if (omitted > 0 || length > left) {
				omitted += 1;
				continue;
			}
			rows.push(row);
			if (fix !== "") fixes.add(fix);
			if (change !== "") tried.push(change);
			left -= length;
		}
		if (rows.length === 0) continue;
		const table = ["| Place | Resource | Finding |", "|---|---|---|", ...rows].join("\n");
		const advice = [
			...(fixes.size === 0 ? [] : [`\n\nHow to fix:\n\n${[...fixes].join("\n")}`]),
			...(tried.length === 0 ? [] : [`\n\nFixes that were tried and hold:\n\n${tried.join("\n\n")}`]),
		].join("");
		const title = `${severity[0]!.toUpperCase()}${severity.slice(1)} (${findings.length})`;
		listed += rows.length;
		sections.push(details(title, `${table}${advice}`, listed <= OPEN_FINDINGS));
	}
	if (omitted > 0)
		sections.push(`${plural(omitted, "finding")} left out for length; the JSON and SARIF reports hold all.`);
	return sections;
}

function findingRow(finding: Finding, report: Report): string {
	const place = codeSpan(`${finding.location.uri}:${finding.location.startLine}`);
	const transition = transitionText(finding);
	const others = otherResourcesText(finding, MAX_INSTANCES);
	const notes = [
		...(transition === null ? [] : [transition]),
		...elsewhereTexts(finding),
		...(others === null ? [] : [others]),
		...(finding.baselineState === "updated" ? ["in the baseline, and changed since"] : []),
		...frameworkWaiverTexts(finding, report.frameworks),
	];
	const note = notes.map((text) => `<br>${escapeMarkdown(cut(text))}`).join("");
	return `| ${place} | ${codeSpan(shownKey(finding))} | ${escapeMarkdown(finding.message)} (${codeSpan(finding.rule)})${note} |`;
}

function fixLine({ rule, remediation }: Finding): string {
	return remediation === null ? "" : `- ${codeSpan(rule)}: ${prose(remediation.text)}`;
}

/** The change that mends a finding, where it is known; empty where it is not. */
function triedFix({ rule, fix }: Finding, readText: WriterOptions["readText"]): string {
	return fix === undefined ? "" : `${escapeMarkdown(fix.description)} (${codeSpan(rule)})\n\n${fixDiff(fix, readText)}`;
}

/** What people accepted: who, why and until when. What only the baseline accepts is counted. */
function acceptedFindings(report: Report): string[] {
	const { waived } = partFindings(report.findings);
	if (waived.length === 0) return [];
	const listed = waived.filter(({ suppression }) => suppression!.kind !== "baseline");
	const rows = listed.slice(0, MAX_STATEMENTS).map((finding) => {
		const place = codeSpan(`${finding.location.uri}:${finding.location.startLine}`);
		const source = sourceText(finding.suppression!);
		const words = escapeMarkdown(cut(acceptedText(finding.suppression!)));
		const from = source === null ? "" : `<br>${codeSpan(source)}`;
		const others = otherResourcesText(finding, MAX_INSTANCES);
		const more = others === null ? "" : `<br>${escapeMarkdown(cut(others))}`;
		const what = `${finding.severity}: ${escapeMarkdown(finding.message)} (${codeSpan(finding.rule)})`;
		return `| ${place} | ${codeSpan(shownKey(finding))}${more} | ${what} | ${words}${from} |`;
	});
	const parts = ["Failures that people accepted: counted as waived, never as passed."];
	if (rows.length > 0)
		parts.push(["| Place | Resource | Finding | Accepted |", "|---|---|---|---|", ...rows].join("\n"));
	const rest = listed.length - rows.length;
	if (rest > 0) parts.push(`${rest} more in the JSON report.`);
	const baseline = waived.length - listed.length;
	if (baseline > 0) parts.push(`${plural(baseline, "finding")} accepted in the baseline.`);
	return [details(`Waived (${waived.length})`, parts.join("\n\n"))];
}

/** Controls that people attested, or declared to be outside the scope. */
function statements(report: Report): string[] {
	const rows = report.frameworks.flatMap((framework) =>
		framework.controls
			.filter(({ attestation, status }) => attestation !== undefined || status === "excluded")
			.map((control) => {
				const words = escapeMarkdown(cut(statementText(control)));
				return `| ${framework.title} | ${control.id} ${control.title} | ${STATUS_WORDS[control.status]} | ${words} |`;
			}),
	);
	if (rows.length === 0) return [];
	const table = ["| Framework | Control | Status | Statement |", "|---|---|---|---|", ...rows.slice(0, MAX_STATEMENTS)];
	const rest = rows.length - MAX_STATEMENTS;
	const more = rest > 0 ? `\n\n${rest} more in the JSON report.` : "";
	return [details(`Stated by people (${rows.length})`, `${table.join("\n")}${more}`)];
}

function statementText({ attestation, statusReason }: ControlAssessment): string {
	if (attestation === undefined) return statusReason;
	const { verdict, owner, date, expires, evidence } = attestation;
	const until = expires === null ? "" : `, valid until ${expires}`;
	return `${verdict === "met" ? "met" : "not met"}, says ${owner} on ${date}${until}${evidence === null ? "" : `: ${evidence}`}`;
}

/** The start of a long text. */
function cut(text: string): string {
	const characters = [...text];
	return characters.length > MAX_STATEMENT_LENGTH ? `${characters.slice(0, MAX_STATEMENT_LENGTH - 1).join("")}…` : text;
}

/** What the plan changes about what is live. */
function planBesideLive({ drift }: Report): string[] {
	if (drift === undefined) return [];
	const entries = listedEntries(drift, false);
	const rows = entries.slice(0, MAX_TRANSITIONS).map(({ rule, planned, live, note, values }) => {
		const shown = values.map((value) => codeSpan(valueText(value))).join("<br>");
		return `| ${codeSpan(planned)} | ${codeSpan(live)} | ${escapeMarkdown(note)} (${codeSpan(rule)}) | ${shown} |`;
	});
	const table = ["| Planned | Live | What happens | Values |", "|---|---|---|---|", ...rows];
	const apart = drift.notJoined.slice(0, MAX_TRANSITIONS).map(({ planned, live, reason }) => {
		const others = live.slice(0, 5).map(codeSpan).join(", ");
		return `- ${codeSpan(planned)} is not joined: ${escapeMarkdown(reason)}${others === "" ? "" : `: ${others}`}`;
	});
	const left = entries.length - rows.length + drift.notJoined.length - apart.length;
	const counts = transitionCounts(drift) || "nothing differs";
	const body = [
		`${joinCounts(drift)}; ${counts}.`,
		...(rows.length === 0 ? [] : [table.join("\n")]),
		...(apart.length === 0 ? [] : [apart.join("\n")]),
		...(left === 0 ? [] : [`${left} more in the JSON report.`]),
	];
	return [details("Plan beside what is live", body.join("\n\n"), (drift.summary.breaks ?? 0) > 0)];
}

function violatedControls(report: Report): string[] {
	const rows = report.frameworks.flatMap((framework: FrameworkAssessment) =>
		framework.controls
			.filter(({ status }) => status === "violated" || status === "errored")
			.map(
				(control) =>
					`| ${framework.title} | ${control.id} ${control.title} | ${STATUS_WORDS[control.status]} | ${scoreText(control.score)} | ${control.failed} |`,
			),
	);
	if (rows.length === 0) return [];
	const table = ["| Framework | Control | Status | Score [bounds] | Failed checks |", "|---|---|---|---|---|", ...rows];
	return [details(`Violated controls (${rows.length})`, table.join("\n"))];
}

/** What was judged by less than a framework or the default asks for. */
function looserParameters(report: Report): string[] {
	const items = report.frameworks.flatMap((framework) =>
		looserLines(framework).map((line) => `- ${framework.title}: ${escapeMarkdown(line)}`),
	);
	return items.length === 0 ? [] : [`Judged by looser parameters:\n\n${items.join("\n")}`];
}

function openChecks(report: Report): string[] {
	const { inconclusive, notAssessed } = report.summary;
	const parts = [
		...(inconclusive > 0 ? [`${plural(inconclusive, "check")} inconclusive`] : []),
		...(notAssessed > 0 ? [`${plural(notAssessed, "check")} not assessed`] : []),
	];
	return parts.length === 0 ? [] : [`${parts.join(", ")}: counted neither as passed nor as failed.`];
}

function footer(report: Report): string {
	const inputs = plural(report.inputs.length, "file");
	return `<sub>Assay ${report.tool.version}, policy set ${report.tool.policySetDigest.slice(0, 12)}, ${plural(report.summary.resources, "resource")} in ${inputs}, ${report.scannedAt}</sub>`;
}
