import type { AwsItem } from "../../../model/aws.ts";
import type { Answer, AwsCollector, AwsSession } from "../collector.ts";
import { entries, present } from "../entries.ts";

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
		},
		async *collect(session) {
			const { SageMakerClient, DescribeNotebookInstanceCommand, paginateListNotebookInstances } = await import(
				"@aws-sdk/client-sagemaker"
			);
			const client = session.client(SageMakerClient);
			const pages = paginateListNotebookInstances({ client }, {});
			const items = session.each(
				entries(pages, (page) => page.NotebookInstances),
				async (summary) => {
					const query = new DescribeNotebookInstanceCommand({ NotebookInstanceName: summary.NotebookInstanceName });
					const answer = await session.ask(() => client.send(query), GONE);
					const { NotebookInstanceName: name, NotebookInstanceArn: arn } = summary;
					return described(session, "AWS::SageMaker::NotebookInstance", name, arn, summary, answer);
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
		types: ["AWS::SageMaker::Endpoint"],
		scope: "region",
		calls: { ListEndpoints: "sagemaker:ListEndpoints" },
		async *collect(session) {
			const { SageMakerClient, paginateListEndpoints } = await import("@aws-sdk/client-sagemaker");
			const paging = { client: session.client(SageMakerClient) };
			for await (const endpoint of entries(paginateListEndpoints(paging, {}), (page) => page.Endpoints)) {
				if (endpoint.EndpointName === undefined) continue;
				yield session.item({
					type: "AWS::SageMaker::Endpoint",
					id: endpoint.EndpointName,
					arn: endpoint.EndpointArn ?? null,
					configuration: endpoint,
				});
			}
		},
	},
	{
		name: "sagemaker-domains",
		types: ["AWS::SageMaker::Domain"],
		scope: "region",
		calls: { ListDomains: "sagemaker:ListDomains" },
		async *collect(session) {
			const { SageMakerClient, paginateListDomains } = await import("@aws-sdk/client-sagemaker");
			const paging = { client: session.client(SageMakerClient) };
			for await (const domain of entries(paginateListDomains(paging, {}), (page) => page.Domains)) {
				if (domain.DomainId === undefined) continue;
				yield session.item({
					type: "AWS::SageMaker::Domain",
					id: domain.DomainId,
					name: domain.DomainName ?? domain.DomainId,
					arn: domain.DomainArn ?? null,
					configuration: domain,
				});
			}
		},
	},
];

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
