import type { FacetComputer } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { blockCount, mayBelong, namedBy } from "./plan_values.ts";

const ATTACHMENTS = [
	["aws_autoscaling_attachment", "autoscaling_group_name"],
	["aws_autoscaling_traffic_source_attachment", "autoscaling_group_name"],
] as const;

/** Whether a load balancer sends traffic to a scaling group, as far as the plan shows. */
export const loadBalanced: FacetComputer<"load_balanced", PlanContext> = {
	name: "load_balanced",
	compute(resource, context) {
		if (resource.type !== "aws_autoscaling_group") return undefined;
		for (const name of ["target_group_arns", "load_balancers"]) {
			const value = context.value(resource, [name]);
			if (value.state === "unknown") return { unknown: value.reason };
			if (value.state === "reference") return { value: { attached: true } };
			if (value.state === "known" && Array.isArray(value.value) && value.value.length > 0) {
				return { value: { attached: true } };
			}
		}
		const sources = blockCount(context, resource, ["traffic_source"]);
		if (typeof sources !== "number") return sources;
		const { certain, uncertain } = namedBy(context, ATTACHMENTS, resource);
		if (sources > 0 || certain.length > 0) return { value: { attached: true } };
		return uncertain.length > 0 ? { unknown: mayBelong(uncertain) } : { value: { attached: false } };
	},
};
