import type { Resource } from "../../model/resource.ts";

/** Everything in the same Kubernetes input, indexed. Facets of Kubernetes resources are computed from it. */
export interface KubernetesContext {
	/** True when the input is everything there is: a cluster, or manifests that the profile declares to be it (parameter `manifests_complete`). */
	complete: boolean;
	/**
	 * Resources with a pod template, without those owned by another scanned resource.
	 * @throws Unreadable when some of them may not have been read.
	 */
	readonly workloads: Resource[];
	/**
	 * All resources of a version-less type: `networking.k8s.io/NetworkPolicy`.
	 * @throws Unreadable when some of them may not have been read: nothing may be concluded from what is missing.
	 */
	ofType(type: string): Resource[];
	/** Those of a type that were read, for whoever concludes only from what is there. */
	shownOfType(type: string): Resource[];
	/**
	 * Whether two namespaced objects end up in one namespace. An object that states none gets the namespace at apply
	 * time: two such objects are together; one that states a namespace and one that does not, "depends", unless the
	 * profile's `default_namespace` settles it. Where the input holds one object several times (`base/` and `release/`),
	 * only copies that lie together meet; `a` is the object that holds for `b` (`createVariants`).
	 */
	sameNamespace(a: Resource, b: Resource): "yes" | "no" | "depends";
	/** True when the input itself defines or manages this namespace's policies (a Namespace object, or `complete`). */
	definesNamespace(namespace: string): boolean;
}
