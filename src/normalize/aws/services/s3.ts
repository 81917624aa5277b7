import type { AwsItem, ConvertedResource } from "../../../model/aws.ts";
import type { AttributePath, Json, JsonObject } from "../../../model/json.ts";
import type { AwsConverter } from "../converter.ts";
import { at, flag, list, number, object, policy, tags, text } from "../read.ts";
import { unread } from "./parts.ts";

/** One part of a bucket that the provider has a resource of its own for. */
interface BucketPart {
	type: string;
	part: string;
	/** Name in the item's `supplementary`. */
	source: string;
	/** Arguments that cannot be known where the part could not be read. */
	deciding: AttributePath[];
	/** Its arguments beside the bucket's name; null where nothing is set. */
	read(supplementary: JsonObject): JsonObject | null;
}

const SWITCHES = {
	block_public_acls: "BlockPublicAcls",
	block_public_policy: "BlockPublicPolicy",
	ignore_public_acls: "IgnorePublicAcls",
	restrict_public_buckets: "RestrictPublicBuckets",
} as const;

function switches(source: Json): JsonObject {
	return Object.fromEntries(Object.entries(SWITCHES).map(([name, key]) => [name, flag(source, key) ?? false]));
}

const PARTS: BucketPart[] = [
	{
		type: "aws_s3_bucket_public_access_block",
		part: "public-access-block",
		source: "PublicAccessBlockConfiguration",
		deciding: Object.keys(SWITCHES).map((name) => [name]),
		read: (all) => {
			const block = object(all, "PublicAccessBlockConfiguration");
			return block === null ? null : switches(block);
		},
	},
	{
		type: "aws_s3_bucket_server_side_encryption_configuration",
		part: "encryption",
		source: "ServerSideEncryptionConfiguration",
		deciding: [["rule"]],
		read: (all) => {
			const rules = list(all, "ServerSideEncryptionConfiguration", "Rules");
			return rules.length === 0 ? null : { rule: rules.map(encryptionRule) };
		},
	},
	{
		type: "aws_s3_bucket_versioning",
		part: "versioning",
		source: "BucketVersioningConfiguration",
		deciding: [["versioning_configuration"]],
		read: (all) => {
			const status = text(all, "BucketVersioningConfiguration", "Status");
			// AWS Config says "Off", or nothing, of a bucket that never had it.
			if (status === null || status === "Off") return null;
			return { versioning_configuration: [{ status }] };
		},
	},
	{
		type: "aws_s3_bucket_policy",
		part: "policy",
		source: "BucketPolicy",
		deciding: [["policy"]],
		read: (all) => {
			const document = policy(all, "BucketPolicy", "policyText") ?? policy(all, "BucketPolicy", "Policy");
			return document === null ? null : { policy: document };
		},
	},
	{
		type: "aws_s3_bucket_lifecycle_configuration",
		part: "lifecycle",
		source: "BucketLifecycleConfiguration",
		deciding: [["rule"]],
		read: (all) => {
			const rules = list(all, "BucketLifecycleConfiguration", "Rules");
			return rules.length === 0 ? null : { rule: rules.map(lifecycleRule) };
		},
	},
	{
		type: "aws_s3_bucket_object_lock_configuration",
		part: "object-lock",
		source: "ObjectLockConfiguration",
		deciding: [["object_lock_enabled"], ["rule"]],
		read: (all) => {
			const lock = object(all, "ObjectLockConfiguration");
			const enabled = text(lock, "ObjectLockEnabled");
			if (enabled !== "Enabled") return null;
			const retention = object(lock, "Rule", "DefaultRetention");
			const period = {
				mode: text(retention, "Mode"),
				days: number(retention, "Days"),
				years: number(retention, "Years"),
			};
			return { object_lock_enabled: enabled, rule: retention === null ? [] : [{ default_retention: [period] }] };
		},
	},
	{
		type: "aws_s3_bucket_acl",
		part: "acl",
		source: "AccessControlList",
		deciding: [["acl"], ["access_control_policy"]],
		read: (all) => {
			const acl = object(all, "AccessControlList");
			if (acl === null) return null;
			const grants = [...list(acl, "grantList"), ...list(acl, "Grants")].map(grant);
			const owner = { id: text(acl, "Owner", "ID") };
			return { access_control_policy: [{ grant: grants, owner: [owner] }] };
		},
	},
];

/** Buckets, with what the provider configures by resources of their own. */
export const bucketConverter: AwsConverter = {
	type: "AWS::S3::Bucket",
	yields: ["aws_s3_bucket", ...PARTS.map(({ type }) => type)],
	streamed: true,
	fromConfig: true,
	convert(item): ConvertedResource[] {
		const bucket = text(item.configuration, "name") ?? item.id;
		const main: ConvertedResource = {
			type: "aws_s3_bucket",
			part: "",
			values: { id: bucket, bucket, arn: item.arn, ...ownTags(item) },
			unknown: unread(item, "Tags", ["tags"], ["tags_all"]),
		};
		return [main, ...PARTS.flatMap((part) => convertPart(item, bucket, part))];
	},
};

function convertPart(
	item: AwsItem,
	bucket: string,
	{ type, part, source, deciding, read }: BucketPart,
): ConvertedResource[] {
	const unknown = unread(item, source, ...deciding);
	if (unknown.length > 0) return [{ type, part, values: { bucket }, unknown }];
	const values = read(item.supplementary);
	return values === null ? [] : [{ type, part, values: { bucket, ...values } }];
}

/** Items of AWS Config may hold the tags of a bucket in a part of its own only. */
function ownTags(item: AwsItem): JsonObject {
	if (Object.keys(item.tags).length > 0) return {};
	const sets = list(item.supplementary, "BucketTaggingConfiguration", "tagSets");
	const found = Object.assign({}, ...sets.map((set) => tags(at(set, "tags")))) as Record<string, string>;
	return Object.keys(found).length === 0 ? {} : { tags: found, tags_all: found };
}

function encryptionRule(rule: Json): JsonObject {
	const choice = object(rule, "ApplyServerSideEncryptionByDefault");
	return {
		bucket_key_enabled: flag(rule, "BucketKeyEnabled"),
		apply_server_side_encryption_by_default:
			choice === null
				? []
				: [{ sse_algorithm: text(choice, "SSEAlgorithm"), kms_master_key_id: text(choice, "KMSMasterKeyID") }],
	};
}

/** The service nests periods (`Expiration.Days`), AWS Config does not (`expirationInDays`, -1 or null for none). */
function lifecycleRule(rule: Json): JsonObject {
	const days = positive(number(rule, "Expiration", "Days") ?? number(rule, "expirationInDays"));
	const date = moment(at(rule, "Expiration", "Date") ?? at(rule, "expirationDate"));
	const noncurrent = positive(
		number(rule, "NoncurrentVersionExpiration", "NoncurrentDays") ?? number(rule, "noncurrentVersionExpirationInDays"),
	);
	return {
		id: text(rule, "ID"),
		status: text(rule, "Status"),
		prefix: text(rule, "Prefix"),
		filter: lifecycleFilter(rule),
		expiration: days === null && date === null ? [] : [{ days, date }],
		noncurrent_version_expiration: noncurrent === null ? [] : [{ noncurrent_days: noncurrent }],
	};
}

function positive(given: number | null): number | null {
	return given !== null && given > 0 ? given : null;
}

/** A point in time as text; AWS Config writes milliseconds since 1970. */
function moment(given: Json): string | null {
	if (typeof given === "string" && given !== "") return given;
	return typeof given === "number" && Math.abs(given) <= 8.64e15 ? new Date(given).toISOString() : null;
}

/** What one filter, or one operand of it, asks for. */
interface Criteria {
	prefix: string | null;
	tags: Record<string, string>;
	larger: number | null;
	smaller: number | null;
}

function lifecycleFilter(rule: Json): JsonObject[] {
	const filter = object(rule, "Filter");
	if (filter === null) return [];
	const predicate = object(filter, "predicate");
	const sources: Json[] =
		predicate === null ? [filter, at(filter, "And")] : [predicate, ...list(predicate, "operands")];
	const all = sources.map(criteria);
	const tags = Object.assign({}, ...all.map((one) => one.tags)) as Record<string, string>;
	const [first] = Object.entries(tags);
	const several = Object.keys(tags).length > 1;
	return [
		{
			prefix: all.map(({ prefix }) => prefix).find((prefix) => prefix !== null) ?? null,
			tag: first === undefined || several ? [] : [{ key: first[0], value: first[1] }],
			object_size_greater_than: all.map(({ larger }) => larger).find((size) => size !== null) ?? null,
			object_size_less_than: all.map(({ smaller }) => smaller).find((size) => size !== null) ?? null,
			and: several ? [{ tags }] : [],
		},
	];
}

function criteria(source: Json): Criteria {
	const own = object(source, "Tag");
	return {
		prefix: text(source, "Prefix"),
		tags: tags([...(own === null ? [] : [own]), ...list(source, "Tags")]),
		larger: number(source, "ObjectSizeGreaterThan"),
		smaller: number(source, "ObjectSizeLessThan"),
	};
}

/** Groups as AWS Config names them; the service writes the URIs themselves. */
const GROUPS: Record<string, string> = {
	AllUsers: "http://acs.amazonaws.com/groups/global/AllUsers",
	AuthenticatedUsers: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
	LogDelivery: "http://acs.amazonaws.com/groups/s3/LogDelivery",
};

/** Permissions as AWS Config spells them, by the service's spelling. */
const PERMISSIONS: Record<string, string> = {
	FullControl: "FULL_CONTROL",
	Read: "READ",
	ReadAcp: "READ_ACP",
	Write: "WRITE",
	WriteAcp: "WRITE_ACP",
};

function grant(given: Json): JsonObject {
	const grantee = at(given, "Grantee");
	const id = typeof grantee === "string" ? null : (text(grantee, "ID") ?? text(grantee, "identifier"));
	const uri = typeof grantee === "string" ? grantee : text(grantee, "URI");
	const group = uri ?? (id !== null && Object.hasOwn(GROUPS, id) ? id : null);
	const permission = text(given, "Permission");
	return {
		grantee: [
			group === null
				? { type: "CanonicalUser", id, uri: null }
				: { type: "Group", id: null, uri: Object.hasOwn(GROUPS, group) ? GROUPS[group]! : group },
		],
		permission: permission !== null && Object.hasOwn(PERMISSIONS, permission) ? PERMISSIONS[permission]! : permission,
	};
}

/** The block that covers all buckets of an account; AWS Config may hold it once for each region. */
export const accountBlockConverter: AwsConverter = {
	type: "AWS::S3::AccountPublicAccessBlock",
	yields: ["aws_s3_account_public_access_block"],
	streamed: false,
	fromConfig: false,
	convert: (item) => [
		{
			type: "aws_s3_account_public_access_block",
			part: "",
			values: { id: item.account, account_id: item.account, ...switches(item.configuration) },
		},
	],
};
