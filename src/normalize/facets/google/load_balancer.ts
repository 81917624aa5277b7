import type { ListenerFacet, RequestLogsFacet, TlsPolicyFacet } from "../../../model/facets.ts";
import type { AttributePath } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import { listAt, lookUp } from "../../json.ts";
import type { PlanContext, PlanValue } from "../../terraform/context.ts";
import { blockCount, isKnown, isTrue, read, text } from "../plan_values.ts";

/** Kinds of proxies by what their addresses hold: `…/global/targetHttpProxies/web`. */
const PROXIES: Readonly<Record<string, string>> = {
	targethttpproxies: "HTTP",
	targethttpsproxies: "HTTPS",
	targetsslproxies: "TLS",
	targettcpproxies: "TCP",
};

/** A forwarding rule and the proxy that it leads to. Other targets pass packets on, and have no protocol to judge. */
export const googleListener: FacetComputer<"listener", PlanContext> = {
	name: "listener",
	compute(resource, context): FacetResult<ListenerFacet> {
		if (
			resource.type !== "google_compute_global_forwarding_rule" &&
			resource.type !== "google_compute_forwarding_rule"
		) {
			return undefined;
		}
		const target = context.value(resource, ["target"]);
		if (target.state === "omitted") return undefined;
		if (target.state === "unknown") return { unknown: target.reason };
		const { protocol, proxy } = proxyOf(target);
		if (protocol === null) return undefined;
		if (protocol === "") return { unknown: "its target is known only after apply" };
		const scheme = read(context, resource, ["load_balancing_scheme"]);
		if (!isKnown(scheme)) return scheme;
		// EXTERNAL unless said otherwise (provider documentation).
		const internal = (text(scheme) ?? "EXTERNAL").startsWith("INTERNAL");
		let redirects = false;
		if (protocol === "HTTP") {
			if (proxy === null) return { unknown: "its target proxy is not in the plan, and may only redirect" };
			const answer = redirectsOnly(proxy, context);
			if (typeof answer !== "boolean") return answer;
			redirects = answer;
		}
		const kind = protocol === "TCP" || protocol === "TLS" ? "network" : "application";
		return { value: { load_balancer: kind, internal, protocol, redirects_to_https: redirects } };
	},
};

/** What a target is: null where it is no proxy, empty where that is not known. */
function proxyOf(target: PlanValue): { protocol: string | null; proxy: Resource | null } {
	if (target.state === "known") {
		const kind = /(target\w+Proxies)\/[^/]+$/i.exec(String(target.value))?.[1]?.toLowerCase();
		return { protocol: kind === undefined ? null : (lookUp(PROXIES, kind) ?? null), proxy: null };
	}
	if (target.state !== "reference" || target.targets.length !== 1) return { protocol: "", proxy: null };
	const [only] = target.targets;
	const match = /^google_compute_(?:region_)?target_(grpc|https?|ssl|tcp)_proxy$/.exec(only!.type);
	if (match === null) return { protocol: /^google_compute_/.test(only!.type) ? null : "", proxy: null };
	const protocol = PROXIES[`target${match[1]}proxies`] ?? null;
	const managed = only!.mode === "managed" && only!.resources.length === 1;
	return { protocol, proxy: managed ? only!.resources[0]! : null };
}

/** Whether a proxy's URL map does nothing but send clients on to HTTPS. */
function redirectsOnly(proxy: Resource, context: PlanContext): boolean | { unknown: string } {
	const value = context.value(proxy, ["url_map"]);
	const maps = context.ofType("google_compute_url_map", "google_compute_region_url_map").filter((map) => {
		if (value.state === "reference") return value.targets.some(({ resources }) => resources.includes(map));
		return value.state === "known" && (value.value === map.attributes.id || value.value === map.attributes.self_link);
	});
	const [map] = maps;
	if (maps.length !== 1 || map === undefined)
		return { unknown: "its URL map is not in the plan, and may only redirect" };
	const redirect = read(context, map, ["default_url_redirect", 0, "https_redirect"]);
	if (!isKnown(redirect)) return redirect;
	if (!isTrue(redirect)) return false;
	const matchers = listAt(map.attributes, ["path_matcher"]);
	for (const [index] of matchers.entries()) {
		const own = read(context, map, ["path_matcher", index, "default_url_redirect", 0, "https_redirect"]);
		if (!isKnown(own)) return own;
		if (!isTrue(own)) return false;
		const rules = ["path_rule", "route_rules"].some(
			(name) => listAt(map.attributes, ["path_matcher", index, name]).length > 0,
		);
		if (rules) return { unknown: "rules of its URL map are not followed" };
	}
	return true;
}

/**
 * What TLS clients may use. Without a policy a load balancer takes TLS 1.0 and all cipher suites:
 * https://docs.cloud.google.com/load-balancing/docs/ssl-policies-concepts
 */
export const tlsPolicy: FacetComputer<"tls_policy", PlanContext> = {
	name: "tls_policy",
	compute(resource, context): FacetResult<TlsPolicyFacet> {
		if (/^google_compute_(?:region_)?ssl_policy$/.test(resource.type)) return ofPolicy(resource, context);
		if (!/^google_compute_(?:region_)?target_(?:https|ssl)_proxy$/.test(resource.type)) return undefined;
		const path: AttributePath = ["ssl_policy"];
		const named = context.value(resource, path);
		if (named.state === "unknown") return { unknown: named.reason };
		if (named.state === "omitted" || (named.state === "known" && named.value === "")) {
			return { value: { min: "1.0", strong_ciphers: false, source: "default", path } };
		}
		const policies = context
			.ofType("google_compute_ssl_policy", "google_compute_region_ssl_policy")
			.filter((policy) => {
				if (named.state === "reference") return named.targets.some(({ resources }) => resources.includes(policy));
				return named.value === policy.attributes.id || named.value === policy.attributes.self_link;
			});
		const [policy] = policies;
		if (policies.length !== 1 || policy === undefined)
			return { unknown: "the TLS policy that it names is not in the plan" };
		const result = ofPolicy(policy, context);
		if (result === undefined || !("value" in result)) return result;
		return { value: { ...result.value, source: "reference", path } };
	},
};

/** Cipher suites of a policy of one's own that agree on keys without forward secrecy. */
const WEAK = /^TLS_RSA_/;

function ofPolicy(resource: Resource, context: PlanContext): FacetResult<TlsPolicyFacet> {
	const version = read(context, resource, ["min_tls_version"]);
	if (!isKnown(version)) return version;
	const profile = read(context, resource, ["profile"]);
	if (!isKnown(profile)) return profile;
	// TLS_1_0 and COMPATIBLE unless said otherwise (provider documentation).
	const min = (text(version) || "TLS_1_0").replace(/^TLS_(\d)_(\d)$/, "$1.$2");
	let strong = ["MODERN", "RESTRICTED", "FIPS_202205"].includes(text(profile) ?? "");
	if (text(profile) === "CUSTOM") {
		const features = read(context, resource, ["custom_features"]);
		if (!isKnown(features)) return features;
		const list = Array.isArray(features.value) ? features.value : [];
		strong = list.length > 0 && list.every((feature) => typeof feature === "string" && !WEAK.test(feature));
	}
	return { value: { min, strong_ciphers: strong, source: "attribute", path: ["min_tls_version"] } };
}

/** https://docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring: off unless switched on. */
export const googleRequestLogs: FacetComputer<"request_logs", PlanContext> = {
	name: "request_logs",
	compute(resource, context): FacetResult<RequestLogsFacet> {
		if (!/^google_compute_(?:region_)?backend_service$/.test(resource.type)) return undefined;
		const path: AttributePath = ["log_config"];
		const scheme = read(context, resource, ["load_balancing_scheme"]);
		if (!isKnown(scheme)) return scheme;
		// A regional backend service is internal unless said otherwise, a global one external (provider documentation).
		const assumed = resource.type === "google_compute_backend_service" ? "EXTERNAL" : "INTERNAL";
		const internal = (text(scheme) ?? assumed).startsWith("INTERNAL");
		const exempt = internal ? "it serves no requests from outside the network" : null;
		const count = blockCount(context, resource, path);
		if (typeof count !== "number") return count;
		const enabled = read(context, resource, [...path, 0, "enable"]);
		if (!isKnown(enabled)) return enabled;
		const rate = read(context, resource, [...path, 0, "sample_rate"]);
		const none = isKnown(rate) && rate.value === 0;
		return { value: { kind: "load balancer", enabled: isTrue(enabled) && !none, exempt, path } };
	},
};
