import type { AwsItem, ConvertedResource } from "../../../model/aws.ts";
import type { Json, JsonObject } from "../../../model/json.ts";
import type { AwsConverter } from "../converter.ts";
import { at, flag, list, number, object, policy, text } from "../read.ts";
import { unread } from "./parts.ts";
import { accountBlockConverter, bucketConverter } from "./s3.ts";
import { untold } from "./shape.ts";

const table: AwsConverter = {
	type: "AWS::DynamoDB::Table",
	yields: ["aws_dynamodb_table"],
	streamed: true,
	fromConfig: true,
	convert(item): ConvertedResource[] {
		const { configuration, supplementary } = item;
		const replicas = list(configuration, "Replicas").filter((one) => text(one, "RegionName") !== item.region);
		const unknown = unread(item, "ContinuousBackupsDescription", ["point_in_time_recovery"]);
		unknown.push(...unread(item, "Table", ["server_side_encryption"], ["deletion_protection_enabled"], ["replica"]));
		unknown.push(...unread(item, "Tags", ["tags"], ["tags_all"]));
		const replica = replicas.map((one, index): JsonObject => {
			const region = text(one, "RegionName");
			const backups = object(supplementary, "ReplicaBackups", region ?? "");
			if (backups === null) {
				const reason = item.missing[`ReplicaBackups.${region}`] ?? "AWS Config does not say it of replicas";
				unknown.push({ path: ["replica", index, "point_in_time_recovery"], reason });
			}
			return {
				region_name: region,
				kms_key_arn: text(one, "KMSMasterKeyId"),
				...(backups === null ? {} : { point_in_time_recovery: recoverable(backups) }),
			};
		});
		const backups = object(supplementary, "ContinuousBackupsDescription");
		const values: JsonObject = {
			id: text(configuration, "TableName") ?? item.id,
			name: text(configuration, "TableName") ?? item.id,
			arn: item.arn,
			point_in_time_recovery: [{ enabled: recoverable(backups) }],
			server_side_encryption: tableEncryption(object(configuration, "SSEDescription")),
			deletion_protection_enabled: flag(configuration, "DeletionProtectionEnabled"),
			replica,
		};
		const ttl = text(supplementary, "TimeToLive", "TimeToLiveStatus");
		if (ttl !== null) values.ttl = [{ enabled: ttl === "ENABLED" || ttl === "DISABLING" }];
		else {
			const reason = item.missing.TimeToLive ?? "whether items expire is not said";
			unknown.push({ path: ["ttl"], reason });
		}
		const told = values.deletion_protection_enabled !== null;
		unknown.push(...(item.missing.Table === undefined ? untold({ deletion_protection_enabled: told }) : []));
		return [{ type: "aws_dynamodb_table", part: "", values, unknown }];
	},
};

function recoverable(backups: Json): boolean {
	return text(backups, "PointInTimeRecoveryDescription", "PointInTimeRecoveryStatus") === "ENABLED";
}

/** DynamoDB describes only encryption with a key in KMS; without, the key is its own. */
function tableEncryption(description: JsonObject | null): JsonObject[] {
	const status = text(description, "Status");
	if (status === null || status === "DISABLED" || text(description, "SSEType") !== "KMS") return [];
	return [{ enabled: true, kms_key_arn: text(description, "KMSMasterKeyArn") }];
}

/** A policy that hangs on something; its item carries the ARN of what it hangs on. */
function policyConverter(type: string, resource: string, target: string): AwsConverter {
	return {
		type,
		yields: [resource],
		streamed: true,
		fromConfig: false,
		convert(item): ConvertedResource[] {
			const document = policy(item.configuration, "Policy") ?? policy(item.configuration, "ResourcePolicy");
			const unknown = unread(item, "Policy", ["policy"]);
			if (document === null && unknown.length === 0) return [];
			return [
				{
					type: resource,
					part: "policy",
					values: { [target]: item.arn, ...(document === null ? {} : { policy: document }) },
					unknown,
				},
			];
		},
	};
}

const queue: AwsConverter = {
	type: "AWS::SQS::Queue",
	yields: ["aws_sqs_queue"],
	streamed: true,
	// Config leaves out the policy.
	fromConfig: "partly",
	convert(item): ConvertedResource[] {
		const { configuration } = item;
		const values: JsonObject = {
			id: text(configuration, "QueueUrl") ?? item.id,
			url: text(configuration, "QueueUrl") ?? item.id,
			name: text(configuration, "QueueName") ?? item.name,
			arn: item.arn,
			kms_master_key_id: text(configuration, "KmsMasterKeyId"),
			sqs_managed_sse_enabled: flag(configuration, "SqsManagedSseEnabled"),
			policy: policy(configuration, "Policy"),
		};
		return [{ type: "aws_sqs_queue", part: "", values, unknown: unreadAttributes(item, values) }];
	},
};

const topic: AwsConverter = {
	type: "AWS::SNS::Topic",
	yields: ["aws_sns_topic"],
	streamed: true,
	// Config leaves out the policy.
	fromConfig: "partly",
	convert(item): ConvertedResource[] {
		const { configuration } = item;
		const arn = text(configuration, "TopicArn") ?? item.arn ?? item.id;
		const values: JsonObject = {
			id: arn,
			arn,
			name: arn.slice(arn.lastIndexOf(":") + 1),
			kms_master_key_id: text(configuration, "KmsMasterKeyId"),
			policy: policy(configuration, "Policy"),
		};
		return [{ type: "aws_sns_topic", part: "", values, unknown: unreadAttributes(item, values) }];
	},
};

/** Everything but its identity is an attribute of a queue or topic, and all are read by one call. */
function unreadAttributes(item: AwsItem, values: JsonObject): NonNullable<ConvertedResource["unknown"]> {
	const paths = Object.keys(values).filter((name) => !["id", "arn", "url", "name"].includes(name));
	const hidden = unread(item, "Attributes", ...paths.map((name) => [name]));
	// AWS publishes no policy among the properties of these items; some hold one all the same.
	if (hidden.length > 0 || item.source !== "config" || values.policy !== null) return hidden;
	return [{ path: ["policy"], reason: "AWS Config does not tell the policy" }];
}

const secret: AwsConverter = {
	type: "AWS::SecretsManager::Secret",
	yields: ["aws_secretsmanager_secret", "aws_secretsmanager_secret_rotation"],
	streamed: true,
	fromConfig: true,
	convert(item): ConvertedResource[] {
		const { configuration } = item;
		if (flag(configuration, "Deleted") === true || text(configuration, "DeletedDate") !== null) return [];
		// A replica is configured at its primary, which is judged.
		const primary = text(configuration, "PrimaryRegion");
		if (primary !== null && primary !== item.region) return [];
		const arn = text(configuration, "ARN") ?? item.arn ?? item.id;
		const replica = list(configuration, "ReplicationStatus").map((one) => ({
			region: text(one, "Region"),
			kms_key_id: text(one, "KmsKeyId"),
		}));
		const main: ConvertedResource = {
			type: "aws_secretsmanager_secret",
			part: "",
			values: {
				id: arn,
				arn,
				name: text(configuration, "Name") ?? item.name,
				kms_key_id: text(configuration, "KmsKeyId"),
				replica,
			},
			unknown: unread(item, "ReplicationStatus", ["replica"]),
		};
		return flag(configuration, "RotationEnabled") === true ? [main, rotation(configuration, arn)] : [main];
	},
};

function rotation(configuration: JsonObject, secret: string): ConvertedResource {
	const rules = at(configuration, "RotationRules");
	const hours = number(rules, "AutomaticallyAfterHours");
	const schedule =
		text(rules, "ScheduleExpression") ??
		text(rules, "RotationScheduleExpression") ??
		(hours === null || hours <= 0 ? null : `rate(${hours} hours)`);
	return {
		type: "aws_secretsmanager_secret_rotation",
		part: "rotation",
		values: {
			secret_id: secret,
			rotation_enabled: true,
			rotation_rules: [
				{ automatically_after_days: number(rules, "AutomaticallyAfterDays"), schedule_expression: schedule },
			],
		},
	};
}

/** S3, DynamoDB, SQS, SNS, Secrets Manager. */
export const storageConverters: AwsConverter[] = [
	bucketConverter,
	accountBlockConverter,
	table,
	policyConverter("AWS::DynamoDB::ResourcePolicy", "aws_dynamodb_resource_policy", "resource_arn"),
	queue,
	topic,
	secret,
	policyConverter("AWS::SecretsManager::ResourcePolicy", "aws_secretsmanager_secret_policy", "secret_arn"),
];
