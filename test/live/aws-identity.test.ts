import {
	AttachGroupPolicyCommand,
	AttachUserPolicyCommand,
	CreateAccessKeyCommand,
	CreateGroupCommand,
	CreatePolicyCommand,
	CreatePolicyVersionCommand,
	CreateRoleCommand,
	CreateServiceLinkedRoleCommand,
	CreateUserCommand,
	IAMClient,
	PutRolePolicyCommand,
	PutUserPolicyCommand,
	UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, EnableKeyRotationCommand, KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import {
	AttachManagedPolicyToPermissionSetCommand,
	CreatePermissionSetCommand,
	ListInstancesCommand,
	PutInlinePolicyToPermissionSetCommand,
	SSOAdminClient,
} from "@aws-sdk/client-sso-admin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { identityCollectors } from "../../src/collect/aws/services/identity.ts";
import type { AwsItem } from "../../src/model/aws.ts";
import { ACCOUNT, collectItems, pointAt, verdicts } from "./account.ts";
import { findMoto, type Moto, NO_MOTO, startMoto } from "./moto.ts";

const region = "eu-west-1";
const iam = (kind: string, name: string) => `arn:aws:iam::${ACCOUNT}:${kind}/${name}`;
const allow = (Action: string | string[], Resource = "*") =>
	JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });
const trust = (Principal: object) =>
	JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] });

if (findMoto() === null) console.log(`skipped: ${NO_MOTO}`);

describe.skipIf(findMoto() === null)("identities of an account that moto plays", () => {
	let moto: Moto | null = null;
	let restore = () => {};
	let items: AwsItem[] = [];
	let troubles: string[] = [];
	let verdict: Awaited<ReturnType<typeof verdicts>>;
	let made: Awaited<ReturnType<typeof furnish>>;

	beforeAll(async () => {
		moto = await startMoto({ MOTO_IAM_LOAD_MANAGED_POLICIES: "true" });
		restore = pointAt(moto!.endpoint);
		made = await furnish();
		({ items, troubles } = await collectItems(identityCollectors, [region]));
		verdict = await verdicts(items, [region]);
	});
	afterAll(async () => {
		restore();
		await moto?.stop();
	});

	test("policies of users, groups and roles", () => {
		// moto does not know this call.
		expect(troubles).toEqual([expect.stringMatching(/^iam-service-credentials: iam:ListServiceSpecificCredentials /)]);
		expect(verdict.get("iam-no-admin-policy")?.failed).toEqual(
			[
				`${iam("user", "alice")}#policy/everything`,
				`${iam("group", "admins")}#attachment/arn:aws:iam::aws:policy/AdministratorAccess`,
				`${made.permissionSet}#inline-policy`,
				`${made.permissionSet}#attachment/arn:aws:iam::aws:policy/PowerUserAccess`,
			].sort(),
		);
		// The version in force counts, not the first one.
		expect(verdict.get("iam-no-admin-policy")?.passed).toContain(iam("policy", "narrowed"));
		expect(verdict.get("iam-no-privilege-escalation")?.failed).toContain(`${iam("role", "open")}#policy/pass`);
		expect(verdict.get("iam-no-service-wildcard")?.failed).toEqual([`${iam("role", "own")}#policy/queues`]);
	});

	test("trust of roles; those of services are left out", () => {
		expect(verdict.get("iam-trust-not-public")).toEqual({
			failed: [iam("role", "open")],
			passed: [iam("role", "own")],
			inconclusive: [],
		});
		expect(items.some(({ name }) => name.startsWith("AWSServiceRole"))).toBe(true);
	});

	test("access keys", () => {
		const key = (id: string) => `${ACCOUNT}/global/AWS::IAM::AccessKey/${id}`;
		expect(verdict.get("static-cloud-key-created")?.failed).toEqual(made.accessKeys.map(key).sort());
		const states = items
			.filter(({ type }) => type === "AWS::IAM::AccessKey")
			.map(({ configuration }) => configuration.Status);
		expect(states.sort()).toEqual(["Active", "Inactive"]);
	});

	test("customers' keys", () => {
		const key = (id: string) => `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`;
		expect(verdict.get("kms-key-rotation")).toEqual({
			failed: [key(made.keys.still)],
			passed: [key(made.keys.rotating)],
			inconclusive: [],
		});
		expect(verdict.get("kms-key-policy-no-public")).toEqual({
			failed: [key(made.keys.still)],
			passed: [key(made.keys.rotating), key(made.keys.signing)].sort(),
			inconclusive: [],
		});
	});
});

async function furnish() {
	const client = new IAMClient({ region });
	await client.send(new CreateUserCommand({ UserName: "alice" }));
	await client.send(
		new PutUserPolicyCommand({ UserName: "alice", PolicyName: "everything", PolicyDocument: allow("*") }),
	);
	const accessKeys: string[] = [];
	for (const Status of ["Active", "Inactive"] as const) {
		const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName: "alice" }));
		const AccessKeyId = AccessKey!.AccessKeyId!;
		await client.send(new UpdateAccessKeyCommand({ UserName: "alice", AccessKeyId, Status }));
		accessKeys.push(AccessKeyId);
	}
	await client.send(new CreateGroupCommand({ GroupName: "admins" }));
	await client.send(
		new AttachGroupPolicyCommand({
			GroupName: "admins",
			PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
		}),
	);
	const { Policy } = await client.send(new CreatePolicyCommand({ PolicyName: "narrowed", PolicyDocument: allow("*") }));
	const PolicyArn = Policy!.Arn!;
	const narrow = allow("s3:GetObject", "arn:aws:s3:::data/*");
	await client.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: narrow, SetAsDefault: true }));
	await client.send(new AttachUserPolicyCommand({ UserName: "alice", PolicyArn }));
	const roles = [
		["open", trust({ AWS: "*" }), "pass", allow(["iam:PassRole", "lambda:CreateFunction"])],
		["own", trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` }), "queues", allow("sqs:*")],
	] as const;
	for (const [RoleName, AssumeRolePolicyDocument, PolicyName, PolicyDocument] of roles) {
		await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
		await client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
	}
	await client.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: "autoscaling.amazonaws.com" }));
	return { accessKeys, keys: await furnishKeys(), permissionSet: await furnishPermissionSet() };
}

async function furnishKeys() {
	const client = new KMSClient({ region });
	const make = async (more: ConstructorParameters<typeof CreateKeyCommand>[0] = {}) =>
		(await client.send(new CreateKeyCommand(more))).KeyMetadata!.KeyId!;
	const anyone = JSON.stringify({
		Version: "2012-10-17",
		Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" }],
	});
	const rotating = await make();
	await client.send(new EnableKeyRotationCommand({ KeyId: rotating }));
	const still = await make({ Policy: anyone });
	const signing = await make({ KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" });
	await client.send(new ScheduleKeyDeletionCommand({ KeyId: await make(), PendingWindowInDays: 7 }));
	return { rotating, still, signing };
}

async function furnishPermissionSet(): Promise<string> {
	const client = new SSOAdminClient({ region });
	const InstanceArn = (await client.send(new ListInstancesCommand({}))).Instances![0]!.InstanceArn!;
	const { PermissionSet } = await client.send(new CreatePermissionSetCommand({ InstanceArn, Name: "Admins" }));
	const PermissionSetArn = PermissionSet!.PermissionSetArn!;
	const set = { InstanceArn, PermissionSetArn };
	await client.send(new PutInlinePolicyToPermissionSetCommand({ ...set, InlinePolicy: allow("*") }));
	await client.send(
		new AttachManagedPolicyToPermissionSetCommand({
			...set,
			ManagedPolicyArn: "arn:aws:iam::aws:policy/PowerUserAccess",
		}),
	);
	return PermissionSetArn;
}
