import type { LogRetentionFacet } from "../../../model/facets.ts";
import type { Resource } from "../../../model/resource.ts";
import { compareText } from "../../../order.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { type Gap, integer, isKnown, mayBelong, read, text } from "../plan_values.ts";
import { exportsAuditLogs, SINKS } from "./sinks.ts";

const BUCKETS = new Set([
	"google_logging_billing_account_bucket_config",
	"google_logging_folder_bucket_config",
	"google_logging_organization_bucket_config",
	"google_logging_project_bucket_config",
]);

/** The provider's default: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/logging_project_bucket_config */
const DEFAULT_DAYS = 30;

/** How long a bucket of Cloud Logging keeps records, and which sinks of the plan send audit logs into it. */
export const googleLogRetention: FacetComputer<"log_retention", PlanContext> = {
	name: "log_retention",
	compute(resource, context): FacetResult<LogRetentionFacet> {
		if (!BUCKETS.has(resource.type)) return undefined;
		const unknown: Gap[] = [];
		const value: Partial<LogRetentionFacet> = { invocation_log: false };

		const name = read(context, resource, ["bucket_id"]);
		if (isKnown(name)) value.name = text(name) ?? "";
		else unknown.push({ path: ["name"], reason: name.unknown });

		const days = read(context, resource, ["retention_days"]);
		if (isKnown(days)) value.days = integer(days, DEFAULT_DAYS);
		else unknown.push({ path: ["days"], reason: days.unknown });

		const certain: Resource[] = [];
		const uncertain: Resource[] = [];
		for (const sink of context.ofType(...SINKS)) {
			const leads = leadsTo(sink, resource, context);
			const exports = exportsAuditLogs(sink, context);
			if (leads === "no" || exports === "no") continue;
			(leads === "yes" && exports === "yes" ? certain : uncertain).push(sink);
		}
		if (certain.length === 0 && uncertain.length > 0) {
			unknown.push({ path: ["audit_writers"], reason: mayBelong(uncertain) });
		} else value.audit_writers = certain.map(({ key }) => key).sort(compareText);
		return { value: value as LogRetentionFacet, unknown };
	},
};

/** Whether a sink's destination is the bucket: `logging.googleapis.com/projects/p/locations/l/buckets/b`. */
function leadsTo(sink: Resource, bucket: Resource, context: PlanContext): "yes" | "no" | "maybe" {
	const destination = context.value(sink, ["destination"]);
	if (destination.state === "omitted") return "no";
	if (destination.state === "unknown") return "maybe";
	if (destination.state === "reference") {
		const named = destination.targets.some(({ resources }) => resources.includes(bucket));
		if (!named) return "no";
		return destination.targets.every(({ resources }) => resources.length === 1) ? "yes" : "maybe";
	}
	const match = /^logging\.googleapis\.com\/\w+\/([^/]+)\/locations\/([^/]+)\/buckets\/([^/]+)$/.exec(
		String(destination.value),
	);
	if (match === null) return "no";
	const [, parent, location, id] = match;
	const wanted = [
		[["project", "folder", "organization", "billing_account"], parent],
		[["location"], location],
		[["bucket_id"], id],
	] as const;
	let open = false;
	for (const [names, expected] of wanted) {
		const readings = names.map((name) => read(context, bucket, [name]));
		const values = readings.flatMap((reading) => text(reading) ?? []);
		if (values.some((value) => value === expected || value.endsWith(`/${expected}`))) continue;
		if (readings.every(isKnown)) return "no";
		open = true;
	}
	return open ? "maybe" : "yes";
}
