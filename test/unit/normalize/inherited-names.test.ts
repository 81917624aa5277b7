import { describe, expect, it } from "vitest";
import { readYaml } from "../../../src/collect/yaml.ts";
import type { Json, JsonObject } from "../../../src/model/json.ts";
import { lookUp } from "../../../src/normalize/json.ts";
import { normalizeKubernetes } from "../../../src/normalize/kubernetes/normalize.ts";
import { normalizeTerraformPlan } from "../../../src/normalize/terraform/normalize.ts";

/** What every object seems to have: names that a table must not answer to. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);

/** Types whose facets read texts that tables know. */
const TYPES = [
	"aws_security_group_rule",
	"aws_ssm_parameter",
	"google_storage_bucket_iam_member",
	"cloudflare_zone_setting",
];

function plan(types: string[], values: Record<string, Json>): JsonObject {
	const resources = types.map((type, index) => ({ type, name: `n${index}`, address: `${type}.n${index}` }));
	return {
		format_version: "1.2",
		resource_changes: resources.map((resource) => ({
			...{ ...resource, mode: "managed", provider_name: "registry.terraform.io/hashicorp/aws" },
			change: { actions: ["create"], before: null, after: values, after_unknown: {}, after_sensitive: {} },
		})),
		configuration: {
			root_module: { resources: resources.map((resource) => ({ ...resource, mode: "managed", expressions: {} })) },
		},
	};
}

describe("names that every object inherits", () => {
	it("are no entries of a table", () => {
		for (const name of INHERITED) expect(lookUp({ a: 1 }, name)).toBeUndefined();
		expect(lookUp({ a: 1 }, "a")).toBe(1);
	});

	it.each(INHERITED)("%s: break no facet as type or value of a plan", (name) => {
		for (const types of [[name], TYPES]) {
			const values = {
				type: name,
				protocol: name,
				member: name,
				role: name,
				setting_id: name,
				name,
				value: name,
				policy: name,
			};
			const document = { kind: "terraform-plan" as const, uri: "plan.json", value: plan(types, values), sha256: "" };
			const { resources, diagnostics } = normalizeTerraformPlan(document, { parameters: {} });
			expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
			expect(resources.filter(({ origin, type }) => origin === "terraform" && !type.startsWith("scope/"))).toHaveLength(
				types.length,
			);
			for (const { facets, unknown } of resources) {
				expect(JSON.stringify(facets)).not.toContain("function");
				expect(unknown.filter(({ reason }) => /fail|error/i.test(reason))).toEqual([]);
			}
		}
	});

	it.each(INHERITED)("%s: break nothing as kind, name or tag of an object", (name) => {
		const text = `apiVersion: v1\nkind: ${name}\nmetadata: {name: ${name}, namespace: ${name}}\nspec: !!${name} ${name}\ndata: {${name}: ${name}}\n`;
		const [read] = readYaml(text, { maxDepth: 20, maxAliasValues: 0 });
		expect(read?.problems).toEqual([]);
		const value = read!.value as JsonObject;
		expect(value.spec).toBe(name);
		const [resource] = normalizeKubernetes([{ kind: "kubernetes", uri: "a.yaml", index: 0, value, sha256: "" }], {
			parameters: {},
		});
		expect(resource?.type).toBe(`core/${name}`);
	});
});
