import type { Facets } from "../../../../src/model/facets.ts";
import type { JsonObject } from "../../../../src/model/json.ts";
import { normalizeTerraformPlan } from "../../../../src/normalize/terraform/normalize.ts";
import type { Entry } from "./plan-builder.ts";

/** A plan, taken through the whole of normalisation: facets as the rules see them, and which parts of them are unknown. */
export function normalizedPlan(
	entries: Record<string, Entry>,
	options: { complete?: boolean; configuration?: JsonObject } = {},
) {
	const resources = Object.entries(entries).map(([address, entry]) => {
		const [type, name] = address.split(".") as [string, string];
		return { identity: { address, mode: address.startsWith("data.") ? "data" : "managed", type, name }, entry };
	});
	const { root_module: root, ...rest } = options.configuration ?? {};
	const value: JsonObject = {
		format_version: "1.2",
		resource_changes: resources.map(({ identity, entry }) => ({
			...identity,
			change: {
				actions: ["create"],
				before: null,
				after: entry.values ?? {},
				after_unknown: entry.unknown ?? {},
				after_sensitive: {},
			},
		})),
		configuration: {
			...rest,
			root_module: {
				...(root as JsonObject | undefined),
				resources: resources.map(({ identity, entry }) => ({ ...identity, expressions: entry.expressions ?? {} })),
			},
		},
	};
	const plan = normalizeTerraformPlan(
		{ kind: "terraform-plan", uri: "plan.json", value, sha256: "" },
		{ parameters: { plan_complete: options.complete === true } },
	);
	const at = (address: string) => plan.resources.find(({ key }) => key === address)!;
	return {
		diagnostics: plan.diagnostics,
		facet: <Name extends keyof Facets>(address: string, name: Name): Facets[Name] => at(address).facets[name],
		/** Paths below a facet that are unknown, joined by dots; an empty one is the facet as a whole. */
		unknown: (address: string, name: keyof Facets): string[] =>
			at(address)
				.unknown.filter(({ path }) => path[0] === "facets" && path[1] === name)
				.map(({ path }) => path.slice(2).join(".")),
	};
}
