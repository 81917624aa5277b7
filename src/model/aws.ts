import type { AttributePath, JsonObject } from "./json.ts";

/**
 * One thing in an AWS account, whichever way it was read. `configuration` and `supplementary` hold what AWS answered,
 * decoded but not renamed: keys are spelled as AWS Config or as the service's API spells them, so read them with the
 * helpers of `src/normalize/aws/read.ts`, which do not mind the case.
 */
export interface AwsItem {
	/** AWS Config's type (`AWS::S3::Bucket`), or one of ours in the same style where Config has none (`AWS::Bedrock::ModelInvocationLogging`). */
	type: string;
	/** 12 digits. */
	account: string;
	/** Region it lives in; `global` for IAM, CloudFront, Route 53 and what belongs to the account as a whole. */
	region: string;
	/** What the service calls it by: a bucket's name, `i-0abc…`; unique among its type, account and region. */
	id: string;
	/** What people call it; the id where it has no name. */
	name: string;
	/** Null for what has none. */
	arn: string | null;
	configuration: JsonObject;
	/** Answers of further calls or Config's `supplementaryConfiguration`, by name: `BucketPolicy`. */
	supplementary: JsonObject;
	tags: Record<string, string>;
	/** Parts of it that could not be read, by the name they would have in `supplementary`, and why. */
	missing: Record<string, string>;
	/** Which interface answered. */
	source: "config" | "api";
	/** When this was true of it: ISO 8601. Null where the answer does not say. */
	capturedAt: string | null;
}

/** What could not be read of an account. Nothing of these types may count as absent, or pass. */
export interface AwsGap {
	/** Item types (`AWS::RDS::DBInstance`). */
	types: string[];
	account: string;
	/** `global` for what belongs to the account as a whole. */
	region: string;
	/** One clause that names the missing permission or the trouble: "rds:DescribeDBInstances was denied". */
	reason: string;
}

/** A resource in the shape of the Terraform AWS provider, as a converter makes it from an item. */
export interface ConvertedResource {
	/** Terraform type: `aws_s3_bucket`. */
	type: string;
	/** Tells apart several resources made from one item; empty for the one that stands for the item itself. */
	part: string;
	/**
	 * Attributes named and shaped as in the provider's schema (version 5): blocks are lists of objects, absent values are
	 * null or left out. Policy documents are JSON text.
	 */
	values: JsonObject;
	/** Paths in `values` that must never be shown. */
	sensitive?: AttributePath[];
	/** Paths in `values` that could not be read, and why. */
	unknown?: { path: AttributePath; reason: string }[];
}
