import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readContext } from "../../../src/action/context.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-context-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SHA = "a".repeat(40);
const HEAD = "b".repeat(40);

function context(payload: unknown, env: Record<string, string> = {}) {
	const path = join(folder, "event.json");
	writeFileSync(path, typeof payload === "string" ? payload : JSON.stringify(payload));
	return readContext({
		GITHUB_EVENT_PATH: path,
		GITHUB_EVENT_NAME: "pull_request",
		GITHUB_WORKSPACE: folder,
		GITHUB_REPOSITORY: "acme/shop",
		GITHUB_SHA: SHA,
		GITHUB_REF: "refs/pull/7/merge",
		GITHUB_RUN_ID: "12",
		...env,
	});
}

const pull = (head: unknown) => ({
	pull_request: { number: 7, head: { sha: HEAD, repo: head }, base: { repo: { full_name: "acme/shop" } } },
});

test("a pull request, from here, from a fork, from a fork that is gone", () => {
	const own = context(pull({ full_name: "acme/shop" }));
	expect(own).toMatchObject({
		repository: { owner: "acme", repo: "shop" },
		commit: { sha: SHA, ref: "refs/pull/7/merge" },
		pullRequest: { number: 7, headSha: HEAD, changedFiles: null, fork: false },
		blobUrl: `https://github.com/acme/shop/blob/${SHA}`,
		runUrl: "https://github.com/acme/shop/actions/runs/12",
		problem: null,
	});
	expect(context(pull({ full_name: "mallory/shop" })).pullRequest?.fork).toBe(true);
	expect(context(pull(null)).pullRequest?.fork).toBe(true);
});

test("the head of the pull request, where it is what was checked out", () => {
	mkdirSync(join(folder, ".git"), { recursive: true });
	writeFileSync(join(folder, ".git/HEAD"), `${HEAD}\n`);
	expect(context(pull(null)).commit).toEqual({ sha: HEAD, ref: "refs/pull/7/head" });
	writeFileSync(join(folder, ".git/HEAD"), "ref: refs/heads/main\n");
	expect(context(pull(null)).commit).toEqual({ sha: SHA, ref: "refs/pull/7/merge" });
});

test("another server", () => {
	const { runUrl } = context({}, { GITHUB_SERVER_URL: "https://github.example.com:8443/" });
	expect(runUrl).toBe("https://github.example.com:8443/acme/shop/actions/runs/12");
});

test("events about nothing, and nonsense", () => {
	for (const payload of [
		...[null, [], "text", 3, {}, { pull_request: null }, { pull_request: { number: "7" } }],
		{ pull_request: { number: 7, head: { sha: "main" } } },
		{ pull_request: { number: -1, head: { sha: HEAD } } },
	]) {
		expect(context(JSON.stringify(payload)).pullRequest).toBeNull();
	}
	expect(context("{").problem).toContain("cannot be read");
	expect(readContext({ GITHUB_EVENT_PATH: join(folder, "none") }).problem).toContain("cannot be read");
	const odd = {
		...{ GITHUB_REPOSITORY: "a/b/c", GITHUB_SHA: "x", GITHUB_REF: "refs/heads/a b" },
		GITHUB_SERVER_URL: "javascript:alert(1)",
	};
	expect(context({}, odd)).toMatchObject({ repository: null, commit: null, runUrl: null, blobUrl: null });
	expect(readContext({})).toMatchObject({ repository: null, commit: null, pullRequest: null, problem: null });
});
