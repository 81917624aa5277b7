import { readFileSync } from "node:fs";
import type { JsonObject } from "../../../../src/model/json.ts";
import type { Diagnostic, Resource } from "../../../../src/model/resource.ts";
import { normalizeTerraformPlan, readPlan } from "../../../../src/normalize/terraform/normalize.ts";

/** A plan that real Terraform made of `plans/<name>/main.tf`. */
export function planFile(name: string): JsonObject {
	return JSON.parse(readFileSync(new URL(`plans/${name}/plan.json`, import.meta.url), "utf8")) as JsonObject;
}

/** Normalises a plan, facets included. */
export function normalize(value: JsonObject, complete = false) {
	const document = { kind: "terraform-plan" as const, uri: "plan.json", value, sha256: "" };
	const { resources, diagnostics } = normalizeTerraformPlan(document, { parameters: { plan_complete: complete } });
	const byKey = new Map(resources.map((resource) => [resource.key, resource]));
	return {
		resources,
		diagnostics,
		codes: diagnostics.map(({ severity, code }) => `${severity} ${code}`),
		at: (key: string): Resource => {
			const resource = byKey.get(key);
			if (resource === undefined) throw new Error(`${key} is not in the plan`);
			return resource;
		},
	};
}

/** Indexes a plan. */
export function open(value: JsonObject) {
	const diagnostics: Diagnostic[] = [];
	const document = { kind: "terraform-plan" as const, uri: "plan.json", value, sha256: "" };
	const { context } = readPlan(document, { parameters: {} }, diagnostics);
	return {
		context,
		diagnostics,
		at: (key: string): Resource => {
			const resource = [...context.resources, ...context.deleted].find((candidate) => candidate.key === key);
			if (resource === undefined) throw new Error(`${key} is not in the plan`);
			return resource;
		},
	};
}

/** An entry of `resource_changes`. */
export function change(
	address: string,
	actions: string[],
	after: JsonObject | null,
	extra: JsonObject = {},
): JsonObject {
	const [type = "", name = ""] = address.replace(/^(module\.[^.]+\.)*(data\.)?/, "").split(/[.[]/);
	const { before = null, ...rest } = extra;
	return { address, mode: "managed", type, name, change: { actions, before, after, ...rest } };
}

/** A plan of changes, without configuration unless given. */
export function planOfChanges(changes: JsonObject[], extra: JsonObject = {}): JsonObject {
	return { format_version: "1.2", resource_changes: changes, configuration: { root_module: {} }, ...extra };
}
