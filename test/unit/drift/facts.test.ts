import { describe, expect, test } from "vitest";
import { difference, differsLive, factsOf } from "../../../src/drift/facts.ts";
import type { Json, JsonObject } from "../../../src/model/json.ts";
import type { Resource } from "../../../src/model/resource.ts";
import type { Rule } from "../../../src/model/rule.ts";
import { RULE } from "../report/sample.ts";
import { ACCOUNT, live, withFacets } from "./sample.ts";

const reading = (...requires: string[]): Rule => ({ ...RULE, requires });

/** Whether a rule that reads all of it would see a difference between a state and what is live. */
function isDrift(requires: string, state: Resource, there: Resource): boolean {
	const [left, right] = [state, there].map((resource) => factsOf(reading(requires), resource, new Set(["policy"])));
	return [...left!].some(([id, fact]) => differsLive(fact, right!.get(id)));
}

describe("policy documents", () => {
	const statement = (change: object): object => ({
		Sid: "Admin",
		Effect: "Allow",
		Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:root`, "arn:aws:iam::111111111111:role/ops"] },
		Action: ["kms:Encrypt", "kms:Decrypt"],
		Resource: "*",
		...change,
	});
	const key = (...statements: object[]) => {
		const policy = JSON.stringify({ Statement: statements });
		return withFacets([live("aws_kms_key", "arn:aws:kms:eu-west-1:1:key/1", { policy })])[0]!;
	};
	const requires = "facets.policy_documents[].statements[]";
	const state = key(statement({}), statement({ Sid: "Second", Effect: "Deny" }));

	test.each<[string, object]>([
		["order of actions", { Action: ["kms:Decrypt", "kms:Encrypt"] }],
		["case of actions", { Action: ["KMS:encrypt", "kms:decrypt"] }],
		[
			"order of principals, the account for its root",
			{ Principal: { AWS: ["arn:aws:iam::111111111111:role/ops", ACCOUNT] } },
		],
		["a list of one", { Resource: ["*"] }],
	])("the same: %s", (_, change) => {
		expect(isDrift(requires, state, key(statement(change), statement({ Sid: "Second", Effect: "Deny" })))).toBe(false);
	});

	test.each<[string, object]>([
		["a principal", { Principal: { AWS: "999999999999" } }],
		["an action more", { Action: ["kms:Encrypt", "kms:Decrypt", "kms:Sign"] }],
		["a condition", { Condition: { Bool: { "aws:SecureTransport": "true" } } }],
		["the effect", { Effect: "Deny" }],
	])("different: %s", (_, change) => {
		expect(isDrift(requires, state, key(statement(change), statement({ Sid: "Second", Effect: "Deny" })))).toBe(true);
	});

	test("what the configuration does not write is not looked at", () => {
		const rule = reading(requires);
		expect(factsOf(rule, state, new Set(["policy"])).get("facets.policy_documents")!.value).toHaveLength(2);
		expect(factsOf(rule, state, new Set(["description"])).get("facets.policy_documents")!.value).toEqual([]);
	});

	test("different: a statement more, or less", () => {
		expect(isDrift(requires, state, key(statement({})))).toBe(true);
		expect(isDrift(requires, key(statement({})), state)).toBe(true);
	});
});

describe("attributes", () => {
	const of = (attributes: JsonObject, change: Partial<Resource> = {}) =>
		live("aws_x", "arn:aws:x:::x", attributes, change);

	test.each<[string, Json, Json]>([
		["absent on one side", true, null],
		["empty on one side", [], ["a"]],
		["text for a boolean", true, "true"],
		["text for a number", 365, "365"],
		["order", ["a", "b"], ["b", "a"]],
		["members that are left out", [{ a: 1, b: false }], [{ a: 1 }]],
		["empty members", [{ a: 1, b: [] }], [{ a: 1, b: null }]],
		["a list for a value", [1], 1],
	])("the same: %s", (_, state, there) => {
		expect(isDrift("attributes.x", of({ x: state }), of({ x: there }))).toBe(false);
		expect(isDrift("attributes.x", of({ x: there }), of({ x: state }))).toBe(false);
	});

	test.each<[string, Json, Json]>([
		["a value", true, false],
		["a number", 365, 30],
		["an element", ["a", "b"], ["a", "c"]],
		["a member", [{ a: 1, b: 2 }], [{ a: 1, b: 3 }]],
	])("different: %s", (_, state, there) => {
		expect(isDrift("attributes.x", of({ x: state }), of({ x: there }))).toBe(true);
	});

	test("nothing is said of what is not known, or not read", () => {
		const unknown = { unknown: [{ path: ["attributes", "x"], reason: "denied" }] };
		expect(isDrift("attributes.x", of({ x: 1 }), of({ x: 2 }, unknown))).toBe(false);
		expect(isDrift("attributes.y", of({ x: 1 }), of({ x: 2 }))).toBe(false);
	});
});

test("facets that depend on more than a state shows are not compared with an account", () => {
	const bucket = (writers: string[], days: number) =>
		live(
			"aws_cloudwatch_log_group",
			"k",
			{},
			{ facets: { log_retention: { name: "a", days, audit_writers: writers, invocation_log: false } } },
		);
	expect(isDrift("facets.log_retention.audit_writers", bucket(["aws_cloudtrail.a"], 1), bucket(["arn:x"], 1))).toBe(
		false,
	);
	expect(isDrift("facets.log_retention.days", bucket([], 1), bucket([], 2))).toBe(true);
});

test("of lists, what the others have not", () => {
	expect(difference(["attributes", "x"], ["a", "b", "c"], [["a", "b"], ["a"]])).toEqual(["b", "c"]);
	expect(difference(["attributes", "x"], ["a"], [["a"]])).toEqual(["a"]);
	expect(difference(["attributes", "x"], 5, [6])).toBe(5);
	expect(difference(["facets", "x"], ["a", "b"], [undefined])).toEqual(["a", "b"]);
});
