import type { ZoneSigningFacet } from "../../../model/facets.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, mayBelong, read } from "../plan_values.ts";

const SIGNING = "cloudflare_zone_dnssec";

/** Whether Cloudflare signs the answers of a zone. A signing whose zone is no resource of the plan is judged itself. */
export const cloudflareZoneSigning: FacetComputer<"zone_signing", PlanContext> = {
	name: "zone_signing",
	compute(resource, context) {
		if (resource.type === "cloudflare_zone") return ofZone(resource, context);
		if (resource.type !== SIGNING) return undefined;
		const zones = context.ofType("cloudflare_zone");
		const joins = zones.map((zone) => context.joined(SIGNING, "zone_id", zone));
		if (joins.some(({ certain }) => certain.includes(resource))) return undefined;
		return ofSigning(resource, context);
	},
};

function ofZone(zone: Resource, context: PlanContext): FacetResult<ZoneSigningFacet> {
	const type = read(context, zone, ["type"]);
	if (!isKnown(type)) return type;
	// `full` unless stated. Of the other types Cloudflare does not hold the names, or nobody outside asks for them.
	if (type.value !== null && type.value !== "full") return { value: { public: false, signed: false, path: ["type"] } };
	const { certain, uncertain } = context.joined(SIGNING, "zone_id", zone);
	const results = certain.map((signing) => ofSigning(signing, context));
	const signed = results.find((result) => result !== undefined && "value" in result && result.value.signed);
	if (signed !== undefined) return { value: { public: true, signed: true, path: [] } };
	const open = results.find((result) => result !== undefined && "unknown" in result);
	if (open !== undefined) return open;
	if (uncertain.length > 0) return { unknown: mayBelong(uncertain) };
	return { value: { public: true, signed: false, path: [] } };
}

function ofSigning(signing: Resource, context: PlanContext): FacetResult<ZoneSigningFacet> {
	const status = read(context, signing, ["status"]);
	if (!isKnown(status)) return status;
	if (status.value !== null) {
		// `pending` waits for the parent zone.
		const signed = ["active", "pending"].includes(String(status.value).toLowerCase());
		return { value: { public: true, signed, path: ["status"] } };
	}
	// Provider 4 computes the status and always switches signing on; provider 5 leaves it as it is unless told.
	if (Object.hasOwn(signing.attributes, "status")) return { unknown: "no status is stated, so signing stays as it is" };
	return { value: { public: true, signed: true, path: ["status"] } };
}
