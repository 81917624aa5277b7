import type { ReplicasFacet } from "../../model/facets.ts";
import type { AttributePath, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";

/** Kinds that keep a number of equal pods running. */
const SCALABLE = new Set(["apps/Deployment", "apps/StatefulSet", "apps/ReplicaSet", "core/ReplicationController"]);
const REPLICAS: AttributePath = ["spec", "replicas"];

/** Autoscalers, the field of their floor, and what the API takes when it is absent. */
const AUTOSCALERS: { type: string; floor: AttributePath; default: number; kind: string | null }[] = [
	{ type: "autoscaling/HorizontalPodAutoscaler", floor: ["spec", "minReplicas"], default: 1, kind: null },
	// KEDA scales Deployments unless told otherwise, and down to none.
	{ type: "keda.sh/ScaledObject", floor: ["spec", "minReplicaCount"], default: 0, kind: "Deployment" },
];

/** A count, or why it is not known. */
type Reading = { value: ReplicasFacet; unknown?: { path: AttributePath; reason: string }[] };

/** The `replicas` facet: the least number of pods a workload keeps, which an autoscaler decides where there is one. */
export const replicasFacet: FacetComputer<"replicas", KubernetesContext> = {
	name: "replicas",
	compute: effectiveReplicas,
};

/** The least number of pods of a workload; undefined for kinds without replicas. */
export function effectiveReplicas(resource: Resource, context: KubernetesContext): Reading | undefined {
	if (!SCALABLE.has(resource.type)) return undefined;
	const own = ownReplicas(resource);
	const readings: Reading[] = [];
	let surely = false;
	for (const autoscaler of AUTOSCALERS) {
		for (const candidate of context.ofType(autoscaler.type)) {
			if (!scaleTargets(candidate, resource, autoscaler.kind)) continue;
			const together = context.sameNamespace(candidate, resource);
			if (together === "no") continue;
			surely ||= together === "yes";
			readings.push(floorOf(candidate, autoscaler.floor, autoscaler.default));
		}
	}
	if (!surely) readings.push(own);
	return readings.reduce((one, other) => lower(one, other, surely));
}

function ownReplicas(resource: Resource): Reading {
	const reason = unknownAt(resource, REPLICAS);
	if (reason !== null) return unknownFloor(reason);
	const replicas = valueAt(resource.attributes, REPLICAS);
	if (typeof replicas === "number") return { value: { minimum: replicas, source: "replicas", path: REPLICAS } };
	// The API server fills in 1.
	return { value: { minimum: 1, source: "default", path: REPLICAS } };
}

function floorOf(autoscaler: Resource, path: AttributePath, fallback: number): Reading {
	const reason = unknownAt(autoscaler, path);
	if (reason !== null) return unknownFloor(`${kindOf(autoscaler)} ${autoscaler.name}: ${reason}`);
	const floor = valueAt(autoscaler.attributes, path);
	return { value: { minimum: typeof floor === "number" ? floor : fallback, source: "autoscaler", path: REPLICAS } };
}

/** Where it is open which of two counts holds, equal ones decide and different ones do not. */
function lower(one: Reading, other: Reading, surely: boolean): Reading {
	if (one.value.minimum === undefined) return one;
	if (other.value.minimum === undefined) return other;
	if (one.value.minimum === other.value.minimum) return one;
	if (surely) return one.value.minimum < other.value.minimum ? one : other;
	return unknownFloor(
		"whether the autoscaler of that name is in the same namespace is open; state metadata.namespace, and scan variants one by one",
	);
}

function unknownFloor(reason: string): Reading {
	return { value: { source: "autoscaler", path: REPLICAS }, unknown: [{ path: ["minimum"], reason }] };
}

/** Whether an autoscaler names a workload as what it scales, wherever both are. */
export function scaleTargets(autoscaler: Resource, workload: Resource, defaultKind: string | null): boolean {
	const target = valueAt(autoscaler.attributes, ["spec", "scaleTargetRef"]);
	if (!isObject(target) || target.name !== workload.name) return false;
	const kind = textAt(target, ["kind"]) ?? defaultKind;
	return kind === kindOf(workload) && sameGroup(target, workload);
}

/** `apiVersion` of a scale target is often left out or outdated (`extensions/v1beta1`); only another group counts. */
function sameGroup(target: JsonObject, workload: Resource): boolean {
	const apiVersion = textAt(target, ["apiVersion"]);
	if (apiVersion === null || apiVersion.startsWith("extensions/")) return true;
	const group = apiVersion.includes("/") ? apiVersion.split("/")[0]! : "core";
	return group === workload.type.split("/")[0];
}

function kindOf(resource: Resource): string {
	return resource.type.split("/").at(-1)!;
}
