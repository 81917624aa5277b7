import { afterEach, expect, test } from "vitest";
import type { AwsCollector } from "../../../../../src/collect/aws/collector.ts";
import { bedrockCollectors } from "../../../../../src/collect/aws/services/bedrock.ts";
import { databaseCollectors } from "../../../../../src/collect/aws/services/database.ts";
import type { Json } from "../../../../../src/model/json.ts";
import { collectFrom, type Reply, type Service, serve } from "./stand-in.ts";

const REGION = "eu-central-1";
const ARN = `arn:aws:bedrock:${REGION}:123456789012`;
const AT = "2026-11-01T00:00:00Z";
const DENIED = { error: "AccessDeniedException", status: 403 };
const GONE = { error: "ResourceNotFoundException", status: 404 };

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const stop of running.splice(0)) await stop();
});

/** What a collector makes of a service. */
async function read(name: string, service: Record<string, Reply> | Service) {
	const collector = [...bedrockCollectors, ...databaseCollectors].find((one) => one.name === name) as AwsCollector;
	const answer: Service = typeof service === "function" ? service : (request) => service[request];
	const { endpoint, stop } = await serve(answer);
	running.push(stop);
	return collectFrom(endpoint, collector, REGION);
}

test("the logging of model invocations, where it is configured", async () => {
	const { items } = await read("bedrock-logging", {
		"GET /logging/modelinvocations": {
			loggingConfig: { s3Config: { bucketName: "invocations" }, textDataDeliveryEnabled: true },
		},
	});
	expect(items).toMatchObject([
		{
			type: "AWS::Bedrock::ModelInvocationLogging",
			id: REGION,
			region: REGION,
			arn: null,
			configuration: { s3Config: { bucketName: "invocations" }, textDataDeliveryEnabled: true },
		},
	]);
	expect((await read("bedrock-logging", { "GET /logging/modelinvocations": {} })).items).toEqual([]);
	const empty = { loggingConfig: { textDataDeliveryEnabled: true } };
	expect((await read("bedrock-logging", { "GET /logging/modelinvocations": empty })).items).toEqual([]);
	await expect(read("bedrock-logging", { "GET /logging/modelinvocations": DENIED })).rejects.toThrow();
});

const summary = (id: string): Json => ({
	id,
	arn: `${ARN}:guardrail/${id}`,
	name: `guardrail ${id}`,
	status: "READY",
	version: "DRAFT",
	createdAt: AT,
	updatedAt: AT,
});

const guardrail = (id: string): Json => ({
	guardrailId: id,
	guardrailArn: `${ARN}:guardrail/${id}`,
	name: `guardrail ${id}`,
	status: "READY",
	version: "DRAFT",
	createdAt: AT,
	updatedAt: AT,
	blockedInputMessaging: "No.",
	blockedOutputsMessaging: "No.",
	contentPolicy: { filters: [{ type: "HATE", inputStrength: "HIGH", outputStrength: "HIGH" }] },
});

test("guardrails over several pages, with their filters and tags", async () => {
	const { items, reasons } = await read("bedrock-guardrails", (request, body) => {
		if (request === "GET /guardrails") return { guardrails: [summary("one")], nextToken: "2" };
		if (request === "GET /guardrails?nextToken=2") return { guardrails: [summary("two"), summary("gone")] };
		if (request === "GET /guardrails/gone") return GONE;
		if (request === "GET /guardrails/two") return DENIED;
		if (request === "GET /guardrails/one") return guardrail("one");
		if (request !== "POST /listTagsForResource") return undefined;
		const { resourceARN } = body as { resourceARN: string };
		return resourceARN.endsWith("/one") ? { tags: [{ key: "data-classification", value: "phi" }] } : DENIED;
	});
	expect(items).toMatchObject([
		{
			id: "one",
			name: "guardrail one",
			arn: `${ARN}:guardrail/one`,
			configuration: { contentPolicy: { filters: [{ type: "HATE" }] } },
			tags: { "data-classification": "phi" },
			missing: {},
		},
		{
			id: "two",
			tags: {},
			missing: { Guardrail: "bedrock:GetGuardrail was denied", Tags: "bedrock:ListTagsForResource was denied" },
		},
	]);
	expect(reasons).toEqual(["bedrock:GetGuardrail was denied", "bedrock:ListTagsForResource was denied"]);
});

test("a list that never ends is an error, not an end", async () => {
	const endless = read("bedrock-guardrails", (request) =>
		request.startsWith("GET /guardrails?") || request === "GET /guardrails"
			? { guardrails: [], nextToken: "x" }
			: undefined,
	);
	await expect(endless).rejects.toThrow(/repeats/);
});

test("only application profiles are asked for", async () => {
	const { items } = await read("bedrock-profiles", {
		"GET /inference-profiles?type=APPLICATION": {
			inferenceProfileSummaries: [
				{
					inferenceProfileId: "abc",
					inferenceProfileName: "support",
					inferenceProfileArn: `${ARN}:application-inference-profile/abc`,
					type: "APPLICATION",
					status: "ACTIVE",
					models: [{ modelArn: `arn:aws:bedrock:${REGION}::foundation-model/m` }],
				},
			],
		},
	});
	expect(items).toMatchObject([
		{ id: "abc", name: "support", configuration: { models: [{ modelArn: expect.stringContaining("/m") }] } },
	]);
});

test("models of one's own and provisioned throughput", async () => {
	const custom = { modelArn: `${ARN}:custom-model/m/1`, modelName: "tone", creationTime: AT };
	const { items } = await read("bedrock-models", {
		"GET /custom-models?isOwned=true": {
			modelSummaries: [{ ...custom, baseModelArn: `${ARN}:foundation-model/m`, baseModelName: "m" }],
		},
	});
	expect(items).toMatchObject([{ type: "AWS::Bedrock::CustomModel", name: "tone", arn: custom.modelArn }]);
	const throughput = await read("bedrock-throughput", {
		"GET /provisioned-model-throughputs": {
			provisionedModelSummaries: [
				{ provisionedModelName: "tone", provisionedModelArn: `${ARN}:provisioned-model/1`, creationTime: AT },
			],
		},
	});
	expect(throughput.items).toMatchObject([{ type: "AWS::Bedrock::ProvisionedModelThroughput", name: "tone" }]);
});

test("agents with their guardrail, and knowledge bases", async () => {
	const { items } = await read("bedrock-agents", {
		"POST /agents/": {
			agentSummaries: [
				{ agentId: "A1", agentName: "support", agentStatus: "PREPARED", updatedAt: AT },
				{ agentId: "A2", agentName: "hidden", agentStatus: "PREPARED", updatedAt: AT },
			],
		},
		"GET /agents/A1/": {
			agent: {
				agentId: "A1",
				agentName: "support",
				agentArn: `${ARN}:agent/A1`,
				foundationModel: "eu.anthropic.claude-sonnet-4-20250514-v1:0",
				guardrailConfiguration: { guardrailIdentifier: "one", guardrailVersion: "3" },
			},
		},
		"GET /agents/A2/": DENIED,
	});
	expect(items).toMatchObject([
		{
			arn: `${ARN}:agent/A1`,
			name: "support",
			configuration: { guardrailConfiguration: { guardrailIdentifier: "one", guardrailVersion: "3" } },
			missing: {},
		},
		{ arn: `${ARN}:agent/A2`, missing: { Agent: "bedrock:GetAgent was denied" } },
	]);
	const bases = await read("bedrock-knowledge-bases", {
		"POST /knowledgebases/": {
			knowledgeBaseSummaries: [{ knowledgeBaseId: "K1", name: "handbook", status: "ACTIVE", updatedAt: AT }],
		},
	});
	expect(bases.items).toMatchObject([{ arn: `${ARN}:knowledge-base/K1`, name: "handbook" }]);
});

test("provisioned clusters of MSK", async () => {
	const arn = `arn:aws:kafka:${REGION}:123456789012:cluster/events/1`;
	const { items } = await read("msk", {
		"GET /api/v2/clusters?clusterTypeFilter=PROVISIONED": {
			clusterInfoList: [
				{
					clusterArn: arn,
					clusterName: "events",
					clusterType: "PROVISIONED",
					tags: { team: "data" },
					provisioned: {
						numberOfBrokerNodes: 3,
						brokerNodeGroupInfo: {
							instanceType: "kafka.m5.large",
							clientSubnets: ["subnet-0a"],
							connectivityInfo: { publicAccess: { type: "SERVICE_PROVIDED_EIPS" } },
						},
					},
				},
			],
		},
	});
	expect(items).toMatchObject([
		{
			arn,
			name: "events",
			tags: { team: "data" },
			configuration: {
				Provisioned: {
					BrokerNodeGroupInfo: { ConnectivityInfo: { PublicAccess: { Type: "SERVICE_PROVIDED_EIPS" } } },
				},
			},
		},
	]);
});
