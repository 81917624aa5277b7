import type { AwsItem, ConvertedResource } from "../../../model/aws.ts";
import type { Json, JsonObject } from "../../../model/json.ts";
import type { AwsConverter } from "../converter.ts";
import { flag, list, object, text, texts } from "../read.ts";

/** SageMaker. */
export const sagemakerConverters: AwsConverter[] = [
	{
		type: "AWS::SageMaker::NotebookInstance",
		yields: ["aws_sagemaker_notebook_instance"],
		streamed: true,
		fromConfig: true,
		convert: notebook,
	},
	{
		type: "AWS::SageMaker::Model",
		yields: ["aws_sagemaker_model"],
		streamed: true,
		// The environment of its containers is not among the properties that AWS publishes of Config's items.
		fromConfig: false,
		convert: model,
	},
	{
		type: "AWS::SageMaker::Endpoint",
		yields: ["aws_sagemaker_endpoint"],
		// VPCs look for what is called through their endpoints.
		streamed: false,
		fromConfig: false,
		convert: (item) => [
			{
				type: "aws_sagemaker_endpoint",
				part: "",
				values: {
					arn: item.arn,
					id: item.name,
					name: item.name,
					endpoint_config_name: text(item.configuration, "EndpointConfigName"),
				},
			},
		],
	},
	{
		type: "AWS::SageMaker::Domain",
		yields: ["aws_sagemaker_domain"],
		streamed: true,
		fromConfig: true,
		convert: (item) => [
			{
				type: "aws_sagemaker_domain",
				part: "",
				values: {
					arn: item.arn,
					id: text(item.configuration, "DomainId") ?? item.id,
					domain_name: text(item.configuration, "DomainName") ?? item.name,
				},
			},
		],
	},
];

function notebook(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const name = text(source, "NotebookInstanceName") ?? item.name;
	return [
		described(
			item,
			"aws_sagemaker_notebook_instance",
			{ arn: item.arn, id: name, name },
			{
				direct_internet_access: text(source, "DirectInternetAccess"),
				root_access: text(source, "RootAccess"),
				subnet_id: text(source, "SubnetId"),
				kms_key_id: text(source, "KmsKeyId"),
			},
		),
	];
}

function model(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const name = text(source, "ModelName") ?? item.name;
	const network = object(source, "VpcConfig");
	const subnets = texts(network, "Subnets");
	const vpc = subnets.length === 0 ? [] : [{ subnets, security_group_ids: texts(network, "SecurityGroupIds") }];
	const primary = object(source, "PrimaryContainer");
	const containers: [block: string, found: Json[]][] = [
		["primary_container", primary === null ? [] : [primary]],
		["container", list(source, "Containers")],
	];
	const details: JsonObject = {
		enable_network_isolation: flag(source, "EnableNetworkIsolation") ?? false,
		vpc_config: vpc,
	};
	for (const [block, found] of containers) details[block] = found.map(container);
	const converted = described(item, "aws_sagemaker_model", { arn: item.arn, id: name, name }, details);
	converted.sensitive = [];
	converted.unknown ??= [];
	for (const [block, found] of containers) {
		for (const [index, one] of found.entries()) {
			const path = [block, index, "environment"];
			converted.sensitive.push(path);
			if (item.source !== "config" || object(one, "Environment") !== null) continue;
			converted.unknown.push({ path, reason: "AWS Config does not tell the environment of a model" });
		}
	}
	return [converted];
}

function container(source: Json): Json {
	return {
		image: text(source, "Image"),
		model_package_name: text(source, "ModelPackageName"),
		environment: object(source, "Environment"),
	};
}

/** A resource whose details are not known where it could only be listed. */
function described(item: AwsItem, type: string, values: JsonObject, details: JsonObject): ConvertedResource {
	const reason = item.missing.Description;
	if (reason === undefined) return { type, part: "", values: { ...values, ...details } };
	return { type, part: "", values, unknown: Object.keys(details).map((name) => ({ path: [name], reason })) };
}
