import { SEVERITIES, type Severity } from "../model/rule.ts";
import { compareText } from "../order.ts";
import type { Row, Sql } from "./store.ts";

/** What to show of a history. */
export interface TrendQuery {
	/** Only this stream. */
	stream?: string;
	/** Only these frameworks. */
	frameworks?: string[];
	/** ISO 8601; the window is from `since` to `until`. */
	since: string;
	until: string;
	/** Longest time between two complete runs over which the state of a control counts as known. Milliseconds. */
	maxGap: number;
}

/** The history over a window, stream by stream. */
export interface HistoryView {
	schemaVersion: 1;
	since: string;
	until: string;
	streams: StreamView[];
}

export interface StreamView {
	stream: string;
	runs: { total: number; complete: number; first: string | null; last: string | null };
	frameworks: FrameworkTrend[];
	open: OpenFindings;
	fixed: FixTimes;
	uptime: ControlUptime[];
}

/** A score of one run. */
export interface ScorePoint {
	at: string;
	value: number | null;
	lower: number | null;
	upper: number | null;
	/** Complete runs only take part in first, last and lowest. */
	complete: boolean;
}

export interface FrameworkTrend {
	framework: string;
	title: string;
	first: ScorePoint | null;
	last: ScorePoint | null;
	/** Lowest value; the earliest of several. */
	lowest: ScorePoint | null;
	coverage: { assessed: number; assessable: number } | null;
	points: ScorePoint[];
}

/** Open and not waived, at the stream's last run before `until`. Ages in days up to `until`. */
export interface OpenFindings {
	total: number;
	waived: number;
	bySeverity: { severity: Severity; total: number; ages: Record<AgeClass, number>; oldest: string }[];
}

export const AGE_CLASSES = ["under 7 days", "7 to 30 days", "30 to 90 days", "over 90 days"] as const;
export type AgeClass = (typeof AGE_CLASSES)[number];

/** Of findings closed as fixed in the window: from the run that opened them to the one that closed them. Seconds; null without any. */
export interface FixTimes {
	count: number;
	meanSeconds: number | null;
	medianSeconds: number | null;
	bySeverity: { severity: Severity; count: number; meanSeconds: number; medianSeconds: number }[];
}

/** How long a control was known to be without, and with, a violation. */
export interface ControlUptime {
	framework: string;
	control: string;
	upSeconds: number;
	downSeconds: number;
	/** Nobody looked, the scan was incomplete, or it could not tell. */
	unknownSeconds: number;
	/** up ÷ (up + down) in percent; null where nothing is known. */
	percent: number | null;
}

const DAY = 24 * 60 * 60 * 1000;
/** A control in one of these states was judged and not violated. */
const UP = ["satisfied", "no-failures"];
/** Controls in these states are never judged by a scan. */
const NEVER = ["manual", "supporting", "excluded", "attested"];

/** Reads what a window of the history says. To be called inside a transaction. */
export async function readTrend(sql: Sql, query: TrendQuery): Promise<HistoryView> {
	const rows = await sql.all("SELECT DISTINCT stream FROM assay_run");
	const names = rows
		.map(({ stream }) => String(stream))
		.filter((name) => query.stream === undefined || name === query.stream);
	const streams: StreamView[] = [];
	for (const name of names.sort(compareText)) streams.push(await readStream(sql, name, query));
	return { schemaVersion: 1, since: query.since, until: query.until, streams };
}

async function readStream(sql: Sql, stream: string, query: TrendQuery): Promise<StreamView> {
	const window = [stream, query.since, query.until];
	const runs = await sql.all("SELECT id, at, complete FROM assay_run WHERE stream = ? AND at >= ? AND at <= ?", window);
	runs.sort((left, right) => compareText(String(left.at), String(right.at)) || Number(left.id) - Number(right.id));
	const scores = await sql.all(
		"SELECT f.* FROM assay_run_framework f JOIN assay_run r ON r.id = f.run WHERE r.stream = ? AND r.at >= ? AND r.at <= ?",
		window,
	);
	const controls = await sql.all(
		"SELECT c.run, c.framework, c.control, c.status FROM assay_run_control c JOIN assay_run r ON r.id = c.run WHERE r.stream = ? AND r.complete = 1 AND r.at >= ? AND r.at <= ?",
		window,
	);
	const findings = await sql.all(
		"SELECT severity, suppressed, first_seen, closed_at, closed_as FROM assay_finding WHERE stream = ? AND first_seen <= ?",
		[stream, query.until],
	);
	const wanted = (row: Row) => query.frameworks === undefined || query.frameworks.includes(String(row.framework));
	return {
		stream,
		runs: {
			total: runs.length,
			complete: runs.filter(({ complete }) => complete === 1).length,
			first: runs.length === 0 ? null : String(runs[0]!.at),
			last: runs.length === 0 ? null : String(runs.at(-1)!.at),
		},
		frameworks: frameworkTrends(runs, scores.filter(wanted)),
		open: openAt(findings, query.until),
		fixed: fixTimes(findings, query),
		uptime: uptimes(runs, controls.filter(wanted), query),
	};
}

function frameworkTrends(runs: Row[], scores: Row[]): FrameworkTrend[] {
	const byFramework = groupBy(scores, ({ framework }) => String(framework));
	return [...byFramework]
		.sort(([left], [right]) => compareText(left, right))
		.map(([framework, rows]) => {
			const byRun = new Map(rows.map((row) => [row.run, row]));
			const points = runs.flatMap(({ id, at, complete }): ScorePoint[] => {
				const row = byRun.get(id!);
				if (row === undefined) return [];
				return [
					{
						at: String(at),
						value: number(row.value),
						lower: number(row.lower),
						upper: number(row.upper),
						complete: complete === 1,
					},
				];
			});
			const full = points.filter(({ complete }) => complete);
			const decided = full.filter(({ value }) => value !== null);
			const lastRow = runs.map(({ id }) => byRun.get(id!)).findLast((row) => row !== undefined);
			return {
				framework,
				title: String(rows[0]!.title),
				first: full[0] ?? null,
				last: full.at(-1) ?? null,
				lowest: decided.reduce<ScorePoint | null>(
					(low, point) => (low === null || point.value! < low.value! ? point : low),
					null,
				),
				coverage:
					lastRow === undefined ? null : { assessed: Number(lastRow.assessed), assessable: Number(lastRow.assessable) },
				points,
			};
		});
}

function number(value: Row[string] | undefined): number | null {
	return value === null || value === undefined ? null : Number(value);
}

function openAt(findings: Row[], until: string): OpenFindings {
	const open = findings.filter(({ closed_at: closed }) => closed === null || String(closed) > until);
	const active = open.filter(({ suppressed }) => suppressed !== 1);
	const bySeverity = SEVERITIES.flatMap((severity) => {
		const own = active
			.filter((row) => row.severity === severity)
			.map((row) => String(row.first_seen))
			.sort(compareText);
		if (own.length === 0) return [];
		const ages = Object.fromEntries(AGE_CLASSES.map((age) => [age, 0])) as Record<AgeClass, number>;
		for (const first of own) ages[ageClass((Date.parse(until) - Date.parse(first)) / DAY)] += 1;
		return [{ severity, total: own.length, ages, oldest: own[0]! }];
	});
	return { total: active.length, waived: open.length - active.length, bySeverity };
}

function ageClass(days: number): AgeClass {
	if (days < 7) return AGE_CLASSES[0];
	if (days < 30) return AGE_CLASSES[1];
	return days < 90 ? AGE_CLASSES[2] : AGE_CLASSES[3];
}

function fixTimes(findings: Row[], { since, until }: TrendQuery): FixTimes {
	const fixed = findings
		.filter(({ closed_at: closed, closed_as: reason }) => {
			return reason === "fixed" && String(closed) >= since && String(closed) <= until;
		})
		.map((row) => ({
			severity: row.severity as Severity,
			seconds: (Date.parse(String(row.closed_at)) - Date.parse(String(row.first_seen))) / 1000,
		}));
	const all = fixed.map(({ seconds }) => seconds);
	return {
		count: all.length,
		meanSeconds: all.length === 0 ? null : mean(all),
		medianSeconds: all.length === 0 ? null : median(all),
		bySeverity: SEVERITIES.flatMap((severity) => {
			const own = fixed.filter((each) => each.severity === severity).map(({ seconds }) => seconds);
			if (own.length === 0) return [];
			return [{ severity, count: own.length, meanSeconds: mean(own), medianSeconds: median(own) }];
		}),
	};
}

function mean(numbers: number[]): number {
	return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

function median(numbers: number[]): number {
	const sorted = [...numbers].sort((left, right) => left - right);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Time between two complete runs that follow each other within `maxGap` counts: as down where the first found a
 * violation (nobody knows when it went away, so not before it was seen gone), as up where neither found one and both
 * could tell. All other time of the window is unknown.
 */
function uptimes(runs: Row[], controls: Row[], { since, until, maxGap }: TrendQuery): ControlUptime[] {
	const complete = runs.filter((run) => run.complete === 1);
	const whole = (Date.parse(until) - Date.parse(since)) / 1000;
	const groups = groupBy(controls, ({ framework, control }) => JSON.stringify([framework, control]));
	const uptime = [...groups.values()].flatMap((rows): ControlUptime[] => {
		if (rows.every(({ status }) => NEVER.includes(String(status)))) return [];
		const statuses = new Map(rows.map(({ run, status }) => [run, String(status)]));
		let up = 0;
		let down = 0;
		for (const [index, run] of complete.entries()) {
			const next = complete[index + 1];
			if (next === undefined) continue;
			const milliseconds = Date.parse(String(next.at)) - Date.parse(String(run.at));
			if (milliseconds > maxGap) continue;
			const [before, after] = [statuses.get(run.id!), statuses.get(next.id!)];
			if (before === "violated") down += milliseconds / 1000;
			else if (before !== undefined && after !== undefined && UP.includes(before) && UP.includes(after))
				up += milliseconds / 1000;
		}
		const known = up + down;
		const { framework, control } = rows[0]!;
		return [
			{
				framework: String(framework),
				control: String(control),
				upSeconds: up,
				downSeconds: down,
				unknownSeconds: Math.max(whole - known, 0),
				percent: known === 0 ? null : (up / known) * 100,
			},
		];
	});
	return uptime.sort(
		(left, right) => compareText(left.framework, right.framework) || compareText(left.control, right.control),
	);
}

/** `Map.groupBy` comes with Node 21. */
function groupBy<T>(list: T[], key: (item: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of list) {
		const group = groups.get(key(item));
		if (group === undefined) groups.set(key(item), [item]);
		else group.push(item);
	}
	return groups;
}
