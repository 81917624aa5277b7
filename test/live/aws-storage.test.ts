import {
	CreateTableCommand,
	DynamoDBClient,
	PutResourcePolicyCommand as PutTablePolicyCommand,
	UpdateContinuousBackupsCommand,
} from "@aws-sdk/client-dynamodb";
import {
	CreateBucketCommand,
	PutBucketAclCommand,
	PutBucketEncryptionCommand,
	PutBucketLifecycleConfigurationCommand,
	PutBucketPolicyCommand,
	PutBucketTaggingCommand,
	PutBucketVersioningCommand,
	PutObjectLockConfigurationCommand,
	PutPublicAccessBlockCommand,
	S3Client,
} from "@aws-sdk/client-s3";
import {
	CreateSecretCommand,
	PutResourcePolicyCommand as PutSecretPolicyCommand,
	RotateSecretCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storageCollectors } from "../../src/collect/aws/services/storage.ts";
import type { AwsItem } from "../../src/model/aws.ts";
import { ACCOUNT, collectItems, pointAt, verdicts } from "./account.ts";
import { findMoto, type Moto, NO_MOTO, startMoto } from "./moto.ts";

const REGIONS = ["eu-west-1", "us-east-1"];
const ALL_ON = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };

if (findMoto() === null) console.log(`skipped: ${NO_MOTO}`);

describe.skipIf(findMoto() === null)("storage of an account that moto plays", () => {
	let moto: Moto | null = null;
	let restore = () => {};
	let items: AwsItem[] = [];
	let troubles: string[] = [];
	let verdict: Awaited<ReturnType<typeof verdicts>>;

	beforeAll(async () => {
		moto = await startMoto();
		restore = pointAt(moto!.endpoint);
		await furnish();
		({ items, troubles } = await collectItems(storageCollectors, REGIONS));
		verdict = await verdicts(items, REGIONS);
	});
	afterAll(async () => {
		restore();
		await moto?.stop();
	});

	const bucket = (name: string) => `arn:aws:s3:::${name}`;

	test("everything is found in its region, and nothing of other regions", () => {
		const found = items.map(({ type, region, name }) => `${type} ${region} ${name}`);
		expect(found).toEqual(
			expect.arrayContaining([
				"AWS::S3::Bucket eu-west-1 guarded",
				"AWS::S3::Bucket us-east-1 bare",
				"AWS::DynamoDB::Table eu-west-1 orders",
				"AWS::DynamoDB::ResourcePolicy eu-west-1 orders",
				"AWS::SQS::Queue eu-west-1 plain",
				"AWS::SNS::Topic eu-west-1 shout",
				"AWS::SecretsManager::Secret eu-west-1 db",
				"AWS::SecretsManager::ResourcePolicy eu-west-1 db",
			]),
		);
		expect(found.filter((line) => line.includes("elsewhere"))).toEqual([]);
		expect(troubles).toEqual([]);
		expect(items.flatMap(({ missing }) => Object.values(missing))).toEqual([]);
	});

	test("the guarded bucket passes what the bare one fails", () => {
		for (const rule of ["s3-secure-transport-policy", "object-store-public-block", "audit-bucket-immutable"]) {
			expect({ rule, ...verdict.get(rule) }).toMatchObject({
				rule,
				failed: [bucket("bare")],
				passed: [bucket("guarded")],
			});
		}
		expect(verdict.get("object-store-versioning")).toMatchObject({
			failed: [bucket("bare")],
			passed: [bucket("guarded")],
		});
		expect(verdict.get("object-store-cmk")).toMatchObject({ failed: [bucket("bare")], passed: [bucket("guarded")] });
		expect(verdict.get("audit-bucket-min-retention")).toMatchObject({
			failed: [bucket("guarded")],
			passed: [bucket("bare")],
		});
		expect(verdict.get("object-store-no-public-grant")?.failed).toEqual([`${bucket("bare")}#acl`]);
		expect(verdict.get("data-classification-tag")?.passed).toContain(bucket("guarded"));
	});

	test("tables, queues, topics and secrets", () => {
		const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${rest}`;
		expect(verdict.get("dynamodb-pitr")).toMatchObject({
			failed: [arn("dynamodb", "table/sessions")],
			passed: [arn("dynamodb", "table/orders")],
		});
		expect(verdict.get("queue-topic-encrypted")).toMatchObject({
			failed: [arn("sqs", "plain")],
			passed: [arn("sns", "shout"), arn("sqs", "jobs")],
		});
		const secret = (name: string) => items.find((item) => item.name === name && item.type.endsWith("::Secret"))?.arn;
		expect(verdict.get("resource-policy-not-public")?.failed).toEqual(
			[arn("dynamodb", "table/orders#policy"), `${secret("db")}#policy`, arn("sns", "shout")].sort(),
		);
		expect(verdict.get("secret-rotation-enabled")).toMatchObject({ failed: [secret("token")], passed: [secret("db")] });
		expect(verdict.get("secret-store-cmk")).toMatchObject({ failed: [secret("token")], passed: [secret("db")] });
	});

	test("a second reading tells the same", async () => {
		expect((await collectItems(storageCollectors, REGIONS)).items).toEqual(items);
	});
});

async function furnish(): Promise<void> {
	const client = new S3Client({ region: "us-east-1", forcePathStyle: true });
	const key = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
	const tagged = (Bucket: string) =>
		client.send(
			new PutBucketTaggingCommand({
				Bucket,
				Tagging: {
					TagSet: [
						{ Key: "purpose", Value: "audit" },
						{ Key: "data-classification", Value: "confidential" },
					],
				},
			}),
		);
	const place = (LocationConstraint: "eu-west-1" | "ap-south-1") => ({
		CreateBucketConfiguration: { LocationConstraint },
	});
	await client.send(
		new CreateBucketCommand({ Bucket: "guarded", ObjectLockEnabledForBucket: true, ...place("eu-west-1") }),
	);
	await client.send(new CreateBucketCommand({ Bucket: "bare" }));
	await client.send(new CreateBucketCommand({ Bucket: "elsewhere", ...place("ap-south-1") }));
	for (const Bucket of ["guarded", "bare"]) await tagged(Bucket);
	await client.send(new PutBucketAclCommand({ Bucket: "bare", ACL: "public-read" }));
	const Bucket = "guarded";
	await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: ALL_ON }));
	await client.send(
		new PutBucketEncryptionCommand({
			Bucket,
			ServerSideEncryptionConfiguration: {
				Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: key } }],
			},
		}),
	);
	await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
	await client.send(
		new PutBucketPolicyCommand({
			Bucket,
			Policy: JSON.stringify({
				Version: "2012-10-17",
				Statement: [
					{
						Effect: "Deny",
						Principal: "*",
						Action: "s3:*",
						Resource: ["arn:aws:s3:::guarded", "arn:aws:s3:::guarded/*"],
						Condition: { Bool: { "aws:SecureTransport": "false" } },
					},
				],
			}),
		}),
	);
	await client.send(
		new PutObjectLockConfigurationCommand({
			Bucket,
			ObjectLockConfiguration: {
				ObjectLockEnabled: "Enabled",
				Rule: { DefaultRetention: { Mode: "COMPLIANCE", Years: 2 } },
			},
		}),
	);
	await client.send(
		new PutBucketLifecycleConfigurationCommand({
			Bucket,
			LifecycleConfiguration: {
				Rules: [{ ID: "soon", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 30 } }],
			},
		}),
	);
	await furnishRegion(key);
}

async function furnishRegion(key: string): Promise<void> {
	const region = "eu-west-1";
	const open = (Action: string) =>
		JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action, Resource: "*" }] });
	const tables = new DynamoDBClient({ region });
	for (const TableName of ["orders", "sessions"]) {
		await tables.send(
			new CreateTableCommand({
				TableName,
				AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
				KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
				BillingMode: "PAY_PER_REQUEST",
			}),
		);
	}
	await tables.send(
		new UpdateContinuousBackupsCommand({
			TableName: "orders",
			PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
		}),
	);
	const ResourceArn = `arn:aws:dynamodb:${region}:${ACCOUNT}:table/orders`;
	await tables.send(new PutTablePolicyCommand({ ResourceArn, Policy: open("dynamodb:GetItem") }));
	const queues = new SQSClient({ region });
	await queues.send(new CreateQueueCommand({ QueueName: "plain", Attributes: { SqsManagedSseEnabled: "false" } }));
	await queues.send(new CreateQueueCommand({ QueueName: "jobs", Attributes: { KmsMasterKeyId: key } }));
	const topics = new SNSClient({ region });
	const { TopicArn } = await topics.send(new CreateTopicCommand({ Name: "shout" }));
	await topics.send(
		new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue: open("SNS:Publish") }),
	);
	const secrets = new SecretsManagerClient({ region });
	await secrets.send(new CreateSecretCommand({ Name: "db", SecretString: "x", KmsKeyId: key }));
	await secrets.send(new CreateSecretCommand({ Name: "token", SecretString: "x" }));
	await secrets.send(new RotateSecretCommand({ SecretId: "db", RotationRules: { AutomaticallyAfterDays: 30 } }));
	await secrets.send(
		new PutSecretPolicyCommand({ SecretId: "db", ResourcePolicy: open("secretsmanager:GetSecretValue") }),
	);
}
