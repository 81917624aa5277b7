import type { WebApplicationFirewallFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, isGiven, isKnown, isTrue, read, text } from "../plan_values.ts";

/**
 * The firewall of an application gateway: a policy that it names, or settings of its own, which the older tier `WAF` has.
 * https://learn.microsoft.com/en-us/azure/web-application-firewall/ag/ag-overview
 */
export const azureWebApplicationFirewall: FacetComputer<"web_application_firewall", PlanContext> = {
	name: "web_application_firewall",
	compute(resource, context): FacetResult<WebApplicationFirewallFacet> {
		if (resource.type !== "azurerm_application_gateway") return undefined;
		const path = ["firewall_policy_id"];
		const policy = isGiven(context, resource, path);
		if (typeof policy !== "boolean") return policy;
		const named = context.value(resource, path);
		if (named.state === "reference" && named.targets.some(({ type }) => !type.endsWith("_firewall_policy"))) {
			return { unknown: "known only after apply" };
		}
		const own = read(context, resource, ["waf_configuration", 0, "enabled"]);
		if (!isKnown(own) && !policy) return own;
		// Gateways of the tiers Standard take a policy and run none of it.
		const tier = read(context, resource, ["sku", 0, "tier"]);
		if (!isKnown(tier)) return tier;
		const attached = (policy || isTrue(own)) && (text(tier) ?? "").startsWith("WAF");
		const front = ["frontend_ip_configuration"];
		const count = blockCount(context, resource, front);
		if (typeof count !== "number") return count;
		let internet_facing = false;
		for (let index = 0; index < count; index += 1) {
			const given = isGiven(context, resource, [...front, index, "public_ip_address_id"]);
			if (typeof given !== "boolean") return given;
			internet_facing ||= given;
		}
		return { value: { kind: "application gateway", internet_facing, attached, path } };
	},
};
