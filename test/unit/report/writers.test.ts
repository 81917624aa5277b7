import { describe, expect, test } from "vitest";
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
