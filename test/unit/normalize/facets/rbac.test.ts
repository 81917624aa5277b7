// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { expect, test } from "vitest";
import { scan, unknownOf } from "./kubernetes.ts";

const place = (namespace: string) => namespace && `, namespace: ${namespace}`;
const role = (kind: string, name: string, rules: string, namespace = "") =>
	`{apiVersion: rbac.authorization.k8s.io/v1, kind: ${kind}, metadata: {name: ${name}${place(namespace)}}, rules: ${rules}}\n---\n`;
const binding = (kind: string, ref: string, subjects = "[{kind: User, name: jane}]", namespace = "") =>
	`{apiVersion: rbac.authorization.k8s.io/v1, kind: ${kind}, metadata: {name: b${place(namespace)}}, roleRef: ${ref}, subjects: ${subjects}}\n---\n`;
const ALL = '[{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]';
const facet = (manifests: string) => scan(manifests)("/b").facets.rbac_binding!;

test("full access by name or by body", () => {
	const full = (manifests: string) => facet(manifests).full_access;
	expect(full(binding("ClusterRoleBinding", "{kind: ClusterRole, name: cluster-admin}"))).toBe(true);
	expect(full(binding("RoleBinding", "{kind: Role, name: cluster-admin}", undefined, "shop"))).toBe(false);
	const any = "{kind: ClusterRole, name: any}";
	expect(full(binding("ClusterRoleBinding", any) + role("ClusterRole", "any", ALL))).toBe(true);
	expect(full(binding("ClusterRoleBinding", any) + role("ClusterRole", "other", ALL))).toBe(false);
	expect(full(binding("ClusterRoleBinding", any) + role("ClusterRole", "any", ALL.replace('["*"]', '["apps"]')))).toBe(
		false,
	);
	expect(full(binding("ClusterRoleBinding", any) + role("ClusterRole", "any", "null"))).toBe(false);
});

test("a Role is looked for in the namespace of its binding", () => {
	const owner = (namespace: string) =>
		binding("RoleBinding", "{kind: Role, name: owner}", undefined, namespace) + role("Role", "owner", ALL, "shop");
	expect(facet(owner("shop")).full_access).toBe(true);
	expect(facet(owner("other")).full_access).toBe(false);
	expect(unknownOf(scan(owner(""))("/b"), "rbac_binding").full_access).toContain("set metadata.namespace on both");
});

test("subjects in one way of writing", () => {
	const subjects =
		"[{kind: Group, name: g}, {kind: ServiceAccount, name: a, namespace: n}, {kind: ServiceAccount, name: b}, {name: x}, text]";
	expect(facet(binding("RoleBinding", "{kind: Role, name: r}", subjects, "shop")).subjects).toEqual([
		{ path: ["subjects", 0], id: "Group/g" },
		{ path: ["subjects", 1], id: "ServiceAccount/n/a" },
		{ path: ["subjects", 2], id: "ServiceAccount/shop/b" },
	]);
	expect(facet(binding("RoleBinding", "{kind: Role, name: r}", "null", "shop")).subjects).toEqual([]);
	const template = scan(binding("RoleBinding", '{kind: Role, name: "${ROLE}"}'))("/b");
	expect(unknownOf(template, "rbac_binding")[""]).toContain("template");
});

test("who holds a role", () => {
	const holders = (manifests: string, name: string) => scan(manifests)(name).facets.rbac_role!.subjects;
	const shared = role("ClusterRole", "shared", "[]");
	const two =
		binding(
			"ClusterRoleBinding",
			"{kind: ClusterRole, name: shared}",
			"[{kind: User, name: b}, {kind: User, name: a}]",
		) + binding("RoleBinding", "{kind: ClusterRole, name: shared}", "[{kind: User, name: a}]", "shop");
	expect(holders(shared + two, "/shared")).toEqual(["User/a", "User/b"]);
	expect(holders(shared, "/shared")).toEqual([]);
	const local = role("Role", "local", "[]", "shop");
	const ref = "{kind: Role, name: local}";
	expect(holders(local + binding("RoleBinding", ref, undefined, "other"), "/local")).toEqual([]);
	expect(holders(local + binding("RoleBinding", ref), "/local")).toEqual(["User/jane"]);
});
