import type { ConfigRecorderFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { type Gap, isKnown, isTrue, mayBelong, read } from "./plan_values.ts";

/** An AWS Config recorder, whether it is switched on, and whether its records are delivered anywhere. */
export const configRecorder: FacetComputer<"config_recorder", PlanContext> = {
	name: "config_recorder",
	compute(resource, context): FacetResult<ConfigRecorderFacet> {
		if (resource.type !== "aws_config_configuration_recorder") return undefined;
		const unknown: Gap[] = [];
		const value: Partial<ConfigRecorderFacet> = {
			// An account has one channel per region, and it belongs to no recorder in particular.
			delivered: context.ofType("aws_config_delivery_channel").length > 0,
			excluded: [],
		};

		const recorded = recordedTypes(resource, context);
		if ("unknown" in recorded) unknown.push({ path: ["records"], reason: recorded.unknown });
		else Object.assign(value, recorded);

		const enabled = isEnabled(resource, context);
		if (typeof enabled === "boolean") value.enabled = enabled;
		else unknown.push({ path: ["enabled"], reason: enabled.unknown });
		return { value: value as ConfigRecorderFacet, unknown };
	},
};

function recordedTypes(
	recorder: Resource,
	context: PlanContext,
): Pick<ConfigRecorderFacet, "records" | "excluded"> | { unknown: string } {
	const group = ["recording_group", 0];
	const all = read(context, recorder, [...group, "all_supported"]);
	const excluded = read(context, recorder, [...group, "exclusion_by_resource_types", 0, "resource_types"]);
	for (const reading of [all, excluded]) if (!isKnown(reading)) return reading;
	const list = isKnown(excluded) && Array.isArray(excluded.value) ? excluded.value : [];
	const names = list.filter((name) => typeof name === "string").sort(compareText);
	if (names.length > 0) return { records: "all-except", excluded: names };
	// Without a recording group, and in one that does not say, all supported types are recorded.
	const selected = isKnown(all) && all.value !== null && !isTrue(all);
	return { records: selected ? "selected" : "all", excluded: [] };
}

function isEnabled(recorder: Resource, context: PlanContext): boolean | { unknown: string } {
	const { certain, uncertain } = context.joined("aws_config_configuration_recorder_status", "name", recorder);
	for (const status of certain) {
		const enabled = read(context, status, ["is_enabled"]);
		return isKnown(enabled) ? isTrue(enabled) : enabled;
	}
	return uncertain.length > 0 ? { unknown: mayBelong(uncertain) } : false;
}
