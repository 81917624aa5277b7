import { mkdir, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ScanError } from "../choices.ts";
import { createReadText, decodeWhole } from "../collect/texts.ts";
import type { Report } from "../model/report.ts";
import type { Diagnostic } from "../model/resource.ts";
import type { Rule } from "../model/rule.ts";
import { writeConsole } from "../report/console.ts";
import { escapeTerminal } from "../report/escape.ts";
import type { WriterOptions } from "../report/options.ts";
import { SARIF_PROFILES } from "../report/sarif/profile.ts";
import type { SarifOptions } from "../report/sarif.ts";
import type { Io } from "./io.ts";
import type { ScanCommandOptions } from "./scan-options.ts";

/** Gives the text, or the parts of one that may be large. */
type Writer = (
	report: Report,
	rules: Rule[],
	options: WriterOptions,
	sarif: SarifOptions,
) => Promise<string | Iterable<string>>;

/** Writers are loaded when asked for: a console scan should not pay for the others. */
const WRITERS: Record<string, Writer> = {
	console: async (report, _, options) => writeConsole(report, options),
	json: async (report) => (await import("../report/json.ts")).jsonParts(report),
	sarif: async (report, rules, _, options) => (await import("../report/sarif.ts")).sarifParts(report, rules, options),
	markdown: async (report, _, options) => (await import("../report/markdown.ts")).writeMarkdown(report, options),
};

/** One report that is asked for: `sarif=out.sarif`. */
export interface Output {
	format: string;
	/** null: standard output. */
	file: string | null;
}

/**
 * Reads the values of `--format`.
 * @param known names of formats; default: those of a scan.
 * @throws ScanError for unknown formats, and for more than one report on standard output.
 */
export function readFormats(formats: string[], known: string[] = Object.keys(WRITERS)): Output[] {
	const outputs = formats.map((text): Output => {
		const [, format = "", file = null] = /^([^=]*)(?:=(.+))?$/s.exec(text) ?? [];
		if (!known.includes(format)) {
			throw new ScanError(`--format: unknown format "${format}"; known: ${known.join(", ")}`);
		}
		return { format, file };
	});
	if (outputs.filter(({ file }) => file === null).length > 1) {
		throw new ScanError("--format: only one format can go to standard output; give the others a file: json=out.json");
	}
	return outputs;
}

/**
 * Writes a report in the formats asked for.
 * @throws ScanError where a file cannot be written.
 */
export async function writeOutputs(
	report: Report,
	rules: Rule[],
	outputs: Output[],
	options: ScanCommandOptions,
	io: Io,
): Promise<void> {
	for (const { format, file } of outputs) {
		const writing: WriterOptions = {
			color: file === null && options.color !== false && io.color,
			verbose: options.verbose === true,
			width: 80,
			...(options.fixes === true ? { readText: createReadText(io.cwd) } : {}),
		};
		const text = await WRITERS[format]!(report, rules, writing, sarifOptions(options, io));
		const parts = typeof text === "string" ? [text] : text;
		await writeOutput(file, parts, io);
	}
}

/**
 * Writes a text to a file, or to standard output where `file` is null.
 * @throws ScanError where the file cannot be written.
 */
export async function writeOutput(file: string | null, parts: Iterable<string>, io: Io): Promise<void> {
	if (file === null) io.stdout([...parts].join(""));
	else await writeReport(file, parts, io);
}

/**
 * How SARIF is written for a command's options; what it leaves out is told on stderr.
 * @throws ScanError for an unknown profile, and for a category that has no name.
 */
export function sarifOptions({ sarifProfile, category, ...options }: ScanCommandOptions, io: Io): SarifOptions {
	if (sarifProfile !== undefined && !SARIF_PROFILES.includes(sarifProfile)) {
		throw new ScanError(`--sarif-profile: unknown profile "${sarifProfile}"; known: ${SARIF_PROFILES.join(", ")}`);
	}
	if (category !== undefined && !/^[^\s/][^\p{Cc}]*$/u.test(category)) {
		throw new ScanError(`--category: expected a name such as assay-production, got "${category}"`);
	}
	return {
		...(sarifProfile === undefined ? {} : { profile: sarifProfile }),
		...(category === undefined ? {} : { category }),
		readText: createReadText(io.cwd, undefined, decodeWhole),
		notify: (notice) => writeDiagnostics([notice], options, io),
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

/** Writes to stderr what `--quiet` and `--verbose` let through. */
export function writeDiagnostics(diagnostics: Diagnostic[], options: ScanCommandOptions, io: Io): void {
	const shown: Diagnostic["severity"][] =
		options.quiet === true ? ["error"] : options.verbose === true ? ["error", "warning", "note"] : ["error", "warning"];
	for (const { severity, code, message, uri, line } of diagnostics) {
		if (!shown.includes(severity)) continue;
		const place = uri === null ? "" : `${uri}${line === null ? "" : `:${line}`}: `;
		io.stderr(`${severity}: ${escapeTerminal(place + message)} [${code}]\n`);
	}
}
