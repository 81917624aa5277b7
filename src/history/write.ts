import { codeSpan, escapeMarkdown, escapeTerminal } from "../report/escape.ts";
import { plural } from "../report/words.ts";
import {
	AGE_CLASSES,
	type ControlUptime,
	type FixTimes,
	type HistoryView,
	type ScorePoint,
	type StreamView,
} from "./trend.ts";

/** Controls with the least uptime that are listed by name. */
const MAX_CONTROLS = 10;
/** Most characters of a curve. */
const MAX_POINTS = 40;
const BARS = "▁▂▃▄▅▆▇█";

/** The view as JSON, with a line feed at its end. Text of the history is as it was stored. */
export function writeHistoryJson(view: HistoryView): string {
	return `${JSON.stringify(view, null, 2)}\n`;
}

/** The view for a terminal. */
export function writeHistoryConsole(view: HistoryView): string {
	const lines = [`History from ${day(view.since)} to ${day(view.until)}`];
	if (view.streams.length === 0) lines.push("", "No runs are stored.");
	for (const stream of view.streams) {
		lines.push("", escapeTerminal(stream.stream), `  ${runsText(stream)}`);
		if (stream.frameworks.length > 0) lines.push("", "  Scores [bounds], complete runs; the curve goes from 0 to 100");
		for (const { title, first, last, lowest, points } of stream.frameworks) {
			lines.push(`    ${escapeTerminal(title)}  ${curve(points)}`);
			lines.push(`      first ${pointText(first)}; last ${pointText(last)}; lowest ${pointText(lowest)}`);
		}
		const { open } = stream;
		lines.push("", `  Open findings: ${open.total}${open.waived === 0 ? "" : `, and ${open.waived} waived`}`);
		for (const { severity, total, ages, oldest } of open.bySeverity) {
			const parts = AGE_CLASSES.filter((age) => ages[age] > 0).map((age) => `${ages[age]} ${age}`);
			lines.push(`    ${severity}: ${total} (${parts.join(", ")}; oldest since ${day(oldest)})`);
		}
		lines.push("", `  Time to fix: ${fixText(stream.fixed)}`);
		for (const { severity, count, meanSeconds, medianSeconds } of stream.fixed.bySeverity) {
			lines.push(`    ${severity}: ${count} closed, mean ${span(meanSeconds)}, median ${span(medianSeconds)}`);
		}
		lines.push("", `  Control uptime: ${uptimeText(stream.uptime)}`);
		for (const control of worst(stream.uptime)) lines.push(`    ${escapeTerminal(controlText(control))}`);
	}
	return `${lines.join("\n")}\n`;
}

/** The view as Markdown. */
export function writeHistoryMarkdown(view: HistoryView): string {
	const lines = [`## Assay: history from ${day(view.since)} to ${day(view.until)}`];
	if (view.streams.length === 0) lines.push("", "No runs are stored.");
	for (const stream of view.streams) {
		lines.push("", `### ${codeSpan(stream.stream)}`, "", `${runsText(stream)}.`);
		if (stream.frameworks.length > 0) {
			lines.push("", "| Framework | First | Last | Lowest | Curve |", "|---|---|---|---|---|");
			for (const { title, first, last, lowest, points } of stream.frameworks) {
				const cells = [escapeMarkdown(title), pointText(first), pointText(last), pointText(lowest), curve(points)];
				lines.push(`| ${cells.join(" | ")} |`);
			}
		}
		const { open } = stream;
		lines.push("", `**Open findings:** ${open.total}${open.waived === 0 ? "" : `, and ${open.waived} waived`}`);
		if (open.bySeverity.length > 0) {
			lines.push(
				"",
				`| Severity | Open | ${AGE_CLASSES.join(" | ")} | Oldest |`,
				`|---|---${"|---".repeat(AGE_CLASSES.length)}|---|`,
			);
			for (const { severity, total, ages, oldest } of open.bySeverity) {
				lines.push(`| ${[severity, total, ...AGE_CLASSES.map((age) => ages[age]), day(oldest)].join(" | ")} |`);
			}
		}
		lines.push("", `**Time to fix:** ${fixText(stream.fixed)}`, "", `**Control uptime:** ${uptimeText(stream.uptime)}`);
		const listed = worst(stream.uptime);
		if (listed.length > 0) lines.push("", ...listed.map((control) => `- ${escapeMarkdown(controlText(control))}`));
	}
	return `${lines.join("\n")}\n`;
}

function runsText({ runs }: StreamView): string {
	if (runs.total === 0) return "no runs in this time";
	return `${plural(runs.total, "run")}, ${runs.complete} complete, from ${minute(runs.first!)} to ${minute(runs.last!)}`;
}

/** A character a run, `·` where nothing was decided; the newest ones where there are too many. */
function curve(points: ScorePoint[]): string {
	return points
		.filter(({ complete }) => complete)
		.slice(-MAX_POINTS)
		.map(({ value }) =>
			value === null ? "·" : BARS[Math.min(Math.floor((value / 100) * BARS.length), BARS.length - 1)],
		)
		.join("");
}

function pointText(point: ScorePoint | null): string {
	if (point === null) return "n/a";
	const { at, value, lower, upper } = point;
	if (lower === null || upper === null) return `n/a (${day(at)})`;
	return `${value === null ? "n/a" : `${value.toFixed(1)} %`} [${lower.toFixed(1)}, ${upper.toFixed(1)}] (${day(at)})`;
}

function fixText({ count, meanSeconds, medianSeconds }: FixTimes): string {
	if (meanSeconds === null || medianSeconds === null) return "n/a, nothing was closed in this time";
	return `mean ${span(meanSeconds)}, median ${span(medianSeconds)} (${count} closed)`;
}

function uptimeText(uptime: ControlUptime[]): string {
	const known = uptime.filter(({ percent }) => percent !== null);
	const unknown = uptime.length - known.length;
	const rest = unknown === 0 ? "" : `; ${plural(unknown, "control")} n/a, never judged twice within the allowed gap`;
	if (known.length === 0) return `n/a${rest}`;
	const always = known.filter(({ percent }) => percent === 100).length;
	return `${always} of ${plural(known.length, "control")} without a violation in all time that is known${rest}`;
}

/** Controls that were violated for some time, worst first. */
function worst(uptime: ControlUptime[]): ControlUptime[] {
	return uptime
		.filter(({ percent }) => percent !== null && percent < 100)
		.sort((left, right) => left.percent! - right.percent!)
		.slice(0, MAX_CONTROLS);
}

function controlText({ framework, control, percent, unknownSeconds, upSeconds, downSeconds }: ControlUptime): string {
	const unknown = (unknownSeconds / (upSeconds + downSeconds + unknownSeconds)) * 100;
	return `${framework} ${control}: ${(Math.floor(percent! * 10) / 10).toFixed(1)} % of ${span(upSeconds + downSeconds)} known (${unknown.toFixed(0)} % of the time unknown)`;
}

/** `40 min`, `5.0 h`, `3.2 days`. */
function span(seconds: number): string {
	if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
	return seconds < 2 * 86_400 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} days`;
}

function day(at: string): string {
	return at.slice(0, 10);
}

function minute(at: string): string {
	return `${at.slice(0, 16).replace("T", " ")} UTC`;
}
