import { posix } from "node:path";
import type { ReadText } from "../collect/texts.ts";
import { wrongAnew } from "../diff/compare.ts";
import type { ReportDiff } from "../model/diff.ts";
import type { Location, Report } from "../model/report.ts";
import type { Severity } from "../model/rule.ts";
import { writeDiffMarkdown } from "../report/diff-markdown.ts";
import { codeSpan, escapeMarkdown } from "../report/escape.ts";
import { writeMarkdown } from "../report/markdown.ts";
import { fixDiff } from "../report/suggestions.ts";
import { plural } from "../report/words.ts";
import type { RunContext } from "./context.ts";
import type { Selection } from "./selection.ts";

/** What a run of the Action came to. */
export interface Outcome {
	report: Report;
	/** Beside the base report; null without one. */
	diff: ReportDiff | null;
	selection: Selection;
	/** The Action's exit code. */
	code: number;
	/** The mildest severity that fails; null: none does. */
	failOn: Severity | null;
	/** Number of findings that fail the run. */
	failing: number;
	/** What a reader has to know beside it, a sentence each. */
	notes: string[];
	/** Gives the scanned files, for the lines that fixes change. */
	readText: ReadText;
}

/** One sentence: whether the run fails, and by what. */
export function verdict({ report, diff, selection, code, failOn, failing }: Outcome): string {
	if (code === 2) return "The run fails: the scan is incomplete, and what was not read may hold anything.";
	const isOld = diff !== null && wrongAnew(diff).length > 0;
	const kind = selection.onlyNew ? (isOld ? "new or newly wrong finding" : "new finding") : "finding";
	const bar = failOn === null ? "" : ` of severity ${failOn}${failOn === "critical" ? "" : " or above"}`;
	const where = selection.onlyChanged ? " in what this pull request changes" : "";
	if (failing > 0) return `The run fails: ${plural(failing, kind)}${bar}${where}.`;
	if (code !== 0) return "The run fails: a score is below its bar.";
	const incomplete = report.complete ? "" : " The scan is incomplete all the same.";
	return failOn === null
		? `The run passes: no finding fails it.${incomplete}`
		: `The run passes: no ${kind}${bar}${where}.${incomplete}`;
}

/**
 * The summary of the job: what counts first, then the whole report folded.
 * @param maxBytes bytes of UTF-8 it may have.
 */
export function jobSummary(outcome: Outcome, context: RunContext, maxBytes: number): string {
	// A character has up to three bytes for each unit that lengths count.
	const room = Math.floor(maxBytes / 3) - 2000;
	const first = mainPart(outcome, context, Math.floor(room / 2));
	const { report, diff, selection } = outcome;
	const folded: string[] = [];
	if (selection.onlyChanged && diff !== null) {
		folded.push(
			fold("All that differs from the base", writeDiffMarkdown(diff, diffOptions(context, report, room / 4, false))),
		);
	}
	if (diff !== null || selection.onlyChanged) {
		folded.push(
			fold(
				"The whole report",
				writeMarkdown(report, { maxCharacters: Math.floor(room / 4), readText: outcome.readText }),
			),
		);
	}
	return `${[first, ...fixParts(outcome, room / 8), ...folded].join("\n\n")}\n`;
}

/** The comment on a pull request, at most `maxCharacters` long. */
export function commentBody(outcome: Outcome, context: RunContext, marker: string, maxCharacters: number): string {
	const foot = [
		...(context.runUrl === null ? [] : [`[The whole report is in the summary of the run](${context.runUrl}).`]),
	];
	const fixes = fixParts(outcome, maxCharacters / 4);
	const room = maxCharacters - marker.length - [...fixes, ...foot].join("\n\n").length - 1000;
	return `${[marker, mainPart(outcome, context, room), ...fixes, ...foot].join("\n\n")}\n`;
}

/** The comment where the scan could not be done: an older one must not go on saying that all is well. */
export function failureBody(message: string, context: RunContext, marker: string): string {
	const text = escapeMarkdown([...message.slice(0, 4000)].slice(0, 1900).join(""));
	const run = context.runUrl === null ? "" : `\n\n[The log of the run](${context.runUrl})`;
	return `${marker}\n\n## Assay: the scan failed\n\n> ${text}${run}\n`;
}

function mainPart(outcome: Outcome, context: RunContext, room: number): string {
	const { report, diff, selection } = outcome;
	const said = [verdict(outcome), ...outcome.notes].map((sentence) => `> ${escapeMarkdown(sentence)}`).join("\n>\n");
	const left = room - said.length - 10;
	if (diff !== null && !selection.onlyChanged) {
		const incomplete = report.complete ? [] : [incompleteNote(report)];
		const more = incomplete.join("");
		return [
			writeDiffMarkdown(diff, diffOptions(context, report, left - more.length, true)).trimEnd(),
			...incomplete,
			said,
		].join("\n\n");
	}
	return `${writeMarkdown(selection.onlyChanged ? narrowed(report, selection) : report, { maxCharacters: Math.floor(left), readText: outcome.readText }).trimEnd()}\n\n${said}`;
}

function incompleteNote({ diagnostics }: Report): string {
	const errors = diagnostics.filter(({ severity }) => severity === "error");
	const shown = errors.slice(0, 10).map(({ uri, line, message }) => {
		const place = uri === null ? "" : `${uri}${line === null ? "" : `:${line}`}: `;
		return `> - ${escapeMarkdown(`${place}${message}`.slice(0, 500))}`;
	});
	return [`> **The scan is incomplete** (${plural(errors.length, "error")}):`, ...shown].join("\n");
}

function diffOptions(context: RunContext, report: Report, room: number, heading: boolean) {
	return { maxCharacters: Math.max(Math.floor(room), 2000), heading, link: codeLink(context, report) };
}

/** The web address of a place in the commit that was scanned; null for what is not in git: plans, and files elsewhere. */
export function codeLink({ blobUrl }: RunContext, report: Report): (location: Location) => string | null {
	const plans = new Set(report.inputs.filter(({ origin }) => origin === "terraform").map(({ uri }) => uri));
	return ({ uri, startLine, endLine }) => {
		if (blobUrl === null || plans.has(uri) || uri.startsWith("../") || posix.isAbsolute(uri)) return null;
		if (/(?:^|\/)\.terraform\//.test(uri) || !uri.isWellFormed()) return null;
		const path = uri.split("/").map(encodeURIComponent).join("/");
		return `${blobUrl}/${path}#L${startLine}${endLine > startLine ? `-L${endLine}` : ""}`;
	};
}

/** The report as if there were only the findings that count; its scores are those of everything. */
function narrowed(report: Report, { findings }: Selection): Report {
	const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
	for (const { severity } of findings) counts[severity] += 1;
	return {
		...report,
		findings: findings.map(({ finding, severity }) => ({ ...finding, severity })),
		summary: { ...report.summary, findings: counts, waived: 0 },
	};
}

/** As many fixes as fit, folded. */
function fixParts({ diff, selection, readText }: Outcome, room: number): string[] {
	// The report has them beside its findings; the comparison does not.
	if (diff === null || selection.onlyChanged) return [];
	const fixed = selection.findings.flatMap(({ finding }) => (finding.fix === undefined ? [] : [finding]));
	if (fixed.length === 0) return [];
	const shown: string[] = [];
	let left = room;
	for (const { fix, rule } of fixed) {
		const block = `${escapeMarkdown(fix!.description)} (${codeSpan(rule)})\n\n${fixDiff(fix!, readText)}`;
		if (block.length + 2 > left) break;
		shown.push(block);
		left -= block.length + 2;
	}
	if (shown.length === 0) return [];
	const more = fixed.length - shown.length;
	const rest = more === 0 ? "" : `\n\n${more} more in the SARIF and JSON reports.`;
	return [fold(`Mechanical fixes (${fixed.length})`, `${shown.join("\n\n")}${rest}`)];
}

function fold(title: string, body: string): string {
	return `<details>\n<summary><b>${title}</b></summary>\n\n${body.trimEnd()}\n\n</details>`;
}
