import type { LogSinkFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, isKnown, isTrue, read } from "../plan_values.ts";
import { carriesAuditLogs, SINKS } from "./sinks.ts";

/** Whether a sink carries audit logs on, and of how much. https://docs.cloud.google.com/logging/docs/export/configure_export_v2 */
export const logSink: FacetComputer<"log_sink", PlanContext> = {
	name: "log_sink",
	compute(resource, context): FacetResult<LogSinkFacet> {
		if (!(SINKS as readonly string[]).includes(resource.type)) return undefined;
		const filter = read(context, resource, ["filter"]);
		if (!isKnown(filter)) return filter;
		const carries = carriesAuditLogs(typeof filter.value === "string" ? filter.value : "");
		if (carries === "maybe") return { unknown: "its filter may leave audit logs out" };
		const disabled = read(context, resource, ["disabled"]);
		if (!isKnown(disabled)) return disabled;
		const children = read(context, resource, ["include_children"]);
		if (!isKnown(children)) return children;
		const exclusions = blockCount(context, resource, ["exclusions"]);
		if (typeof exclusions !== "number") return exclusions;
		let left = false;
		for (let index = 0; index < exclusions; index += 1) {
			const off = read(context, resource, ["exclusions", index, "disabled"]);
			const excluded = read(context, resource, ["exclusions", index, "filter"]);
			if (!isKnown(excluded)) return excluded;
			const text = typeof excluded.value === "string" ? excluded.value : "";
			if (!isTrue(off) && /cloudaudit\.googleapis\.com/i.test(text)) left = true;
		}
		const parent = /_(?:organization|folder)_/.test(resource.type);
		return {
			value: {
				audit_logs: carries === "yes",
				enabled: !isTrue(disabled),
				excludes_audit_logs: left,
				whole: !parent || isTrue(children),
			},
		};
	},
};
