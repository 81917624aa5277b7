import { resolve } from "node:path";
import type { Aftermath } from "../after-scan.ts";
import { readSeverity, ScanError } from "../choices.ts";
import { findFramework, unknownFramework } from "../compliance/catalogue.ts";
import type { Finding, Report } from "../model/report.ts";
import { type Rule, SEVERITIES, type Severity } from "../model/rule.ts";
import { type Assets, loadAssets, rulesOf } from "../policy/assets.ts";
import { escapeTerminal } from "../report/escape.ts";
import { type ScanOptions, scan } from "../scan.ts";
import type { Io } from "./io.ts";
import { type Output, readFormats, sarifOptions, writeDiagnostics, writeOutputs } from "./outputs.ts";
import type { ScanCommandOptions } from "./scan-options.ts";

/**
 * Runs a scan and writes its reports and diagnostics.
 * @returns the exit code: 0 clean; 1 findings from `failOn` on, or a lower bound below its bar; 2 incomplete, or the
 * history or an alert failed.
 * @throws ScanError where the options make no sense.
 */
export async function scanCommand(targets: string[], options: ScanCommandOptions, io: Io): Promise<number> {
	const outputs = readFormats(options.format ?? ["console"]);
	// What is wrong with an option is told before the scan.
	sarifOptions(options, io);
	const prepared = await prepareScan(options, io);
	const after = await prepareAfter(targets, options, prepared.assets, io);
	const started = performance.now();
	const report = await runScan(targets, options, prepared, outputs, io);
	const took = performance.now() - started;

	await writeOutputs(report, rulesOf(prepared.assets), outputs, options, io);
	writeDiagnostics(report.diagnostics, options, io);
	const untold = after !== null && (await tellAfter(after(report, took), options, io));
	const code = exitCode(report, report.findings, prepared, options, io);
	return untold ? 2 : code;
}

/** What a scan is run with and held against, checked before anything is read. */
export interface PreparedScan {
	/** The policy set, with the user's own rules, catalogues and parameters. */
	assets: Assets;
	/** The mildest severity that fails; null: none does. */
	failOn: Severity | null;
	bars: Bar[];
}

/**
 * Loads the rules and reads the threshold and the bars.
 * @throws ScanError where the options make no sense.
 */
export async function prepareScan(options: ScanCommandOptions, io: Io): Promise<PreparedScan> {
	const { failOn = "high" } = options;
	const limit = failOn === "never" ? null : readSeverity(failOn);
	const assets = await chooseAssets(options, io);
	const bars = (options.minScore ?? []).map((text) => readBar(text, options.framework, assets));
	return { assets, failOn: limit, bars };
}

/**
 * Scans files and what is live, as the options say.
 * @param outputs where the report goes: SARIF of a live scan needs the inventory as a file.
 * @throws ScanError where the options make no sense.
 */
export async function runScan(
	targets: string[],
	options: ScanCommandOptions,
	{ assets }: PreparedScan,
	outputs: Output[],
	io: Io,
): Promise<Report> {
	const cut = cutShort(options, io);
	try {
		return await scan({
			...scanOptions(targets, options, io),
			...(await liveOptions(options, outputs, rulesOf(assets), io)),
			...cut,
			assets,
		});
	} finally {
		cut.release();
	}
}

/** Whether the severity is at or above the threshold. */
export function isFailing(severity: Severity, { failOn }: Pick<PreparedScan, "failOn">): boolean {
	return failOn !== null && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}

/**
 * What the report comes to, saying on stderr which score misses its bar.
 * @param findings those that count; suppressed ones never do.
 * @returns 0 clean; 1 failing findings or a missed bar; 2 incomplete.
 */
export function exitCode(
	report: Report,
	findings: Pick<Finding, "severity" | "suppression">[],
	prepared: PreparedScan,
	options: ScanCommandOptions,
	io: Io,
): number {
	const missed = prepared.bars.filter((bar) => missesBar(report, bar, io));
	if (!report.complete && options.failOnIncomplete !== false) return 2;
	const failing = findings.some(({ severity, suppression }) => suppression === null && isFailing(severity, prepared));
	return failing || missed.length > 0 ? 1 : 0;
}

/** What stores the report and tells of it, where that is asked for; its libraries are loaded only then. */
async function prepareAfter(targets: string[], options: ScanCommandOptions, assets: Assets, io: Io) {
	const { history, historyStream, alerts, alert } = options;
	if (history === undefined && historyStream === undefined && alerts === undefined && alert !== true) return null;
	const { prepareAfterScan } = await import("./alerts.ts");
	return await prepareAfterScan(targets, options, assets, io);
}

/** @returns whether something went wrong. */
async function tellAfter(aftermath: Promise<Aftermath>, options: ScanCommandOptions, io: Io): Promise<boolean> {
	const { diagnostics, notes } = await aftermath;
	if (options.quiet !== true) for (const note of notes) io.stderr(`${escapeTerminal(note)}\n`);
	writeDiagnostics(diagnostics, options, io);
	return diagnostics.some(({ severity }) => severity === "error");
}

/** A live scan that is interrupted, or takes too long, still reports what it has read. */
function cutShort({ live, timeout }: ScanCommandOptions, io: Io): { signal?: AbortSignal; release: () => void } {
	if (live === undefined || live.length === 0) return { release: () => {} };
	const controller = new AbortController();
	const stop = (why: string) => () => {
		io.stderr(`assay: ${why}; reporting what was read so far\n`);
		controller.abort(new Error(why));
	};
	const interrupted = stop("interrupted");
	const timer = timeout === undefined ? undefined : setTimeout(stop(`stopped after ${timeout} s`), timeout * 1000);
	process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
	return {
		signal: controller.signal,
		release: () => {
			clearTimeout(timer);
			process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
		},
	};
}

/** Where SARIF of a live scan points to when nothing else is asked for: without a file code scanning takes no result. */
const DEFAULT_INVENTORY = "assay-inventory.jsonl";

/** The live sources that the options ask for, loaded only then. */
async function liveOptions(
	options: ScanCommandOptions,
	outputs: Output[],
	rules: Rule[],
	io: Io,
): Promise<Partial<ScanOptions>> {
	const { live = [], resume } = options;
	if (live.length === 0) return {};
	const { liveSource } = await import("./live.ts");
	const sources = [];
	for (const name of new Set(live)) sources.push(await liveSource(name, options, rules, io));
	const inventory =
		options.inventory ?? (outputs.some(({ format }) => format === "sarif") ? DEFAULT_INVENTORY : undefined);
	return {
		live: sources,
		...(inventory === undefined ? {} : { inventory }),
		...(resume === undefined ? {} : { resume }),
	};
}

/**
 * What is to be scanned and how, from the command line and the configuration file.
 * @throws ScanError for parameters and dates that cannot be read.
 */
export function scanOptions(targets: string[], options: ScanCommandOptions, io: Io): ScanOptions {
	const parameters: Record<string, unknown> = { ...options.parameters };
	for (const assignment of options.param ?? []) {
		const [, name, value] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
		if (name === undefined || value === undefined)
			throw new ScanError(`--param: expected name=value, got "${assignment}"`);
		parameters[name] = value;
	}
	if (options.timestamp !== undefined && Number.isNaN(Date.parse(options.timestamp))) {
		throw new ScanError(`--timestamp: not a date: "${options.timestamp}"`);
	}
	return {
		targets,
		cwd: io.cwd,
		parameters,
		stdin: io.stdin,
		...(options.framework === undefined ? {} : { frameworks: options.framework }),
		...(options.kustomize === undefined ? {} : { kustomize: options.kustomize }),
		...(options.helm === undefined ? {} : { helm: options.helm }),
		...(options.values === undefined ? {} : { values: options.values }),
		...(options.terraformRoot === undefined ? {} : { terraformRoot: options.terraformRoot }),
		...(options.waivers === undefined ? {} : { waivers: options.waivers }),
		...(options.attestations === undefined ? {} : { attestations: options.attestations }),
		...(options.baseline === undefined ? {} : { baseline: options.baseline }),
		...(options.updateBaseline === undefined ? {} : { updateBaseline: options.updateBaseline }),
		...(options.inlineSuppressions === undefined ? {} : { inlineSuppressions: options.inlineSuppressions }),
		...(options.protected === undefined ? {} : { protectedRules: options.protected }),
		...(options.fixes === undefined ? {} : { fixes: options.fixes }),
		...(options.rule === undefined ? {} : { rules: options.rule }),
		...(options.skipRule === undefined ? {} : { skipRules: options.skipRule }),
		...(options.severityMin === undefined ? {} : { severityMin: options.severityMin }),
		...(options.maxFileSize === undefined ? {} : { maxFileMegabytes: options.maxFileSize }),
		...(options.timestamp === undefined ? {} : { timestamp: new Date(options.timestamp).toISOString() }),
	};
}

/** What ships with Assay, and the user's own rules where there are any. @throws ScanError where these are not usable. */
export async function chooseAssets(options: ScanCommandOptions, io: Io): Promise<Assets> {
	const assets = await loadAssets();
	if (options.policy === undefined) {
		if (options.rules !== undefined) throw new ScanError("--rules maps the rules of --policy: give both");
		return assets;
	}
	const { addCustomPolicies } = await import("../policy/custom.ts");
	return addCustomPolicies(assets, {
		policyDirectory: resolve(io.cwd, options.policy),
		mappingDirectory: options.rules === undefined ? null : resolve(io.cwd, options.rules),
		cache: options.cache !== false,
	});
}

/** What `--min-score` asks of a framework. */
export interface Bar {
	/** Of the framework. */
	id: string;
	percent: number;
}

/** @param chosen frameworks of the scan, however they are spelled; undefined: all. */
function readBar(text: string, chosen: string[] | undefined, { compliance }: Assets): Bar {
	const [, name, number] = /^([\w-]+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
	const percent = Number(number);
	if (name === undefined || percent > 100) {
		throw new ScanError(`--min-score: expected <framework>=<0 to 100>, got "${text}"`);
	}
	const framework = findFramework(compliance, name);
	if (framework === undefined) throw new ScanError(`--min-score: ${unknownFramework(compliance, name)}`);
	if (chosen?.some((other) => findFramework(compliance, other) === framework) === false) {
		throw new ScanError(`--min-score: framework "${framework.id}" is not part of this scan`);
	}
	return { id: framework.id, percent };
}

/** Says so where a score misses its bar. It stands against the lower bound: what is not known to be compliant does not help over it. */
function missesBar(report: Report, { id, percent }: Bar, io: Io): boolean {
	const framework = report.frameworks.find((other) => other.id === id)!;
	const lower = framework.score?.lower ?? null;
	if (lower !== null && lower >= percent) return false;
	const shown = lower === null ? "n/a" : `${lower.toFixed(1)} %`;
	io.stderr(`${framework.title}: the score's lower bound is ${shown}, below ${percent} %\n`);
	return true;
}
