import { setTimeout as sleep } from "node:timers/promises";
import { escapeTerminal } from "../report/escape.ts";
import { member } from "./context.ts";

/** A call of GitHub's REST API that did not succeed. The message is one safe line without the token. */
export class GitHubError extends Error {
	override readonly name = "GitHubError";
	/** HTTP status; null where there was no answer. */
	readonly status: number | null;

	constructor(message: string, status: number | null) {
		super(message);
		this.status = status;
	}
}

/** A call: `route` as in GitHub's reference, `POST /repos/{owner}/{repo}/issues/{issue_number}/comments`. */
export type Call = (
	route: string,
	parameters: Record<string, unknown>,
	/** The call may be made twice. Default: true for all but POST. */
	repeatable?: boolean,
) => Promise<unknown>;

export interface ClientOptions {
	token: string;
	/** Milliseconds for one attempt. Default 30,000. */
	timeout?: number;
	/** Tests hand in one that does not wait. */
	wait?: (milliseconds: number) => Promise<unknown>;
	now?: () => number;
	/** Address of the API. Default: what the runner names. */
	baseUrl?: string;
}

const ATTEMPTS = 3;
/** A rate limit that lasts longer than this is not waited for: a job costs money by the minute. */
const MAX_WAIT = 60_000;
/** Characters of an answer that are shown to explain a refusal. */
const MAX_SHOWN = 200;

/**
 * A client of GitHub's REST API, at the address the runner names (`GITHUB_API_URL`), through its proxy if any.
 * Rate limits are waited for within bounds; failures of the server and the network are tried again where that cannot do a
 * thing twice.
 */
export async function createCall(options: ClientOptions): Promise<Call> {
	const { token, timeout = 30_000, wait = sleep, now = Date.now } = options;
	// The client would read the event again, and throw where it is no JSON.
	delete process.env.GITHUB_EVENT_PATH;
	const { GitHub, getOctokitOptions } = await import("@actions/github/lib/utils.js");
	const silent = { debug() {}, info() {}, warn() {}, error() {} };
	const client = new GitHub({
		...getOctokitOptions(token, {
			userAgent: "assay",
			...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
		}),
		log: silent,
	});
	return async (route, parameters, repeatable = !route.startsWith("POST ")) => {
		for (let attempt = 1; ; attempt += 1) {
			try {
				const { data } = await client.request(route, {
					...parameters,
					headers: { "x-github-api-version": "2022-11-28" },
					request: { signal: AbortSignal.timeout(timeout), log: silent },
				});
				return data;
			} catch (error) {
				const delay = attempt < ATTEMPTS ? retryDelay(error, attempt, repeatable, now()) : null;
				if (delay === null) throw explain(error, route);
				await wait(delay);
			}
		}
	};
}

/** Milliseconds to wait before the next attempt; null for no other. */
function retryDelay(error: unknown, attempt: number, repeatable: boolean, now: number): number | null {
	const status = statusOf(error);
	if (isRateLimit(error)) {
		const limit = rateLimitWait(error, now) ?? 1_000 * 2 ** attempt;
		return limit <= MAX_WAIT ? limit : null;
	}
	if (!repeatable) return null;
	return status === null || status >= 500 || status === 408 ? 500 * 2 ** attempt : null;
}

/** Primary limits are answered with 403 or 429 and nothing remaining, secondary ones with `retry-after`. */
function isRateLimit(error: unknown): boolean {
	const status = statusOf(error);
	if (status === 429) return true;
	if (status !== 403) return false;
	return header(error, "retry-after") !== null || header(error, "x-ratelimit-remaining") === "0";
}

/** @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately */
function rateLimitWait(error: unknown, now: number): number | null {
	const after = header(error, "retry-after");
	if (after !== null && /^\d+$/.test(after)) return Number(after) * 1000;
	const reset = header(error, "x-ratelimit-reset");
	if (reset !== null && /^\d+$/.test(reset)) return Math.max(Number(reset) * 1000 - now, 0) + 1000;
	return null;
}

/** The HTTP status of an answer; null where none came. */
function statusOf(error: unknown): number | null {
	const response = member(error, "response");
	const status = member(error, "status");
	// The client reports a failed connection as status 500, without an answer.
	return response !== undefined && typeof status === "number" ? status : null;
}

function header(error: unknown, name: string): string | null {
	const value = member(member(member(error, "response"), "headers"), name);
	return value === undefined ? null : String(value);
}

function explain(error: unknown, route: string): GitHubError {
	const status = statusOf(error);
	const call = shown(route);
	if (status === null) {
		const { name, message = "" } = error as { name?: string; message?: string };
		const late = name === "TimeoutError" || /abort|timeout/i.test(message);
		// Of the cause the client keeps only the message.
		const code = /\bE[A-Z]{3,}\b/.exec(message)?.[0];
		const why = late ? "no answer in time" : `the connection failed${code === undefined ? "" : ` (${code})`}`;
		return new GitHubError(`${call}: ${why}`, null);
	}
	const said = member(member(member(error, "response"), "data"), "message");
	const text = typeof said === "string" ? escapeTerminal([...said].slice(0, MAX_SHOWN).join("")) : "";
	const limited = isRateLimit(error) ? " (rate limit)" : "";
	return new GitHubError(`${call}: answered ${status}${limited}${text === "" ? "" : `: ${text}`}`, status);
}

/** A route without what all of them begin with. */
function shown(route: string): string {
	return route.replace("/repos/{owner}/{repo}", "");
}

const PER_PAGE = 100;

/**
 * All items of a list that comes in pages.
 * @param maxPages Pages to read at most; what lies behind is left.
 * @throws GitHubError where an answer is no list.
 */
export async function callAll(
	call: Call,
	route: string,
	parameters: Record<string, unknown>,
	maxPages: number,
): Promise<unknown[]> {
	const items: unknown[] = [];
	for (let page = 1; page <= maxPages; page += 1) {
		const data = await call(route, { ...parameters, per_page: PER_PAGE, page });
		if (!Array.isArray(data)) throw new GitHubError(`${shown(route)}: the answer is no list`, 200);
		for (const item of data) items.push(item);
		if (data.length < PER_PAGE) break;
	}
	return items;
}
