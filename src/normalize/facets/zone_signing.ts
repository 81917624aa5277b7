import type { ZoneSigningFacet } from "../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { blockCount, isKnown, mayBelong, read } from "./plan_values.ts";

/** Whether a DNS zone is public, and whether its answers are signed. */
export const zoneSigning: FacetComputer<"zone_signing", PlanContext> = {
	name: "zone_signing",
	compute(resource, context): FacetResult<ZoneSigningFacet> {
		if (resource.type !== "aws_route53_zone") return undefined;
		// A zone with a VPC is private.
		const networks = blockCount(context, resource, ["vpc"]);
		if (typeof networks !== "number") return networks;
		if (networks > 0) return { value: { public: false, signed: false, path: [] } };
		const { certain, uncertain } = context.joined("aws_route53_hosted_zone_dnssec", "hosted_zone_id", resource);
		for (const signing of certain) {
			const status = read(context, signing, ["signing_status"]);
			if (!isKnown(status)) return status;
			// SIGNING unless stated (provider documentation).
			if (status.value !== "NOT_SIGNING") return { value: { public: true, signed: true, path: [] } };
		}
		if (uncertain.length > 0) return { unknown: mayBelong(uncertain) };
		return { value: { public: true, signed: false, path: [] } };
	},
};
