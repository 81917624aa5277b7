// biome-ignore-all lint/suspicious/noTemplateCurlyInString: unfilled templates are the subject
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../../src/model/json.ts";
import type { Resource } from "../../../../src/model/resource.ts";
import type { Parameters } from "../../../../src/model/rule.ts";
import type { FacetComputer } from "../../../../src/normalize/facet.ts";
import { podFacet } from "../../../../src/normalize/facets/pod.ts";
import type { KubernetesContext } from "../../../../src/normalize/kubernetes/context.ts";
import {
	type KubernetesDocument,
	type NormalizeOptions,
	normalizeKubernetes,
} from "../../../../src/normalize/kubernetes/normalize.ts";

function document(value: Json, uri = "a.yaml", index = 0): KubernetesDocument {
	return { kind: "kubernetes", uri, index, value: value as JsonObject, sha256: "" };
}

function documents(...values: Json[]): KubernetesDocument[] {
	return values.map((value, index) => document(value, "a.yaml", index));
}

function run(input: KubernetesDocument[], parameters: Parameters = {}, facets: NormalizeOptions["facets"] = []) {
	return normalizeKubernetes(input, { parameters, facets });
}

/** The context that facets of this input are computed with. */
function contextOf(input: KubernetesDocument[], parameters: Parameters = {}): KubernetesContext {
	let seen: KubernetesContext | null = null;
	const spy: FacetComputer<"pod", KubernetesContext> = {
		name: "pod",
		compute(_, context) {
			seen = context;
			return undefined;
		},
	};
	run(input, parameters, [spy]);
	if (seen === null) throw new Error("no resources");
	return seen;
}

function object(apiVersion: string, kind: string, name: string, namespace?: string, more: JsonObject = {}): JsonObject {
	const metadata: JsonObject = namespace === undefined ? { name } : { name, namespace };
	return { apiVersion, kind, metadata, ...more };
}

const TEMPLATE = { template: { spec: { containers: [{ name: "c", image: "x:1" }] } } };

function deployment(name: string, namespace?: string): JsonObject {
	return object("apps/v1", "Deployment", name, namespace, { spec: TEMPLATE });
}

describe("normalizeKubernetes: objects", () => {
	it("names an object by group, kind, namespace and name", () => {
		const keys = run(
			documents(
				deployment("web", "shop"),
				deployment("web"),
				object("v1", "Service", "web", "shop"),
				object("rbac.authorization.k8s.io/v1", "ClusterRole", "admin", "ignored"),
				object("extensions/v1beta1", "Ingress", "old", "shop"),
				{ apiVersion: "batch/v1", kind: "Job", metadata: { generateName: "run-", namespace: "shop" } },
				{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: 7 } },
				{ apiVersion: "v1", kind: "ConfigMap", metadata: "odd" },
			),
		)
			.filter(({ type }) => type !== "scope/namespace")
			.map(({ key }) => key);
		expect(keys).toEqual([
			"apps/Deployment/shop/web",
			"apps/Deployment//web",
			"core/Service/shop/web",
			"rbac.authorization.k8s.io/ClusterRole//admin",
			"networking.k8s.io/Ingress/shop/old",
			"batch/Job/shop/run-",
			"core/ConfigMap//7",
			"core/ConfigMap//",
		]);
	});

	it("unwraps lists of lists, typed lists and odd members", () => {
		const list = {
			apiVersion: "v1",
			kind: "List",
			items: [
				object("v1", "Service", "a", "n"),
				{ apiVersion: "apps/v1", kind: "DeploymentList", items: [{ metadata: { name: "b", namespace: "n" } }] },
				null,
				"text",
				{ kind: "Service" },
			],
		};
		const resources = run([document(list, "a.yaml", 2)]);
		expect(
			resources.filter(({ attributes }) => "metadata" in attributes).map(({ key, anchor }) => [key, anchor]),
		).toEqual([
			["core/Service/n/a", { uri: "a.yaml", document: 2, base: ["items", 0] }],
			["apps/Deployment/n/b", { uri: "a.yaml", document: 2, base: ["items", 1, "items", 0] }],
		]);
	});

	it("keeps equal objects apart by their files, whatever the order of the input", () => {
		const input = [
			document(object("v1", "Service", "a", "n"), "z.yaml"),
			document(object("v1", "Service", "a", "n"), "b.yaml", 1),
			document(object("v1", "Service", "a", "n"), "b.yaml", 0),
			document(object("v1", "Service", "a", "n"), "b.yaml", 2),
		];
		const keys = ["core/Service/n/a", "core/Service/n/a (b.yaml)", "core/Service/n/a (b.yaml) #2"];
		expect(run(input).map(({ key }) => key)).toEqual([...keys, "core/Service/n/a (z.yaml)"]);
		expect(run(input.toReversed())).toEqual(run(input));
	});

	it("reads labels, and only text", () => {
		const [resource] = run(
			documents({ apiVersion: "v1", kind: "Service", metadata: { labels: { a: "b", n: 1, t: "${X}" } } }),
		);
		expect(resource?.labels).toEqual({ a: "b" });
		expect(resource?.unknown).toEqual([
			{ path: ["attributes", "metadata", "labels", "t"], reason: "the value is a template expression" },
		]);
	});

	it("marks what a Secret keeps as sensitive", () => {
		const [secret, map] = run(documents(object("v1", "Secret", "s"), object("v1", "ConfigMap", "s")));
		expect(secret?.sensitive).toContainEqual(["data"]);
		expect(secret?.sensitive).toContainEqual(["stringData"]);
		expect(map?.sensitive).toEqual([]);
	});

	it("takes the scope of custom kinds from their definitions", () => {
		const definition = object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "x", undefined, {
			spec: { scope: "Cluster", group: "a.io", names: { kind: "Thing" } },
		});
		const resources = run(documents(object("a.io/v1", "Thing", "t", "n"), definition));
		expect(resources[0]?.key).toBe("a.io/Thing//t");
	});

	it("never throws for odd shapes", () => {
		const odd = fc.dictionary(
			fc.constantFrom("metadata", "spec", "template", "containers", "items", "labels", "ownerReferences", "scope"),
			fc.jsonValue({ maxDepth: 3 }),
		);
		const kinds = fc.constantFrom("Pod", "Deployment", "CronJob", "List", "Secret", "CustomResourceDefinition");
		fc.assert(
			fc.property(
				odd,
				kinds,
				fc.constantFrom("v1", "apps/v1", "apiextensions.k8s.io/v1"),
				(value, kind, apiVersion) => {
					const input = { ...(value as JsonObject), apiVersion, kind };
					const resources = run([document(input)], {}, [podFacet]);
					expect(new Set(resources.map(({ key }) => key)).size).toBe(resources.length);
				},
			),
			{ seed: 1 },
		);
	});
});

describe("normalizeKubernetes: namespaces", () => {
	const namespace = object("v1", "Namespace", "shop");

	function scopes(input: KubernetesDocument[], parameters: Parameters = {}) {
		return run(input, parameters)
			.filter(({ type }) => type === "scope/namespace")
			.map(({ key, complete, anchor }) => [key, complete, anchor.document]);
	}

	it("makes a scope of each namespace with workloads or an object of its own", () => {
		const input = documents(deployment("a", "other"), namespace, deployment("b", "shop"), deployment("c"));
		expect(scopes(input)).toEqual([
			["scope/namespace/", false, 3],
			["scope/namespace/other", false, 0],
			["scope/namespace/shop", true, 1],
		]);
		expect(scopes(documents(object("v1", "Service", "s", "quiet")))).toEqual([]);
	});

	it("calls all complete that the profile declares so, and knows its default namespace", () => {
		const input = documents(deployment("c"), namespace);
		expect(scopes(input, { manifests_complete: true })).toEqual([
			["scope/namespace/", true, 0],
			["scope/namespace/shop", true, 1],
		]);
		expect(scopes(input, { default_namespace: "shop" })).toEqual([["scope/namespace/shop", true, 1]]);
	});

	it("decides whether two objects meet", () => {
		const input = documents(
			deployment("0", "a"),
			deployment("1", "a"),
			deployment("2", "b"),
			deployment("3"),
			deployment("4"),
			deployment("5", "${NS}"),
			deployment("6", "${NS}"),
			object("v1", "Node", "n"),
		);
		const { sameNamespace, workloads, ofType } = contextOf(input);
		const meet = (a: number, b: number) => sameNamespace(workloads[a]!, workloads[b]!);
		expect([meet(0, 1), meet(0, 2), meet(0, 3), meet(3, 4)]).toEqual(["yes", "no", "depends", "yes"]);
		expect([meet(5, 6), meet(5, 0), meet(5, 3)]).toEqual(["yes", "depends", "depends"]);
		expect(sameNamespace(workloads[0]!, ofType("core/Node")[0]!)).toBe("no");
		const settled = contextOf(input, { default_namespace: "a" });
		expect(settled.sameNamespace(workloads[0]!, workloads[3]!)).toBe("yes");
		expect(settled.sameNamespace(workloads[2]!, workloads[3]!)).toBe("no");
	});

	it("knows which namespaces the input defines", () => {
		const { definesNamespace } = contextOf(documents(namespace));
		expect([definesNamespace("shop"), definesNamespace("other"), definesNamespace("")]).toEqual([true, false, false]);
		expect(contextOf(documents(namespace), { manifests_complete: true }).definesNamespace("other")).toBe(true);
	});
});

describe("normalizeKubernetes: facets", () => {
	const failing: FacetComputer<"pod", KubernetesContext> = {
		name: "pod",
		compute({ name }) {
			if (name === "bad") throw new TypeError("hunter2");
			return name === "dark" ? { unknown: "no light" } : undefined;
		},
	};

	it("survives a facet that throws, without repeating what it said", () => {
		const [bad, dark, good] = run(
			documents(deployment("bad", "n"), deployment("dark", "n"), deployment("good", "n")),
			{},
			[failing],
		);
		expect(bad?.unknown).toEqual([{ path: ["facets", "pod"], reason: "the facet could not be computed (TypeError)" }]);
		expect(dark?.unknown).toEqual([{ path: ["facets", "pod"], reason: "no light" }]);
		expect(good?.unknown).toEqual([]);
	});

	it("judges owned objects on their owner", () => {
		const owned = (kind: string, name: string, owner: JsonObject): JsonObject => ({
			apiVersion: "apps/v1",
			kind,
			metadata: { name, namespace: "n", ownerReferences: [owner] },
			spec: TEMPLATE,
		});
		const input = documents(
			deployment("web", "n"),
			owned("ReplicaSet", "web-1", { apiVersion: "apps/v1", kind: "Deployment", name: "web", uid: "u" }),
			owned("ReplicaSet", "api-1", { apiVersion: "apps/v1", kind: "Deployment", name: "api", uid: "v" }),
		);
		const resources = run(input, {}, [podFacet]);
		const withPod = resources.filter(({ facets }: Resource) => facets.pod !== undefined).map(({ name }) => name);
		expect(withPod).toEqual(["web", "api-1"]);
		expect(contextOf(input).workloads.map(({ name }) => name)).toEqual(["web", "api-1"]);
	});
});
