import { describe, expect, it } from "vitest";
import type { Json } from "../../../../src/model/json.ts";
import type { PolicyStatement } from "../../../../src/normalize/terraform/context.ts";
import {
	coversAction,
	coversEveryone,
	matchesAction,
	matchesWildcard,
	narrowingCondition,
	parsePolicyDocument,
} from "../../../../src/normalize/terraform/policy-document.ts";
import { open, planFile } from "./plan.ts";

const statement = (object: Json): PolicyStatement => {
	const document = parsePolicyDocument({ Statement: object });
	if (document.state !== "known" || document.statements[0] === undefined) throw new Error("no statement");
	return document.statements[0];
};

describe("parsing", () => {
	const plain = {
		Version: "2012-10-17",
		Statement: [
			{
				Sid: "One",
				Effect: "Allow",
				Action: "s3:GetObject",
				Resource: ["a", "b"],
				Principal: { AWS: ["1", "2"], Service: "x.amazonaws.com" },
				Condition: { Bool: { "aws:SecureTransport": false }, StringLike: { "aws:PrincipalOrgID": ["o-1"] } },
			},
		],
	};

	it("brings strings and lists to one form", () => {
		expect(parsePolicyDocument(JSON.stringify(plain))).toEqual({
			state: "known",
			statements: [
				{
					index: 0,
					sid: "One",
					effect: "Allow",
					actions: ["s3:GetObject"],
					not_actions: [],
					resources: ["a", "b"],
					not_resources: [],
					principals: [
						{ type: "AWS", id: "1" },
						{ type: "AWS", id: "2" },
						{ type: "Service", id: "x.amazonaws.com" },
					],
					not_principals: [],
					conditions: [
						{ operator: "Bool", key: "aws:SecureTransport", values: ["false"] },
						{ operator: "StringLike", key: "aws:PrincipalOrgID", values: ["o-1"] },
					],
				},
			],
			partial: null,
			unknown: [],
		});
	});

	it("reads objects, URL encoding and JSON in JSON alike", () => {
		const text = JSON.stringify(plain);
		const expected = parsePolicyDocument(text);
		for (const form of [
			plain,
			encodeURIComponent(text),
			JSON.stringify(text),
			encodeURIComponent(JSON.stringify(text)),
		]) {
			expect(parsePolicyDocument(form as Json)).toEqual(expected);
		}
	});

	it("takes a single statement, Not elements and bare stars", () => {
		const parsed = statement({ Effect: "Deny", NotAction: "a:*", NotResource: "r", NotPrincipal: "*", Principal: "*" });
		expect(parsed).toMatchObject({
			effect: "Deny",
			actions: [],
			not_actions: ["a:*"],
			not_resources: ["r"],
			principals: [{ type: "*", id: "*" }],
			not_principals: [{ type: "*", id: "*" }],
		});
	});

	it("gives a reason for what is no policy, and never throws", () => {
		for (const junk of ["", "{", "null", "[]", "7", null, 7, [], {}, { Statement: null }, "%7B%ZZ", '"\\"x\\""']) {
			expect(parsePolicyDocument(junk as Json).state, JSON.stringify(junk)).toBe("unknown");
		}
	});

	it("leaves out malformed parts and says where", () => {
		const document = parsePolicyDocument({
			Statement: [
				7,
				{ Effect: "Maybe" },
				{ Effect: "Allow", Action: { a: 1 }, Resource: "*", Principal: 7, Condition: [] },
			],
		} as Json);
		expect(document).toMatchObject({ state: "known", statements: [{ actions: [], resources: ["*"], principals: [] }] });
		expect(document.state === "known" && document.unknown.map(({ path }) => path)).toEqual([
			[],
			[],
			[0, "conditions"],
			[0, "actions"],
			[0, "principals"],
		]);
		expect(document.state === "known" && document.partial).toBe("a statement of the policy is malformed");
	});
});

describe("matching", () => {
	it("knows stars and question marks, not letter case", () => {
		expect(matchesAction("s3:Get*", "S3:getobject")).toBe(true);
		expect(matchesAction("s3:?et*", "s3:GetObject")).toBe(true);
		expect(matchesAction("s3:Get?", "s3:Get")).toBe(false);
		expect(matchesAction("*", "anything")).toBe(true);
		expect(matchesAction("s3:Get", "s3:GetObject")).toBe(false);
		expect(matchesWildcard("a*b*c", "a-b-b-c")).toBe(true);
		expect(matchesWildcard("a*b*c", "a-b-b-d")).toBe(false);
		expect(matchesWildcard("a.c", "abc")).toBe(false);
		expect(matchesWildcard("", "")).toBe(true);
		expect(matchesWildcard("*?", "")).toBe(false);
	});

	it("does not blow up on hostile patterns", () => {
		expect(matchesWildcard("*a".repeat(40), `${"a".repeat(5000)}b`)).toBe(false);
	});

	it("reads Action and NotAction", () => {
		expect(coversAction(statement({ Effect: "Allow", Action: "kms:*" }), "kms:Decrypt")).toBe(true);
		expect(coversAction(statement({ Effect: "Allow", NotAction: "iam:*" }), "kms:Decrypt")).toBe(true);
		expect(coversAction(statement({ Effect: "Allow", NotAction: "kms:*" }), "kms:Decrypt")).toBe(false);
		expect(coversAction(statement({ Effect: "Allow" }), "kms:Decrypt")).toBe(false);
	});

	it("knows everyone", () => {
		expect(coversEveryone(statement({ Effect: "Allow", Principal: "*" }))).toBe(true);
		expect(coversEveryone(statement({ Effect: "Allow", Principal: { AWS: "*" } }))).toBe(true);
		expect(coversEveryone(statement({ Effect: "Allow", NotPrincipal: { AWS: "1" } }))).toBe(true);
		expect(coversEveryone(statement({ Effect: "Allow", Principal: { Service: "*" } }))).toBe(false);
		expect(coversEveryone(statement({ Effect: "Allow", Principal: { AWS: "1" } }))).toBe(false);
	});
});

describe("narrowing conditions", () => {
	const narrowing = (operator: string, key: string, values: Json) =>
		narrowingCondition(statement({ Effect: "Allow", Principal: "*", Condition: { [operator]: { [key]: values } } }));

	it.each([
		["StringEquals", "aws:PrincipalOrgID", "o-123"],
		["stringequals", "AWS:PRINCIPALORGID", "o-123"],
		["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-123/*"],
		["ArnLike", "aws:SourceArn", "arn:aws:sns:*:123456789012:*"],
		["ArnEquals", "aws:SourceArn", "arn:aws:s3:::bucket"],
		["StringEquals", "aws:SourceAccount", ["123456789012"]],
		["StringEquals", "aws:SourceVpce", "vpce-1"],
		["StringEquals", "aws:SourceVpc", "vpc-1"],
		["ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/*"],
		["StringEquals", "kms:CallerAccount", "123456789012"],
		["IpAddress", "aws:SourceIp", ["203.0.113.0/24", "2001:db8::/32"]],
		["Bool", "aws:PrincipalIsAWSService", "true"],
	])("%s %s %j keeps strangers out", (operator, key, values) => {
		expect(narrowing(operator, key, values)).toBe(key);
	});

	it.each([
		["StringNotEquals", "aws:PrincipalOrgID", "o-123"],
		["StringEqualsIfExists", "aws:SourceVpce", "vpce-1"],
		["ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-123"],
		["Null", "aws:PrincipalOrgID", "false"],
		["StringLike", "aws:PrincipalOrgID", "*"],
		["StringLike", "aws:SourceAccount", ["123456789012", "*"]],
		["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:topic"],
		["ArnLike", "aws:SourceArn", "arn:aws:s3:::*"],
		["ArnLike", "aws:PrincipalArn", "*"],
		["IpAddress", "aws:SourceIp", "0.0.0.0/0"],
		["IpAddress", "aws:SourceIp", ["203.0.113.0/24", "0.0.0.0/1"]],
		["NotIpAddress", "aws:SourceIp", "203.0.113.0/24"],
		["Bool", "aws:SecureTransport", "true"],
		["Bool", "aws:PrincipalIsAWSService", "false"],
		["StringEquals", "aws:ResourceOrgID", "o-123"],
		["StringEquals", "aws:PrincipalTag/team", "a"],
		["StringLike", "aws:userid", "AROAEXAMPLE:*"],
	])("%s %s %j lets them in", (operator, key, values) => {
		expect(narrowing(operator, key, values)).toBeNull();
	});
});

describe("documents of a plan", () => {
	const { context, at } = open(planFile("policies"));

	it("reads JSON and what a data source has already said", () => {
		const key = context.policyDocument(at("aws_kms_key.known"), ["policy"]);
		expect(key).toMatchObject({
			state: "known",
			partial: null,
			statements: [{ actions: ["kms:*"], principals: [{ type: "AWS", id: "arn:aws:iam::123456789012:root" }] }],
		});
		expect(context.policyDocument(at("aws_kms_key.default"), ["policy"])).toEqual({ state: "omitted" });
	});

	it("puts together a document that is read only during the apply", () => {
		const document = context.policyDocument(at("aws_s3_bucket_policy.deferred"), ["policy"]);
		expect(document).toMatchObject({
			state: "known",
			statements: [
				{ index: 0, sid: "Shared", effect: "Allow", resources: [], principals: [{ type: "AWS", id: "*" }] },
				{ index: 1, sid: "Mine", effect: "Deny", resources: ["arn:aws:s3:::assay-fixed/*"] },
				{ index: 2, sid: "Source", conditions: [{ operator: "StringEquals", key: "aws:SourceArn", values: [] }] },
			],
		});
		expect(document.state === "known" && document.unknown.map(({ path }) => path.join("."))).toEqual([
			"0.resources",
			"1.resources",
			"2.resources",
			"2.conditions",
		]);
		expect(document.state === "known" && document.partial).toMatch(/known only after apply/);
	});

	it("does not claim to know a document encoded from unknown values", () => {
		const document = context.policyDocument(at("aws_s3_bucket_policy.encoded"), ["policy"]);
		expect(document.state === "unknown" && document.reason).toMatch(/built from aws_s3_bucket.generated/);
	});

	it("reads constants of the configuration where the plan has not read the data source", () => {
		const value = planFile("policies");
		const changes = (value.resource_changes as { mode: string }[]).filter(({ mode }) => mode === "managed");
		const plan = open({ ...value, resource_changes: changes as never, prior_state: {} });
		const document = plan.context.policyDocument(plan.at("aws_s3_bucket_policy.deferred"), ["policy"]);
		expect(document).toMatchObject({
			state: "known",
			statements: [
				{ sid: "Shared", actions: ["s3:ListBucket"] },
				{
					sid: "Mine",
					effect: "Deny",
					actions: ["s3:*"],
					conditions: [{ key: "aws:SecureTransport", values: ["false"] }],
				},
				{ sid: "Source", principals: [{ type: "Service", id: "cloudtrail.amazonaws.com" }] },
			],
		});
	});

	it("lets overrides and own statements replace those with the same sid", () => {
		const data = (name: string, after: object) => ({
			address: `data.aws_iam_policy_document.${name}`,
			mode: "data",
			type: "aws_iam_policy_document",
			name,
			change: { actions: ["read"], after: { ...after }, after_unknown: { json: true } },
		});
		const block = (sid: string, action: string) => ({ sid, actions: [action], resources: ["*"] });
		const text = (sid: string, action: string) =>
			JSON.stringify({ Statement: [{ Sid: sid, Effect: "Allow", Action: action, Resource: "*" }] });
		const plan = open({
			format_version: "1.2",
			resource_changes: [
				data("d", {
					source_policy_documents: [text("A", "a:source"), text("B", "b:source")],
					statement: [block("A", "a:own"), block("C", "c:own"), block("", "d:own")],
					override_policy_documents: [text("C", "c:override"), text("E", "e:override")],
				}),
				{
					address: "aws_iam_policy.p",
					type: "aws_iam_policy",
					name: "p",
					change: { actions: ["create"], after: {}, after_unknown: { policy: true } },
				},
			] as never,
			configuration: {
				root_module: {
					resources: [
						{ mode: "data", type: "aws_iam_policy_document", name: "d", expressions: {} },
						{
							mode: "managed",
							type: "aws_iam_policy",
							name: "p",
							expressions: {
								policy: { references: ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"] },
							},
						},
					],
				},
			},
		});
		const document = plan.context.policyDocument(plan.at("aws_iam_policy.p"), ["policy"]);
		expect(document.state === "known" && document.statements.map(({ sid, actions }) => [sid, ...actions])).toEqual([
			["A", "a:own"],
			["B", "b:source"],
			["C", "c:override"],
			[null, "d:own"],
			["E", "e:override"],
		]);
	});
});
