import type * as Iam from "@aws-sdk/client-iam";
import type * as Kms from "@aws-sdk/client-kms";
import type * as Sso from "@aws-sdk/client-sso-admin";
import type { AwsItem } from "../../../model/aws.ts";
import type { JsonObject } from "../../../model/json.ts";
import { type AwsCollector, type AwsSession, record } from "../collector.ts";
import { entries, present } from "../entries.ts";

/** Users, groups, roles and the account's own policies, all by one call. */
const authorization: AwsCollector = {
	name: "iam",
	types: ["AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::Policy"],
	scope: "account",
	calls: { GetAccountAuthorizationDetails: "iam:GetAccountAuthorizationDetails" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-iam");
		const client = session.client(sdk.IAMClient);
		const item = (
			type: string,
			id: string | undefined,
			name: string | undefined,
			entry: { Arn?: string | undefined },
		): AwsItem =>
			session.item({
				type: `AWS::IAM::${type}`,
				id: id ?? name ?? "",
				name: name ?? id ?? "",
				arn: entry.Arn ?? null,
				configuration: entry,
			});
		const pages = sdk.paginateGetAccountAuthorizationDetails(
			{ client, pageSize: 500 },
			{ Filter: ["User", "Group", "Role", "LocalManagedPolicy"] },
		);
		for await (const { UserDetailList, GroupDetailList, RoleDetailList, Policies } of pages) {
			for (const entry of UserDetailList ?? []) yield item("User", entry.UserId, entry.UserName, entry);
			for (const entry of GroupDetailList ?? []) yield item("Group", entry.GroupId, entry.GroupName, entry);
			for (const entry of RoleDetailList ?? []) yield item("Role", entry.RoleId, entry.RoleName, entry);
			for (const entry of Policies ?? []) yield item("Policy", entry.PolicyId, entry.PolicyName, entry);
		}
	},
};

async function* userNames(sdk: typeof Iam, client: Iam.IAMClient): AsyncGenerator<string> {
	for await (const page of sdk.paginateListUsers({ client, pageSize: 1000 }, {})) {
		for (const { UserName } of page.Users ?? []) if (UserName !== undefined) yield UserName;
	}
}

const accessKeys: AwsCollector = {
	name: "iam-access-keys",
	types: ["AWS::IAM::AccessKey"],
	scope: "account",
	calls: { ListUsers: "iam:ListUsers", ListAccessKeys: "iam:ListAccessKeys" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-iam");
		const client = session.client(sdk.IAMClient);
		// A user has two keys at most: one page.
		const read = (UserName: string) => client.send(new sdk.ListAccessKeysCommand({ UserName }));
		for await (const { AccessKeyMetadata } of session.each(userNames(sdk, client), read)) {
			for (const entry of AccessKeyMetadata ?? []) {
				const { AccessKeyId, UserName } = entry;
				if (AccessKeyId === undefined) continue;
				const name = UserName ?? AccessKeyId;
				yield session.item({ type: "AWS::IAM::AccessKey", id: AccessKeyId, name, configuration: entry });
			}
		}
	},
};

const serviceCredentials: AwsCollector = {
	name: "iam-service-credentials",
	types: ["AWS::IAM::ServiceSpecificCredential"],
	scope: "account",
	calls: { ListUsers: "iam:ListUsers", ListServiceSpecificCredentials: "iam:ListServiceSpecificCredentials" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-iam");
		const client = session.client(sdk.IAMClient);
		// Two for each service at most; without a limit all are answered at once.
		const read = (UserName: string) => client.send(new sdk.ListServiceSpecificCredentialsCommand({ UserName }));
		for await (const { ServiceSpecificCredentials } of session.each(userNames(sdk, client), read)) {
			for (const entry of ServiceSpecificCredentials ?? []) {
				const { ServiceSpecificCredentialId: id, UserName } = entry;
				if (id === undefined) continue;
				const name = UserName ?? id;
				yield session.item({ type: "AWS::IAM::ServiceSpecificCredential", id, name, configuration: entry });
			}
		}
	},
};

/** The account's keys, also those that AWS manages: services name both alike. */
const keys: AwsCollector = {
	name: "kms",
	types: ["AWS::KMS::Key"],
	scope: "region",
	calls: {
		ListAliases: "kms:ListAliases",
		ListKeys: "kms:ListKeys",
		DescribeKey: "kms:DescribeKey",
		GetKeyPolicy: "kms:GetKeyPolicy",
		GetKeyRotationStatus: "kms:GetKeyRotationStatus",
	},
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-kms");
		const client = session.client(sdk.KMSClient);
		const aliases = await session.ask(() => aliasesByKey(sdk, client));
		const names = aliases.state === "ok" ? aliases.value : new Map<string, string[]>();
		const listed = entries(sdk.paginateListKeys({ client, pageSize: 1000 }, {}), (page) => page.Keys);
		yield* present(session.each(listed, (entry) => readKey(sdk, session, entry, names)));
	},
};

async function aliasesByKey(sdk: typeof Kms, client: Kms.KMSClient): Promise<Map<string, string[]>> {
	const result = new Map<string, string[]>();
	for await (const page of sdk.paginateListAliases({ client, pageSize: 100 }, {})) {
		for (const { AliasName, TargetKeyId } of page.Aliases ?? []) {
			// AWS names keys before it makes them.
			if (AliasName === undefined || TargetKeyId === undefined) continue;
			result.set(TargetKeyId, [...(result.get(TargetKeyId) ?? []), AliasName].sort());
		}
	}
	return result;
}

async function readKey(
	sdk: typeof Kms,
	session: AwsSession,
	{ KeyId, KeyArn }: Kms.KeyListEntry,
	names: Map<string, string[]>,
): Promise<AwsItem | null> {
	if (KeyId === undefined) return null;
	const client = session.client(sdk.KMSClient);
	const aliases = names.get(KeyId) ?? [];
	const parts = { supplementary: { Aliases: aliases } as JsonObject, missing: {} as Record<string, string> };
	const shape = { type: "AWS::KMS::Key", id: KeyId, name: aliases[0] ?? KeyId, arn: KeyArn ?? null };
	const described = await session.ask(() => client.send(new sdk.DescribeKeyCommand({ KeyId })), ["NotFoundException"]);
	if (described.state === "absent") return null;
	if (described.state === "denied") {
		// Names that begin so are for AWS alone to give.
		const managed = aliases.some((name) => name.startsWith("alias/aws/"));
		const configuration = { KeyId, ...(managed ? { KeyManager: "AWS" } : {}) };
		const missing = { Policy: described.reason, KeyRotationStatus: described.reason };
		return session.item({ ...shape, ...parts, configuration, missing: managed ? {} : missing });
	}
	const configuration = described.value.KeyMetadata ?? { KeyId };
	if (configuration.KeyManager !== "AWS") {
		const [policy, rotation] = await Promise.all([
			session.ask(() => client.send(new sdk.GetKeyPolicyCommand({ KeyId, PolicyName: "default" }))),
			session.ask(
				() => client.send(new sdk.GetKeyRotationStatusCommand({ KeyId })),
				["UnsupportedOperationException", "KMSInvalidStateException"],
			),
		]);
		record(parts, "Policy", policy.state === "ok" ? { state: "ok", value: policy.value.Policy } : policy);
		record(parts, "KeyRotationStatus", rotation);
	}
	return session.item({ ...shape, ...parts, configuration });
}

/** Permission sets of IAM Identity Center, where the account is the one that governs it. */
const permissionSets: AwsCollector = {
	name: "sso-admin",
	types: ["AWS::SSO::PermissionSet"],
	scope: "region",
	calls: {
		ListInstances: "sso:ListInstances",
		ListPermissionSets: "sso:ListPermissionSets",
		DescribePermissionSet: "sso:DescribePermissionSet",
		GetInlinePolicyForPermissionSet: "sso:GetInlinePolicyForPermissionSet",
		ListManagedPoliciesInPermissionSet: "sso:ListManagedPoliciesInPermissionSet",
	},
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-sso-admin");
		const client = session.client(sdk.SSOAdminClient);
		async function* permissionSets() {
			for await (const page of sdk.paginateListInstances({ client }, {})) {
				for (const { InstanceArn, OwnerAccountId } of page.Instances ?? []) {
					if (InstanceArn === undefined) continue;
					if (OwnerAccountId !== undefined && OwnerAccountId !== session.account) continue;
					for await (const sets of sdk.paginateListPermissionSets({ client }, { InstanceArn })) {
						for (const PermissionSetArn of sets.PermissionSets ?? []) yield { InstanceArn, PermissionSetArn };
					}
				}
			}
		}
		yield* session.each(permissionSets(), (entry) => readPermissionSet(sdk, session, entry));
	},
};

async function readPermissionSet(
	sdk: typeof Sso,
	session: AwsSession,
	entry: { InstanceArn: string; PermissionSetArn: string },
): Promise<AwsItem> {
	const client = session.client(sdk.SSOAdminClient);
	const [described, inline, managed] = await Promise.all([
		session.ask(() => client.send(new sdk.DescribePermissionSetCommand(entry))),
		session.ask(() => client.send(new sdk.GetInlinePolicyForPermissionSetCommand(entry))),
		session.ask(async () => {
			const policies: Sso.AttachedManagedPolicy[] = [];
			for await (const page of sdk.paginateListManagedPoliciesInPermissionSet({ client }, entry)) {
				policies.push(...(page.AttachedManagedPolicies ?? []));
			}
			return policies;
		}),
	]);
	const parts = { supplementary: {} as JsonObject, missing: {} as Record<string, string> };
	record(parts, "InlinePolicy", inline.state === "ok" ? { state: "ok", value: inline.value.InlinePolicy } : inline);
	record(parts, "ManagedPolicies", managed);
	const set = described.state === "ok" ? described.value.PermissionSet : undefined;
	return session.item({
		type: "AWS::SSO::PermissionSet",
		id: entry.PermissionSetArn,
		name: set?.Name ?? entry.PermissionSetArn,
		arn: entry.PermissionSetArn,
		configuration: { ...set, InstanceArn: entry.InstanceArn },
		...parts,
	});
}

/** IAM, KMS, IAM Identity Center. */
export const identityCollectors: AwsCollector[] = [authorization, accessKeys, serviceCredentials, keys, permissionSets];
