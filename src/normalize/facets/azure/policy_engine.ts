import type { PolicyEngineFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, isKnown, read, text } from "../plan_values.ts";

/**
 * What enforces NetworkPolicy objects in an AKS cluster: nothing unless one is named when it is made, except that the data
 * plane of Cilium does. https://learn.microsoft.com/en-us/azure/aks/use-network-policies
 */
export const azurePolicyEngine: FacetComputer<"policy_engine", PlanContext> = {
	name: "policy_engine",
	compute(resource, context): FacetResult<PolicyEngineFacet> {
		if (resource.type !== "azurerm_kubernetes_cluster") return undefined;
		const block = ["network_profile"];
		const blocks = blockCount(context, resource, block);
		if (typeof blocks !== "number") return { unknown: blocks.unknown };
		if (blocks === 0) return { value: { engine: "", path: block } };
		const path = [...block, 0, "network_policy"];
		const engines = [
			read(context, resource, path),
			read(context, resource, [...block, 0, "network_data_plane"]),
			// The name of the data plane in release 3.
			read(context, resource, [...block, 0, "ebpf_data_plane"]),
		];
		const plugin = read(context, resource, [...block, 0, "network_plugin"]);
		const named = engines.map(text).find((name) => name !== null && ["azure", "calico", "cilium"].includes(name));
		// The plain data plane of the same name enforces nothing.
		const [policy, plane, ebpf] = engines.map(text);
		const engine = policy !== null && named === policy ? policy : [plane, ebpf].find((name) => name === "cilium");
		if (typeof engine === "string") return { value: { engine, path } };
		for (const reading of [...engines, plugin]) if (!isKnown(reading)) return reading;
		// Whoever brings a network plugin of their own brings its engine with it.
		if (text(plugin) === "none") return { unknown: "the cluster brings a network plugin of its own" };
		return { value: { engine: "", path } };
	},
};
