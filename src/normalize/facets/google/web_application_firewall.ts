import type { WebApplicationFirewallFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, read, text } from "../plan_values.ts";

/** What holds where no scheme is stated. Either reading of a global one is external: EXTERNAL before provider 8, EXTERNAL_MANAGED in it. */
const SCHEMES: Record<string, string> = {
	google_compute_backend_service: "EXTERNAL_MANAGED",
	google_compute_region_backend_service: "INTERNAL",
};

/**
 * Cloud Armor's policies hang on backend services. Regional services of the scheme EXTERNAL pass packets through: what may be
 * attached there filters addresses only, so that they carry no facet.
 * https://cloud.google.com/armor/docs/security-policy-overview
 */
export const googleWebApplicationFirewall: FacetComputer<"web_application_firewall", PlanContext> = {
	name: "web_application_firewall",
	compute(resource, context): FacetResult<WebApplicationFirewallFacet> {
		if (!Object.hasOwn(SCHEMES, resource.type)) return undefined;
		const stated = read(context, resource, ["load_balancing_scheme"]);
		if (!isKnown(stated)) return stated;
		const scheme = text(stated) ?? SCHEMES[resource.type]!;
		if (resource.type === "google_compute_region_backend_service" && scheme === "EXTERNAL") return undefined;
		const policy = context.value(resource, ["security_policy"]);
		if (policy.state === "unknown") return { unknown: policy.reason };
		if (policy.state === "reference" && !policy.targets.every(({ type }) => type.endsWith("_security_policy"))) {
			return { unknown: "known only after apply" };
		}
		const attached =
			policy.state === "reference" || (policy.state === "known" && policy.value !== null && policy.value !== "");
		const internet_facing = scheme.startsWith("EXTERNAL");
		return { value: { kind: "backend service", internet_facing, attached, path: ["security_policy"] } };
	},
};
