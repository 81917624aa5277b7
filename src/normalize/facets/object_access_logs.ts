import type { ObjectAccessLogsFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { listAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { dataEvents } from "./data_events.ts";
import { isGiven, mayBelong, namedBy, oncePerPlan } from "./plan_values.ts";

/** What writes logs of requests into a bucket. */
const LOG_WRITERS = [
	["aws_s3_bucket_logging", "target_bucket"],
	["aws_lb", "access_logs.bucket"],
	["aws_alb", "access_logs.bucket"],
	["aws_elb", "access_logs.bucket"],
	["aws_cloudfront_distribution", "logging_config.bucket"],
] as const;

/**
 * Whether requests to a bucket's objects are logged: by the bucket itself, or as data events of a trail of the plan. No
 * trail in the plan counts as none: trails that record data events of all buckets are rare and kept beside the buckets.
 */
export const objectAccessLogs: FacetComputer<"object_access_logs", PlanContext> = {
	name: "object_access_logs",
	compute(resource, context): FacetResult<ObjectAccessLogsFacet> {
		if (resource.type !== "aws_s3_bucket") return undefined;
		const writers = namedBy(context, LOG_WRITERS, resource);
		const own = context.joined("aws_s3_bucket_logging", "bucket", resource);
		// A bucket that logs into itself logs its own logs.
		const elsewhere = own.certain.filter((logging) => !writers.certain.includes(logging));
		const logStore =
			writers.certain.some((writer) => !own.certain.includes(writer)) ||
			inlineLoggers(context).some(
				(bucket) => bucket !== resource && inlineTargets(bucket, context).includes(resource),
			) ||
			deliveredTo(resource, context);
		const path = ["logging"];
		if (logStore) return { value: { logged: elsewhere.length > 0, log_store: true, path } };
		if (elsewhere.length > 0) return { value: { logged: true, log_store: false, path } };
		const inline = isGiven(context, resource, ["logging", 0, "target_bucket"]);
		if (inline === true && !writers.certain.includes(resource))
			return { value: { logged: true, log_store: false, path } };
		const events = recordedByTrail(resource, context);
		if (events === true) return { value: { logged: true, log_store: false, path } };
		if (typeof inline !== "boolean") return inline;
		const uncertain = [...own.uncertain, ...writers.uncertain];
		if (uncertain.length > 0) return { unknown: mayBelong(uncertain) };
		if (events !== false) return events;
		return { value: { logged: false, log_store: false, path } };
	},
};

/**
 * Whether the log delivery group may write into a bucket: that access list is made for buckets that take others' logs.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
function deliveredTo(resource: Resource, context: PlanContext): boolean {
	const lists = context.joined("aws_s3_bucket_acl", "bucket", resource).certain;
	return [resource, ...lists].some(({ attributes }) => attributes.acl === "log-delivery-write");
}

/** Buckets with the older block, which stood in the bucket itself. */
const inlineLoggers = oncePerPlan((context) =>
	context.ofType("aws_s3_bucket").filter(({ attributes }) => listAt(attributes, ["logging"]).length > 0),
);

/** The buckets of the plan that a bucket's own block sends logs to. */
function inlineTargets(bucket: Resource, context: PlanContext): Resource[] {
	const target = context.value(bucket, ["logging", 0, "target_bucket"]);
	if (target.state === "reference") return target.targets.flatMap(({ resources }) => resources);
	if (target.state !== "known") return [];
	return context.ofType("aws_s3_bucket").filter(({ attributes }) => attributes.bucket === target.value);
}

function recordedByTrail(resource: Resource, context: PlanContext): boolean | { unknown: string } {
	if (context.ofType("aws_cloudtrail").length === 0) return false;
	const events = dataEvents.compute(resource, context);
	if (events === undefined) return false;
	if (!("value" in events)) return events;
	return events.value.recorded === "all";
}
