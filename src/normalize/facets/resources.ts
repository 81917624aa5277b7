import type { ContainerResources, ResourceSource, ResourcesFacet } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { hiddenAt, isObject, listAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { unreadable, variants } from "./joins.ts";
import { podSpecPath } from "./pod.ts";

/** Lists of containers that may state resources; ephemeral ones may not. */
const LISTS = ["initContainers", "containers"];
const WANTED = [
	{ part: "requests", resource: "cpu" },
	{ part: "requests", resource: "memory" },
	{ part: "limits", resource: "cpu" },
	{ part: "limits", resource: "memory" },
] as const;

/** The `resources` facet: where each container's requests and limits come from. */
export const resourcesFacet: FacetComputer<"resources", KubernetesContext> = {
	name: "resources",
	compute(resource, context): FacetResult<ResourcesFacet> {
		const spec = podSpecPath(resource.type, resource.attributes);
		if (spec === null) return undefined;
		let defaults: Defaults = { requests: new Set(), limits: new Set(), open: null };
		const unread = unreadable(() => {
			defaults = limitRangeDefaults(resource, context);
		});
		defaults.open ??= unread;
		const containers: ContainerResources[] = [];
		const unknown: { path: AttributePath; reason: string }[] = [];
		for (const list of LISTS) {
			const at = [...spec, list];
			const hidden = hiddenAt(resource, at);
			if (hidden !== null) return { unknown: hidden };
			if (!isListOrAbsent(valueAt(resource.attributes, at))) return { unknown: `${list} is not a list` };
			for (const [index, container] of listAt(resource.attributes, at).entries()) {
				if (!isObject(container)) continue;
				const path = [...at, index];
				const entry: ContainerResources = {
					path,
					name: typeof container.name === "string" ? container.name : "",
					requests: { cpu: "none", memory: "none" },
					limits: { cpu: "none", memory: "none" },
				};
				for (const { part, resource: name } of WANTED) {
					const source = sourceOf(resource, path, spec, part, name, defaults);
					if (typeof source === "string") entry[part][name] = source;
					else unknown.push({ path: ["containers", containers.length, part, name], reason: source.reason });
				}
				containers.push(entry);
			}
		}
		return { value: { containers }, unknown };
	},
};

type Defaults = Record<"requests" | "limits", Set<string>> & { open: string | null };

/** The first place that settles a request or limit, in the order in which the API server looks. */
function sourceOf(
	resource: Resource,
	container: AttributePath,
	spec: AttributePath,
	part: "requests" | "limits",
	name: "cpu" | "memory",
	defaults: Defaults,
): ResourceSource | { reason: string } {
	const places: [AttributePath, ResourceSource][] = [[[...container, "resources", part, name], "container"]];
	// A request left out takes the value of its limit.
	if (part === "requests") places.push([[...container, "resources", "limits", name], "limit"]);
	// Resources of the pod as a whole, Kubernetes 1.34.
	places.push([[...spec, "resources", part, name], "pod"]);
	if (part === "requests") places.push([[...spec, "resources", "limits", name], "pod"]);
	for (const [path, source] of places) {
		const reason = unknownAt(resource, path);
		if (reason !== null) return { reason };
		if (isQuantity(valueAt(resource.attributes, path))) return source;
	}
	if (defaults[part].has(name)) return "limit-range";
	return defaults.open === null ? "none" : { reason: defaults.open };
}

/** What the LimitRanges of the namespace fill in for containers; `open`: one that may or may not apply. */
function limitRangeDefaults(resource: Resource, context: KubernetesContext): Defaults {
	const defaults: Defaults = { requests: new Set(), limits: new Set(), open: null };
	for (const range of context.ofType("core/LimitRange")) {
		const together = context.sameNamespace(range, resource);
		if (together === "no") continue;
		const reason = unknownAt(range, ["spec"]);
		if (together === "depends" || reason !== null) {
			defaults.open ??=
				reason === null && range.scope === resource.scope
					? variants(range)
					: `LimitRange ${range.name}: ${reason ?? "the manifests leave open whether it is in the same namespace"}`;
			continue;
		}
		for (const limit of listAt(range.attributes, ["spec", "limits"])) {
			if (!isObject(limit) || limit.type !== "Container") continue;
			// The API server itself derives a missing `default` from `max`, and `defaultRequest` from `default` or `min`.
			for (const name of ["cpu", "memory"]) {
				const [max, min, fallback, request] = ["max", "min", "default", "defaultRequest"].map((field) =>
					isQuantity(valueAt(limit, [field, name])),
				);
				if (fallback || max) defaults.limits.add(name);
				if (request || fallback || max || min) defaults.requests.add(name);
			}
		}
	}
	return defaults;
}

/** A quantity above zero: zero reserves nothing and bounds nothing. */
function isQuantity(value: Json | undefined): boolean {
	if (typeof value === "number") return value > 0;
	return typeof value === "string" && Number.parseFloat(value) > 0;
}

function isListOrAbsent(value: Json | undefined): boolean {
	return value === undefined || value === null || Array.isArray(value);
}
