import type { EntryTls } from "../../model/facets.ts";
import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { INGRESS_TYPES, ingressClassOf } from "./exposure.ts";
import { byKey, memberOf } from "./joins.ts";
import { annotation } from "./service.ts";

const GATEWAY_API = "gateway.networking.k8s.io/Gateway";
const HTTP_ROUTE = "gateway.networking.k8s.io/HTTPRoute";
const ISTIO_GATEWAY = "networking.istio.io/Gateway";

const ALB = "alb.ingress.kubernetes.io/";
const NGINX = "nginx.ingress.kubernetes.io/";

/** Annotations that bring a certificate without `spec.tls`. */
const CERTIFICATE_ANNOTATIONS = [
	`${ALB}certificate-arn`,
	"networking.gke.io/managed-certificates",
	"ingress.gcp.kubernetes.io/pre-shared-cert",
];

/** The `entry_tls` facet of Ingress, Gateway API Gateway and Istio Gateway. */
export const entryTlsFacet: FacetComputer<"entry_tls", KubernetesContext> = {
	name: "entry_tls",
	compute(resource, context) {
		const isIngress = INGRESS_TYPES.includes(resource.type);
		if (!isIngress && resource.type !== GATEWAY_API && resource.type !== ISTIO_GATEWAY) return undefined;
		const hidden =
			(isIngress ? unknownIngress(resource) : unknownAt(resource, ["spec"])) ?? unknownAnnotation(resource);
		if (hidden !== null) return { unknown: hidden };
		if (isIngress) return { value: { entries: ingressEntries(resource, context) } };
		if (resource.type === GATEWAY_API) return { value: { entries: gatewayEntries(resource, context) } };
		return { value: { entries: istioEntries(resource) } };
	},
};

/** The paths that routing uses do not matter here. */
function unknownIngress(ingress: Resource): string | null {
	const rules = listAt(ingress.attributes, ["spec", "rules"]);
	const hosts = [...rules.keys()].map((index) => unknownAt(ingress, ["spec", "rules", index, "host"]));
	return (
		unknownAt(ingress, ["spec", "tls"]) ??
		unknownAt(ingress, ["spec", "ingressClassName"]) ??
		hosts.find((reason) => reason !== null) ??
		(rules.length === 0 ? unknownAt(ingress, ["spec", "rules"]) : null)
	);
}

function unknownAnnotation(resource: Resource): string | null {
	for (const { path, reason } of resource.unknown) {
		if (path[0] !== "attributes" || path[1] !== "metadata" || path[2] !== "annotations") continue;
		const name = path[3];
		if (
			typeof name !== "string" ||
			CERTIFICATE_ANNOTATIONS.includes(name) ||
			/redirect|listen-ports|allow-http/.test(name)
		) {
			return reason;
		}
	}
	return null;
}

function ingressEntries(ingress: Resource, context: KubernetesContext): EntryTls[] {
	const cover = coverage(ingress);
	const entries: EntryTls[] = [];
	const rules = listAt(ingress.attributes, ["spec", "rules"]);
	for (const [index, rule] of rules.entries()) {
		const host = textAt(rule, ["host"]);
		const path: AttributePath = host === null ? ["spec", "rules", index] : ["spec", "rules", index, "host"];
		const name = host === null ? "requests for any host" : `host ${host}`;
		entries.push(hostEntry(path, name, cover(host)));
	}
	if (rules.length === 0) entries.push(hostEntry(["spec"], "the default backend", cover(null)));
	if (entries.some(({ serves }) => serves === "tls")) entries.push(...plainPort(ingress, context));
	return entries;
}

function hostEntry(path: AttributePath, name: string, evidence: string | null): EntryTls {
	const serves = evidence === null ? "plain" : "tls";
	return {
		path,
		name,
		kind: "host",
		serves,
		certificate: true,
		evidence: evidence ?? "no entry of spec.tls covers it",
	};
}

/** Says for a host (null: any) what gives it TLS, or null. */
function coverage(ingress: Resource): (host: string | null) => string | null {
	const named = CERTIFICATE_ANNOTATIONS.find((name) => annotation(ingress, name) !== null);
	if (named !== undefined) return () => `annotation ${named}`;
	if (listenPorts(ingress)?.includes("HTTPS")) return () => `annotation ${ALB}listen-ports`;
	if (annotation(ingress, "traefik.ingress.kubernetes.io/router.tls") === "true") return () => "annotation router.tls";
	const tls = listAt(ingress.attributes, ["spec", "tls"]).filter(isObject);
	const lists = tls.map((entry) => listAt(entry, ["hosts"]).filter((host) => typeof host === "string"));
	return (host) => {
		const covered = lists.some(
			(hosts) => hosts.length === 0 || host === null || hosts.some((name) => covers(name, host)),
		);
		return covered ? "spec.tls" : null;
	};
}

/** `*.example.com` stands for exactly one more label. */
function covers(pattern: string, host: string): boolean {
	if (pattern.toLowerCase() === host.toLowerCase()) return true;
	return pattern.startsWith("*.") && host.toLowerCase().replace(/^[^.]+/, "*") === pattern.toLowerCase();
}

/** Protocols of the ALB listeners, or null when the annotation is missing or no JSON. */
function listenPorts(ingress: Resource): string[] | null {
	const text = annotation(ingress, `${ALB}listen-ports`);
	if (text === null) return null;
	try {
		const list = JSON.parse(text) as Json;
		return Array.isArray(list) ? list.filter(isObject).flatMap((item) => Object.keys(item)) : null;
	} catch {
		return null;
	}
}

/** Plain HTTP that the controller would answer beside TLS. Controllers that are not recognised are taken to redirect. */
function plainPort(ingress: Resource, context: KubernetesContext): EntryTls[] {
	const at = (name: string): AttributePath => ["metadata", "annotations", name];
	const entry = (path: AttributePath, serves: EntryTls["serves"], evidence: string): EntryTls[] => [
		{ path, name: "port 80", kind: "plain-port", serves, certificate: true, evidence },
	];
	const ingressClass = ingressClassOf(ingress) ?? "";
	const annotations = valueAt(ingress.attributes, ["metadata", "annotations"]);
	const names = isObject(annotations) ? Object.keys(annotations) : [];

	if (ingressClass === "alb" || names.some((name) => name.startsWith(ALB))) {
		const ports = listenPorts(ingress);
		const redirects = names.some((name) => name === `${ALB}ssl-redirect` || name === `${ALB}actions.ssl-redirect`);
		// Without listen-ports a certificate gives one HTTPS listener, no certificate one HTTP listener.
		const plain = ports === null ? annotation(ingress, `${ALB}certificate-arn`) === null : ports.includes("HTTP");
		if (!plain) return [];
		if (redirects) return entry(at(`${ALB}ssl-redirect`), "redirect", "ssl-redirect");
		return entry(at(`${ALB}listen-ports`), "plain", "an HTTP listener without ssl-redirect");
	}
	const isGoogle = /^gce/.test(ingressClass) || names.some((name) => /^(networking\.gke|ingress\.gcp)\./.test(name));
	if (isGoogle) {
		if (annotation(ingress, "kubernetes.io/ingress.allow-http") === "false") return [];
		const config = annotation(ingress, "networking.gke.io/v1beta1.FrontendConfig");
		if (config === null) return entry(at("kubernetes.io/ingress.allow-http"), "plain", 'allow-http is not "false"');
		const found = byKey(context.ofType("networking.gke.io/FrontendConfig")).find(
			(other) => other.name === config && memberOf(other, ingress, context) !== "no",
		);
		const path = at("networking.gke.io/v1beta1.FrontendConfig");
		if (found === undefined) return entry(path, "unproven", `FrontendConfig ${config} is not in the input`);
		if (valueAt(found.attributes, ["spec", "redirectToHttps", "enabled"]) === true) {
			return entry(path, "redirect", `FrontendConfig ${config}`);
		}
		return entry(path, "plain", `FrontendConfig ${config} does not redirect to HTTPS`);
	}
	if (
		annotation(ingress, `${NGINX}ssl-redirect`)?.toLowerCase() === "false" &&
		annotation(ingress, `${NGINX}force-ssl-redirect`)?.toLowerCase() !== "true"
	) {
		return entry(at(`${NGINX}ssl-redirect`), "plain", 'ssl-redirect is "false"');
	}
	return [];
}

function gatewayEntries(gateway: Resource, context: KubernetesContext): EntryTls[] {
	const entries: EntryTls[] = [];
	for (const [index, listener] of listAt(gateway.attributes, ["spec", "listeners"]).entries()) {
		if (!isObject(listener)) continue;
		const path: AttributePath = ["spec", "listeners", index, "protocol"];
		const protocol = textAt(listener, ["protocol"]) ?? "";
		const name = `listener ${textAt(listener, ["name"]) ?? index}`;
		if (protocol === "HTTP") {
			const redirects = isRedirected(gateway, listener, context);
			entries.push({
				path,
				name,
				kind: "listener",
				serves: redirects ? "redirect" : "plain",
				certificate: true,
				evidence: redirects
					? "an HTTPRoute redirects to HTTPS"
					: "protocol HTTP, and no HTTPRoute that redirects to HTTPS",
			});
		}
		if (protocol !== "HTTPS" && protocol !== "TLS") continue;
		const passedOn = valueAt(listener, ["tls", "mode"]) === "Passthrough";
		const options = valueAt(listener, ["tls", "options"]);
		const certificate =
			passedOn ||
			listAt(listener, ["tls", "certificateRefs"]).length > 0 ||
			(isObject(options) && Object.keys(options).length > 0);
		entries.push({ path, name, kind: "listener", serves: "tls", certificate, evidence: `protocol ${protocol}` });
	}
	return entries;
}

/** Whether an HTTPRoute attached to the listener redirects to https. */
function isRedirected(gateway: Resource, listener: JsonObject, context: KubernetesContext): boolean {
	const redirects = byKey(context.shownOfType(HTTP_ROUTE)).some((route) => {
		const attached = listAt(route.attributes, ["spec", "parentRefs"]).some((ref) => {
			if (textAt(ref, ["name"]) !== gateway.name) return false;
			const namespace = textAt(ref, ["namespace"]);
			if (namespace === null ? memberOf(route, gateway, context) === "no" : namespace !== gateway.scope) return false;
			const section = textAt(ref, ["sectionName"]);
			return section === null || section === textAt(listener, ["name"]);
		});
		return (
			attached &&
			listAt(route.attributes, ["spec", "rules"]).some((rule) =>
				listAt(rule, ["filters"]).some(
					(filter) =>
						textAt(filter, ["type"]) === "RequestRedirect" &&
						textAt(filter, ["requestRedirect", "scheme"])?.toLowerCase() === "https",
				),
			)
		);
	});
	// Throws where some routes were not read: one of those may redirect.
	if (!redirects) context.ofType(HTTP_ROUTE);
	return redirects;
}

function istioEntries(gateway: Resource): EntryTls[] {
	// An egress gateway takes traffic from inside the mesh, where mutual TLS is the mesh's business.
	if (textAt(gateway.attributes, ["spec", "selector", "istio"])?.includes("egressgateway")) return [];
	const entries: EntryTls[] = [];
	for (const [index, server] of listAt(gateway.attributes, ["spec", "servers"]).entries()) {
		const protocol = (textAt(server, ["port", "protocol"]) ?? "").toUpperCase();
		const path: AttributePath = ["spec", "servers", index, "port", "protocol"];
		const name = `server ${textAt(server, ["port", "name"]) ?? index}`;
		if (["HTTP", "HTTP2", "GRPC", "GRPC-WEB"].includes(protocol)) {
			const redirects = valueAt(server, ["tls", "httpsRedirect"]) === true;
			entries.push({
				path,
				name,
				kind: "listener",
				serves: redirects ? "redirect" : "plain",
				certificate: true,
				evidence: redirects ? "httpsRedirect" : `protocol ${protocol} without httpsRedirect`,
			});
		}
		if (protocol !== "HTTPS" && protocol !== "TLS") continue;
		const mode = (textAt(server, ["tls", "mode"]) ?? "").toUpperCase();
		const tls = valueAt(server, ["tls"]);
		const ends = mode !== "PASSTHROUGH" && mode !== "AUTO_PASSTHROUGH" && mode !== "ISTIO_MUTUAL";
		const certificate =
			!ends ||
			["credentialName", "serverCertificate"].some((key) => textAt(tls, [key]) !== null) ||
			listAt(tls, ["credentialNames"]).length > 0 ||
			listAt(tls, ["tlsCertificates"]).length > 0;
		entries.push({ path, name, kind: "listener", serves: "tls", certificate, evidence: `protocol ${protocol}` });
	}
	return entries;
}
