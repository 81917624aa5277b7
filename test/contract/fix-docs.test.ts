import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fixPage } from "../../scripts/fix-docs.ts";
import { loadAssets } from "../../src/policy/assets.ts";

const { rules } = (await loadAssets()).policySet;
const kubernetes = rules.filter(({ origins }) => origins.includes("kubernetes"));

test("docs/fix.md lists what the rules declare (npm run docs)", () => {
	const page = readFileSync(new URL("../../docs/fix.md", import.meta.url), "utf8");
	expect(fixPage(page, rules)).toBe(page);
	for (const { id } of kubernetes) expect(page).toContain(`[${id}](rules/${id}.md)`);
});

test("every rule for manifests is mended by edits, or says why it takes a person", () => {
	const silent = kubernetes.filter(({ remediation: { kubernetes: fix } }) => (fix?.edits ?? fix?.manual) === undefined);
	expect(silent.map(({ id }) => id)).toEqual([]);
});

test("an edit that is for some findings only leaves the others to people", () => {
	const partial = kubernetes.filter(
		({ remediation: { kubernetes: fix } }) => fix?.edits?.every(({ when }) => when !== undefined) === true,
	);
	expect(partial.filter(({ remediation }) => remediation.kubernetes?.manual === undefined)).toEqual([]);
	expect(partial.length).toBeGreaterThan(0);
});
