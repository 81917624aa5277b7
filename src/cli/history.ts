import { ScanError } from "../choices.ts";
import { HistoryError, openHistory } from "../history/store.ts";
import { type HistoryView, readTrend } from "../history/trend.ts";
import { writeHistoryConsole, writeHistoryJson, writeHistoryMarkdown } from "../history/write.ts";
import type { Io } from "./io.ts";

/** Options of `assay history`. */
export interface HistoryCommandOptions {
	history?: string;
	framework?: string[];
	/** A date, or `30d`, `12h`, `8w` before `until`. */
	since?: string;
	/** Default now. */
	until?: string;
	stream?: string;
	format?: string;
	/** Hours. */
	maxGap?: number;
}

const WRITERS: Record<string, (view: HistoryView) => string> = {
	console: writeHistoryConsole,
	json: writeHistoryJson,
	markdown: writeHistoryMarkdown,
};
const UNITS: Record<string, number> = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/**
 * Prints what the stored runs say over a window of time.
 * @returns 0.
 * @throws ScanError where the options make no sense, HistoryError where there is no history to read.
 */
export async function historyCommand(options: HistoryCommandOptions, io: Io): Promise<number> {
	const { format = "console", history } = options;
	if (!Object.hasOwn(WRITERS, format)) {
		throw new ScanError(`--format: unknown format "${format}"; known: ${Object.keys(WRITERS).join(", ")}`);
	}
	if (history === undefined) throw new ScanError("--history: name the folder, file or postgres:// URL of the history");
	const until = new Date(options.until === undefined ? Date.now() : readDate("--until", options.until));
	const since = new Date(readSince(options.since ?? "90d", until.getTime()));
	if (since > until) throw new ScanError("--since: lies after the end of the window");
	const frameworks = options.framework === undefined ? undefined : await frameworkIds(options.framework);
	const store = await openHistory(history, io.cwd, true);
	try {
		const view = await store.transaction((sql) =>
			readTrend(sql, {
				since: since.toISOString(),
				until: until.toISOString(),
				maxGap: (options.maxGap ?? 48) * 3_600_000,
				...(options.stream === undefined ? {} : { stream: options.stream }),
				...(frameworks === undefined ? {} : { frameworks }),
			}),
		);
		if (options.stream !== undefined && view.streams.length === 0) {
			throw new HistoryError(`--stream: the history has no stream "${options.stream}"`);
		}
		io.stdout(WRITERS[format]!(view));
		return 0;
	} finally {
		await store.close();
	}
}

async function frameworkIds(names: string[]): Promise<string[]> {
	const { loadAssets } = await import("../policy/assets.ts");
	const { findFramework, unknownFramework } = await import("../compliance/catalogue.ts");
	const { compliance } = await loadAssets();
	return names.map((name) => {
		const framework = findFramework(compliance, name);
		if (framework === undefined) throw new ScanError(unknownFramework(compliance, name));
		return framework.id;
	});
}

function readSince(text: string, until: number): number {
	const [, count, unit] = /^(\d{1,5})([hdw])$/.exec(text) ?? [];
	return count === undefined ? readDate("--since", text) : until - Number(count) * UNITS[unit!]!;
}

function readDate(option: string, text: string): number {
	const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
	if (Number.isNaN(time))
		throw new ScanError(`${option}: expected a date (2026-01-31) or, for --since, a span such as 30d; got "${text}"`);
	return time;
}
