import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReportDiff } from "../../src/model/diff.ts";
import { assay, ROOT } from "./run.ts";

const work = mkdtempSync(join(tmpdir(), "assay-diff-"));
afterAll(() => rmSync(work, { recursive: true }));

async function scan(folder: string, target: string, name: string, date: string, ...more: string[]): Promise<void> {
	const args = [
		"scan",
		target,
		"--format",
		`json=${join(work, name)}`,
		"--timestamp",
		date,
		"--fail-on",
		"never",
		...more,
	];
	const { code, stderr } = await assay(args, { cwd: `${ROOT}fixtures/${folder}` });
	expect([code, stderr]).toEqual([0, ""]);
}

async function json(before: string, after: string): Promise<ReportDiff> {
	const { stdout } = await assay(["diff", before, after, "--format", "json"], { cwd: work });
	return JSON.parse(stdout) as ReportDiff;
}

beforeAll(async () => {
	await scan("systems/ai-gateway", ".", "bad.json", "2026-01-01");
	await scan("systems/ai-gateway-hardened", ".", "good.json", "2026-01-02");
	await scan("diff/buckets/before", "plan.json", "two.json", "2026-01-01");
	await scan("diff/buckets/after", "plan.json", "three.json", "2026-01-02");
});

describe("a system that is hardened", () => {
	test("has fixed its findings, and the controls with them", async () => {
		const { code, stdout, stderr } = await assay(["diff", "bad.json", "good.json"], { cwd: work });
		expect([code, stderr]).toEqual([0, ""]);
		expect(stdout).toMatch(
			/^No new findings, 18 fixed, 1 not comparable\.\nThis change fixes GDPR 32\(1\)\(b\); HIPAA /,
		);
		const diff = await json("bad.json", "good.json");
		expect(diff.added).toEqual([]);
		// The hardened system names the models it may use, so the question is another one.
		expect(diff.incomparable.map(({ what, reason }) => [what, reason])).toEqual([
			["rule ai-model-pinned-approved", 'its parameter ai_models was [] and is ["claude-sonnet-4-5-20250929"]'],
		]);
		expect(diff.controls.filter(({ kind }) => kind === "breaks")).toEqual([]);
		const soc2 = diff.controls.filter(({ framework, kind }) => framework === "soc2" && kind === "fixes");
		expect(soc2.map(({ id }) => id)).toEqual(["CC6.1", "CC6.3", "CC6.6", "CC6.7", "CC6.8", "A1.2"]);
		// One rule of CC8.1 cannot be compared: that it is not violated any more is not called a fix.
		expect(diff.controls.find(({ id }) => id === "CC8.1")).toMatchObject({ kind: "changes", note: expect.any(String) });
		for (const { before, after } of diff.frameworks) expect(after!.lower).toBeGreaterThan(before!.lower);
	});

	test("and taken back breaks them", async () => {
		const { code, stdout } = await assay(["diff", "good.json", "bad.json"], { cwd: work });
		expect(code).toBe(1);
		expect(stdout).toContain("18 new findings (2 high, 8 medium, 8 low), 1 not comparable.\n");
		expect(stdout).toContain("Note: The report given first is the newer one: is the order right?\n");
	});
});

describe("Terraform code that makes one more bucket", () => {
	test("has new findings about that bucket alone, on the line of the code", async () => {
		const diff = await json("two.json", "three.json");
		expect(diff.added.length).toBeGreaterThan(2);
		for (const { resources, finding, was } of diff.added) {
			expect([resources, was]).toEqual([['aws_s3_bucket.logs["exports"]'], "absent"]);
			expect(finding.location).toMatchObject({ uri: "main.tf", startLine: 5 });
		}
		expect([diff.fixed, diff.changed, diff.incomparable, diff.notes]).toEqual([[], [], [], []]);

		const { code, stdout } = await assay(["diff", "two.json", "three.json"], { cwd: work });
		expect(code).toBe(1);
		expect(stdout).toContain(
			'  HIGH  main.tf:5:1\n    the public-access block leaves block_public_policy off\n      [object-store-public-block]\n    aws_s3_bucket.logs["exports"] (1 of 3 resources that this code makes)\n',
		);
	});

	test("and one less has fixed them", async () => {
		const there = await json("two.json", "three.json");
		const back = await json("three.json", "two.json");
		expect(back.added).toEqual([]);
		const named = (entries: ReportDiff["added"]) => entries.map(({ finding, resources }) => [finding.rule, resources]);
		expect(named(back.fixed)).toEqual(named(there.added));
	});
});

test("a report beside itself has nothing to say", async () => {
	const { code, stdout } = await assay(["diff", "bad.json", "bad.json"], { cwd: work });
	expect(code).toBe(0);
	expect(stdout).toMatch(/^No new findings, 19 unchanged\.\n\nScores \[bounds\]\n/);
});

test("what is no report is an error that says what to give instead", async () => {
	const { code, stdout, stderr } = await assay(["diff", "bad.json", "missing.json"], { cwd: work });
	expect([code, stdout, stderr]).toEqual([2, "", "assay: missing.json: the report cannot be read (ENOENT)\n"]);
});
