import type { AlarmFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isGiven, isKnown, read } from "../plan_values.ts";

/** Whether an alerting policy tells anybody. Policies are on unless switched off (provider documentation). */
export const googleAlarm: FacetComputer<"alarm", PlanContext> = {
	name: "alarm",
	compute(resource, context): FacetResult<AlarmFacet> {
		if (resource.type !== "google_monitoring_alert_policy") return undefined;
		const enabled = read(context, resource, ["enabled"]);
		if (!isKnown(enabled)) return enabled;
		const notifies = isGiven(context, resource, ["notification_channels"]);
		if (typeof notifies !== "boolean") return notifies;
		return { value: { enabled: enabled.value !== false, notifies, watched_by: [] } };
	},
};
