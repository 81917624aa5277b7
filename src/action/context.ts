import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The pull request that a run is about. */
export interface PullRequest {
	number: number;
	headSha: string;
	/** Number of files it changes; null where the event does not say. */
	changedFiles: number | null;
	/** From another repository: the token of the run may only read. */
	fork: boolean;
}

/** Where the Action runs. */
export interface RunContext {
	workspace: string;
	event: string;
	/** Null where the runner does not say, or nonsense. */
	repository: { owner: string; repo: string } | null;
	/** The checked-out commit and the ref it stands for, for code scanning; null where unknown. */
	commit: { sha: string; ref: string } | null;
	/** Null for events that are about no pull request. */
	pullRequest: PullRequest | null;
	/** What the web address of a file of the checked-out commit begins with; null where unknown. */
	blobUrl: string | null;
	/** The page of this run; null where unknown. */
	runUrl: string | null;
	/** The event could not be read. */
	problem: string | null;
}

const SHA = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** Reads what the runner says of the run. The event is a file whose content may be anything. */
export function readContext(env: NodeJS.ProcessEnv): RunContext {
	const workspace = env.GITHUB_WORKSPACE || process.cwd();
	const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(env.GITHUB_REPOSITORY ?? "") ?? [];
	const { payload, problem } = readEvent(env.GITHUB_EVENT_PATH);
	const pullRequest = readPullRequest(payload);
	const commit = readCommit(env, workspace, pullRequest);
	const run = /^\d+$/.test(env.GITHUB_RUN_ID ?? "") ? env.GITHUB_RUN_ID : null;
	const server = (env.GITHUB_SERVER_URL || "https://github.com").replace(/\/+$/, "");
	const named = owner !== undefined && repo !== undefined;
	const page = named && /^https?:\/\/[\w.:-]+$/.test(server) ? `${server}/${owner}/${repo}` : null;
	return {
		workspace,
		event: env.GITHUB_EVENT_NAME ?? "",
		repository: named ? { owner, repo } : null,
		...{ commit, pullRequest, problem },
		blobUrl: page === null || commit === null ? null : `${page}/blob/${commit.sha}`,
		runUrl: page === null || run === null ? null : `${page}/actions/runs/${run}`,
	};
}

function readEvent(path: string | undefined): { payload: unknown; problem: string | null } {
	if (path === undefined || path === "") return { payload: null, problem: null };
	try {
		return { payload: JSON.parse(readFileSync(path, "utf8")), problem: null };
	} catch {
		return {
			payload: null,
			problem: "the event of this run cannot be read: it is taken for one without a pull request",
		};
	}
}

function readPullRequest(payload: unknown): PullRequest | null {
	const pull = member(payload, "pull_request");
	const number = member(pull, "number");
	const headSha = member(member(pull, "head"), "sha");
	if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1) return null;
	if (typeof headSha !== "string" || !SHA.test(headSha)) return null;
	const changed = member(pull, "changed_files");
	const name = (side: string) => member(member(member(pull, side), "repo"), "full_name");
	return {
		number,
		headSha,
		changedFiles: typeof changed === "number" ? changed : null,
		// The repository of a pull request's branch may be gone, and then it was another.
		fork: name("head") !== name("base"),
	};
}

/**
 * What code scanning files the results under. Mostly what the runner says; but a workflow may have checked out the head
 * of the pull request instead of its merge commit, and then the lines are those of the head.
 */
function readCommit(env: NodeJS.ProcessEnv, workspace: string, pull: PullRequest | null): RunContext["commit"] {
	const { GITHUB_SHA: sha = "", GITHUB_REF: ref = "" } = env;
	if (pull !== null && pull.headSha !== sha && checkedOut(workspace) === pull.headSha) {
		return { sha: pull.headSha, ref: `refs/pull/${pull.number}/head` };
	}
	return SHA.test(sha) && /^refs\/[^\s~^:?*[\\]+$/.test(ref) ? { sha, ref } : null;
}

/** The commit that the workspace holds, where git names it directly, as it does after actions/checkout of one. */
function checkedOut(workspace: string): string | null {
	try {
		const head = readFileSync(join(workspace, ".git/HEAD"), "utf8").trim();
		return SHA.test(head) ? head : null;
	} catch {
		return null;
	}
}

/** A member of what may be no object at all. */
export function member(value: unknown, name: string): unknown {
	return typeof value === "object" && value !== null && Object.hasOwn(value, name)
		? (value as Record<string, unknown>)[name]
		: undefined;
}
