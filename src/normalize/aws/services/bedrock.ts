import type { AwsItem, ConvertedResource } from "../../../model/aws.ts";
import type { AttributePath, Json, JsonObject } from "../../../model/json.ts";
import type { AwsConverter } from "../converter.ts";
import { flag, list, number, object, text } from "../read.ts";
import { unread, untagged } from "./parts.ts";

/** Bedrock. All of it is kept: that some of it is there says that Bedrock is used. */
export const bedrockConverters: AwsConverter[] = [
	{
		type: "AWS::Bedrock::ModelInvocationLogging",
		yields: ["aws_bedrock_model_invocation_logging_configuration"],
		streamed: false,
		fromConfig: false,
		convert: invocationLogging,
	},
	{
		type: "AWS::Bedrock::Guardrail",
		yields: ["aws_bedrock_guardrail"],
		streamed: false,
		fromConfig: false,
		convert: guardrail,
	},
	{
		type: "AWS::Bedrock::ApplicationInferenceProfile",
		yields: ["aws_bedrock_inference_profile"],
		streamed: false,
		fromConfig: false,
		convert: inferenceProfile,
	},
	{
		type: "AWS::Bedrock::CustomModel",
		yields: ["aws_bedrock_custom_model"],
		streamed: false,
		fromConfig: false,
		convert: (item) => [
			{
				type: "aws_bedrock_custom_model",
				part: "",
				values: {
					id: item.id,
					custom_model_arn: item.arn,
					custom_model_name: item.name,
					custom_model_kms_key_id: text(item.configuration, "modelKmsKeyArn"),
				},
				unknown: [
					...untagged(item),
					// Tags say whether a key of one's own is asked for.
					...(item.missing.Model === undefined
						? unread(item, "Tags", ["custom_model_kms_key_id"])
						: unread(item, "Model", ["custom_model_kms_key_id"])),
				],
			},
		],
	},
	{
		type: "AWS::Bedrock::ProvisionedModelThroughput",
		yields: ["aws_bedrock_provisioned_model_throughput"],
		streamed: false,
		fromConfig: false,
		convert: (item) => [
			{
				type: "aws_bedrock_provisioned_model_throughput",
				part: "",
				values: {
					id: item.id,
					provisioned_model_arn: item.arn,
					provisioned_model_name: item.name,
					model_arn: text(item.configuration, "modelArn"),
				},
				unknown: untagged(item),
			},
		],
	},
	{
		type: "AWS::Bedrock::Agent",
		yields: ["aws_bedrockagent_agent"],
		streamed: false,
		fromConfig: false,
		convert: agent,
	},
	{
		type: "AWS::Bedrock::KnowledgeBase",
		yields: ["aws_bedrockagent_knowledge_base"],
		streamed: false,
		fromConfig: false,
		convert: (item) => [
			{
				type: "aws_bedrockagent_knowledge_base",
				part: "",
				values: { id: item.id, arn: item.arn, name: item.name },
				unknown: untagged(item),
			},
		],
	},
];

function invocationLogging(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const logs = object(source, "cloudWatchConfig");
	const config: JsonObject = {
		text_data_delivery_enabled: flag(source, "textDataDeliveryEnabled"),
		image_data_delivery_enabled: flag(source, "imageDataDeliveryEnabled"),
		embedding_data_delivery_enabled: flag(source, "embeddingDataDeliveryEnabled"),
		video_data_delivery_enabled: flag(source, "videoDataDeliveryEnabled"),
		s3_config: bucket(source, "s3Config"),
		cloudwatch_config:
			logs === null
				? null
				: {
						log_group_name: text(logs, "logGroupName"),
						role_arn: text(logs, "roleArn"),
						large_data_delivery_s3_config: bucket(logs, "largeDataDeliveryS3Config"),
					},
	};
	const values = { id: item.region, logging_config: config };
	return [{ type: "aws_bedrock_model_invocation_logging_configuration", part: "", values }];
}

function bucket(source: JsonObject, name: string): Json {
	const found = object(source, name);
	return found === null ? null : { bucket_name: text(found, "bucketName"), key_prefix: text(found, "keyPrefix") };
}

const TAGGED = new Set(["kms_key_arn", "sensitive_information_policy_config"]);

/** A guardrail's working draft, which is what the provider's resource stands for. */
function guardrail(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const filters = list(source, "contentPolicy", "filters").map(
		(filter): Json => ({
			type: text(filter, "type"),
			input_strength: text(filter, "inputStrength"),
			output_strength: text(filter, "outputStrength"),
			input_action: text(filter, "inputAction"),
			output_action: text(filter, "outputAction"),
			input_enabled: flag(filter, "inputEnabled"),
			output_enabled: flag(filter, "outputEnabled"),
		}),
	);
	const entities = list(source, "sensitiveInformationPolicy", "piiEntities").map(
		(entity): Json => ({
			type: text(entity, "type"),
			action: text(entity, "action"),
			input_action: text(entity, "inputAction"),
			output_action: text(entity, "outputAction"),
			input_enabled: flag(entity, "inputEnabled"),
			output_enabled: flag(entity, "outputEnabled"),
		}),
	);
	const grounding = list(source, "contextualGroundingPolicy", "filters").map(
		(filter): Json => ({
			type: text(filter, "type"),
			threshold: number(filter, "threshold"),
		}),
	);
	const profile = text(source, "crossRegionDetails", "guardrailProfileId");
	const values: JsonObject = {
		guardrail_arn: item.arn,
		guardrail_id: item.id,
		name: item.name,
		version: "DRAFT",
		cross_region_config: profile === null ? [] : [{ guardrail_profile_identifier: profile }],
	};
	const policies: JsonObject = {
		kms_key_arn: text(source, "kmsKeyArn"),
		content_policy_config: filters.length === 0 ? [] : [{ filters_config: filters }],
		sensitive_information_policy_config: entities.length === 0 ? [] : [{ pii_entities_config: entities }],
		contextual_grounding_policy_config: grounding.length === 0 ? [] : [{ filters_config: grounding }],
	};
	const unknown: { path: AttributePath; reason: string }[] = [];
	for (const name of Object.keys(policies)) {
		// Tags say what data a guardrail sees, and so whether personal data, or a key of one's own, concerns it.
		const tags = TAGGED.has(name) ? item.missing.Tags : undefined;
		const reason = item.missing.Guardrail ?? tags;
		if (reason === undefined) values[name] = policies[name]!;
		else unknown.push({ path: [name], reason });
	}
	return [{ type: "aws_bedrock_guardrail", part: "", values, unknown }];
}

/**
 * An application inference profile. What it was copied from is not told; what it runs on is: one model for each region
 * it may use.
 */
function inferenceProfile(item: AwsItem): ConvertedResource[] {
	const models = list(item.configuration, "models").flatMap((model) => text(model, "modelArn") ?? []);
	const values = {
		id: item.arn,
		arn: item.arn,
		name: item.name,
		type: text(item.configuration, "type"),
		models: models.map((model) => ({ model_arn: model })),
		model_source: models.map((model) => ({ copy_from: sourceOf(model) })),
	};
	return [{ type: "aws_bedrock_inference_profile", part: "", values }];
}

/** Global profiles list their model in no region at all, next to that of the region they are called in. */
function sourceOf(model: string): string {
	const name = /^arn:[^:]*:bedrock:::foundation-model\/(.+)$/.exec(model)?.[1];
	return name === undefined ? model : `global.${name}`;
}

function agent(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const guardrail = object(source, "guardrailConfiguration");
	const values: JsonObject = { id: item.id, agent_id: item.id, agent_arn: item.arn, agent_name: item.name };
	const details: JsonObject = {
		foundation_model: text(source, "foundationModel"),
		customer_encryption_key_arn: text(source, "customerEncryptionKeyArn"),
		guardrail_configuration:
			guardrail === null
				? []
				: [
						{
							guardrail_identifier: text(guardrail, "guardrailIdentifier"),
							guardrail_version: text(guardrail, "guardrailVersion"),
						},
					],
	};
	const reason = item.missing.Agent;
	if (reason === undefined) Object.assign(values, details);
	const unknown =
		reason === undefined
			? unread(item, "Tags", ["customer_encryption_key_arn"])
			: Object.keys(details).map((name) => ({ path: [name], reason }));
	return [{ type: "aws_bedrockagent_agent", part: "", values, unknown: [...unknown, ...untagged(item)] }];
}
