import { gzipSync } from "node:zlib";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { writeSarif } from "../../../src/report/sarif.ts";
import { validSarif } from "../../contract/sarif.ts";
import { finding, RULE, report } from "./sample.ts";

test("is valid, with the place, the help and the controls of the rule", () => {
	const log = validSarif(writeSarif(report([finding()]), [RULE]));
	const run = log.runs[0]!;
	const [result] = run.results!;
	expect(result!.locations![0]!.physicalLocation!.region).toEqual({
		startLine: 9,
		startColumn: 9,
		endLine: 9,
		endColumn: 25,
	});
	const rule = run.tool.driver.rules![result!.ruleIndex!]!;
	expect(rule.id).toBe(result!.ruleId);
	expect(rule.properties).toMatchObject({ "security-severity": "9.5", tags: ["security", "hardening", "soc2/CC6.1"] });
	expect(rule.help!.markdown).toContain("privileged: false");
	expect(run.taxonomies![0]!.taxa!.map((taxon) => taxon.id)).toEqual(["CC6.1"]);
	expect(run.artifacts![result!.locations![0]!.physicalLocation!.artifactLocation!.index!]!.location!.uri).toBe(
		"a/pod.yaml",
	);
});

test("is valid without findings and with diagnostics", () => {
	const diagnostics = [
		{ severity: "error" as const, code: "yaml-syntax", message: "broken", uri: "a b.yaml", line: 3 },
		{ severity: "warning" as const, code: "empty", message: "nothing", uri: null, line: null },
	];
	const run = validSarif(writeSarif(report([], { complete: false, diagnostics }), [RULE])).runs[0]!;
	expect(run.invocations![0]!.executionSuccessful).toBe(false);
	expect(run.invocations![0]!.toolExecutionNotifications!.map(({ level }) => level)).toEqual(["error", "warning"]);
});

test("names that are no plain URI are encoded and stay relative", () => {
	for (const [uri, encoded] of [
		["a b/#1%.yaml", "a%20b/%231%25.yaml"],
		["c:d.yaml", "c%3Ad.yaml"],
		["ünï/日.yaml", "%C3%BCn%C3%AF/%E6%97%A5.yaml"],
		["\ud800.yaml", "%EF%BF%BD.yaml"],
	] as const) {
		const log = validSarif(writeSarif(report([finding({ location: { ...finding().location, uri } })]), [RULE]));
		expect(log.runs[0]!.results![0]!.locations![0]!.physicalLocation!.artifactLocation!.uri).toBe(encoded);
	}
});

describe("GitHub's limits", () => {
	test("30,000 findings: the 25,000 gravest stay, a notification says so, the file stays under 10 MB gzipped", () => {
		const many = Array.from({ length: 30_000 }, (_, index) =>
			finding({ fingerprint: index.toString(16).padStart(32, "0"), severity: index < 100 ? "critical" : "low" }),
		);
		const text = writeSarif(report(many), [RULE]);
		const run = (JSON.parse(text) as Log).runs[0]!;
		expect(run.results).toHaveLength(25_000);
		expect(run.results!.filter(({ level }) => level === "error")).toHaveLength(100);
		expect(JSON.stringify(run.invocations)).toContain("5000 findings of the lowest severities left out");
		expect(gzipSync(text).byteLength).toBeLessThan(10_000_000);
	});

	test("long messages are cut, tags stay within ten, every result has a place", () => {
		const controls = Array.from({ length: 30 }, (_, index) => ({
			...report([]).frameworks[0]!.controls[0]!,
			id: `CC${index}`,
		}));
		const framework = { ...report([]).frameworks[0]!, controls };
		const long = finding({ message: "x".repeat(400_000) });
		const run = validSarif(writeSarif(report([long], { frameworks: [framework] }), [RULE])).runs[0]!;
		expect(run.results![0]!.message.text!.length).toBeLessThanOrEqual(1_024);
		expect((run.tool.driver.rules![0]!.properties as { tags: string[] }).tags).toHaveLength(10);
		expect(run.results!.every(({ locations }) => locations!.length === 1)).toBe(true);
	});
});
