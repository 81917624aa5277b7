import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { aggregatorCalls, awsPage, declaredCalls, policies } from "../../scripts/aws-docs.ts";
import { collectors } from "../../src/collect/aws/collectors.ts";
import { converters } from "../../src/normalize/aws/converters.ts";
import { PRESENCE_TYPES } from "../../src/normalize/aws/normalize.ts";

const page = readFileSync(fileURLToPath(new URL("../../docs/aws.md", import.meta.url)), "utf8");

test("docs/aws.md says what the code declares (else: npm run docs)", () => {
	expect(awsPage(page)).toBe(page);
});

test("every declared call only reads", () => {
	const calls = [...declaredCalls(), ...aggregatorCalls()];
	expect(calls.length).toBeGreaterThan(50);
	const reading = /^(?:Get|List|Describe|BatchGet|Select|Lookup)/;
	expect(calls.filter(([operation]) => !reading.test(operation))).toEqual([]);
	expect(
		calls.filter(
			([, action]) =>
				!/^(?:apigateway:GET$|[a-z0-9-]+:(?:Get|List|Describe|BatchGet|Select|Lookup)[A-Za-z0-9]+$)/.test(action),
		),
	).toEqual([]);
});

test("no declared call reads content", () => {
	const content =
		/^(?:s3:GetObject(?!LockConfiguration)|secretsmanager:GetSecretValue|secretsmanager:BatchGetSecretValue|ssm:GetParameter|dynamodb:(?:Get|BatchGet)Item|logs:(?:GetLogEvents|GetLogRecord|GetQueryResults)|sqs:Receive|kms:Decrypt|lambda:GetFunction$|ecr:(?:GetDownloadUrlForLayer|BatchGetImage)|ec2:(?:GetPasswordData|GetConsole))/;
	const actions = declaredCalls().map(([, action]) => action);
	expect(actions.filter((action) => content.test(action))).toEqual([]);
});

test("the policy fits into one managed policy of IAM", () => {
	// IAM counts 6,144 characters without white space.
	expect(JSON.stringify(policies().scan).length).toBeLessThan(6144);
});

test("every type has one converter, one collector at most, and someone who tells of it", () => {
	const types = converters.map(({ type }) => type);
	expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
	const collected = collectors.flatMap(({ types }) => types);
	expect(collected.filter((type, index) => collected.indexOf(type) !== index)).toEqual([]);
	expect(collected.filter((type) => !types.includes(type))).toEqual([]);
	expect(converters.filter(({ type, fromConfig }) => fromConfig !== true && !collected.includes(type))).toEqual([]);
	const names = collectors.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
});

test("types that are missed where they are absent are kept, so that a resumed scan knows of them", () => {
	const streamed = converters.filter((converter) => converter.streamed).flatMap(({ yields }) => yields);
	expect(streamed.filter((type) => PRESENCE_TYPES.includes(type))).toEqual([]);
});
