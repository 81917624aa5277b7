import type { AwsItem } from "../../../model/aws.ts";
import { tags } from "../../../normalize/aws/read.ts";
import { compareText } from "../../../order.ts";
import { type Answer, type AwsCollector, type AwsSession, plain } from "../collector.ts";
import { entries, present } from "../entries.ts";
import { unlessAbsent } from "./absent.ts";

/** SageMaker answers so for what it does not find. */
const GONE = ["ResourceNotFound", "ValidationException"];

/** SageMaker: notebooks, models, endpoints, domains. */
export const sagemakerCollectors: AwsCollector[] = [
	{
		name: "sagemaker-notebooks",
		types: ["AWS::SageMaker::NotebookInstance"],
		scope: "region",
		calls: {
			ListNotebookInstances: "sagemaker:ListNotebookInstances",
			DescribeNotebookInstance: "sagemaker:DescribeNotebookInstance",
			ListTags: "sagemaker:ListTags",
		},
		async *collect(session) {
			const { SageMakerClient, DescribeNotebookInstanceCommand, ListTagsCommand, paginateListNotebookInstances } =
				await import("@aws-sdk/client-sagemaker");
			const client = session.client(SageMakerClient);
			const pages = paginateListNotebookInstances({ client }, {});
			const items = session.each(
				entries(pages, (page) => page.NotebookInstances),
				async (summary) => {
					const query = new DescribeNotebookInstanceCommand({ NotebookInstanceName: summary.NotebookInstanceName });
					const answer = await session.ask(() => client.send(query), GONE);
					const { NotebookInstanceName: name, NotebookInstanceArn: arn } = summary;
					const labels = await session.ask(() => client.send(new ListTagsCommand({ ResourceArn: arn })));
					return withTags(described(session, "AWS::SageMaker::NotebookInstance", name, arn, summary, answer), labels);
				},
			);
			yield* present(items);
		},
	},
	{
		name: "sagemaker-models",
		types: ["AWS::SageMaker::Model"],
		scope: "region",
		calls: { ListModels: "sagemaker:ListModels", DescribeModel: "sagemaker:DescribeModel" },
		async *collect(session) {
			const { SageMakerClient, DescribeModelCommand, paginateListModels } = await import("@aws-sdk/client-sagemaker");
			const client = session.client(SageMakerClient);
			const pages = paginateListModels({ client }, {});
			const items = session.each(
				entries(pages, (page) => page.Models),
				async (summary) => {
					const query = new DescribeModelCommand({ ModelName: summary.ModelName });
					const answer = await session.ask(() => client.send(query), GONE);
					return described(session, "AWS::SageMaker::Model", summary.ModelName, summary.ModelArn, summary, answer);
				},
			);
			yield* present(items);
		},
	},
	{
		name: "sagemaker-endpoints",
		// Of configurations only those that endpoints use: old ones stay behind with every release.
		types: ["AWS::SageMaker::Endpoint", "AWS::SageMaker::EndpointConfig"],
		scope: "region",
		calls: {
			ListEndpoints: "sagemaker:ListEndpoints",
			DescribeEndpoint: "sagemaker:DescribeEndpoint",
			DescribeEndpointConfig: "sagemaker:DescribeEndpointConfig",
			ListTags: "sagemaker:ListTags",
		},
		async *collect(session) {
			const sdk = await import("@aws-sdk/client-sagemaker");
			const client = session.client(sdk.SageMakerClient);
			const labelsOf = (arn: string | undefined) =>
				session.ask(() => client.send(new sdk.ListTagsCommand({ ResourceArn: arn })));
			const configs = new Set<string>();
			const endpoints = session.each(
				entries(sdk.paginateListEndpoints({ client }, {}), (page) => page.Endpoints),
				async (summary) => {
					const { EndpointName: name, EndpointArn: arn } = summary;
					const query = new sdk.DescribeEndpointCommand({ EndpointName: name });
					// A failure here would hide which configuration is used: it fails the whole list.
					const answer = await unlessAbsent(GONE, () => client.send(query));
					if (answer === null || name === undefined) return null;
					if (answer.EndpointConfigName !== undefined) configs.add(answer.EndpointConfigName);
					const item = described(session, "AWS::SageMaker::Endpoint", name, arn, summary, {
						state: "ok",
						value: answer,
					});
					return withTags(item, await labelsOf(arn));
				},
			);
			yield* present(endpoints);
			const used = session.each([...configs].sort(compareText), async (name) => {
				const query = new sdk.DescribeEndpointConfigCommand({ EndpointConfigName: name });
				const answer = await session.ask(() => client.send(query), GONE);
				const arn =
					(answer.state === "ok" ? answer.value.EndpointConfigArn : undefined) ??
					`arn:${session.partition}:sagemaker:${session.region}:${session.account}:endpoint-config/${name.toLowerCase()}`;
				return withTags(
					described(session, "AWS::SageMaker::EndpointConfig", name, arn, {}, answer),
					await labelsOf(arn),
				);
			});
			yield* present(used);
		},
	},
	{
		name: "sagemaker-domains",
		types: ["AWS::SageMaker::Domain"],
		scope: "region",
		calls: {
			ListDomains: "sagemaker:ListDomains",
			DescribeDomain: "sagemaker:DescribeDomain",
			ListTags: "sagemaker:ListTags",
		},
		async *collect(session) {
			const { SageMakerClient, DescribeDomainCommand, ListTagsCommand, paginateListDomains } = await import(
				"@aws-sdk/client-sagemaker"
			);
			const client = session.client(SageMakerClient);
			const items = session.each(
				entries(paginateListDomains({ client }, {}), (page) => page.Domains),
				async (summary) => {
					const { DomainId: id, DomainArn: arn } = summary;
					const answer = await session.ask(() => client.send(new DescribeDomainCommand({ DomainId: id })), GONE);
					const labels = await session.ask(() => client.send(new ListTagsCommand({ ResourceArn: arn })));
					const item = described(session, "AWS::SageMaker::Domain", id, arn, summary, answer);
					if (item !== null) item.name = summary.DomainName ?? item.id;
					return withTags(item, labels);
				},
			);
			yield* present(items);
		},
	},
];

/** Adds the tags, or the reason why they could not be read. */
function withTags(item: AwsItem | null, labels: Answer<{ Tags?: object[] | undefined }>): AwsItem | null {
	if (item === null) return null;
	if (labels.state === "ok") item.tags = tags(plain(labels.value.Tags));
	if (labels.state === "denied") item.missing.Tags = labels.reason;
	return item;
}

/** An item from its description, or from its entry in the list where it could not be described; null for what is gone. */
function described(
	session: AwsSession,
	type: string,
	name: string | undefined,
	arn: string | undefined,
	summary: object,
	answer: Answer<object>,
): AwsItem | null {
	if (name === undefined || answer.state === "absent") return null;
	const configuration = answer.state === "ok" ? answer.value : summary;
	const item = session.item({ type, id: name, arn: arn ?? null, configuration });
	if (answer.state === "denied") item.missing.Description = answer.reason;
	return item;
}
