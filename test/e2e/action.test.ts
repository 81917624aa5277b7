import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { bundleAction } from "../../scripts/bundle.mjs";
import { ROOT } from "./run.ts";

const work = mkdtempSync(join(tmpdir(), "assay-action-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

// The bundle alone, in a folder without node_modules, as the runner has it.
beforeAll(async () => {
	await bundleAction(join(work, "action/index.js"));
	cpSync(`${ROOT}dist/assets`, join(work, "action/assets"), { recursive: true });
	cpSync(`${ROOT}fixtures/systems/ai-gateway`, join(work, "workspace/manifests"), { recursive: true });
});

function runAction(inputs: Record<string, string>) {
	mkdirSync(join(work, "runner"), { recursive: true });
	for (const name of ["summary", "output"]) writeFileSync(join(work, "runner", name), "");
	const env: Record<string, string> = {
		PATH: process.env.PATH!,
		GITHUB_ACTIONS: "true",
		GITHUB_WORKSPACE: join(work, "workspace"),
		GITHUB_STEP_SUMMARY: join(work, "runner/summary"),
		GITHUB_OUTPUT: join(work, "runner/output"),
	};
	for (const [name, value] of Object.entries(inputs)) env[`INPUT_${name.toUpperCase()}`] = value;
	const run = spawnSync(process.execPath, [join(work, "action/index.js")], { cwd: work, env, encoding: "utf8" });
	return {
		code: run.status,
		stdout: run.stdout,
		stderr: run.stderr,
		summary: readFileSync(join(work, "runner/summary"), "utf8"),
		outputs: Object.fromEntries(
			readFileSync(join(work, "runner/output"), "utf8")
				.trim()
				.split("\n")
				.map((line) => line.split("=") as [string, string]),
		),
	};
}

test("scans the workspace, writes the reports, the summary and the outputs, and fails on findings", () => {
	const { code, stdout, stderr, summary, outputs } = runAction({ paths: "manifests", frameworks: "soc2,iso27001" });
	expect(stderr).toBe("");
	expect(code).toBe(1);
	expect(stdout).toContain("k8s-netpol-egress-anywhere");
	expect(summary).toContain("## Assay: ");
	expect(outputs).toMatchObject({ "exit-code": "1", "sarif-file": "assay.sarif", critical: "0" });
	const sarif = JSON.parse(readFileSync(join(work, "workspace/assay.sarif"), "utf8"));
	expect(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toMatch(/^manifests\//);
	expect(sarif.runs[0].taxonomies.map(({ name }: { name: string }) => name)).toEqual(["soc2", "iso27001"]);
});

test("inputs reach the scan: threshold, parameters, a wrong framework", () => {
	expect(runAction({ paths: "manifests", "fail-on": "never" }).code).toBe(0);
	expect(runAction({ paths: "manifests", params: "no_such_parameter=1" }).stderr).toContain("unknown parameter");
	expect(runAction({ paths: "manifests", frameworks: "soc3" }).code).toBe(2);
});

test("action.yml names the inputs and outputs that the program reads and writes", () => {
	const action = parse(readFileSync(`${ROOT}action.yml`, "utf8"));
	const source = readFileSync(`${ROOT}src/action.ts`, "utf8");
	for (const name of Object.keys(action.inputs)) expect(source).toContain(`"${name}"`);
	const { outputs } = runAction({ paths: "manifests" });
	expect(Object.keys(outputs).sort()).toEqual(Object.keys(action.outputs).sort());
	expect(action.runs).toEqual({ using: "node24", main: "dist/action/index.js" });
});

test("leaves aside what a shared configuration says of history and alerts, and says so", () => {
	const config = join(work, "workspace/nightly.yaml");
	const alerts = "alerts:\n  channels:\n    - { id: team, type: slack, url: 'https://hooks.example.com/x' }\n";
	writeFileSync(config, `history: runs\n${alerts}fail-on: never\n`);
	const { code, stderr } = runAction({ paths: "manifests", config: "nightly.yaml" });
	rmSync(config);
	expect(stderr).toBe("note: not done by the Action, which scans files: history, alerts\n");
	expect(code).toBe(0);
});
