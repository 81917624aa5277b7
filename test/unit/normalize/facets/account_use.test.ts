// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const binding = (subjects: string) =>
	`{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: all}, roleRef: {kind: ClusterRole, name: view}, subjects: ${subjects}}\n---\n`;

test("pods run as an account, default where they name none", () => {
	const path = ["spec", "template", "spec", "serviceAccountName"];
	expect(scan(workload("serviceAccountName: api"))("/web").facets.account_use).toEqual([
		{ name: "api", use: "runs", role: "", path },
	]);
	expect(scan(workload(""))("/web").facets.account_use).toEqual([{ name: "default", use: "runs", role: "", path }]);
	expect(unknownOf(scan(workload('serviceAccountName: "${SA}"'))("/web"), "account_use")).toHaveProperty("0.name");
});

test("bindings use the ServiceAccounts among their subjects", () => {
	const subjects = "[{kind: User, name: default}, {kind: ServiceAccount, name: default, namespace: shop}, junk]";
	expect(scan(binding(subjects))("/all").facets.account_use).toEqual([
		{ name: "default", use: "bound", role: "view", path: ["subjects", 1, "name"] },
	]);
	expect(scan(binding("[{kind: Group, name: default}]"))("/all").facets.account_use).toBeUndefined();
	expect(scan(binding("null"))("/all").facets.account_use).toBeUndefined();
	expect(unknownOf(scan(binding('[{kind: ServiceAccount, name: "${SA}"}]'))("/all"), "account_use")).toHaveProperty("");
});
