import { expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const RBAC = "apiVersion: rbac.authorization.k8s.io/v1";
const binding = (kind: string, ref: string, namespace = "shop") =>
	`{${RBAC}, kind: ${kind}, metadata: {name: b, namespace: ${namespace}}, roleRef: ${ref}, subjects: [{kind: User, name: jane}]}\n---\n`;
const namespace = (labels: string) =>
	`{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: ${labels}}}\n---\n`;
const policy = (spec: string) =>
	`{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: shop}, spec: {${spec}}}\n---\n`;

test("what a binding gives, and where", () => {
	const reach = (labels: string) =>
		scan(namespace(labels) + binding("RoleBinding", "{kind: ClusterRole, name: edit}"))("/b").facets.rbac_grant!.reach;
	expect(reach("{env: prod}")).toBe("production");
	expect(reach("{example.com/environment: Production}")).toBe("production");
	expect(reach("{stage: test}")).toBe("other");
	expect(reach("{team: a}")).toBe("unstated");
	const given = scan(binding("ClusterRoleBinding", "{kind: ClusterRole, name: view}"))("/b");
	expect(given.facets.rbac_grant).toMatchObject({ reach: "cluster", rules: [] });
	expect(unknownOf(given, "rbac_grant")).toEqual({});
});

test("roles that are not shown, or gather others, leave the rules open", () => {
	const missing = scan(binding("RoleBinding", "{kind: Role, name: mine}"))("/b");
	expect(unknownOf(missing, "rbac_grant").rules).toBe("Role mine is not in the input");
	const gathers = `{${RBAC}, kind: ClusterRole, metadata: {name: g}, aggregationRule: {clusterRoleSelectors: []}, rules: []}\n---\n`;
	const open = scan(gathers + binding("ClusterRoleBinding", "{kind: ClusterRole, name: g}"))("/b");
	expect(unknownOf(open, "rbac_grant").rules).toContain("takes in the rules of other roles");
});

test("the metadata service by address and port", () => {
	const metadata = (rule: string) =>
		scan(policy(`policyTypes: [Egress], egress: [{${rule}}]`))("/p").facets.network_peers!.metadata;
	expect(metadata("")).toEqual([{ path: ["spec", "egress", 0, "to"], via: "every address" }]);
	expect(metadata("ports: [{port: 443}]")).toEqual([]);
	expect(metadata("ports: [{port: 80, protocol: UDP}]")).toEqual([]);
	expect(metadata("ports: [{port: 1, endPort: 100}]")).toHaveLength(1);
	expect(metadata("to: [{ipBlock: {cidr: 169.254.0.0/16}}]")).toEqual([
		{ path: ["spec", "egress", 0, "to", 0, "ipBlock", "cidr"], via: "169.254.0.0/16" },
	]);
	expect(metadata("to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}]")).toEqual([]);
	expect(metadata("to: [{podSelector: {}}, {ipBlock: {cidr: '::/0'}}]")).toEqual([]);
});

test("DNS over TCP alone, unless another policy lets UDP out", () => {
	const tcp = "policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: TCP}]}]";
	const found = (manifests: string) => scan(manifests)("/p").facets.network_peers!.dns_without_udp;
	expect(found(policy(tcp))).toHaveLength(1);
	const other = policy("egress: [{ports: [{port: 53, protocol: UDP}]}]").replace("name: p", "name: q");
	expect(found(policy(tcp) + other)).toEqual([]);
	const cache = policy("egress: [{to: [{podSelector: {}}]}]").replace("name: p", "name: q");
	expect(found(policy(tcp) + cache)).toHaveLength(1);
});

test("where Secrets come from", () => {
	const made = (kind: string, spec: string) =>
		`{apiVersion: ${kind}, metadata: {name: s, namespace: shop}, spec: ${spec}}\n---\n`;
	const origin = (maker: string) =>
		scan(maker + workload("containers: [{name: c, envFrom: [{secretRef: {name: s}}]}]"))("/web").facets
			.secret_sources![0]!.origin;
	expect(origin("")).toBe("unshown");
	expect(origin(made("external-secrets.io/v1, kind: ExternalSecret", "{}"))).toBe("store");
	expect(origin(made("external-secrets.io/v1, kind: ExternalSecret", "{target: {name: other}}"))).toBe("unshown");
	expect(origin(made("secrets.hashicorp.com/v1beta1, kind: VaultStaticSecret", "{destination: {name: s}}"))).toBe(
		"store",
	);
	expect(
		origin(made("secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass", "{secretObjects: [{secretName: s}]}")),
	).toBe("store");
	expect(origin(made("bitnami.com/v1alpha1, kind: SealedSecret", "{}"))).toBe("store");
	expect(origin(made("cert-manager.io/v1, kind: Certificate", "{secretName: s}"))).toBe("cluster");
	expect(
		origin(
			"{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, stringData: {k: horse-battery}}\n---\n",
		),
	).toBe("manifest");
	expect(origin("{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, data: {}}\n---\n")).toBe(
		"unshown",
	);
	expect(scan(workload("containers: [{name: c}]"))("/web").facets.secret_sources).toBeUndefined();
});
