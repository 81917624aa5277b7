import type { FlowLogsFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount } from "../plan_values.ts";

/** Configures flow logs of whole networks and organizations, apart from the subnetwork. */
const CONFIGS = "google_network_management_vpc_flow_logs_config";

/** Whether a subnetwork records its flows itself; how many of them, the rule reads from the block. */
export const googleFlowLogs: FacetComputer<"flow_logs", PlanContext> = {
	name: "flow_logs",
	compute(resource, context): FacetResult<FlowLogsFacet> {
		if (resource.type !== "google_compute_subnetwork") return undefined;
		const count = blockCount(context, resource, ["log_config"]);
		if (typeof count !== "number") return count;
		if (count > 0) return { value: { traffic_types: ["ALL"] } };
		const [config] = context.ofType(CONFIGS);
		if (config !== undefined) return { unknown: `${config.key} may record the traffic of the subnetwork` };
		return { value: { traffic_types: [] } };
	},
};
