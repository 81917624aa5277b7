import type { PolicyEngineFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, isTrue, read, text } from "../plan_values.ts";

/**
 * What enforces NetworkPolicy objects in a GKE cluster: Dataplane V2, which Autopilot always runs, or Calico where it is
 * switched on. Neither is unless stated. https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy
 */
export const googlePolicyEngine: FacetComputer<"policy_engine", PlanContext> = {
	name: "policy_engine",
	compute(resource, context): FacetResult<PolicyEngineFacet> {
		if (resource.type !== "google_container_cluster") return undefined;
		const path = ["network_policy"];
		const autopilot = read(context, resource, ["enable_autopilot"]);
		const dataplane = read(context, resource, ["datapath_provider"]);
		const calico = read(context, resource, ["network_policy", 0, "enabled"]);
		if (isTrue(autopilot) || text(dataplane) === "ADVANCED_DATAPATH")
			return { value: { engine: "Dataplane V2", path } };
		if (isTrue(calico)) return { value: { engine: "Calico", path } };
		for (const reading of [autopilot, dataplane, calico]) if (!isKnown(reading)) return reading;
		return { value: { engine: "", path } };
	},
};
