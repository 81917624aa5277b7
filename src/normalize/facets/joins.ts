import type { AttributePath, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { isObject, listAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { podSpecPath } from "./pod.ts";

/**
 * Whether two namespaced objects end up in one namespace. An object that states none lands in its peer's namespace or
 * in `default`: beside a peer that states `default` both readings agree.
 */
export function memberOf(a: Resource, b: Resource, context: KubernetesContext): "yes" | "no" | "depends" {
	const same = context.sameNamespace(a, b);
	if (same !== "depends") return same;
	return a.scope === "default" || b.scope === "default" ? "yes" : "depends";
}

/** What a reader can do about an answer that depends on unstated namespaces. */
export function unstated(other: Resource): string {
	return `whether ${other.key} is in the same namespace is not stated; set metadata.namespace on both`;
}

/** The containers of a workload that run with it, with their paths. Ephemeral containers are left out. */
export function containersOf(workload: Resource): { path: AttributePath; spec: JsonObject }[] {
	const base = podSpecPath(workload.type, workload.attributes);
	if (base === null) return [];
	return ["initContainers", "containers"].flatMap((list) =>
		listAt(workload.attributes, [...base, list]).flatMap((spec, index) =>
			isObject(spec) ? [{ path: [...base, list, index], spec }] : [],
		),
	);
}
