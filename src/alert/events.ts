import type { StoredFinding } from "../history/record.ts";
import type { Severity } from "../model/rule.ts";

/** What a channel wants to hear of. */
export interface Triggers {
	/** New findings from this severity on; `never` for none. */
	severity: Severity | "never";
	/** Percent that the lower bound of a framework's score must not fall below. */
	bars: { framework: string; percent: number }[];
	/** Scans that could not read or judge everything. */
	incomplete: boolean;
	/** Findings that are gone, where they were told before. */
	fixed: boolean;
}

/** Something to tell once. Its id is the same however often it is tried. */
export type AlertEvent =
	| { id: string; kind: "finding"; finding: StoredFinding }
	| { id: string; kind: "fixed"; finding: StoredFinding }
	| { id: string; kind: "score"; score: ScoreDrop }
	| { id: string; kind: "incomplete"; incomplete: Incomplete };

export interface ScoreDrop {
	framework: string;
	title: string;
	/** Lower bound at the complete run before; null where there was none. */
	before: number | null;
	lower: number;
	percent: number;
}

export interface Incomplete {
	/** Diagnostics of severity error. */
	errors: number;
	/** The first few, as text. */
	reasons: string[];
}

/** All of a run that one channel is to be told: one message. */
export interface AlertMessage {
	/** Hex; the same for the same run and channel at every attempt, so that receivers can drop repeats. */
	id: string;
	stream: string;
	/** Of the run that raised it: ISO 8601. */
	at: string;
	/** Worst first. */
	findings: StoredFinding[];
	fixed: StoredFinding[];
	scores: ScoreDrop[];
	incomplete: Incomplete | null;
	/** Where people can read all of it. */
	reportUrl: string | null;
	/** Of every event in it. */
	events: AlertEvent[];
}
