import { IAMClient, UpdateAccountPasswordPolicyCommand } from "@aws-sdk/client-iam";
import { EnableSecurityHubCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountCollectors } from "../../src/collect/aws/services/account.ts";
import { storageCollectors } from "../../src/collect/aws/services/storage.ts";
import { ACCOUNT, collectItems, pointAt, verdicts } from "./account.ts";
import { findMoto, type Moto, NO_MOTO, startMoto } from "./moto.ts";

const region = "eu-west-1";
const collectors = [...accountCollectors, ...storageCollectors.filter(({ name }) => name === "sqs")];

if (findMoto() === null) console.log(`skipped: ${NO_MOTO}`);

describe.skipIf(findMoto() === null)("settings of an account that moto plays", () => {
	let moto: Moto | null = null;
	let restore = () => {};

	beforeAll(async () => {
		moto = await startMoto();
		restore = pointAt(moto!.endpoint);
		await new SQSClient({ region }).send(new CreateQueueCommand({ QueueName: "orders" }));
	});
	afterAll(async () => {
		restore();
		await moto?.stop();
	});

	test("what was never set is missing, not denied", async () => {
		const { items, troubles } = await collectItems(collectors, [region]);
		expect(troubles).toEqual([]);
		expect(items.map(({ type }) => type).sort()).toEqual(["AWS::IAM::AccountSummary", "AWS::SQS::Queue"]);
		const verdict = await verdicts(items, [region]);
		expect(verdict.get("iam-password-policy")).toMatchObject({ failed: [`scope/aws/${ACCOUNT}/global`] });
		expect(verdict.get("securityhub-enabled")).toMatchObject({ failed: [`scope/aws/${ACCOUNT}/${region}`] });
		// moto's root user has no MFA device, and no keys.
		expect(verdict.get("iam-root-protected")).toMatchObject({
			failed: [`${ACCOUNT}/global/AWS::IAM::AccountSummary/${ACCOUNT}`],
		});
	});

	test("what is set is judged itself", async () => {
		const policy = { MinimumPasswordLength: 14, PasswordReusePrevention: 24 };
		await new IAMClient({ region }).send(new UpdateAccountPasswordPolicyCommand(policy));
		await new SecurityHubClient({ region }).send(new EnableSecurityHubCommand({ EnableDefaultStandards: true }));
		const { items } = await collectItems(collectors, [region]);
		const verdict = await verdicts(items, [region]);
		expect(verdict.get("iam-password-policy")).toMatchObject({ failed: [] });
		expect(verdict.get("iam-password-policy")?.passed).toHaveLength(1);
		expect(items.map(({ type }) => type)).toContain("AWS::SecurityHub::Hub");
	});
});
