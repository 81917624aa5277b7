import type { Facets } from "../../model/facets.ts";
import type { Diagnostic, Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { type PlanContext, Unreadable } from "../terraform/context.ts";
import { terraformFacets } from "./terraform.ts";

/**
 * Computes the facets of a resource in the Terraform provider's shape, planned or live, and adds them and what of them is
 * unknown to it. A facet that cannot be computed is unknown, with a diagnostic.
 */
export function computeTerraformFacets(
	resource: Resource,
	context: PlanContext,
	uri: string,
	diagnostics: Diagnostic[],
	facets: FacetComputer<keyof Facets, PlanContext>[] = terraformFacets,
): void {
	for (const { name, compute } of facets) {
		try {
			const result = compute(resource, context);
			if (result === undefined) continue;
			if (!("value" in result)) {
				resource.unknown.push({ path: ["facets", name], reason: result.unknown });
				continue;
			}
			Object.assign(resource.facets, { [name]: result.value } satisfies Partial<Record<keyof Facets, unknown>>);
			for (const { path, reason } of result.unknown ?? [])
				resource.unknown.push({ path: ["facets", name, ...path], reason });
		} catch (error) {
			if (error instanceof Unreadable) {
				resource.unknown.push({ path: ["facets", name], reason: error.message });
				continue;
			}
			const reason = error instanceof Error ? error.message : String(error);
			resource.unknown.push({ path: ["facets", name], reason: "it could not be computed" });
			const message = `${name} of ${resource.key} could not be computed: ${reason}`;
			diagnostics.push({ severity: "error", code: "facet-failed", message, uri, line: null });
		}
	}
}
