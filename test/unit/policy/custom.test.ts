import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Rule } from "../../../src/model/rule.ts";
import { type Assets, digestOf, rulesOf } from "../../../src/policy/assets.ts";
import { addCustomPolicies } from "../../../src/policy/custom.ts";
import { makeControl, makeRule } from "../assess/build.ts";

const work = mkdtempSync(join(tmpdir(), "assay-custom-"));
afterAll(() => rmSync(work, { recursive: true }));

const shipped: Rule = { ...makeRule("shipped-rule", "high"), aliases: ["former-id"] };
const assets: Assets = {
	policySet: { digest: "0", wasm: new Uint8Array(), rules: [shipped] },
	compliance: {
		frameworks: [{ id: "own", title: "Own", version: "1", controls: [makeControl("1", "high")] }],
		mappings: [],
	},
	parameters: { known: { type: "integer", default: 1, title: "t", source: "s" } },
};

const rule = (name: string, metadata = "") => `# METADATA
# title: Sized
# description: Because.
# scope: package
# custom:
#   id: ${name.replaceAll("_", "-")}
#   severity: low
#   origins: [kubernetes]
#   selector: {types: [core/Pod]}
#   requires:
#     - attributes.size
#   parameters: []
#   remediation:
#     kubernetes: {text: Do it., snippet: "size: 1"}
#   references: [https://example.com/sizes]
${metadata}package own.${name}

import data.lib.finding

deny contains finding.new(resource, ["size"], "no size") if {
	some resource in input.resources
	not _compliant(resource)
}

_compliant(resource) if resource.attributes.size == 1
`;

/** Writes files into a folder of their own. */
function folder(name: string, files: Record<string, string>): string {
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(work, name, path)), { recursive: true });
		writeFileSync(join(work, name, path), text);
	}
	return join(work, name);
}

const add = (policyDirectory: string, mappingDirectory: string | null = null) =>
	addCustomPolicies(assets, { policyDirectory, mappingDirectory, cache: false });

const rules = folder("rules", { "own/sized/sized.rego": rule("sized") });

describe("a user's own rules", () => {
	test("join the shipped ones, with a digest of their own", async () => {
		const extended = await add(rules);
		expect(rulesOf(extended).map(({ id }) => id)).toEqual(["shipped-rule", "sized"]);
		expect(digestOf(extended)).not.toBe(digestOf(assets));
		expect(extended.compliance).toEqual(assets.compliance);
	});

	test("may be mapped to shipped controls, together with shipped rules", async () => {
		const mappings = folder("mappings", {
			"mappings/size.yaml":
				"id: size\ntitle: Size\nrationale: Shows whether there is a size.\nrules: [sized, shipped-rule]\ncontrols:\n  own: {primary: ['1']}\n",
		});
		const { compliance } = await add(rules, mappings);
		expect(compliance.mappings.map(({ id, controls }) => [id, controls])).toEqual([
			["size", { own: { primary: ["1"], supporting: [] } }],
		]);
	});

	test.each([
		["a folder that is not there", join(work, "nowhere"), null, /nowhere: the folder cannot be read \(ENOENT\)/],
		["a folder without rules", folder("none", { "readme.txt": "" }), null, /there is no rule in this folder/],
		[
			"a fault, by file and line",
			folder("broken", { "own/sized/sized.rego": rule("sized").replace("severity: low", "severity: awful") }),
			null,
			/broken have faults[\s\S]*own\/sized\/sized\.rego:7: custom\.severity/,
		],
		[
			"the id of a shipped rule",
			folder("taken", { "own/shipped_rule/shipped_rule.rego": rule("shipped_rule") }),
			null,
			/"shipped-rule" is the id of a rule of Assay/,
		],
		[
			"the former id of a shipped rule",
			folder("former", { "own/former_id/former_id.rego": rule("former_id") }),
			null,
			/"former-id" is the id of a rule of Assay/,
		],
		["a mapping folder that is not there", rules, join(work, "nowhere"), /nowhere holds no mapping set/],
		[
			"a mapping to a control that is not there",
			rules,
			folder("wrong", {
				"mappings/size.yaml":
					"id: size\ntitle: Size\nrationale: Shows it.\nrules: [sized]\ncontrols:\n  own: {primary: ['2']}\n",
			}),
			/size\.yaml:6: [^\n]*own has no control 2/,
		],
	])("%s is refused", async (_, policies, mappings, message) => {
		await expect(add(policies, mappings)).rejects.toThrow(message);
	});
});
