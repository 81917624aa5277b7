import { tags } from "../../../normalize/aws/read.ts";
import { type AwsCollector, plain } from "../collector.ts";
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
		calls: { ListCustomModels: "bedrock:ListCustomModels" },
		async *collect(session) {
			const { BedrockClient, paginateListCustomModels } = await import("@aws-sdk/client-bedrock");
			const paging = { client: session.client(BedrockClient) };
			const pages = paginateListCustomModels(paging, { isOwned: true });
			for await (const model of entries(pages, (page) => page.modelSummaries)) {
				if (model.modelArn === undefined) continue;
				yield session.item({
					type: "AWS::Bedrock::CustomModel",
					id: model.modelArn,
					name: model.modelName ?? model.modelArn,
					arn: model.modelArn,
					configuration: model,
				});
			}
		},
	},
	{
		name: "bedrock-throughput",
		types: ["AWS::Bedrock::ProvisionedModelThroughput"],
		scope: "region",
		calls: { ListProvisionedModelThroughputs: "bedrock:ListProvisionedModelThroughputs" },
		async *collect(session) {
			const { BedrockClient, paginateListProvisionedModelThroughputs } = await import("@aws-sdk/client-bedrock");
			const paging = { client: session.client(BedrockClient) };
			const pages = paginateListProvisionedModelThroughputs(paging, {});
			for await (const model of entries(pages, (page) => page.provisionedModelSummaries)) {
				if (model.provisionedModelArn === undefined) continue;
				yield session.item({
					type: "AWS::Bedrock::ProvisionedModelThroughput",
					id: model.provisionedModelArn,
					name: model.provisionedModelName ?? model.provisionedModelArn,
					arn: model.provisionedModelArn,
					configuration: model,
				});
			}
		},
	},
	{
		name: "bedrock-agents",
		types: ["AWS::Bedrock::Agent"],
		scope: "region",
		calls: { ListAgents: "bedrock:ListAgents", GetAgent: "bedrock:GetAgent" },
		async *collect(session) {
			const { BedrockAgentClient, GetAgentCommand, paginateListAgents } = await import("@aws-sdk/client-bedrock-agent");
			const client = session.client(BedrockAgentClient);
			const summaries = entries(paginateListAgents({ client }, {}), (page) => page.agentSummaries);
			const items = session.each(summaries, async (summary) => {
				const id = summary.agentId;
				if (id === undefined) return null;
				const answer = await session.ask(
					async () => (await client.send(new GetAgentCommand({ agentId: id }))).agent,
					["ResourceNotFoundException"],
				);
				if (answer.state === "absent") return null;
				const item = session.item({
					type: "AWS::Bedrock::Agent",
					id,
					name: summary.agentName ?? id,
					arn: `arn:${session.partition}:bedrock:${session.region}:${session.account}:agent/${id}`,
					configuration: answer.state === "ok" ? (answer.value ?? summary) : summary,
				});
				if (answer.state === "denied") item.missing.Agent = answer.reason;
				return item;
			});
			yield* present(items);
		},
	},
	{
		name: "bedrock-knowledge-bases",
		types: ["AWS::Bedrock::KnowledgeBase"],
		scope: "region",
		calls: { ListKnowledgeBases: "bedrock:ListKnowledgeBases" },
		async *collect(session) {
			const { BedrockAgentClient, paginateListKnowledgeBases } = await import("@aws-sdk/client-bedrock-agent");
			const paging = { client: session.client(BedrockAgentClient) };
			const pages = paginateListKnowledgeBases(paging, {});
			for await (const base of entries(pages, (page) => page.knowledgeBaseSummaries)) {
				const id = base.knowledgeBaseId;
				if (id === undefined) continue;
				yield session.item({
					type: "AWS::Bedrock::KnowledgeBase",
					id,
					name: base.name ?? id,
					arn: `arn:${session.partition}:bedrock:${session.region}:${session.account}:knowledge-base/${id}`,
					configuration: base,
				});
			}
		},
	},
];
