import type { Facets } from "../model/facets.ts";
import type { AttributePath } from "../model/json.ts";
import type { Resource } from "../model/resource.ts";

/** What computing a facet gives: nothing (does not apply), a value with possibly unknown parts, or wholly unknown. */
export type FacetResult<T> =
	| undefined
	| { value: T; unknown?: { path: AttributePath; reason: string }[] }
	| { unknown: string };

/** Computes one facet for the resources of one origin. `C` is that origin's context: everything else in the same input. */
export interface FacetComputer<Name extends keyof Facets, C> {
	name: Name;
	/** Must not change the resource. Paths in `unknown` are relative to the facet. */
	compute(resource: Resource, context: C): FacetResult<NonNullable<Facets[Name]>>;
}
