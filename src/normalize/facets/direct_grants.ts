import type { FacetComputer } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { mayBelong, namedBy } from "./plan_values.ts";

const GRANTS = [
	["aws_iam_policy_attachment", "users"],
	["aws_iam_user_login_profile", "user"],
	["aws_iam_user_policy", "user"],
	["aws_iam_user_policy_attachment", "user"],
] as const;

/** How many policies and passwords a user of the plan is given directly. */
export const directGrants: FacetComputer<"direct_grants", PlanContext> = {
	name: "direct_grants",
	compute(resource, context) {
		if (resource.type !== "aws_iam_user") return undefined;
		const { certain, uncertain } = namedBy(context, GRANTS, resource);
		if (certain.length === 0 && uncertain.length > 0) return { unknown: mayBelong(uncertain) };
		return { value: { count: certain.length } };
	},
};
