import type { AwsItem, ConvertedResource } from "../../../model/aws.ts";
import type { Json, JsonObject } from "../../../model/json.ts";
import type { AwsConverter } from "../converter.ts";
import { at, flag, list, object, text } from "../read.ts";
import { containerConverters } from "./containers.ts";
import { main } from "./shape.ts";

const instance: AwsConverter = {
	type: "AWS::EC2::Instance",
	yields: ["aws_instance"],
	streamed: true,
	fromConfig: true,
	convert(item) {
		const { configuration } = item;
		const state = text(configuration, "State", "Name") ?? text(configuration, "State", "value");
		if (state === "terminated" || state === "shutting-down") return [];
		const values: JsonObject = { metadata_options: metadataOptions(configuration) };
		// A stopped machine has lost the address it was given, and gets another when it starts.
		if (state === "stopped" || state === "stopping") {
			const unknown = [{ path: ["associate_public_ip_address"], reason: "the machine is stopped" }];
			return [main("aws_instance", item, values, { unknown })];
		}
		values.associate_public_ip_address = hasGivenAddress(configuration);
		return [main("aws_instance", item, values)];
	},
};

/** Whether EC2 itself gave it a public address; an elastic one, which the account owns, was attached on purpose. */
function hasGivenAddress(configuration: JsonObject): boolean {
	return list(configuration, "NetworkInterfaces")
		.flatMap((nic) => [at(nic, "Association"), ...list(nic, "PrivateIpAddresses").map((own) => at(own, "Association"))])
		.some((association) => text(association, "IpOwnerId") === "amazon");
}

/** Settings of the metadata service; none where nothing is said. */
function metadataOptions(source: Json): JsonObject[] {
	const options = object(source, "MetadataOptions");
	if (options === null) return [];
	return [{ http_endpoint: text(options, "HttpEndpoint"), http_tokens: text(options, "HttpTokens") }];
}

const volume: AwsConverter = {
	type: "AWS::EC2::Volume",
	yields: ["aws_ebs_volume"],
	streamed: true,
	fromConfig: true,
	convert: (item) => [
		main("aws_ebs_volume", item, {
			encrypted: flag(item.configuration, "Encrypted"),
			kms_key_id: text(item.configuration, "KmsKeyId"),
		}),
	],
};

const launchTemplate: AwsConverter = {
	type: "AWS::EC2::LaunchTemplate",
	yields: ["aws_launch_template"],
	streamed: true,
	// Config does not say which version's data it shows.
	fromConfig: false,
	convert(item) {
		const reason = item.missing.DefaultVersion;
		const unknown = reason === undefined ? [] : TEMPLATE_PARTS.map((name) => ({ path: [name], reason }));
		const data = object(item.supplementary, "DefaultVersion") ?? {};
		const values = {
			name: item.name,
			metadata_options: metadataOptions(data),
			block_device_mappings: list(data, "BlockDeviceMappings").map((mapping) => {
				const device = object(mapping, "Ebs");
				return {
					device_name: text(mapping, "DeviceName"),
					ebs: device === null ? [] : [{ encrypted: text(device, "Encrypted"), kms_key_id: text(device, "KmsKeyId") }],
				};
			}),
			network_interfaces: list(data, "NetworkInterfaces").map((nic) => ({
				associate_public_ip_address: text(nic, "AssociatePublicIpAddress"),
			})),
		};
		return [main("aws_launch_template", item, values, { unknown })];
	},
};

const TEMPLATE_PARTS = ["metadata_options", "block_device_mappings", "network_interfaces"];

const snapshot: AwsConverter = {
	type: "AWS::EC2::Snapshot",
	yields: ["aws_snapshot_create_volume_permission"],
	streamed: true,
	fromConfig: false,
	convert(item) {
		const reason = item.missing.CreateVolumePermissions;
		const permissions = list(item.supplementary, "CreateVolumePermissions");
		const shared = permissions.some((permission) => text(permission, "Group") === "all");
		if (!shared && reason === undefined) return [];
		const values: JsonObject = shared ? { snapshot_id: item.id, account_id: "all" } : { snapshot_id: item.id };
		const unknown = reason === undefined ? [] : [{ path: ["account_id"], reason }];
		return [{ type: "aws_snapshot_create_volume_permission", part: "permission/all", values, unknown }];
	},
};

const image: AwsConverter = {
	type: "AWS::EC2::Image",
	yields: ["aws_ami_launch_permission"],
	streamed: true,
	fromConfig: false,
	convert(item) {
		if (flag(item.configuration, "Public") !== true) return [];
		return [{ type: "aws_ami_launch_permission", part: "permission/all", values: { image_id: item.id, group: "all" } }];
	},
};

const snapshotBlock: AwsConverter = {
	type: "AWS::EC2::SnapshotBlockPublicAccess",
	yields: ["aws_ebs_snapshot_block_public_access"],
	streamed: false,
	fromConfig: false,
	convert(item) {
		const state = text(item.configuration, "State");
		// A region without snapshots needs no block; whether its volumes do is asked of the region.
		if (state === "unblocked" && flag(item.supplementary, "HasSnapshots") === false) return [];
		return [main("aws_ebs_snapshot_block_public_access", item, { state })];
	},
};

const encryptionByDefault: AwsConverter = {
	type: "AWS::EC2::EbsEncryptionByDefault",
	yields: ["aws_ebs_encryption_by_default"],
	streamed: false,
	fromConfig: false,
	convert: (item) => [
		main("aws_ebs_encryption_by_default", item, { enabled: flag(item.configuration, "EbsEncryptionByDefault") }),
	],
};

const metadataDefaults: AwsConverter = {
	type: "AWS::EC2::InstanceMetadataDefaults",
	yields: ["aws_ec2_instance_metadata_defaults"],
	streamed: false,
	fromConfig: false,
	convert: (item) => [
		main("aws_ec2_instance_metadata_defaults", item, { http_tokens: text(item.configuration, "HttpTokens") }),
	],
};

const fileSystem: AwsConverter = {
	type: "AWS::EFS::FileSystem",
	yields: ["aws_efs_file_system"],
	streamed: true,
	fromConfig: true,
	convert: (item) => [
		main("aws_efs_file_system", item, {
			encrypted: flag(item.configuration, "Encrypted"),
			kms_key_id: text(item.configuration, "KmsKeyId"),
		}),
	],
};

const lambda: AwsConverter = {
	type: "AWS::Lambda::Function",
	yields: ["aws_lambda_function", "aws_lambda_permission"],
	streamed: true,
	// Config leaves out the environment and the policy.
	fromConfig: false,
	convert(item) {
		const { configuration, missing, supplementary } = item;
		const variables = object(configuration, "Environment", "Variables");
		const failure = text(configuration, "Environment", "Error", "ErrorCode");
		const made = main(
			"aws_lambda_function",
			item,
			{ function_name: item.id, environment: variables === null ? [] : [{ variables }] },
			{
				sensitive: [["environment", 0, "variables"]],
				unknown:
					failure === null
						? []
						: [{ path: ["environment"], reason: "AWS could not decrypt the environment for the scan" }],
			},
		);
		return [made, ...permissions(item, supplementary.Policy ?? null, missing.Policy)];
	},
};

/** One permission for each statement of a function's policy, as the provider's resource adds them. */
function permissions(item: AwsItem, document: Json, reason: string | undefined): ConvertedResource[] {
	const type = "aws_lambda_permission";
	if (reason !== undefined) {
		const unknown = [{ path: [], reason }];
		return [{ type, part: "permission", values: { function_name: item.id }, unknown }];
	}
	return list(document, "Statement").flatMap((statement, index) => {
		if (text(statement, "Effect") !== "Allow") return [];
		const sid = text(statement, "Sid") ?? String(index);
		return principals(at(statement, "Principal")).map((principal, order) => ({
			type,
			part: order === 0 ? `permission/${sid}` : `permission/${sid}/${order}`,
			values: {
				function_name: item.id,
				statement_id: sid,
				action: text(statement, "Action"),
				principal,
				source_arn: condition(statement, "aws:SourceArn"),
				source_account: condition(statement, "aws:SourceAccount"),
				principal_org_id: condition(statement, "aws:PrincipalOrgID"),
				function_url_auth_type: condition(statement, "lambda:FunctionUrlAuthType"),
			},
		}));
	});
}

function principals(given: Json): string[] {
	if (typeof given === "string") return [given];
	const members = typeof given === "object" && given !== null && !Array.isArray(given) ? Object.values(given) : [];
	return members.flat().filter((name) => typeof name === "string");
}

/** Value of a condition key, whichever operator compares it; null where none does. */
function condition(statement: Json, key: string): string | null {
	for (const comparisons of Object.values(object(statement, "Condition") ?? {})) {
		const found = text(comparisons, key) ?? list(comparisons, key).find((entry) => typeof entry === "string");
		if (typeof found === "string") return found;
	}
	return null;
}

/** EC2's machines and volumes, EFS, Lambda, and what runs containers. */
export const computeConverters: AwsConverter[] = [
	instance,
	volume,
	launchTemplate,
	snapshot,
	image,
	snapshotBlock,
	encryptionByDefault,
	metadataDefaults,
	fileSystem,
	lambda,
	...containerConverters,
];
