import type { Finding, FrameworkWaiver } from "../model/report.ts";
import type { Diagnostic } from "../model/resource.ts";
import type { RuleResult } from "../model/rule.ts";
import { push } from "../multimap.ts";
import { compareText } from "../order.ts";
import { isOver } from "./dates.ts";
import { globMatcher, isGlob } from "./glob.ts";
import type { Waiver } from "./waiver-file.ts";

interface Entry {
	waiver: Waiver;
	fits: (key: string) => boolean;
	expired: boolean;
	/** Findings it covers, or would cover if it had not expired. */
	met: number;
	/** Of these, findings that stay open. */
	open: number;
}

/** The entries of a waiver file, found by rule and key. */
export class Waivers {
	readonly #entries: Entry[];
	/** Entries without a glob by rule and key, those with one by rule. */
	readonly #exact = new Map<string, Entry[]>();
	readonly #globs = new Map<string, Entry[]>();

	/** @param today YYYY-MM-DD. */
	constructor(waivers: Waiver[], today: string) {
		this.#entries = waivers.map((waiver) => ({
			waiver,
			fits: globMatcher(waiver.resource),
			expired: isOver(waiver.suppression.expires, today),
			...{ met: 0, open: 0 },
		}));
		for (const entry of this.#entries) {
			const { rule, resource } = entry.waiver;
			if (isGlob(resource)) push(this.#globs, rule.id, entry);
			else push(this.#exact, exactKey(rule.id, resource), entry);
		}
	}

	/** Marks what waivers cover, in place. Of several the first in the file counts, one without a framework before others. */
	apply(findings: Finding[]): void {
		if (this.#entries.length === 0) return;
		for (const finding of findings) {
			const entries = this.#entriesFor(finding);
			if (entries.length === 0) continue;
			const valid = entries.filter(({ expired }) => !expired);
			if (finding.suppression === null) cover(finding, valid);
			for (const entry of entries) {
				entry.met++;
				if (finding.suppression === null) entry.open++;
			}
		}
	}

	/**
	 * Entries that expired or cover nothing.
	 * @param resultOf what a rule decided in this scan; undefined where it did not run.
	 */
	diagnostics(resultOf: (rule: string) => RuleResult | undefined): Diagnostic[] {
		const known = new Map<string, Decided | null>();
		const decidedBy = (rule: string) => {
			if (!known.has(rule)) known.set(rule, decided(resultOf(rule)));
			return known.get(rule) ?? null;
		};
		return this.#entries.flatMap((entry) => {
			const { rule, resource, suppression } = entry.waiver;
			const { uri, line } = suppression.source;
			const what = `the waiver of ${rule.id} for ${resource}`;
			const tell = (severity: Diagnostic["severity"], code: string, message: string): Diagnostic[] => [
				{ severity, code, message: `${what} ${message}`, uri, line },
			];
			if (entry.expired && entry.open > 0) {
				const count = entry.open === 1 ? "1 finding is" : `${entry.open} findings are`;
				return tell("warning", "waiver-expired", `expired on ${suppression.expires}: ${count} open again`);
			}
			if (entry.expired) return tell("note", "waiver-expired", `expired on ${suppression.expires} and can go`);
			if (entry.met > 0) return [];
			const answers = decidedBy(rule.id);
			if (answers === null || fitsAny(entry, answers.undecided)) return [];
			if (fitsAny(entry, answers.passed)) {
				return tell("warning", "unused-waiver", "is no longer needed: the rule passes");
			}
			return tell("note", "unused-waiver", "covers nothing in this scan");
		});
	}

	#entriesFor({ rule, resource }: Finding): Entry[] {
		const exact = this.#exact.get(exactKey(rule, resource.key)) ?? [];
		const globs = this.#globs.get(rule)?.filter(({ fits }) => fits(resource.key)) ?? [];
		if (exact.length === 0 || globs.length === 0) return exact.length === 0 ? globs : exact;
		return [...exact, ...globs].sort(
			(left, right) => left.waiver.suppression.source.line - right.waiver.suppression.source.line,
		);
	}
}

/**
 * A waiver for all frameworks accepts the finding. One for a framework does so there; where every framework of the report
 * that the rule serves has one, nothing is left that the finding is open for.
 */
function cover(finding: Finding, entries: Entry[]): void {
	const everywhere = entries.find(({ waiver }) => waiver.framework === null);
	if (everywhere !== undefined) {
		finding.suppression = everywhere.waiver.suppression;
		return;
	}
	const served = new Set(finding.controls.map(({ framework }) => framework));
	const granted = new Map<string, FrameworkWaiver>();
	for (const { waiver } of entries) {
		const { framework, suppression } = waiver;
		if (framework === null || !served.has(framework) || granted.has(framework)) continue;
		granted.set(framework, { framework, suppression });
	}
	if (granted.size === 0) return;
	finding.waivedFor = [...granted.values()].sort((left, right) => compareText(left.framework, right.framework));
	if (granted.size === served.size) finding.suppression = finding.waivedFor[0]!.suppression;
}

/** Keys by what a rule made of them. */
interface Decided {
	passed: ReadonlySet<string>;
	undecided: ReadonlySet<string>;
}

function decided(result: RuleResult | undefined): Decided | null {
	if (result === undefined || result.status === "errored") return null;
	const undecided = new Set<string>();
	for (const { resource } of result.inconclusive) undecided.add(resource);
	for (const { resource } of result.notAssessed) undecided.add(resource);
	return { passed: new Set(result.passed), undecided };
}

function fitsAny({ waiver: { resource }, fits }: Entry, keys: ReadonlySet<string>): boolean {
	if (!isGlob(resource)) return keys.has(resource);
	for (const key of keys) if (fits(key)) return true;
	return false;
}

function exactKey(rule: string, resource: string): string {
	return JSON.stringify([rule, resource]);
}
