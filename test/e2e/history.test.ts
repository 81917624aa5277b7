import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { HistoryView } from "../../src/history/trend.ts";
import { assay, ROOT } from "./run.ts";

const work = mkdtempSync(join(tmpdir(), "assay-e2e-history-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const scan = (day: string, ...args: string[]) =>
	assay(["scan", "system", "--history", "runs", "--timestamp", day, ...args], { cwd: work });
const WINDOW = ["--history", "runs", "--since", "2026-10-01", "--until", "2026-10-31"];
const history = (...args: string[]) => assay(["history", ...WINDOW, ...args], { cwd: work });

describe("a system over some days", () => {
	test("a finding that is fixed is closed, with the time it took", async () => {
		cpSync(`${ROOT}fixtures/systems/ai-gateway`, join(work, "system"), { recursive: true });
		const first = await scan("2026-10-01T02:00:00Z");
		expect(first.stderr).toMatch(/^History: [1-9]\d* opened, 0 closed in system-[\da-f]{8} \(runs\)$/m);
		expect(first.code).toBe(1);

		const again = await scan("2026-10-02T02:00:00Z");
		expect(again.stderr).toMatch(/^History: 0 opened, 0 closed/m);

		const file = join(work, "system/networkpolicy.yaml");
		const text = readFileSync(file, "utf8");
		const fixed = text.replace(/- to:\s*\n(\s*)ports:/g, "- to: [{ipBlock: {cidr: 10.1.0.0/16}}]\n$1ports:");
		expect(fixed).not.toBe(text);
		writeFileSync(file, fixed);
		const third = await scan("2026-10-04T02:00:00Z");
		expect(third.stderr).toMatch(/^History: 0 opened, [1-9]\d* closed/m);

		const { code, stdout } = await history("--format", "json");
		expect(code).toBe(0);
		const { streams } = JSON.parse(stdout) as HistoryView;
		expect(streams).toHaveLength(1);
		const [stream] = streams;
		expect(stream!.runs).toMatchObject({ total: 3, complete: 3 });
		expect(stream!.fixed).toMatchObject({ meanSeconds: 3 * 86_400, medianSeconds: 3 * 86_400 });
		expect(stream!.frameworks.map(({ framework }) => framework)).toContain("soc2");
	});

	test("for people: a curve, open findings, time to fix, uptime", async () => {
		const { stdout } = await history("--framework", "SOC2");
		expect(stdout).toMatch(/SOC 2 {2}[▁▂▃▄▅▆▇█]{3}$/m);
		expect(stdout).not.toContain("HIPAA");
		expect(stdout).toMatch(/Time to fix: mean 3\.0 days, median 3\.0 days \(\d+ closed\)/);
		expect(stdout).toMatch(/Control uptime: \d+ of \d+ controls/);
		const markdown = await history("--format", "markdown");
		expect(markdown.stdout).toContain("| Framework | First | Last | Lowest | Curve |");
		expect((await history("--framework", "SOC2")).stdout).toBe(stdout);
	});

	test("a broken file closes nothing", async () => {
		writeFileSync(
			join(work, "system/deployment.yaml"),
			"apiVersion: apps/v1\nkind: [Deployment\nmetadata: {name: x}\n",
		);
		const { code, stderr } = await scan("2026-10-05T02:00:00Z");
		expect(code).toBe(2);
		expect(stderr).toMatch(/^History: 0 opened, none closed \(the scan is incomplete\)/m);
	});

	test("a history that cannot be written is exit code 2, after the report", async () => {
		const { code, stdout, stderr } = await assay(
			["scan", `${ROOT}fixtures/systems/ai-gateway-hardened`, "--history", "postgres://me:hunter2@127.0.0.1:1/x"],
			{ cwd: work },
		);
		expect(code).toBe(2);
		expect(stdout).toContain("Scores");
		expect(stderr).toMatch(/error: postgres:\/\/127\.0\.0\.1:1\/x: .*ECONNREFUSED.* \[history-failed\]/);
		expect(stderr).not.toContain("hunter2");
	});
});

describe("what makes no sense", () => {
	test.each([
		[["history"], /--history/],
		[["history", "--history", "nothing-here"], /no history yet/],
		[["history", "--history", "runs", "--since", "yesterday"], /--since/],
		[["history", "--history", "runs", "--stream", "other"], /no stream "other"/],
		[["history", "--history", "runs", "--format", "pdf"], /unknown format/],
		[["scan", "system", "--history-stream", "x"], /no --history/],
		[["scan", "system", "--alert"], /no alerts/],
		[["scan", "system", "--history", "redis://:hunter2@x"], /postgres:\/\//],
	])("%j is exit code 2 with a reason", async (args, reason) => {
		const { code, stdout, stderr } = await assay(args, { cwd: work });
		expect([code, stdout]).toEqual([2, ""]);
		expect(stderr).toMatch(reason);
		expect(stderr).not.toContain("hunter2");
	});
});
