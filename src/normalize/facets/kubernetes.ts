import type { Facets } from "../../model/facets.ts";
import type { FacetComputer } from "../facet.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";

/** Facets of Kubernetes resources, in the order they are computed: a later one may read an earlier one. */
export const kubernetesFacets: FacetComputer<keyof Facets, KubernetesContext>[] = [];
