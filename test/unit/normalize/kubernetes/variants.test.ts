import { expect, test } from "vitest";
import { parse } from "yaml";
import type { JsonObject } from "../../../../src/model/json.ts";
import type { Resource } from "../../../../src/model/resource.ts";
import { normalizeKubernetes } from "../../../../src/normalize/kubernetes/normalize.ts";
import { createVariants } from "../../../../src/normalize/kubernetes/variants.ts";

/** Objects written as `uri kind name`, all without a namespace. */
function objects(...lines: string[]): Resource[] {
	const documents = lines.map((line, index) => {
		const [uri, kind, name] = line.split(" ") as [string, string, string];
		return { kind: "kubernetes" as const, uri, index, value: manifest(kind, name), sha256: "" };
	});
	return normalizeKubernetes(documents, { parameters: {} });
}

function manifest(kind: string, name: string): JsonObject {
	const pod = "metadata: {labels: {app: web}}, spec: {containers: [{name: c}]}";
	const texts: Record<string, string> = {
		Deployment: `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}}, spec: {replicas: 2, template: {${pod}}}}`,
		NetworkPolicy: `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: ${name}}, spec: {podSelector: {}}}`,
		PodDisruptionBudget: `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: ${name}}, spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}}`,
		ServiceAccount: `{apiVersion: v1, kind: ServiceAccount, metadata: {name: ${name}}, automountServiceAccountToken: ${name === "default"}}`,
	};
	return parse(texts[kind]!) as JsonObject;
}

const at = (resources: Resource[], uri: string, type = "apps/Deployment") =>
	resources.find((resource) => resource.anchor.uri === uri && resource.type === type)!;

test("copies that lie together belong together", () => {
	const all = objects("dev/a.yaml Deployment web", "prod/a.yaml Deployment web", "dev/p/n.yaml NetworkPolicy n");
	const holds = createVariants(all);
	const policy = at(all, "dev/p/n.yaml", "networking.k8s.io/NetworkPolicy");
	expect(holds(policy, at(all, "dev/a.yaml"))).toBe("yes");
	expect(holds(policy, at(all, "prod/a.yaml"))).toBe("depends");
	expect(holds(at(all, "dev/a.yaml"), policy)).toBe("yes");
	expect(holds(at(all, "prod/a.yaml"), policy)).toBe("no");
});

test("what is in a component holds for certain only inside it", () => {
	const all = objects("base/a.yaml Deployment web", "parts/p/b.yaml Deployment api", "parts/p/n.yaml NetworkPolicy n");
	for (const { anchor } of all) if (anchor.uri.startsWith("parts/p/")) anchor.component = "parts/p";
	const policy = at(all, "parts/p/n.yaml", "networking.k8s.io/NetworkPolicy");
	expect(createVariants(all)(policy, at(all, "base/a.yaml"))).toBe("depends");
	expect(createVariants(all)(policy, at(all, "parts/p/b.yaml"))).toBe("yes");
	expect(createVariants(all)(at(all, "base/a.yaml"), policy)).toBe("yes");
});

test("what is written once for all copies holds for all, and one file goes before its folder", () => {
	const shared = objects("dev/a.yaml Deployment web", "prod/a.yaml Deployment web", "common/n.yaml NetworkPolicy n");
	const policy = at(shared, "common/n.yaml", "networking.k8s.io/NetworkPolicy");
	for (const uri of ["dev/a.yaml", "prod/a.yaml"]) expect(createVariants(shared)(policy, at(shared, uri))).toBe("yes");
	const files = objects("dev.yaml Deployment web", "prod.yaml Deployment web", "dev.yaml NetworkPolicy n");
	const own = at(files, "dev.yaml", "networking.k8s.io/NetworkPolicy");
	expect(
		[at(files, "dev.yaml"), at(files, "prod.yaml")].map((workload) => createVariants(files)(own, workload)),
	).toEqual(["yes", "depends"]);
});

test("a policy beside one copy covers neither the other copy nor the namespace of both", () => {
	const one = objects("dev/a.yaml Deployment web", "prod/a.yaml Deployment web", "dev/n.yaml NetworkPolicy n");
	expect(at(one, "dev/a.yaml").facets.network_isolation?.ingress.isolated).toBe(true);
	expect(at(one, "prod/a.yaml").facets.network_isolation?.ingress.isolated).toBeUndefined();
	const scope = one.find(({ type }) => type === "scope/namespace")!;
	expect(scope.facets.default_deny?.ingress).toBeUndefined();
	expect(scope.unknown.find(({ path }) => path[1] === "default_deny")?.reason).toContain("another copy");

	const both = objects(
		"dev/a.yaml Deployment web",
		"prod/a.yaml Deployment web",
		"dev/n.yaml NetworkPolicy n",
		"prod/n.yaml NetworkPolicy n",
	);
	expect(at(both, "prod/a.yaml").facets.network_isolation?.ingress.isolated).toBe(true);
	expect(both.find(({ type }) => type === "scope/namespace")!.facets.default_deny?.ingress).toBe(true);
});

test("each copy has its own budget and ServiceAccount", () => {
	const all = objects(
		"dev/a.yaml Deployment web",
		"dev/b.yaml PodDisruptionBudget dev",
		"dev/s.yaml ServiceAccount default",
		"prod/a.yaml Deployment web",
	);
	expect(at(all, "dev/a.yaml").facets.disruption_budgets?.names).toEqual(["dev"]);
	expect(at(all, "dev/a.yaml").facets.service_account?.source).toBe("service-account");
	const unknown = at(all, "prod/a.yaml").unknown.map(({ path, reason }) => [path[1], reason.includes("another copy")]);
	expect(unknown).toContainEqual(["disruption_budgets", true]);
	expect(unknown).toContainEqual(["service_account", true]);
	const budget = at(all, "dev/b.yaml", "policy/PodDisruptionBudget");
	expect(budget.facets.disruption_budget?.blocks).toBe(false);
	expect(budget.unknown).toEqual([]);
});
