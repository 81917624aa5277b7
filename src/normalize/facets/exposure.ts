import type { ExposureFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer } from "../facet.ts";
import { listAt, textAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { podLabels } from "../kubernetes/pods.ts";
import { byKey, memberOf } from "./joins.ts";
import { podSpecPath } from "./pod.ts";
import { annotation, backends, loadBalancerScheme, SERVICE } from "./service.ts";

export const INGRESS_TYPES = ["networking.k8s.io/Ingress", "extensions/Ingress"];

/** Kinds that lead from a Gateway to Services. */
const ROUTE_TYPES = ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute"].map(
	(kind) => `gateway.networking.k8s.io/${kind}`,
);

const computed = new WeakMap<KubernetesContext, Map<Resource, ExposureFacet["routes"]>>();

/** Whether a workload is labelled `exposure: public`, on itself or on its pods, and is really reached from outside. */
export function isPublicWorkload(workload: Resource, context: KubernetesContext): boolean {
	const labelled = workload.labels.exposure === "public" || podLabels(workload)?.labels.exposure === "public";
	return labelled && routesTo(workload, context).some(({ external }) => external);
}

/** The `exposure` facet of objects with a pod template. Only what surely leads to them. */
export const exposureFacet: FacetComputer<"exposure", KubernetesContext> = {
	name: "exposure",
	compute(resource, context) {
		if (podSpecPath(resource.type, resource.attributes) === null) return undefined;
		return { value: { routes: routesTo(resource, context) } };
	},
};

function routesTo(workload: Resource, context: KubernetesContext): ExposureFacet["routes"] {
	let all = computed.get(context);
	if (all === undefined) {
		all = allRoutes(context);
		computed.set(context, all);
	}
	return all.get(workload) ?? [];
}

function allRoutes(context: KubernetesContext): Map<Resource, ExposureFacet["routes"]> {
	const all = new Map<Resource, ExposureFacet["routes"]>();
	const entries = [
		...INGRESS_TYPES.flatMap((type) => byKey(context.ofType(type))).map((entry) => ({
			entry,
			kind: "ingress" as const,
		})),
		...ROUTE_TYPES.flatMap((type) => byKey(context.ofType(type))).map((entry) => ({ entry, kind: "route" as const })),
	].map(({ entry, kind }) => ({ entry, kind, services: servicesNamed(entry) }));

	for (const service of byKey(context.ofType(SERVICE))) {
		const routes: ExposureFacet["routes"] = [];
		const type = textAt(service.attributes, ["spec", "type"]);
		if (type === "NodePort") routes.push({ key: service.key, kind: "node-port", external: true });
		if (type === "LoadBalancer") {
			routes.push({ key: service.key, kind: "load-balancer", external: !loadBalancerScheme(service).internal });
		}
		for (const { entry, kind, services } of entries) {
			if (!services.has(service.name) || memberOf(entry, service, context) !== "yes") continue;
			routes.push({ key: entry.key, kind, external: !isInternalIngress(entry) });
		}
		if (routes.length === 0) continue;
		for (const workload of backends(service, context).certain) {
			all.set(workload, [...(all.get(workload) ?? []), ...routes]);
		}
	}
	for (const routes of all.values()) routes.sort((left, right) => compareText(left.key, right.key));
	return all;
}

/** Application load balancers made by the AWS Load Balancer Controller are internal unless told otherwise. */
function isInternalIngress(entry: Resource): boolean {
	const ingressClass = ingressClassOf(entry);
	if (ingressClass === "gce-internal") return true;
	const scheme = annotation(entry, "alb.ingress.kubernetes.io/scheme");
	return scheme === null ? ingressClass === "alb" : scheme === "internal";
}

/** Name of the class of an Ingress, stated either way; null when none is. */
export function ingressClassOf(ingress: Resource): string | null {
	return textAt(ingress.attributes, ["spec", "ingressClassName"]) ?? annotation(ingress, "kubernetes.io/ingress.class");
}

/** Names of the Services that an Ingress or a route sends traffic to. */
function servicesNamed(entry: Resource): Set<string> {
	const names = new Set<string>();
	const add = (name: string | null) => name !== null && names.add(name);
	add(textAt(entry.attributes, ["spec", "defaultBackend", "service", "name"]));
	add(textAt(entry.attributes, ["spec", "backend", "serviceName"]));
	for (const rule of listAt(entry.attributes, ["spec", "rules"])) {
		for (const path of listAt(rule, ["http", "paths"])) {
			add(textAt(path, ["backend", "service", "name"]));
			add(textAt(path, ["backend", "serviceName"]));
		}
		for (const backend of listAt(rule, ["backendRefs"])) add(textAt(backend, ["name"]));
	}
	return names;
}
