import { compareText } from "../../../order.ts";
import type { FacetComputer } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, read } from "../plan_values.ts";
import { ZONES } from "./zones.ts";

/** What has to be kept: requests, what the firewall did, what administrators did. Either name of the last will do. */
const WANTED = [["http_requests"], ["firewall_events"], ["audit_logs", "audit_logs_v2"]];

/** Datasets of zones and account that no Logpush job of the plan ships. A job is off unless it says `enabled`, in both providers. */
export const unshippedLogs: FacetComputer<"unshipped_logs", PlanContext> = {
	name: "unshipped_logs",
	compute(resource, context) {
		if (resource.type !== "scope/plan") return undefined;
		if (context.ofType(...ZONES).length === 0) return { value: { zones: false, datasets: [] } };
		const shipped = new Set<string>();
		let open: string | null = null;
		for (const job of context.ofType("cloudflare_logpush_job")) {
			const [dataset, enabled] = [read(context, job, ["dataset"]), read(context, job, ["enabled"])];
			if (!isKnown(dataset)) open = dataset.unknown;
			else if (!isKnown(enabled)) open = enabled.unknown;
			else if (enabled.value === true) shipped.add(String(dataset.value));
		}
		const missing = WANTED.filter((names) => !names.some((name) => shipped.has(name))).map(([name]) => name!);
		const value = { zones: true, datasets: missing.sort(compareText) };
		if (missing.length === 0 || open === null) return { value };
		return { value, unknown: [{ path: ["datasets"], reason: open }] };
	},
};
