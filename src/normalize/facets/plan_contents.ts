import { compareText } from "../../order.ts";
import type { FacetComputer } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";

/** Lists on the plan's scope resource which types of resources exist after the apply. */
export const planContents: FacetComputer<"plan_contents", PlanContext> = {
	name: "plan_contents",
	compute(resource, context) {
		if (resource.type !== "scope/plan") return undefined;
		const types = [...new Set(context.resources.map(({ type }) => type))];
		return { value: { types: types.sort(compareText) } };
	},
};
