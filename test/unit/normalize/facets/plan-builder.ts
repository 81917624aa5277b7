import type { Facets } from "../../../../src/model/facets.ts";
import type { JsonObject } from "../../../../src/model/json.ts";
import type { Resource } from "../../../../src/model/resource.ts";
import type { FacetComputer, FacetResult } from "../../../../src/normalize/facet.ts";
import type { PlanContext } from "../../../../src/normalize/terraform/context.ts";
import { readPlan } from "../../../../src/normalize/terraform/normalize.ts";

/** One resource of a plan to be: known values, what is unknown, and the expressions behind it. */
export interface Entry {
	values?: JsonObject;
	unknown?: JsonObject;
	expressions?: JsonObject;
}

/** An expression that names something of another resource. */
export const refers = (...references: string[]): JsonObject => ({ references });

/** Builds the plan that creates these resources of the root module, by address. */
export function planOf(entries: Record<string, Entry>, options: { complete?: boolean } = {}) {
	const resources = Object.entries(entries).map(([address, entry]) => {
		const [type, name] = address.split(".") as [string, string];
		return { address, mode: "managed", type, name, entry };
	});
	const value: JsonObject = {
		format_version: "1.2",
		resource_changes: resources.map(({ entry, ...identity }) => ({
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
			root_module: {
				resources: resources.map(({ entry, ...identity }) => ({ ...identity, expressions: entry.expressions ?? {} })),
			},
		},
	};
	const { plan, context } = readPlan(
		{ kind: "terraform-plan", uri: "plan.json", value, sha256: "" },
		{ parameters: { plan_complete: options.complete === true } },
	);
	const at = (address: string): Resource => plan.find(({ key }) => key === address)!;
	return {
		context,
		/** Computes a facet of one resource. */
		facet: <Name extends keyof Facets>(computer: FacetComputer<Name, PlanContext>, address: string) =>
			computer.compute(at(address), context) as FacetResult<NonNullable<Facets[Name]>>,
	};
}
