import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { compileCompliance, loadCompliance, loadParameters } from "../../src/compliance/load.ts";
import type { Severity } from "../../src/model/rule.ts";

/** Ids and severities as the metadata of the policies states them. */
async function shippedRules(): Promise<{ id: string; severity: Severity }[]> {
	const files = await readdir("policies", { recursive: true });
	const rules: { id: string; severity: Severity }[] = [];
	for (const file of files.sort()) {
		if (!file.endsWith(".rego") || file.endsWith("_test.rego") || file.startsWith("lib")) continue;
		const text = await readFile(`policies/${file}`, "utf8");
		const id = /^#\s+id: (\S+)$/m.exec(text);
		const severity = /^#\s+severity: (\S+)$/m.exec(text);
		if (id !== null && severity !== null) rules.push({ id: id[1]!, severity: severity[1] as Severity });
	}
	return rules;
}

const rules = await shippedRules();
const { compliance, faults } = await loadCompliance("rules", { rules });

describe("mapping sets", () => {
	it("name only rules and controls that exist, in roles their level admits", () => {
		expect(rules.length).toBeGreaterThan(0);
		expect(faults).toEqual([]);
	});

	it("give every rule at least one control", () => {
		const mapped = new Set(compliance!.mappings.flatMap((set) => set.rules));
		expect(rules.filter(({ id }) => !mapped.has(id)).map(({ id }) => id)).toEqual([]);
	});

	it("list rules in the order of their ids", () => {
		for (const set of compliance!.mappings) expect(set.rules, set.id).toEqual(set.rules.toSorted());
	});

	it("say in one sentence what the evidence shows", () => {
		for (const { id, rationale } of compliance!.mappings) expect(rationale, id).toMatch(/^Shows [^.]+\.$/);
	});

	it("keep apart what is often confused", () => {
		const primaryFor = (framework: string, control: string) =>
			compliance!.mappings.filter(({ controls }) => controls[framework]?.primary.includes(control)).map(({ id }) => id);
		const supports = (framework: string, control: string) =>
			compliance!.mappings
				.filter(({ controls }) => {
					const { primary = [], supporting = [] } = controls[framework] ?? {};
					return primary.includes(control) || supporting.includes(control);
				})
				.map(({ id }) => id);
		// Encryption is not masking, a label no access control, a log retention no storage limitation.
		expect(primaryFor("iso27001", "A.8.11").filter((id) => id !== "aipii" && id !== "piidata")).toEqual([]);
		expect(supports("soc2", "CC6.1")).not.toContain("classify");
		expect(supports("gdpr", "5(1)(e)")).not.toContain("retain");
		// No framework asks for customer-managed keys.
		for (const { id, controls } of compliance!.mappings) {
			if (id !== "cmk" && id !== "aienc") continue;
			expect(Object.values(controls).flatMap(({ primary }) => primary)).toEqual([]);
		}
	});
});

describe("the rules folder", () => {
	it("compiles", async () => {
		expect((await loadParameters("rules/parameters.yaml")).faults).toEqual([]);
		const compiled = JSON.parse(await compileCompliance("rules", rules));
		expect(compiled.compliance).toEqual(compliance);
	});
});
