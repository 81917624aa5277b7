import type { Facets } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { INGRESS_TYPES } from "./exposure.ts";
import { annotation } from "./service.ts";

const NGINX = "nginx.ingress.kubernetes.io/";
const ALB = "alb.ingress.kubernetes.io/";
const GATEWAY_API = "gateway.networking.k8s.io/Gateway";

/** Switch of ingress-nginx in its ConfigMap: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/ */
const SNIPPETS_ALLOWED = "allow-snippet-annotations";

/** Annotations that controllers copy into their configuration: ingress-nginx, NGINX of F5, HAProxy. */
const SNIPPET =
	/^(?:nginx\.ingress\.kubernetes\.io\/[a-z-]+-snippet|nginx\.(?:org|com)\/(?:server|location)-snippets|haproxy\.org\/(?:backend|frontend)-config-snippet|haproxy-ingress\.github\.io\/config-(?:backend|frontend|global))$/;

/** The `ingress_snippets` facet. A ConfigMap carries it where it speaks of snippets at all. */
export const ingressSnippetsFacet: FacetComputer<"ingress_snippets", KubernetesContext> = {
	name: "ingress_snippets",
	compute(resource) {
		if (resource.type === "core/ConfigMap") return controllerSwitch(resource);
		if (!INGRESS_TYPES.includes(resource.type)) return undefined;
		const annotations = valueAt(resource.attributes, ["metadata", "annotations"]);
		const value: NonNullable<Facets["ingress_snippets"]> = Object.keys(isObject(annotations) ? annotations : {})
			.filter((name) => SNIPPET.test(name))
			.map((name) => ({ path: ["metadata", "annotations", name], name }));
		const hidden = resource.unknown.find(
			({ path }) =>
				path[1] === "metadata" && path[2] === "annotations" && (path.length === 3 || SNIPPET.test(String(path[3]))),
		);
		return { value, unknown: hidden === undefined ? [] : [{ path: [], reason: hidden.reason }] };
	},
};

function controllerSwitch(map: Resource): ReturnType<typeof ingressSnippetsFacet.compute> {
	const path: AttributePath = ["data", SNIPPETS_ALLOWED];
	const setting = valueAt(map.attributes, path);
	const hidden = unknownAt(map, path);
	if (setting === undefined && (hidden === null || !map.unknown.some(({ path: at }) => at[2] === SNIPPETS_ALLOWED)))
		return undefined;
	if (hidden !== null) return { unknown: hidden };
	const allowed = String(setting).toLowerCase() === "true";
	return { value: allowed ? [{ path, name: SNIPPETS_ALLOWED }] : [] };
}

/**
 * The `ingress_auth` facet. ingress-nginx turns callers without a certificate away unless `auth-tls-verify-client` says
 * otherwise (default "on"); an ALB sends them to log in unless `auth-on-unauthenticated-request` says otherwise
 * (default "authenticate").
 */
export const ingressAuthFacet: FacetComputer<"ingress_auth", KubernetesContext> = {
	name: "ingress_auth",
	compute(resource) {
		if (!INGRESS_TYPES.includes(resource.type)) return undefined;
		const value: NonNullable<Facets["ingress_auth"]> = [];
		const unknown: { path: AttributePath; reason: string }[] = [];
		const add = (name: string, normal: string, lax: readonly string[], words: string) => {
			const path: AttributePath = ["metadata", "annotations", name];
			const hidden = unknownAt(resource, path);
			if (hidden !== null) unknown.push({ path: [value.length, "enforced"], reason: hidden });
			const setting = (annotation(resource, name) ?? normal).toLowerCase();
			value.push({ path, enforced: !lax.includes(setting), evidence: `${words} ${setting}` });
		};
		if (shown(resource, `${NGINX}auth-tls-secret`))
			add(`${NGINX}auth-tls-verify-client`, "on", ["off", "optional", "optional_no_ca"], "auth-tls-verify-client is");
		const login = annotation(resource, `${ALB}auth-type`);
		if (login !== null && login.toLowerCase() !== "none")
			add(`${ALB}auth-on-unauthenticated-request`, "authenticate", ["allow"], "auth-on-unauthenticated-request is");
		return value.length === 0 ? undefined : { value, unknown };
	},
};

/** The annotation is there, be its value known or not. */
function shown(resource: Resource, name: string): boolean {
	const path: AttributePath = ["metadata", "annotations", name];
	return annotation(resource, name) !== null || unknownAt(resource, path) !== null;
}

/** The `gateway_routes` facet of Gateway API Gateways: https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes, default Same. */
export const gatewayRoutesFacet: FacetComputer<"gateway_routes", KubernetesContext> = {
	name: "gateway_routes",
	compute(resource) {
		if (resource.type !== GATEWAY_API) return undefined;
		const hidden = unknownAt(resource, ["spec", "listeners"]);
		const listeners = listAt(resource.attributes, ["spec", "listeners"]);
		const value: NonNullable<Facets["gateway_routes"]> = [];
		const unknown: { path: AttributePath; reason: string }[] = [];
		if (hidden !== null && listeners.length === 0) return { unknown: hidden };
		for (const [index, listener] of listeners.entries()) {
			const at: AttributePath = ["spec", "listeners", index, "allowedRoutes", "namespaces"];
			const opaque = unknownAt(resource, at);
			if (opaque !== null) unknown.push({ path: [value.length, "from"], reason: opaque });
			const from = textAt(listener, ["allowedRoutes", "namespaces", "from"]) ?? "Same";
			const named = textAt(listener, ["name"]) ?? String(index);
			value.push({ path: [...at, "from"], listener: named, from: reading(from, listener) });
		}
		return { value, unknown };
	},
};

function reading(from: string, listener: Parameters<typeof valueAt>[0]): "same" | "selected" | "all" | "none" {
	if (from === "All") return "all";
	if (from === "None") return "none";
	if (from !== "Selector") return "same";
	const selector = valueAt(listener, ["allowedRoutes", "namespaces", "selector"]);
	const labels = valueAt(selector, ["matchLabels"]);
	const chosen =
		(isObject(labels) && Object.keys(labels).length > 0) || listAt(selector, ["matchExpressions"]).length > 0;
	return chosen || !isObject(selector) ? "selected" : "all";
}
