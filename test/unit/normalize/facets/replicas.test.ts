// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const autoscaler = (
	spec: string,
	{ kind = "HorizontalPodAutoscaler", group = "autoscaling/v2", namespace = "shop" } = {},
) =>
	`{apiVersion: ${group}, kind: ${kind}, metadata: {name: scaler${namespace && `, namespace: ${namespace}`}}, spec: {${spec}}}\n---\n`;
const target = "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}";
const replicas = (manifests: string) => scan(manifests)("/web").facets.replicas;

test("the manifest's own number, or the 1 that the API fills in", () => {
	expect(replicas(workload("", { more: "replicas: 3, " }))).toEqual({
		minimum: 3,
		source: "replicas",
		path: ["spec", "replicas"],
	});
	expect(replicas(workload(""))).toMatchObject({ minimum: 1, source: "default" });
	expect(replicas(workload("", { more: "replicas: null, " }))).toMatchObject({ minimum: 1, source: "default" });
});

test("DaemonSets and Jobs have none", () => {
	expect(replicas(workload("", { kind: "DaemonSet" }))).toBeUndefined();
});

test("an autoscaler decides, with the floor of its kind where it states none", () => {
	const web = workload("", { more: "replicas: 3, " });
	expect(replicas(web + autoscaler(`${target}, minReplicas: 2`))).toMatchObject({ minimum: 2, source: "autoscaler" });
	expect(replicas(web + autoscaler(target))).toMatchObject({ minimum: 1, source: "autoscaler" });
	const keda = autoscaler("scaleTargetRef: {name: web}", { kind: "ScaledObject", group: "keda.sh/v1alpha1" });
	expect(replicas(web + keda)).toMatchObject({ minimum: 0, source: "autoscaler" });
});

test("the lowest floor of several autoscalers counts", () => {
	const two =
		autoscaler(`${target}, minReplicas: 4`) +
		autoscaler(`${target}, minReplicas: 2`).replace("name: scaler,", "name: other,");
	expect(replicas(workload("") + two)).toMatchObject({ minimum: 2 });
});

test("autoscalers of other kinds, groups, names and namespaces do not count", () => {
	const web = workload("", { more: "replicas: 3, " });
	for (const other of [
		"scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: web}",
		"scaleTargetRef: {apiVersion: argoproj.io/v1alpha1, kind: Deployment, name: web}",
		"scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}",
	]) {
		expect(replicas(web + autoscaler(other))).toMatchObject({ minimum: 3 });
	}
	expect(replicas(web + autoscaler(target, { namespace: "other" }))).toMatchObject({ minimum: 3 });
});

test("an autoscaler that may be in the same namespace leaves different numbers unknown", () => {
	const web = workload("", { more: "replicas: 3, " });
	const different = scan(web + autoscaler(`${target}, minReplicas: 2`, { namespace: "" }))("/web");
	expect(different.facets.replicas?.minimum).toBeUndefined();
	expect(unknownOf(different, "replicas").minimum).toContain("state metadata.namespace");
	expect(replicas(web + autoscaler(`${target}, minReplicas: 3`, { namespace: "" }))).toMatchObject({ minimum: 3 });
});

test("templates are unknown", () => {
	const own = scan(workload("", { more: 'replicas: "${N}", ' }))("/web");
	expect(unknownOf(own, "replicas")).toHaveProperty("minimum");
	const scaled = scan(workload("") + autoscaler(`${target}, minReplicas: "\${N}"`))("/web");
	expect(unknownOf(scaled, "replicas").minimum).toMatch(/^HorizontalPodAutoscaler scaler: /);
});
