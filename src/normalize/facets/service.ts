import type { ServiceFacet, ServicePort } from "../../model/facets.ts";
import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { type Cidr, parseCidr, publicShare } from "../address-ranges.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { podLabels } from "../kubernetes/pods.ts";
import { candidates, containersOf, memberOf, unreadable, unstated } from "./joins.ts";

export const SERVICE = "core/Service";

const AWS = "service.beta.kubernetes.io/aws-load-balancer-";

/** Load balancer classes and types of the AWS Load Balancer Controller and EKS Auto Mode, which build internal ones unless told otherwise. */
const AWS_CONTROLLER_CLASSES = ["service.k8s.aws/nlb", "eks.amazonaws.com/nlb"];
const AWS_CONTROLLER_TYPES = ["external", "nlb-ip"];

/** Annotations of the other clouds that keep a load balancer internal, with the value that does (compared in lower case). */
const INTERNAL_ANNOTATIONS: readonly (readonly [string, string])[] = [
	["networking.gke.io/load-balancer-type", "internal"],
	["cloud.google.com/load-balancer-type", "internal"],
	["service.beta.kubernetes.io/azure-load-balancer-internal", "true"],
	["service.beta.kubernetes.io/openstack-internal-load-balancer", "true"],
	["service.beta.kubernetes.io/oci-load-balancer-internal", "true"],
	["service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", "intranet"],
	["service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", "private"],
	["service.beta.kubernetes.io/do-loadbalancer-network", "internal"],
];

/** Annotations that give a load balancer a certificate, with the one that names its TLS ports. */
const CERTIFICATE_ANNOTATIONS: readonly { certificate: string; ports: string }[] = [
	{ certificate: `${AWS}ssl-cert`, ports: `${AWS}ssl-ports` },
	{
		certificate: "service.beta.kubernetes.io/do-loadbalancer-certificate-id",
		ports: "service.beta.kubernetes.io/do-loadbalancer-tls-ports",
	},
	{
		certificate: "service.beta.kubernetes.io/oci-load-balancer-tls-secret",
		ports: "service.beta.kubernetes.io/oci-load-balancer-ssl-ports",
	},
];

const OPEN_SHARE = 0.1;

/** The value of an annotation when it is a non-empty string, else null. */
export function annotation(resource: Resource, name: string): string | null {
	return textAt(resource.attributes, ["metadata", "annotations", name]);
}

/** Whether a load balancer Service is internal, and the path of what says so (or would). */
export function loadBalancerScheme(service: Resource): { internal: boolean; path: AttributePath } {
	const at = (name: string): AttributePath => ["metadata", "annotations", name];
	const scheme = annotation(service, `${AWS}scheme`);
	if (scheme !== null) return { internal: scheme !== "internet-facing", path: at(`${AWS}scheme`) };
	const legacy = annotation(service, `${AWS}internal`);
	if (legacy !== null && legacy.toLowerCase() !== "false") return { internal: true, path: at(`${AWS}internal`) };
	for (const [name, value] of INTERNAL_ANNOTATIONS) {
		if (annotation(service, name)?.toLowerCase() === value) return { internal: true, path: at(name) };
	}
	const type = annotation(service, `${AWS}type`);
	const loadBalancerClass = textAt(service.attributes, ["spec", "loadBalancerClass"]);
	const controller =
		(type !== null && AWS_CONTROLLER_TYPES.includes(type)) ||
		(loadBalancerClass !== null && AWS_CONTROLLER_CLASSES.includes(loadBalancerClass));
	return { internal: controller, path: ["spec", "type"] };
}

/** Workloads whose pods a Service leads to. `maybe`: where unstated namespaces or unknown labels leave it open. */
export function backends(service: Resource, context: KubernetesContext): { certain: Resource[]; maybe: Resource[] } {
	const selector = valueAt(service.attributes, ["spec", "selector"]);
	const certain: Resource[] = [];
	const maybe: Resource[] = [];
	if (!isObject(selector) || Object.keys(selector).length === 0) return { certain, maybe };
	for (const workload of candidates(context.workloads, service)) {
		const member = memberOf(service, workload, context);
		if (member === "no") continue;
		const pods = podLabels(workload);
		const opaque = unknownAt(service, ["spec", "selector"]) !== null || (pods !== null && pods.unknown !== null);
		const labels = pods?.labels ?? {};
		const matches = Object.entries(selector).every(
			([key, value]) => Object.hasOwn(labels, key) && labels[key] === value,
		);
		if (!matches && !opaque) continue;
		(matches && !opaque && member === "yes" ? certain : maybe).push(workload);
	}
	return { certain, maybe };
}

/** The `service` facet. */
export const serviceFacet: FacetComputer<"service", KubernetesContext> = {
	name: "service",
	compute(resource, context) {
		if (resource.type !== SERVICE) return undefined;
		const hidden =
			unknownAt(resource, ["spec", "type"]) ??
			unknownAt(resource, ["spec", "loadBalancerSourceRanges"]) ??
			unknownAt(resource, ["spec", "loadBalancerClass"]) ??
			unknownAt(resource, ["spec", "ports"]) ??
			unknownAnnotation(resource);
		if (hidden !== null) return { unknown: hidden };
		const type = textAt(resource.attributes, ["spec", "type"]) ?? "ClusterIP";
		const value: ServiceFacet = {
			type,
			scheme: "none",
			any_source: true,
			path: ["spec", "type"],
			mesh_gateway: isMeshGateway(resource),
			ports: [],
		};
		if (type !== "LoadBalancer") return { value };
		const { internal, path } = loadBalancerScheme(resource);
		const sources = sourceRanges(resource);
		value.scheme = internal ? "internal" : "internet";
		value.any_source = sources.any;
		value.path = sources.path ?? path;
		const unread = unreadable(() => context.workloads);
		if (unread !== null) return { value, unknown: [{ path: ["ports"], reason: unread }] };
		value.ports = readPorts(resource, context);
		return { value };
	},
};

/** Only annotations read here make the facet unknown. */
function unknownAnnotation(resource: Resource): string | null {
	for (const { path, reason } of resource.unknown) {
		if (path[0] !== "attributes" || path[1] !== "metadata" || path[2] !== "annotations") continue;
		const name = path[3];
		if (typeof name !== "string" || name.includes("load-balancer") || name.includes("loadbalancer")) return reason;
	}
	return null;
}

function isMeshGateway(service: Resource): boolean {
	const istio = textAt(service.attributes, ["spec", "selector", "istio"]);
	return istio?.includes("ingressgateway") ?? false;
}

function sourceRanges(service: Resource): { any: boolean; path: AttributePath | null } {
	const listed = listAt(service.attributes, ["spec", "loadBalancerSourceRanges"]);
	const names = ["service.beta.kubernetes.io/load-balancer-source-ranges", `${AWS}source-ranges`];
	const name = names.find((candidate) => annotation(service, candidate) !== null);
	const ranges: Json[] = listed.length > 0 ? listed : name === undefined ? [] : annotation(service, name)!.split(",");
	if (ranges.length === 0) return { any: true, path: null };
	const blocks: { cidr: Cidr; except: [] }[] = [];
	for (const range of ranges) {
		const cidr = typeof range === "string" ? parseCidr(range.trim()) : null;
		if (cidr !== null) blocks.push({ cidr, except: [] });
	}
	return {
		any: publicShare(4, blocks) >= OPEN_SHARE || publicShare(6, blocks) >= OPEN_SHARE,
		path: listed.length > 0 ? ["spec", "loadBalancerSourceRanges"] : ["metadata", "annotations", name!],
	};
}

function readPorts(service: Resource, context: KubernetesContext): ServicePort[] {
	const { certain, maybe } = backends(service, context);
	const ports = listAt(service.attributes, ["spec", "ports"]);
	const read: ServicePort[] = [];
	for (const [index, port] of ports.entries()) {
		if (!isObject(port)) continue;
		const number = portNumber(port.port);
		const protocol = textAt(port, ["protocol"]) ?? "TCP";
		const { tls, evidence } = portTls(service, port, { certain, maybe });
		read.push({ path: ["spec", "ports", index, "port"], port: number ?? 0, protocol, tls, evidence });
	}
	// Beside a port with TLS, port 80 may do no more than send callers there.
	if (read.some(({ tls }) => tls === "terminated" || tls === "backend")) {
		for (const port of read) {
			if (port.tls !== "plain" || port.port !== 80) continue;
			port.tls = "unproven";
			port.evidence = "port 80 beside a TLS port may only redirect; the manifests do not show it";
		}
	}
	return read;
}

type PortTls = Pick<ServicePort, "tls" | "evidence">;

function portTls(service: Resource, port: JsonObject, to: { certain: Resource[]; maybe: Resource[] }): PortTls {
	const certificate = CERTIFICATE_ANNOTATIONS.find((names) => annotation(service, names.certificate) !== null);
	if (certificate !== undefined && isTlsPort(annotation(service, certificate.ports), port)) {
		return { tls: "terminated", evidence: "the load balancer ends TLS with its certificate" };
	}
	const evidence = to.certain.map((workload) => probeEvidence(workload, port));
	const plain = evidence.find(({ tls }) => tls === "plain");
	if (plain !== undefined) return plain;
	const appProtocol = textAt(port, ["appProtocol"]);
	if (appProtocol !== null && ["http", "kubernetes.io/h2c", "kubernetes.io/ws"].includes(appProtocol.toLowerCase())) {
		return { tls: "plain", evidence: `appProtocol is ${appProtocol}` };
	}
	if (evidence.length > 0 && evidence.every(({ tls }) => tls === "backend")) return evidence[0]!;
	if (portNumber(port.port) === 80) return { tls: "plain", evidence: "port 80 has no certificate" };
	if (evidence.length > 0) return evidence.find(({ tls }) => tls === "unproven")!;
	if (to.maybe.length > 0) {
		return {
			tls: "unproven",
			evidence: unstated(to.maybe[0]!, service),
		};
	}
	return { tls: "unproven", evidence: "the pods behind this Service are not in the input" };
}

/** Left out or `*`: all ports; else a list of port numbers and names. */
function isTlsPort(ports: string | null, port: JsonObject): boolean {
	if (ports === null || ports.trim() === "*") return true;
	const wanted = ports.split(",").map((entry) => entry.trim());
	return (
		wanted.includes(String(portNumber(port.port))) || (typeof port.name === "string" && wanted.includes(port.name))
	);
}

/** What the probes of a workload's pods show of the port that a Service port leads to. The kubelet speaks plain text to `grpc` probes. */
function probeEvidence(workload: Resource, port: JsonObject): PortTls {
	const containers = containersOf(workload);
	const named = new Map<string, number>();
	for (const { spec } of containers) {
		for (const item of listAt(spec, ["ports"])) {
			const name = textAt(item, ["name"]);
			const number = portNumber(valueAt(item, ["containerPort"]));
			if (name !== null && number !== null) named.set(name, number);
		}
	}
	const resolve = (value: Json | undefined): number | null =>
		portNumber(value) ?? (typeof value === "string" ? (named.get(value) ?? null) : null);
	const target = resolve(port.targetPort ?? port.port);
	const pods = `${workload.type.slice(workload.type.indexOf("/") + 1)} ${workload.name}`;
	const unproven: PortTls = {
		tls: "unproven",
		evidence: `no probe of ${pods} shows whether its pods speak TLS on ${target ?? "that port"}`,
	};
	if (target === null) return unproven;

	let secure = false;
	for (const { spec, path } of containers) {
		for (const name of ["livenessProbe", "readinessProbe", "startupProbe"]) {
			const http = valueAt(spec, [name, "httpGet"]);
			const grpc = valueAt(spec, [name, "grpc"]);
			const probed = isObject(http) ? http : isObject(grpc) ? grpc : null;
			if (probed === null || unknownAt(workload, [...path, name]) !== null || resolve(probed.port) !== target) continue;
			if (isObject(http) && textAt(http, ["scheme"])?.toUpperCase() === "HTTPS") {
				secure = true;
				continue;
			}
			const spoken = isObject(http) ? "HTTP" : "gRPC";
			return { tls: "plain", evidence: `${pods} answers its ${name} on port ${target} in plain ${spoken}` };
		}
	}
	if (!secure) return unproven;
	return { tls: "backend", evidence: `${pods} answers its probes on port ${target} over HTTPS` };
}

/** Numbers and numeric strings from 1 to 65535. */
function portNumber(value: Json | undefined): number | null {
	const number = typeof value === "string" && /^\d{1,5}$/.test(value) ? Number(value) : value;
	return typeof number === "number" && Number.isInteger(number) && number >= 1 && number <= 65535 ? number : null;
}
