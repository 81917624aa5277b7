import type { Finding, FrameworkAssessment, Report } from "../model/report.ts";
import { SEVERITIES } from "../model/rule.ts";
import { joinCounts, listedEntries, transitionCounts, transitionText, valueText } from "./drift-words.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { WriterOptions } from "./options.ts";
import { looserLines, plural, STATUS_WORDS, scoreText, shownKey, statusCounts } from "./words.ts";

/** A comment on GitHub holds 65,536 characters; some room is left for what surrounds the report. */
const MAX_CHARACTERS = 60_000;
/** More findings than this are folded. */
const OPEN_FINDINGS = 20;
/** Rows of the comparison of plan and live; what is not listed is in the JSON report. */
const MAX_TRANSITIONS = 20;

/** The report for a pull-request comment or a job summary: totals, scores, findings, folded and cut when long. */
export function writeMarkdown(report: Report, options: WriterOptions = {}): string {
	const limit = options.maxCharacters ?? MAX_CHARACTERS;
	const head = [`## Assay: ${headline(report)}`, ...incomplete(report), scoreTable(report)].join("\n\n");
	const tail = [
		...planBesideLive(report),
		...violatedControls(report),
		...looserParameters(report),
		...openChecks(report),
		footer(report),
	].join("\n\n");
	const room = limit - head.length - tail.length - 200;
	return `${[head, ...findingSections(report, Math.max(room, 0)), tail].join("\n\n")}\n`;
}

function headline(report: Report): string {
	if (report.findings.length === 0) return "no findings";
	const counts = SEVERITIES.map((severity) => ({ severity, count: report.summary.findings[severity] }));
	const parts = counts.filter(({ count }) => count > 0).map(({ severity, count }) => `${count} ${severity}`);
	return `${plural(report.findings.length, "finding")} (${parts.join(", ")})`;
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
		"The score is the share passed of what could be decided, weighted by severity; the bounds count everything open as failed, and as passed. No control is proved by configuration alone.",
	].join("\n");
}

/** Tables of findings by severity; stops before the limit and says how many are left out. */
function findingSections(report: Report, room: number): string[] {
	const sections: string[] = [];
	let left = room;
	let omitted = 0;
	for (const severity of SEVERITIES) {
		const findings = report.findings.filter((finding) => finding.severity === severity);
		if (findings.length === 0) continue;
		const rows: string[] = [];
		const fixes = new Set<string>();
		for (const finding of findings) {
			const row = findingRow(finding);
			const fix = fixLine(finding);
			const length = row.length + (fixes.has(fix) ? 0 : fix.length) + 2;
			if (omitted > 0 || length > left) {
				omitted += 1;
				continue;
			}
			rows.push(row);
			if (fix !== "") fixes.add(fix);
			left -= length;
		}
		if (rows.length === 0) continue;
		const table = ["| Place | Resource | Finding |", "|---|---|---|", ...rows].join("\n");
		const advice = fixes.size === 0 ? "" : `\n\nHow to fix:\n\n${[...fixes].join("\n")}`;
		const title = `${severity[0]!.toUpperCase()}${severity.slice(1)} (${findings.length})`;
		const open = report.findings.length <= OPEN_FINDINGS ? " open" : "";
		sections.push(`<details${open}>\n<summary><b>${title}</b></summary>\n\n${table}${advice}\n\n</details>`);
	}
	if (omitted > 0)
		sections.push(`${plural(omitted, "finding")} left out for length; the JSON and SARIF reports hold all.`);
	return sections;
}

function findingRow(finding: Finding): string {
	const place = codeSpan(`${finding.location.uri}:${finding.location.startLine}`);
	const transition = transitionText(finding);
	const note = transition === null ? "" : `<br>${escapeMarkdown(transition)}`;
	return `| ${place} | ${codeSpan(shownKey(finding))} | ${escapeMarkdown(finding.message)} (${codeSpan(finding.rule)})${note} |`;
}

function fixLine({ rule, remediation }: Finding): string {
	return remediation === null ? "" : `- ${codeSpan(rule)}: ${remediation.text.replace(/\s+/g, " ").trim()}`;
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
	const open = (drift.summary.breaks ?? 0) > 0 ? " open" : "";
	return [`<details${open}>\n<summary><b>Plan beside what is live</b></summary>\n\n${body.join("\n\n")}\n\n</details>`];
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
	return [
		`<details>\n<summary><b>Violated controls (${rows.length})</b></summary>\n\n${table.join("\n")}\n\n</details>`,
	];
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
