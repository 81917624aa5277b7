import { compareText } from "../../../order.ts";
import type { FacetComputer } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, read } from "../plan_values.ts";
import { ZONES } from "./zones.ts";

/** Phases in which the managed rules and the limits of a firewall run. */
const WANTED = ["http_ratelimit", "http_request_firewall_managed"];

/** Phases of the firewall for which the plan holds no ruleset; whether a ruleset does anything is asked of itself. */
export const missingRulesets: FacetComputer<"missing_rulesets", PlanContext> = {
	name: "missing_rulesets",
	compute(resource, context) {
		if (resource.type !== "scope/plan") return undefined;
		if (context.ofType(...ZONES).length === 0) return { value: { zones: false, phases: [] } };
		const phases = context.ofType("cloudflare_ruleset").map((ruleset) => read(context, ruleset, ["phase"]));
		const there = new Set(phases.flatMap((phase) => (isKnown(phase) ? [phase.value] : [])));
		const missing = WANTED.filter((phase) => !there.has(phase)).sort(compareText);
		const value = { zones: true, phases: missing };
		const open = phases.find((phase) => !isKnown(phase));
		if (missing.length === 0 || open === undefined || isKnown(open)) return { value };
		return { value, unknown: [{ path: ["phases"], reason: open.unknown }] };
	},
};
