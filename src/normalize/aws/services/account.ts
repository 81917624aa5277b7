import type { ConvertedResource } from "../../../model/aws.ts";
import type { JsonObject } from "../../../model/json.ts";
import type { AwsConverter } from "../converter.ts";
import { flag, number, texts } from "../read.ts";
import { unread } from "./parts.ts";

const passwordPolicy: AwsConverter = {
	type: "AWS::IAM::AccountPasswordPolicy",
	yields: ["aws_iam_account_password_policy"],
	// Its absence is judged.
	streamed: false,
	fromConfig: false,
	convert: ({ id, configuration }) => [
		{
			type: "aws_iam_account_password_policy",
			part: "",
			values: {
				id,
				minimum_password_length: number(configuration, "MinimumPasswordLength"),
				password_reuse_prevention: number(configuration, "PasswordReusePrevention"),
				max_password_age: number(configuration, "MaxPasswordAge"),
				require_symbols: flag(configuration, "RequireSymbols"),
				require_numbers: flag(configuration, "RequireNumbers"),
				require_uppercase_characters: flag(configuration, "RequireUppercaseCharacters"),
				require_lowercase_characters: flag(configuration, "RequireLowercaseCharacters"),
			},
		},
	],
};

/** Members of the summary that rules read. The provider has no such resource: nobody can make a root user. */
const ROOT: Record<string, string> = {
	account_mfa_enabled: "AccountMFAEnabled",
	account_access_keys_present: "AccountAccessKeysPresent",
	account_password_present: "AccountPasswordPresent",
};

const summary: AwsConverter = {
	type: "AWS::IAM::AccountSummary",
	yields: ["aws_iam_account_summary"],
	streamed: true,
	fromConfig: false,
	convert({ id, configuration }): ConvertedResource[] {
		const values: JsonObject = { id };
		const unknown: NonNullable<ConvertedResource["unknown"]> = [];
		for (const [name, member] of Object.entries(ROOT)) {
			const value = number(configuration, member);
			if (value !== null) values[name] = value;
			// Whether there is a password is told by newer answers only, and matters only where it says no.
			else if (name !== "account_password_present") unknown.push({ path: [name], reason: "the answer does not say" });
		}
		return [{ type: "aws_iam_account_summary", part: "", values, unknown }];
	},
};

const securityHub: AwsConverter = {
	type: "AWS::SecurityHub::Hub",
	yields: ["aws_securityhub_account", "aws_securityhub_standards_subscription"],
	// Its absence from a region is judged.
	streamed: false,
	fromConfig: false,
	convert(item): ConvertedResource[] {
		const { id, arn, supplementary } = item;
		// The live answer names the standards themselves, the default ones included.
		const unknown = unread(item, "Standards", ["enable_default_standards"]);
		const values = { id, arn, ...(unknown.length > 0 ? {} : { enable_default_standards: false }) };
		return [
			{ type: "aws_securityhub_account", part: "", values, unknown },
			...texts(supplementary, "Standards").map(
				(standard): ConvertedResource => ({
					type: "aws_securityhub_standards_subscription",
					part: `standard/${standard}`,
					values: { id: standard, standards_arn: standard },
				}),
			),
		];
	},
};

/** What belongs to an account as a whole: password rules, the root user, Security Hub. */
export const accountConverters: AwsConverter[] = [passwordPolicy, summary, securityHub];
