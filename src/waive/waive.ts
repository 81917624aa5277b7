import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { ReadText } from "../collect/texts.ts";
import { findFramework } from "../compliance/catalogue.ts";
import type { Attestation, Compliance, Exclusion } from "../model/framework.ts";
import type { Finding, Report, Suppression } from "../model/report.ts";
import type { Diagnostic, Resource } from "../model/resource.ts";
import type { Rule, RuleResult } from "../model/rule.ts";
import { stableKeys } from "../normalize/keys.ts";
import type { Baseline, BaselineEntry, BaselineFile } from "./baseline.ts";
import { dayOf } from "./dates.ts";
import { decidedIn } from "./decided.ts";
import { because, readGiven, readOptional, shownPath, WaivingError } from "./given-file.ts";
import { type CodeComments, InlineSuppressions } from "./inline.ts";
import { Waivers } from "./waivers.ts";

/** Files that are read without being asked for. */
const WAIVER_FILE = "assay-waivers.yaml";
const ATTESTATION_FILE = "assay-attestations.yaml";

/** What people have said about findings and controls. */
export interface Waiving {
	/**
	 * The comment in the code that accepts a finding, noted as used; null where there is none, or comments do not count.
	 * @param lines 1-based: the finding's line, then those of what encloses it.
	 */
	inline(rule: Rule, uri: string, lines: number[]): Suppression | null;
	/** Marks findings by the waiver file and the baseline, in place; what is suppressed already stays so. Called once, when all are there. */
	apply(findings: Finding[], scan: Scanned): void;
	/** What cannot be read, expired or was never used; asked once, after `apply`. */
	diagnostics(): Diagnostic[];
	/**
	 * Writes the new baseline, where that is asked for and `apply` made one.
	 * @throws WaivingError where the file cannot be written.
	 */
	saveBaseline(): Promise<void>;
	attestations: Attestation[];
	exclusions: Exclusion[];
}

/** What a scan found out, when everything is judged. */
export interface Scanned {
	/** Of the rules that ran. */
	results: RuleResult[];
	/** Of files, scope resources included. */
	resources: Resource[];
	/** Whether everything was read and judged: a part is no new baseline. */
	complete: boolean;
	/** Whether a plan shows only a part of its code. */
	partialPlan: boolean;
}

export interface WaivingOptions {
	cwd: string;
	/** Files as given, relative to `cwd`; undefined: assay-waivers.yaml and assay-attestations.yaml in `cwd`, where there are any. */
	waivers?: string | undefined;
	attestations?: string | undefined;
	/** The baseline file; undefined: none. */
	baseline?: string | undefined;
	/** Whether open findings are accepted into the baseline file instead of being held against it. */
	updateBaseline: boolean;
	/** Whether comments in the code count. */
	inlineSuppressions: boolean;
	/** Ids or aliases of rules that comments cannot suppress. */
	protectedRules: string[];
	/** All that are known, whether they run or not. */
	rules: Rule[];
	compliance: Compliance;
	tool: Report["tool"];
	/** Uris of YAML files that hold the mark of a directive (`assay:ignore`). */
	uris: string[];
	/** The code of plans; null where there is none. */
	code: CodeComments | null;
	readText: ReadText;
	/** ISO 8601: the time of the scan. */
	now: string;
}

/**
 * Reads the waiver, baseline and attestation files. Faults of single entries become diagnostics.
 * @throws WaivingError where a file that was asked for cannot be read, the baseline is none, or a protected rule does not exist.
 */
export async function loadWaiving(options: WaivingOptions): Promise<Waiving> {
	const today = dayOf(options.now);
	const rules = new Map<string, Rule>();
	for (const rule of options.rules) for (const alias of rule.aliases ?? []) rules.set(alias, rule);
	for (const rule of options.rules) rules.set(rule.id, rule);
	const protectedRules = new Set(options.protectedRules.map((name) => protectedRule(name, rules)));
	const { uris, code, readText } = options;
	const inline = options.inlineSuppressions
		? new InlineSuppressions({ rules, protectedRules, uris, code, readText, today })
		: null;
	const waivers = await loadWaivers(options, rules, today);
	const attested = await loadAttestations(options, today);
	const baseline = await loadBaseline(options);
	return new FileWaiving({ options, inline, waivers, attested, baseline });
}

interface Loaded {
	options: WaivingOptions;
	inline: InlineSuppressions | null;
	waivers: { entries: Waivers; diagnostics: Diagnostic[] };
	attested: { attestations: Attestation[]; exclusions: Exclusion[]; diagnostics: Diagnostic[] };
	baseline: LoadedBaseline | null;
}

/** A baseline and the code that deals with it, which is loaded only where there is one. */
interface LoadedBaseline {
	uri: string;
	path: string;
	/** Null where a first one is to be written. */
	file: BaselineFile | null;
	module: typeof import("./baseline.ts");
}

class FileWaiving implements Waiving {
	readonly attestations: Attestation[];
	readonly exclusions: Exclusion[];
	readonly #loaded: Loaded;
	#scan: Scanned = { results: [], resources: [], complete: false, partialPlan: false };
	#baseline: Baseline | null = null;
	#written: BaselineFile | null = null;

	constructor(loaded: Loaded) {
		this.#loaded = loaded;
		this.attestations = loaded.attested.attestations;
		this.exclusions = loaded.attested.exclusions;
	}

	inline(rule: Rule, uri: string, lines: number[]): Suppression | null {
		return this.#loaded.inline?.suppression(rule, uri, lines) ?? null;
	}

	apply(findings: Finding[], scan: Scanned): void {
		this.#scan = scan;
		this.#loaded.waivers.entries.apply(findings);
		const { baseline, options } = this.#loaded;
		if (baseline === null) return;
		const { uri, file, module } = baseline;
		const stable = stableKeys(scan.resources);
		if (!options.updateBaseline) {
			this.#baseline = new module.Baseline(file!, uri, stable);
			this.#baseline.apply(findings);
		} else if (this.#isComplete()) {
			const ran = new Set(scan.results.map(({ rule }) => rule));
			const kept = (file?.entries ?? []).filter(({ rule }: BaselineEntry) => !ran.has(rule));
			this.#written = module.acceptAll(findings, { tool: options.tool, kept, uri, stable });
		}
	}

	diagnostics(): Diagnostic[] {
		const { inline, waivers, attested, baseline, options } = this.#loaded;
		const { resources, partialPlan } = this.#scan;
		const results = new Map(this.#scan.results.map((result) => [result.rule, result]));
		const resultOf = (rule: string) => results.get(rule);
		const diagnostics = [...waivers.diagnostics, ...attested.diagnostics];
		const add = (more: Diagnostic[]) => {
			for (const diagnostic of more) diagnostics.push(diagnostic);
		};
		if (inline !== null) add(inline.diagnostics(decidedIn(results, resources, new Set(options.uris), partialPlan)));
		add(waivers.entries.diagnostics(resultOf));
		if (this.#baseline !== null) add(this.#baseline.diagnostics(options.tool.policySetDigest, resultOf));
		if (options.updateBaseline && baseline !== null) add([updateNote(baseline.uri, this.#written)]);
		return diagnostics;
	}

	async saveBaseline(): Promise<void> {
		const { baseline } = this.#loaded;
		if (baseline === null || this.#written === null) return;
		try {
			await mkdir(dirname(baseline.path), { recursive: true });
			await writeFile(baseline.path, baseline.module.baselineText(this.#written));
		} catch (error) {
			throw new WaivingError(`${baseline.uri}: the baseline cannot be written${because(error)}`);
		}
	}

	#isComplete(): boolean {
		const { waivers, attested } = this.#loaded;
		const own = [...waivers.diagnostics, ...attested.diagnostics];
		return this.#scan.complete && !own.some(({ severity }) => severity === "error");
	}
}

function updateNote(uri: string, written: BaselineFile | null): Diagnostic {
	if (written === null) {
		const message = "the baseline was not written: the scan is incomplete, and what it did not see would be missing";
		return { severity: "error", code: "baseline-not-written", message, uri, line: null };
	}
	const count = written.entries.length === 1 ? "1 finding" : `${written.entries.length} findings`;
	return { severity: "note", code: "baseline-written", message: `the baseline holds ${count}`, uri, line: null };
}

function protectedRule(name: string, rules: ReadonlyMap<string, Rule>): string {
	const rule = rules.get(name);
	// A misspelt name would protect nothing.
	if (rule === undefined) throw new WaivingError(`protected: unknown rule "${name}"; assay rules lists them`);
	return rule.id;
}

async function loadWaivers(
	options: WaivingOptions,
	rules: ReadonlyMap<string, Rule>,
	today: string,
): Promise<Loaded["waivers"]> {
	const file = readOptional(options.cwd, options.waivers, WAIVER_FILE);
	if (file === null) return { entries: new Waivers([], today), diagnostics: [] };
	const { readWaivers } = await import("./waiver-file.ts");
	const framework = (name: string) => findFramework(options.compliance, name)?.id;
	const { waivers, diagnostics } = readWaivers(file.uri, file.text, rules, framework);
	return { entries: new Waivers(waivers, today), diagnostics };
}

async function loadAttestations(options: WaivingOptions, today: string): Promise<Loaded["attested"]> {
	const file = readOptional(options.cwd, options.attestations, ATTESTATION_FILE);
	if (file === null) return { attestations: [], exclusions: [], diagnostics: [] };
	const { readAttestations } = await import("./attestation-file.ts");
	return readAttestations(file.uri, file.text, (name) => findFramework(options.compliance, name), today);
}

async function loadBaseline({ cwd, baseline, updateBaseline }: WaivingOptions): Promise<LoadedBaseline | null> {
	if (baseline === undefined) {
		if (updateBaseline) throw new WaivingError("--update-baseline needs --baseline: the file to write");
		return null;
	}
	const path = resolve(cwd, baseline);
	const module = await import("./baseline.ts");
	const uri = shownPath(cwd, path);
	if (!existsSync(path)) {
		if (updateBaseline) return { uri, path, file: null, module };
		throw new WaivingError(`${uri}: there is no such baseline; --update-baseline writes it`);
	}
	try {
		return { uri, path, file: module.readBaseline(readGiven(cwd, baseline).text), module };
	} catch (error) {
		if (error instanceof module.BaselineError) throw new WaivingError(`${uri}: ${error.message}`);
		throw error;
	}
}
