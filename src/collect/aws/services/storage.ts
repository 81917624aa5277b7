import type * as DynamoDb from "@aws-sdk/client-dynamodb";
import type * as Secrets from "@aws-sdk/client-secrets-manager";
import type { AwsItem } from "../../../model/aws.ts";
import type { JsonObject } from "../../../model/json.ts";
import { tags } from "../../../normalize/aws/read.ts";
import { type AwsCollector, type AwsSession, plain, record } from "../collector.ts";
import { accountBlock, buckets } from "./s3.ts";

const tables: AwsCollector = {
	name: "dynamodb",
	types: ["AWS::DynamoDB::Table"],
	scope: "region",
	calls: {
		ListTables: "dynamodb:ListTables",
		DescribeTable: "dynamodb:DescribeTable",
		DescribeContinuousBackups: "dynamodb:DescribeContinuousBackups",
		DescribeTimeToLive: "dynamodb:DescribeTimeToLive",
		ListTagsOfResource: "dynamodb:ListTagsOfResource",
	},
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-dynamodb");
		const names = tableNames(sdk, session.client(sdk.DynamoDBClient));
		for await (const item of session.each(names, (name) => readTable(sdk, session, name))) {
			if (item !== null) yield item;
		}
	},
};

async function* tableNames(sdk: typeof DynamoDb, client: DynamoDb.DynamoDBClient): AsyncGenerator<string> {
	for await (const page of sdk.paginateListTables({ client }, {})) yield* page.TableNames ?? [];
}

async function readTable(sdk: typeof DynamoDb, session: AwsSession, TableName: string): Promise<AwsItem | null> {
	const client = session.client(sdk.DynamoDBClient);
	const arn = tableArn(session, TableName);
	const [description, backups, expiry, labels] = await Promise.all([
		session.ask(() => client.send(new sdk.DescribeTableCommand({ TableName })), ["ResourceNotFoundException"]),
		session.ask(() => continuousBackups(sdk, client, TableName)),
		session.ask(async () => {
			return (await client.send(new sdk.DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
		}),
		session.ask(() => client.send(new sdk.ListTagsOfResourceCommand({ ResourceArn: arn }))),
	]);
	if (description.state === "absent") return null;
	const parts = { supplementary: {} as JsonObject, missing: {} as Record<string, string> };
	record(parts, "ContinuousBackupsDescription", backups);
	record(parts, "TimeToLive", expiry);
	if (labels.state === "denied") parts.missing.Tags = labels.reason;
	if (description.state === "denied") parts.missing.Table = description.reason;
	const table = description.state === "ok" ? (description.value.Table ?? {}) : {};
	const replicaBackups: JsonObject = {};
	for (const { RegionName } of table.Replicas ?? []) {
		if (RegionName === undefined || RegionName === session.region) continue;
		const elsewhere = session.client(sdk.DynamoDBClient, { region: RegionName });
		const answer = await session.ask(() => continuousBackups(sdk, elsewhere, TableName));
		if (answer.state === "ok") replicaBackups[RegionName] = plain(answer.value);
		if (answer.state === "denied") parts.missing[`ReplicaBackups.${RegionName}`] = answer.reason;
	}
	parts.supplementary.ReplicaBackups = replicaBackups;
	return session.item({
		type: "AWS::DynamoDB::Table",
		id: TableName,
		arn,
		configuration: table,
		...parts,
		tags: labels.state === "ok" ? tags(plain(labels.value.Tags)) : {},
	});
}

function tableArn({ partition, region, account }: AwsSession, name: string): string {
	return `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
}

async function continuousBackups(sdk: typeof DynamoDb, client: DynamoDb.DynamoDBClient, TableName: string) {
	return (await client.send(new sdk.DescribeContinuousBackupsCommand({ TableName }))).ContinuousBackupsDescription;
}

/** Apart from the tables: AWS Config records these, but not their policies. */
const tablePolicies: AwsCollector = {
	name: "dynamodb-policies",
	types: ["AWS::DynamoDB::ResourcePolicy"],
	scope: "region",
	calls: { ListTables: "dynamodb:ListTables", GetResourcePolicy: "dynamodb:GetResourcePolicy" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-dynamodb");
		const client = session.client(sdk.DynamoDBClient);
		const read = async (name: string) => {
			const arn = tableArn(session, name);
			const answer = await session.ask(
				() => client.send(new sdk.GetResourcePolicyCommand({ ResourceArn: arn })),
				["PolicyNotFoundException", "ResourceNotFoundException"],
			);
			return policyItem(session, "AWS::DynamoDB::ResourcePolicy", { id: name, arn }, answer);
		};
		for await (const item of session.each(tableNames(sdk, client), read)) if (item !== null) yield item;
	},
};

/** The item of a policy that hangs on something; null where there is none. */
function policyItem(
	session: AwsSession,
	type: string,
	target: { id: string; arn: string; name?: string },
	answer: Awaited<ReturnType<typeof session.ask<object>>>,
): AwsItem | null {
	if (answer.state === "absent") return null;
	if (answer.state === "denied") return session.item({ type, ...target, missing: { Policy: answer.reason } });
	return session.item({ type, ...target, configuration: answer.value });
}

const queues: AwsCollector = {
	name: "sqs",
	types: ["AWS::SQS::Queue"],
	scope: "region",
	calls: { ListQueues: "sqs:ListQueues", GetQueueAttributes: "sqs:GetQueueAttributes" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-sqs");
		const client = session.client(sdk.SQSClient);
		async function* urls() {
			for await (const page of sdk.paginateListQueues({ client, pageSize: 1000 }, {})) yield* page.QueueUrls ?? [];
		}
		const read = async (QueueUrl: string) => {
			const command = new sdk.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
			const answer = await session.ask(
				() => client.send(command),
				["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
			);
			if (answer.state === "absent") return null;
			const QueueName = QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1);
			return session.item({
				type: "AWS::SQS::Queue",
				id: QueueUrl,
				name: QueueName,
				arn: `arn:${session.partition}:sqs:${session.region}:${session.account}:${QueueName}`,
				configuration: { QueueUrl, QueueName, ...(answer.state === "ok" ? answer.value.Attributes : {}) },
				missing: answer.state === "denied" ? { Attributes: answer.reason } : {},
			});
		};
		for await (const item of session.each(urls(), read)) if (item !== null) yield item;
	},
};

const topics: AwsCollector = {
	name: "sns",
	types: ["AWS::SNS::Topic"],
	scope: "region",
	calls: { ListTopics: "sns:ListTopics", GetTopicAttributes: "sns:GetTopicAttributes" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-sns");
		const client = session.client(sdk.SNSClient);
		async function* arns() {
			for await (const page of sdk.paginateListTopics({ client }, {})) {
				for (const { TopicArn } of page.Topics ?? []) if (TopicArn !== undefined) yield TopicArn;
			}
		}
		const read = async (TopicArn: string) => {
			const answer = await session.ask(
				() => client.send(new sdk.GetTopicAttributesCommand({ TopicArn })),
				["NotFound", "NotFoundException"],
			);
			if (answer.state === "absent") return null;
			return session.item({
				type: "AWS::SNS::Topic",
				id: TopicArn,
				name: TopicArn.slice(TopicArn.lastIndexOf(":") + 1),
				arn: TopicArn,
				configuration: { TopicArn, ...(answer.state === "ok" ? answer.value.Attributes : {}) },
				missing: answer.state === "denied" ? { Attributes: answer.reason } : {},
			});
		};
		for await (const item of session.each(arns(), read)) if (item !== null) yield item;
	},
};

async function* secretEntries(sdk: typeof Secrets, client: Secrets.SecretsManagerClient) {
	for await (const page of sdk.paginateListSecrets({ client }, {})) yield* page.SecretList ?? [];
}

const secrets: AwsCollector = {
	name: "secretsmanager",
	types: ["AWS::SecretsManager::Secret"],
	scope: "region",
	calls: { ListSecrets: "secretsmanager:ListSecrets", DescribeSecret: "secretsmanager:DescribeSecret" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-secrets-manager");
		const client = session.client(sdk.SecretsManagerClient);
		// The list tells all but the replicas.
		const read = async (entry: Secrets.SecretListEntry) => {
			const { ARN, Name } = entry;
			if (ARN === undefined) return null;
			const answer = await session.ask(
				() => client.send(new sdk.DescribeSecretCommand({ SecretId: ARN })),
				["ResourceNotFoundException"],
			);
			if (answer.state === "absent") return null;
			const replicas = answer.state === "ok" ? { ReplicationStatus: answer.value.ReplicationStatus } : {};
			return session.item({
				type: "AWS::SecretsManager::Secret",
				id: ARN,
				name: Name ?? ARN,
				arn: ARN,
				configuration: { ...entry, ...replicas },
				missing: answer.state === "denied" ? { ReplicationStatus: answer.reason } : {},
				tags: tags(plain(entry.Tags)),
			});
		};
		for await (const item of session.each(secretEntries(sdk, client), read)) if (item !== null) yield item;
	},
};

/** Apart from the secrets: AWS Config records these, but not their policies. */
const secretPolicies: AwsCollector = {
	name: "secretsmanager-policies",
	types: ["AWS::SecretsManager::ResourcePolicy"],
	scope: "region",
	calls: { ListSecrets: "secretsmanager:ListSecrets", GetResourcePolicy: "secretsmanager:GetResourcePolicy" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-secrets-manager");
		const client = session.client(sdk.SecretsManagerClient);
		const read = async ({ ARN, Name }: Secrets.SecretListEntry) => {
			if (ARN === undefined) return null;
			const answer = await session.ask(
				() => client.send(new sdk.GetResourcePolicyCommand({ SecretId: ARN })),
				["ResourceNotFoundException"],
			);
			// Answered without a policy where there is none.
			if (answer.state === "ok" && (answer.value.ResourcePolicy ?? "") === "") return null;
			return policyItem(
				session,
				"AWS::SecretsManager::ResourcePolicy",
				{ id: ARN, arn: ARN, name: Name ?? ARN },
				answer,
			);
		};
		for await (const item of session.each(secretEntries(sdk, client), read)) if (item !== null) yield item;
	},
};

/** S3, DynamoDB, SQS, SNS, Secrets Manager. */
export const storageCollectors: AwsCollector[] = [
	buckets,
	accountBlock,
	tables,
	tablePolicies,
	queues,
	topics,
	secrets,
	secretPolicies,
];
