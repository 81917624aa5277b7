import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commentMarker } from "../../../src/action/comment.ts";
import { type Call, GitHubError } from "../../../src/action/github.ts";
import { formatOutputs } from "../../../src/action/outputs.ts";
import { checkReportPath } from "../../../src/action/report-files.ts";
import { uploadSarif } from "../../../src/action/upload.ts";
import { ScanError } from "../../../src/choices.ts";

const context = {
	...{ workspace: "/home/runner/work/my shop", event: "push", pullRequest: null, problem: null },
	repository: { owner: "acme", repo: "shop" },
	commit: { sha: "a".repeat(40), ref: "refs/heads/main" },
	...{ blobUrl: null, runUrl: null },
};
const ID = "47177e22-5596-11eb-80a1-c1e54ef945c6";

describe("upload", () => {
	let waited: number;
	let asked: number;

	async function upload(answers: unknown[], receipt: unknown = { id: ID }) {
		waited = 0;
		asked = 0;
		let sent: Record<string, unknown> = {};
		const call: Call = async (route, parameters) => {
			if (route.startsWith("POST ")) {
				sent = parameters;
				return receipt;
			}
			const answer = answers[Math.min(asked, answers.length - 1)];
			asked += 1;
			if (answer instanceof Error) throw answer;
			return answer;
		};
		const wait = async (milliseconds: number) => {
			waited += milliseconds;
		};
		const startedAt = "2026-01-01T00:00:00.000Z";
		const done = await uploadSarif(Buffer.from("{}"), context, call, { startedAt, wait });
		return { ...done, sent };
	}

	test("what is sent", async () => {
		const { sent, id, status } = await upload([{ processing_status: "complete" }]);
		expect({ id, status }).toEqual({ id: ID, status: "complete" });
		expect(gunzipSync(Buffer.from(String(sent.sarif), "base64")).toString()).toBe("{}");
		expect(sent.checkout_uri).toBe("file:///home/runner/work/my%20shop");
	});

	test("the waiting has an end", async () => {
		expect(await upload([{ processing_status: "pending" }])).toMatchObject({ status: "pending", errors: [] });
		expect(waited).toBe(120_000);
		expect(asked).toBe(8);
	});

	test("not yet known is pending; other trouble is told; nonsense is pending", async () => {
		const missing = new GitHubError("404", 404);
		expect(await upload([missing, missing, { processing_status: "complete" }])).toMatchObject({ status: "complete" });
		await expect(upload([new GitHubError("403", 403)])).rejects.toThrow("403");
		expect(await upload([null])).toMatchObject({ status: "pending" });
		for (const receipt of [null, {}, { id: 3 }, { id: "a/../b" }, "text"]) {
			await expect(upload([], receipt)).rejects.toThrow("names no upload");
		}
	});

	test("errors of GitHub are few, short and safe", async () => {
		const errors = Array.from({ length: 50 }, () => `::error::${"x".repeat(9000)}\n`);
		const done = await upload([{ processing_status: "failed", errors }]);
		expect(done.errors).toHaveLength(5);
		for (const text of done.errors) expect(text).toMatch(/^:\\u\{3a\}error::x{480,}$/);
		expect(await upload([{ processing_status: "failed", errors: "odd" }])).toMatchObject({ errors: [] });
	});
});

test("outputs: no value ends early or sets another", () => {
	const text = formatOutputs({ a: "x\nb<<E\ny\nE", n: 3, t: true });
	const [, first, second] = /^a<<(\S+)\nx\nb<<E\ny\nE\n\1\nn<<(\S+)\n3\n\2\nt<<(\S+)\ntrue\n\3\n$/.exec(text)!;
	expect(first).not.toBe(second);
});

test("the marker of a category ends where it should, and is another for each", () => {
	expect(commentMarker("assay")).toBe("<!-- assay report assay -->");
	const odd = commentMarker("a --> b\n<script>");
	expect(odd.slice(4, -3)).not.toMatch(/--|[<>\n]/);
	expect(commentMarker("a b")).not.toBe(commentMarker("a%20b"));
});

describe("report files", () => {
	const folder = mkdtempSync(join(tmpdir(), "assay-files-"));
	const workspace = join(folder, "work");
	beforeAll(() => {
		mkdirSync(join(workspace, "inside"), { recursive: true });
		symlinkSync(folder, join(workspace, "away"));
		symlinkSync(join(workspace, "inside"), join(workspace, "alias"));
		symlinkSync(join(folder, "none"), join(workspace, "dangling"));
		symlinkSync(workspace, join(folder, "workspace"));
		writeFileSync(join(workspace, "old.sarif"), "");
		symlinkSync(join(workspace, "old.sarif"), join(workspace, "link.sarif"));
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test.each(["a.sarif", "old.sarif", "inside/new/a.sarif", "alias/a.sarif", "./x/../a.sarif"])("%s is fine", (file) => {
		checkReportPath(workspace, file);
		checkReportPath(join(folder, "workspace"), file);
	});

	test.each([
		...["", ".", "..", "../a.sarif", "inside/../../a.sarif", "/etc/a.sarif"],
		...["away/a.sarif", "away/work2/a.sarif", "dangling/a.sarif", "link.sarif", "dangling"],
	])("%s is not", (file) => {
		expect(() => checkReportPath(workspace, file)).toThrow(ScanError);
	});
});
