import type { NamespaceBoundsFacet } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, listAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { candidates, memberOf, unreadable, unstated } from "./joins.ts";

/** What a quota has to name to bound computing time or memory; quotas may also only count objects. */
const COMPUTE = new Set(["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"]);

/** What a LimitRange may set for a container. */
const PER_CONTAINER = ["default", "defaultRequest", "max", "min"];

/** The `namespace_bounds` facet of namespaces: what keeps their pods from taking a whole cluster. */
export const namespaceBoundsFacet: FacetComputer<"namespace_bounds", KubernetesContext> = {
	name: "namespace_bounds",
	compute(resource, context): FacetResult<NamespaceBoundsFacet> {
		if (resource.type !== "scope/namespace") return undefined;
		const value: NamespaceBoundsFacet = {};
		const unknown: { path: AttributePath; reason: string }[] = [];
		const parts = [
			["quota", "core/ResourceQuota", boundsCompute],
			["limit_range", "core/LimitRange", boundsContainers],
		] as const;
		for (const [part, type, bounds] of parts) {
			let held: boolean | string = false;
			const unread = unreadable(() => {
				held = holds(context.ofType(type), resource, bounds, context);
			});
			const answer: boolean | string = unread ?? held;
			if (typeof answer === "boolean") value[part] = answer;
			else unknown.push({ path: [part], reason: answer });
		}
		return { value, unknown };
	},
};

/** Whether one of the objects is in the namespace and bounds it, or why that is not known. */
function holds(
	objects: Resource[],
	namespace: Resource,
	bounds: (object: Resource) => boolean | string,
	context: KubernetesContext,
): boolean | string {
	let doubt: string | null = null;
	for (const object of candidates(objects, namespace)) {
		const member = memberOf(object, namespace, context);
		if (member === "no") continue;
		const answer = bounds(object);
		if (answer === false) continue;
		if (member === "yes" && answer === true) return true;
		doubt ??= answer === true ? unstated(object, namespace) : `${object.key}: ${answer}`;
	}
	return doubt ?? false;
}

function boundsCompute(quota: Resource): boolean | string {
	const { spec } = quota.attributes;
	const hard = valueAt(spec, ["hard"]);
	const reason = unknownAt(quota, ["spec"]);
	if (!isObject(hard)) return reason ?? false;
	if (!Object.keys(hard).some((name) => COMPUTE.has(name))) return reason ?? false;
	const scoped = listAt(spec, ["scopes"]).length > 0 || isObject(valueAt(spec, ["scopeSelector"]));
	return scoped ? "it holds for some of the pods only" : true;
}

function boundsContainers(range: Resource): boolean | string {
	const shown = listAt(range.attributes, ["spec", "limits"]).some(
		(limit) =>
			isObject(limit) &&
			limit.type === "Container" &&
			PER_CONTAINER.some((field) => Object.keys(asObject(limit[field])).length > 0),
	);
	return shown || (unknownAt(range, ["spec"]) ?? false);
}

function asObject(value: unknown): object {
	return isObject(value) ? value : {};
}
