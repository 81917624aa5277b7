import type { ConvertedResource } from "../../../model/aws.ts";
import type { Json, JsonObject } from "../../../model/json.ts";
import { compareText } from "../../../order.ts";
import type { AwsConverter } from "../converter.ts";
import { flag, list, object, policy, text, texts, value } from "../read.ts";
import { main, untold } from "./shape.ts";

const repository: AwsConverter = {
	type: "AWS::ECR::Repository",
	yields: ["aws_ecr_repository", "aws_ecr_repository_policy"],
	streamed: true,
	// Config leaves out the policy and the encryption.
	fromConfig: false,
	convert(item) {
		const { configuration, missing, supplementary } = item;
		const scanning = object(configuration, "ImageScanningConfiguration");
		const encryption = object(configuration, "EncryptionConfiguration");
		const name = text(configuration, "RepositoryName") ?? item.name;
		const made: ConvertedResource[] = [
			main("aws_ecr_repository", item, {
				name,
				image_tag_mutability: text(configuration, "ImageTagMutability"),
				image_scanning_configuration: scanning === null ? [] : [{ scan_on_push: flag(scanning, "ScanOnPush") }],
				encryption_configuration:
					encryption === null
						? []
						: [{ encryption_type: text(encryption, "EncryptionType"), kms_key: text(encryption, "KmsKey") }],
			}),
		];
		const document = policy(supplementary, "RepositoryPolicy");
		const reason = missing.RepositoryPolicy;
		if (document === null && reason === undefined) return made;
		const unknown = reason === undefined ? [] : [{ path: ["policy"], reason }];
		const values = { repository: name, policy: document };
		return [...made, { type: "aws_ecr_repository_policy", part: "policy", values, unknown }];
	},
};

const registryScanning: AwsConverter = {
	type: "AWS::ECR::RegistryScanningConfiguration",
	yields: ["aws_ecr_registry_scanning_configuration"],
	streamed: false,
	fromConfig: false,
	convert: (item) => [
		main("aws_ecr_registry_scanning_configuration", item, {
			scan_type: text(item.configuration, "scanType"),
			rule: list(item.configuration, "rules").map((rule) => ({
				scan_frequency: text(rule, "scanFrequency"),
				repository_filter: list(rule, "repositoryFilters").map((filter) => ({
					filter: text(filter, "filter"),
					filter_type: text(filter, "filterType"),
				})),
			})),
		}),
	],
};

const registryPolicy: AwsConverter = {
	type: "AWS::ECR::RegistryPolicy",
	yields: ["aws_ecr_registry_policy"],
	streamed: true,
	fromConfig: false,
	convert: (item) => [main("aws_ecr_registry_policy", item, { policy: policy(item.configuration, "policyText") })],
};

const service: AwsConverter = {
	type: "AWS::ECS::Service",
	yields: ["aws_ecs_service"],
	streamed: true,
	fromConfig: true,
	convert(item) {
		const network = object(item.configuration, "NetworkConfiguration", "AwsvpcConfiguration");
		return [
			main("aws_ecs_service", item, {
				name: text(item.configuration, "ServiceName") ?? item.name,
				network_configuration:
					network === null ? [] : [{ assign_public_ip: text(network, "AssignPublicIp") === "ENABLED" }],
			}),
		];
	},
};

const taskDefinition: AwsConverter = {
	type: "AWS::ECS::TaskDefinition",
	yields: ["aws_ecs_task_definition"],
	streamed: true,
	// Config holds every revision that was ever made and not taken away, most of which nothing runs.
	fromConfig: false,
	convert(item) {
		const containers = list(item.configuration, "ContainerDefinitions").map(
			(container): JsonObject => ({
				name: text(container, "Name"),
				image: text(container, "Image"),
				user: text(container, "User"),
				privileged: flag(container, "Privileged"),
				readonlyRootFilesystem: flag(container, "ReadonlyRootFilesystem"),
				environment: list(container, "Environment").map((variable) => ({
					name: text(variable, "Name"),
					value: literal(variable, "value"),
				})),
			}),
		);
		const system = text(item.configuration, "RuntimePlatform", "OperatingSystemFamily");
		const values = {
			family: text(item.configuration, "Family") ?? item.name,
			container_definitions: JSON.stringify(containers),
			network_mode: text(item.configuration, "NetworkMode"),
			pid_mode: text(item.configuration, "PidMode"),
			ipc_mode: text(item.configuration, "IpcMode"),
			runtime_platform: system === null ? [] : [{ operating_system_family: system }],
		};
		const reason = item.missing.TaskDefinition;
		const told = Array.isArray(value(item.configuration, "ContainerDefinitions"));
		return [
			main("aws_ecs_task_definition", item, values, {
				sensitive: [["container_definitions"]],
				unknown:
					reason === undefined
						? untold(Object.fromEntries(TASK_PARTS.map((name) => [name, told])))
						: TASK_PARTS.map((name) => ({ path: [name], reason })),
			}),
		];
	},
};

/** What decides about a task; an answer without containers is none. */
const TASK_PARTS = ["container_definitions", "network_mode", "pid_mode", "ipc_mode", "runtime_platform"];

/** Text under a name as it is: a variable may hold JSON, which is its value and no way to write one. */
function literal(variable: Json, name: string): string | null {
	if (typeof variable !== "object" || variable === null || Array.isArray(variable)) return null;
	const found = Object.entries(variable).find(([key]) => key.toLowerCase() === name)?.[1];
	return typeof found === "string" ? found : null;
}

const cluster: AwsConverter = {
	type: "AWS::EKS::Cluster",
	yields: ["aws_eks_cluster"],
	streamed: true,
	// Config does not tell how access is granted.
	fromConfig: "partly",
	convert(item) {
		const { configuration } = item;
		const vpc = object(configuration, "ResourcesVpcConfig");
		const version = text(configuration, "Version");
		const mode = text(configuration, "AccessConfig", "AuthenticationMode");
		const values = {
			name: text(configuration, "Name") ?? item.name,
			version,
			access_config: mode === null ? [] : [{ authentication_mode: mode }],
			vpc_config:
				vpc === null
					? []
					: [
							{
								endpoint_public_access: flag(vpc, "EndpointPublicAccess"),
								endpoint_private_access: flag(vpc, "EndpointPrivateAccess"),
								public_access_cidrs: texts(vpc, "PublicAccessCidrs").sort(compareText),
							},
						],
			enabled_cluster_log_types: logTypes(configuration),
			encryption_config: list(configuration, "EncryptionConfig").map((entry) => ({
				provider: [{ key_arn: text(entry, "Provider", "KeyArn") }],
				resources: texts(entry, "Resources"),
			})),
		};
		const told = { vpc_config: vpc !== null, version: version !== null, access_config: mode !== null };
		return [main("aws_eks_cluster", item, values, { unknown: untold(told) })];
	},
};

/** EKS tells lists of types with a switch each, Config the types that are on. */
function logTypes(configuration: JsonObject): string[] {
	const told = list(configuration, "Logging", "ClusterLogging")
		.filter((setup) => flag(setup, "Enabled") === true)
		.flatMap((setup) => texts(setup, "Types"));
	const recorded = list(configuration, "Logging", "ClusterLogging", "EnabledTypes").map((entry) => text(entry, "Type"));
	return [...told, ...recorded].filter((name) => name !== null).sort(compareText);
}

/** ECR, ECS, EKS. */
export const containerConverters: AwsConverter[] = [
	repository,
	registryScanning,
	registryPolicy,
	service,
	taskDefinition,
	cluster,
];
