import type { FacetComputer } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { mayBelong } from "./plan_values.ts";

/** How many kinds of resources a plan for restore tests picks. */
export const restoreTesting: FacetComputer<"restore_testing", PlanContext> = {
	name: "restore_testing",
	compute(resource, context) {
		if (resource.type !== "aws_backup_restore_testing_plan") return undefined;
		const type = "aws_backup_restore_testing_selection";
		const { certain, uncertain } = context.joined(type, "restore_testing_plan_name", resource);
		if (certain.length > 0) return { value: { selections: certain.length } };
		if (uncertain.length > 0) return { unknown: mayBelong(uncertain) };
		if (!context.complete) return { unknown: "what it tests may be selected outside the plan" };
		return { value: { selections: 0 } };
	},
};
