import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { ScanError } from "../../src/choices.ts";
import { type FrameworkAssets, listFrameworks, showFramework } from "../../src/cli/frameworks.ts";
import { loadCompliance } from "../../src/compliance/load.ts";
import type { Compliance, ControlLevel, Framework } from "../../src/model/framework.ts";

let compliance: Compliance;

beforeAll(async () => {
	const loaded = await loadCompliance("rules");
	expect(loaded.faults).toEqual([]);
	compliance = loaded.compliance!;
});

/** The catalogues without rules: what a sheet says of rules is in test/unit/cli/rules.test.ts. */
function assets(): FrameworkAssets {
	return { compliance, parameters: {}, policySet: { digest: "0", wasm: new Uint8Array(), rules: [] } };
}

function framework(id: string): Framework {
	return compliance.frameworks.find((other) => other.id === id)!;
}

/** `A.5.1` … `A.5.37`. */
function series(prefix: string, from: number, to: number): string[] {
	return Array.from({ length: to - from + 1 }, (_, index) => `${prefix}${from + index}`);
}

describe("catalogues", () => {
	it.each<[string, number, Partial<Record<ControlLevel, number>>]>([
		["soc2", 61, { high: 2, medium: 10, support: 14, none: 35 }],
		["hipaa", 75, { high: 6, medium: 2, support: 22, none: 38, "roll-up": 7 }],
		["iso27001", 93, { high: 5, medium: 18, support: 21, none: 49 }],
		["iso42001", 38, { high: 1, medium: 2, support: 11, none: 24 }],
		["gdpr", 37, { high: 2, medium: 7, support: 9, none: 19 }],
	])("%s lists all %i controls", (id, size, levels) => {
		const { controls } = framework(id);
		expect(controls).toHaveLength(size);
		const counts: Partial<Record<ControlLevel, number>> = {};
		for (const { level } of controls) counts[level] = (counts[level] ?? 0) + 1;
		expect(counts).toEqual(levels);
	});

	it("has every criterion of SOC 2", () => {
		const common = [5, 3, 4, 2, 3, 8, 5, 1, 2].flatMap((count, index) => series(`CC${index + 1}.`, 1, count));
		const privacy = [1, 1, 2, 3, 2, 7, 1, 1].flatMap((count, index) => series(`P${index + 1}.`, 1, count));
		expect(framework("soc2").controls.map(({ id }) => id)).toEqual([
			...common,
			...series("A1.", 1, 3),
			...series("C1.", 1, 2),
			...series("PI1.", 1, 5),
			...privacy,
		]);
	});

	it("has every control of both ISO annexes", () => {
		expect(framework("iso27001").controls.map(({ id }) => id)).toEqual([
			...series("A.5.", 1, 37),
			...series("A.6.", 1, 8),
			...series("A.7.", 1, 14),
			...series("A.8.", 1, 34),
		]);
		expect(framework("iso42001").controls.map(({ id }) => id)).toEqual([
			...series("A.2.", 2, 4),
			...series("A.3.", 2, 3),
			...series("A.4.", 2, 6),
			...series("A.5.", 2, 5),
			...series("A.6.1.", 2, 3),
			...series("A.6.2.", 2, 8),
			...series("A.7.", 2, 6),
			...series("A.8.", 2, 5),
			...series("A.9.", 2, 4),
			...series("A.10.", 2, 4),
		]);
	});

	it("has every standard and specification of the Security Rule, marked, under its full number", () => {
		const { controls } = framework("hipaa");
		expect(controls.every(({ id }) => id.startsWith("164."))).toBe(true);
		const securityRule = controls.filter(({ id }) => /^164\.3(08|1[0246])/.test(id));
		expect(securityRule).toHaveLength(66);
		expect(securityRule.every(({ mark }) => mark !== undefined)).toBe(true);
		expect(controls.filter(({ mark }) => mark !== undefined)).toHaveLength(66);
		// Appendix A to Subpart C has no addressable specification of audit controls.
		expect(controls.find(({ id }) => id === "164.312(b)")!.mark).toBe("required");
		expect(controls.find(({ id }) => id === "164.312(a)(2)(iv)")!.mark).toBe("addressable");
	});

	it("judges standards of HIPAA by all of their specifications", () => {
		for (const { id, children } of framework("hipaa").controls) {
			if (children === undefined) continue;
			const stem = id.replace(/\((i|1)\)$/, id.endsWith("(i)") ? "(ii)" : "(2)");
			const below = framework("hipaa").controls.filter((other) => other.id.startsWith(`${stem}`) && other.id !== id);
			expect(children, id).toEqual(below.map((other) => other.id));
		}
	});

	it("never claims that configuration decides a whole control", () => {
		const controls = compliance.frameworks.flatMap((each) => each.controls);
		expect(controls).toHaveLength(304);
		expect(controls.filter(({ level }) => level === "full")).toEqual([]);
	});

	it("says in whole sentences what people must add, and names no other tool", () => {
		for (const { controls } of compliance.frameworks) {
			for (const { id, title, reason } of controls) {
				expect(title, id).toMatch(/^[^.].*[^.]$/);
				expect(reason, id).toMatch(/^[A-Z].{7,}\.$/);
				expect(`${title} ${reason}`, id).not.toMatch(/prowler|kubescape|powerpipe|checkov|trivy|steampipe|drata/i);
			}
		}
	});

	it("has the counts that docs/scoring.md states", async () => {
		const text = (await readFile("docs/scoring.md", "utf8")).replaceAll(/\s+/g, " ");
		const scored = (id: string) => framework(id).controls.filter(({ level }) => /full|high|medium/.test(level)).length;
		const stated: [string, string][] = [
			["soc2", "in SOC 2"],
			["hipaa", "in HIPAA"],
			["gdpr", "in GDPR"],
			["iso42001", "in ISO/IEC 42001"],
			["iso27001", "in ISO/IEC 27001"],
		];
		for (const [id, words] of stated) {
			expect(text).toContain(`${scored(id)} of ${framework(id).controls.length} ${words}`);
		}
		const total = stated.reduce((sum, [id]) => sum + scored(id), 0);
		expect(text).toContain(`Of 304 listed controls ${total} can carry a score`);
	});
});

describe("assay frameworks", () => {
	it("lists all frameworks with honest counts", () => {
		const text = listFrameworks({ compliance }, "text");
		expect(text).toContain("61 controls: 12 can carry a score");
		expect(text.split("\n").every((line) => line.length <= 80)).toBe(true);
		const summaries = JSON.parse(listFrameworks({ compliance }, "json"));
		expect(summaries.map(({ id }: { id: string }) => id)).toEqual(["gdpr", "hipaa", "iso27001", "iso42001", "soc2"]);
		for (const { tested, assessable, manual, controls } of summaries) {
			expect(tested).toBeLessThanOrEqual(assessable);
			expect(assessable + manual).toBeLessThanOrEqual(controls);
		}
	});

	it("shows every control with its level and reason at 80 columns", () => {
		for (const each of compliance.frameworks) {
			const text = showFramework(assets(), each.id, "text");
			expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
			const flat = text.replaceAll(/\s+/g, " ");
			for (const { id, title, level, reason } of each.controls) {
				expect(flat).toContain(`${id} ${title}`);
				expect(flat).toContain(`Level ${level} (`);
				expect(flat).toContain(reason);
			}
		}
	});

	it("shows rules by role with the rationale of their set, in text and JSON", () => {
		const set = compliance.mappings.find(({ controls }) => controls.soc2?.primary.includes("CC6.1"))!;
		const flat = showFramework(assets(), "SOC-2", "text").replaceAll(/\s+/g, " ");
		expect(flat).toContain("Rules that decide: ");
		expect(flat).toContain(set.rules[0]);
		expect(flat).toContain(set.rationale);
		const { controls } = JSON.parse(showFramework(assets(), "soc2", "json"));
		const control = controls.find(({ id }: { id: string }) => id === "CC6.1");
		expect(control.rules).toContainEqual({ id: set.rules[0], role: "primary", set: set.id, rationale: set.rationale });
	});

	it("writes Markdown with every control under its section", () => {
		for (const each of compliance.frameworks) {
			const lines = showFramework(assets(), each.id, "markdown").split("\n");
			expect(lines.filter((line) => line.startsWith("### "))).toHaveLength(each.controls.length);
			expect(lines.filter((line) => line.startsWith("## "))).toHaveLength(
				new Set(each.controls.map(({ section }) => section)).size,
			);
		}
		expect(listFrameworks({ compliance }, "markdown")).toContain("| soc2 | SOC 2, ");
	});

	it("refuses an unknown framework and names the known ones", () => {
		const known = "known: gdpr, hipaa, iso27001, iso42001, soc2";
		expect(() => showFramework(assets(), "pci", "text")).toThrow(ScanError);
		expect(() => showFramework(assets(), "pci", "text")).toThrow(known);
	});
});
