import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../src/model/report.ts";
import { type SarifOptions, writeSarif } from "../../../src/report/sarif.ts";
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
	test("full: 30,000 findings are all there, in runs of 25,000 with a category each", () => {
		const many = Array.from({ length: 30_000 }, (_, index) =>
			finding({ fingerprint: index.toString(16).padStart(32, "0"), severity: index < 100 ? "critical" : "low" }),
		);
		const { runs } = JSON.parse(writeSarif(report(many), [RULE], { category: "infra/live/" })) as Log;
		expect(runs.map(({ results }) => results!.length)).toEqual([25_000, 5_000]);
		expect(runs.map(({ automationDetails }) => automationDetails!.id)).toEqual(["infra/live/", "infra/live-2/"]);
		expect(JSON.stringify(runs[1]!.invocations)).toContain("run 2 of 2");
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

function only(change: Partial<Finding>, options: SarifOptions = {}) {
	const { runs } = validSarif(writeSarif(report([finding(change)]), [RULE], options));
	return { run: runs[0]!, result: runs[0]!.results![0]!, rule: runs[0]!.tool.driver.rules! };
}

const waiver = {
	kind: "waiver" as const,
	justification: "moves in Q3",
	owner: "platform",
	expires: "2027-03-31",
	ticket: "SEC-1",
	source: { uri: "assay-waivers.yaml", line: 4 },
};

describe("suppressed findings", () => {
	test("full: where they are accepted, why and by whom", () => {
		const { run, result } = only({ suppression: waiver, baselineState: "unchanged" });
		const index = run.artifacts!.findIndex(({ location }) => location!.uri === "assay-waivers.yaml");
		expect(run.artifacts![index]!.roles).toEqual(["userSpecifiedConfiguration"]);
		expect(result.baselineState).toBe("unchanged");
		expect(result.suppressions).toEqual([
			{
				kind: "external",
				status: "accepted",
				justification: "moves in Q3",
				location: {
					physicalLocation: {
						artifactLocation: { uri: "assay-waivers.yaml", uriBaseId: "%SRCROOT%", index },
						region: { startLine: 4 },
					},
				},
				properties: { kind: "waiver", owner: "platform", expires: "2027-03-31", ticket: "SEC-1" },
			},
		]);
		expect(only({ suppression: { ...waiver, kind: "inline" } }).result.suppressions![0]!.kind).toBe("inSource");
	});

	test("github: left out, and a notification counts them", () => {
		const notices: string[] = [];
		const all = report([finding(), finding({ suppression: waiver, fingerprint: "1".repeat(32) })]);
		const text = writeSarif(all, [RULE], { profile: "github", notify: ({ message }) => notices.push(message) });
		const [run] = validSarif(text).runs;
		expect(run!.results).toHaveLength(1);
		expect(notices).toEqual(["1 suppressed finding left out of the SARIF file"]);
		expect(run!.invocations![0]!.toolExecutionNotifications!.map(({ message }) => message.text)).toEqual(notices);
	});
});

test("fixes replace whole lines and leave the ending of the last; lines that go take theirs with them", () => {
	const change = (startLine: number, endLine: number, text: string) => ({
		uri: "a/pod.yaml",
		startLine,
		endLine,
		text,
	});
	const changes = [change(2, 1, "new\n"), change(3, 4, "x: 1\ny: 2\n"), change(6, 7, "")];
	const [fix] = only({ fix: { description: "Removes it.", changes } }).result.fixes!;
	expect(fix!.description!.text).toBe("Removes it.");
	expect(fix!.artifactChanges).toHaveLength(1);
	expect(fix!.artifactChanges[0]!.replacements).toEqual([
		{ deletedRegion: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 1 }, insertedContent: { text: "new\n" } },
		{ deletedRegion: { startLine: 3, startColumn: 1, endLine: 4 }, insertedContent: { text: "x: 1\ny: 2" } },
		{ deletedRegion: { startLine: 6, startColumn: 1, endLine: 8, endColumn: 1 } },
	]);
});

test("line hashes: each file is read once, and what cannot be read has none", () => {
	const asked: string[] = [];
	const texts: Record<string, string> = { "a/pod.yaml": "a: 1\n".repeat(8) };
	const at = (uri: string, startLine: number) =>
		finding({ location: { ...finding().location, uri, startLine, endLine: startLine } });
	const findings = [at("a/pod.yaml", 9), at("gone.yaml", 1), at("a/pod.yaml", 1), at("a/pod.yaml", 400)];
	const readText = (uri: string) => {
		asked.push(uri);
		return texts[uri] ?? null;
	};
	const log = validSarif(writeSarif(report(findings), [RULE], { readText }));
	const hashes = log.runs[0]!.results!.map(({ partialFingerprints }) => partialFingerprints!.primaryLocationLineHash);
	expect(asked).toEqual(["a/pod.yaml", "gone.yaml"]);
	expect(hashes[0]).toBe("c129715d7a2bc9a3:1");
	expect(hashes[2]).toMatch(/^[0-9a-f]+:1$/);
	expect([hashes[1], hashes[3]]).toEqual([undefined, undefined]);
});

test("a finding graded otherwise: github reads it from a rule of its own, full from the result", () => {
	const github = only({ severity: "low" }, { profile: "github" });
	expect(github.result.ruleId).toBe("k8s-privileged/low");
	expect(github.rule.map(({ id }) => id)).toEqual(["k8s-privileged", "k8s-privileged/low"]);
	expect(github.rule[github.result.ruleIndex!]!.properties).toMatchObject({ "security-severity": "2.0" });
	const full = only({ severity: "low" });
	expect([full.result.ruleId, full.result.level, full.rule.length]).toEqual(["k8s-privileged", "note", 1]);
});

test("github: a place of several lines is its first line, as long as that is", () => {
	const location = { ...finding().location, startLine: 2, startColumn: 3, endLine: 40, endColumn: 1 };
	const readText = () => "a:\n  bc: 1\n";
	const region = (options: SarifOptions) => only({ location }, options).result.locations![0]!.physicalLocation!.region;
	expect(region({ profile: "github", readText })).toEqual({ startLine: 2, startColumn: 3, endLine: 2, endColumn: 8 });
	expect(region({ profile: "full", readText })!.endLine).toBe(40);
});

test("related places are linked from the message, and nothing from the input is a link", () => {
	const related = [{ message: "module [x](y)", location: { ...finding().location, uri: "m/main.tf" } }];
	const { result } = only({ related, message: "see [here](https://example.com)" });
	expect(result.message.text).toBe("p: see [here] (https://example.com). See: [module (x) (y)](1)");
	expect(result.relatedLocations![0]!.physicalLocation!.artifactLocation!.uri).toBe("m/main.tf");
});

test("tags name a control of every framework before a second of one", () => {
	const [framework] = report([]).frameworks;
	const frameworks = ["a", "b", "c"].map((id) => ({
		...framework!,
		id,
		controls: ["1", "2", "3", "4"].map((control) => ({ ...framework!.controls[0]!, id: control })),
	}));
	const [run] = validSarif(writeSarif(report([finding()], { frameworks }), [RULE])).runs;
	const { tags } = run!.tool.driver.rules![0]!.properties as { tags: string[] };
	expect(tags.slice(2)).toEqual(["a/1", "b/1", "c/1", "a/2", "b/2", "c/2", "a/3", "b/3"]);
	expect(new Set(run!.taxonomies!.map(({ guid }) => guid)).size).toBe(3);
});
