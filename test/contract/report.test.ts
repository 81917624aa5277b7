import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { loadAssets, rulesOf } from "../../src/policy/assets.ts";
import { writeJson } from "../../src/report/json.ts";
import { writeSarif } from "../../src/report/sarif.ts";
import { scan } from "../../src/scan.ts";
import { validSarif } from "./sarif.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
	JSON.parse(readFileSync(`${root}rules/schema/report.schema.json`, "utf8")),
);
const assets = await loadAssets();

test.each([
	"ai-gateway",
	"ai-gateway-hardened",
	"claude-aws",
	"claude-aws-hardened",
	"claude-gcp",
	"claude-azure",
	"claude-edge",
])("the report on %s follows its published schema, and its parts fit together", async (system) => {
	const report = await scan({ targets: [`fixtures/systems/${system}`], cwd: root, assets });
	validate(JSON.parse(writeJson(report)));
	expect(validate.errors ?? []).toEqual([]);

	const sarif = validSarif(writeSarif(report, rulesOf(assets)));
	expect(sarif.runs[0]!.results).toHaveLength(report.findings.length);
	for (const { locations, ruleIndex } of sarif.runs[0]!.results!) {
		expect(locations![0]!.physicalLocation!.artifactLocation!.uri).not.toMatch(/^[a-z]+:|^\//);
		expect(ruleIndex).toBeGreaterThanOrEqual(0);
	}

	const prints = report.findings.map(({ fingerprint }) => fingerprint);
	expect(new Set(prints).size).toBe(prints.length);
	for (const framework of report.frameworks) {
		const counted = Object.values(framework.statuses).reduce((sum, count) => sum + count, 0);
		expect([framework.id, counted, framework.controls.length]).toEqual([
			framework.id,
			framework.coverage.listed,
			framework.coverage.listed,
		]);
		for (const { findings } of framework.controls) for (const print of findings) expect(prints).toContain(print);
		if (framework.score?.value != null) {
			expect(framework.score.lower).toBeLessThanOrEqual(framework.score.upper);
		}
	}
	for (const { message, evidence, location } of report.findings) {
		// What an absent value leaves in a Rego template.
		expect(message).not.toContain("<undefined>");
		expect(evidence ?? "").not.toContain("<undefined>");
		expect(location.startLine).toBeGreaterThanOrEqual(1);
		expect(location.endLine).toBeGreaterThanOrEqual(location.startLine);
	}
});

test("all 304 controls are listed, whatever is scanned", async () => {
	const report = await scan({ targets: ["-"], stdin: async () => new Uint8Array(), cwd: root, assets });
	const listed = Object.fromEntries(report.frameworks.map(({ id, coverage }) => [id, coverage.listed]));
	expect(listed).toEqual({ gdpr: 37, hipaa: 75, iso27001: 93, iso42001: 38, soc2: 61 });
	expect(report.frameworks.map(({ score }) => score)).toEqual([null, null, null, null, null]);
});
