import type { InternetFacingFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, read } from "../plan_values.ts";

const TYPES = ["google_compute_forwarding_rule", "google_compute_global_forwarding_rule"];

/**
 * Whether a forwarding rule, the front of a Google load balancer, is reached from the internet: it is unless its scheme is
 * an internal one (EXTERNAL, in provider 8 EXTERNAL_MANAGED for global rules, where none is stated). Rules of VPN gateways
 * and those towards published services (an empty scheme) are no load balancers and carry no facet.
 */
export const googleInternetFacing: FacetComputer<"internet_facing", PlanContext> = {
	name: "internet_facing",
	compute(resource, context): FacetResult<InternetFacingFacet> {
		if (!TYPES.includes(resource.type)) return undefined;
		const target = context.value(resource, ["target"]);
		const gateways = ["google_compute_vpn_gateway", "google_compute_service_attachment"];
		if (target.state === "reference" && target.targets.some(({ type }) => gateways.includes(type))) return undefined;
		const scheme = read(context, resource, ["load_balancing_scheme"]);
		if (!isKnown(scheme)) return scheme;
		if (scheme.value === "") return undefined;
		const internal = typeof scheme.value === "string" && scheme.value.startsWith("INTERNAL");
		return { value: { internet_facing: !internal, path: ["load_balancing_scheme"] } };
	},
};
