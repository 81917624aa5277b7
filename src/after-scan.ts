import { setTimeout as sleep } from "node:timers/promises";
import type { Alerting } from "./alert/config.ts";
import { deliverAlerts } from "./alert/deliver.ts";
import type { DeliveryContext } from "./alert/delivery.ts";
import { enqueue } from "./alert/outbox.ts";
import { type RecordedRun, recordRun } from "./history/record.ts";
import { HistoryError, type HistoryStore } from "./history/store.ts";
import type { Stream } from "./history/stream.ts";
import type { Report } from "./model/report.ts";
import type { Diagnostic } from "./model/resource.ts";
import { plural } from "./report/words.ts";

/** What to do with a report once it is written. */
export interface AfterScan {
	store: HistoryStore;
	stream: Stream;
	/** Null: nobody is told. */
	alerting: Alerting | null;
	/** Ids of all rules there are. */
	knownRules: ReadonlySet<string>;
	durationMs: number | null;
	/** Default: the real clock. */
	world?: Pick<DeliveryContext, "now" | "sleep">;
}

/** What came of it. */
export interface Aftermath {
	/** Trouble; an `error` must not stay unseen. */
	diagnostics: Diagnostic[];
	/** Lines for people: what was stored and sent. */
	notes: string[];
}

/** Stores a run in the history and sends the alerts that it, or an earlier one, calls for. Closes the store. Never throws. */
export async function afterScan(report: Report, options: AfterScan): Promise<Aftermath> {
	const { store, stream, alerting, knownRules, durationMs } = options;
	const world = options.world ?? {
		now: Date.now,
		sleep: async (milliseconds: number) => void (await sleep(milliseconds)),
	};
	const aftermath: Aftermath = { diagnostics: [], notes: [] };
	const add = (severity: Diagnostic["severity"], code: string, message: string) =>
		aftermath.diagnostics.push({ severity, code, message, uri: null, line: null });
	try {
		const run = await store.transaction(async (sql) => {
			const recorded = await recordRun(sql, { report, stream, durationMs, knownRules });
			if (alerting !== null) await enqueue(sql, recorded, report, alerting.channels);
			return recorded;
		});
		aftermath.notes.push(runNote(run, store));
		if (run.late)
			add("warning", "history-late", `a newer run of ${run.stream} is stored: this one opens and closes no findings`);
		if (run.scopeChanged) {
			add(
				"warning",
				"history-scope",
				`the last run of ${run.stream} looked at other targets, or by other rules: what is gone may not be fixed`,
			);
		}
		if (alerting === null) return aftermath;
		const { sent, failures } = await deliverAlerts(store, run.stream, alerting, world);
		for (const { channel, messages } of sent)
			aftermath.notes.push(`Alerts: ${plural(messages, "message")} to ${channel}`);
		for (const failure of failures) add("error", "alert-failed", failure);
	} catch (error) {
		const message = error instanceof HistoryError ? error.message : `${store.label}: ${(error as Error).name}`;
		add("error", "history-failed", message);
	} finally {
		await store.close().catch(() => {});
	}
	return aftermath;
}

function runNote({ stream, opened, closed, complete }: RecordedRun, { label }: HistoryStore): string {
	const closing = complete ? `${closed.length} closed` : "none closed (the scan is incomplete)";
	return `History: ${opened.length} opened, ${closing} in ${stream} (${label})`;
}
