import type { AwsItem, ConvertedResource } from "../../../model/aws.ts";
import type { Json, JsonObject } from "../../../model/json.ts";
import type { AwsConverter } from "../converter.ts";
import { flag, list, policy, text } from "../read.ts";
import { document, unread } from "./parts.ts";
import { untold } from "./shape.ts";

/** What users, groups and roles have in common, under the names IAM gives it for each. */
interface Holder {
	/** `user` in the provider's types and arguments. */
	kind: "user" | "group" | "role";
	/** Member that holds the name. */
	name: string;
	/** Member that holds the policies written into it. */
	inline: string;
}

const USER: Holder = { kind: "user", name: "UserName", inline: "UserPolicyList" };
const GROUP: Holder = { kind: "group", name: "GroupName", inline: "GroupPolicyList" };
const ROLE: Holder = { kind: "role", name: "RoleName", inline: "RolePolicyList" };

/** The holder itself, a resource for each policy written into it and one for each attached to it. */
function convertHolder(
	item: AwsItem,
	holder: Holder,
	values: JsonObject = {},
	unknown: NonNullable<ConvertedResource["unknown"]> = [],
): ConvertedResource[] {
	const { kind } = holder;
	const { configuration } = item;
	const name = text(configuration, holder.name) ?? item.name;
	const path = text(configuration, "Path");
	const written = list(configuration, holder.inline).map((entry, index): ConvertedResource => {
		const title = text(entry, "PolicyName") ?? String(index);
		const content = document(entry, "PolicyDocument");
		return {
			type: `aws_iam_${kind}_policy`,
			part: `policy/${title}`,
			values: { [kind]: name, name: title, policy: content },
			unknown: unsaid(content, "policy"),
		};
	});
	const attached = list(configuration, "AttachedManagedPolicies").flatMap((entry): ConvertedResource[] => {
		const arn = text(entry, "PolicyArn");
		if (arn === null) return [];
		const part = `attachment/${arn}`;
		return [{ type: `aws_iam_${kind}_policy_attachment`, part, values: { [kind]: name, policy_arn: arn } }];
	});
	const main: ConvertedResource = {
		type: `aws_iam_${kind}`,
		part: "",
		values: { id: name, name, arn: item.arn, path, ...values },
		unknown,
	};
	return [main, ...written, ...attached];
}

/** IAM has no policy without a document, so that none means that the answer lacks it. */
function unsaid(content: string | null, attribute: string): NonNullable<ConvertedResource["unknown"]> {
	return content === null ? [{ path: [attribute], reason: "the answer lacks the policy's document" }] : [];
}

function holderConverter(type: string, holder: Holder, convert: (item: AwsItem) => ConvertedResource[]): AwsConverter {
	const resource = `aws_iam_${holder.kind}`;
	return {
		type,
		yields: [resource, `${resource}_policy`, `${resource}_policy_attachment`],
		streamed: true,
		fromConfig: true,
		convert,
	};
}

const user = holderConverter("AWS::IAM::User", USER, (item) => convertHolder(item, USER));

const group = holderConverter("AWS::IAM::Group", GROUP, (item) => convertHolder(item, GROUP));

/** Roles that services of AWS make and govern are left out: the customer can change nothing about them. */
const role = holderConverter("AWS::IAM::Role", ROLE, (item) => {
	if (text(item.configuration, "Path")?.startsWith("/aws-service-role/") === true) return [];
	const trust = document(item.configuration, "AssumeRolePolicyDocument");
	return convertHolder(item, ROLE, { assume_role_policy: trust }, unsaid(trust, "assume_role_policy"));
});

/** Policies of the account's own, in the version in force. */
const managedPolicy: AwsConverter = {
	type: "AWS::IAM::Policy",
	yields: ["aws_iam_policy"],
	streamed: true,
	fromConfig: true,
	convert(item): ConvertedResource[] {
		const { configuration } = item;
		const arn = text(configuration, "Arn") ?? item.arn;
		if (arn !== null && /^arn:[^:]+:iam::aws:/.test(arn)) return [];
		const name = text(configuration, "PolicyName") ?? item.name;
		const wanted = text(configuration, "DefaultVersionId");
		const version = list(configuration, "PolicyVersionList").find(
			(one) => flag(one, "IsDefaultVersion") === true || (wanted !== null && text(one, "VersionId") === wanted),
		);
		const content = version === undefined ? null : document(version, "Document");
		return [
			{
				type: "aws_iam_policy",
				part: "",
				values: { id: arn, arn, name, path: text(configuration, "Path"), policy: content },
				unknown: unsaid(content, "policy"),
			},
		];
	},
};

const accessKey: AwsConverter = {
	type: "AWS::IAM::AccessKey",
	yields: ["aws_iam_access_key"],
	streamed: true,
	fromConfig: false,
	convert: ({ id, configuration }) => [
		{
			type: "aws_iam_access_key",
			part: "",
			values: {
				id,
				user: text(configuration, "UserName"),
				status: text(configuration, "Status"),
				create_date: text(configuration, "CreateDate"),
			},
		},
	],
};

const serviceCredential: AwsConverter = {
	type: "AWS::IAM::ServiceSpecificCredential",
	yields: ["aws_iam_service_specific_credential"],
	streamed: true,
	fromConfig: false,
	convert({ id, configuration }): ConvertedResource[] {
		// The rule is about keys that do not expire.
		if (text(configuration, "ExpirationDate") !== null) return [];
		return [
			{
				type: "aws_iam_service_specific_credential",
				part: "",
				values: {
					id,
					service_specific_credential_id: id,
					user_name: text(configuration, "UserName"),
					service_name: text(configuration, "ServiceName"),
					status: text(configuration, "Status"),
				},
			},
		];
	},
};

/** The keys of customers; keys that AWS manages serve only to tell the two apart elsewhere. */
const key: AwsConverter = {
	type: "AWS::KMS::Key",
	yields: ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_key_policy"],
	streamed: false,
	fromConfig: false,
	convert(item): ConvertedResource[] {
		const { configuration, supplementary } = item;
		if (text(configuration, "KeyManager") === "AWS") return [];
		// Nobody can use or change a key that waits to be deleted.
		if (text(configuration, "KeyState")?.startsWith("Pending") === true && text(configuration, "DeletionDate") !== null)
			return [];
		const id = text(configuration, "KeyId") ?? item.id;
		const common: JsonObject = {
			id,
			key_id: id,
			arn: item.arn,
			policy: policy(supplementary, "Policy"),
			key_usage: text(configuration, "KeyUsage"),
			multi_region: flag(configuration, "MultiRegion"),
		};
		const hidden = unread(item, "Policy", ["policy"]);
		// Every key has a policy.
		const unknown = hidden.length > 0 ? hidden : untold({ policy: common.policy !== null });
		const type = keyType(configuration);
		if (type === "aws_kms_key") {
			const values: JsonObject = {
				...common,
				is_enabled: flag(configuration, "Enabled"),
				customer_master_key_spec: text(configuration, "KeySpec") ?? text(configuration, "CustomerMasterKeySpec"),
				custom_key_store_id: text(configuration, "CustomKeyStoreId"),
				enable_key_rotation: rotates(supplementary.KeyRotationStatus),
			};
			return [
				{
					type,
					part: "",
					values,
					unknown: [...unknown, ...unread(item, "KeyRotationStatus", ["enable_key_rotation"])],
				},
			];
		}
		return [
			{ type, part: "", values: common, unknown },
			// The policy once more as a resource of its own, which is how rules judge keys of any kind.
			{ type: "aws_kms_key_policy", part: "policy", values: { key_id: id, policy: common.policy! }, unknown },
		];
	},
};

/** The provider has types of their own for keys whose rotation is nobody's or decided elsewhere. */
function keyType(configuration: JsonObject): string {
	if (text(configuration, "Origin") === "EXTERNAL") return "aws_kms_external_key";
	const kind = text(configuration, "MultiRegionConfiguration", "MultiRegionKeyType");
	return kind === "REPLICA" ? "aws_kms_replica_key" : "aws_kms_key";
}

function rotates(status: Json | undefined): boolean {
	return status === "true" || status === true || flag(status, "KeyRotationEnabled") === true;
}

const permissionSet: AwsConverter = {
	type: "AWS::SSO::PermissionSet",
	yields: [
		"aws_ssoadmin_permission_set",
		"aws_ssoadmin_permission_set_inline_policy",
		"aws_ssoadmin_managed_policy_attachment",
	],
	streamed: true,
	fromConfig: false,
	convert(item): ConvertedResource[] {
		const { configuration, supplementary } = item;
		const instance_arn = text(configuration, "InstanceArn");
		const common = { instance_arn, permission_set_arn: item.arn };
		const session_duration = text(configuration, "SessionDuration");
		const result: ConvertedResource[] = [
			{
				type: "aws_ssoadmin_permission_set",
				part: "",
				values: {
					id: item.arn,
					arn: item.arn,
					name: text(configuration, "Name") ?? item.name,
					instance_arn,
					session_duration,
				},
				unknown: untold({ session_duration: session_duration !== null }),
			},
		];
		const inline = policy(supplementary, "InlinePolicy");
		const inlineUnknown = unread(item, "InlinePolicy", ["inline_policy"]);
		if (inline !== null || inlineUnknown.length > 0) {
			const type = "aws_ssoadmin_permission_set_inline_policy";
			const values = { ...common, ...(inline === null ? {} : { inline_policy: inline }) };
			result.push({ type, part: "inline-policy", values, unknown: inlineUnknown });
		}
		const attachment = "aws_ssoadmin_managed_policy_attachment";
		for (const entry of list(supplementary, "ManagedPolicies")) {
			const arn = text(entry, "Arn");
			if (arn === null) continue;
			result.push({ type: attachment, part: `attachment/${arn}`, values: { ...common, managed_policy_arn: arn } });
		}
		const unknown = unread(item, "ManagedPolicies", ["managed_policy_arn"]);
		if (unknown.length > 0) result.push({ type: attachment, part: "attachment", values: common, unknown });
		return result;
	},
};

/** IAM, KMS, IAM Identity Center. */
export const identityConverters: AwsConverter[] = [
	user,
	group,
	role,
	managedPolicy,
	accessKey,
	serviceCredential,
	key,
	permissionSet,
];
