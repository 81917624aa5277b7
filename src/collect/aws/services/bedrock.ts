import type { AwsItem } from "../../../model/aws.ts";
import { tags } from "../../../normalize/aws/read.ts";
import { type Answer, type AwsCollector, plain } from "../collector.ts";
import { entries, present } from "../entries.ts";

/** Bedrock: its logging, guardrails, models, agents. */
export const bedrockCollectors: AwsCollector[] = [
	{
		name: "bedrock-logging",
		types: ["AWS::Bedrock::ModelInvocationLogging"],
		scope: "region",
		calls: { GetModelInvocationLoggingConfiguration: "bedrock:GetModelInvocationLoggingConfiguration" },
		async *collect(session) {
			const { BedrockClient, GetModelInvocationLoggingConfigurationCommand } = await import("@aws-sdk/client-bedrock");
			const client = session.client(BedrockClient);
			const { loggingConfig } = await client.send(new GetModelInvocationLoggingConfigurationCommand({}));
			// Without a destination nothing is logged; that is judged on the region.
			if (loggingConfig?.s3Config === undefined && loggingConfig?.cloudWatchConfig === undefined) return;
			yield session.item({
				type: "AWS::Bedrock::ModelInvocationLogging",
				id: session.region,
				name: `model invocation logging of ${session.region}`,
				configuration: loggingConfig,
			});
		},
	},
	{
		name: "bedrock-guardrails",
		types: ["AWS::Bedrock::Guardrail"],
		scope: "region",
		calls: {
			ListGuardrails: "bedrock:ListGuardrails",
			GetGuardrail: "bedrock:GetGuardrail",
			ListTagsForResource: "bedrock:ListTagsForResource",
		},
		async *collect(session) {
			const { BedrockClient, GetGuardrailCommand, ListTagsForResourceCommand, paginateListGuardrails } = await import(
				"@aws-sdk/client-bedrock"
			);
			const client = session.client(BedrockClient);
			const summaries = entries(paginateListGuardrails({ client }, {}), (page) => page.guardrails);
			const items = session.each(summaries, async (summary) => {
				const { id, arn } = summary;
				if (id === undefined || arn === undefined) return null;
				const query = new GetGuardrailCommand({ guardrailIdentifier: id });
				const guardrail = await session.ask(() => client.send(query), ["ResourceNotFoundException"]);
				if (guardrail.state === "absent") return null;
				const labels = await session.ask(
					async () => (await client.send(new ListTagsForResourceCommand({ resourceARN: arn }))).tags,
					["ResourceNotFoundException"],
				);
				const item = session.item({
					type: "AWS::Bedrock::Guardrail",
					id,
					name: summary.name ?? id,
					arn,
					configuration: guardrail.state === "ok" ? guardrail.value : summary,
					tags: labels.state === "ok" ? tags(plain(labels.value)) : {},
				});
				if (guardrail.state === "denied") item.missing.Guardrail = guardrail.reason;
				if (labels.state === "denied") item.missing.Tags = labels.reason;
				return item;
			});
			yield* present(items);
		},
	},
	{
		name: "bedrock-profiles",
		types: ["AWS::Bedrock::ApplicationInferenceProfile"],
		scope: "region",
		calls: { ListInferenceProfiles: "bedrock:ListInferenceProfiles" },
		async *collect(session) {
			const { BedrockClient, paginateListInferenceProfiles } = await import("@aws-sdk/client-bedrock");
			const paging = { client: session.client(BedrockClient) };
			const pages = paginateListInferenceProfiles(paging, { typeEquals: "APPLICATION" });
			for await (const profile of entries(pages, (page) => page.inferenceProfileSummaries)) {
				if (profile.inferenceProfileId === undefined) continue;
				yield session.item({
					type: "AWS::Bedrock::ApplicationInferenceProfile",
					id: profile.inferenceProfileId,
					name: profile.inferenceProfileName ?? profile.inferenceProfileId,
					arn: profile.inferenceProfileArn ?? null,
					configuration: profile,
				});
			}
		},
	},
	{
		name: "bedrock-models",
		types: ["AWS::Bedrock::CustomModel"],
		scope: "region",
		calls: {
			ListCustomModels: "bedrock:ListCustomModels",
			GetCustomModel: "bedrock:GetCustomModel",
			ListTagsForResource: "bedrock:ListTagsForResource",
		},
		async *collect(session) {
			const sdk = await import("@aws-sdk/client-bedrock");
			const client = session.client(sdk.BedrockClient);
			const pages = sdk.paginateListCustomModels({ client }, { isOwned: true });
			const items = session.each(
				entries(pages, (page) => page.modelSummaries),
				async (model) => {
					const arn = model.modelArn;
					if (arn === undefined) return null;
					const query = new sdk.GetCustomModelCommand({ modelIdentifier: arn });
					const answer = await session.ask(() => client.send(query), ["ResourceNotFoundException"]);
					if (answer.state === "absent") return null;
					const labels = await session.ask(
						async () => (await client.send(new sdk.ListTagsForResourceCommand({ resourceARN: arn }))).tags,
					);
					const { modelName: name = arn } = model;
					const key = answer.state === "ok" ? { modelKmsKeyArn: answer.value.modelKmsKeyArn } : {};
					const configuration = { ...model, ...key };
					const item = session.item({ type: "AWS::Bedrock::CustomModel", id: arn, name, arn, configuration });
					if (answer.state === "denied") item.missing.Model = answer.reason;
					return withTags(item, labels);
				},
			);
			yield* present(items);
		},
	},
	{
		name: "bedrock-throughput",
		types: ["AWS::Bedrock::ProvisionedModelThroughput"],
		scope: "region",
		calls: {
			ListProvisionedModelThroughputs: "bedrock:ListProvisionedModelThroughputs",
			ListTagsForResource: "bedrock:ListTagsForResource",
		},
		async *collect(session) {
			const sdk = await import("@aws-sdk/client-bedrock");
			const client = session.client(sdk.BedrockClient);
			const pages = sdk.paginateListProvisionedModelThroughputs({ client }, {});
			const items = session.each(
				entries(pages, (page) => page.provisionedModelSummaries),
				async (configuration) => {
					const arn = configuration.provisionedModelArn;
					if (arn === undefined) return null;
					const labels = await session.ask(
						async () => (await client.send(new sdk.ListTagsForResourceCommand({ resourceARN: arn }))).tags,
					);
					const { provisionedModelName: name = arn } = configuration;
					const type = "AWS::Bedrock::ProvisionedModelThroughput";
					return withTags(session.item({ type, id: arn, name, arn, configuration }), labels);
				},
			);
			yield* present(items);
		},
	},
	{
		name: "bedrock-agents",
		types: ["AWS::Bedrock::Agent"],
		scope: "region",
		calls: {
			ListAgents: "bedrock:ListAgents",
			GetAgent: "bedrock:GetAgent",
			ListTagsForResource: "bedrock:ListTagsForResource",
		},
		async *collect(session) {
			const { BedrockAgentClient, GetAgentCommand, ListTagsForResourceCommand, paginateListAgents } = await import(
				"@aws-sdk/client-bedrock-agent"
			);
			const client = session.client(BedrockAgentClient);
			const summaries = entries(paginateListAgents({ client }, {}), (page) => page.agentSummaries);
			const items = session.each(summaries, async (summary) => {
				const id = summary.agentId;
				if (id === undefined) return null;
				const answer = await session.ask(
					async () => (await client.send(new GetAgentCommand({ agentId: id }))).agent,
					["ResourceNotFoundException"],
				);
				const arn = `arn:${session.partition}:bedrock:${session.region}:${session.account}:agent/${id}`;
				const labels = await session.ask(
					async () => (await client.send(new ListTagsForResourceCommand({ resourceArn: arn }))).tags,
					["ResourceNotFoundException"],
				);
				if (answer.state === "absent" || labels.state === "absent") return null;
				const item = session.item({
					type: "AWS::Bedrock::Agent",
					id,
					name: summary.agentName ?? id,
					arn,
					configuration: answer.state === "ok" ? (answer.value ?? summary) : summary,
					tags: labels.state === "ok" ? tags(plain(labels.value)) : {},
				});
				if (answer.state === "denied") item.missing.Agent = answer.reason;
				if (labels.state === "denied") item.missing.Tags = labels.reason;
				return item;
			});
			yield* present(items);
		},
	},
	{
		name: "bedrock-knowledge-bases",
		types: ["AWS::Bedrock::KnowledgeBase"],
		scope: "region",
		calls: {
			ListKnowledgeBases: "bedrock:ListKnowledgeBases",
			ListTagsForResource: "bedrock:ListTagsForResource",
		},
		async *collect(session) {
			const sdk = await import("@aws-sdk/client-bedrock-agent");
			const client = session.client(sdk.BedrockAgentClient);
			const pages = sdk.paginateListKnowledgeBases({ client }, {});
			const items = session.each(
				entries(pages, (page) => page.knowledgeBaseSummaries),
				async (configuration) => {
					const id = configuration.knowledgeBaseId;
					if (id === undefined) return null;
					const arn = `arn:${session.partition}:bedrock:${session.region}:${session.account}:knowledge-base/${id}`;
					const labels = await session.ask(
						async () => (await client.send(new sdk.ListTagsForResourceCommand({ resourceArn: arn }))).tags,
					);
					const { name = id } = configuration;
					return withTags(session.item({ type: "AWS::Bedrock::KnowledgeBase", id, name, arn, configuration }), labels);
				},
			);
			yield* present(items);
		},
	},
];

/** Adds the tags, or the reason why they could not be read. */
function withTags(item: AwsItem, labels: Answer<object | undefined>): AwsItem {
	if (labels.state === "ok") item.tags = tags(plain(labels.value));
	if (labels.state === "denied") item.missing.Tags = labels.reason;
	return item;
}
