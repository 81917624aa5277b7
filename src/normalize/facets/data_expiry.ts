import type { BucketExpiration, DataExpiryFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { bucket } from "./bucket.ts";
import { integer, isKnown, isTrue, read } from "./plan_values.ts";

/** After how many days a store deletes what it holds, by itself. */
export const dataExpiry: FacetComputer<"data_expiry", PlanContext> = {
	name: "data_expiry",
	compute(resource, context): FacetResult<DataExpiryFacet> {
		if (resource.type === "aws_s3_bucket") return ofBucket(resource, context);
		if (resource.type === "aws_dynamodb_table") return ofTable(resource, context);
		if (resource.type === "aws_kinesis_stream") return ofStream(resource, context);
		return undefined;
	},
};

function ofBucket(resource: Resource, context: PlanContext): FacetResult<DataExpiryFacet> {
	const facet = bucket.compute(resource, context);
	if (facet === undefined || !("value" in facet)) return facet;
	const gap = facet.unknown?.find(({ path }) => path[0] === "expirations" || path[0] === "versioning");
	if (gap !== undefined) return { unknown: gap.reason };
	const { expirations, versioning } = facet.value;
	const days = shortest(expirations, "current");
	const versions = versioning === "off" ? null : { days: shortest(expirations, "noncurrent") };
	const partly = expirations.some(({ conditional, whole }) => conditional || !whole);
	return { value: { days, versions, partly, path: ["lifecycle_rule"] } };
}

/** The shortest period that reaches every object; null where none does. */
function shortest(expirations: BucketExpiration[], kind: BucketExpiration["kind"]): number | null {
	const days = expirations
		.filter((expiration) => expiration.kind === kind && expiration.whole && !expiration.conditional)
		.map((expiration) => expiration.days);
	return days.length === 0 ? null : Math.min(...days);
}

/** Items expire by a time that each of them carries: a mechanism without a number. */
function ofTable(resource: Resource, context: PlanContext): FacetResult<DataExpiryFacet> {
	const enabled = read(context, resource, ["ttl", 0, "enabled"]);
	if (!isKnown(enabled)) return enabled;
	return { value: { days: null, versions: null, partly: isTrue(enabled), path: ["ttl"] } };
}

/** Hours; a day unless stated. https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html */
function ofStream(resource: Resource, context: PlanContext): FacetResult<DataExpiryFacet> {
	const hours = read(context, resource, ["retention_period"]);
	if (!isKnown(hours)) return hours;
	return { value: { days: integer(hours, 24) / 24, versions: null, partly: false, path: ["retention_period"] } };
}
