import type { FacetComputer } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, read } from "./plan_values.ts";

/** Whether an account's Security Hub checks by any standard: the default ones, or one that is subscribed to. */
export const securityHub: FacetComputer<"security_hub", PlanContext> = {
	name: "security_hub",
	compute(resource, context) {
		if (resource.type !== "aws_securityhub_account") return undefined;
		if (context.ofType("aws_securityhub_standards_subscription").length > 0) return { value: { standards: true } };
		const defaults = read(context, resource, ["enable_default_standards"]);
		if (!isKnown(defaults)) return defaults;
		// On unless switched off (provider documentation).
		return { value: { standards: defaults.value !== false } };
	},
};
