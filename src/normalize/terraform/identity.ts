import type { Resource } from "../../model/resource.ts";

/**
 * Attributes by which other resources name one: what AWS, Google, Azure and Cloudflare take as a reference. A value of
 * one of these equal to an argument of another resource means that this argument names it.
 */
const IDENTITY = [
	"id",
	"arn",
	"name",
	"bucket",
	"key_id",
	"identifier",
	"cluster_identifier",
	"cluster_id",
	"replication_group_id",
	"domain_name",
	"function_name",
	"repository",
	"url",
	"self_link",
	"email",
	"account_id",
	"zone_id",
] as const;

/** The known values that name a resource, without duplicates. */
export function identityValues(resource: Resource): Set<string> {
	const values = new Set<string>();
	for (const name of IDENTITY) {
		const value = resource.attributes[name];
		if (typeof value === "string" && value !== "") values.add(value);
	}
	const { bucket, arn } = resource.attributes;
	if (resource.type === "aws_s3_bucket" && typeof bucket === "string") values.add(`arn:aws:s3:::${bucket}`);
	// CloudTrail and others take a log group as its ARN with all streams.
	if (resource.type === "aws_cloudwatch_log_group" && typeof arn === "string") values.add(`${arn}:*`);
	return values;
}
