// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts that look like templates are the subject
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import type { Gap, Resource } from "../../../../src/model/resource.ts";
import { clusterKey, type LiveCluster } from "../../../../src/normalize/kubernetes/live.ts";
import { normalizeKubernetes } from "../../../../src/normalize/kubernetes/normalize.ts";

const object = (
	apiVersion: string,
	kind: string,
	name: string,
	namespace: string | null,
	more: object = {},
): JsonObject =>
	({ apiVersion, kind, metadata: { name, ...(namespace === null ? {} : { namespace }) }, ...more }) as JsonObject;
const labels = { app: "web" };
const deployment = (namespace: string, spec: object = {}) =>
	object("apps/v1", "Deployment", "web", namespace, {
		spec: {
			selector: { matchLabels: labels },
			template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx" }], ...spec } },
		},
	});
const gap = (type: string, scope?: string): Gap => ({
	key: `kubernetes/test/${type}${scope === undefined ? "" : `/${scope}`}`,
	origin: "kubernetes",
	types: [type],
	facets: [],
	...(scope === undefined ? {} : { scope }),
	reason: `list ${type} was denied`,
});

function normalize(values: JsonObject[], live: Partial<LiveCluster> = {}): Map<string, Resource> {
	const documents = values.map((value, index) => ({
		kind: "kubernetes" as const,
		uri: "live/kubernetes/test",
		index,
		value,
		sha256: "",
	}));
	const resources = normalizeKubernetes(documents, {
		parameters: { manifests_complete: false, default_namespace: "elsewhere" },
		live: { cluster: "test", gaps: [], at: "2026-01-01T00:00:00.000Z", ...live },
	});
	return new Map(resources.map((resource) => [resource.key.replace("kubernetes/test/", ""), resource]));
}

const reasons = (resource: Resource | undefined, ...path: string[]) =>
	resource!.unknown
		.filter((unknown) => path.every((step, index) => unknown.path[index + 1] === step))
		.map(({ reason }) => reason);

describe("a cluster", () => {
	it("that has nothing proves that there is nothing", () => {
		const resources = normalize([object("v1", "Namespace", "shop", null), deployment("shop")]);
		const workload = resources.get("apps/Deployment/shop/web")!;
		expect(workload.facets.network_isolation).toMatchObject({
			ingress: { isolated: false },
			egress: { isolated: false },
		});
		expect(workload.facets.disruption_budgets).toMatchObject({ names: [] });
		expect(workload.facets.service_account).toMatchObject({ automount: true, source: "default" });
		expect(workload.unknown).toEqual([]);
		const scope = resources.get("scope/namespace/shop")!;
		expect(scope).toMatchObject({ complete: true, captured: { source: "cluster", at: "2026-01-01T00:00:00.000Z" } });
		expect(scope.facets.default_deny).toEqual({ workloads: 1, ingress: false, egress: false });
	});

	it("has no templates left to fill in, and no manifests that hold Secrets", () => {
		const secret = object("v1", "Secret", "key", "shop", { data: { password: "" } });
		const map = object("v1", "ConfigMap", "web", "shop", { data: { url: "https://${HOST}" } });
		const resources = normalize([secret, map]);
		expect(resources.get("core/Secret/shop/key")!.facets.secret_data).toBeUndefined();
		expect(resources.get("core/ConfigMap/shop/web")!.unknown).toEqual([]);
	});

	it("has keys of its own", () => {
		expect([...normalize([object("v1", "Namespace", "shop", null)]).values()].map(({ key }) => key)).toEqual([
			"kubernetes/test/core/Namespace//shop",
			"kubernetes/test/scope/namespace/shop",
		]);
		expect(clusterKey("arn:aws:eks:eu-west-1:1:cluster/a b")).toBe(
			"kubernetes/arn:aws:eks:eu-west-1:1:cluster%2Fa%20b",
		);
		expect(clusterKey("..")).toBe("kubernetes/%2E%2E");
		expect(clusterKey("../\ud800\u001b[31m")).toBe("kubernetes/..%2F%EF%BF%BD%1B%5B31m");
	});
});

describe("a gap", () => {
	it("leaves open what the unread objects decide, and nothing else", () => {
		const values = [deployment("shop"), object("v1", "Namespace", "shop", null)];
		const resources = normalize(values, { gaps: [gap("networking.k8s.io/NetworkPolicy"), gap("core/ServiceAccount")] });
		const workload = resources.get("apps/Deployment/shop/web")!;
		expect(reasons(workload, "network_isolation")).toEqual(["list networking.k8s.io/NetworkPolicy was denied"]);
		expect(reasons(workload, "service_account", "automount")).toEqual(["list core/ServiceAccount was denied"]);
		expect(workload.facets.account_use).toEqual([
			{ name: "default", use: "runs", role: "", path: ["spec", "template", "spec", "serviceAccountName"] },
		]);
		expect(workload.facets.pod).toBeDefined();
		expect(workload.facets.disruption_budgets).toBeDefined();
		expect(reasons(resources.get("scope/namespace/shop"), "default_deny")).toEqual([
			"list networking.k8s.io/NetworkPolicy was denied",
		]);
	});

	it("does not matter where the object itself says enough", () => {
		const closed = deployment("shop", { automountServiceAccountToken: false });
		const workload = normalize([closed], { gaps: [gap("core/ServiceAccount"), gap("core/LimitRange")] }).get(
			"apps/Deployment/shop/web",
		)!;
		expect(workload.facets.service_account).toMatchObject({ automount: false });
		expect(reasons(workload, "service_account")).toEqual([]);
		// The container states neither requests nor limits: a LimitRange may.
		expect(reasons(workload, "resources")).toHaveLength(4);
	});

	it("of one namespace is one of that namespace, and of what has none", () => {
		const role = object("rbac.authorization.k8s.io/v1", "ClusterRole", "reader", null, { rules: [] });
		const gaps = [gap("networking.k8s.io/NetworkPolicy", "shop"), gap("rbac.authorization.k8s.io/RoleBinding", "shop")];
		const resources = normalize([deployment("shop"), deployment("back"), role], { gaps });
		expect(reasons(resources.get("apps/Deployment/shop/web"), "network_isolation")).toHaveLength(1);
		expect(reasons(resources.get("apps/Deployment/back/web"), "network_isolation")).toEqual([]);
		expect(reasons(resources.get("rbac.authorization.k8s.io/ClusterRole//reader"), "rbac_role")).toEqual([
			"list rbac.authorization.k8s.io/RoleBinding was denied",
		]);
	});

	it("among workloads leaves open what counts them", () => {
		const budget = object("policy/v1", "PodDisruptionBudget", "web", "shop", {
			spec: { minAvailable: 1, selector: { matchLabels: labels } },
		});
		const service = object("v1", "Service", "web", "shop", {
			spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 80 }] },
		});
		const resources = normalize([budget, service], { gaps: [gap("apps/StatefulSet", "shop")] });
		expect(reasons(resources.get("policy/PodDisruptionBudget/shop/web"), "disruption_budget")).toHaveLength(1);
		expect(reasons(resources.get("core/Service/shop/web"), "service")).toEqual(["list apps/StatefulSet was denied"]);
		expect(resources.get("core/Service/shop/web")!.facets.service).toMatchObject({
			type: "LoadBalancer",
			scheme: "internet",
		});
	});

	it("among other engines leaves it open whether they filter, but not that a policy isolates", () => {
		const policy = object("networking.k8s.io/v1", "NetworkPolicy", "web", "shop", {
			spec: { podSelector: {}, policyTypes: ["Ingress"] },
		});
		const workload = normalize([deployment("shop"), policy], { gaps: [gap("cilium.io/CiliumNetworkPolicy")] }).get(
			"apps/Deployment/shop/web",
		)!;
		expect(workload.facets.network_isolation!.ingress).toMatchObject({
			isolated: true,
			uncertain: "list cilium.io/CiliumNetworkPolicy was denied",
		});
		expect(reasons(workload, "network_isolation", "egress", "isolated")).toHaveLength(1);
	});

	it("of routes elsewhere matters only to a Gateway that no known route redirects", () => {
		const gateway = object("gateway.networking.k8s.io/v1", "Gateway", "edge", "infra", {
			spec: { listeners: [{ name: "web", protocol: "HTTP", port: 80 }] },
		});
		const route = object("gateway.networking.k8s.io/v1", "HTTPRoute", "web", "infra", {
			spec: {
				parentRefs: [{ name: "edge" }],
				rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] }],
			},
		});
		const partial = "namespaces that --namespace leaves out were not read";
		const key = "gateway.networking.k8s.io/Gateway/infra/edge";
		expect(reasons(normalize([gateway], { partial }).get(key), "entry_tls")).toEqual([partial]);
		expect(normalize([gateway, route], { partial }).get(key)!.facets.entry_tls!.entries[0]!.serves).toBe("redirect");
		expect(normalize([gateway]).get(key)!.facets.entry_tls!.entries[0]!.serves).toBe("plain");
	});
});
