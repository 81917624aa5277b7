// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { describe, expect, test } from "vitest";
import type { Parameters } from "../../../../src/model/rule.ts";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const policy = (spec: string, { name = "p", namespace = "shop" } = {}) =>
	`{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}, spec: ${spec}}\n---\n`;
const object = (group: string, kind: string, namespace = "shop") =>
	`{apiVersion: ${group}, kind: ${kind}, metadata: {name: other${namespace && `, namespace: ${namespace}`}}, spec: {}}\n---\n`;
const NAMESPACE = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n---\n";
const web = workload("containers: []");
const bare = workload("containers: []", { namespace: "" });
const NOT_SHOWN = "no NetworkPolicy of this namespace is in the input";

const resource = (manifests: string, parameters?: Parameters) => scan(manifests, parameters)("/web");
const ingress = (manifests: string, parameters?: Parameters) =>
	resource(manifests, parameters).facets.network_isolation!.ingress;
const why = (manifests: string) => unknownOf(resource(manifests), "network_isolation")["ingress.isolated"];

describe("network_isolation", () => {
	test("a policy that selects the pods isolates them, with matchExpressions evaluated", () => {
		for (const selector of [
			"{}",
			"null",
			"{matchLabels: {app: web}}",
			"{matchExpressions: [{key: app, operator: In, values: [web, api]}, {key: legacy, operator: DoesNotExist}]}",
		]) {
			const { isolated, policies } = ingress(web + policy(`{podSelector: ${selector}}`));
			expect(isolated, selector).toBe(true);
			expect(policies.map(({ key }) => key)).toEqual(["networking.k8s.io/NetworkPolicy/shop/p"]);
		}
		expect(ingress(web + policy("{policyTypes: [Ingress]}")).isolated).toBe(true);
	});

	test("directions are told apart", () => {
		const facet = resource(web + policy("{podSelector: {}, policyTypes: [Egress]}")).facets.network_isolation!;
		expect([facet.ingress.isolated, facet.egress.isolated]).toEqual([false, true]);
	});

	test("not selected counts where the input shows the namespace", () => {
		const other = policy("{podSelector: {matchLabels: {app: other}}}");
		expect(ingress(web + other).isolated).toBe(false);
		expect(ingress(NAMESPACE + web).isolated).toBe(false);
		expect(ingress(web, { manifests_complete: true }).isolated).toBe(false);
		expect(why(web)).toBe(NOT_SHOWN);
		expect(why(web + policy("{podSelector: {}}", { namespace: "billing" }))).toBe(NOT_SHOWN);
	});

	test("unstated namespaces: both readings", () => {
		const unstated = policy("{podSelector: {}}", { namespace: "" });
		expect(why(web + unstated)).toContain("set metadata.namespace on both");
		expect(why(bare + policy("{podSelector: {}}"))).toContain("set metadata.namespace on both");
		expect(ingress(bare + unstated).isolated).toBe(true);
		expect(ingress(bare + policy("{podSelector: {matchLabels: {app: x}}}", { namespace: "" })).isolated).toBe(false);
		expect(ingress(workload("containers: []", { namespace: "default" }) + unstated).isolated).toBe(true);
		expect(ingress(web + unstated, { default_namespace: "shop" }).isolated).toBe(true);
		// The unstated policy would add nothing to what another already does.
		const both = ingress(web + unstated + policy("{podSelector: {}}", { name: "q" }));
		expect(both.isolated).toBe(true);
		expect(both.uncertain).toContain("NetworkPolicy//p");
	});

	test("objects of other engines leave absence open", () => {
		for (const [group, kind, namespace] of [
			["cilium.io/v2", "CiliumNetworkPolicy", "shop"],
			["cilium.io/v2", "CiliumClusterwideNetworkPolicy", ""],
			["projectcalico.org/v3", "GlobalNetworkPolicy", ""],
			["security.istio.io/v1", "AuthorizationPolicy", "istio-system"],
		] as const) {
			expect(why(NAMESPACE + web + object(group, kind, namespace)), kind).toContain("is not evaluated");
		}
		expect(ingress(NAMESPACE + web + object("cilium.io/v2", "CiliumNetworkPolicy", "billing")).isolated).toBe(false);
		expect(ingress(NAMESPACE + web + object("networking.istio.io/v1", "Sidecar")).isolated).toBe(false);
		const covered = ingress(web + policy("{}") + object("cilium.io/v2", "CiliumNetworkPolicy"));
		expect(covered).toMatchObject({ isolated: true, other_engine: true });
	});

	test("templates in selectors, labels and types", () => {
		expect(why(web + policy('{podSelector: {matchLabels: {app: "${APP}"}}}'))).toContain("template");
		expect(why(web.replace("app: web", 'app: "${APP}"') + policy("{podSelector: {matchLabels: {app: x}}}"))).toContain(
			"labels of the pods",
		);
		expect(ingress(web.replace("app: web", 'app: "${APP}"') + policy("{podSelector: {}}")).isolated).toBe(true);
		expect(why(web + policy('{podSelector: {}, policyTypes: ["${TYPE}"]}'))).toContain("template");
	});
});

describe("default_deny", () => {
	const deny = (manifests: string) => scan(manifests)("scope/namespace/shop");
	const facet = (manifests: string) => deny(manifests).facets.default_deny;

	test("a policy for all pods without rules, both directions or one", () => {
		expect(facet(web + policy("{podSelector: {}, policyTypes: [Ingress, Egress]}"))).toEqual({
			workloads: 1,
			ingress: true,
			egress: true,
		});
		expect(facet(web + policy("{podSelector: {matchLabels: {}, matchExpressions: []}}"))).toMatchObject({
			ingress: true,
			egress: false,
		});
	});

	test("egress may let DNS out, nothing else", () => {
		const egress = (rules: string) =>
			facet(web + policy(`{podSelector: {}, policyTypes: [Egress], egress: ${rules}}`))?.egress;
		expect(egress("[{ports: [{port: 53, protocol: UDP}]}]")).toBe(true);
		expect(egress("[{to: [{podSelector: {}}]}]")).toBe(false);
		expect(egress("[{}]")).toBe(false);
		expect(facet(web + policy("{podSelector: {}, ingress: [{ports: [{port: 53}]}]}"))?.ingress).toBe(false);
	});

	test("some pods are not all pods", () => {
		expect(facet(web + policy("{podSelector: {matchLabels: {app: web}}}"))).toMatchObject({ ingress: false });
	});

	test("what cannot be known", () => {
		const reasons = (manifests: string) => unknownOf(deny(manifests), "default_deny").ingress;
		expect(reasons(web)).toBe(NOT_SHOWN);
		expect(reasons(NAMESPACE + web + policy("{podSelector: {}}", { namespace: "" }))).toContain("metadata.namespace");
		expect(reasons(NAMESPACE + web + object("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy", ""))).toContain(
			"is not evaluated",
		);
		expect(reasons(NAMESPACE + web + policy('{podSelector: {matchLabels: {a: "${A}"}}}'))).toContain("template");
	});

	test("namespaces without workloads say so", () => {
		expect(facet(NAMESPACE)).toMatchObject({ workloads: 0 });
	});
});
