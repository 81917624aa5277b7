import type { ECSClient, Service } from "@aws-sdk/client-ecs";
import { tags } from "../../../normalize/aws/read.ts";
import { type AwsCollector, type AwsSession, plain, record } from "../collector.ts";
import { unlessAbsent } from "./absent.ts";

const repositories: AwsCollector = {
	name: "ecr-repositories",
	types: ["AWS::ECR::Repository"],
	scope: "region",
	calls: { DescribeRepositories: "ecr:DescribeRepositories", GetRepositoryPolicy: "ecr:GetRepositoryPolicy" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-ecr");
		const client = session.client(sdk.ECRClient);
		for await (const { repositories = [] } of sdk.paginateDescribeRepositories({ client }, { maxResults: 1000 })) {
			yield* session.each(repositories, async (configuration) => {
				const { repositoryName: id = "", repositoryArn: arn = null } = configuration;
				const item = session.item({ type: "AWS::ECR::Repository", id, arn, configuration });
				const answer = await session.ask(
					async () => (await client.send(new sdk.GetRepositoryPolicyCommand({ repositoryName: id }))).policyText,
					["RepositoryPolicyNotFoundException"],
				);
				record(item, "RepositoryPolicy", answer);
				return item;
			});
		}
	},
};

const registryScanning: AwsCollector = {
	name: "ecr-registry-scanning",
	types: ["AWS::ECR::RegistryScanningConfiguration"],
	scope: "region",
	calls: { GetRegistryScanningConfiguration: "ecr:GetRegistryScanningConfiguration" },
	async *collect(session) {
		const { ECRClient, GetRegistryScanningConfigurationCommand } = await import("@aws-sdk/client-ecr");
		const answer = await session.client(ECRClient).send(new GetRegistryScanningConfigurationCommand({}));
		const configuration = answer.scanningConfiguration ?? {};
		yield session.item({ type: "AWS::ECR::RegistryScanningConfiguration", id: "settings", configuration });
	},
};

const registryPolicy: AwsCollector = {
	name: "ecr-registry-policy",
	types: ["AWS::ECR::RegistryPolicy"],
	scope: "region",
	calls: { GetRegistryPolicy: "ecr:GetRegistryPolicy" },
	async *collect(session) {
		const { ECRClient, GetRegistryPolicyCommand } = await import("@aws-sdk/client-ecr");
		const client = session.client(ECRClient);
		const answer = await unlessAbsent(["RegistryPolicyNotFoundException"], () =>
			client.send(new GetRegistryPolicyCommand({})),
		);
		if (answer === null) return;
		const configuration = { policyText: answer.policyText };
		yield session.item({ type: "AWS::ECR::RegistryPolicy", id: "settings", configuration });
	},
};

const SERVICE_CALLS = {
	ListClusters: "ecs:ListClusters",
	ListServices: "ecs:ListServices",
	DescribeServices: "ecs:DescribeServices",
};

/** All services of all clusters, ten at a time as ECS answers them. */
async function* servicesOf(client: ECSClient): AsyncIterable<Service[]> {
	const sdk = await import("@aws-sdk/client-ecs");
	for await (const { clusterArns = [] } of sdk.paginateListClusters({ client }, { maxResults: 100 })) {
		for (const cluster of clusterArns) {
			for await (const { serviceArns = [] } of sdk.paginateListServices({ client }, { cluster, maxResults: 10 })) {
				if (serviceArns.length === 0) continue;
				const input = { cluster, services: serviceArns, include: ["TAGS" as const] };
				yield (await client.send(new sdk.DescribeServicesCommand(input))).services ?? [];
			}
		}
	}
}

async function ecsClient(session: AwsSession): Promise<ECSClient> {
	const { ECSClient } = await import("@aws-sdk/client-ecs");
	return session.client(ECSClient);
}

const services: AwsCollector = {
	name: "ecs-services",
	types: ["AWS::ECS::Service"],
	scope: "region",
	calls: SERVICE_CALLS,
	async *collect(session) {
		for await (const page of servicesOf(await ecsClient(session))) {
			for (const { events: _, ...service } of page) {
				const { serviceArn: arn = null, serviceName: name = "", status } = service;
				// Deleted services stay visible for a while.
				if (arn === null || status === "INACTIVE") continue;
				const labels = tags(plain(service.tags));
				yield session.item({ type: "AWS::ECS::Service", id: arn, name, arn, configuration: service, tags: labels });
			}
		}
	},
};

/** `arn:…:task-definition/web:12` → family and revision. */
function revisionOf(arn: string): { family: string; revision: number } {
	const [, family = arn, revision = "0"] = /task-definition\/(.+):(\d+)$/.exec(arn) ?? [];
	return { family, revision: Number(revision) };
}

/** Those in use, as far as can be told: the newest active revision of each family, and what services run. */
const taskDefinitions: AwsCollector = {
	name: "ecs-task-definitions",
	types: ["AWS::ECS::TaskDefinition"],
	scope: "region",
	calls: {
		...SERVICE_CALLS,
		ListTaskDefinitions: "ecs:ListTaskDefinitions",
		DescribeTaskDefinition: "ecs:DescribeTaskDefinition",
	},
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-ecs");
		const client = await ecsClient(session);
		const newest = new Map<string, { arn: string; revision: number }>();
		for await (const { taskDefinitionArns = [] } of sdk.paginateListTaskDefinitions(
			{ client },
			{ status: "ACTIVE", maxResults: 100 },
		)) {
			for (const arn of taskDefinitionArns) {
				const { family, revision } = revisionOf(arn);
				if ((newest.get(family)?.revision ?? -1) < revision) newest.set(family, { arn, revision });
			}
		}
		const used = new Set([...newest.values()].map(({ arn }) => arn));
		for await (const page of servicesOf(client)) {
			for (const { taskDefinition, status } of page) {
				if (taskDefinition !== undefined && status !== "INACTIVE") used.add(taskDefinition);
			}
		}
		yield* session.each([...used].sort(), async (arn) => {
			const { taskDefinition = {} } = await client.send(new sdk.DescribeTaskDefinitionCommand({ taskDefinition: arn }));
			const name = taskDefinition.family ?? arn;
			return session.item({ type: "AWS::ECS::TaskDefinition", id: arn, name, arn, configuration: taskDefinition });
		});
	},
};

const clusters: AwsCollector = {
	name: "eks",
	types: ["AWS::EKS::Cluster"],
	scope: "region",
	calls: { ListClusters: "eks:ListClusters", DescribeCluster: "eks:DescribeCluster" },
	async *collect(session) {
		const { DescribeClusterCommand, EKSClient, paginateListClusters } = await import("@aws-sdk/client-eks");
		const client = session.client(EKSClient);
		for await (const { clusters: names = [] } of paginateListClusters({ client }, { maxResults: 100 })) {
			const found = session.each(names, async (name) => {
				const answer = await unlessAbsent(["ResourceNotFoundException"], () =>
					client.send(new DescribeClusterCommand({ name })),
				);
				const { arn = null, tags: labels = {} } = answer?.cluster ?? {};
				if (answer?.cluster === undefined) return null;
				return session.item({ type: "AWS::EKS::Cluster", id: name, arn, configuration: answer.cluster, tags: labels });
			});
			for await (const item of found) if (item !== null) yield item;
		}
	},
};

/** ECR, ECS, EKS. */
export const containerCollectors: AwsCollector[] = [
	repositories,
	registryScanning,
	registryPolicy,
	services,
	taskDefinitions,
	clusters,
];
