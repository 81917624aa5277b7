import { describe, expect, test } from "vitest";
import type { FindingInstance, Suppression } from "../../../src/model/report.ts";
import { writeConsole } from "../../../src/report/console.ts";
import { writeMarkdown } from "../../../src/report/markdown.ts";
import { finding, report } from "./sample.ts";

const hostile = finding({
	message: "bad `value` <script>alert(1)</script> | \u001b[31m @team\n::error::x",
	resource: { ...finding().resource, key: "core/Pod/n/<img src=x>|`\u202e", name: "x" },
});

describe("console", () => {
	test("groups by severity and resource, gives each fix once, keeps to 80 columns", () => {
		const low = finding({ severity: "low", message: "word ".repeat(60).trim() });
		const text = writeConsole(report([finding(), finding({ message: "another" }), low]));
		expect(text.indexOf("CRITICAL (2)")).toBeLessThan(text.indexOf("LOW (1)"));
		expect(text.match(/fix: Remove privileged\./g)).toHaveLength(2);
		const other = finding({ resource: { ...finding().resource, key: "core/Pod/n/p (a/pod.yaml)" } });
		const two = writeConsole(report([finding(), other]));
		expect(two.match(/fix: /g)).toHaveLength(1);
		expect(two.match(/core\/Pod\/n\/p\n/g)).toHaveLength(2);
		expect(text).toContain("9:9  container c is privileged");
		for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
	});

	test("says where a value comes from that the line only passes on", () => {
		const at = (uri: string, startLine: number) => ({ ...finding().location, uri, startLine });
		const related = [
			{ message: "the resource in module.m", location: at(".terraform/modules/m/main.tf", 4) },
			{ message: "set here", location: at("main.tf", 7) },
			{ message: "set here", location: at("vars.tf", 2) },
		];
		for (const text of [writeConsole(report([finding({ related })])), writeMarkdown(report([finding({ related })]))]) {
			expect(text).toContain("set in vars.tf:2");
			expect(text.replaceAll("\\", "").replace(/\s+/g, " ")).toContain(
				"the resource in module.m: .terraform/modules/m/main.tf:4",
			);
			expect(text).not.toContain("main.tf:7");
		}
		const instance = { resource: "a", path: [], message: "m", fingerprint: "f", evaluated: "e" };
		const shared = finding({ related, instances: [instance, { ...instance, resource: "b" }] });
		expect(writeConsole(report([shared]))).not.toContain("set in");
	});

	test("names each file of a resource before the lines in it", () => {
		const elsewhere = finding({ location: { ...finding().location, uri: "override.tf", startLine: 3 } });
		const text = writeConsole(report([elsewhere, finding({ message: "another" })]));
		const [first, second] = [text.indexOf("override.tf\n    3:9"), text.indexOf(`${finding().location.uri}\n    9:9`)];
		expect(first).toBeGreaterThan(0);
		expect(second).toBeGreaterThan(first);
	});

	test("colours only when asked for, and never from the input", () => {
		expect(writeConsole(report([hostile]))).not.toContain("\u001b");
		expect(writeConsole(report([hostile]), { color: true })).toContain("\u001b[1;35mCRITICAL");
		expect(writeConsole(report([hostile]), { color: true })).toContain("\\u{1b}[31m");
		expect(writeConsole(report([hostile]))).not.toMatch(/^\s*::error/m);
	});

	test("an empty scan says n/a, not 100 %", () => {
		const empty = report([]);
		empty.frameworks[0]!.score = null;
		const text = writeConsole(empty);
		expect(text).toContain("SOC 2: n/a");
		expect(text).not.toContain("100");
	});
});

const waiver = (change: Partial<Suppression> = {}): Suppression => ({
	...{ kind: "waiver", justification: "behind the VPN", owner: "alice", expires: "2027-03-31", ticket: "SEC-1" },
	source: { uri: "assay-waivers.yaml", line: 7 },
	...change,
});

const instance = (resource: string): FindingInstance => ({
	...{ resource, path: [], message: "m", fingerprint: "0", evaluated: "0" },
});

test("Markdown unfolds the gravest findings, as long as few are shown", () => {
	const of = (severity: "critical" | "low", count: number) =>
		Array.from({ length: count }, (_, line) =>
			finding({ severity, location: { ...finding().location, startLine: line + 1 }, remediation: null }),
		);
	const text = writeMarkdown(report([...of("critical", 3), ...of("low", 18)]));
	expect(text).toContain("<details open>\n<summary><b>Critical (3)</b>");
	expect(text).toContain("<details>\n<summary><b>Low (18)</b>");
	expect(writeMarkdown(report([...of("critical", 3), ...of("low", 17)]))).toContain(
		"<details open>\n<summary><b>Low (17)</b>",
	);
});

describe("what people accepted", () => {
	const open = finding({ message: "open one" });
	const accepted = finding({ message: "accepted one", suppression: waiver() });
	const old = finding({ suppression: waiver({ kind: "baseline", justification: "b.json", owner: "" }) });

	test("stands in a section of its own, with who, why, until when and where it is written", () => {
		for (const text of [writeConsole(report([open, accepted])), writeMarkdown(report([open, accepted]))]) {
			expect(text).toMatch(/open one/);
			expect(text).toMatch(/waived \(1\)[\s\S]*accepted one/i);
			expect(text.match(/accepted one/g)).toHaveLength(1);
			expect(text.replace(/\\/g, "")).toContain("by alice until 2027-03-31: behind the VPN (SEC-1)");
			expect(text).toContain("waiver assay-waivers.yaml:7");
			expect(text).toContain("never as passed");
			expect(text).toContain("1 open finding");
		}
		expect(writeConsole(report([open, accepted]))).toContain("CRITICAL (1)");
		expect(writeMarkdown(report([open, accepted]))).toContain("## Assay: 1 open finding (1 critical), 1 waived");
		expect(writeMarkdown(report([open, accepted]))).toContain("<b>Critical (1)</b>");
	});

	test("nothing open is not nothing found", () => {
		expect(writeConsole(report([accepted]))).toContain("No open findings.");
		expect(writeConsole(report([accepted]))).toMatch(/0 open findings: 0 critical.*1 waived/s);
		expect(writeMarkdown(report([accepted]))).toContain("## Assay: no open findings, 1 waived");
		expect(writeConsole(report([]))).toContain("No findings.");
	});

	test("what the baseline accepts is counted, and listed on demand", () => {
		const short = writeConsole(report([accepted, old, old]));
		expect(short).toContain("WAIVED (3)");
		expect(short).toContain("2 findings accepted in the baseline");
		expect(short.match(/never as passed/g)).toHaveLength(1);
		expect(writeConsole(report([old]), { verbose: true })).toContain(
			"core/Pod/n/p  critical\n      container c is privileged  [k8s-privileged]",
		);
		expect(writeMarkdown(report([old, old]))).toContain("2 findings accepted in the baseline.");
	});

	test("long lists end, and say how many are left", () => {
		const many = Array.from({ length: 25 }, () => accepted);
		expect(writeConsole(report(many))).toContain("and 5 more (--verbose lists all)");
		expect(writeConsole(report(many), { verbose: true })).not.toContain("and 5 more");
		expect(writeMarkdown(report(many))).toContain("5 more in the JSON report.");
	});

	test("a waiver of one framework stands with the open finding", () => {
		const half = finding({ waivedFor: [{ framework: "soc2", suppression: waiver() }] });
		for (const text of [writeConsole(report([half])), writeMarkdown(report([half]))]) {
			expect(text.replace(/\s+/g, " ")).toContain("waived for SOC 2 only, by alice until 2027-03-31: behind the VPN");
			expect(text).not.toMatch(/waived \(1\)/i);
		}
	});

	test("what people write is text, not markup or control", () => {
		const bad = waiver({
			justification: "x\u001b[31m <script> @team\n::error::y | z",
			owner: "**o**",
			ticket: "](http://e)",
		});
		const text = writeConsole(report([finding({ suppression: bad })]));
		expect(text).not.toContain("\u001b");
		expect(text).not.toMatch(/^\s*::error/m);
		const markdown = writeMarkdown(report([finding({ suppression: bad })]));
		expect(markdown).not.toMatch(/(?<!\\)<script|@team|^::error|(?<!\\)\]\(http/m);
		const long = writeMarkdown(
			report(Array.from({ length: 50 }, () => finding({ suppression: waiver({ justification: "*".repeat(4_000) }) }))),
		);
		expect(long.length).toBeLessThanOrEqual(60_000);
	});

	test("shared code names its further resources: some, or all", () => {
		const keys = Array.from({ length: 6 }, (_, index) => `aws_s3_bucket.x[${index}]`);
		const shared = finding({
			resource: { ...finding().resource, key: keys[0]! },
			instances: [...keys, keys[1]!].map(instance),
		});
		const text = writeConsole(report([shared])).replace(/\s+/g, " ");
		expect(text).toContain("and 5 more resources: aws_s3_bucket.x[1], aws_s3_bucket.x[2], aws_s3_bucket.x[3], …");
		expect(writeConsole(report([shared]), { verbose: true })).toContain("aws_s3_bucket.x[5]");
		expect(writeMarkdown(report([shared]))).toContain("and 5 more resources");
		expect(writeConsole(report([finding({ instances: [instance("core/Pod/n/p")] })]))).not.toContain("more resource");
	});

	test("controls that people stated something of are listed with their evidence", () => {
		const attested = report([]);
		const control = attested.frameworks[0]!.controls[0]!;
		control.status = "attested";
		control.attestation = {
			verdict: "met",
			owner: "ciso",
			date: "2026-06-01",
			expires: "2027-06-01",
			evidence: "https://wiki/x",
		};
		const text = writeMarkdown(attested);
		expect(text).toContain("Stated by people (1)");
		expect(text).toContain("met, says ciso on 2026-06-01, valid until 2027-06-01: https");
		control.status = "excluded";
		delete control.attestation;
		control.statusReason = "Outside the declared scope: no premises (ciso)";
		expect(writeMarkdown(attested)).toContain("no premises");
	});
});

describe("markdown", () => {
	test("shows totals, scores with bounds and coverage, findings with place and fix", () => {
		const text = writeMarkdown(report([finding()]));
		expect(text).toContain("## Assay: 1 finding (1 critical)");
		expect(text).toContain("| SOC 2 | 0.0 % [0.0, 0.0] | 1 of 1 | 1 | 1 violated |");
		expect(text).toContain("| `a/pod.yaml:9` | `core/Pod/n/p` | container c is privileged");
		expect(text).toContain("- `k8s-privileged`: Remove");
		expect(writeMarkdown(report([finding(), finding()])).match(/: Remove/g)).toHaveLength(1);
	});

	test("nothing from the input is markup outside code spans", () => {
		const text = writeMarkdown(report([hostile])).replace(/(`+)(?!`).*?[^`]\1(?!`)/g, "");
		expect(text).not.toMatch(/(?<!\\)<(script|img)/);
		expect(text).not.toMatch(/@team|^::error/m);
	});

	test("stays within its length, and says what is left out", () => {
		const many = Array.from({ length: 3_000 }, () => finding());
		const text = writeMarkdown(report(many));
		expect(text.length).toBeLessThanOrEqual(60_000);
		expect(text).toMatch(/\d+ findings left out for length/);
		expect(text).toContain("<details>");
	});

	test("an incomplete scan says so first", () => {
		const diagnostics = [
			{ severity: "error" as const, code: "yaml-syntax", message: "broken", uri: "a.yaml", line: 3 },
		];
		const text = writeMarkdown(report([], { complete: false, diagnostics }));
		expect(text.indexOf("The scan is incomplete")).toBeLessThan(text.indexOf("Framework"));
		expect(text).toContain("`a.yaml:3` broken");
	});
});
