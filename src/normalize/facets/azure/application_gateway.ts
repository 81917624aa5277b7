import type { TlsPolicyFacet, WebApplicationFirewallFacet } from "../../../model/facets.ts";
import type { AttributePath } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
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

/** The oldest version that Azure's policies take, and whether they leave out suites without forward secrecy. https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-ssl-policy-overview */
const PREDEFINED: Readonly<Record<string, readonly [min: string, strong: boolean]>> = {
	appgwsslpolicy20150501: ["1.0", false],
	appgwsslpolicy20170401: ["1.1", false],
	appgwsslpolicy20170401s: ["1.2", false],
	appgwsslpolicy20220101: ["1.2", true],
	appgwsslpolicy20220101s: ["1.2", true],
};

const VERSIONS = ["TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"];

const SUITES = "which cipher suites it lets through is not known";

/** Cipher suites that agree on keys without forward secrecy. */
const WEAK = /^TLS_RSA_/;

/**
 * The weakest TLS that an application gateway takes, by its own policy or by a profile for single listeners. What holds
 * without a policy hangs on the version of the interface that made the gateway (TLS 1.0 before 2023-02-01, 1.2 since),
 * which a plan does not tell.
 */
export const azureTlsPolicy: FacetComputer<"tls_policy", PlanContext> = {
	name: "tls_policy",
	compute(resource, context): FacetResult<TlsPolicyFacet> {
		if (resource.type !== "azurerm_application_gateway") return undefined;
		const ends = endsTls(resource, context);
		if (typeof ends !== "boolean") return ends;
		if (!ends) return { value: { min: "1.3", strong_ciphers: true, source: "none", path: [] } };
		const found: (TlsPolicyFacet | { unknown: string })[] = [ofBlock(resource, context, ["ssl_policy"])];
		const profiles = blockCount(context, resource, ["ssl_profile"]);
		if (typeof profiles !== "number") found.push(profiles);
		else {
			for (let index = 0; index < profiles; index += 1) {
				const path: AttributePath = ["ssl_profile", index, "ssl_policy"];
				// A profile without a policy of its own only asks clients for certificates.
				if (blockCount(context, resource, path) !== 0) found.push(ofBlock(resource, context, path));
			}
		}
		const known = found.flatMap((policy) => ("unknown" in policy ? [] : [policy]));
		const worst = known.toSorted((left, right) => rank(left) - rank(right))[0];
		const gap = found.find((policy) => "unknown" in policy);
		// What is known to be outdated stays so, whatever the rest turns out to be.
		if (worst !== undefined && (gap === undefined || worst.min < "1.2")) return { value: worst };
		return gap as { unknown: string };
	},
};

function rank({ min, strong_ciphers }: TlsPolicyFacet): number {
	return Number(min) + (strong_ciphers ? 0.05 : 0);
}

/** Whether a listener takes TLS connections. */
function endsTls(resource: Resource, context: PlanContext): boolean | { unknown: string } {
	let gap: { unknown: string } | null = null;
	for (const block of ["http_listener", "listener"]) {
		const count = blockCount(context, resource, [block]);
		if (typeof count !== "number") {
			gap = count;
			continue;
		}
		for (let index = 0; index < count; index += 1) {
			const protocol = read(context, resource, [block, index, "protocol"]);
			if (!isKnown(protocol)) gap = protocol;
			else if (["https", "tls"].includes((text(protocol) ?? "").toLowerCase())) return true;
		}
	}
	return gap ?? false;
}

function ofBlock(resource: Resource, context: PlanContext, path: AttributePath): TlsPolicyFacet | { unknown: string } {
	const part = (name: string) => read(context, resource, [...path, 0, name]);
	const count = blockCount(context, resource, path);
	if (typeof count !== "number") return count;
	const name = part("policy_name");
	if (!isKnown(name)) return name;
	if (text(name)) {
		const key = text(name)!.toLowerCase();
		const policy = Object.hasOwn(PREDEFINED, key) ? PREDEFINED[key] : undefined;
		if (policy === undefined) return { unknown: "what the policy that it names allows is not known" };
		return { min: policy[0], strong_ciphers: policy[1], source: "attribute", path: [...path, 0, "policy_name"] };
	}
	const version = part("min_protocol_version");
	if (!isKnown(version)) return version;
	if (text(version)) {
		const min = text(version)!.replace(/^TLSv(\d)_(\d)$/, "$1.$2");
		const suites = part("cipher_suites");
		if (!isKnown(suites)) return suites;
		const list = Array.isArray(suites.value) ? suites.value : [];
		const weak = list.some((suite) => WEAK.test(String(suite)));
		// All suites of TLS 1.3 have forward secrecy; before, those that nobody listed are not known.
		if (!weak && min === "1.2" && (list.length === 0 || list.includes(null))) return { unknown: SUITES };
		return { min, strong_ciphers: !weak, source: "attribute", path: [...path, 0, "min_protocol_version"] };
	}
	const disabled = part("disabled_protocols");
	if (!isKnown(disabled)) return disabled;
	const off = Array.isArray(disabled.value) ? disabled.value : [];
	const oldest = VERSIONS.find((candidate) => !off.includes(candidate));
	if (off.length === 0 || off.includes(null) || oldest === undefined) {
		return { unknown: "no TLS policy is named, and which one holds depends on the release of the provider" };
	}
	const min = oldest.replace(/^TLSv(\d)_(\d)$/, "$1.$2");
	if (min === "1.2") return { unknown: SUITES };
	return { min, strong_ciphers: min === "1.3", source: "attribute", path: [...path, 0, "disabled_protocols"] };
}
