import type { DiffFinding, FindingChange, Incomparable, ReportDiff } from "../model/diff.ts";
import type { Finding, Report, Suppression } from "../model/report.ts";
import { SEVERITIES, type Severity } from "../model/rule.ts";
import { compareText } from "../order.ts";
import { type Absence, absenceIn } from "./absence.ts";
import { compareControls, compareScores, type Effect } from "./controls.ts";
import { compareNotes } from "./notes.ts";
import { pairUnits, type Unit } from "./units.ts";

/**
 * Compares two reports, resource by resource. A finding counts as fixed only where the later scan asked the same
 * question of the same input and found nothing; docs/diff.md gives the rules. Pure, and the same for the same reports.
 */
export function compareReports(before: Report, after: Report): ReportDiff {
	const comparison = new Comparison(before, after);
	for (const pair of pairUnits(before, after)) comparison.take(pair.before, pair.after);
	return comparison.result();
}

/** Whether a rule was run in both scans: without one, a comparison says nothing at all. */
export function haveRuleInCommon(before: Report, after: Report): boolean {
	const known = new Set(before.rules.map(({ id }) => id));
	return after.rules.some(({ id }) => known.has(id));
}

/**
 * The findings that should stop a change: new ones of at least this severity, and old ones that are wrong in a new way.
 * @param failOn `never`: none.
 */
export function newFindings(diff: ReportDiff, failOn: Severity | "never"): DiffFinding[] {
	if (failOn === "never") return [];
	const mildest = SEVERITIES.indexOf(failOn);
	return [...diff.added, ...wrongAnew(diff)].filter(({ severity }) => SEVERITIES.indexOf(severity) <= mildest);
}

/** Findings that were open before and are graver now, or about another value, with the resources of which that holds. */
export function wrongAnew({ changed }: ReportDiff): DiffFinding[] {
	return changed.flatMap(({ after, resources, worse }) =>
		worse === undefined ? [] : [{ finding: after, resources, severity: worse, was: "open" as const }],
	);
}

class Comparison {
	readonly #before: Report;
	readonly #after: Report;
	readonly #inAfter: (unit: Unit) => Absence;
	readonly #inBefore: (unit: Unit) => Absence;
	/** Hashes of what was judged tell nothing where the rules may read something else. */
	readonly #sameRules: boolean;
	readonly #added = new Gathered<DiffFinding>();
	readonly #fixed = new Gathered<DiffFinding>();
	readonly #waived = new Gathered<DiffFinding>();
	readonly #undecided = new Gathered<ReportDiff["undecided"][number]>();
	readonly #changed = new Gathered<ReportDiff["changed"][number]>();
	readonly #incomparable = new Map<string, Incomparable & { seen: Set<Finding> }>();
	/** Open findings of the later report about which there is something to say. */
	readonly #touched = new Set<Finding>();
	readonly #effects = new Map<string, Set<Effect>>();

	constructor(before: Report, after: Report) {
		this.#before = before;
		this.#after = after;
		this.#inAfter = absenceIn(after, before, "later");
		this.#inBefore = absenceIn(before, after, "earlier");
		this.#sameRules =
			before.tool.policySetDigest === after.tool.policySetDigest && before.tool.version === after.tool.version;
	}

	take(before: Unit | null, after: Unit | null): void {
		if (after !== null && before !== null) this.#both(before, after);
		else if (after !== null) this.#onlyAfter(after);
		else if (before !== null && isOpen(before)) this.#onlyBefore(before);
	}

	#both(before: Unit, after: Unit): void {
		if (isOpen(before) && !isOpen(after)) this.#list(this.#waived, "waived", after, "open");
		else if (!isOpen(before) && isOpen(after)) this.#list(this.#added, "added", after, "suppressed");
		else this.#compare(before, after, isOpen(after) ? this.#changes(before, after) : exceptionChanges(before, after));
	}

	#compare(before: Unit, after: Unit, what: FindingChange[]): void {
		if (what.length === 0) return;
		this.#note(after, what.includes("severity") ? "changed" : null);
		const isWorse = isOpen(after) && this.#isNewFault(before, after, what);
		const distinction = JSON.stringify([before.finding.fingerprint, what, isWorse]);
		const entry = this.#changed.get(after.finding, distinction, () => ({
			before: before.finding,
			after: after.finding,
			...{ resources: [], what },
		}));
		entry.resources.push(after.resource);
		if (isWorse && (entry.worse === undefined || isGraver(after.severity, entry.worse))) entry.worse = after.severity;
	}

	/**
	 * A graver severity, or another failing value in the place of one (port 3389 open where it was 22). An update of the rules
	 * that does the same is not the fault of the next change.
	 */
	#isNewFault(before: Unit, after: Unit, what: FindingChange[]): boolean {
		if (!this.#sameRules || isGraver(before.severity, after.severity)) return false;
		return isGraver(after.severity, before.severity) || (what.includes("message") && what.includes("evaluated"));
	}

	#onlyAfter(unit: Unit): void {
		const absence = this.#inBefore(unit);
		if (absence.kind === "incomparable") {
			this.#cannotTell(absence, "after", unit);
			return;
		}
		const was = absence.kind === "undecided" ? "undecided" : "absent";
		const note = absence.kind === "undecided" ? absence.reason : absence.note;
		if (isOpen(unit)) this.#list(this.#added, "added", unit, was, note);
		else this.#list(this.#waived, "waived", unit, was, note);
	}

	#onlyBefore(unit: Unit): void {
		const absence = this.#inAfter(unit);
		if (absence.kind === "incomparable") this.#cannotTell(absence, "before", unit);
		else if (absence.kind === "gone") this.#list(this.#fixed, "fixed", unit, "open", absence.note);
		else this.#leaveOpen(unit, absence.reason);
	}

	#leaveOpen(unit: Unit, reason: string): void {
		this.#note(unit, "undecided");
		const { finding } = unit;
		const entry = this.#undecided.get(finding, reason, () => ({ finding, resources: [], reason }));
		entry.resources.push(unit.resource);
	}

	#changes(before: Unit, after: Unit): FindingChange[] {
		return [
			...(before.severity === after.severity ? [] : (["severity"] as const)),
			...(before.message === after.message ? [] : (["message"] as const)),
			...(before.evaluated === after.evaluated || !this.#sameRules ? [] : (["evaluated"] as const)),
		];
	}

	#list(
		list: Gathered<DiffFinding>,
		effect: "added" | "fixed" | "waived",
		unit: Unit,
		was: DiffFinding["was"],
		note?: string,
	): void {
		this.#note(unit, effect);
		const entry = list.get(unit.finding, JSON.stringify([was, note]), () => ({
			finding: unit.finding,
			resources: [],
			severity: unit.severity,
			was,
			...(note === undefined ? {} : { note }),
		}));
		entry.resources.push(unit.resource);
		if (isGraver(unit.severity, entry.severity)) entry.severity = unit.severity;
	}

	#cannotTell(
		{ what, reason }: Extract<Absence, { kind: "incomparable" }>,
		side: "before" | "after",
		unit: Unit,
	): void {
		this.#note(unit, side === "before" ? "unknown-before" : "unknown-after");
		const key = JSON.stringify([what, side, reason]);
		const entry = this.#incomparable.get(key) ?? { what, reason, side, findings: [], seen: new Set() };
		this.#incomparable.set(key, entry);
		if (entry.seen.has(unit.finding)) return;
		entry.seen.add(unit.finding);
		entry.findings.push(unit.finding);
	}

	#note({ finding }: Unit, effect: Effect | null): void {
		this.#touched.add(finding);
		if (effect === null) return;
		const known = this.#effects.get(finding.rule);
		if (known === undefined) this.#effects.set(finding.rule, new Set([effect]));
		else known.add(effect);
	}

	result(): ReportDiff {
		const before = this.#before;
		const after = this.#after;
		const open = after.findings.filter((finding) => finding.suppression === null);
		return {
			schemaVersion: 1,
			before: head(before),
			after: head(after),
			notes: compareNotes(before, after),
			incomparable: [
				...frameworksApart(before, after),
				...[...this.#incomparable.values()]
					.map(({ seen: _, ...entry }) => entry)
					.sort(
						(left, right) =>
							compareText(left.what, right.what) ||
							compareText(right.side ?? "", left.side ?? "") ||
							compareText(left.reason, right.reason),
					),
			],
			added: bySeverity(this.#added.list()),
			fixed: bySeverity(this.#fixed.list()),
			changed: this.#changed.list(),
			waived: bySeverity(this.#waived.list()),
			undecided: this.#undecided.list(),
			unchanged: open.filter((finding) => !this.#touched.has(finding)).length,
			controls: compareControls(before, after, this.#effects),
			frameworks: compareScores(before, after),
		};
	}
}

/** Entries with the resources they are about, one for each finding and distinction, in order of first appearance. */
class Gathered<T extends { resources: string[] }> {
	readonly #entries = new Map<Finding, Map<string, T>>();

	/** The entry for a finding; `make` gives a new one. */
	get(finding: Finding, distinction: string, make: () => T): T {
		const ofFinding = this.#entries.get(finding) ?? new Map<string, T>();
		this.#entries.set(finding, ofFinding);
		const entry = ofFinding.get(distinction) ?? make();
		ofFinding.set(distinction, entry);
		return entry;
	}

	list(): T[] {
		const entries = [...this.#entries.values()].flatMap((ofFinding) => [...ofFinding.values()]);
		for (const entry of entries) entry.resources = [...new Set(entry.resources)].sort(compareText);
		return entries;
	}
}

/** Stable: equal ones stay in the order of their report. */
function bySeverity(entries: DiffFinding[]): DiffFinding[] {
	return entries.sort((left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity));
}

function isGraver(left: Severity, right: Severity): boolean {
	return SEVERITIES.indexOf(left) < SEVERITIES.indexOf(right);
}

function isOpen({ finding }: Unit): boolean {
	return finding.suppression === null;
}

/** A comment that only moved to another line is the same exception. */
function exceptionChanges(before: Unit, after: Unit): FindingChange[] {
	const terms = ({ kind, justification, owner, expires, ticket }: Suppression) =>
		JSON.stringify([kind, justification, owner, expires, ticket]);
	return terms(before.finding.suppression!) === terms(after.finding.suppression!) ? [] : ["suppression"];
}

function frameworksApart(before: Report, after: Report): Incomparable[] {
	const apart = (report: Report, other: Report, reason: string) => {
		const known = new Set(other.frameworks.map(({ id }) => id));
		const only = report.frameworks.filter(({ id }) => !known.has(id));
		return only.map(({ id }): Incomparable => ({ what: `framework ${id}`, reason, findings: [] }));
	};
	return [
		...apart(before, after, "only the earlier report assesses it"),
		...apart(after, before, "only the later report assesses it"),
	];
}

function head({ scannedAt, tool, complete }: Report): ReportDiff["before"] {
	return { scannedAt, version: tool.version, policySetDigest: tool.policySetDigest, complete };
}
