import { mkdir, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Report } from "../model/report.ts";
import type { Diagnostic } from "../model/resource.ts";
import type { Rule } from "../model/rule.ts";
import { writeConsole } from "../report/console.ts";
import { escapeTerminal } from "../report/escape.ts";
import type { WriterOptions } from "../report/options.ts";
import { ScanError } from "../scan.ts";
import type { Io } from "./io.ts";
import type { ScanCommandOptions } from "./scan-options.ts";

/** Gives the text, or the parts of one that may be large. */
type Writer = (report: Report, rules: Rule[], options: WriterOptions) => Promise<string | Iterable<string>>;

/** Writers are loaded when asked for: a console scan should not pay for the others. */
const WRITERS: Record<string, Writer> = {
	console: async (report, _, options) => writeConsole(report, options),
	json: async (report) => (await import("../report/json.ts")).jsonParts(report),
	sarif: async (report, rules) => (await import("../report/sarif.ts")).writeSarif(report, rules),
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
 * @throws ScanError for unknown formats, and for more than one report on standard output.
 */
export function readFormats(formats: string[]): Output[] {
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
		const text = await WRITERS[format]!(report, rules, {
			color: file === null && options.color !== false && io.color,
			verbose: options.verbose === true,
			width: 80,
		});
		const parts = typeof text === "string" ? [text] : text;
		if (file === null) io.stdout([...parts].join(""));
		else await writeReport(file, parts, io);
	}
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
