import type { InternetFacingFacet } from "../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { unknownAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, isTrue, read, text } from "./plan_values.ts";

const TYPES = ["aws_lb", "aws_alb", "aws_elb"];

/** Whether a load balancer gets public addresses: unless it is said to be internal (provider documentation). */
export const internetFacing: FacetComputer<"internet_facing", PlanContext> = {
	name: "internet_facing",
	compute(resource, context): FacetResult<InternetFacingFacet> {
		if (!TYPES.includes(resource.type)) return undefined;
		// Gateway load balancers are reached through endpoints only.
		if (text(read(context, resource, ["load_balancer_type"])) === "gateway") return undefined;
		const internal = read(context, resource, ["internal"]);
		if (!isKnown(internal)) return internal;
		// A tag may say that it is meant to be reached.
		const tags = unknownAt(resource, ["tags"]);
		if (resource.origin === "aws" && !isTrue(internal) && tags !== null) return { unknown: tags };
		return { value: { internet_facing: !isTrue(internal), path: ["internal"] } };
	},
};
