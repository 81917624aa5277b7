import type { BucketExpiration, BucketFacet, BucketLock } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext, PolicyDocument, PolicyStatement } from "../terraform/context.ts";
import {
	blockCount,
	type Gap,
	integer,
	isKnown,
	isTrue,
	mayBelong,
	namedBy,
	oncePerPlan,
	type Reading,
	read,
	readableOfType,
	text,
} from "./plan_values.ts";

/** What delivers audit records into a bucket, and the argument that narrows it to a prefix. */
const AUDIT_WRITERS = [
	{ type: "aws_cloudtrail", attribute: "s3_bucket_name", prefix: "s3_key_prefix" },
	{ type: "aws_config_delivery_channel", attribute: "s3_bucket_name", prefix: "s3_key_prefix" },
	{ type: "aws_flow_log", attribute: "log_destination", prefix: null },
	{
		type: "aws_bedrock_model_invocation_logging_configuration",
		attribute: "logging_config.s3_config.bucket_name",
		prefix: null,
	},
] as const;

/** A bucket's arguments were resources of their own from AWS provider 4 on; the old blocks are still read where those are absent. */
export const bucket: FacetComputer<"bucket", PlanContext> = {
	name: "bucket",
	compute(resource, context): FacetResult<BucketFacet> {
		if (resource.type !== "aws_s3_bucket") return undefined;
		const unknown: Gap[] = [];
		const value: Partial<BucketFacet> = {};
		const set = <Name extends keyof BucketFacet>(name: Name, part: BucketFacet[Name] | Unknown) => {
			if (typeof part === "object" && "unknown" in part) unknown.push({ path: [name], reason: part.unknown });
			else value[name] = part;
		};
		const writers = auditWriters(resource, context);
		set("audit_writers", "unknown" in writers ? writers : writers.map(({ key }) => key));
		set("versioning", versioning(resource, context));
		set("object_lock", objectLock(resource, context));
		set("expirations", expirations(resource, context, "unknown" in writers ? [] : writers));
		set("tls_only", tlsOnly(resource, context));
		return { value: value as BucketFacet, unknown };
	},
};

interface Unknown {
	unknown: string;
}

/** The one separate resource of a type that configures the bucket; null when there is none. */
function satellite(type: string, bucket: Resource, context: PlanContext): Resource | null | Unknown {
	const { certain, uncertain } = context.joined(type, "bucket", bucket);
	if (certain.length > 0) return certain[0]!;
	return uncertain.length > 0 ? { unknown: mayBelong(uncertain) } : null;
}

function isUnknown(value: Resource | null | Unknown): value is Unknown {
	return value !== null && "unknown" in value && typeof value.unknown === "string";
}

function auditWriters(bucket: Resource, context: PlanContext): Resource[] | Unknown {
	const pairs = AUDIT_WRITERS.map(({ type, attribute }) => [type, attribute] as const);
	const { certain, uncertain } = namedBy(context, pairs, bucket);
	const name = text(read(context, bucket, ["bucket"]));
	const all = new Set([...certain, ...(writersByArn(context).get(name ?? "") ?? [])]);
	if (all.size === 0 && uncertain.length > 0) return { unknown: mayBelong(uncertain) };
	return [...all].sort((left, right) => compareText(left.key, right.key));
}

/** Flow logs that state their bucket as an ARN with a folder, by bucket name: `arn:aws:s3:::logs/vpc/`. */
const writersByArn = oncePerPlan((context) => {
	const result = new Map<string, Resource[]>();
	for (const log of readableOfType(context, "aws_flow_log")) {
		const name = /^arn:[^:]+:s3:::([^/]+)/.exec(text(read(context, log, ["log_destination"])) ?? "")?.[1];
		if (name !== undefined) result.set(name, [...(result.get(name) ?? []), log]);
	}
	return result;
});

function versioning(bucket: Resource, context: PlanContext): BucketFacet["versioning"] | Unknown {
	const separate = satellite("aws_s3_bucket_versioning", bucket, context);
	if (isUnknown(separate)) return separate;
	if (separate !== null) {
		const status = read(context, separate, ["versioning_configuration", 0, "status"]);
		if (!isKnown(status)) return status;
		return status.value === "Enabled" ? "enabled" : status.value === "Suspended" ? "suspended" : "off";
	}
	const inline = read(context, bucket, ["versioning", 0, "enabled"]);
	if (!isKnown(inline)) return inline;
	return isTrue(inline) ? "enabled" : "off";
}

function objectLock(bucket: Resource, context: PlanContext): BucketLock | Unknown {
	const separate = satellite("aws_s3_bucket_object_lock_configuration", bucket, context);
	if (isUnknown(separate)) return separate;
	const holder = separate ?? bucket;
	const base: AttributePath = separate === null ? ["object_lock_configuration", 0] : [];
	const retention = [...base, "rule", 0, "default_retention", 0];
	const readings = [
		read(context, bucket, ["object_lock_enabled"]),
		read(context, holder, [...base, "object_lock_enabled"]),
		read(context, holder, [...retention, "mode"]),
		read(context, holder, [...retention, "days"]),
		read(context, holder, [...retention, "years"]),
	] as const;
	const gap = readings.slice(1).find((reading): reading is Unknown => !isKnown(reading));
	if (gap !== undefined) return gap;
	const [enabledOnBucket, state, mode, days, years] = readings;
	// A lock configuration exists only on a bucket whose lock is on; "Enabled" is its one legal and default value.
	const enabled = separate === null ? isTrue(enabledOnBucket) || text(state) === "Enabled" : text(state) !== "Disabled";
	return { enabled, mode: text(mode), days: integer(days, 0) + 365 * integer(years, 0) };
}

function expirations(bucket: Resource, context: PlanContext, writers: Resource[]): BucketExpiration[] | Unknown {
	const separate = satellite("aws_s3_bucket_lifecycle_configuration", bucket, context);
	if (isUnknown(separate)) return separate;
	const prefixes = writers.map((writer) => recordPrefix(writer, context));
	if (separate !== null) return lifecycle(separate, ["rule"], SEPARATE, context, prefixes);
	const inline = lifecycle(bucket, ["lifecycle_rule"], INLINE, context, prefixes);
	if ("unknown" in inline || inline.length > 0 || context.complete) return inline;
	return { unknown: "the plan shows no lifecycle of this bucket and may not be all of its configuration" };
}

/** Names that differ between the separate lifecycle resource and the old inline block. */
const SEPARATE = { status: "status", enabled: "Enabled", noncurrentDays: "noncurrent_days" } as const;
const INLINE = { status: "enabled", enabled: true, noncurrentDays: "days" } as const;

function lifecycle(
	holder: Resource,
	base: AttributePath,
	names: typeof SEPARATE | typeof INLINE,
	context: PlanContext,
	prefixes: string[],
): BucketExpiration[] | Unknown {
	const count = blockCount(context, holder, base);
	if (typeof count !== "number") return count;
	const result: BucketExpiration[] = [];
	for (let index = 0; index < count; index++) {
		const at = (...path: AttributePath): Reading => read(context, holder, [...base, index, ...path]);
		const status = at(names.status);
		if (!isKnown(status)) return status;
		if (status.value !== names.enabled) continue;
		const days = at("expiration", 0, "days");
		const date = at("expiration", 0, "date");
		const noncurrent = at("noncurrent_version_expiration", 0, names.noncurrentDays);
		const scope = [at("prefix"), at("filter", 0, "prefix"), at("filter", 0, "and", 0, "prefix")];
		for (const reading of [days, date, noncurrent, ...scope]) if (!isKnown(reading)) return reading;
		const prefix = scope.map((reading) => text(reading) ?? "").find((part) => part !== "") ?? "";
		const common = {
			source: holder.key,
			whole: prefix === "",
			covers_records: prefixes.length === 0 || prefixes.some((other) => overlap(prefix, other)),
			conditional: isConditional(at),
		};
		if (integer(days, 0) > 0) result.push({ ...common, kind: "current", days: integer(days, 0) });
		if (text(date) !== null && text(date) !== "") result.push({ ...common, kind: "date", days: 0 });
		if (integer(noncurrent, 0) > 0) result.push({ ...common, kind: "noncurrent", days: integer(noncurrent, 0) });
	}
	return result;
}

function isConditional(at: (...path: AttributePath) => Reading): boolean {
	const filters: AttributePath[] = [
		["tags"],
		["filter", 0, "tag"],
		["filter", 0, "object_size_greater_than"],
		["filter", 0, "object_size_less_than"],
		["filter", 0, "and", 0, "tags"],
		["filter", 0, "and", 0, "object_size_greater_than"],
		["filter", 0, "and", 0, "object_size_less_than"],
	];
	return filters.some((path) => {
		const reading = at(...path);
		// What is set and not known yet still is a condition.
		return !isKnown(reading) || (reading.value !== null && !isEmpty(reading.value));
	});
}

function isEmpty(value: unknown): boolean {
	return (
		value === 0 || value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0)
	);
}

/** Where a writer puts its objects; the whole bucket when that is not known. */
function recordPrefix(writer: Resource, context: PlanContext): string {
	const prefix = AUDIT_WRITERS.find(({ type }) => type === writer.type)?.prefix ?? null;
	return prefix === null ? "" : (text(read(context, writer, [prefix])) ?? "");
}

function overlap(left: string, right: string): boolean {
	return left.startsWith(right) || right.startsWith(left);
}

/** A bucket's policy: the separate resource, else the inline argument. */
function tlsOnly(bucket: Resource, context: PlanContext): boolean | Unknown {
	const separate = satellite("aws_s3_bucket_policy", bucket, context);
	if (isUnknown(separate)) return separate;
	const document = context.policyDocument(separate ?? bucket, ["policy"]);
	const name = text(read(context, bucket, ["bucket"]));
	return deniesPlainHttp(document, name);
}

/**
 * Whether a bucket policy denies all principals all actions on the bucket and its objects when TLS is not used.
 * https://repost.aws/knowledge-center/s3-bucket-policy-for-config-rule
 */
export function deniesPlainHttp(document: PolicyDocument, bucketName: string | null): boolean | { unknown: string } {
	if (document.state === "omitted") return false;
	if (document.state === "unknown") return { unknown: document.reason };
	const statements = document.statements.filter(deniesWithoutTls);
	const resources = statements.flatMap((statement) => statement.resources);
	if (bucketName !== null && coversBucket(resources, bucketName)) return true;
	// A policy can only speak of its own bucket, but which of its parts is not settled before the ARNs are.
	const gap = document.unknown.find(({ path }) => mayDeny(document.statements, path));
	if (gap !== undefined) return { unknown: gap.reason };
	if (bucketName === null && statements.length > 0)
		return { unknown: "the name of the bucket is known only after apply" };
	return false;
}

/** Whether what is missing at a path may be part of a statement that denies. */
function mayDeny(statements: PolicyStatement[], path: AttributePath): boolean {
	const [position, part] = path;
	if (typeof position !== "number" || part === "effect") return true;
	return statements[position]?.effect !== "Allow";
}

function deniesWithoutTls(statement: PolicyStatement): boolean {
	const { effect, principals, actions, conditions } = statement;
	if (effect !== "Deny" || !principals.some(({ type, id }) => id === "*" && (type === "*" || type === "AWS")))
		return false;
	if (!actions.some((action) => action === "*" || action.toLowerCase() === "s3:*")) return false;
	// Any further condition would leave somebody out.
	if (conditions.length !== 1) return false;
	const { operator, key, values } = conditions[0]!;
	return (
		(operator === "Bool" || operator === "BoolIfExists") &&
		key.toLowerCase() === "aws:securetransport" &&
		values.length === 1 &&
		values[0]!.toLowerCase() === "false"
	);
}

function coversBucket(resources: string[], name: string): boolean {
	const bucket = resources.some((pattern) => pattern === "*" || matches(pattern, name));
	const objects = resources.some((pattern) => pattern === "*" || matches(pattern, `${name}/any object`));
	return bucket && objects;
}

/** Matches what follows the region and account fields of an S3 ARN pattern with `*` and `?`. */
function matches(pattern: string, name: string): boolean {
	const resource = /^arn:[^:]*:s3:::(.*)$/.exec(pattern)?.[1];
	if (resource === undefined) return false;
	const source = resource
		.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
		.replaceAll("*", ".*")
		.replaceAll("?", ".");
	return new RegExp(`^${source}$`).test(name);
}
