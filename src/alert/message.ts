import type { StoredFinding } from "../history/record.ts";
import { SEVERITIES } from "../model/rule.ts";
import { escapeTerminal } from "../report/escape.ts";
import { plural } from "../report/words.ts";
import type { AlertMessage, Incomplete, ScoreDrop } from "./events.ts";

/** Findings told in full; the rest is counted. */
export const MAX_FINDINGS = 10;
const MAX_CONTROLS = 6;

/** `3 new findings (1 critical, 2 high), SOC 2 below 80 %`: the subject line. No text from the input. */
export function headline({ findings, fixed, scores, incomplete }: AlertMessage): string {
	const parts: string[] = [];
	if (findings.length > 0) parts.push(`${plural(findings.length, "new finding")} (${severityCounts(findings)})`);
	if (fixed.length > 0) parts.push(`${plural(fixed.length, "finding")} fixed`);
	for (const { title, percent } of scores) parts.push(`${title} below ${percent} %`);
	if (incomplete !== null) parts.push("the scan is incomplete");
	return parts.join(", ");
}

/** `1 critical, 2 high`. */
export function severityCounts(findings: StoredFinding[]): string {
	const counts = severityTotals(findings);
	return SEVERITIES.filter((severity) => counts[severity] > 0)
		.map((severity) => `${counts[severity]} ${severity}`)
		.join(", ");
}

/** Number of findings of each severity. */
export function severityTotals(findings: StoredFinding[]): Record<(typeof SEVERITIES)[number], number> {
	const totals = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
	for (const { severity } of findings) totals[severity] += 1;
	return totals;
}

/** The findings that are told in full. */
export function worst({ findings }: AlertMessage): StoredFinding[] {
	return findings.slice(0, MAX_FINDINGS);
}

/** `and 12 more findings`; null where all are told. */
export function restText({ findings }: AlertMessage): string | null {
	const rest = findings.length - MAX_FINDINGS;
	return rest > 0 ? `and ${plural(rest, "more finding")}` : null;
}

/** `SOC 2: the score's lower bound fell to 71.2 %, below 80 % (before: 84.0 %)`. */
export function scoreLine({ title, before, lower, percent }: ScoreDrop): string {
	const past = before === null ? "no complete run before" : `before: ${before.toFixed(1)} %`;
	return `${title}: the score's lower bound is ${lower.toFixed(1)} %, below ${percent} % (${past})`;
}

/** `2 errors kept the scan from judging everything`. */
export function incompleteLine({ errors }: Incomplete): string {
	return `${plural(errors, "error")} kept the scan from judging everything`;
}

/** `soc2 CC6.1, hipaa 164.312(b) and 4 more`; empty where no control is served. */
export function controlsText({ detail: { controls } }: StoredFinding): string {
	const rest = controls.length - MAX_CONTROLS;
	return controls.slice(0, MAX_CONTROLS).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** Cuts at a number of characters (code points), with an ellipsis as the last one. */
export function cut(text: string, length: number): string {
	const characters = [...text];
	return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}

/** The message as plain text with no character that acts on a terminal or hides text; ends with a line feed. */
export function plainText(message: AlertMessage): string {
	const { stream, at, fixed, scores, incomplete, reportUrl } = message;
	const line = (text: string) => escapeTerminal(text);
	const lines = [`Assay: ${headline(message)}`, `Scan ${line(stream)}, ${at}`];
	for (const finding of worst(message)) {
		const { severity, title, rule, resource, detail } = finding;
		lines.push("", `${severity.toUpperCase()}: ${line(title)} [${line(rule)}]`);
		lines.push(
			`  ${line(cut(resource, 300))} (${line(cut(detail.place, 200))})`,
			`  ${line(cut(detail.message, 500))}`,
		);
		if (detail.fix !== "") lines.push(`  Fix: ${line(cut(detail.fix, 500))}`);
		const controls = controlsText(finding);
		if (controls !== "") lines.push(`  Controls: ${line(controls)}`);
	}
	const rest = restText(message);
	if (rest !== null) lines.push("", rest);
	if (fixed.length > 0) lines.push("", `Fixed: ${fixed.length}`);
	if (scores.length > 0) lines.push("", ...scores.map((score) => line(scoreLine(score))));
	if (incomplete !== null) {
		lines.push("", incompleteLine(incomplete), ...incomplete.reasons.map((reason) => `  ${line(cut(reason, 300))}`));
	}
	if (reportUrl !== null) lines.push("", `Report: ${reportUrl}`);
	return `${lines.join("\n")}\n`;
}

/** The message as an HTML document without any reference to outside but the link to the report. */
export function html(message: AlertMessage): string {
	const { stream, at, fixed, scores, incomplete, reportUrl } = message;
	const parts = [
		`<h2>Assay: ${escapeHtml(headline(message))}</h2>`,
		`<p>Scan ${escapeHtml(stream)}, ${escapeHtml(at)}</p>`,
	];
	for (const finding of worst(message)) {
		const { severity, title, rule, resource, detail } = finding;
		const lines = [
			`<strong>${severity.toUpperCase()}: ${escapeHtml(title)}</strong> <code>${escapeHtml(rule)}</code>`,
			`<code>${escapeHtml(cut(resource, 300))}</code> (${escapeHtml(cut(detail.place, 200))})`,
			escapeHtml(cut(detail.message, 500)),
		];
		if (detail.fix !== "") lines.push(`Fix: ${escapeHtml(cut(detail.fix, 500))}`);
		const controls = controlsText(finding);
		if (controls !== "") lines.push(`Controls: ${escapeHtml(controls)}`);
		parts.push(`<p>${lines.join("<br>\n")}</p>`);
	}
	const rest = restText(message);
	if (rest !== null) parts.push(`<p>${rest}</p>`);
	if (fixed.length > 0) parts.push(`<p>Fixed: ${fixed.length}</p>`);
	for (const score of scores) parts.push(`<p>${escapeHtml(scoreLine(score))}</p>`);
	if (incomplete !== null) {
		const reasons = incomplete.reasons.map((reason) => `<li>${escapeHtml(cut(reason, 300))}</li>`).join("");
		parts.push(`<p>${incompleteLine(incomplete)}</p><ul>${reasons}</ul>`);
	}
	if (reportUrl !== null) parts.push(`<p><a href="${escapeHtml(reportUrl)}">Report</a></p>`);
	return `<!DOCTYPE html>\n<html><body>\n${parts.join("\n")}\n</body></html>\n`;
}

/** Text as HTML text or an attribute's value. */
export function escapeHtml(text: string): string {
	const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
	return escapeTerminal(text).replace(/[&<>"']/g, (character) => entities[character]!);
}
