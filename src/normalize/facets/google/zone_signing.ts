import type { ZoneSigningFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, isKnown, read, text } from "../plan_values.ts";

/** Zones of Cloud DNS are public unless stated, and unsigned unless switched on; `transfer` keeps answering signed. */
export const googleZoneSigning: FacetComputer<"zone_signing", PlanContext> = {
	name: "zone_signing",
	compute(resource, context): FacetResult<ZoneSigningFacet> {
		if (resource.type !== "google_dns_managed_zone") return undefined;
		const visibility = read(context, resource, ["visibility"]);
		if (!isKnown(visibility)) return visibility;
		if (text(visibility) === "private") return { value: { public: false, signed: false, path: [] } };
		const path = ["dnssec_config", 0, "state"];
		const blocks = blockCount(context, resource, ["dnssec_config"]);
		if (typeof blocks !== "number") return blocks;
		if (blocks === 0) return { value: { public: true, signed: false, path: ["dnssec_config"] } };
		const state = read(context, resource, path);
		if (!isKnown(state)) return state;
		return { value: { public: true, signed: ["on", "transfer"].includes(text(state) ?? "off"), path } };
	},
};
