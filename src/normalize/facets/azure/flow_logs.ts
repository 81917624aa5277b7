import type { FlowLogsFacet } from "../../../model/facets.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, mayBelong, read } from "../plan_values.ts";

const FLOW_LOG = "azurerm_network_watcher_flow_log";

/**
 * The flow logs of a virtual network, which record all its traffic. Logs of single subnets, interfaces or security groups
 * may together cover it: that is not read. https://learn.microsoft.com/en-us/azure/network-watcher/vnet-flow-logs-overview
 */
export const azureFlowLogs: FacetComputer<"flow_logs", PlanContext> = {
	name: "flow_logs",
	compute(resource, context): FacetResult<FlowLogsFacet> {
		if (resource.type !== "azurerm_virtual_network") return undefined;
		const { certain, uncertain } = context.joined(FLOW_LOG, "target_resource_id", resource);
		let gap: string | null = uncertain.length > 0 ? mayBelong(uncertain) : null;
		for (const log of certain) {
			const enabled = read(context, log, ["enabled"]);
			if (!isKnown(enabled)) gap = enabled.unknown;
			else if (enabled.value !== false) return { value: { traffic_types: ["ALL"] } };
		}
		const partial = context.ofType(FLOW_LOG).find((log) => !ofNetwork(log, context));
		if (partial !== undefined) gap ??= `which networks ${partial.key} covers is not known`;
		return gap === null ? { value: { traffic_types: [] } } : { unknown: gap };
	},
};

/** Whether a flow log is one of a whole network; others are of subnets, interfaces or security groups. */
function ofNetwork(log: Resource, context: PlanContext): boolean {
	const target = context.value(log, ["target_resource_id"]);
	if (target.state === "reference") return target.targets.every(({ type }) => type === "azurerm_virtual_network");
	return target.state === "known" && /\/virtualNetworks\/[^/]+$/i.test(String(target.value));
}
