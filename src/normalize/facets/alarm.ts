import type { AlarmFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isGiven, isKnown, read, text } from "./plan_values.ts";

const TYPES = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"];

/** Whether an alarm tells anybody, and what else watches its state. */
export const alarm: FacetComputer<"alarm", PlanContext> = {
	name: "alarm",
	compute(resource, context): FacetResult<AlarmFacet> {
		if (!TYPES.includes(resource.type)) return undefined;
		const enabled = read(context, resource, ["actions_enabled"]);
		if (!isKnown(enabled)) return enabled;
		const notifies = isGiven(context, resource, ["alarm_actions"]);
		if (typeof notifies !== "boolean") return notifies;
		// Actions are enabled unless switched off (provider documentation).
		const on = enabled.value !== false;
		const watched = watchers(resource, context);
		if (!Array.isArray(watched)) return on && notifies ? { value: { enabled: on, notifies, watched_by: [] } } : watched;
		return { value: { enabled: on, notifies, watched_by: watched } };
	},
};

/** Composite alarms whose rule names the alarm, and health checks that follow it. */
function watchers(resource: Resource, context: PlanContext): string[] | { unknown: string } {
	const name = text(read(context, resource, ["alarm_name"]));
	const result = context.joined("aws_route53_health_check", "cloudwatch_alarm_name", resource).certain;
	for (const composite of context.ofType("aws_cloudwatch_composite_alarm")) {
		if (composite === resource) continue;
		const rule = context.value(composite, ["alarm_rule"]);
		if (rule.state === "unknown") return { unknown: rule.reason };
		if (rule.state === "reference" && rule.targets.some(({ resources }) => resources.includes(resource))) {
			result.push(composite);
		}
		if (rule.state !== "known" || typeof rule.value !== "string" || name === null) continue;
		const names = [...rule.value.matchAll(/\(\s*(?:"([^"]*)"|'([^']*)'|([^()\s"']+))\s*\)/g)];
		// A rule may name alarms by ARN.
		const named = names.map(([, double, single, bare]) =>
			(double ?? single ?? bare ?? "").replace(/^arn:.*:alarm:/, ""),
		);
		if (named.includes(name)) result.push(composite);
	}
	return [...new Set(result.map(({ key }) => key))].sort(compareText);
}
