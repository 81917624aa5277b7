import type { AuditTrailFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, isTrue, oncePerPlan, read } from "./plan_values.ts";

/** What a trail covers. */
export const auditTrail: FacetComputer<"audit_trail", PlanContext> = {
	name: "audit_trail",
	compute(resource, context): FacetResult<AuditTrailFacet> {
		if (resource.type !== "aws_cloudtrail") return undefined;
		const coverage = trails(context);
		const own = coverage.get(resource) ?? false;
		const others = [...coverage].filter(([trail]) => trail !== resource).map(([, covers]) => covers);
		const unknown = [];
		const value: Partial<AuditTrailFacet> = {};
		if (typeof own === "boolean") value.all_regions = own;
		else unknown.push({ path: ["all_regions"], reason: own.unknown });
		const open = others.find((covers) => typeof covers === "object");
		if (others.includes(true)) value.covered_elsewhere = true;
		else if (open !== undefined && own !== true) unknown.push({ path: ["covered_elsewhere"], reason: open.unknown });
		else value.covered_elsewhere = false;
		return { value: value as AuditTrailFacet, unknown };
	},
};

const trails = oncePerPlan(
	(context) => new Map(context.ofType("aws_cloudtrail").map((trail) => [trail, coversAllRegions(trail, context)])),
);

/** Whether a trail is switched on and records all regions and global services. */
export function coversAllRegions(trail: Resource, context: PlanContext): boolean | { unknown: string } {
	const readings = {
		multiRegion: read(context, trail, ["is_multi_region_trail"]),
		global: read(context, trail, ["include_global_service_events"]),
		logging: read(context, trail, ["enable_logging"]),
	};
	// One switch that is off settles it.
	if (isKnown(readings.multiRegion) && !isTrue(readings.multiRegion)) return false;
	if (isKnown(readings.global) && readings.global.value === false) return false;
	if (isKnown(readings.logging) && readings.logging.value === false) return false;
	for (const reading of Object.values(readings)) if (!isKnown(reading)) return reading;
	return true;
}
