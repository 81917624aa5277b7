import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { webIdentityTrust } from "../../../../src/normalize/facets/web_identity_trust.ts";
import { planOf } from "./plan-builder.ts";

const GITHUB = "token.actions.githubusercontent.com";

const trust = (condition: JsonObject | undefined, issuer = GITHUB, more: JsonObject = {}) => {
	const statement = {
		Effect: "Allow",
		Action: "sts:AssumeRoleWithWebIdentity",
		Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
		...(condition === undefined ? {} : { Condition: condition }),
		...more,
	};
	const values = { assume_role_policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) };
	const result = planOf({ "aws_iam_role.a": { values } }).facet(webIdentityTrust, "aws_iam_role.a");
	if (result === undefined) return "absent";
	if (!("value" in result)) return "unknown";
	return result.value.map(({ subject }) => subject).join();
};
const sub = (operator: string, value: string | string[], issuer = GITHUB) =>
	trust({ [operator]: { [`${issuer}:sub`]: value } }, issuer);

describe("subjects of build services", () => {
	it.each([
		["StringEquals", "repo:org/shop:ref:refs/heads/main", "pinned"],
		["StringLike", "repo:org/shop:*", "pinned"],
		["StringLike", "repo:org/*", "pinned"],
		["StringLike", "repo:org*", "open"],
		["StringLike", "repo:*/shop:*", "open"],
		["StringLike", "*", "open"],
		["StringLike", ["repo:org/shop:*", "repo:*"], "open"],
		["StringLike", "environment:production", "open"],
		["ForAnyValue:StringLike", "repo:org/shop:*", "pinned"],
		["ForAllValues:StringLike", "repo:org/shop:*", "missing"],
		["StringLikeIfExists", "repo:org/shop:*", "missing"],
		["StringNotEquals", "repo:org/shop:*", "missing"],
	])("%s %s", (operator, value, expected) => {
		expect(sub(operator, value)).toBe(expected);
	});

	it.each([
		["gitlab.com", "project_path:group/app:ref_type:branch:ref:main", "pinned"],
		["gitlab.com", "project_path:*", "open"],
		["app.terraform.io", "organization:acme:project:*", "pinned"],
		["app.terraform.io", "organization:*", "open"],
		[`${GITHUB}/acme`, "repo:org/shop:*", "pinned"],
	])("%s %s", (issuer, value, expected) => {
		expect(sub("StringLike", value, issuer)).toBe(expected);
	});

	it("asks nothing of others", () => {
		expect(trust(undefined)).toBe("missing");
		expect(trust(undefined, "oidc.eks.eu-central-1.amazonaws.com/id/ABC")).toBe("absent");
		expect(trust(undefined, GITHUB, { Effect: "Deny" })).toBe("absent");
		expect(trust(undefined, GITHUB, { Action: "sts:AssumeRole" })).toBe("absent");
		expect(trust(undefined, GITHUB, { Principal: { Federated: "cognito-identity.amazonaws.com" } })).toBe("absent");
		expect(trust(undefined, GITHUB, { Action: "sts:*" })).toBe("missing");
	});

	it("does not know a document that cannot be read", () => {
		const plan = planOf({ "aws_iam_role.a": { values: { assume_role_policy: "{" } }, "aws_iam_user.b": {} });
		expect(plan.facet(webIdentityTrust, "aws_iam_role.a")).toHaveProperty("unknown");
		expect(plan.facet(webIdentityTrust, "aws_iam_user.b")).toBeUndefined();
	});
});
