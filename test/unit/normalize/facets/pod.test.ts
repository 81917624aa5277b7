// biome-ignore-all lint/suspicious/noTemplateCurlyInString: unfilled templates are the subject
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { podFacet } from "../../../../src/normalize/facets/pod.ts";
import { normalizeKubernetes } from "../../../../src/normalize/kubernetes/normalize.ts";

function run(value: JsonObject) {
	const [resource] = normalizeKubernetes([{ kind: "kubernetes", uri: "a.yaml", index: 0, value, sha256: "" }], {
		parameters: {},
		facets: [podFacet],
	});
	const unknown = resource?.unknown.filter(({ path }) => path[0] === "facets").map(({ path }) => path.slice(1));
	return { pod: resource?.facets.pod, unknown };
}

const POD_SPEC = { containers: [{ name: "web", image: "x:1" }] };

describe("podFacet", () => {
	it.each([
		["v1", "Pod", POD_SPEC, ["spec"]],
		["apps/v1", "Deployment", { template: { spec: POD_SPEC } }, ["spec", "template", "spec"]],
		["apps/v1", "StatefulSet", { template: { spec: POD_SPEC } }, ["spec", "template", "spec"]],
		["apps/v1", "DaemonSet", { template: { spec: POD_SPEC } }, ["spec", "template", "spec"]],
		["apps/v1", "ReplicaSet", { template: { spec: POD_SPEC } }, ["spec", "template", "spec"]],
		["v1", "ReplicationController", { template: { spec: POD_SPEC } }, ["spec", "template", "spec"]],
		["batch/v1", "Job", { template: { spec: POD_SPEC } }, ["spec", "template", "spec"]],
		[
			"batch/v1",
			"CronJob",
			{ jobTemplate: { spec: { template: { spec: POD_SPEC } } } },
			["spec", "jobTemplate", "spec", "template", "spec"],
		],
		["argoproj.io/v1alpha1", "Rollout", { template: { spec: POD_SPEC } }, ["spec", "template", "spec"]],
	])("finds the pod template of %s %s", (apiVersion, kind, spec, path) => {
		const { pod, unknown } = run({ apiVersion, kind, spec });
		expect(pod?.path).toEqual(path);
		expect(pod?.containers).toEqual([
			{ path: [...path, "containers", 0], kind: "container", name: "web", spec: { name: "web", image: "x:1" } },
		]);
		expect(unknown).toEqual([]);
	});

	it("does not apply to other objects", () => {
		expect(run({ apiVersion: "v1", kind: "Service", spec: { template: { spec: {} } } })).toEqual({
			pod: undefined,
			unknown: [],
		});
	});

	it("lists init, sidecar, main and ephemeral containers in that order, apart from the spec", () => {
		const { pod } = run({
			apiVersion: "v1",
			kind: "Pod",
			metadata: { labels: { app: "web", n: 1 } },
			spec: {
				hostNetwork: true,
				ephemeralContainers: [{ name: "debug" }],
				containers: [{ name: "web" }],
				initContainers: [{ name: "setup" }, { name: "proxy", restartPolicy: "Always" }],
			},
		});
		expect(pod?.containers.map(({ name, kind, path }) => [name, kind, path.slice(1)])).toEqual([
			["setup", "init", ["initContainers", 0]],
			["proxy", "sidecar", ["initContainers", 1]],
			["web", "container", ["containers", 0]],
			["debug", "ephemeral", ["ephemeralContainers", 0]],
		]);
		expect(pod?.spec).toEqual({ hostNetwork: true });
		expect(pod?.labels).toEqual({ app: "web" });
	});

	it("translates unknown paths of the template", () => {
		const { unknown } = run({
			apiVersion: "apps/v1",
			kind: "Deployment",
			spec: {
				replicas: "${N}",
				template: {
					metadata: { labels: { app: "{{ .app }}" } },
					spec: {
						priorityClassName: "${P}",
						initContainers: [{ name: "a", restartPolicy: "${R}" }],
						containers: [{ name: "{{ .n }}", image: "${I}" }, "{{ include }}"],
					},
				},
			},
		});
		expect(unknown).toEqual([
			["pod", "containers"],
			["pod", "labels", "app"],
			["pod", "spec", "priorityClassName"],
			["pod", "containers", 0, "spec", "restartPolicy"],
			["pod", "containers", 0, "kind"],
			["pod", "containers", 1, "spec", "name"],
			["pod", "containers", 1, "name"],
			["pod", "containers", 1, "spec", "image"],
			["pod", "containers"],
		]);
	});

	it.each([
		["a templated template", { spec: { template: "{{ .x }}" } }],
		["a templated spec", { spec: "${SPEC}" }],
		["no template", { spec: {} }],
		["no spec", {}],
		["junk", { spec: { template: { spec: ["x"] } } }],
	])("is unknown as a whole with %s", (_, more) => {
		expect(run({ apiVersion: "apps/v1", kind: "Deployment", ...more } as JsonObject)).toEqual({
			pod: undefined,
			unknown: [["pod"]],
		});
	});

	it("does not call junk in a container list clean", () => {
		expect(run({ apiVersion: "v1", kind: "Pod", spec: { containers: "x", initContainers: [null] } }).unknown).toEqual([
			["pod", "containers"],
			["pod", "containers"],
		]);
	});
});
