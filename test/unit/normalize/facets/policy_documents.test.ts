import { describe, expect, it } from "vitest";
import { policyDocuments } from "../../../../src/normalize/facets/policy_documents.ts";
import { normalize, planFile } from "../terraform/plan.ts";
import { planOf } from "./plan-builder.ts";

const { at } = normalize(planFile("policies"));
const unknown = (key: string) =>
	at(key)
		.unknown.filter(({ path }) => path[0] === "facets" && path[1] === "policy_documents")
		.map(({ path }) => path.slice(2).join("."));

describe("policy documents", () => {
	it("lists every document of a resource with its kind", () => {
		expect(at("aws_iam_role.known").facets.policy_documents).toMatchObject([
			{ path: ["assume_role_policy"], kind: "trust", statements: [{ actions: ["sts:AssumeRole"] }] },
			{
				path: ["inline_policy", 0, "policy"],
				kind: "identity",
				statements: [{ actions: ["s3:*"], resources: ["*"], path: ["inline_policy", 0, "policy", "Statement", 0] }],
			},
		]);
		expect(at("aws_kms_key.known").facets.policy_documents).toMatchObject([{ path: ["policy"], kind: "key" }]);
		expect(at("aws_kms_key.default").facets.policy_documents).toBeUndefined();
		expect(at("aws_s3_bucket.named").facets.policy_documents).toBeUndefined();
	});

	it("keeps what is known of a document and names the rest", () => {
		expect(unknown("aws_s3_bucket_policy.deferred")).toEqual(
			expect.arrayContaining([
				"0.statements.0.resources",
				"0.statements.1.resources",
				"0.statements.2.resources",
				"0.statements.2.conditions",
			]),
		);
		expect(unknown("aws_s3_bucket_policy.deferred")).not.toContain("0.statements.2.narrowed");
		expect(unknown("aws_s3_bucket_policy.deferred")).not.toContain("0.statements.0.principals");
		expect(
			at("aws_s3_bucket_policy.deferred").facets.policy_documents?.[0]?.statements.map(({ narrowed }) => narrowed),
		).toEqual([false, false, true]);
		expect(unknown("aws_s3_bucket_policy.encoded")).toEqual(["0.statements"]);
	});

	it("does not call a statement open whose conditions are unknown", () => {
		const policy = { Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*", Condition: 7 }] };
		const plan = planOf({ "aws_s3_bucket_policy.p": { values: { policy: JSON.stringify(policy) } } });
		const result = plan.facet(policyDocuments, "aws_s3_bucket_policy.p");
		expect(result !== undefined && "value" in result && result.unknown?.map(({ path }) => path.join("."))).toEqual([
			"0.statements.0.conditions",
			"0.statements.0.narrowed",
		]);
	});

	it.each([
		["*", true],
		["**", true],
		["arn:aws:*:*:*:*", true],
		["arn:*", true],
		["arn:aws:s3:::*", false],
		["arn:aws:iam::111122223333:role/*", false],
	])("resource %s is every resource: %s", (pattern, everywhere) => {
		const policy = { Statement: [{ Effect: "Allow", Action: "s3:*", Resource: pattern }] };
		const plan = planOf({ "aws_iam_policy.p": { values: { policy: JSON.stringify(policy) } } });
		expect(plan.facet(policyDocuments, "aws_iam_policy.p")).toMatchObject({
			value: [{ statements: [{ everywhere }] }],
		});
	});

	it.each<[object, string[]]>([
		[{ Action: "bedrock:Invoke*", Resource: "arn:a" }, ["arn:a"]],
		[{ Action: "BEDROCK:invokemodelwithresponsestream", Resource: ["arn:a", "arn:b"] }, ["arn:a", "arn:b"]],
		[{ Action: "*", NotResource: "arn:a" }, ["*"]],
		[{ NotAction: "iam:*", Resource: "*" }, ["*"]],
		[{ NotAction: ["bedrock:*"], Resource: "*" }, []],
		[{ Action: ["bedrock:InvokeAgent", "s3:GetObject"], Resource: "*" }, []],
		[{ Effect: "Deny", Action: "bedrock:InvokeModel", Resource: "*" }, []],
	])("finds the models that %j lets invoke", (statement, models) => {
		const policy = JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] });
		const plan = planOf({ "aws_iam_policy.p": { values: { policy } } });
		expect(plan.facet(policyDocuments, "aws_iam_policy.p")).toMatchObject({ value: [{ statements: [{ models }] }] });
	});

	it("reads only those organisation policies that are IAM documents", () => {
		const content = '{"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}';
		const facet = (values: object) =>
			planOf({ "aws_organizations_policy.p": { values: values as never } }).facet(
				policyDocuments,
				"aws_organizations_policy.p",
			);
		expect(facet({ content, type: "SERVICE_CONTROL_POLICY" })).toMatchObject({
			value: [{ kind: "scp", path: ["content"] }],
		});
		expect(facet({ content, type: "TAG_POLICY" })).toBeUndefined();
	});
});
