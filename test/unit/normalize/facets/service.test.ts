// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { describe, expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const AWS = "service.beta.kubernetes.io/aws-load-balancer-";
const service = (spec: string, annotations = "{}", namespace = "shop") =>
	`{apiVersion: v1, kind: Service, metadata: {name: s${namespace && `, namespace: ${namespace}`}, annotations: ${annotations}}, spec: {type: LoadBalancer, selector: {app: web}, ${spec}}}\n---\n`;
const facet = (manifests: string) => scan(manifests)("/s").facets.service!;
const scheme = (annotations: string, spec = "ports: []") => facet(service(spec, annotations)).scheme;

describe("whom a load balancer serves", () => {
	test("the internet unless something says internal", () => {
		expect(scheme("{}")).toBe("internet");
		expect(scheme(`{${AWS}type: nlb}`)).toBe("internet");
		expect(scheme(`{${AWS}internal: "false"}`)).toBe("internet");
		expect(scheme(`{${AWS}internal: "true"}`)).toBe("internal");
		expect(scheme(`{${AWS}internal: 0.0.0.0/0}`)).toBe("internal");
		expect(scheme("{networking.gke.io/load-balancer-type: Internal}")).toBe("internal");
		expect(scheme('{service.beta.kubernetes.io/azure-load-balancer-internal: "true"}')).toBe("internal");
	});

	test("the AWS Load Balancer Controller and EKS Auto Mode build internal ones", () => {
		expect(scheme(`{${AWS}type: external}`)).toBe("internal");
		expect(scheme(`{${AWS}type: nlb-ip}`)).toBe("internal");
		expect(scheme("{}", "loadBalancerClass: eks.amazonaws.com/nlb")).toBe("internal");
		expect(scheme(`{${AWS}type: external, ${AWS}scheme: internet-facing}`)).toBe("internet");
	});

	test("source ranges, from the field or the annotation", () => {
		expect(facet(service("loadBalancerSourceRanges: [203.0.113.0/24]"))).toMatchObject({ any_source: false });
		expect(facet(service("loadBalancerSourceRanges: [0.0.0.0/1, 128.0.0.0/1]"))).toMatchObject({ any_source: true });
		const name = "service.beta.kubernetes.io/load-balancer-source-ranges";
		expect(facet(service("ports: []", `{${name}: "203.0.113.0/24, 198.51.100.0/24"}`))).toMatchObject({
			any_source: false,
			path: ["metadata", "annotations", name],
		});
	});

	test("other types have no scheme; templates are unknown", () => {
		const plain = scan("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}]}}")("/s");
		expect(plain.facets.service).toMatchObject({ type: "ClusterIP", scheme: "none", ports: [] });
		const odd = scan(service('ports: [{port: "${PORT}"}]'))("/s");
		expect(odd.facets.service).toBeUndefined();
		expect(unknownOf(odd, "service")[""]).toContain("template");
		expect(scan("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: text}")("/s").facets.service?.type).toBe(
			"ClusterIP",
		);
	});
});

describe("TLS of the ports", () => {
	const port = (manifests: string, index = 0) => facet(manifests).ports[index]!;
	const pods = (container: string) => workload(`containers: [{name: c, ${container}}]`);
	const https = "ports: [{name: https, port: 443, targetPort: 8443}]";

	test("a certificate covers all ports, or those it names", () => {
		const cert = `${AWS}ssl-cert: arn:aws:acm:us-east-1:111122223333:certificate/x`;
		expect(port(service(https, `{${cert}}`)).tls).toBe("terminated");
		expect(port(service(https, `{${cert}, ${AWS}ssl-ports: "8443, https"}`)).tls).toBe("terminated");
		expect(port(service(https, `{${cert}, ${AWS}ssl-ports: "443"}`)).tls).toBe("terminated");
		expect(port(service(https, `{${cert}, ${AWS}ssl-ports: "8443"}`)).tls).toBe("unproven");
		expect(port(service(https, `{${AWS}ssl-cert: ""}`)).tls).toBe("unproven");
	});

	test("probes on the target port prove what the pods speak", () => {
		const probe = (text: string) => port(service(https) + pods(text)).tls;
		expect(probe("livenessProbe: {httpGet: {port: 8443}}")).toBe("plain");
		expect(probe("livenessProbe: {httpGet: {port: 8443, scheme: HTTP}}")).toBe("plain");
		expect(probe("startupProbe: {grpc: {port: 8443}}")).toBe("plain");
		expect(probe("readinessProbe: {httpGet: {port: 8443, scheme: HTTPS}}")).toBe("backend");
		expect(probe("readinessProbe: {httpGet: {port: 9090}}")).toBe("unproven");
		expect(probe("readinessProbe: {tcpSocket: {port: 8443}}")).toBe("unproven");
		expect(
			probe("readinessProbe: {httpGet: {port: 8443, scheme: HTTPS}}, livenessProbe: {httpGet: {port: 8443}}"),
		).toBe("plain");
		expect(probe('livenessProbe: {httpGet: {port: 8443, scheme: "${SCHEME}"}}')).toBe("unproven");
	});

	test("ports by name on either side", () => {
		const named = "ports: [{port: 443, targetPort: web}]";
		const container = "ports: [{name: web, containerPort: 8443}], livenessProbe: {httpGet: {port: web}}";
		expect(port(service(named) + pods(container)).tls).toBe("plain");
		expect(port(service(named) + pods("livenessProbe: {httpGet: {port: 8443}}")).tls).toBe("unproven");
	});

	test("port 80, unless a port beside it has TLS", () => {
		expect(port(service("ports: [{port: 80}]")).tls).toBe("plain");
		const both = service(
			"ports: [{port: 80}, {port: 443}]",
			`{${AWS}ssl-cert: arn:aws:acm:::certificate/x, ${AWS}ssl-ports: "443"}`,
		);
		expect(port(both)).toMatchObject({ tls: "unproven" });
		expect(port(both, 1)).toMatchObject({ tls: "terminated" });
	});

	test("pods in another namespace, or whose namespace is not stated", () => {
		const plain = pods("livenessProbe: {httpGet: {port: 8443}}");
		expect(port(service(https, "{}", "other") + plain)).toMatchObject({
			tls: "unproven",
			evidence: "the pods behind this Service are not in the input",
		});
		expect(port(service(https, "{}", "") + plain).evidence).toContain("set metadata.namespace on both");
	});
});

describe("exposure", () => {
	const routes = (manifests: string) => scan(manifests + workload("containers: []"))("/web").facets.exposure!.routes;
	const cluster = service("ports: [{port: 80}]").replace("type: LoadBalancer, ", "");
	const ingress = (more: string) =>
		`{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, namespace: shop}, spec: {${more}rules: [{http: {paths: [{backend: {service: {name: s}}}]}}]}}\n---\n`;

	test("load balancers and node ports", () => {
		expect(routes(service("ports: []"))).toEqual([
			{ key: "core/Service/shop/s", kind: "load-balancer", external: true },
		]);
		expect(routes(service("ports: []", `{${AWS}internal: "true"}`))).toMatchObject([{ external: false }]);
		expect(routes(service("ports: []").replace("LoadBalancer", "NodePort"))).toMatchObject([{ kind: "node-port" }]);
		expect(routes(service("ports: []", "{}", "other"))).toEqual([]);
	});

	test("what leads to its Services", () => {
		expect(routes(cluster)).toEqual([]);
		expect(routes(cluster + ingress(""))).toMatchObject([{ kind: "ingress", external: true }]);
		expect(routes(cluster + ingress("ingressClassName: alb, "))).toMatchObject([{ external: false }]);
		const route =
			"{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: shop}, spec: {rules: [{backendRefs: [{name: s}]}]}}\n---\n";
		expect(routes(cluster + route)).toMatchObject([{ kind: "route", external: true }]);
	});
});
