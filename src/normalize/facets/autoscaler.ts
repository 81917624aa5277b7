import type { AutoscalerFacet } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { byKey, memberOf, unstated } from "./joins.ts";
import { scaleTargets } from "./replicas.ts";

const TYPE = "autoscaling/HorizontalPodAutoscaler";
const TARGET: AttributePath = ["spec", "scaleTargetRef"];

/** Kinds of Kubernetes' own that can be scaled. What else a target may be has no pod template that is known here. */
const SCALABLE = new Set(["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"]);

/** The `autoscaler` facet of a HorizontalPodAutoscaler: whether it has something to scale, and measures to go by. */
export const autoscalerFacet: FacetComputer<"autoscaler", KubernetesContext> = {
	name: "autoscaler",
	compute(resource, context): FacetResult<AutoscalerFacet> {
		if (resource.type !== TYPE) return undefined;
		const reason = unknownAt(resource, TARGET);
		if (reason !== null) return { unknown: reason };
		const found: Resource[] = [];
		let doubt: string | null = null;
		for (const workload of byKey(context.workloads)) {
			if (!scaleTargets(resource, workload, null)) continue;
			const member = memberOf(resource, workload, context);
			if (member === "yes") found.push(workload);
			else if (member === "depends") doubt ??= unstated(workload, resource);
		}
		const [target] = found;
		if (target !== undefined) return measured(resource, target);
		if (doubt !== null) return { unknown: doubt };
		const kind = textAt(resource.attributes, [...TARGET, "kind"]);
		if (kind !== null && !SCALABLE.has(kind)) return { unknown: `a ${kind} of that name is not in the input` };
		if (!context.definesNamespace(resource.scope)) {
			return { unknown: "what it scales is not in the input, which may not show all of its namespace" };
		}
		return { value: { target: false, unmeasured: [] } };
	},
};

function measured(autoscaler: Resource, target: Resource): FacetResult<AutoscalerFacet> {
	const value: AutoscalerFacet = { target: true, unmeasured: [] };
	const wanted = utilizations(autoscaler);
	if (typeof wanted === "string") return { value, unknown: [{ path: ["unmeasured"], reason: wanted }] };
	if (wanted.length === 0) return { value };
	const hidden = target.unknown.find(({ path }) => path[0] === "facets" && path[1] === "resources");
	const { resources } = target.facets;
	if (hidden !== undefined || resources === undefined) {
		const reason = `the requests of ${target.name}: ${hidden?.reason ?? "not read"}`;
		return { value, unknown: [{ path: ["unmeasured"], reason }] };
	}
	for (const { resource, container: only } of wanted) {
		for (const { name, path, requests } of resources.containers) {
			// Init containers have run before anything is measured.
			if (path.at(-2) !== "containers" || (only !== null && only !== name)) continue;
			if (requests[resource] === "none") value.unmeasured.push({ container: name, resource });
		}
	}
	return { value };
}

type Utilization = { resource: "cpu" | "memory"; container: string | null };

/**
 * What is measured as a share of what containers request; without metrics that is the CPU, in both versions of the
 * API (a target of 80 percent). Reasons why it is not known are texts.
 */
function utilizations(autoscaler: Resource): Utilization[] | string {
	const reason = unknownAt(autoscaler, ["spec", "metrics"]);
	if (reason !== null) return reason;
	const metrics = listAt(autoscaler.attributes, ["spec", "metrics"]);
	if (metrics.length === 0) return [{ resource: "cpu", container: null }];
	return metrics.flatMap((metric) => {
		for (const field of ["resource", "containerResource"]) {
			const source = valueAt(metric, [field]);
			const resource = textAt(source, ["name"]);
			if (!isObject(source) || !(resource === "cpu" || resource === "memory") || !isShare(source)) continue;
			return [{ resource, container: textAt(source, ["container"]) } satisfies Utilization];
		}
		return [];
	});
}

/** `target.type` since v2, `targetAverageUtilization` in its betas. */
function isShare(source: Json): boolean {
	return (
		textAt(source, ["target", "type"]) === "Utilization" ||
		typeof valueAt(source, ["targetAverageUtilization"]) === "number"
	);
}
