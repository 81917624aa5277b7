import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { escapeTerminal } from "../report/escape.ts";
import { member, type RunContext } from "./context.ts";
import { type Call, GitHubError } from "./github.ts";

/** What became of an upload. */
export interface Uploaded {
	id: string;
	/** `pending`: GitHub had not finished when the waiting ended. */
	status: "complete" | "failed" | "pending";
	/** What GitHub says against the file; one safe line each. */
	errors: string[];
}

export interface UploadOptions {
	/** When the scan began, ISO 8601. */
	startedAt: string;
	/** Tests hand in one that does not wait. */
	wait?: (milliseconds: number) => Promise<unknown>;
}

/** Pauses before asking what became of an upload, in milliseconds: two minutes in all. */
const PAUSES = [1000, 2000, 4000, 8000, 15_000, 30_000, 30_000, 30_000];
/** Errors of GitHub that are shown. */
const MAX_ERRORS = 5;

/**
 * Uploads SARIF to code scanning and waits until GitHub has taken it in.
 * @see https://docs.github.com/en/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data
 * @throws GitHubError where it is not taken.
 */
export async function uploadSarif(
	sarif: Uint8Array,
	context: RunContext & {
		repository: NonNullable<RunContext["repository"]>;
		commit: NonNullable<RunContext["commit"]>;
	},
	call: Call,
	{ startedAt, wait = sleep }: UploadOptions,
): Promise<Uploaded> {
	const { repository, commit, workspace } = context;
	const receipt = await call(
		"POST /repos/{owner}/{repo}/code-scanning/sarifs",
		{
			...repository,
			commit_sha: commit.sha,
			ref: commit.ref,
			sarif: gzipSync(sarif, { level: 9 }).toString("base64"),
			checkout_uri: pathToFileURL(workspace).href,
			started_at: startedAt,
			tool_name: "Assay",
		},
		// Taken in twice, the second upload takes the place of the first.
		true,
	);
	const id = member(receipt, "id");
	if (typeof id !== "string" || !/^[\w-]{1,100}$/.test(id)) throw new GitHubError("the receipt names no upload", 202);
	for (const pause of PAUSES) {
		await wait(pause);
		const state = await ask(call, { ...repository, sarif_id: id });
		if (state !== null) return { id, ...state };
	}
	return { id, status: "pending", errors: [] };
}

/** @returns null while it is being worked on. */
async function ask(call: Call, parameters: Record<string, unknown>): Promise<Omit<Uploaded, "id"> | null> {
	let answer: unknown;
	try {
		answer = await call("GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}", parameters);
	} catch (error) {
		// It may take a moment until the upload is known everywhere.
		if (error instanceof GitHubError && error.status === 404) return null;
		throw error;
	}
	const status = member(answer, "processing_status");
	if (status !== "complete" && status !== "failed") return null;
	const said = member(answer, "errors");
	const errors = Array.isArray(said)
		? said.slice(0, MAX_ERRORS).map((text) => escapeTerminal(String(text)).slice(0, 500))
		: [];
	return { status, errors };
}
