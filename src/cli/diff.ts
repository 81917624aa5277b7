import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { readSeverity, ScanError } from "../choices.ts";
import { compareReports, haveRuleInCommon, newFindings } from "../diff/compare.ts";
import { readReport } from "../diff/load.ts";
import type { ReportDiff } from "../model/diff.ts";
import type { Report } from "../model/report.ts";
import type { Severity } from "../model/rule.ts";
import type { WriterOptions } from "../report/options.ts";
import type { Io } from "./io.ts";
import { readFormats, writeOutput } from "./outputs.ts";

/** Options of `assay diff`. */
export interface DiffCommandOptions {
	/** `markdown` or `json=path`; default `console`. */
	format?: string[];
	/** Default high. */
	failOn?: Severity | "never";
	/** Lists everything. */
	verbose?: boolean;
	color?: boolean;
}

const WRITERS: Record<string, (diff: ReportDiff, options: WriterOptions) => Promise<string>> = {
	console: async (diff, options) => (await import("../report/diff-console.ts")).writeDiffConsole(diff, options),
	json: async (diff) => `${JSON.stringify(diff, null, 2)}\n`,
	markdown: async (diff, options) => (await import("../report/diff-markdown.ts")).writeDiffMarkdown(diff, options),
};

/**
 * Compares two JSON reports and writes what differs.
 * @param before file of the earlier report; `-`, of one of the two: standard input.
 * @returns the exit code: 0 nothing new from `failOn` on; 1 new findings, or old ones that are wrong in a new way.
 * @throws ScanError where a report cannot be read, and where they have nothing in common.
 */
export async function diffCommand(before: string, after: string, options: DiffCommandOptions, io: Io): Promise<number> {
	const outputs = readFormats(options.format ?? ["console"], Object.keys(WRITERS));
	const failOn = options.failOn ?? "high";
	if (failOn !== "never") readSeverity(failOn);
	if (before === "-" && after === "-") throw new ScanError("only one of the reports can come from standard input");
	const earlier = await load(before, io);
	const later = await load(after, io);
	const diff = compareReports(earlier, later);
	if (!haveRuleInCommon(earlier, later)) {
		throw new ScanError(`${before} and ${after} cannot be compared: no rule was run in both scans`);
	}
	for (const { format, file } of outputs) {
		const text = await WRITERS[format]!(diff, {
			color: file === null && options.color !== false && io.color,
			verbose: options.verbose === true,
			width: 80,
		});
		await writeOutput(file, [text], io);
	}
	return newFindings(diff, failOn).length > 0 ? 1 : 0;
}

async function load(file: string, io: Io): Promise<Report> {
	if (file === "-") return readReport(Buffer.from(await io.stdin()).toString("utf8"), "standard input");
	let text: string;
	try {
		text = await readFile(resolve(io.cwd, file), "utf8");
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new ScanError(`${file}: the report cannot be read (${code ?? "it is too large"})`);
	}
	return readReport(text, file);
}
