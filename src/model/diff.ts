import type { ControlStatus, Finding, Score } from "./report.ts";
import type { Severity } from "./rule.ts";

/** A finding and the resources of it that differ between two reports: all of them, or some instances of shared code. */
export interface DiffFinding {
	finding: Finding;
	/** Keys, sorted. */
	resources: string[];
	/** Worst of these resources: that of the finding, unless other resources of it are worse. */
	severity: Severity;
	/** What the earlier report says of it: open, accepted, not to be known (undecided), or nothing. */
	was: "open" | "suppressed" | "undecided" | "absent";
	/** What a reader has to know beside that, one clause: why it was undecided, or that its file is new. */
	note?: string;
}

/** What of a finding can differ while it stays the same finding. */
export type FindingChange = "severity" | "message" | "evaluated" | "suppression";

/** What became of one control. */
export interface ControlDelta {
	framework: string;
	id: string;
	title: string;
	/**
	 * `breaks`: violated now and not before, by what is new; `fixes`: violated before and without failure now, because its
	 * findings are fixed; `changes`: any other change of status, score or numbers. What is accepted, undecided or
	 * incomparable now is never a fix.
	 */
	kind: "breaks" | "fixes" | "changes";
	before: { status: ControlStatus; score: Score | null };
	after: { status: ControlStatus; score: Score | null };
	/** Rules whose findings make the difference, sorted. */
	rules: string[];
	/** Why a violation that came or went is neither `breaks` nor `fixes`. */
	note?: string;
}

/** What only one report can tell of. */
export interface Incomparable {
	/** `rule s3-public-access`, `input deploy/web.yaml`, `framework hipaa`. */
	what: string;
	/** One clause. */
	reason: string;
	/** Which report `findings` are from; absent where there are none. */
	side?: "before" | "after";
	/** Those that only this side has: of `before` they may or may not be fixed, of `after` they may or may not be new. */
	findings: Finding[];
}

/** Two reports side by side. Findings are told apart by resource: an instance that joins shared code is new. */
export interface ReportDiff {
	schemaVersion: 1;
	before: { scannedAt: string; version: string; policySetDigest: string; complete: boolean };
	after: { scannedAt: string; version: string; policySetDigest: string; complete: boolean };
	/** What a reader has to know of the comparison as a whole, a sentence each: other rules, an incomplete scan. */
	notes: string[];
	/**
	 * What cannot be compared, and why: rules that only one report ran, other parameters, inputs that only one could read.
	 * A finding that both reports have can be compared all the same; one that only one of them has is listed here and in
	 * none of the lists below.
	 */
	incomparable: Incomparable[];
	/** Open now, and absent or suppressed before. */
	added: DiffFinding[];
	/** Open before, and gone now: decided and passed, or the resource is gone. */
	fixed: DiffFinding[];
	/** Open in both, and its severity, message or judged values differ; or accepted in both, and the exception differs. */
	changed: {
		before: Finding;
		after: Finding;
		resources: string[];
		what: FindingChange[];
		/**
		 * Worst severity of these resources, where they are open, the same rules judged both reports, and it is graver than before,
		 * or message and judged values are both different: that stops a change like a new finding.
		 */
		worse?: Severity;
	}[];
	/** Suppressed now, and open before, or new and accepted from its first day (`was: "absent"`). */
	waived: DiffFinding[];
	/** Open before, and undecided now: neither fixed nor confirmed. */
	undecided: { finding: Finding; resources: string[]; reason: string }[];
	/** Open findings of the later report that are the same in both. */
	unchanged: number;
	/** Of frameworks in both reports; sorted by framework, kind and control. */
	controls: ControlDelta[];
	/** Those in both reports. */
	frameworks: { id: string; title: string; before: Score | null; after: Score | null }[];
}
