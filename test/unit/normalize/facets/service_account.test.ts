// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const account = (name: string, automount: string, namespace = "shop") =>
	`{apiVersion: v1, kind: ServiceAccount, metadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}${automount && `, automountServiceAccountToken: ${automount}`}}\n---\n`;
const NAMESPACE = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n---\n";
const facet = (manifests: string) => scan(manifests)("Deployment/shop/web").facets.service_account;
const open = (manifests: string) => unknownOf(scan(manifests)("Deployment/shop/web"), "service_account").automount;

test("the pod's own setting comes first", () => {
	const web = workload("serviceAccountName: api, automountServiceAccountToken: false");
	expect(facet(web + account("api", "true"))).toEqual({
		name: "api",
		name_path: ["spec", "template", "spec", "serviceAccountName"],
		automount: false,
		source: "pod",
		path: ["spec", "template", "spec", "automountServiceAccountToken"],
	});
});

test("then the account's, then the API's default", () => {
	const web = workload("serviceAccountName: api");
	expect(facet(web + account("api", "false"))).toMatchObject({ automount: false, source: "service-account" });
	expect(facet(web + account("api", ""))).toMatchObject({ automount: true, source: "default" });
	expect(open(web + account("api", ""))).toBeUndefined();
	expect(facet(workload("serviceAccount: api") + account("api", "false"))).toMatchObject({
		name: "api",
		automount: false,
	});
});

test("an account that is not in the input leaves it open", () => {
	expect(open(workload("serviceAccountName: api"))).toBe(
		"ServiceAccount api is not in the input, and the pod leaves automountServiceAccountToken open",
	);
	expect(open(workload("serviceAccountName: api") + account("api", "false", "other"))).toContain("not in the input");
	expect(open(workload("serviceAccountName: api") + account("api", "false", ""))).toContain("same namespace");
});

test("the default account mounts its token where the input defines the namespace", () => {
	expect(facet(NAMESPACE + workload(""))).toMatchObject({ name: "default", automount: true });
	expect(open(NAMESPACE + workload(""))).toBeUndefined();
	expect(open(workload(""))).toContain("ServiceAccount default");
});

test("templates are unknown", () => {
	expect(open(workload('serviceAccountName: "${SA}"'))).toContain("template");
	expect(open(workload('automountServiceAccountToken: "${MOUNT}"'))).toContain("template");
	expect(open(workload("serviceAccountName: api") + account("api", '"${MOUNT}"'))).toMatch(/^ServiceAccount api: /);
});
