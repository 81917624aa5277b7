import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Report } from "../../src/model/report.ts";
import { assay, ROOT } from "./run.ts";

const folders: string[] = [];
afterAll(() => {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const POD = `apiVersion: v1
kind: Pod
metadata: {name: p, namespace: shop}
spec:
  containers:
    - name: c
      image: example.com/c:v1
      securityContext:
        privileged: true
`;

/** A folder with files, and a scan of it on 2026-11-21. */
function project(files: Record<string, string>) {
	const cwd = mkdtempSync(join(tmpdir(), "assay-suppressions-"));
	folders.push(cwd);
	const write = (name: string, text: string) => {
		mkdirSync(join(cwd, name, ".."), { recursive: true });
		writeFileSync(join(cwd, name), text);
	};
	for (const [name, text] of Object.entries(files)) write(name, text);
	const run = (...args: string[]) => assay(["scan", "--timestamp", "2026-11-21T12:00:00Z", ...args], { cwd });
	const json = async (...args: string[]) => {
		const result = await run(...args, "--format", "json");
		return { ...result, report: JSON.parse(result.stdout) as Report };
	};
	return { cwd, write, run, json };
}

const of = (report: Report, rule: string) => report.findings.filter((finding) => finding.rule === rule);
const privileged = ["k8s.yaml", "--rule", "k8s-privileged"];

describe("comments", () => {
	const commented = POD.replace(
		"    - name: c\n",
		'    # assay:ignore k8s-privileged until=2026-11-21 reason="node agent" owner=sec\n    - name: c\n',
	);

	test("accept a finding: out of the exit code, in the report, never passed", async () => {
		const { json, run } = project({ "k8s.yaml": commented });
		const { code, report, stderr } = await json(...privileged);
		expect(stderr).toBe("");
		expect(code).toBe(0);
		expect(report.findings).toHaveLength(1);
		expect(report.findings[0]!.suppression).toMatchObject({
			kind: "inline",
			owner: "sec",
			source: { uri: "k8s.yaml", line: 6 },
		});
		expect(report.summary).toMatchObject({ waived: 1, findings: { critical: 0 } });
		expect(report.rules[0]).toMatchObject({ passed: 0, failed: 1 });
		const { stdout } = await run(...privileged);
		expect(stdout).toContain("No open findings.");
		expect(stdout).toContain("by sec until 2026-11-21: node agent");
		expect(stdout).toContain("1 waived");
		expect(stdout).not.toContain("CRITICAL (");
	});

	test("end after their day, are ignored on demand, and cannot touch protected rules", async () => {
		const { json, write } = project({ "k8s.yaml": commented });
		const over = await json(...privileged, "--timestamp", "2026-11-22T00:00:00Z");
		expect(over.code).toBe(1);
		expect(over.stderr).toContain("k8s.yaml:6: the exception from k8s-privileged expired on 2026-11-21");
		const off = await json(...privileged, "--no-inline-suppressions");
		expect(off).toMatchObject({ code: 1, stderr: "" });
		write("assay.yaml", "protected: [k8s-privileged]\n");
		const guarded = await json(...privileged);
		expect(guarded.code).toBe(1);
		expect(guarded.stderr).toContain("[protected-rule]");
		write("assay.yaml", "protected: [k8s-privilegd]\n");
		expect((await json(...privileged).catch(() => ({ code: 2 }))).code).toBe(2);
	});

	test("in Terraform code, for a plan: on the block, over all of the file, and told where they are not needed", async () => {
		const { cwd, json } = project({});
		cpSync(`${ROOT}fixtures/rules/audit/guardduty_enabled/fail-no-detector`, cwd, { recursive: true });
		const code = readFileSync(join(cwd, "main.tf"), "utf8");
		const plain = await json("plan.json");
		const placed = plain.report.findings.filter(({ location }) => location.uri === "main.tf");
		expect(placed.length).toBeGreaterThan(0);
		const [first] = placed;
		const marked = `# assay:ignore-file ${first!.rule} reason="example"\n# assay:ignore k8s-privileged reason="lost"\n${code}`;
		writeFileSync(join(cwd, "main.tf"), marked);
		const { report, stderr } = await json("plan.json");
		const ofRule = of(report, first!.rule).filter(({ location }) => location.uri === "main.tf");
		expect(ofRule.length).toBeGreaterThan(0);
		expect(ofRule.every(({ suppression }) => suppression?.source?.line === 1)).toBe(true);
		expect(report.summary.waived).toBe(ofRule.length);
		expect(stderr).toContain("main.tf:2: k8s-privileged finds nothing");
		// Nobody scanned the plan of this code.
		writeFileSync(join(cwd, "k8s.yaml"), POD);
		expect((await json("k8s.yaml")).stderr).not.toContain("main.tf");
	});
});

describe("the waiver file", () => {
	const waivers = `waivers:
  - rule: k8s-privileged
    resource: core/Pod/shop/*
    reason: node agent
    owner: alice
    expires: 2027-01-31
`;

	test("is read where it lies, or from where it is said", async () => {
		const { json, write } = project({ "k8s.yaml": POD, "assay-waivers.yaml": waivers });
		const { code, report } = await json(...privileged);
		expect(code).toBe(0);
		expect(report.findings[0]!.suppression).toMatchObject({ kind: "waiver", owner: "alice", expires: "2027-01-31" });
		write("other/w.yaml", waivers.replace("shop/*", "other/*"));
		expect((await json(...privileged, "--waivers", "other/w.yaml")).code).toBe(1);
		expect((await json(...privileged, "--waivers", "none.yaml").catch(() => ({ code: 2 }))).code).toBe(2);
	});

	test("with a faulty entry the scan is incomplete, and the entry waives nothing", async () => {
		const { json } = project({ "k8s.yaml": POD, "assay-waivers.yaml": waivers.replace("2027-01-31", "2027-02-30") });
		const { code, report, stderr } = await json(...privileged);
		expect(code).toBe(2);
		expect(report.findings[0]!.suppression).toBeNull();
		expect(stderr).toContain("error: assay-waivers.yaml:6: waivers[0].expires: is not a date");
	});

	test("for one framework: waived there, failed elsewhere, and open", async () => {
		const { json } = project({
			"k8s.yaml": POD,
			"assay-waivers.yaml": waivers.replace("    owner", "    framework: soc2\n    owner"),
		});
		const { code, report } = await json(...privileged);
		expect(code).toBe(1);
		expect(report.summary.waived).toBe(0);
		const totals = (id: string) => {
			const controls = report.frameworks.find((framework) => framework.id === id)!.controls;
			return controls.reduce(
				(sum, { failed, waived }) => ({ failed: sum.failed + failed, waived: sum.waived + waived }),
				{
					...{ failed: 0, waived: 0 },
				},
			);
		};
		expect(totals("soc2")).toEqual({ failed: 0, waived: expect.any(Number) });
		expect(totals("soc2").waived).toBeGreaterThan(0);
		expect(totals("iso27001").waived).toBe(0);
		expect(totals("iso27001").failed).toBeGreaterThan(0);
		expect((await json(...privileged, "--framework", "soc2")).code).toBe(0);
	});
});

describe("the baseline", () => {
	test("accepts what is there; what is new or changed is open; nothing else is", async () => {
		const { cwd, json, run, write } = project({ "k8s.yaml": POD });
		expect((await run("k8s.yaml", "--baseline", "b.json")).code).toBe(2);
		const made = await run("k8s.yaml", "--baseline", "b.json", "--update-baseline", "--verbose");
		expect(made.code).toBe(0);
		expect(made.stderr).toContain("[baseline-written]");
		const text = readFileSync(join(cwd, "b.json"), "utf8");
		expect((await json("k8s.yaml", "--baseline", "b.json")).code).toBe(0);
		write("k8s.yaml", `# moved\n\n${POD}---\n${POD.replace("name: p", "name: q")}`);
		const { code, report } = await json("k8s.yaml", "--baseline", "b.json", "--rule", "k8s-privileged");
		expect(code).toBe(1);
		expect(
			report.findings.map(({ resource, baselineState, suppression }) => [
				resource.key,
				baselineState,
				suppression?.kind,
			]),
		).toEqual([
			["core/Pod/shop/p", "unchanged", "baseline"],
			["core/Pod/shop/q", "new", undefined],
		]);
		write("k8s.yaml", POD.replace(":v1", ":v2"));
		const changed = await json("k8s.yaml", "--baseline", "b.json", "--verbose");
		expect(changed.report.findings.some(({ baselineState }) => baselineState === "updated")).toBe(true);
		expect(changed.stderr).toContain("[baseline-lapsed]");
		write("k8s.yaml", POD);
		await run("k8s.yaml", "--baseline", "b.json", "--update-baseline");
		expect(readFileSync(join(cwd, "b.json"), "utf8")).toBe(text);
	});

	test("of a plan holds wherever the plan is written", async () => {
		const { cwd, run } = project({});
		const plan = `${ROOT}fixtures/rules/audit/guardduty_enabled/fail-no-detector/plan.json`;
		cpSync(plan, join(cwd, "a/plan.json"));
		cpSync(plan, join(cwd, "b/tf.json"));
		const all = ["--param", "plan_complete=true", "--fail-on", "low", "--baseline", "b.json"];
		expect((await run("a/plan.json", ...all, "--update-baseline")).code).toBe(0);
		expect(readFileSync(join(cwd, "b.json"), "utf8")).toContain('"scope/plan"');
		expect((await run("b/tf.json", ...all)).code).toBe(0);
	});

	test("an incomplete scan leaves it alone", async () => {
		const { cwd, run } = project({ "k8s.yaml": POD, "b.json": "" });
		rmSync(join(cwd, "b.json"));
		const { code, stderr } = await run("k8s.yaml", "none.yaml", "--baseline", "b.json", "--update-baseline");
		expect(code).toBe(2);
		expect(stderr).toContain("[baseline-not-written]");
		expect(() => readFileSync(join(cwd, "b.json"))).toThrow();
	});
});

test("attestations fill manual controls until they expire, and exclusions take controls out", async () => {
	const { json } = project({
		"k8s.yaml": POD,
		"assay-attestations.yaml": `attestations:
  - {framework: soc2, control: CC1.1, verdict: met, owner: ciso, date: 2026-01-01, evidence: "https://wiki/x", expires: 2026-11-21}
exclusions:
  - {framework: iso27001, control: A.7.1, reason: no premises, owner: ciso}
`,
	});
	const control = (report: Report, framework: string, id: string) =>
		report.frameworks.find((each) => each.id === framework)!.controls.find((each) => each.id === id)!;
	const { report } = await json("k8s.yaml");
	expect(control(report, "soc2", "CC1.1")).toMatchObject({
		status: "attested",
		attestation: { owner: "ciso", evidence: "https://wiki/x", expires: "2026-11-21" },
	});
	expect(control(report, "soc2", "CC1.1").statusReason).toContain("valid until 2026-11-21; evidence: https://wiki/x");
	expect(control(report, "iso27001", "A.7.1")).toMatchObject({ status: "excluded" });
	const later = await json("k8s.yaml", "--timestamp", "2026-11-22T00:00:00Z");
	expect(control(later.report, "soc2", "CC1.1").status).toBe("manual");
	expect(later.stderr).toContain("[attestation-expired]");
});
