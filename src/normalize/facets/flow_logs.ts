import type { FlowLogsFacet } from "../../model/facets.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, mayBelong, read } from "./plan_values.ts";

/** The traffic types that the flow logs of a VPC record. Logs of single subnets and interfaces do not count. */
export const flowLogs: FacetComputer<"flow_logs", PlanContext> = {
	name: "flow_logs",
	compute(resource, context): FacetResult<FlowLogsFacet> {
		if (resource.type !== "aws_vpc") return undefined;
		const { certain, uncertain } = context.joined("aws_flow_log", "vpc_id", resource);
		const types = new Set<string>();
		let reason: string | null = uncertain.length === 0 ? null : mayBelong(uncertain);
		for (const log of certain) {
			const type = read(context, log, ["traffic_type"]);
			if (!isKnown(type)) reason = type.unknown;
			else if (typeof type.value === "string") types.add(type.value);
		}
		// One log that records all traffic, or all that was refused, settles the question whatever the others do.
		if (reason !== null && !types.has("ALL") && !types.has("REJECT")) return { unknown: reason };
		return { value: { traffic_types: [...types].sort(compareText) } };
	},
};
