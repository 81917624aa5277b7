import type { ContainerFacet, PodFacet } from "../../model/facets.ts";
import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";

const TEMPLATE_SPEC: AttributePath = ["spec", "template", "spec"];

/** Where the built-in kinds keep their pod spec. Custom kinds are recognised by their shape. */
const POD_SPEC_PATHS: Readonly<Record<string, AttributePath>> = {
	"core/Pod": ["spec"],
	"core/ReplicationController": TEMPLATE_SPEC,
	"apps/Deployment": TEMPLATE_SPEC,
	"apps/StatefulSet": TEMPLATE_SPEC,
	"apps/DaemonSet": TEMPLATE_SPEC,
	"apps/ReplicaSet": TEMPLATE_SPEC,
	"batch/Job": TEMPLATE_SPEC,
	"batch/CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
};

/** The built-in kinds with a pod template. */
export const WORKLOAD_TYPES: readonly string[] = Object.keys(POD_SPEC_PATHS);

/** The container lists of a pod spec, in the order the facet shows them. */
const CONTAINER_LISTS = [
	{ list: "initContainers", kind: "init" },
	{ list: "containers", kind: "container" },
	{ list: "ephemeralContainers", kind: "ephemeral" },
] as const;

/**
 * Path in an object's attributes to its pod spec, or null when it carries none: a built-in workload kind, or any
 * other kind whose `spec.template.spec` has a list of containers (Argo Rollouts, Knative Services …).
 */
export function podSpecPath(type: string, attributes: JsonObject): AttributePath | null {
	if (Object.hasOwn(POD_SPEC_PATHS, type)) return POD_SPEC_PATHS[type]!;
	const spec = valueAt(attributes, TEMPLATE_SPEC);
	return isObject(spec) && Array.isArray(spec.containers) ? TEMPLATE_SPEC : null;
}

/** The `pod` facet: one shape for the pod template of every workload kind. */
export const podFacet: FacetComputer<"pod", KubernetesContext> = {
	name: "pod",
	compute(resource: Resource): FacetResult<PodFacet> {
		const path = podSpecPath(resource.type, resource.attributes);
		if (path === null) return undefined;
		const hidden = resource.unknown.find((u) => u.path[0] === "attributes" && isPrefix(u.path.slice(1), path));
		if (hidden !== undefined) return { unknown: hidden.reason };
		const podSpec = valueAt(resource.attributes, path);
		if (!isObject(podSpec)) return { unknown: "the object has no pod template" };

		const { containers, unknown } = readContainers(podSpec, path);
		const { initContainers: _i, containers: _c, ephemeralContainers: _e, ...spec } = podSpec;
		const value: PodFacet = { path, labels: readLabels(resource, path), spec, containers };
		for (const { path: at, reason } of resource.unknown) {
			if (at[0] !== "attributes") continue;
			for (const facetPath of translate(at.slice(1), value)) unknown.push({ path: facetPath, reason });
		}
		return { value, unknown };
	},
};

function readContainers(podSpec: JsonObject, path: AttributePath) {
	const containers: ContainerFacet[] = [];
	const unknown: { path: AttributePath; reason: string }[] = [];
	for (const { list, kind } of CONTAINER_LISTS) {
		const items = podSpec[list];
		if (items === undefined || items === null) continue;
		if (!Array.isArray(items)) {
			unknown.push({ path: ["containers"], reason: `${list} is not a list` });
			continue;
		}
		for (const [index, item] of items.entries()) {
			if (!isObject(item)) {
				unknown.push({ path: ["containers"], reason: `item ${index} of ${list} is not an object` });
				continue;
			}
			containers.push({
				path: [...path, list, index],
				kind: kind === "init" && item.restartPolicy === "Always" ? "sidecar" : kind,
				name: typeof item.name === "string" ? item.name : "",
				spec: item,
			});
		}
	}
	return { containers, unknown };
}

function readLabels(resource: Resource, path: AttributePath): Record<string, string> {
	const labels = valueAt(resource.attributes, [...path.slice(0, -1), "metadata", "labels"]);
	const known: Record<string, string> = {};
	if (!isObject(labels)) return known;
	for (const [key, value] of Object.entries(labels)) if (typeof value === "string") known[key] = value;
	return known;
}

/** Paths in the facet that an unknown path of the attributes makes unknown. */
function translate(at: AttributePath, facet: PodFacet): AttributePath[] {
	const template = facet.path.slice(0, -1);
	const labels = [...template, "metadata", "labels"];
	if (isPrefix(labels, at)) return [["labels", ...at.slice(labels.length)]];
	if (isPrefix(template, at) && isPrefix(at, labels)) return [["labels"]];
	if (!isPrefix(facet.path, at)) return [];

	const below = at.slice(facet.path.length);
	if (!CONTAINER_LISTS.some(({ list }) => list === below[0])) return [["spec", ...below]];
	const index = facet.containers.findIndex((container) => isPrefix(container.path, at));
	if (index === -1) return [["containers"]];
	const inContainer = below.slice(2);
	const paths: AttributePath[] = [["containers", index, "spec", ...inContainer]];
	if (inContainer.length === 0) return [["containers", index]];
	if (inContainer[0] === "name") paths.push(["containers", index, "name"]);
	if (inContainer[0] === "restartPolicy") paths.push(["containers", index, "kind"]);
	return paths;
}

function isPrefix(prefix: AttributePath, path: AttributePath): boolean {
	return prefix.length <= path.length && prefix.every((step, i) => step === path[i]);
}

function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path; undefined where a step is missing. */
function valueAt(root: Json, path: AttributePath): Json | undefined {
	let value: Json | undefined = root;
	for (const step of path) {
		if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
		value = (value as JsonObject)[step];
	}
	return value;
}
