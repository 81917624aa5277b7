// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of manifests, not of TypeScript.
import { describe, expect, test } from "vitest";
import { scan, unknownOf, workload } from "./kubernetes.ts";

const NAMESPACE = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n---\n";
const cpu = "metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]";
const autoscaler = (more = "", { target = "web", kind = "Deployment", namespace = "shop" } = {}) =>
	`{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a${namespace && `, namespace: ${namespace}`}}, spec: {scaleTargetRef: {kind: ${kind}, name: ${target}}${more && `, ${more}`}}}\n---\n`;
const web = (containers: string) => workload(containers);
const facet = (manifests: string) => scan(manifests)("HorizontalPodAutoscaler/shop/a").facets.autoscaler;
const open = (manifests: string) => unknownOf(scan(manifests)("HorizontalPodAutoscaler/shop/a"), "autoscaler");

describe("the target of an autoscaler", () => {
	test("is missing for certain only where the input defines the namespace", () => {
		expect(facet(`${NAMESPACE}${autoscaler()}`)).toEqual({ target: false, unmeasured: [] });
		expect(open(autoscaler())[""]).toContain("may not show all of its namespace");
	});

	test("of a kind whose pods are not known is open", () => {
		expect(open(NAMESPACE + autoscaler("", { kind: "Cluster" }))[""]).toContain("a Cluster of that name");
	});

	test("in a namespace left open is unknown", () => {
		const elsewhere = workload("", { namespace: "" });
		expect(open(NAMESPACE + elsewhere + autoscaler())[""]).toContain("not stated");
		expect(open(NAMESPACE + web("") + autoscaler("", { target: '"${NAME}"' }))[""]).toContain("template");
	});
});

describe("what an autoscaler goes by", () => {
	const missing = (containers: string, more: string) => facet(web(containers) + autoscaler(more))?.unmeasured;
	const both = "containers: [{name: a, resources: {requests: {cpu: 1}}}, {name: b}]";

	test("is the CPU unless it says otherwise", () => {
		expect(missing(both, "")).toEqual([{ container: "b", resource: "cpu" }]);
		expect(missing(both, cpu)).toEqual([{ container: "b", resource: "cpu" }]);
	});

	test("may be one container only, or no share of what is requested", () => {
		const one = (name: string) =>
			`metrics: [{type: ContainerResource, containerResource: {name: cpu, container: ${name}, target: {type: Utilization, averageUtilization: 70}}}]`;
		expect(missing(both, one("a"))).toEqual([]);
		expect(missing(both, one("b"))).toEqual([{ container: "b", resource: "cpu" }]);
		expect(
			missing(
				both,
				"metrics: [{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 1}}}]",
			),
		).toEqual([]);
	});

	test("leaves init containers out, and is unknown where the requests are", () => {
		expect(missing("initContainers: [{name: i}], containers: [{name: a, resources: {limits: {cpu: 1}}}]", cpu)).toEqual(
			[],
		);
		const hidden = 'containers: [{name: a, resources: {requests: {cpu: "${CPU}"}}}]';
		expect(open(web(hidden) + autoscaler(cpu)).unmeasured).toContain("template");
	});

	test("never throws for odd shapes", () => {
		expect(missing("containers: [{name: a}]", "metrics: [null, 7, {resource: []}]")).toEqual([]);
	});
});
