import { describe, expect, test } from "vitest";
import type { AwsItem } from "../../../../src/model/aws.ts";
import type { Json, JsonObject } from "../../../../src/model/json.ts";
import { itemFromConfig } from "../../../../src/normalize/aws/config-item.ts";
import type { AwsConverter } from "../../../../src/normalize/aws/converter.ts";
import { auditConverters } from "../../../../src/normalize/aws/services/audit.ts";
import { identityConverters } from "../../../../src/normalize/aws/services/identity.ts";
import { storageConverters } from "../../../../src/normalize/aws/services/storage.ts";
import { apiItem } from "./item.ts";

const all = [...storageConverters, ...identityConverters, ...auditConverters];

const item = (type: string, more: Partial<AwsItem> = {}) => apiItem(type, "x", more);

function convert(given: AwsItem, type: string): JsonObject | undefined {
	const converter = all.find((one) => one.type === given.type)!;
	return converter.convert(given).find((made) => made.type === type)?.values;
}

/** Names that converters read, so that odd values land where they look. */
const NAMES = [
	"ServerSideEncryptionConfiguration",
	"BucketLifecycleConfiguration",
	"AccessControlList",
	"PublicAccessBlockConfiguration",
	"ObjectLockConfiguration",
	"BucketPolicy",
	"BucketVersioningConfiguration",
	"Rules",
	"Filter",
	"grantList",
	"Grants",
	"Replicas",
	"SSEDescription",
	"RotationRules",
	"RotationEnabled",
	"UserPolicyList",
	"GroupPolicyList",
	"RolePolicyList",
	"AttachedManagedPolicies",
	"PolicyVersionList",
	"AssumeRolePolicyDocument",
	"EventSelectors",
	"AdvancedEventSelectors",
	"RecordingGroup",
	"ManagedPolicies",
	"Policy",
	"Path",
];
const ODD: Json[] = [null, 0, "", "{", "[1", true, [], [null], [[{}]], {}, { Rules: [null, 3, { Filter: 7 }] }, "%7B%"];

describe.each(all.map((converter): [string, AwsConverter] => [converter.type, converter]))("%s", (type, converter) => {
	test("odd shapes are left out, not thrown over", () => {
		for (const odd of ODD) {
			const source = Object.fromEntries(NAMES.map((name) => [name, odd]));
			const made = converter.convert(item(type, { configuration: source, supplementary: source }));
			for (const { type: resource } of made) expect(converter.yields).toContain(resource);
		}
	});
});

const PARTS = [
	"ServerSideEncryptionConfiguration",
	"PublicAccessBlockConfiguration",
	"BucketVersioningConfiguration",
	"BucketPolicy",
	"BucketLifecycleConfiguration",
	"ObjectLockConfiguration",
	"AccessControlList",
];

describe("buckets", () => {
	const bucket = (supplementary: JsonObject) => item("AWS::S3::Bucket", { supplementary });

	test.each([
		[
			"days, dates and replaced versions",
			[
				{
					id: "a",
					status: "Enabled",
					expirationInDays: 30,
					noncurrentVersionExpirationInDays: 7,
					filter: { predicate: { type: "LifecyclePrefixPredicate", prefix: "logs/" } },
				},
				{ id: "b", status: "Disabled", expirationInDays: -1, expirationDate: 1893456000000, prefix: "" },
			],
			[
				{
					ID: "a",
					Status: "Enabled",
					Expiration: { Days: 30 },
					NoncurrentVersionExpiration: { NoncurrentDays: 7 },
					Filter: { Prefix: "logs/" },
				},
				{ ID: "b", Status: "Disabled", Expiration: { Date: "2030-01-01T00:00:00.000Z" }, Prefix: "" },
			],
		],
		[
			"tags and sizes",
			[
				{
					id: "a",
					status: "Enabled",
					expirationInDays: 1,
					filter: {
						predicate: {
							type: "LifecycleAndOperator",
							operands: [
								{ type: "LifecyclePrefixPredicate", prefix: "p" },
								{ type: "LifecycleTagPredicate", tag: { key: "k", value: "v" } },
								{ type: "LifecycleTagPredicate", tag: { key: "l", value: "w" } },
								{ type: "LifecycleObjectSizeGreaterThanPredicate", objectSizeGreaterThan: 5 },
							],
						},
					},
				},
			],
			[
				{
					ID: "a",
					Status: "Enabled",
					Expiration: { Days: 1 },
					Filter: {
						And: {
							Prefix: "p",
							Tags: [
								{ Key: "k", Value: "v" },
								{ Key: "l", Value: "w" },
							],
							ObjectSizeGreaterThan: 5,
						},
					},
				},
			],
		],
	])("a lifecycle with %s reads alike from AWS Config and from S3", (_, config, api) => {
		const read = (Rules: Json[]) =>
			convert(bucket({ BucketLifecycleConfiguration: { Rules } }), "aws_s3_bucket_lifecycle_configuration");
		expect(read(config)).toBeDefined();
		expect(read(config)).toEqual(read(api));
	});

	test("an access list reads alike, also when encoded twice", () => {
		const config = itemFromConfig({
			resourceType: "AWS::S3::Bucket",
			resourceId: "x",
			accountId: "123456789012",
			configuration: "{}",
			supplementaryConfiguration: {
				AccessControlList: JSON.stringify(
					JSON.stringify({
						grantList: [
							{ grantee: { id: "o" }, permission: "FullControl" },
							{ grantee: "AllUsers", permission: "Read" },
						],
						owner: { id: "o" },
					}),
				),
			},
		})!;
		const api = bucket({
			AccessControlList: {
				Owner: { ID: "o" },
				Grants: [
					{ Grantee: { ID: "o", Type: "CanonicalUser" }, Permission: "FULL_CONTROL" },
					{ Grantee: { URI: "http://acs.amazonaws.com/groups/global/AllUsers", Type: "Group" }, Permission: "READ" },
				],
			},
		});
		expect(convert(config, "aws_s3_bucket_acl")).toEqual(convert(api, "aws_s3_bucket_acl"));
		expect(JSON.stringify(convert(config, "aws_s3_bucket_acl"))).toContain("global/AllUsers");
	});

	test("every part that could not be read is unknown, never absent", () => {
		const missing = Object.fromEntries(PARTS.map((part) => [part, `${part} was denied`]));
		const made = storageConverters[0]!.convert(item("AWS::S3::Bucket", { missing }));
		expect(made).toHaveLength(1 + PARTS.length);
		for (const { unknown } of made.slice(1)) expect(unknown?.[0]?.reason).toMatch(/was denied$/);
	});
});

describe("identities", () => {
	test("documents are read wrapped in a list, URL-encoded and as text", () => {
		const document = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
		const forms: Json[] = [[document], encodeURIComponent(JSON.stringify(document)), JSON.stringify(document)];
		for (const PolicyDocument of forms) {
			const user = item("AWS::IAM::User", {
				configuration: { UserName: "u", UserPolicyList: [{ PolicyName: "p", PolicyDocument }] },
			});
			expect(convert(user, "aws_iam_user_policy")).toEqual({
				user: "u",
				name: "p",
				policy: JSON.stringify(document),
			});
		}
	});

	test("keys of AWS and keys that wait to be deleted are left out", () => {
		const key = (configuration: JsonObject) =>
			identityConverters
				.find(({ type }) => type === "AWS::KMS::Key")!
				.convert(item("AWS::KMS::Key", { configuration }));
		expect(key({ KeyManager: "AWS" })).toEqual([]);
		expect(key({ KeyManager: "CUSTOMER", KeyState: "PendingDeletion", DeletionDate: "2027-01-01T00:00:00Z" })).toEqual(
			[],
		);
		expect(
			key({ KeyManager: "CUSTOMER", KeyState: "PendingImport", Origin: "EXTERNAL" }).map(({ type }) => type),
		).toEqual(["aws_kms_external_key", "aws_kms_key_policy"]);
	});
});
