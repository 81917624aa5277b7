import { Ajv2020 } from "ajv/dist/2020.js";
import schema from "../../rules/schema/baseline.schema.json" with { type: "json" };
import { JsonTextError, readJson } from "../collect/json.ts";
import { lineAt } from "../collect/lines.ts";
import type { Finding, Report } from "../model/report.ts";
import type { Diagnostic } from "../model/resource.ts";
import type { RuleResult } from "../model/rule.ts";
import { compareText } from "../order.ts";

/** A finding as it was when it was accepted. */
export interface BaselineEntry {
	rule: string;
	/** Key of the resource. */
	resource: string;
	fingerprint: string;
	/** Hash of what the rule read of the resource. */
	evaluated: string;
}

/** The file that `--update-baseline` writes. */
export interface BaselineFile {
	schemaVersion: 1;
	tool: Report["tool"];
	/** Sorted. */
	entries: BaselineEntry[];
}

/** A file that cannot be used as a baseline; the message says why, without the file's name. */
export class BaselineError extends Error {
	override readonly name = "BaselineError";
}

/** Notes on single findings; more are counted only. */
const MAX_NOTES = 50;

/**
 * Reads a baseline file.
 * @throws BaselineError where it is none.
 */
export function readBaseline(text: string): BaselineFile {
	let values: unknown[];
	try {
		values = readJson(text);
	} catch (error) {
		if (!(error instanceof JsonTextError)) throw error;
		throw new BaselineError(`line ${lineAt(text, error.offset)}: the text is not valid JSON`);
	}
	const value = values.length === 1 ? values[0] : undefined;
	const validate = new Ajv2020({ strictTypes: false }).compile(schema);
	if (validate(value)) return value as unknown as BaselineFile;
	const [fault] = validate.errors ?? [];
	const path = (fault?.instancePath ?? "").slice(1).replaceAll("/", ".");
	throw new BaselineError(`it is no baseline: ${path === "" ? "" : `${path} `}${fault?.message ?? "is not valid"}`);
}

/** The text of a baseline file: one line for each entry, so that reviews show what was accepted. */
export function baselineText({ schemaVersion, tool, entries }: BaselineFile): string {
	const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`);
	const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
	return `{\n  "schemaVersion": ${schemaVersion},\n  "tool": ${JSON.stringify(tool)},\n  "entries": ${list}\n}\n`;
}

/** How a finding's resource is called in a baseline: see `withoutPlan`. */
export type StableKey = (key: string) => string;

/** Holds findings against a baseline. */
export class Baseline {
	readonly #file: BaselineFile;
	readonly #uri: string;
	readonly #stable: StableKey;
	readonly #evaluated: Map<string, string>;
	readonly #met = new Set<string>();
	readonly #lapsed: Finding[] = [];

	/** @param uri how notes name the file. */
	constructor(file: BaselineFile, uri: string, stable: StableKey) {
		this.#file = file;
		this.#uri = uri;
		this.#stable = stable;
		this.#evaluated = new Map(file.entries.map((entry) => [identity(entry), entry.evaluated]));
	}

	/** Marks each finding as new, unchanged or updated, in place, and accepts open ones that are unchanged. */
	apply(findings: Finding[]): void {
		for (const finding of findings) {
			const key = identity(toEntry(finding, this.#stable));
			const evaluated = this.#evaluated.get(key);
			if (evaluated === undefined) {
				finding.baselineState = "new";
				continue;
			}
			this.#met.add(key);
			finding.baselineState = evaluated === finding.evaluated ? "unchanged" : "updated";
			if (finding.suppression !== null) continue;
			if (finding.baselineState === "unchanged") finding.suppression = suppression(this.#uri);
			else this.#lapsed.push(finding);
		}
	}

	/**
	 * Entries that lapsed, and how many are no longer needed.
	 * @param digest of the rules of this scan.
	 * @param resultOf what a rule decided in this scan; undefined where it did not run.
	 */
	diagnostics(digest: string, resultOf: (rule: string) => RuleResult | undefined): Diagnostic[] {
		const otherRules = this.#file.tool.policySetDigest !== digest;
		const why = otherRules
			? "what the rule reads of the resource, or the rule, has changed"
			: "the resource has changed";
		const notes = this.#lapsed.slice(0, MAX_NOTES).map(({ rule, resource, location }): Diagnostic => {
			const message = `${rule} on ${resource.key} is open again: ${why} since it was accepted in ${this.#uri}`;
			return note("baseline-lapsed", message, location.uri, location.startLine);
		});
		const more = this.#lapsed.length - notes.length;
		if (more > 0) notes.push(note("baseline-lapsed", `and ${more} more findings are open again`, this.#uri, null));
		const unneeded = this.#unneeded(resultOf);
		if (unneeded > 0) {
			const what = unneeded === 1 ? "1 entry is" : `${unneeded} entries are`;
			const message = `${what} no longer needed: --update-baseline drops what is gone`;
			notes.push(note("baseline-unneeded", message, this.#uri, null));
		}
		return notes;
	}

	/** Entries of rules that ran and found nothing to accept; what is undecided may be there still. */
	#unneeded(resultOf: (rule: string) => RuleResult | undefined): number {
		const undecided = new Map<string, Set<string>>();
		let count = 0;
		for (const entry of this.#file.entries) {
			const result = resultOf(entry.rule);
			if (this.#met.has(identity(entry)) || result === undefined || result.status === "errored") continue;
			let keys = undecided.get(entry.rule);
			if (keys === undefined) {
				keys = new Set();
				for (const { resource } of result.inconclusive) keys.add(this.#stable(resource));
				for (const { resource } of result.notAssessed) keys.add(this.#stable(resource));
				undecided.set(entry.rule, keys);
			}
			if (!keys.has(entry.resource)) count++;
		}
		return count;
	}
}

/**
 * Accepts every open finding, in place.
 * @param kept entries of an earlier baseline whose rules did not run.
 * @returns the new baseline.
 */
export function acceptAll(
	findings: Finding[],
	{ tool, kept, uri, stable }: { tool: Report["tool"]; kept: BaselineEntry[]; uri: string; stable: StableKey },
): BaselineFile {
	const entries = [...kept];
	for (const finding of findings) {
		if (finding.suppression !== null) continue;
		entries.push(toEntry(finding, stable));
		finding.suppression = suppression(uri);
		finding.baselineState = "unchanged";
	}
	const byIdentity = new Map(entries.map((entry) => [identity(entry), entry]));
	const sorted = [...byIdentity].sort(([left], [right]) => compareText(left, right)).map(([, entry]) => entry);
	return { schemaVersion: 1, tool, entries: sorted };
}

function suppression(uri: string): Finding["suppression"] {
	return { kind: "baseline", justification: `accepted as it was in ${uri}`, owner: "", expires: null };
}

function toEntry({ rule, resource, fingerprint, evaluated }: Finding, stable: StableKey): BaselineEntry {
	return { rule, resource: stable(resource.key), fingerprint, evaluated };
}

/** Sorts by rule, resource and fingerprint, too. */
function identity({ rule, resource, fingerprint }: BaselineEntry): string {
	return JSON.stringify([rule, resource, fingerprint]);
}

function note(code: string, message: string, uri: string, line: number | null): Diagnostic {
	return { severity: "note", code, message, uri, line };
}
