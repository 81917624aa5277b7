import type { ControlLevel } from "./framework.ts";
import type { AttributePath } from "./json.ts";
import type { Diagnostic, Origin } from "./resource.ts";
import type { Remediation, Severity } from "./rule.ts";

/**
 * How exact a location is: the attribute itself, its nearest present ancestor, the object, or only the file. In Terraform
 * code: the attribute, the innermost block that is there (`block`), the call of a module whose code is not the user's
 * (`module-call`); where no code is found, the line of the plan (`object`) or the plan (`file`). Of a packed Helm chart: the
 * entry that takes it in (`module-call`).
 */
export type Precision = "attribute" | "parent" | "object" | "block" | "module-call" | "file";

/** A region of a file; lines and columns are 1-based, the end column is exclusive. */
export interface Location {
	uri: string;
	startLine: number;
	startColumn: number;
	endLine: number;
	endColumn: number;
	precision: Precision;
}

/** A located denial: one thing that is wrong with one resource. */
export interface Finding {
	/** Id of the rule. */
	rule: string;
	/** The compliant state, as the rule names it. */
	title: string;
	/** That of the rule, unless the rule grades this finding otherwise. */
	severity: Severity;
	/** What is wrong, one clause, with the value seen; never a secret, never the resource's name. */
	message: string;
	resource: { key: string; type: string; name: string; origin: Origin; scope: string };
	/** Live only: which interface answered, and when what it said was true (ISO 8601; null where it does not say). */
	captured?: { source: "config" | "api" | "cluster"; at: string | null };
	/** From the resource's attributes to the value judged, or to where it belongs. */
	path: AttributePath;
	location: Location;
	/** Other places that belong to the finding. */
	related: { message: string; location: Location }[];
	/** Masked excerpt of the judged value as one line of JSON, or null where there is none. */
	evidence: string | null;
	/** The controls of the frameworks in this report that the rule serves. */
	controls: { framework: string; id: string; role: "primary" | "supporting" }[];
	/** Hex; stable against moves of lines, reordering and rewording. */
	fingerprint: string;
	/**
	 * Hash of what the rule evaluated of the resource, secrets masked: a baseline entry lapses when it changes.
	 * 16 hex digits.
	 */
	evaluated: string;
	/**
	 * Terraform code that makes several resources, by count, for_each or repeated module calls: all of them that this finding
	 * is about, sorted by key; the finding itself tells of the first. Absent for one resource with one fault on this line.
	 */
	instances?: FindingInstance[];
	/** Why the finding is accepted and by whom; null for one that is open. */
	suppression: Suppression | null;
	/**
	 * Waivers that hold for one framework only, sorted by it: there the failure counts as waived. The finding itself stays
	 * open as long as its rule serves another framework of the report. Absent for none.
	 */
	waivedFor?: FrameworkWaiver[];
	/** Beside a baseline or an earlier report: whether it was there already. */
	baselineState?: "new" | "unchanged" | "updated";
	/** A change of the scanned files that was tried: the rule passes after it and no rule worsens. Only where asked for. */
	fix?: Fix;
	/** How to fix it, for the resource's origin. */
	remediation: Remediation | null;
	/**
	 * What the plan has to do with it: it was compliant before, or, where the plan was scanned beside what is live and
	 * the two sides of this resource were joined, what becomes of it there.
	 */
	transition?: TurnedOff | Transition;
}

/** One resource that a finding on shared code is about. */
export interface FindingInstance {
	/** Key of the resource. */
	resource: string;
	path: AttributePath;
	message: string;
	/** Where it is milder than the finding, which has the worst of them. */
	severity?: Severity;
	fingerprint: string;
	evaluated: string;
}

/** An approved exception. Never a pass: what is suppressed is counted as waived. */
export interface Suppression {
	/** A comment beside the code, the waiver file, or debt accepted in the baseline. */
	kind: "inline" | "waiver" | "baseline";
	justification: string;
	/** Empty where nobody is named. */
	owner: string;
	/** Last day it holds, YYYY-MM-DD; null without end. */
	expires: string | null;
	/** Ticket that tracks it. */
	ticket?: string;
	/** Where it is written. */
	source?: { uri: string; line: number };
}

/** A waiver that one framework grants. */
export interface FrameworkWaiver {
	/** Id of the framework. */
	framework: string;
	suppression: Suppression;
}

/** A change of files, as whole lines. */
export interface Fix {
	/** One sentence: what it does. */
	description: string;
	/** Sorted by file and line, without overlap: lines `startLine` to `endLine` (1-based, inclusive) become `text`, which ends with a line feed unless empty. */
	changes: { uri: string; startLine: number; endLine: number; text: string }[];
}

/** The resource complied before the plan, and no longer does after it. */
export interface TurnedOff {
	kind: "turned-off";
	/** Masked excerpt of the value before, as one line of JSON; null where the value the finding points at stays as it was. */
	before: string | null;
	/** Changes of the plan to this resource and to those that name it: keys, and what the plan does with them. */
	by: { resource: string; action: "create" | "update" | "replace" | "delete" }[];
	/** One clause: "compliant before, this plan turns it off (enable_logging was true)". */
	note: string;
}

/**
 * What becomes of a rule's verdict on something live when the plan is applied. `breaks`: compliant now, not after it.
 * `fixes`: the other way round. `remains`: broken now and after it. `destroys`: broken now, and the plan destroys it.
 * `unclear`: broken now; whether the plan mends it is known only after apply. `drifted`: what is live differs from the
 * last applied state, and the plan, as it was made, does not change the verdict. `diverges`: what is live is judged otherwise
 * than both the state the plan starts from and what it makes, and no value shows why.
 */
export type TransitionKind = "breaks" | "fixes" | "remains" | "destroys" | "unclear" | "drifted" | "diverges";

/** The other side of a finding: of a planned one the live resource, of a live one the planned. */
export interface Transition {
	kind: TransitionKind;
	/** Key of the resource on the other side. */
	counterpart: string;
	/** How the two were joined: "by ARN arn:aws:s3:::logs in the prior state of aws_s3_bucket.logs". */
	joinedBy: string;
	/** One clause: "compliant now, this plan breaks it". */
	note: string;
}

/** A planned resource and the live one it is. */
export interface DriftJoin {
	/** Path of the plan. */
	plan: string;
	/** Key of the planned resource; its address where the plan destroys it. */
	planned: string;
	/** Key of the live resource. */
	live: string;
	type: string;
	/** What the plan does with it. */
	action: "update" | "replace" | "no-op" | "delete";
	joinedBy: string;
}

/** A value that a rule reads, on three sides. Excerpts are masked JSON on one line; of lists only the elements that not all sides share; null: not there, or not known. */
export interface DriftValue {
	/** From the resource's root: `["attributes", "enable_key_rotation"]`, `["facets", "bucket", "versioning"]`. */
	path: AttributePath;
	lastApplied: string | null;
	live: string | null;
	planned: string | null;
	/** Whether what is live differs from what was applied last. */
	drifted: boolean;
}

/** One rule on one joined pair: where the verdicts differ, where the live one is bad, or where a value it reads has drifted. */
export interface DriftEntry {
	rule: string;
	title: string;
	severity: Severity;
	kind: TransitionKind;
	/** One clause. */
	note: string;
	plan: string;
	planned: string;
	live: string;
	joinedBy: string;
	/** Verdicts before the plan is applied, live, and after; `none` where the rule has nothing to say or the resource is gone. */
	verdicts: { prior: DriftVerdict; live: DriftVerdict; planned: DriftVerdict };
	values: DriftValue[];
	/** Fingerprints of the findings on either side. */
	findings: string[];
}

export type DriftVerdict = "passed" | "failed" | "inconclusive" | "none";

/** Plans beside the live accounts they change. */
export interface Drift {
	/** Entries by kind. */
	summary: Partial<Record<TransitionKind, number>>;
	/** Sorted by plan and address. */
	joined: DriftJoin[];
	/** Planned resources with a live counterpart that is missing, in doubt, or not Terraform's; with the keys in question. */
	notJoined: { plan: string; planned: string; live: string[]; reason: string }[];
	/** Sorted by kind in the order above, severity, rule, plan and address. */
	entries: DriftEntry[];
}

/** What a scan says of a control; docs/scoring.md defines each. */
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

/** One control of a framework: what the rules that serve it found. */
export interface ControlAssessment {
	id: string;
	title: string;
	/** Heading it stands under in the framework. */
	section: string;
	level: ControlLevel;
	status: ControlStatus;
	/** What the status rests on, or what is missing, in a few sentences. */
	statusReason: string;
	/** A person's valid statement on it; shown beside a technical result that it cannot cover. Absent for none. */
	attestation?: ControlAttestation;
	/** Null for levels that are never scored, and where no rule had a result. */
	score: Score | null;
	/** Primary rules decided ÷ primary rules that apply. */
	ruleCoverage: { decided: number; applicable: number };
	/** Results of the primary rules: a resource counts once for each rule. */
	passed: number;
	failed: number;
	inconclusive: number;
	/** Failed, and every finding of it is suppressed. */
	waived: number;
	/** The rules of this scan that serve it. */
	rules: { id: string; role: "primary" | "supporting"; rationale: string }[];
	/** Fingerprints of the findings of its rules. */
	findings: string[];
	/** Parameters its rules judged by that ask for less than the framework or the default does; empty for none. */
	looser: LooserParameter[];
}

/** What a person stated of a control. */
export interface ControlAttestation {
	verdict: "met" | "not-met";
	owner: string;
	/** When it was stated, YYYY-MM-DD. */
	date: string;
	/** Last day it holds, YYYY-MM-DD; null without end. */
	expires: string | null;
	/** A link or a sentence: where the evidence is; null where none is named. */
	evidence: string | null;
}

/** A parameter that asks for less than what it is measured against. */
export interface LooserParameter {
	name: string;
	/** The value used; null where it was unset. */
	value: string | number | boolean | string[] | null;
	/** The framework's own value, or the default. */
	than: string | number | boolean | string[] | null;
	/** Where `than` comes from. */
	source: string;
}

/** One framework: its score, how much of it the score covers, and every control. */
export interface FrameworkAssessment {
	id: string;
	title: string;
	version: string;
	/** Mean of its controls; null where nothing was seen. */
	score: Score | null;
	/**
	 * assessed: controls with a decided primary rule, over which `score.value` is the mean; bounded: controls with an
	 * interval; assessable: level full, high or medium and not excluded; listed: all.
	 */
	coverage: { assessed: number; bounded: number; assessable: number; listed: number };
	/** Number of controls per status. */
	statuses: Partial<Record<ControlStatus, number>>;
	/** In the order of the framework. */
	controls: ControlAssessment[];
}

/** What one rule made of the resources it selects. */
export interface RuleSummary {
	id: string;
	title: string;
	severity: Severity;
	domain: string;
	/** `not-applicable`: nothing in the input concerns it; `not-assessed`: a parameter it reads is unset. */
	status: "evaluated" | "errored" | "not-applicable" | "not-assessed";
	/** Resources it applies to. */
	population: number;
	passed: number;
	/** Resources with at least one finding, suppressed ones included. */
	failed: number;
	/** Resources, by key, whose answer cannot be known from the input, and why. */
	inconclusive: { resource: string; reason: string }[];
	/** Resources the question could not be asked about, and why. */
	notAssessed: { resource: string; reason: string }[];
	/** Resources that are selected but exempt, and why. */
	notApplicable: { resource: string; reason: string }[];
	/** What went wrong where the status is `errored`. */
	error: string | null;
	/** Names of the parameters it judges by; absent for none. */
	parameters?: string[];
}

/** The whole result of a scan; `rules/schema/report.schema.json` describes its JSON form. */
export interface Report {
	/** Grows when a field goes or changes its meaning; new fields do not count. */
	schemaVersion: 1;
	/** `policySetDigest`: SHA-256 of the rules the scan judged by. */
	tool: { name: "assay"; version: string; policySetDigest: string };
	/** ISO 8601, UTC. */
	scannedAt: string;
	/** False when anything could not be read or judged; the reasons are diagnostics of severity `error`. */
	complete: boolean;
	/**
	 * What was judged, sorted: files, and live accounts by region and clusters (`live/aws/123456789012/eu-west-1`), which
	 * have no `sha256`. `resources` without scope resources.
	 */
	inputs: { uri: string; origin: Origin; resources: number; sha256: string | null }[];
	/** Files seen and left out on purpose, counted by reason (`helm-template`, `not-kubernetes` …). */
	skipped: { reason: string; files: number }[];
	/** Values the rules judged by; `default` is false where they were set for this scan. */
	parameters: { name: string; value: string | number | boolean | string[] | null; default: boolean }[];
	/** Totals: resources in the input, rules that ran, results by kind. */
	summary: {
		resources: number;
		rules: number;
		/** Open findings by severity. */
		findings: { critical: number; high: number; medium: number; low: number; info: number };
		/** Suppressed findings, which are not among the open ones. */
		waived: number;
		/** Pairs of rule and resource. */
		inconclusive: number;
		/** Pairs of rule and resource. */
		notAssessed: number;
		diagnostics: number;
	};
	/** In the order asked for. */
	frameworks: FrameworkAssessment[];
	/** Sorted by severity (worst first), file, line, resource, rule, path. */
	findings: Finding[];
	/** Only where plans with AWS resources were scanned beside live AWS accounts. */
	drift?: Drift;
	/** Sorted by id. */
	rules: RuleSummary[];
	/** Trouble with the scan itself, sorted by file and line. */
	diagnostics: Diagnostic[];
}
