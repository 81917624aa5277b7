import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { RateLimiter } from "../../../../src/collect/aws/limiter.ts";
import { ClientPool, createSession } from "../../../../src/collect/aws/session.ts";
import { type Standin, startConfigServer } from "../../../servers/aws-config-server.ts";
import { madeItems, workingRecorder } from "../../../servers/config-items.ts";
import { parseQuery } from "../../../servers/config-query.ts";

const ACCOUNT = "123456789012";
let standin: Standin;

beforeAll(async () => {
	standin = await startConfigServer({
		account: ACCOUNT,
		regions: ["eu-west-1"],
		recorders: { [`${ACCOUNT}/eu-west-1`]: workingRecorder() },
		items: madeItems("AWS::EC2::Volume", 3, ACCOUNT, "eu-west-1"),
	});
	for (const [name, value] of Object.entries(standin.env)) vi.stubEnv(name, value);
});

afterAll(async () => {
	vi.unstubAllEnvs();
	await standin.close();
});

test("the stand-in refuses unsigned calls", async () => {
	const answer = await fetch(standin.url, {
		method: "POST",
		headers: { "x-amz-target": "StarlingDoveService.DescribeConfigurationRecorders" },
		body: "{}",
	});
	expect([answer.status, ((await answer.json()) as { __type: string }).__type]).toEqual([
		403,
		"MissingAuthenticationTokenException",
	]);
});

test("the stand-in refuses large batches, high limits and queries it does not understand; the client sees AWS's names", async () => {
	const sdk = await import("@aws-sdk/client-config-service");
	const client = new sdk.ConfigServiceClient({ maxAttempts: 1 });
	const keys = Array.from({ length: 101 }, (_, id) => ({
		resourceType: "AWS::EC2::Volume" as const,
		resourceId: String(id),
	}));
	await expect(client.send(new sdk.BatchGetResourceConfigCommand({ resourceKeys: keys }))).rejects.toMatchObject({
		name: "ValidationException",
	});
	const select = (Expression: string, Limit = 100) =>
		client.send(new sdk.SelectResourceConfigCommand({ Expression, Limit }));
	await expect(select("SELECT resourceId", 101)).rejects.toMatchObject({ name: "InvalidLimitException" });
	await expect(select("SELECT resourceId ORDER BY resourceId")).rejects.toMatchObject({
		name: "InvalidExpressionException",
	});
	const { Results } = await select("SELECT resourceId, configuration.encrypted WHERE configuration.encrypted = false");
	expect(Results).toHaveLength(1);
	const { configurationItems } = await client.send(
		new sdk.GetResourceConfigHistoryCommand({
			resourceType: "AWS::EC2::Volume",
			resourceId: JSON.parse(Results![0]!).resourceId as string,
		}),
	);
	expect(configurationItems![0]!.configurationItemCaptureTime).toBeInstanceOf(Date);
	client.destroy();
});

test("queries of the subset are understood, others are refused", () => {
	const { columns, conditions } = parseQuery(
		"SELECT resourceId, tags WHERE resourceType IN ('A', 'B''s') AND arn LIKE 'arn:%' AND configuration.size = 8",
	);
	expect(columns).toEqual(["resourceId", "tags"]);
	expect(conditions.map(({ test }) => [test("B's"), test("arn:x"), test(8)])).toEqual([
		[true, false, false],
		[false, true, false],
		[false, false, true],
	]);
	for (const query of [
		"",
		"SELECT",
		"SELECT *",
		"SELECT a",
		"SELECT arn WHERE",
		"SELECT arn WHERE arn LIKE '%x'",
		"SELECT arn WHERE arn < 'x'",
		"SELECT arn WHERE arn = 'x' OR arn = 'y'",
	]) {
		expect(() => parseQuery(query), query).toThrow();
	}
});

test("sessions refuse calls that are not declared before they leave", async () => {
	const sdk = await import("@aws-sdk/client-config-service");
	const access = { limiter: new RateLimiter(100), signal: new AbortController().signal };
	const pool = new ClientPool(access);
	const session = createSession(
		{ ...access, account: ACCOUNT, partition: "aws", regions: ["eu-west-1"], onTrouble: () => {} },
		pool,
		{ scope: "region", calls: { DescribeConfigurationRecorders: "config:DescribeConfigurationRecorders" } },
		"eu-west-1",
	);
	const client = session.client(sdk.ConfigServiceClient);
	expect(session.client(sdk.ConfigServiceClient)).toBe(client);
	expect(session.client(sdk.ConfigServiceClient, { region: "us-east-1" })).not.toBe(client);
	const answer = await session.ask(() => client.send(new sdk.DescribeConfigurationRecordersCommand({})));
	expect(answer.state === "ok" && answer.value.ConfigurationRecorders).toHaveLength(1);
	const before = standin.calls.length;
	await expect(session.ask(() => client.send(new sdk.DescribeDeliveryChannelsCommand({})))).rejects.toThrow(
		"not among the declared",
	);
	expect(standin.calls).toHaveLength(before);
	pool.close();
});

test("a call is given up at once when the scan is stopped", async () => {
	const sdk = await import("@aws-sdk/client-config-service");
	const controller = new AbortController();
	const pool = new ClientPool({ limiter: new RateLimiter(100), signal: controller.signal });
	const client = pool.client(
		sdk.ConfigServiceClient,
		{ DescribeConfigurationRecorders: "config:DescribeConfigurationRecorders" },
		{ region: "eu-west-1" },
	);
	controller.abort();
	await expect(client.send(new sdk.DescribeConfigurationRecordersCommand({}))).rejects.toMatchObject({
		name: "AbortError",
	});
	pool.close();
});
