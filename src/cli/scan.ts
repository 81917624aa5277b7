import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
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
}

type Writer = (report: Report, rules: Rule[], options: WriterOptions) => Promise<string>;

/** Writers are loaded when asked for: a console scan should not pay for the others. */
const WRITERS: Record<string, Writer> = {
	console: async (report, _, options) => writeConsole(report, options),
	json: async (report) => (await import("../report/json.ts")).writeJson(report),
	sarif: async (report, rules) => (await import("../report/sarif.ts")).writeSarif(report, rules),
	markdown: async (report, _, options) => (await import("../report/markdown.ts")).writeMarkdown(report, options),
};

/**
 * Runs a scan and writes its reports and diagnostics.
 * @returns the exit code: 0 clean; 1 findings from `failOn` on, or a lower bound below its bar; 2 incomplete.
 * @throws ScanError where the options make no sense.
 */
export async function scanCommand(targets: string[], options: ScanCommandOptions, io: Io): Promise<number> {
	const outputs = readFormats(options.format ?? ["console"]);
	const failOn = options.failOn ?? "high";
	if (failOn !== "never") readSeverity(failOn);
	const assets = await chooseAssets(options, io);
	const bars = (options.minScore ?? []).map((text) => readBar(text, assets));
	const report = await scan({ ...scanOptions(targets, options, io), assets });
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
		if (file === null) io.stdout(text);
		else {
			await writeReport(file, text, io);
		}
	}
	writeDiagnostics(report, options, io);

	const missed = bars.filter((bar) => missesBar(report, bar, io));
	if (!report.complete && options.failOnIncomplete !== false) return 2;
	const limit = failOn === "never" ? -1 : SEVERITIES.indexOf(failOn);
	const failing = report.findings.filter(
		({ severity, suppression }) => suppression === null && SEVERITIES.indexOf(severity) <= limit,
	);
	return failing.length > 0 || missed.length > 0 ? 1 : 0;
}

async function writeReport(file: string, text: string, io: Io): Promise<void> {
	const path = resolve(io.cwd, file);
	try {
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, text);
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

function writeDiagnostics(report: Report, options: ScanCommandOptions, io: Io): void {
	const shown: Diagnostic["severity"][] =
		options.quiet === true ? ["error"] : options.verbose === true ? ["error", "warning", "note"] : ["error", "warning"];
	for (const { severity, code, message, uri, line } of report.diagnostics) {
		if (!shown.includes(severity)) continue;
		const place = uri === null ? "" : `${uri}${line === null ? "" : `:${line}`}: `;
		io.stderr(`${severity}: ${escapeTerminal(place + message)} [${code}]\n`);
	}
}
