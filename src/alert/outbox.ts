import { createHash } from "node:crypto";
import { fromRow, type RecordedRun, type StoredFinding } from "../history/record.ts";
import { insert, type Row, runForAll, type Sql, storable } from "../history/store.ts";
import type { Report } from "../model/report.ts";
import { SEVERITIES } from "../model/rule.ts";
import { compareText } from "../order.ts";
import type { AlertEvent, AlertMessage, Incomplete, ScoreDrop, Triggers } from "./events.ts";
import { episode, planEvents } from "./plan.ts";

/** How long a process may take to deliver what it has claimed before another one may try. Milliseconds. */
const LEASE = 15 * 60_000;

/** Writes down what a run gives each channel to tell, in the run's own transaction: nothing is lost when sending fails. */
export async function enqueue(
	sql: Sql,
	run: RecordedRun,
	report: Report,
	channels: { id: string; triggers: Triggers }[],
): Promise<void> {
	for (const { id: channel, triggers } of channels) {
		const rows = await sql.all(
			"SELECT fingerprint, opened_run FROM assay_alert WHERE stream = ? AND channel = ? AND kind = 'finding'",
			[run.stream, channel],
		);
		const told = new Set(rows.map(({ fingerprint, opened_run: opened }) => `${fingerprint}/${opened}`));
		const events = planEvents(run, report, triggers, (finding) => told.has(episode(finding)));
		await insert(
			sql,
			"assay_alert",
			["stream", "channel", "event", "run", "kind", "fingerprint", "opened_run", "data"],
			events.map((event) => {
				const finding = "finding" in event ? event.finding : null;
				const data = event.kind === "score" ? event.score : event.kind === "incomplete" ? event.incomplete : {};
				const { stream, id } = run;
				const which = [finding?.fingerprint ?? null, finding?.openedRun ?? null];
				return [stream, channel, event.id, id, event.kind, ...which, storable(JSON.stringify(data))];
			}),
			true,
		);
	}
}

/** What to deliver now. */
export interface Claim {
	stream: string;
	channel: string;
	/** Milliseconds since 1970. */
	now: number;
	reportUrl: string | null;
}

/**
 * Takes everything a channel was not told yet, a message for each run it came from, oldest first. Nobody else gets it
 * until it is settled or the lease runs out. News of findings that are gone by now is dropped.
 */
export async function claim(sql: Sql, { stream, channel, now, reportUrl }: Claim): Promise<AlertMessage[]> {
	await sql.run(
		`DELETE FROM assay_alert WHERE stream = ? AND channel = ? AND kind = 'finding' AND delivered_at IS NULL AND EXISTS (
			SELECT 1 FROM assay_finding f WHERE f.stream = assay_alert.stream AND f.fingerprint = assay_alert.fingerprint
			AND f.opened_run = assay_alert.opened_run AND f.closed_at IS NOT NULL)`,
		[stream, channel],
	);
	const at = new Date(now).toISOString();
	const due = [stream, channel, at];
	const rows = await sql.all(
		`SELECT a.event, a.run, a.kind, a.data, r.at AS run_at FROM assay_alert a JOIN assay_run r ON r.id = a.run
		 WHERE a.stream = ? AND a.channel = ? AND a.delivered_at IS NULL AND (a.leased_until IS NULL OR a.leased_until < ?)`,
		due,
	);
	const found = await sql.all(
		`SELECT a.event, f.* FROM assay_alert a JOIN assay_finding f
		 ON f.stream = a.stream AND f.fingerprint = a.fingerprint AND f.opened_run = a.opened_run
		 WHERE a.stream = ? AND a.channel = ? AND a.delivered_at IS NULL AND (a.leased_until IS NULL OR a.leased_until < ?)`,
		due,
	);
	await runForAll(
		sql,
		"UPDATE assay_alert SET leased_until = ? WHERE stream = ? AND channel = ? AND event IN (??)",
		[new Date(now + LEASE).toISOString(), stream, channel],
		rows.map(({ event }) => event!),
	);
	const findings = new Map(found.map((row) => [row.event, fromRow(row)]));
	const runs = [...new Set(rows.map(({ run }) => Number(run)))].sort((left, right) => left - right);
	return runs.map((run) => {
		const own = rows.filter((row) => Number(row.run) === run);
		const events = own.flatMap((row) => toEvent(row, findings.get(row.event!)));
		return toMessage({ stream, channel, run, at: String(own[0]!.run_at), reportUrl, events });
	});
}

function toEvent({ event, kind, data }: Row, finding: StoredFinding | undefined): AlertEvent[] {
	const id = String(event);
	if (kind === "score") return [{ id, kind, score: JSON.parse(String(data)) as ScoreDrop }];
	if (kind === "incomplete") return [{ id, kind, incomplete: JSON.parse(String(data)) as Incomplete }];
	return finding === undefined ? [] : [{ id, kind: kind === "fixed" ? "fixed" : "finding", finding }];
}

function toMessage(parts: {
	stream: string;
	channel: string;
	run: number;
	at: string;
	reportUrl: string | null;
	events: AlertEvent[];
}): AlertMessage {
	const { stream, channel, run, at, reportUrl, events } = parts;
	const sorted = [...events].sort((left, right) => compareText(left.id, right.id));
	const findings = (kind: AlertEvent["kind"]) =>
		sorted.flatMap((event) => (event.kind === kind && "finding" in event ? [event.finding] : [])).sort(compareFindings);
	return {
		id: createHash("sha256")
			.update(JSON.stringify([stream, channel, run]))
			.digest("hex"),
		stream,
		at,
		findings: findings("finding"),
		fixed: findings("fixed"),
		scores: sorted.flatMap((event) => (event.kind === "score" ? [event.score] : [])),
		incomplete: sorted.find((event) => event.kind === "incomplete")?.incomplete ?? null,
		reportUrl,
		events: sorted,
	};
}

function compareFindings(left: StoredFinding, right: StoredFinding): number {
	return (
		SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
		compareText(left.resource, right.resource) ||
		compareText(left.rule, right.rule) ||
		compareText(left.fingerprint, right.fingerprint)
	);
}

/** Notes what was delivered; the rest of what was claimed may be tried again. */
export async function settle(
	sql: Sql,
	{
		stream,
		channel,
		claimed,
		delivered,
		at,
	}: { stream: string; channel: string; claimed: string[]; delivered: string[]; at: string },
): Promise<void> {
	const where = "WHERE stream = ? AND channel = ? AND event IN (??)";
	await runForAll(sql, `UPDATE assay_alert SET leased_until = NULL ${where}`, [stream, channel], claimed);
	await runForAll(sql, `UPDATE assay_alert SET delivered_at = ? ${where}`, [at, stream, channel], delivered);
}
