import type { ControlStatus, Finding, Score } from "./report.ts";

/** A finding and the resources of it that differ between two reports: all of them, or some instances of shared code. */
export interface DiffFinding {
	finding: Finding;
	/** Keys, sorted. */
	resources: string[];
}

/** What became of one control. */
export interface ControlDelta {
	framework: string;
	id: string;
	title: string;
	/** `breaks`: violated now and not before; `fixes`: the other way round; `changes`: any other change of status or numbers. */
	kind: "breaks" | "fixes" | "changes";
	before: { status: ControlStatus; score: Score | null };
	after: { status: ControlStatus; score: Score | null };
	/** Rules whose findings make the difference, sorted. */
	rules: string[];
}

/** Two reports side by side. Findings are told apart by resource: an instance that joins shared code is new. */
export interface ReportDiff {
	schemaVersion: 1;
	before: { scannedAt: string; version: string; policySetDigest: string; complete: boolean };
	after: { scannedAt: string; version: string; policySetDigest: string; complete: boolean };
	/**
	 * What cannot be compared, and why: rules that only one report ran, other parameters, inputs that only one could read.
	 * Findings it touches are in none of the lists below.
	 */
	incomparable: { what: string; reason: string; findings: Finding[] }[];
	/** Open now, and absent or suppressed before. */
	added: DiffFinding[];
	/** Open before, and gone now: decided and passed, or the resource is gone. */
	fixed: DiffFinding[];
	/** Open in both, and its severity, message or judged values differ. */
	changed: { before: Finding; after: Finding; what: string[] }[];
	/** Open before, suppressed now. */
	waived: DiffFinding[];
	/** Open before, and undecided now: neither fixed nor confirmed. */
	undecided: { finding: Finding; resources: string[]; reason: string }[];
	/** Open findings that are the same in both. */
	unchanged: number;
	/** Of frameworks in both reports; sorted by framework, kind and control. */
	controls: ControlDelta[];
	frameworks: { id: string; title: string; before: Score | null; after: Score | null }[];
}
