import { createCipheriv } from "node:crypto";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import type { Finding, FrameworkAssessment, Report } from "../../src/model/report.ts";
import { type Rule, SEVERITIES } from "../../src/model/rule.ts";
import { writeSarif } from "../../src/report/sarif.ts";
import { finding, RULE, report } from "../unit/report/sample.ts";
import { codeScanningFaults } from "./code-scanning.ts";
import { validSarif } from "./sarif.ts";

/** Six million characters without a pattern, the same on each run. */
const NOISE = createCipheriv("aes-128-ctr", Buffer.alloc(16), Buffer.alloc(16))
	.update(Buffer.alloc(4_500_000))
	.toString("base64url");

/** A piece of text that hardly compresses; neighbours are far apart, so that no compressor finds them again. */
function noise(seed: number, length: number): string {
	const start = (seed * 1_299_709) % (NOISE.length - length);
	return NOISE.slice(start, start + length);
}

/** The findings in the order of a report, with fingerprints of their own. */
function many(count: number, make: (index: number) => Partial<Finding> = () => ({})): Finding[] {
	return Array.from({ length: count }, (_, index) => {
		const severity = SEVERITIES[Math.floor((index / count) * SEVERITIES.length)]!;
		return finding({ fingerprint: noise(index, 32), severity, ...make(index) });
	});
}

function at(uri: string, line = 9): Finding["location"] {
	return { ...finding().location, uri, startLine: line, endLine: line };
}

const framework = report([]).frameworks[0]!;
const frameworks = Array.from(
	{ length: 50 },
	(_, index): FrameworkAssessment => ({
		...framework,
		id: `framework-${index}`,
		title: `Framework | ${index}`,
		controls: Array.from({ length: 20 }, (_, control) => ({
			...framework.controls[0]!,
			id: `C-${index}.${control}`,
			rules: [{ id: RULE.id, role: control % 2 === 0 ? "primary" : "supporting", rationale: "a | b\nc `d`" }],
		})),
	}),
);

const rules: Rule[] = Array.from({ length: 2_000 }, (_, index) => ({
	...RULE,
	id: `rule-${index}-${"x".repeat(index % 300)}`,
	title: noise(index, 3_000),
	description: noise(index + 3_000, 3_000),
	remediation: { kubernetes: { text: noise(index + 6_000, 20_000), snippet: "`````\n".repeat(50) } },
}));

const HOSTILE = [
	"a b/#1%.yaml",
	"c:d.yaml",
	"C:\\Users\\me\\x.yaml",
	"ünï/日本😀.yaml",
	"\ud800\udc00\ud800.yaml",
	"line\nfeed\r\ttab.yaml",
	"./here/./x.yaml",
	"../outside/x.yaml",
	"/absolute/x y.yaml",
	"a//b.yaml",
	"https://example.com/x.yaml",
	"[x](http://evil)?q=1#f.yaml",
	"<script>\"'`.yaml",
	"\u202egnp.yaml",
	"%2e%2e/%00.yaml",
	".",
	`${"long/".repeat(2_000)}x.yaml`,
];

function rulesOfReport(all: Rule[]): Report["rules"] {
	return all.map((rule) => ({ ...report([]).rules[0]!, id: rule.id, title: rule.title }));
}

const suppression: NonNullable<Finding["suppression"]> = {
	kind: "inline",
	justification: "accepted [here](http://x)\n",
	owner: "sec",
	expires: "2027-01-01",
	source: { uri: "a b.yaml", line: 3 },
};

const EXTREMES: [string, () => { report: Report; rules: Rule[] }][] = [
	["nothing", () => ({ report: report([]), rules: [] })],
	["30,000 findings", () => ({ report: report(many(30_000)), rules: [RULE] })],
	[
		"30,000 findings in files of their own, with messages of noise",
		() => ({
			report: report(
				many(30_000, (index) => ({
					message: noise(index + 50_000, 2_000),
					evidence: noise(index + 90_000, 400),
					location: at(`${noise(index + 130_000, 200)}.yaml`, index + 1),
				})),
			),
			rules: [RULE],
		}),
	],
	[
		"messages of 400 KB",
		() => ({
			report: report(many(60, (index) => ({ message: `${"😀".repeat(index)}${noise(index, 400_000)}` }))),
			rules: [RULE],
		}),
	],
	[
		"hostile names",
		() => ({
			report: report(
				HOSTILE.map((name, index) =>
					finding({
						fingerprint: noise(index, 32),
						location: { ...at(name), endLine: 900 },
						message: name,
						resource: { key: name, type: name, name, origin: "kubernetes", scope: name },
						evidence: name,
						related: HOSTILE.map((other) => ({ message: `see ${other}`, location: at(other) })),
						fix: { description: name, changes: [{ uri: name, startLine: 1, endLine: 1, text: `${name}\n` }] },
					}),
				),
				{
					inputs: HOSTILE.map((uri) => ({ uri, origin: "kubernetes", resources: 1, sha256: null })),
					diagnostics: HOSTILE.map((uri) => ({ severity: "error", code: "x", message: uri, uri, line: 1 })),
				},
			),
			rules: [RULE],
		}),
	],
	[
		"2,000 rules with long texts",
		() => ({
			report: report(
				many(4_000, (index) => ({ rule: rules[index % rules.length]!.id })),
				{ rules: rulesOfReport(rules) },
			),
			rules,
		}),
	],
	["50 frameworks", () => ({ report: report(many(20), { frameworks }), rules: [RULE] })],
	[
		"instances and related places by the thousand",
		() => ({
			report: report(
				many(5, () => ({
					instances: Array.from({ length: 10_000 }, (_, index) => ({
						...{ resource: `aws_s3_bucket.a["${index}"]`, path: [], message: "m" },
						...{ fingerprint: noise(index, 32), evaluated: "0" },
					})),
					related: Array.from({ length: 3_000 }, (_, index) => ({
						message: `[${index}](2)`,
						location: at("m.tf", index + 1),
					})),
				})),
			),
			rules: [RULE],
		}),
	],
	[
		"20,000 suppressed findings among 30,000",
		() => ({
			report: report(many(30_000, (index) => (index % 3 === 0 ? {} : { suppression }))),
			rules: [RULE],
		}),
	],
	[
		"10,000 diagnostics",
		() => ({
			report: report(many(10), {
				diagnostics: Array.from({ length: 10_000 }, (_, index) => ({
					severity: index % 100 === 0 ? ("error" as const) : ("note" as const),
					...{ code: "yaml-syntax", message: noise(index, 5_000), uri: `${index}.yaml`, line: 1 },
				})),
			}),
			rules: [RULE],
		}),
	],
];

describe.each(EXTREMES)("%s", (_, make) => {
	const readText = () => "apiVersion: v1\n".repeat(20);

	test.each(["github", "full"] as const)("%s: nothing that code scanning rejects, and SARIF", (profile) => {
		const extreme = make();
		const text = writeSarif(extreme.report, extreme.rules, { profile, readText });
		expect(codeScanningFaults(text, profile)).toEqual([]);
		// The general validator takes minutes for the largest; what they hold differs in number only.
		const log = text.length < 6_000_000 ? validSarif(text) : (JSON.parse(text) as Log);
		const written = log.runs.reduce((sum, run) => sum + run.results!.length, 0);
		const all = extreme.report.findings.length;
		if (profile === "full") expect(written).toBe(all);
		else expect(written + countLeftOut(log)).toBe(all);
	});
});

/** What the notifications say is left out. */
function countLeftOut({ runs }: Log): number {
	return runs
		.flatMap(({ invocations }) => invocations![0]!.toolExecutionNotifications!)
		.filter(({ descriptor }) => descriptor!.id!.endsWith("-left-out"))
		.reduce((sum, { message }) => sum + Number.parseInt(message.text!, 10), 0);
}

test("120,000 findings: the gravest 100,000 at most, over twenty runs, each with a category", {
	timeout: 300_000,
}, () => {
	const text = writeSarif(report(many(120_000)), [RULE], { profile: "github" });
	expect(codeScanningFaults(text, "github")).toEqual([]);
	const { runs } = JSON.parse(text) as Log;
	const written = runs.flatMap(({ results }) => results!.map(({ level }) => level));
	expect(written.length).toBeLessThanOrEqual(100_000);
	expect(written.length).toBeGreaterThan(50_000);
	// A fifth of them each: critical and high are errors, and all of them are kept.
	expect(written.filter((level) => level === "error")).toHaveLength(48_000);
	expect(countLeftOut({ runs } as Log)).toBe(120_000 - written.length);
	expect(runs[1]!.automationDetails!.id).toBe("assay-2/");
});

test("noise that does not fit: everything else is cut before the mildest results go", { timeout: 300_000 }, () => {
	const make = (count: number) =>
		report(many(count, (index) => ({ message: noise(index + 50_000, 900), evidence: noise(index + 90_000, 400) })));
	const notices: string[] = [];
	const write = (count: number) =>
		writeSarif(make(count), [RULE], { profile: "github", notify: ({ code }) => notices.push(code) });
	expect(codeScanningFaults(write(5_000), "github")).toEqual([]);
	expect(notices).toEqual([]);
	const cut = write(25_000);
	expect(codeScanningFaults(cut, "github")).toEqual([]);
	expect(notices).toEqual(["details-cut"]);
	expect((JSON.parse(cut) as Log).runs.flatMap(({ results }) => results!)).toHaveLength(25_000);
});

test("the checker finds what it is for", () => {
	const good = JSON.parse(writeSarif(report(many(3)), [RULE], { profile: "github" })) as Log;
	const faults = (change: (log: Log) => void) => {
		const log = structuredClone(good);
		change(log);
		return codeScanningFaults(JSON.stringify(log), "github");
	};
	const [run] = good.runs;
	expect(faults(() => {})).toEqual([]);
	expect(faults((log) => log.runs.push(structuredClone(run!)))).toHaveLength(1);
	expect(faults((log) => delete log.runs[0]!.results![0]!.locations)).not.toEqual([]);
	expect(
		faults((log) => {
			log.runs[0]!.results![0]!.locations![0]!.physicalLocation!.artifactLocation!.uri = "a b.yaml";
		}),
	).not.toEqual([]);
	expect(
		faults((log) => {
			(log.runs[0]!.tool.driver.rules![0]!.properties as { tags: string[] }).tags.push(..."abcdefghijk");
		}),
	).not.toEqual([]);
	expect(
		faults((log) => {
			log.runs[0]!.results = Array.from({ length: 5_001 }, () => run!.results![0]!);
		}),
	).toEqual(["run 0: 5001 results"]);
});
