import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { ScanError } from "../../src/choices.ts";
import { type Assets, loadAssets } from "../../src/policy/assets.ts";
import { type ScanOptions, scan } from "../../src/scan.ts";

const assets = await loadAssets();
const work = mkdtempSync(join(tmpdir(), "assay-scan-"));
afterAll(() => rmSync(work, { recursive: true }));

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example.com/web:latest
          securityContext: {privileged: true}
`;

/** Scans the text of a manifest. */
const scanText = (options: Partial<ScanOptions> = {}, text = DEPLOYMENT) =>
	scan({ targets: ["-"], stdin: async () => new TextEncoder().encode(text), assets, ...options });

describe("what is judged", () => {
	test("only the rules named, by id or former id, without those to skip", async () => {
		const ids = async (options: Partial<ScanOptions>) => (await scanText(options)).rules.map(({ id }) => id);
		expect(await ids({ rules: ["k8s-privileged", "k8s-image-tag"] })).toEqual(["k8s-image-tag", "k8s-privileged"]);
		expect(await ids({ rules: ["k8s-privileged", "k8s-image-tag"], skipRules: ["k8s-image-tag"] })).toEqual([
			"k8s-privileged",
		]);
		const all = await ids({});
		expect(all).toEqual(assets.policySet.rules.map(({ id }) => id).toSorted());
		expect(await ids({ skipRules: ["k8s-privileged"] })).toEqual(all.filter((id) => id !== "k8s-privileged"));
		const renamed: Assets = {
			...assets,
			policySet: {
				...assets.policySet,
				rules: assets.policySet.rules.map((rule) =>
					rule.id === "k8s-privileged" ? { ...rule, aliases: ["old-privileged"] } : rule,
				),
			},
		};
		expect(await ids({ rules: ["old-privileged"], assets: renamed })).toEqual(["k8s-privileged"]);
	});

	test("the order of the targets does not matter, even where keys are equal", async () => {
		const targets = ["a", "b"].map((name) => {
			mkdirSync(join(work, name), { recursive: true });
			writeFileSync(join(work, name, "web.yaml"), DEPLOYMENT);
			return name;
		});
		const options = { cwd: work, assets, timestamp: "2026-01-01T00:00:00.000Z" };
		const report = await scan({ ...options, targets });
		expect(report.findings.length).toBeGreaterThan(0);
		expect(await scan({ ...options, targets: targets.toReversed() })).toEqual(report);
	});

	test("no rule at all is an error, for it would look like no finding", async () => {
		await expect(scanText({ rules: [] })).rejects.toThrow(ScanError);
		await expect(scanText({ rules: ["k8s-image-tag"], skipRules: ["k8s-image-tag"] })).rejects.toThrow(
			"no rule is left",
		);
	});

	test("only rules of at least a severity", async () => {
		const { rules } = await scanText({ severityMin: "high" });
		expect(new Set(rules.map(({ severity }) => severity))).toEqual(new Set(["critical", "high"]));
		expect(rules).toHaveLength(
			assets.policySet.rules.filter(({ severity }) => severity === "critical" || severity === "high").length,
		);
	});

	test("frameworks in the order asked for, however they are spelled, each once", async () => {
		const { frameworks, findings } = await scanText({ frameworks: ["SOC-2", "ISO 27001", "soc2"] });
		expect(frameworks.map(({ id }) => id)).toEqual(["soc2", "iso27001"]);
		const served = findings.find(({ rule }) => rule === "k8s-privileged")!.controls.map(({ framework }) => framework);
		expect([...new Set(served)]).toEqual(["soc2", "iso27001"]);
	});

	test("without frameworks there are findings and no scores", async () => {
		const { frameworks, findings } = await scanText({ frameworks: [], rules: ["k8s-privileged"] });
		expect(frameworks).toEqual([]);
		expect(findings.map(({ rule, controls }) => [rule, controls])).toEqual([["k8s-privileged", []]]);
	});
});

describe("parameters", () => {
	const replicas = async (parameters: Record<string, unknown>) => {
		const report = await scanText({ parameters, rules: ["k8s-replicas-min"] });
		const shown = report.parameters.find(({ name }) => name === "min_replicas");
		return { findings: report.findings.length, shown, rule: report.rules[0]! };
	};

	test("a default, an override as value or text: the report says which", async () => {
		expect(await replicas({})).toMatchObject({ findings: 0, shown: { value: 2, default: true } });
		expect(await replicas({ min_replicas: 3 })).toMatchObject({ findings: 1, shown: { value: 3, default: false } });
		expect(await replicas({ min_replicas: "3" })).toMatchObject({ findings: 1, shown: { value: 3, default: false } });
		expect(await replicas({ min_replicas: 2 })).toMatchObject({ shown: { value: 2, default: true } });
	});

	test("unset, the rule that reads it is not assessed", async () => {
		const { findings, rule } = await replicas({ min_replicas: null });
		expect(findings).toBe(0);
		expect(rule).toMatchObject({ status: "not-assessed", passed: 0 });
		expect(rule.notAssessed).toEqual([
			{ resource: "apps/Deployment/shop/web", reason: "parameter min_replicas is not set" },
		]);
	});
});

test.each([
	["no targets", { targets: [] }, "nothing to scan"],
	["an unknown framework", { frameworks: ["soc9"] }, "known: gdpr, hipaa, iso27001, iso42001, soc2"],
	["an unknown rule", { rules: ["nope"] }, "assay rules lists them"],
	["an unknown rule to skip", { skipRules: ["nope"] }, "assay rules lists them"],
	["an unknown severity", { severityMin: "hgih" as "high" }, "known: critical, high, medium, low, info"],
	[
		"unknown and wrong parameters",
		{ parameters: { nope: 1, min_replicas: "few" } },
		/whole number[\s\S]*unknown parameter/,
	],
])("%s: the scan does not start, and the message says what there is", async (_, options, message) => {
	await expect(scanText(options)).rejects.toThrow(ScanError);
	await expect(scanText(options)).rejects.toThrow(message);
});

test("two plans with the same addresses are two sets of resources, each found in its own file", async () => {
	const fixture = fileURLToPath(new URL("../../fixtures/rules/audit/cloudtrail_log_validation/", import.meta.url));
	const plan = JSON.parse(readFileSync(`${fixture}mixed-trails/plan.json`, "utf8"));
	mkdirSync(join(work, "plans"));
	// The second one with a name in brackets, and spread over lines so that places can be told.
	writeFileSync(join(work, "plans/a.json"), JSON.stringify(plan, null, 2));
	writeFileSync(join(work, "plans/b (1).json"), JSON.stringify(plan, null, 2));
	const rules = ["cloudtrail-log-validation"];
	const one = await scan({ targets: ["a.json"], cwd: join(work, "plans"), rules, assets });
	const both = await scan({ targets: ["a.json", "b (1).json"], cwd: join(work, "plans"), rules, assets });

	expect(one.findings.length).toBeGreaterThan(0);
	expect(both.summary.resources).toBe(2 * one.summary.resources);
	const inFile = (uri: string) => both.findings.filter(({ location }) => location.uri === uri);
	expect(inFile("a.json").map(({ resource }) => resource.key)).toEqual(
		one.findings.map(({ resource }) => resource.key),
	);
	expect(inFile("b (1).json").map(({ resource }) => resource.key)).toEqual(
		one.findings.map(({ resource }) => `${resource.key} (b (1).json)`),
	);
	expect(inFile("b (1).json").map(({ location }) => [location.precision, location.startLine])).toEqual(
		one.findings.map(({ location }) => ["object", location.startLine]),
	);
	expect(new Set(both.findings.map(({ fingerprint }) => fingerprint)).size).toBe(both.findings.length);
});

test("a rule that cannot be evaluated makes the scan incomplete and its controls errored, and the others go on", async () => {
	const broken: Assets = {
		...assets,
		policySet: {
			...assets.policySet,
			rules: assets.policySet.rules.map((rule) =>
				rule.id === "k8s-image-tag" ? { ...rule, package: "no.such_package" } : rule,
			),
		},
	};
	const report = await scanText({ assets: broken, rules: ["k8s-image-tag", "k8s-privileged"] });
	expect(report.complete).toBe(false);
	expect(report.diagnostics.map(({ severity, code }) => [severity, code])).toEqual([["error", "rule-error"]]);
	expect(report.diagnostics[0]!.message).toContain("k8s-image-tag");
	expect(report.rules.map(({ id, status, passed }) => [id, status, passed])).toEqual([
		["k8s-image-tag", "errored", 0],
		["k8s-privileged", "evaluated", 0],
	]);
	expect(report.findings.map(({ rule }) => rule)).toEqual(["k8s-privileged"]);
	const touched = report.frameworks
		.flatMap(({ controls }) => controls)
		.filter(({ rules }) => rules.some(({ id, role }) => id === "k8s-image-tag" && role === "primary"));
	expect(touched.length).toBeGreaterThan(0);
	for (const { status } of touched) expect(["errored", "violated"]).toContain(status);
});

test("a fixed timestamp makes two reports equal", async () => {
	const once = () => scanText({ timestamp: "2026-01-01T00:00:00.000Z" });
	expect(await once()).toEqual(await once());
	expect((await once()).scannedAt).toBe("2026-01-01T00:00:00.000Z");
});
