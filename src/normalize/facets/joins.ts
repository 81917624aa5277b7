import type { AttributePath, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import { isObject, listAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { podSpecPath } from "./pod.ts";

/**
 * Whether two namespaced objects end up in one namespace. An object that states none lands in its peer's namespace or
 * in `default`: beside a peer that states `default` both readings agree.
 */
export function memberOf(a: Resource, b: Resource, context: KubernetesContext): "yes" | "no" | "depends" {
	// The common case first: joins ask this for every pair.
	if (a.scope !== "" && a.scope === b.scope) return "yes";
	if (isPlain(a.scope) && isPlain(b.scope)) return "no";
	const same = context.sameNamespace(a, b);
	if (same !== "depends") return same;
	return a.scope === "default" || b.scope === "default" ? "yes" : "depends";
}

function isPlain(namespace: string): boolean {
	return namespace !== "" && !namespace.includes("$") && !namespace.includes("{");
}

const sorted = new WeakMap<readonly Resource[], Resource[]>();

/** Resources by key, so that the order of the input decides nothing: of several reasons the first is told. */
export function byKey(resources: readonly Resource[]): Resource[] {
	let result = sorted.get(resources);
	if (result === undefined) {
		result = resources.toSorted((left, right) => compareText(left.key, right.key));
		sorted.set(resources, result);
	}
	return result;
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
