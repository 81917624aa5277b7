import type { FacetComputer } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, read } from "./plan_values.ts";

/** Types of analyzers that look for access from outside. Others look for unused rights or for access within. */
const EXTERNAL = new Set(["ACCOUNT", "ORGANIZATION"]);

/** The access analyzers of a plan. An analyzer that names no type is one of the account (provider documentation). */
export const accessAnalyzers: FacetComputer<"access_analyzers", PlanContext> = {
	name: "access_analyzers",
	compute(resource, context) {
		if (resource.type !== "scope/plan") return undefined;
		let external = 0;
		let gap: string | null = null;
		for (const analyzer of context.ofType("aws_accessanalyzer_analyzer")) {
			const type = read(context, analyzer, ["type"]);
			if (!isKnown(type)) gap ??= `the type of ${analyzer.key} is ${type.unknown}`;
			else if (type.value === null || EXTERNAL.has(String(type.value))) external += 1;
		}
		return external === 0 && gap !== null ? { unknown: gap } : { value: { external } };
	},
};
