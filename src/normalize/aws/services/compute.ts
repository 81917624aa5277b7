import type { AwsItem, ConvertedResource } from "../../../model/aws.ts";
import type { PolicyStatement } from "../../../model/facets.ts";
import type { Json, JsonObject } from "../../../model/json.ts";
import { coversEveryone, parsePolicyDocument } from "../../terraform/policy-document.ts";
import type { AwsConverter } from "../converter.ts";
import { at, flag, list, object, text, value } from "../read.ts";
import { containerConverters } from "./containers.ts";
import { main, untold } from "./shape.ts";

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
		const told = state !== null && Array.isArray(value(configuration, "NetworkInterfaces"));
		return [main("aws_instance", item, values, { unknown: untold({ associate_public_ip_address: told }) })];
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
		const version = object(item.supplementary, "DefaultVersion");
		const reason =
			item.missing.DefaultVersion ?? (version === null ? "the answer of AWS lacks the default version" : undefined);
		const unknown = reason === undefined ? [] : TEMPLATE_PARTS.map((name) => ({ path: [name], reason }));
		const data = version ?? {};
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
	convert(item) {
		const enabled = flag(item.configuration, "EbsEncryptionByDefault");
		const unknown = untold({ enabled: enabled !== null });
		return [main("aws_ebs_encryption_by_default", item, { enabled }, { unknown })];
	},
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
		const runtime = text(configuration, "Runtime");
		const package_type = text(configuration, "PackageType");
		const undecrypted = { path: ["environment"], reason: "AWS could not decrypt the environment for the scan" };
		const made = main(
			"aws_lambda_function",
			item,
			{ function_name: item.id, runtime, package_type, environment: variables === null ? [] : [{ variables }] },
			{
				sensitive: [["environment", 0, "variables"]],
				unknown: [
					...(failure === null ? [] : [undecrypted]),
					// Images bring a runtime of their own.
					...untold({ runtime: runtime !== null || package_type === "Image" }),
				],
			},
		);
		return [made, ...permissions(item, supplementary.Policy ?? null, missing.Policy)];
	},
};

/** One permission for each statement of a function's policy, as the provider's resource adds them. */
function permissions(item: AwsItem, source: Json, missing: string | undefined): ConvertedResource[] {
	if (missing !== undefined) return [unclear(item, missing)];
	if (source === null) return [];
	const document = parsePolicyDocument(source);
	if (document.state !== "known") {
		return [unclear(item, document.state === "unknown" ? document.reason : "the policy is left out")];
	}
	const made = document.statements.flatMap((statement) => {
		if (statement.effect !== "Allow") return [];
		const sid = statement.sid ?? String(statement.index);
		return principals(statement).map(
			(principal, order): ConvertedResource => ({
				type: "aws_lambda_permission",
				part: order === 0 ? `permission/${sid}` : `permission/${sid}/${order}`,
				values: {
					function_name: item.id,
					statement_id: sid,
					action: statement.actions[0] ?? null,
					principal,
					source_arn: required(statement, "aws:SourceArn"),
					source_account: required(statement, "aws:SourceAccount"),
					principal_org_id: required(statement, "aws:PrincipalOrgID"),
					function_url_auth_type: required(statement, "lambda:FunctionUrlAuthType"),
				},
			}),
		);
	});
	return document.partial === null ? made : [...made, unclear(item, document.partial)];
}

/** Stands for statements that cannot be read: who may call is not known. */
function unclear(item: AwsItem, reason: string): ConvertedResource {
	const values = { function_name: item.id };
	return { type: "aws_lambda_permission", part: "permission", values, unknown: [{ path: [], reason }] };
}

function principals(statement: PolicyStatement): string[] {
	return coversEveryone(statement) ? ["*"] : statement.principals.map(({ id }) => id);
}

/** Operators by which a condition asks for a value; those that ask for another one, or for one only if there is any, let others in. */
const ASKING = /^(?:foranyvalue:)?(?:stringequals(?:ignorecase)?|stringlike|arnequals|arnlike)$/i;

/** The value a condition asks for; null where none does. */
function required({ conditions }: PolicyStatement, key: string): string | null {
	const found = conditions.find(
		(condition) => condition.key.toLowerCase() === key.toLowerCase() && ASKING.test(condition.operator),
	);
	return found === undefined || found.values.includes("*") ? null : (found.values[0] ?? null);
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
