import { mkdir, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Aftermath } from "../after-scan.ts";
import type { AlertSettings } from "../alert/config.ts";
import { findFramework, unknownFramework } from "../compliance/catalogue.ts";
import type { Report } from "../model/report.ts";
import type { Diagnostic } from "../model/resource.ts";
import { type Rule, SEVERITIES, type Severity } from "../model/rule.ts";
import { type Assets, loadAssets, rulesOf } from "../policy/assets.ts";
import { writeConsole } from "../report/console.ts";
import { escapeTerminal } from "../report/escape.ts";
import type { WriterOptions } from "../report/options.ts";
import { readSeverity, ScanError, type ScanOptions, scan } from "../scan.ts";
import type { Io } from "./io.ts";

/** Options of `assay scan` after the configuration file and the flags are merged; names as in docs and config. */
export interface ScanCommandOptions {
	framework?: string[];
	rule?: string[];
	skipRule?: string[];
	severityMin?: Severity;
	/** `sarif` or `sarif=path`; default `console`. */
	format?: string[];
	/** Default high. */
	failOn?: Severity | "never";
	/** `soc2=80`: percent the lower bound of the score must reach. */
	minScore?: string[];
	/** Default true. */
	failOnIncomplete?: boolean;
	/** `retention_days=365`; or values by name, from the configuration file. */
	param?: string[];
	parameters?: Record<string, unknown>;
	timestamp?: string;
	/** Megabytes. */
	maxFileSize?: number;
	quiet?: boolean;
	verbose?: boolean;
	color?: boolean;
	/** Folder of own Rego rules. */
	policy?: string;
	/** Folder of mapping sets for them. */
	rules?: string;
	/** False: compile own rules anew. */
	cache?: boolean;
	/** `aws`, `kubernetes`. */
	live?: string[];
	/** File to list what is live and was judged in. */
	inventory?: string;
	/** Journal of a live scan. */
	resume?: string;
	/** Seconds after which a live scan ends early. */
	timeout?: number;
	profile?: string;
	regions?: string[];
	/** Account ids, or `@file` with one a line. */
	accounts?: string[];
	organization?: boolean;
	assumeRole?: string;
	externalId?: string;
	aggregator?: string;
	awsSource?: string;
	/** Calls per second. */
	rate?: number;
	kubeconfig?: string;
	context?: string[];
	namespace?: string[];
	excludeNamespace?: string[];
	/** Kubernetes kinds that are not read. */
	skipKind?: string[];
	/** Where runs are kept: a folder, an SQLite file or a postgres:// URL. */
	history?: string;
	/** Name of the runs to compare with; derived from targets and choices where not given. */
	historyStream?: string;
	/** From the configuration file. */
	alerts?: AlertSettings;
	/** False: tell nobody. */
	alert?: boolean;
}

/** Gives the text, or the parts of one that may be large. */
type Writer = (report: Report, rules: Rule[], options: WriterOptions) => Promise<string | Iterable<string>>;

/** Writers are loaded when asked for: a console scan should not pay for the others. */
const WRITERS: Record<string, Writer> = {
	console: async (report, _, options) => writeConsole(report, options),
	json: async (report) => (await import("../report/json.ts")).jsonParts(report),
	sarif: async (report, rules) => (await import("../report/sarif.ts")).writeSarif(report, rules),
	markdown: async (report, _, options) => (await import("../report/markdown.ts")).writeMarkdown(report, options),
};

/**
 * Runs a scan and writes its reports and diagnostics.
 * @returns the exit code: 0 clean; 1 findings from `failOn` on, or a lower bound below its bar; 2 incomplete, or the
 * history or an alert failed.
 * @throws ScanError where the options make no sense.
 */
export async function scanCommand(targets: string[], options: ScanCommandOptions, io: Io): Promise<number> {
	const outputs = readFormats(options.format ?? ["console"]);
	const failOn = options.failOn ?? "high";
	if (failOn !== "never") readSeverity(failOn);
	const assets = await chooseAssets(options, io);
	const bars = (options.minScore ?? []).map((text) => readBar(text, assets));
	const after = await prepareAfter(targets, options, assets, io);
	const cut = cutShort(options, io);
	const started = performance.now();
	let report: Report;
	try {
		report = await scan({
			...scanOptions(targets, options, io),
			...(await liveOptions(options, outputs, rulesOf(assets), io)),
			...cut,
			assets,
		});
	} finally {
		cut.release();
	}
	const took = performance.now() - started;
	for (const { id } of bars) {
		if (!report.frameworks.some((framework) => framework.id === id)) {
			throw new ScanError(`--min-score: framework "${id}" is not part of this scan`);
		}
	}

	for (const { format, file } of outputs) {
		const text = await WRITERS[format]!(report, rulesOf(assets), {
			color: file === null && options.color !== false && io.color,
			verbose: options.verbose === true,
			width: 80,
		});
		const parts = typeof text === "string" ? [text] : text;
		if (file === null) io.stdout([...parts].join(""));
		else await writeReport(file, parts, io);
	}
	writeDiagnostics(report.diagnostics, options, io);
	const untold = after !== null && (await tellAfter(after(report, took), options, io));

	const missed = bars.filter((bar) => missesBar(report, bar, io));
	if (untold || (!report.complete && options.failOnIncomplete !== false)) return 2;
	const limit = failOn === "never" ? -1 : SEVERITIES.indexOf(failOn);
	const failing = report.findings.filter(
		({ severity, suppression }) => suppression === null && SEVERITIES.indexOf(severity) <= limit,
	);
	return failing.length > 0 || missed.length > 0 ? 1 : 0;
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

/** Characters gathered before they are written. */
const CHUNK = 1 << 20;

async function writeParts(path: string, parts: Iterable<string>): Promise<void> {
	const file = await open(path, "w");
	try {
		let text = "";
		for (const part of parts) {
			text += part;
			if (text.length < CHUNK) continue;
			await file.appendFile(text);
			text = "";
		}
		await file.appendFile(text);
	} finally {
		await file.close();
	}
}

async function writeReport(file: string, parts: Iterable<string>, io: Io): Promise<void> {
	const path = resolve(io.cwd, file);
	try {
		await mkdir(dirname(path), { recursive: true });
		await writeParts(path, parts);
	} catch (error) {
		throw new ScanError(`${file}: the report cannot be written (${(error as NodeJS.ErrnoException).code})`);
	}
}

function scanOptions(targets: string[], options: ScanCommandOptions, io: Io): ScanOptions {
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
		...(options.rule === undefined ? {} : { rules: options.rule }),
		...(options.skipRule === undefined ? {} : { skipRules: options.skipRule }),
		...(options.severityMin === undefined ? {} : { severityMin: options.severityMin }),
		...(options.maxFileSize === undefined ? {} : { maxFileMegabytes: options.maxFileSize }),
		...(options.timestamp === undefined ? {} : { timestamp: new Date(options.timestamp).toISOString() }),
	};
}

async function chooseAssets(options: ScanCommandOptions, io: Io): Promise<Assets> {
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

interface Output {
	format: string;
	/** null: standard output. */
	file: string | null;
}

function readFormats(formats: string[]): Output[] {
	const outputs = formats.map((text): Output => {
		const [, format = "", file = null] = /^([^=]*)(?:=(.+))?$/s.exec(text) ?? [];
		if (!Object.hasOwn(WRITERS, format)) {
			throw new ScanError(`--format: unknown format "${format}"; known: ${Object.keys(WRITERS).join(", ")}`);
		}
		return { format, file };
	});
	if (outputs.filter(({ file }) => file === null).length > 1) {
		throw new ScanError("--format: only one format can go to standard output; give the others a file: sarif=out.sarif");
	}
	return outputs;
}

/** What `--min-score` asks of a framework. */
interface Bar {
	/** Of the framework. */
	id: string;
	percent: number;
}

function readBar(text: string, { compliance }: Assets): Bar {
	const [, name, number] = /^([\w-]+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
	const percent = Number(number);
	if (name === undefined || percent > 100) {
		throw new ScanError(`--min-score: expected <framework>=<0 to 100>, got "${text}"`);
	}
	const framework = findFramework(compliance, name);
	if (framework === undefined) throw new ScanError(`--min-score: ${unknownFramework(compliance, name)}`);
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

function writeDiagnostics(diagnostics: Diagnostic[], options: ScanCommandOptions, io: Io): void {
	const shown: Diagnostic["severity"][] =
		options.quiet === true ? ["error"] : options.verbose === true ? ["error", "warning", "note"] : ["error", "warning"];
	for (const { severity, code, message, uri, line } of diagnostics) {
		if (!shown.includes(severity)) continue;
		const place = uri === null ? "" : `${uri}${line === null ? "" : `:${line}`}: `;
		io.stderr(`${severity}: ${escapeTerminal(place + message)} [${code}]\n`);
	}
}
