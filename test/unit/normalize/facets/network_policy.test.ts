// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const policy = (spec: string, { name = "p", namespace = "shop" } = {}) =>
	`{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}, spec: ${spec}}\n---\n`;
const facet = (spec: string, more = "") => scan(policy(spec) + more)("/p").facets.network_policy!;
const reach = (peers: string) => facet(`{podSelector: {}, egress: [{${peers}}]}`).egress.rules[0]!;

test("policyTypes left out: ingress always, egress when it has rules", () => {
	for (const types of ["", "policyTypes: null, ", "policyTypes: [], "]) {
		const bare = facet(`{${types}podSelector: {}}`);
		expect([bare.ingress.effective, bare.egress.effective]).toEqual([true, false]);
		const egress = facet(`{${types}podSelector: {}, egress: [{}]}`);
		expect([egress.ingress.effective, egress.egress.effective]).toEqual([true, true]);
		expect(facet(`{${types}podSelector: {}, egress: []}`).egress.effective).toBe(false);
	}
	const stated = facet("{podSelector: {}, policyTypes: [Egress], ingress: [{}]}");
	expect([stated.ingress.effective, stated.egress.effective]).toEqual([false, true]);
});

test("no rules let nothing through, an empty rule or empty peers everything", () => {
	expect(facet("{podSelector: {}, policyTypes: [Egress]}").egress.rules).toEqual([]);
	for (const rule of ["", "to: null", "to: []", "ports: [{port: 443}]"]) {
		expect(reach(rule), rule).toMatchObject({ reach: "anyone", path: ["spec", "egress", 0, "to"] });
	}
	expect(facet("{podSelector: {}, ingress: [null]}").ingress.rules[0]).toMatchObject({ reach: "anyone" });
	expect(reach("to: [{namespaceSelector: {}}]")).toMatchObject({ reach: "listed" });
	expect(reach("to: [{}]")).toMatchObject({ reach: "listed" });
});

test("address ranges that make the internet", () => {
	expect(reach("to: [{podSelector: {}}, {ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]")).toMatchObject({
		reach: "internet",
		cidrs: ["0.0.0.0/0"],
		path: ["spec", "egress", 0, "to", 1, "ipBlock", "cidr"],
	});
	expect(reach("to: [{ipBlock: {cidr: 0.0.0.0/1}}, {ipBlock: {cidr: 128.0.0.0/1}}]")).toMatchObject({
		reach: "internet",
		cidrs: ["0.0.0.0/1", "128.0.0.0/1"],
		path: ["spec", "egress", 0, "to"],
	});
	expect(reach('to: [{ipBlock: {cidr: "::/0"}}, {ipBlock: {cidr: 10.0.0.0/8}}]').cidrs).toEqual(["::/0"]);
	expect(reach("to: [{ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {cidr: 203.0.113.0/24}}]").reach).toBe("listed");
});

test("ports in words, and DNS told apart", () => {
	expect(reach("ports: [{port: 443}, {port: 8000, endPort: 8010, protocol: UDP}]")).toMatchObject({
		ports: "port 443/TCP, port 8000-8010/UDP",
		dns_only: false,
	});
	expect(reach("ports: [{protocol: UDP}]")).toMatchObject({ ports: "all ports/UDP", dns_only: false });
	expect(reach("ports: [{port: 53, protocol: UDP}, {port: dns-tcp}]").dns_only).toBe(true);
	expect(reach("ports: [{port: 53, endPort: 60}]").dns_only).toBe(false);
	expect(reach("to: []").dns_only).toBe(false);
	expect(reach('ports: "{{ .Values.ports }}"').dns_only).toBeUndefined();
	expect(reach('ports: [{port: "{{ .Values.port }}"}, {port: 443}]').dns_only).toBe(false);
});

test("templates and nonsense are unknown, and take nothing from what is seen", () => {
	const spec =
		'{podSelector: {}, egress: [{to: [{ipBlock: {cidr: "${CIDR}"}}]}, {to: "{{ .Values.to }}"}, {to: [{ipBlock: {cidr: 0.0.0.0/0}}, {ipBlock: {cidr: "${CIDR}"}}]}, {to: [{ipBlock: {cidr: nonsense}}]}, {to: web}]}';
	const resource = scan(policy(spec))("/p");
	expect(resource.facets.network_policy!.egress.rules.map((rule) => rule.reach)).toEqual([
		undefined,
		undefined,
		"internet",
		undefined,
		undefined,
	]);
	expect(unknownOf(resource, "network_policy")).toEqual({
		"egress.rules.0.reach": "the value is a template expression",
		"egress.rules.1.reach": "the value is a template expression",
		"egress.rules.3.reach": "an ipBlock is not a valid address range",
		"egress.rules.4.reach": "to is not a list",
	});
	const odd = scan(policy('{podSelector: {}, policyTypes: ["${TYPE}"], ingress: web}'))("/p");
	expect(Object.keys(unknownOf(odd, "network_policy"))).toEqual([
		"ingress.effective",
		"ingress.rules",
		"egress.effective",
	]);
	expect(scan(policy("nonsense"))("/p").facets.network_policy!.ingress.rules).toEqual([]);
});

const caller = workload('containers: [{name: c, env: [{name: URL, value: "https://api.shop.svc"}]}]');
const closed = "{podSelector: {matchLabels: {app: web}}, egress: [{to: [{podSelector: {}}], ports: [{port: 443}]}]}";

test("callers by name without DNS", () => {
	expect(facet(closed, caller).without_dns).toEqual(["apps/Deployment/shop/web"]);
	const dns = policy("{podSelector: {}, egress: [{ports: [{port: 53, protocol: UDP}]}]}", { name: "dns" });
	expect(facet(closed, caller + dns).without_dns).toEqual([]);
	const unsure = policy("{podSelector: {}, egress: [{}]}", { name: "unsure", namespace: "" });
	expect(facet(closed, caller + unsure).without_dns).toEqual([]);
	expect(facet(closed, workload("containers: [{name: c}]")).without_dns).toEqual([]);
	expect(facet(closed, caller.replace("api.shop.svc", "10.0.0.1")).without_dns).toEqual([]);
	expect(facet("{podSelector: {}, policyTypes: [Egress]}", caller).without_dns).toEqual([]);
});

test("public workloads are labelled and exposed", () => {
	const service =
		"{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {type: LoadBalancer, selector: {app: web}}}\n---\n";
	const labelled = workload("containers: []").replace("{app: web}", "{app: web, exposure: public}");
	const selecting = "{podSelector: {matchLabels: {app: web}}}";
	expect(facet(selecting, labelled + service).public_workloads).toBe(true);
	expect(facet(selecting, labelled).public_workloads).toBe(false);
	expect(facet(selecting, workload("containers: []") + service).public_workloads).toBe(false);
	expect(facet(selecting, service).public_workloads).toBe(false);
});
