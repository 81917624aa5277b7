import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/model/report.ts";
import { assay, ROOT } from "./run.ts";

const work = mkdtempSync(join(tmpdir(), "assay-e2e-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const file = (name: string, text: string) => {
	mkdirSync(join(work, name, ".."), { recursive: true });
	writeFileSync(join(work, name), text);
	return join(work, name);
};
const systems = `${ROOT}fixtures/systems`;
const json = async (...args: string[]) => {
	const run = await assay(["scan", ...args, "--format", "json"], { cwd: work });
	return { ...run, report: JSON.parse(run.stdout) as Report };
};

const PRIVILEGED = `apiVersion: v1
kind: Pod
metadata: {name: p, namespace: n}
spec:
  containers:
    - name: c
      image: example.com/c:v1
      securityContext:
        privileged: true
`;

describe("the main job", () => {
	test("on the AI gateway: findings, the scores, exit code 1", async () => {
		const { code, stdout, stderr } = await assay(["scan", `${systems}/ai-gateway`]);
		expect(stderr).toBe("");
		expect(code).toBe(1);
		expect(stdout).toContain("k8s-netpol-egress-anywhere");
		expect(stdout).toContain("Scores");
		expect(stdout).toMatch(/SOC 2.*%/);
	});

	test.each(["ai-gateway", "claude-aws", "claude-gcp", "claude-azure", "claude-edge"])(
		"two runs over %s are byte-identical",
		async (name) => {
			const once = () => assay(["scan", `${systems}/${name}`, "--format", "json", "--timestamp", "2026-01-01"]);
			const [first, second] = await Promise.all([once(), once()]);
			expect(second.stdout).toBe(first.stdout);
			expect(JSON.parse(first.stdout).scannedAt).toBe("2026-01-01T00:00:00.000Z");
		},
	);

	test.each(["ai-gateway-hardened", "claude-aws-hardened"])("%s has no finding", async (name) => {
		const { report } = await json(`${systems}/${name}`);
		expect(report.findings.map(({ rule, resource, message }) => `${rule} ${resource.key}: ${message}`)).toEqual([]);
		expect(report.complete).toBe(true);
	});

	test("standard input", async () => {
		const { code, stdout } = await assay(["scan", "-", "--format", "json", "--rule", "k8s-privileged"], {
			input: PRIVILEGED,
		});
		const report = JSON.parse(stdout) as Report;
		expect(report.findings.map(({ rule, location }) => [rule, location.startLine, location.startColumn])).toEqual([
			["k8s-privileged", 9, 9],
		]);
		expect(code).toBe(1);
	});
});

describe("exit codes", () => {
	const pod = file("pod/pod.yaml", PRIVILEGED);

	test("0 when nothing reaches the threshold", async () => {
		expect((await assay(["scan", pod, "--rule", "k8s-privileged", "--fail-on", "never"])).code).toBe(0);
		expect((await assay(["scan", pod, "--rule", "k8s-host-namespaces"])).code).toBe(0);
	});

	test("1 when the score's lower bound is below its bar, or there is no score", async () => {
		const run = await assay(["scan", pod, "--fail-on", "never", "--min-score", "soc2=99"]);
		expect([run.code, run.stderr]).toEqual([1, expect.stringContaining("below 99 %")]);
		const none = await assay([
			"scan",
			pod,
			"--rule",
			"cloudtrail-log-validation",
			"--fail-on",
			"never",
			"--min-score",
			"soc2=1",
		]);
		expect(none.code).toBe(1);
	});

	test("2 for options that make no sense, with the choices named", async () => {
		for (const [args, message] of [
			[["scan", pod, "--framework", "soc9"], "known: gdpr, hipaa"],
			[["scan", pod, "--rule", "no-such-rule"], "assay rules lists them"],
			[["scan", pod, "--format", "pdf"], "known: console"],
			[["scan", pod, "--format", "json", "--format", "sarif"], "only one format"],
			[["scan", pod, "--param", "retention_days=soon"], "must be a whole number"],
			[["scan", pod, "--nonsense"], "unknown option"],
			[["scan"], "nothing to scan: name files or folders"],
			[["scan", pod, "--fail-on", "awful"], "unknown severity"],
			[["scan", pod, "--framework", "soc2", "--min-score", "hipaa=1"], '"hipaa" is not part of this scan'],
			[["scan", pod, "--rule", ""], "expected names parted by commas"],
			[["scan", pod, "--framework="], "expected names parted by commas"],
			[["scan", pod, "--rule", "k8s-image-tag", "--skip-rule", "k8s-image-tag"], "no rule is left"],
			[["scan", pod, "--format", `json=${work}`], "the report cannot be written (EISDIR)"],
		] as const) {
			const { code, stderr, stdout } = await assay([...args]);
			expect([args, code, stdout]).toEqual([args, 2, ""]);
			expect(stderr).toContain(message);
		}
	});
});

describe("bad input: a clear message, the right exit code, and the rest of the scan goes on", () => {
	const bomb = `a0: &a0 [x]\n${Array.from({ length: 20 }, (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(", ")}]`).join("\n")}\n`;
	const deep = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: deep}\ndata: ${"[".repeat(1000)}${"]".repeat(1000)}\n`;

	test.each([
		[
			"broken YAML",
			"bad.yaml",
			"apiVersion: v1\nkind: Pod\nmetadata:\n  name: [unclosed\n",
			/bad\.yaml:\d+: .*\[yaml-syntax\]/,
		],
		[
			"a truncated plan",
			"plan.json",
			'{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[{"address":',
			/plan\.json.*\[/,
		],
		[
			"an alias bomb of 20 levels",
			"bomb.yaml",
			`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\n${bomb}`,
			/bomb\.yaml.*alias/,
		],
		["a document 1,000 levels deep", "deep.yaml", deep, /deep\.yaml.*(deep|nest)/],
	])("%s", async (_, name, text, message) => {
		const folder = join(work, `bad-${name}`);
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, name), text);
		writeFileSync(join(folder, "good.yaml"), PRIVILEGED);
		const { code, report, stderr } = await json(folder);
		expect(stderr).toMatch(message);
		expect(code).toBe(2);
		expect(report.complete).toBe(false);
		expect(report.findings.map(({ rule }) => rule)).toContain("k8s-privileged");
	});

	test("a file of 200 MB", async () => {
		const folder = join(work, "huge");
		mkdirSync(folder);
		writeFileSync(join(folder, "good.yaml"), PRIVILEGED);
		writeFileSync(join(folder, "huge.yaml"), PRIVILEGED);
		(await import("node:fs")).truncateSync(join(folder, "huge.yaml"), 200 * 1024 * 1024);
		const { code, stderr, report } = await json(folder);
		expect([code, report.complete]).toEqual([2, false]);
		expect(stderr).toMatch(/huge\.yaml.*file-too-large/);
	});

	test("a binary file", async () => {
		const named = file("binary.bin", "\u0000\u0001\u0002ELF");
		const run = await json(named);
		expect(run.code).toBe(2);
		expect(run.stderr).toContain("binary.bin");
	});

	test("an empty folder is a warning, not a pass", async () => {
		mkdirSync(join(work, "empty"));
		const { report, stderr } = await json(join(work, "empty"));
		expect(stderr).toMatch(/warning: .*empty/);
		expect(report.frameworks.map(({ score }) => score)).toEqual([null, null, null, null, null]);
		expect(
			report.frameworks
				.flatMap(({ controls }) => controls)
				.some(({ status }) => status === "satisfied" || status === "no-failures"),
		).toBe(false);
	});

	test("a missing path", async () => {
		const { code, stderr } = await json(join(work, "nowhere"));
		expect(code).toBe(2);
		expect(stderr).toMatch(/error: .*nowhere/);
	});

	test("names with control characters, markup and workflow commands are shown harmless", async () => {
		const hostile = `apiVersion: v1\nkind: Pod\nmetadata: {name: "a\\u001b[31m|<img src=x>\\n::error::x ${"a".repeat(70)} ::set-output name=a::b", namespace: n}\nspec:\n  containers:\n    - {name: "\\u202ec", image: "i:v1", securityContext: {privileged: true}}\n`;
		const path = file("hostile/pod.yaml", hostile);
		for (const format of ["console", "markdown", "sarif"]) {
			const { stdout } = await assay(["scan", path, "--rule", "k8s-privileged", "--format", format]);
			expect(stdout).toContain("k8s-privileged");
			// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
			expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|^\s*::/m);
			if (format === "markdown") expect(stdout).not.toMatch(/(?<!`[^`\n]*)<img/);
		}
	});
});

describe("configuration", () => {
	test("assay.yaml is found upward, flags win, and every fault is reported with its line", async () => {
		file("conf/assay.yaml", "rule: [k8s-privileged]\nfail-on: never\n");
		file("conf/deep/pod.yaml", PRIVILEGED);
		const cwd = join(work, "conf/deep");
		expect((await assay(["scan", "pod.yaml"], { cwd })).code).toBe(0);
		expect((await assay(["scan", "pod.yaml", "--fail-on", "critical"], { cwd })).code).toBe(1);
		file("wrong/assay.yaml", "fail-on: sometimes\nparamters: {}\n");
		const { code, stderr } = await assay(["scan", "../conf/deep/pod.yaml"], { cwd: join(work, "wrong") });
		expect(code).toBe(2);
		expect(stderr).toMatch(/assay\.yaml:1.*fail-on/);
		expect(stderr).toContain("paramters");
	});

	test("init writes a file that a scan accepts, once", async () => {
		mkdirSync(join(work, "init"));
		const cwd = join(work, "init");
		expect((await assay(["init"], { cwd })).code).toBe(0);
		expect((await assay(["init"], { cwd })).code).toBe(2);
		file("init/pod.yaml", PRIVILEGED);
		expect((await assay(["scan", "pod.yaml", "--fail-on", "never"], { cwd })).code).toBe(0);
	});
});

describe("reports into files", () => {
	test("a reader that goes away changes neither the other reports nor the exit code", async () => {
		const pod = file("gone/pod.yaml", PRIVILEGED);
		const report = join(work, "gone/report.json");
		const child = spawn(
			process.execPath,
			[`${ROOT}dist/cli.js`, "scan", pod, "--format", "console", "--format", `json=${report}`],
			{ stdio: ["ignore", "pipe", "inherit"] },
		);
		child.stdout.destroy();
		expect(await new Promise((done) => child.on("close", done))).toBe(1);
		expect(JSON.parse(readFileSync(report, "utf8")).findings).not.toEqual([]);
	});

	test("stdout stays empty when all formats go to files; no colour codes without a terminal", async () => {
		const pod = file("files/pod.yaml", PRIVILEGED);
		const formats = ["console", "json", "sarif", "markdown"];
		const out = join(work, "files/out");
		const { stdout } = await assay([
			"scan",
			pod,
			...formats.flatMap((format) => ["--format", `${format}=${out}/report.${format}`]),
		]);
		expect(stdout).toBe("");
		for (const format of formats) {
			const text = readFileSync(`${out}/report.${format}`, "utf8");
			expect(text).toContain("k8s-privileged");
			expect(text).not.toContain("\u001b");
		}
	});
});

describe("other commands", () => {
	test("rules, a rule, frameworks, a framework, explain", async () => {
		const rules = await assay(["rules"]);
		expect(rules.stdout).toContain("k8s-privileged");
		const rule = await assay(["rules", "k8s-privileged"]);
		expect(rule.stdout).toContain("How to fix it (Kubernetes)");
		expect((await assay(["explain", "k8s-privileged"])).stdout).toBe(rule.stdout);
		expect(JSON.parse((await assay(["rules", "--json"])).stdout).length).toBeGreaterThanOrEqual(50);
		expect((await assay(["frameworks"])).stdout).toContain("soc2");
		expect((await assay(["frameworks", "soc2"])).stdout).toContain("CC6.1");
		for (const text of [rules.stdout, rule.stdout]) {
			const long = text.split("\n").filter((line) => line.length > 80 && line.trim().includes(" "));
			expect(long).toEqual([]);
		}
		expect((await assay(["rules", "nope"])).code).toBe(2);
		expect((await assay(["frameworks", "nope"])).code).toBe(2);
	});
});
