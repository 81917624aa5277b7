import { type AwsCollector, record } from "../collector.ts";
import { unlessAbsent } from "./absent.ts";

/** The rules that passwords of IAM users follow; an account without any of its own has no item. */
const passwordPolicy: AwsCollector = {
	name: "iam-password-policy",
	types: ["AWS::IAM::AccountPasswordPolicy"],
	scope: "account",
	calls: { GetAccountPasswordPolicy: "iam:GetAccountPasswordPolicy" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-iam");
		const client = session.client(sdk.IAMClient);
		const answer = await unlessAbsent(["NoSuchEntityException", "NoSuchEntity"], () =>
			client.send(new sdk.GetAccountPasswordPolicyCommand({})),
		);
		if (answer === null) return;
		const type = "AWS::IAM::AccountPasswordPolicy";
		yield session.item({ type, id: session.account, configuration: answer.PasswordPolicy ?? {} });
	},
};

/** Numbers about the account, of which those about its root user matter. */
const summary: AwsCollector = {
	name: "iam-account-summary",
	types: ["AWS::IAM::AccountSummary"],
	scope: "account",
	calls: { GetAccountSummary: "iam:GetAccountSummary" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-iam");
		const { SummaryMap = {} } = await session.client(sdk.IAMClient).send(new sdk.GetAccountSummaryCommand({}));
		yield session.item({ type: "AWS::IAM::AccountSummary", id: session.account, configuration: SummaryMap });
	},
};

/** Security Hub, where it is on, with the standards it checks by. */
const securityHub: AwsCollector = {
	name: "security-hub",
	types: ["AWS::SecurityHub::Hub"],
	scope: "region",
	calls: { DescribeHub: "securityhub:DescribeHub", GetEnabledStandards: "securityhub:GetEnabledStandards" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-securityhub");
		const client = session.client(sdk.SecurityHubClient);
		// "Not subscribed" is an invalid access to Security Hub, and no denial.
		const hub = await unlessAbsent(["InvalidAccessException", "ResourceNotFoundException"], () =>
			client.send(new sdk.DescribeHubCommand({})),
		);
		if (hub === null) return;
		const standards = await session.ask(async () => {
			const arns: string[] = [];
			for await (const page of sdk.paginateGetEnabledStandards({ client }, {})) {
				for (const { StandardsArn } of page.StandardsSubscriptions ?? []) if (StandardsArn) arns.push(StandardsArn);
			}
			return arns;
		});
		const parts = { supplementary: {}, missing: {} };
		record(parts, "Standards", standards);
		const id = `${session.account}/${session.region}`;
		yield session.item({ type: "AWS::SecurityHub::Hub", id, arn: hub.HubArn ?? null, configuration: hub, ...parts });
	},
};

/** What belongs to an account as a whole: password rules, the root user, Security Hub. */
export const accountCollectors: AwsCollector[] = [passwordPolicy, summary, securityHub];
