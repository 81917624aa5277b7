import { afterEach, beforeEach, expect, test } from "vitest";
import { type Call, callAll, createCall, GitHubError } from "../../../src/action/github.ts";
import { type Fault, type GitHubStandin, startGitHub } from "../../servers/github-api.ts";

const TOKEN = "ghs_secretsecretsecretsecret";
let github: GitHubStandin | undefined;
let waits: number[];

beforeEach(() => {
	waits = [];
});
afterEach(async () => {
	await github?.close();
});

async function start(faults: Fault[], timeout = 5000): Promise<Call> {
	github = await startGitHub({ repository: "acme/shop", faults });
	const call = await createCall({
		...{ token: TOKEN, timeout, now: () => 1_000_000, baseUrl: github.url },
		wait: async (milliseconds) => {
			waits.push(milliseconds);
		},
	});
	return call;
}

const parameters = { owner: "acme", repo: "shop", issue_number: 7 };
const LIST = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
const CREATE = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";

async function failure(promise: Promise<unknown>): Promise<GitHubError> {
	const error = await promise.then(
		() => null,
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(GitHubError);
	expect((error as GitHubError).message).not.toContain(TOKEN);
	return error as GitHubError;
}

test("no answer in time", async () => {
	const call = await start([{ call: "GET /repos", status: 200, body: [], delay: 2000 }], 100);
	const error = await failure(call(LIST, parameters));
	expect(error.message).toBe("GET /issues/{issue_number}/comments: no answer in time");
	expect(error.status).toBeNull();
	expect(waits).toEqual([1000, 2000]);
});

test("nobody listens", async () => {
	const call = await start([]);
	await github!.close();
	expect((await failure(call(LIST, parameters))).message).toContain("the connection failed (ECONNREFUSED)");
});

test("limits: what they say is waited for, up to a minute", async () => {
	const limited = (headers: Record<string, string>, status = 403): Fault => ({
		...{ call: "POST /repos", times: 1, status, headers },
	});
	const call = await start([
		limited({ "retry-after": "7" }),
		limited({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1030" }, 429),
	]);
	await call(CREATE, { ...parameters, body: "x" });
	expect(waits).toEqual([7000, 31_000]);
	await github!.close();
	waits = [];
	const lasting = await start([limited({ "retry-after": "3600" })]);
	expect((await failure(lasting(CREATE, { ...parameters, body: "x" }))).message).toContain("403 (rate limit)");
	expect(waits).toEqual([]);
});

test("a limit that does not end is given up", async () => {
	const call = await start([{ call: "GET /repos", status: 429 }]);
	expect((await failure(call(LIST, parameters))).status).toBe(429);
	expect(waits).toEqual([2000, 4000]);
});

test("403 without a limit is none", async () => {
	const call = await start([{ call: "GET /repos", status: 403, headers: { "x-ratelimit-remaining": "4999" } }]);
	expect((await failure(call(LIST, parameters))).message).toBe("GET /issues/{issue_number}/comments: answered 403: no");
	expect(waits).toEqual([]);
});

test("failures of the server: again, but no comment twice", async () => {
	const call = await start([
		{ call: "GET /repos", times: 2, status: 503 },
		{ call: "POST /repos", status: 500 },
	]);
	expect(await call(LIST, parameters)).toEqual([]);
	expect(waits).toEqual([1000, 2000]);
	waits = [];
	expect((await failure(call(CREATE, { ...parameters, body: "x" }))).status).toBe(500);
	expect(waits).toEqual([]);
	expect((await failure(call(CREATE, { ...parameters, body: "x" }, true))).status).toBe(500);
	expect(waits).toEqual([1000, 2000]);
});

test("what a server says is one safe line", async () => {
	const message = `\r\n::error::${"x".repeat(5000)}\u202e`;
	const call = await start([{ call: "GET /repos", status: 422, body: { message } }]);
	const error = await failure(call(LIST, parameters));
	expect(error.message.length).toBeLessThan(400);
	expect(error.message).not.toMatch(/[\r\n\u202e]/);
	expect(error.message).not.toMatch(/(?<!\S)::error::/);
});

test("lists: all pages, up to a bound; anything else is no list", async () => {
	const pages: unknown[] = [];
	const call: Call = async (_, { page }) => {
		pages.push(page);
		return Array.from({ length: page === 3 ? 5 : 100 }, (_, at) => at);
	};
	expect(await callAll(call, LIST, {}, 10)).toHaveLength(205);
	expect(pages).toEqual([1, 2, 3]);
	expect(await callAll(call, LIST, {}, 2)).toHaveLength(200);
	for (const answer of [null, "text", {}, undefined, 3]) {
		await failure(callAll(async () => answer, LIST, {}, 1));
	}
});
