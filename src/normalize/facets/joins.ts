import type { AttributePath, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import { isObject, listAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { Unreadable } from "../terraform/context.ts";
import { podSpecPath } from "./pod.ts";

/**
 * Whether two namespaced objects end up in one namespace. An object that states none lands in its peer's namespace or
 * in `default`: beside a peer that states `default` both readings agree.
 */
export function memberOf(a: Resource, b: Resource, context: KubernetesContext): "yes" | "no" | "depends" {
	const same = context.sameNamespace(a, b);
	if (same !== "depends" || a.scope === b.scope) return same;
	return a.scope === "default" || b.scope === "default" ? "yes" : "depends";
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

/** Whether a namespace is stated, and not by a template. */
function isStated(namespace: string): boolean {
	return namespace !== "" && !namespace.includes("$") && !namespace.includes("{");
}

const indexed = new WeakMap<readonly Resource[], Map<string, Resource[]>>();

/**
 * Those of a list, by key, that may be in the namespace of a peer; `memberOf` says which of them are. Spares joins
 * from asking that of every pair.
 */
export function candidates(resources: readonly Resource[], peer: Resource): Resource[] {
	if (!isStated(peer.scope)) return byKey(resources);
	let index = indexed.get(resources);
	if (index === undefined) {
		index = new Map();
		const open = resources.filter(({ scope }) => !isStated(scope));
		for (const scope of new Set(resources.map((resource) => resource.scope).filter(isStated)))
			index.set(scope, [...open]);
		for (const resource of resources) index.get(resource.scope)?.push(resource);
		index.set("", open);
		indexed.set(resources, index);
	}
	return byKey(index.get(peer.scope) ?? index.get("")!);
}

/** Why it is open whether one object holds for another, and what a reader can do about it. */
export function unstated(other: Resource, peer: Resource): string {
	if (other.scope === peer.scope) return variants(other);
	return `whether ${other.key} is in the same namespace is not stated; set metadata.namespace on both`;
}

/** Why an object of the same namespace may not hold: it lies with another copy of what it would hold for, or in a component. */
export function variants(other: Resource): string {
	const kind = other.type.slice(other.type.indexOf("/") + 1);
	if (other.anchor.component !== undefined) {
		return `the ${kind} that may hold for it is part of a kustomize component, which a deployment may leave out; scan the output of kustomize build`;
	}
	return `the ${kind} that may hold for it lies with another copy of it; scan the variants one by one`;
}

/** Why something that is looked up was not read, as its look-up says; null where it was. */
export function unreadable(lookUp: () => unknown): string | null {
	try {
		lookUp();
		return null;
	} catch (error) {
		if (error instanceof Unreadable) return error.message;
		throw error;
	}
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
