import type { AwsItem, ConvertedResource } from "../../../model/aws.ts";
import type { Json, JsonObject } from "../../../model/json.ts";
import type { AwsConverter } from "../converter.ts";
import { flag, list, number, object, text, texts } from "../read.ts";
import { unread, untagged } from "./parts.ts";
import { untold } from "./shape.ts";

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
		convert: (item) => {
			const details = { endpoint_config_name: text(item.configuration, "EndpointConfigName") };
			const made = described(
				item,
				"aws_sagemaker_endpoint",
				{ arn: item.arn, id: item.name, name: item.name },
				details,
			);
			return [{ ...made, unknown: [...(made.unknown ?? []), ...untagged(item)] }];
		},
	},
	{
		type: "AWS::SageMaker::EndpointConfig",
		yields: ["aws_sagemaker_endpoint_configuration"],
		streamed: false,
		// Config holds those that no endpoint uses, too.
		fromConfig: false,
		convert: endpointConfig,
	},
	{
		type: "AWS::SageMaker::Domain",
		yields: ["aws_sagemaker_domain"],
		streamed: true,
		fromConfig: true,
		convert: domain,
	},
];

function domain(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const details: JsonObject = {
		app_network_access_type: text(source, "AppNetworkAccessType"),
		auth_mode: text(source, "AuthMode"),
		kms_key_id: text(source, "KmsKeyId") ?? text(source, "HomeEfsFileSystemKmsKeyId"),
	};
	const made = described(
		item,
		"aws_sagemaker_domain",
		{
			arn: item.arn,
			id: text(source, "DomainId") ?? item.id,
			domain_name: text(source, "DomainName") ?? item.name,
		},
		details,
	);
	if (made.unknown !== undefined) return [made];
	// Every domain has both.
	const told = {
		app_network_access_type: details.app_network_access_type !== null,
		auth_mode: details.auth_mode !== null,
	};
	return [{ ...made, unknown: [...untold(told), ...unread(item, "Tags", ["kms_key_id"])] }];
}

function notebook(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const name = text(source, "NotebookInstanceName") ?? item.name;
	const made = described(
		item,
		"aws_sagemaker_notebook_instance",
		{ arn: item.arn, id: name, name },
		{
			direct_internet_access: text(source, "DirectInternetAccess"),
			root_access: text(source, "RootAccess"),
			subnet_id: text(source, "SubnetId"),
			kms_key_id: text(source, "KmsKeyId"),
		},
	);
	// Tags say whether a key of one's own is asked for.
	return [made.unknown === undefined ? { ...made, unknown: unread(item, "Tags", ["kms_key_id"]) } : made];
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

function endpointConfig(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const name = text(source, "EndpointConfigName") ?? item.name;
	const capture = object(source, "DataCaptureConfig");
	const details: JsonObject = {
		kms_key_arn: text(source, "KmsKeyId"),
		data_capture_config:
			capture === null
				? []
				: [
						{
							enable_capture: flag(capture, "EnableCapture") ?? false,
							initial_sampling_percentage: number(capture, "InitialSamplingPercentage"),
						},
					],
		production_variants: list(source, "ProductionVariants").map(variant),
	};
	const made = described(item, "aws_sagemaker_endpoint_configuration", { arn: item.arn, id: name, name }, details);
	if (made.unknown !== undefined) return [made];
	const told = { production_variants: list(source, "ProductionVariants").length > 0 };
	const unknown = told.production_variants
		? unread(item, "Tags", ["production_variants"], ["kms_key_arn"])
		: untold(told);
	return [{ ...made, unknown }];
}

function variant(source: Json): Json {
	const serverless = object(source, "ServerlessConfig");
	const scaling = object(source, "ManagedInstanceScaling");
	return {
		variant_name: text(source, "VariantName"),
		instance_type: text(source, "InstanceType"),
		initial_instance_count: number(source, "InitialInstanceCount"),
		serverless_config: serverless === null ? [] : [{ max_concurrency: number(serverless, "MaxConcurrency") }],
		managed_instance_scaling: scaling === null ? [] : [{ min_instance_count: number(scaling, "MinInstanceCount") }],
	};
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
