import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { listFrameworks, showFramework } from "../../../src/cli/frameworks.ts";
import { explain, listRules, showRule } from "../../../src/cli/rules.ts";
import type { Finding } from "../../../src/model/report.ts";
import type { Rule } from "../../../src/model/rule.ts";
import type { Assets } from "../../../src/policy/assets.ts";
import { makeControl, makeRule } from "../assess/build.ts";

const work = mkdtempSync(join(tmpdir(), "assay-rules-"));
afterAll(() => rmSync(work, { recursive: true }));

const rule: Rule = {
	...makeRule("a-rule", "high"),
	aliases: ["old-rule"],
	domain: "ai_governance",
	parameters: ["least", "names", "region"],
	presence: true,
	remediation: { kubernetes: { text: "Set `size`\nto 1.", snippet: "spec:\n  size: 1\n" } },
};
const control = (id: string) => makeControl(id, "high");
const assets: Assets = {
	policySet: { digest: "0", wasm: new Uint8Array(), rules: [rule, makeRule("b-rule", "low")] },
	compliance: {
		frameworks: [{ id: "iso27001", title: "ISO", version: "1", controls: [control("1"), control("2"), control("3")] }],
		mappings: [
			{
				id: "set",
				title: "Set",
				rationale: "Shows\nthis.",
				rules: ["a-rule"],
				controls: { iso27001: { primary: ["2"], supporting: ["1"] } },
			},
		],
	},
	parameters: {
		least: { type: "integer", default: 2, title: "Least size", source: "s" },
		names: { type: "list", default: [], title: "Names", source: "s" },
		region: { type: "string", default: null, title: "Region", source: "s" },
	},
};

describe("a rule", () => {
	test("is shown with its parameters, fixes and controls", () => {
		const text = showRule(assets, "old-rule", false);
		expect(text).toContain("severity high; domain AI governance; judges Kubernetes manifests and clusters\n");
		expect(text).toContain("  least (default 2): Least size\n");
		expect(text).toContain("  names (default an empty list): Names\n");
		expect(text).toContain("  region (default unset: the rule is not assessed): Region\n");
		expect(text).toContain("  Set size to 1.\n\n    spec:\n      size: 1\n");
		expect(text).toContain("  Shows this.\n    iso27001: primary 2; supporting 1\n");
		expect(text).toContain("only where the input is declared complete");
		expect(showRule(assets, "b-rule", false)).toContain("Controls: none mapped\n");
	});

	test("as JSON has its controls, and the list has all rules", () => {
		const { controls } = JSON.parse(showRule(assets, "a-rule", true));
		expect(controls.map(({ id, role }: { id: string; role: string }) => [id, role])).toEqual([
			["1", "supporting"],
			["2", "primary"],
		]);
		expect(
			JSON.parse(listRules(assets, true))
				.map(({ id }: Rule) => id)
				.toSorted(),
		).toEqual(["a-rule", "b-rule"]);
		expect(listRules(assets, false)).toContain("\n2 rules;");
	});
});

describe("explain", () => {
	const finding = (fingerprint: string, message: string) =>
		({
			rule: "a-rule",
			severity: "high",
			message,
			resource: { key: "core/Pod/n/p" },
			location: { uri: "pod.yaml", startLine: 3, startColumn: 5, precision: "attribute" },
			evidence: null,
			fingerprint,
		}) as Finding;
	writeFileSync(
		join(work, "report.json"),
		JSON.stringify({ findings: [finding("abc1", "one"), finding("abc2", "two"), finding("abc1-2", "three")] }),
	);
	writeFileSync(join(work, "other.json"), "{}");
	const ask = (subject: string, report?: string) => explain(assets, subject, report, work);

	test("a rule by its id, a finding by its fingerprint or an unambiguous beginning of it", async () => {
		expect(await ask("a-rule")).toBe(showRule(assets, "a-rule", false));
		expect(await ask("abc2", "report.json")).toMatch(/^high: two\n[\s\S]*pod\.yaml:3:5[\s\S]*a-rule: /);
		expect(await ask("abc1", "report.json")).toMatch(/^high: one\n/);
		expect(await ask("abc1-", "report.json")).toMatch(/^high: three\n/);
	});

	test.each([
		["abc", "report.json", "3 findings that begin with"],
		["zzz", "report.json", "holds no finding zzz"],
		["zzz", undefined, "--report FILE"],
		["zzz", "other.json", "not a JSON report"],
		["zzz", "none.json", "not a JSON report"],
	])("%s in %s is refused", async (subject, report, message) => {
		await expect(ask(subject, report)).rejects.toThrow(message);
	});
});

describe("frameworks", () => {
	test("as Markdown have tables of rules and of parameters", () => {
		const text = showFramework(assets, "iso27001", "markdown");
		expect(text).toMatch(/\| `a-rule` \| .* \| high \| Kubernetes \|/);
		expect(text).toContain("| `least` | 2 | Least size | s | `a-rule` |");
		const { controls } = JSON.parse(showFramework(assets, "iso27001", "json"));
		expect(controls[1].parameters[0]).toEqual({
			name: "least",
			title: "Least size",
			value: 2,
			default: 2,
			source: "s",
			rules: ["a-rule"],
		});
	});

	test("show the values that a configuration sets, and say when they ask for less", () => {
		const strict = { ...assets, parameters: { least: { ...assets.parameters.least!, looser: "smaller" as const } } };
		const text = showFramework(strict, "iso27001", "text", { least: 1 }).replaceAll(/\s+/g, " ");
		expect(text).toContain(
			"least = 1. Least size. Set by the configuration; the default is 2. The value asks for less than 2 (s). Read by a-rule.",
		);
		expect(() => showFramework(strict, "iso27001", "text", { most: 1 })).toThrow('unknown parameter "most"');
	});

	test("are counted, and shown control by control", () => {
		expect(listFrameworks(assets, "text")).toContain("3 controls: 3 can carry a score (1 have rules)");
		const text = showFramework(assets, "ISO 27001", "text");
		expect(text).toContain("      Evidence: Shows this.\n        a-rule: ");
		expect(text).toContain("(high; Kubernetes)");
		expect(text).toContain("No shipped rule tests it yet.");
		expect(text).toContain("      least = 2. Least size. Source: s Read by a-rule.\n");
		expect(text).toContain("      region = unset, so that the rule is not assessed until it is declared.");
		expect(() => showFramework(assets, "soc9", "text")).toThrow("known: iso27001");
	});
});
