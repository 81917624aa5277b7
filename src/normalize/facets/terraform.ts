import type { Facets } from "../../model/facets.ts";
import type { FacetComputer } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";

/** Facets of Terraform resources, in the order they are computed: a later one may read an earlier one. */
export const terraformFacets: FacetComputer<keyof Facets, PlanContext>[] = [];
