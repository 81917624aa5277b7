import type { AttributePath, Json, JsonObject } from "./json.ts";

/**
 * Typed facts, computed in `src/normalize/facets/` where formats differ or several objects must be read together.
 * A facet that does not apply to a resource is absent. A facet, or a part of one, that cannot be known is listed in
 * the resource's `unknown` with a path that starts with `facets`. Property names are snake_case: Rego reads them.
 */
export interface Facets {
	/** Kubernetes: any object that carries a pod template, and Pod itself. */
	pod?: PodFacet;
}

/** A pod template wherever it sits. */
export interface PodFacet {
	/** Path in the attributes to the pod spec: `["spec"]`, `["spec", "template", "spec"]` … */
	path: AttributePath;
	/** Labels of the pods, not of the workload. */
	labels: Record<string, string>;
	/** The native pod spec without its container lists. */
	spec: JsonObject;
	/** All containers in the order init, main, ephemeral. */
	containers: ContainerFacet[];
}

export interface ContainerFacet {
	/** Path in the attributes: `["spec", "template", "spec", "containers", 0]`. */
	path: AttributePath;
	/** `sidecar` is an init container with `restartPolicy: Always`. */
	kind: "container" | "init" | "sidecar" | "ephemeral";
	name: string;
	/** The native container. */
	spec: { [key: string]: Json };
}
