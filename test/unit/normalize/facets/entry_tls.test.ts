// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { describe, expect, test } from "vitest";
import { scan, unknownOf } from "./kubernetes.ts";

const ALB = "alb.ingress.kubernetes.io/";
const ingress = (spec: string, annotations = "{}") =>
	`{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: e, namespace: shop, annotations: ${annotations}}, spec: {${spec}}}\n---\n`;
const entries = (manifests: string) => scan(manifests)("/e").facets.entry_tls!.entries;
const serves = (manifests: string) => entries(manifests).map((entry) => [entry.name, entry.serves]);
const HOST = "rules: [{host: a.example.com}]";

describe("Ingress", () => {
	test("hosts and what covers them", () => {
		expect(serves(ingress(`${HOST}, tls: [{hosts: [A.example.com]}]`))).toEqual([["host a.example.com", "tls"]]);
		expect(serves(ingress(`${HOST}, tls: [{hosts: ["*.example.com"]}]`))).toEqual([["host a.example.com", "tls"]]);
		expect(serves(ingress(`${HOST}, tls: [{secretName: t}]`))).toEqual([["host a.example.com", "tls"]]);
		expect(serves(ingress(`${HOST}, tls: [{hosts: ["*.com", b.example.com]}]`))).toEqual([
			["host a.example.com", "plain"],
		]);
		expect(serves(ingress(`${HOST}, tls: null`))).toEqual([["host a.example.com", "plain"]]);
		expect(serves(ingress("defaultBackend: {service: {name: s}}"))).toEqual([["the default backend", "plain"]]);
		expect(serves(ingress("rules: [{http: {}}], tls: [{hosts: [a.b]}]"))).toEqual([["requests for any host", "tls"]]);
	});

	test("application load balancers", () => {
		const both = `${ALB}listen-ports: '[{"HTTP": 80}, {"HTTPS": 443}]'`;
		expect(serves(ingress(HOST, `{${both}}`))).toContainEqual(["port 80", "plain"]);
		expect(serves(ingress(HOST, `{${both}, ${ALB}ssl-redirect: "443"}`))).toContainEqual(["port 80", "redirect"]);
		expect(serves(ingress(HOST, `{${ALB}certificate-arn: arn:x}`))).toEqual([["host a.example.com", "tls"]]);
		expect(serves(ingress(HOST, `{${ALB}listen-ports: "not json"}`))).toEqual([["host a.example.com", "plain"]]);
	});

	test("Google Cloud and NGINX", () => {
		const google = "networking.gke.io/managed-certificates: m";
		expect(serves(ingress(HOST, `{${google}}`))).toContainEqual(["port 80", "plain"]);
		expect(serves(ingress(HOST, `{${google}, kubernetes.io/ingress.allow-http: "false"}`))).toHaveLength(1);
		const config = `{${google}, networking.gke.io/v1beta1.FrontendConfig: f}`;
		expect(serves(ingress(HOST, config))).toContainEqual(["port 80", "unproven"]);
		const frontend = (enabled: boolean) =>
			`{apiVersion: networking.gke.io/v1beta1, kind: FrontendConfig, metadata: {name: f, namespace: shop}, spec: {redirectToHttps: {enabled: ${enabled}}}}\n---\n`;
		expect(serves(frontend(true) + ingress(HOST, config))).toContainEqual(["port 80", "redirect"]);
		expect(serves(frontend(false) + ingress(HOST, config))).toContainEqual(["port 80", "plain"]);
		const tls = `${HOST}, tls: [{}]`;
		const nginx = "nginx.ingress.kubernetes.io/";
		expect(serves(ingress(tls, `{${nginx}ssl-redirect: "false"}`))).toContainEqual(["port 80", "plain"]);
		expect(serves(ingress(tls, `{${nginx}ssl-redirect: "false", ${nginx}force-ssl-redirect: "true"}`))).toHaveLength(1);
	});

	test("templates that matter make it unknown, others do not", () => {
		const reason = (manifests: string) => unknownOf(scan(manifests)("/e"), "entry_tls")[""];
		expect(reason(ingress('rules: [{host: "${HOST}"}], tls: [{}]'))).toContain("template");
		expect(reason(ingress(`${HOST}, tls: "\${TLS}"`))).toContain("template");
		expect(reason(ingress(HOST, `{${ALB}certificate-arn: "\${ARN}"}`))).toContain("template");
		expect(reason(ingress(HOST, '{owner: "${OWNER}"}'))).toBeUndefined();
	});
});

describe("Gateways", () => {
	const gateway = (listeners: string) =>
		`{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: e, namespace: shop}, spec: {listeners: ${listeners}}}\n---\n`;
	const route = (parent: string, filter: string) =>
		`{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: shop}, spec: {parentRefs: [${parent}], rules: [{filters: [${filter}]}]}}\n---\n`;
	const toHttps = "{type: RequestRedirect, requestRedirect: {scheme: https}}";

	test("HTTP listeners need an attached redirect to https", () => {
		const web = gateway("[{name: web, protocol: HTTP}]");
		const answer = (parent: string, filter: string) => entries(web + route(parent, filter))[0]!.serves;
		expect(entries(web)[0]!.serves).toBe("plain");
		expect(answer("{name: e}", toHttps)).toBe("redirect");
		expect(answer("{name: e, sectionName: web, namespace: shop}", toHttps)).toBe("redirect");
		expect(answer("{name: e, sectionName: other}", toHttps)).toBe("plain");
		expect(answer("{name: other}", toHttps)).toBe("plain");
		expect(answer("{name: e, namespace: other}", toHttps)).toBe("plain");
		expect(answer("{name: e}", "{type: RequestRedirect, requestRedirect: {statusCode: 301}}")).toBe("plain");
	});

	test("listeners that end TLS need a certificate", () => {
		const certificate = (listener: string) => entries(gateway(`[${listener}]`))[0]!.certificate;
		expect(certificate("{protocol: HTTPS, tls: {certificateRefs: [{name: t}]}}")).toBe(true);
		expect(certificate("{protocol: HTTPS, tls: {options: {networking.gke.io/pre-shared-certs: t}}}")).toBe(true);
		expect(certificate("{protocol: TLS, tls: {mode: Passthrough}}")).toBe(true);
		expect(certificate("{protocol: TLS, tls: {mode: Terminate}}")).toBe(false);
		expect(certificate("{protocol: HTTPS}")).toBe(false);
		expect(entries(gateway("[{protocol: TCP}, text]"))).toEqual([]);
	});

	test("Istio", () => {
		const istio = (servers: string, selector = "ingressgateway") =>
			`{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: e}, spec: {selector: {istio: ${selector}}, servers: ${servers}}}`;
		const server = (text: string) => {
			const [entry] = entries(istio(`[${text}]`));
			return [entry!.serves, entry!.certificate];
		};
		expect(server("{port: {protocol: HTTP}}")).toEqual(["plain", true]);
		expect(server("{port: {protocol: http2}, tls: {httpsRedirect: true}}")).toEqual(["redirect", true]);
		expect(server("{port: {protocol: HTTPS}, tls: {mode: SIMPLE, credentialName: t}}")).toEqual(["tls", true]);
		expect(server("{port: {protocol: TLS}, tls: {mode: PASSTHROUGH}}")).toEqual(["tls", true]);
		expect(server("{port: {protocol: HTTPS}, tls: {mode: SIMPLE}}")).toEqual(["tls", false]);
		expect(entries(istio("[{port: {protocol: HTTP}}]", "egressgateway"))).toEqual([]);
	});
});
