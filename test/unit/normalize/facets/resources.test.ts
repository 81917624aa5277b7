// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const range = (limit: string, namespace = "shop") =>
	`{apiVersion: v1, kind: LimitRange, metadata: {name: lr${namespace && `, namespace: ${namespace}`}}, spec: {limits: [{${limit}}]}}\n---\n`;
const first = (manifests: string) => scan(manifests)("Deployment/shop/web").facets.resources?.containers[0];
const web = (resources: string, pod = "") => workload(`${pod}containers: [{name: web, resources: {${resources}}}]`);

test("the container's own values, and limits as requests", () => {
	expect(first(web("requests: {cpu: 100m}, limits: {memory: 1Gi}"))).toEqual({
		path: ["spec", "template", "spec", "containers", 0],
		name: "web",
		requests: { cpu: "container", memory: "limit" },
		limits: { cpu: "none", memory: "container" },
	});
});

test("zero and junk set nothing", () => {
	expect(first(web('requests: {cpu: 0, memory: "0"}, limits: {memory: junk}'))).toMatchObject({
		requests: { cpu: "none", memory: "none" },
		limits: { memory: "none" },
	});
});

test("resources of the pod", () => {
	expect(first(web("", "resources: {requests: {cpu: 1}, limits: {memory: 1Gi}}, "))).toMatchObject({
		requests: { cpu: "pod", memory: "pod" },
		limits: { cpu: "none", memory: "pod" },
	});
});

test("defaults of a LimitRange, as the API derives them", () => {
	expect(first(web("") + range("type: Container, default: {memory: 1Gi}, defaultRequest: {cpu: 1}"))).toMatchObject({
		requests: { cpu: "limit-range", memory: "limit-range" },
		limits: { cpu: "none", memory: "limit-range" },
	});
	expect(first(web("") + range("type: Container, max: {memory: 1Gi}, min: {cpu: 1}"))).toMatchObject({
		requests: { cpu: "limit-range", memory: "limit-range" },
		limits: { cpu: "none", memory: "limit-range" },
	});
	expect(first(web("") + range("type: Pod, max: {memory: 1Gi}"))).toMatchObject({ limits: { memory: "none" } });
	expect(first(web("") + range("type: Container, default: {memory: 1Gi}", "other"))).toMatchObject({
		limits: { memory: "none" },
	});
});

test("a LimitRange in a namespace left open matters only where nothing else decides", () => {
	const resource = scan(web("limits: {cpu: 1, memory: 1Gi}") + range("type: Container, default: {memory: 1Gi}", ""))(
		"/web",
	);
	expect(unknownOf(resource, "resources")).toEqual({});
	const open = scan(web("limits: {cpu: 1}") + range("type: Container, default: {memory: 1Gi}", ""))("/web");
	expect(Object.keys(unknownOf(open, "resources"))).toEqual([
		"containers.0.requests.memory",
		"containers.0.limits.memory",
	]);
});

test("templates and odd shapes", () => {
	const template = scan(web('limits: {memory: "${MEMORY}"}'))("/web");
	expect(Object.keys(unknownOf(template, "resources"))).toEqual([
		"containers.0.requests.memory",
		"containers.0.limits.memory",
	]);
	expect(unknownOf(scan(workload("containers: junk"))("/web"), "resources")).toEqual({
		"": "containers is not a list",
	});
	expect(scan(workload("containers: [junk, {name: b}]"))("/web").facets.resources?.containers).toHaveLength(1);
});
