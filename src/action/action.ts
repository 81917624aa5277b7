import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ScanError } from "../choices.ts";
import { leaveForFiles, loadConfig } from "../cli/config.ts";
import type { Io } from "../cli/io.ts";
import { type Output, writeDiagnostics, writeOutputs } from "../cli/outputs.ts";
import { exitCode, isFailing, type PreparedScan, prepareScan, runScan } from "../cli/scan.ts";
import type { ScanCommandOptions } from "../cli/scan-options.ts";
import { createReadText } from "../collect/texts.ts";
import { compareReports, haveRuleInCommon } from "../diff/compare.ts";
import { readReport } from "../diff/load.ts";
import { markBaselineStates } from "../diff/mark.ts";
import type { Report } from "../model/report.ts";
import { SEVERITIES } from "../model/rule.ts";
import { rulesOf } from "../policy/assets.ts";
import { writeConsole } from "../report/console.ts";
import { DEFAULT_CATEGORY } from "../report/sarif.ts";
import { plural } from "../report/words.ts";
import { annotate } from "./annotations.ts";
import { inChange, listChangedFiles } from "./changed-files.ts";
import { ActionLog } from "./commands.ts";
import { commentMarker, MAX_COMMENT, upsertComment } from "./comment.ts";
import { type RunContext, readContext } from "./context.ts";
import { type Call, createCall, GitHubError } from "./github.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { appendTo, formatOutputs, MAX_SUMMARY_BYTES } from "./outputs.ts";
import { checkReportPath } from "./report-files.ts";
import { type Comparison, type Selection, select, unsettled } from "./selection.ts";
import { suggest } from "./suggestions.ts";
import { commentBody, failureBody, jobSummary, type Outcome, verdict } from "./texts.ts";
import { uploadSarif } from "./upload.ts";

type Outputs = Record<string, string | number | boolean>;

/**
 * Runs the Action: scans, writes the reports, and tells the runner and the pull request. Never throws.
 * @param env the runner's environment.
 * @param write prints to the log.
 * @returns the exit code: 0 clean; 1 findings that count, or a score below its bar; 2 failed or incomplete.
 */
export async function runAction(env: NodeJS.ProcessEnv, write: (text: string) => void): Promise<number> {
	const log = new ActionLog(write);
	const context = readContext(env);
	let run: Run | null = null;
	try {
		const token = env.INPUT_TOKEN?.trim();
		if (token) log.mask(token);
		run = new Run(env, readInputs(env), context, log);
		if (context.problem !== null) log.warning(context.problem);
		return await run.finish();
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		log.annotate("error", { title: "Assay" }, message);
		if (env.ASSAY_DEBUG !== undefined && error instanceof Error) log.line(error.stack ?? "");
		appendTo(env.GITHUB_STEP_SUMMARY, failureBody(message, context, "").trimStart());
		appendTo(env.GITHUB_OUTPUT, formatOutputs({ "exit-code": 2, complete: false }));
		await run?.tellFailure(message);
		return 2;
	}
}

/** One run, step by step. */
class Run {
	readonly #env: NodeJS.ProcessEnv;
	readonly #inputs: Inputs;
	readonly #context: RunContext;
	readonly #log: ActionLog;
	readonly #io: Io;
	readonly #startedAt = new Date().toISOString();
	/** Tells this run's SARIF and comment from others of the commit. */
	#category: string;
	/** Loaded when first needed: most runs ask GitHub nothing. */
	#client: Promise<Call> | undefined;

	constructor(env: NodeJS.ProcessEnv, inputs: Inputs, context: RunContext, log: ActionLog) {
		this.#env = env;
		this.#inputs = inputs;
		this.#context = context;
		this.#log = log;
		this.#category = inputs.category ?? DEFAULT_CATEGORY;
		this.#io = {
			cwd: context.workspace,
			stdout: (text) => log.text(text),
			stderr: (text) => log.text(text),
			stdin: async () => new Uint8Array(),
			filesOnly: true,
			color: false,
		};
	}

	async finish(): Promise<number> {
		const inputs = this.#inputs;
		const options = await this.#options();
		this.#category = options.category ?? DEFAULT_CATEGORY;
		const files = reportFiles(inputs, this.#context.workspace);
		const prepared = await prepareScan(options, this.#io);
		const report = await runScan(targets(inputs), options, prepared, files, this.#io);

		const notes: string[] = [];
		const comparison = this.#compare(report, notes);
		const diff = comparison?.diff ?? null;
		// For programs only: to people the states are those beside the baseline file.
		const marked = diff === null ? report : markBaselineStates(report, diff);
		for (const file of files) {
			const told = file.format === "markdown" ? report : marked;
			await writeOutputs(told, rulesOf(prepared.assets), [file], options, this.#io);
		}
		this.#log.group("Assay: the whole report", writeConsole(report, { verbose: options.verbose === true }));
		writeDiagnostics(report.diagnostics, options, this.#io);

		const selection = select(report, comparison, await this.#changed(report, notes));
		if (comparison !== null) noteUnsettled(comparison, selection, notes);
		const outcome = this.#judge({ report, diff, selection, notes }, prepared, options);
		this.#log.line(verdict(outcome));

		const outputs = this.#outputs(outcome);
		outputs["comment-url"] = await this.#comment(outcome);
		await this.#suggest(outcome);
		outputs["sarif-id"] = await this.#upload(report, options);
		annotate(selection, (severity) => isFailing(severity, prepared), inputs.annotations, this.#log);
		appendTo(this.#env.GITHUB_STEP_SUMMARY, jobSummary(outcome, this.#context, MAX_SUMMARY_BYTES));
		appendTo(this.#env.GITHUB_OUTPUT, formatOutputs(outputs));
		return outcome.code;
	}

	/** Brings an older comment up to date where the scan could not be done. */
	async tellFailure(message: string): Promise<void> {
		const marker = this.#marker();
		await this.#upsert(failureBody(message, this.#context, marker), this.#inputs.comment === "always");
	}

	/** The configuration file, and over it the inputs. */
	async #options(): Promise<ScanCommandOptions> {
		const inputs = this.#inputs;
		const config = leaveForFiles(await loadConfig(this.#io.cwd, inputs.config), this.#io);
		const given = {
			framework: nonEmpty(inputs.frameworks),
			failOn: inputs.failOn as ScanCommandOptions["failOn"],
			minScore: nonEmpty(inputs.minScore),
			param: nonEmpty(inputs.params),
			terraformRoot: inputs.terraformRoot,
			waivers: inputs.waivers,
			attestations: inputs.attestations,
			baseline: inputs.baseline,
			category: inputs.category,
			fixes: inputs.fixes || inputs.suggestions || undefined,
		};
		const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
		// Where reports go is the workflow's to say, not a file's of the pull request.
		const { format: _, ...rest } = config;
		return { ...rest, ...chosen, sarifProfile: inputs.sarifProfile, color: false };
	}

	/** The report beside that of the base. Without one that can be read, every finding counts. */
	#compare(report: Report, notes: string[]): Comparison | null {
		const name = this.#inputs.baseReport;
		if (name === undefined) return null;
		try {
			const base = readReport(readFileSync(resolve(this.#io.cwd, name), "utf8"), name);
			// Compared with it, no finding could ever count.
			if (!haveRuleInCommon(base, report)) throw new ScanError(`${name}: no rule was run in both scans`);
			return { diff: compareReports(base, report), baseRules: new Set(base.rules.map(({ id }) => id)) };
		} catch (error) {
			const why =
				error instanceof ScanError
					? error.message
					: `${name}: the base report cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})`;
			this.#log.warning(`${why}; every finding counts as new`);
			notes.push("There is no base report to compare with: every finding counts.");
			return null;
		}
	}

	/** What tells whether the pull request may be behind a finding; null where all findings count. */
	async #changed(report: Report, notes: string[]): Promise<ReturnType<typeof inChange> | null> {
		if (!this.#inputs.onlyChanged) return null;
		const { pullRequest, repository, event } = this.#context;
		if (pullRequest === null || repository === null) {
			this.#log.line(
				`only-changed: the event ${event || "of this run"} is about no pull request; every finding counts.`,
			);
			return null;
		}
		try {
			return inChange(report, await listChangedFiles(await this.#call(), repository, pullRequest));
		} catch (error) {
			this.#log.warning(`only-changed: ${explain(error, "pull-requests: read")}; every finding counts`);
			notes.push("The changed files could not be listed: every finding counts.");
			return null;
		}
	}

	#judge(
		parts: Pick<Outcome, "report" | "diff" | "selection" | "notes">,
		prepared: PreparedScan,
		options: ScanCommandOptions,
	): Outcome {
		const { report, selection } = parts;
		const counted = selection.findings.map(({ severity }) => ({ severity, suppression: null }));
		return {
			...parts,
			code: exitCode(report, counted, prepared, options, this.#io),
			failOn: prepared.failOn,
			failing: counted.filter(({ severity }) => isFailing(severity, prepared)).length,
			readText: createReadText(this.#io.cwd),
		};
	}

	#outputs({ report, diff, selection, code, failing }: Outcome): Outputs {
		const open = report.findings.filter(({ suppression }) => suppression === null);
		const { sarifFile, jsonFile, markdownFile } = this.#inputs;
		return {
			"exit-code": code,
			complete: report.complete,
			...Object.fromEntries(SEVERITIES.map((name) => [name, open.filter(({ severity }) => severity === name).length])),
			waived: report.summary.waived,
			inconclusive: report.summary.inconclusive,
			counted: selection.findings.length,
			failing,
			new: diff?.added.length ?? "",
			fixed: diff?.fixed.length ?? "",
			scores: JSON.stringify(Object.fromEntries(report.frameworks.map(({ id, score }) => [id, score]))),
			"sarif-file": sarifFile ?? "",
			"json-file": jsonFile ?? "",
			"markdown-file": markdownFile ?? "",
		};
	}

	async #comment(outcome: Outcome): Promise<string> {
		const { comment } = this.#inputs;
		if (comment === "never") return "";
		const body = commentBody(outcome, this.#context, this.#marker(), MAX_COMMENT);
		const create = comment === "always" || outcome.selection.findings.length > 0 || outcome.code !== 0;
		return await this.#upsert(body, create);
	}

	/** @returns the address of the comment; empty where there is none. */
	async #upsert(body: string, create: boolean): Promise<string> {
		const { pullRequest, repository, event } = this.#context;
		if (this.#inputs.comment === "never") return "";
		if (pullRequest === null || repository === null) {
			this.#log.line(`comment: the event ${event || "of this run"} is about no pull request.`);
			return "";
		}
		try {
			const done = await upsertComment(await this.#call(), repository, pullRequest, {
				marker: this.#marker(),
				body,
				create,
			});
			this.#log.line(`comment: ${done.action}${done.url === null ? "" : ` ${done.url}`}`);
			return done.url ?? "";
		} catch (error) {
			this.#log.warning(`The comment could not be written: ${explain(error, "pull-requests: write", this.#context)}`);
			return "";
		}
	}

	async #suggest({ selection }: Outcome): Promise<void> {
		const { pullRequest, repository } = this.#context;
		if (!this.#inputs.suggestions || pullRequest === null || repository === null) return;
		try {
			const made = await suggest(await this.#call(), repository, pullRequest, selection, this.#io.cwd);
			this.#log.line(`suggestions: ${made} new`);
		} catch (error) {
			this.#log.warning(`No changes could be suggested: ${explain(error, "pull-requests: write", this.#context)}`);
		}
	}

	/** @returns the id of the upload; empty where nothing was taken. */
	async #upload(report: Report, options: ScanCommandOptions): Promise<string> {
		const { upload, sarifFile } = this.#inputs;
		if (!upload || sarifFile === undefined) return "";
		const { repository, commit } = this.#context;
		if (!report.complete && options.failOnIncomplete !== false) {
			this.#log.warning(
				"SARIF not uploaded: the scan is incomplete, and code scanning would close the alerts of what was not read",
			);
			return "";
		}
		if (repository === null || commit === null) {
			this.#log.warning("SARIF not uploaded: the runner does not say which commit of which repository this is");
			return "";
		}
		try {
			const sarif = readFileSync(resolve(this.#io.cwd, sarifFile));
			const target = { ...this.#context, repository, commit };
			const { id, status, errors } = await uploadSarif(sarif, target, await this.#call(), {
				startedAt: this.#startedAt,
			});
			if (status === "failed")
				this.#log.warning(`Code scanning refused the SARIF file: ${errors.join("; ") || "no reason given"}`);
			else this.#log.line(`upload: ${status === "pending" ? "taken, and still being worked on" : "taken"} (${id})`);
			return id;
		} catch (error) {
			this.#log.warning(`SARIF not uploaded: ${explain(error, "security-events: write", this.#context)}`);
			return "";
		}
	}

	#marker(): string {
		return commentMarker(this.#category);
	}

	#call(): Promise<Call> {
		const { token } = this.#inputs;
		if (token === undefined) return Promise.reject(new GitHubError("there is no token (input token)", null));
		this.#client ??= createCall({ token });
		return this.#client;
	}
}

function nonEmpty(list: string[]): string[] | undefined {
	return list.length === 0 ? undefined : list;
}

function targets({ paths, plan }: Inputs): string[] {
	const all = [...new Set([...paths, ...plan])];
	return all.length === 0 ? ["."] : all;
}

/** @throws ScanError for a file outside of the workspace. */
function reportFiles({ sarifFile, jsonFile, markdownFile }: Inputs, workspace: string): Output[] {
	const wanted = { sarif: sarifFile, json: jsonFile, markdown: markdownFile };
	return Object.entries(wanted).flatMap(([format, file]) => {
		if (file === undefined) return [];
		checkReportPath(workspace, file);
		return [{ format, file }];
	});
}

function noteUnsettled(comparison: Comparison, { findings }: Selection, notes: string[]): void {
	const unsure = new Set(unsettled(comparison).map(({ fingerprint }) => fingerprint));
	const count = findings.filter(({ finding }) => unsure.has(finding.fingerprint)).length;
	if (count === 0) return;
	notes.push(
		`${plural(count, "finding")} of those that count cannot be compared with the base: whether they are new is not known, and here they count as new.`,
	);
}

/** Why a call failed, and what would help. */
function explain(error: unknown, permission: string, context?: RunContext): string {
	if (!(error instanceof GitHubError)) {
		return `unexpected trouble (${(error as Error).name ?? "error"}: ${(error as Error).message ?? ""})`;
	}
	if (error.status !== 401 && error.status !== 403 && error.status !== 404) return error.message;
	const fork = context?.pullRequest?.fork === true ? "; the token of a pull request from a fork may only read" : "";
	return `${error.message} (the job needs the permission ${permission}${fork})`;
}
