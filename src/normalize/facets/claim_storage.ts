import type { ClaimStorageFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { byKey } from "./joins.ts";

const DEFAULT_CLASS = [
	"storageclass.kubernetes.io/is-default-class",
	"storageclass.beta.kubernetes.io/is-default-class",
];

/** The `claim_storage` facet of a PersistentVolumeClaim: what becomes of the volume when the claim is deleted. */
export const claimStorageFacet: FacetComputer<"claim_storage", KubernetesContext> = {
	name: "claim_storage",
	compute(resource, context): FacetResult<ClaimStorageFacet> {
		if (resource.type !== "core/PersistentVolumeClaim") return undefined;
		const reason = unknownAt(resource, ["spec", "volumeName"]) ?? unknownAt(resource, ["spec", "storageClassName"]);
		if (reason !== null) return { unknown: reason };
		const volume = textAt(resource.attributes, ["spec", "volumeName"]);
		// A volume says itself what becomes of it; the class only says what new volumes are told.
		if (volume !== null) return policyOf(byName(context, "core/PersistentVolume", volume), volume, "volume");
		const name = valueAt(resource.attributes, ["spec", "storageClassName"]);
		if (name === "") return { unknown: "it takes a volume that somebody has made, and does not say which" };
		if (typeof name === "string") return policyOf(byName(context, "storage.k8s.io/StorageClass", name), name, "class");
		const marked = context
			.ofType("storage.k8s.io/StorageClass")
			.filter(({ attributes }) =>
				DEFAULT_CLASS.some((key) => valueAt(attributes, ["metadata", "annotations", key]) === "true"),
			);
		if (marked.length !== 1)
			return { unknown: "it takes the default storage class, and the input does not show which that is" };
		return policyOf(marked, marked[0]!.name, "class");
	},
};

function byName(context: KubernetesContext, type: string, name: string): Resource[] {
	return byKey(context.ofType(type)).filter((resource) => resource.name === name);
}

function policyOf(found: Resource[], name: string, by: "volume" | "class"): FacetResult<ClaimStorageFacet> {
	if (found.length === 0) return { unknown: `the ${by} ${name} is not in the input` };
	const policies = new Set<string>();
	for (const resource of found) {
		const path = by === "class" ? ["reclaimPolicy"] : ["spec", "persistentVolumeReclaimPolicy"];
		const reason = unknownAt(resource, path);
		if (reason !== null) return { unknown: `the ${by} ${name}: ${reason}` };
		// The API server fills in Delete for classes and Retain for volumes that somebody writes.
		policies.add(textAt(resource.attributes, path) ?? (by === "class" ? "Delete" : "Retain"));
	}
	if (policies.size > 1) return { unknown: `the input holds several copies of the ${by} ${name}, and they differ` };
	return { value: { reclaim: [...policies][0]!, by, name } };
}
