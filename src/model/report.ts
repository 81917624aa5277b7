import type { ControlLevel } from "./framework.ts";
import type { AttributePath } from "./json.ts";
import type { Diagnostic, Origin } from "./resource.ts";
import type { Remediation, Severity } from "./rule.ts";

/** How exact a location is: the attribute itself, its nearest present ancestor, the object, or only the file. */
export type Precision = "attribute" | "parent" | "object" | "file";

/** A region of a file; lines and columns are 1-based, the end column is exclusive. */
export interface Location {
	uri: string;
	startLine: number;
	startColumn: number;
	endLine: number;
	endColumn: number;
	precision: Precision;
}

/** A located denial. */
export interface Finding {
	rule: string;
	title: string;
	severity: Severity;
	message: string;
	resource: { key: string; type: string; name: string; origin: Origin; scope: string };
	path: AttributePath;
	location: Location;
	related: { message: string; location: Location }[];
	/** Masked excerpt of the judged value as one line of JSON, or null where there is none. */
	evidence: string | null;
	controls: { framework: string; id: string; role: "primary" | "supporting" }[];
	/** Hex; stable against moves of lines, reordering and rewording. */
	fingerprint: string;
	suppression: null | { kind: string; justification: string; owner: string; expires: string | null };
	remediation: Remediation | null;
}

export type ControlStatus =
	| "violated"
	| "inconclusive"
	| "errored"
	| "not-assessed"
	| "satisfied"
	| "no-failures"
	| "supporting"
	| "manual"
	| "attested"
	| "excluded";

/**
 * A number with its honest bounds, in percent (0-100), unrounded. `value` is null where no rule was decided; where
 * nothing but waived failures was met, `upper` equals `lower`.
 */
export interface Score {
	value: number | null;
	lower: number;
	upper: number;
}

export interface ControlAssessment {
	id: string;
	title: string;
	section: string;
	level: ControlLevel;
	status: ControlStatus;
	/** What the status rests on, or what is missing, in one sentence. */
	statusReason: string;
	score: Score | null;
	/** Primary rules decided ÷ primary rules that apply. */
	ruleCoverage: { decided: number; applicable: number };
	/** Resource results of the primary rules. */
	passed: number;
	failed: number;
	inconclusive: number;
	waived: number;
	rules: { id: string; role: "primary" | "supporting"; rationale: string }[];
	/** Fingerprints of the findings of its rules. */
	findings: string[];
}

export interface FrameworkAssessment {
	id: string;
	title: string;
	version: string;
	score: Score | null;
	/**
	 * assessed: controls with a decided primary rule, over which `score.value` is the mean; bounded: controls with an
	 * interval; assessable: level full, high or medium and not excluded; listed: all.
	 */
	coverage: { assessed: number; bounded: number; assessable: number; listed: number };
	/** Number of controls per status. */
	statuses: Partial<Record<ControlStatus, number>>;
	controls: ControlAssessment[];
}

export interface RuleSummary {
	id: string;
	title: string;
	severity: Severity;
	domain: string;
	status: "evaluated" | "errored" | "not-applicable" | "not-assessed";
	population: number;
	passed: number;
	failed: number;
	inconclusive: { resource: string; reason: string }[];
	notAssessed: { resource: string; reason: string }[];
	notApplicable: { resource: string; reason: string }[];
	error: string | null;
}

/** The whole result of a scan; `rules/schema/report.schema.json` describes its JSON form. */
export interface Report {
	schemaVersion: 1;
	tool: { name: "assay"; version: string; policySetDigest: string };
	/** ISO 8601, UTC. */
	scannedAt: string;
	/** False when anything could not be read or judged; the reasons are diagnostics of severity `error`. */
	complete: boolean;
	inputs: { uri: string; origin: Origin; resources: number; sha256: string }[];
	/** Files seen and left out on purpose, counted by reason (`helm-template`, `not-kubernetes` …). */
	skipped: { reason: string; files: number }[];
	parameters: { name: string; value: string | number | boolean | string[] | null; default: boolean }[];
	summary: {
		resources: number;
		rules: number;
		findings: { critical: number; high: number; medium: number; low: number; info: number };
		waived: number;
		inconclusive: number;
		notAssessed: number;
		diagnostics: number;
	};
	frameworks: FrameworkAssessment[];
	/** Sorted by severity, then resource key, rule, path. */
	findings: Finding[];
	rules: RuleSummary[];
	diagnostics: Diagnostic[];
}
