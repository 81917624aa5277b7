import type { AwsItem } from "../../../model/aws.ts";
import { tags } from "../../../normalize/aws/read.ts";
import { compareText } from "../../../order.ts";
import { type Answer, type AwsCollector, type AwsSession, plain, record } from "../collector.ts";
import { all, entries, present } from "../entries.ts";
import { rdsCollectors } from "./rds.ts";

/** Domains that OpenSearch Service describes in one call. */
const DOMAINS_A_CALL = 5;

/** RDS and its relatives, ElastiCache, OpenSearch, Redshift, MSK. */
export const databaseCollectors: AwsCollector[] = [
	...rdsCollectors,
	{
		name: "elasticache-groups",
		types: ["AWS::ElastiCache::ReplicationGroup"],
		scope: "region",
		calls: {
			DescribeReplicationGroups: "elasticache:DescribeReplicationGroups",
			ListTagsForResource: "elasticache:ListTagsForResource",
		},
		async *collect(session) {
			const sdk = await import("@aws-sdk/client-elasticache");
			const client = session.client(sdk.ElastiCacheClient);
			const groups = entries(sdk.paginateDescribeReplicationGroups({ client }, {}), (page) => page.ReplicationGroups);
			const items = session.each(groups, async (group) => {
				const { ReplicationGroupId: id, ARN: arn } = group;
				if (id === undefined) return null;
				const query = new sdk.ListTagsForResourceCommand({ ResourceName: arn });
				const labels = await session.ask(async () => (await client.send(query)).TagList, GONE_GROUP);
				return tagged(session, { type: "AWS::ElastiCache::ReplicationGroup", id, arn, configuration: group }, labels);
			});
			yield* present(items);
		},
	},
	{
		name: "elasticache-clusters",
		types: ["AWS::ElastiCache::CacheCluster"],
		scope: "region",
		calls: { DescribeCacheClusters: "elasticache:DescribeCacheClusters" },
		async *collect(session) {
			const { ElastiCacheClient, paginateDescribeCacheClusters } = await import("@aws-sdk/client-elasticache");
			const paging = { client: session.client(ElastiCacheClient) };
			const pages = paginateDescribeCacheClusters(paging, { ShowCacheClustersNotInReplicationGroups: true });
			for await (const cluster of entries(pages, (page) => page.CacheClusters)) {
				if (cluster.CacheClusterId === undefined) continue;
				yield session.item({
					type: "AWS::ElastiCache::CacheCluster",
					id: cluster.CacheClusterId,
					arn: cluster.ARN ?? null,
					configuration: cluster,
				});
			}
		},
	},
	{
		name: "opensearch",
		types: ["AWS::OpenSearch::Domain"],
		scope: "region",
		calls: {
			ListDomainNames: "es:ListDomainNames",
			DescribeDomains: "es:DescribeDomains",
			ListTags: "es:ListTags",
		},
		async *collect(session) {
			const { OpenSearchClient, DescribeDomainsCommand, ListDomainNamesCommand, ListTagsCommand } = await import(
				"@aws-sdk/client-opensearch"
			);
			const client = session.client(OpenSearchClient);
			const { DomainNames = [] } = await client.send(new ListDomainNamesCommand({}));
			const names = DomainNames.flatMap(({ DomainName }) => DomainName ?? []).sort(compareText);
			const described = session.each(chunks(names, DOMAINS_A_CALL), async (some) => {
				const answer = await client.send(new DescribeDomainsCommand({ DomainNames: some }));
				return answer.DomainStatusList ?? [];
			});
			const items = session.each(
				entries(described, (page) => page),
				async (domain) => {
					const { DomainName: id, ARN: arn } = domain;
					// What is being deleted stays in the list for a while.
					if (id === undefined || domain.Deleted === true) return null;
					const labels = await session.ask(async () => (await client.send(new ListTagsCommand({ ARN: arn }))).TagList);
					return tagged(session, { type: "AWS::OpenSearch::Domain", id, arn, configuration: domain }, labels);
				},
			);
			yield* present(items);
		},
	},
	{
		name: "redshift",
		types: ["AWS::Redshift::Cluster", "AWS::Redshift::ClusterParameterGroup"],
		scope: "region",
		calls: {
			DescribeClusters: "redshift:DescribeClusters",
			DescribeClusterParameters: "redshift:DescribeClusterParameters",
		},
		async *collect(session) {
			const { RedshiftClient, paginateDescribeClusters, paginateDescribeClusterParameters } = await import(
				"@aws-sdk/client-redshift"
			);
			const paging = { client: session.client(RedshiftClient) };
			const own = `arn:${session.partition}:redshift:${session.region}:${session.account}`;
			const groups = new Set<string>();
			for await (const cluster of entries(paginateDescribeClusters(paging, {}), (page) => page.Clusters)) {
				const id = cluster.ClusterIdentifier;
				if (id === undefined) continue;
				const group = cluster.ClusterParameterGroups?.[0]?.ParameterGroupName;
				if (group !== undefined) groups.add(group);
				yield session.item({
					type: "AWS::Redshift::Cluster",
					id,
					arn: `${own}:cluster:${id}`,
					configuration: cluster,
					tags: tags(plain(cluster.Tags)),
				});
			}
			yield* session.each([...groups].sort(compareText), async (name) => {
				const item = session.item({
					type: "AWS::Redshift::ClusterParameterGroup",
					id: name,
					arn: `${own}:parametergroup:${name}`,
					configuration: { ParameterGroupName: name },
				});
				const pages = paginateDescribeClusterParameters(paging, { ParameterGroupName: name });
				const answer = await session.ask(async () => {
					const parameters = await all(entries(pages, (page) => page.Parameters));
					return parameters.filter(({ ParameterName }) => ParameterName === "require_ssl");
				});
				record(item, "Parameters", answer);
				return item;
			});
		},
	},
	{
		name: "msk",
		types: ["AWS::MSK::Cluster"],
		scope: "region",
		calls: { ListClustersV2: "kafka:ListClustersV2" },
		async *collect(session) {
			const { KafkaClient, paginateListClustersV2 } = await import("@aws-sdk/client-kafka");
			const paging = { client: session.client(KafkaClient) };
			const pages = paginateListClustersV2(paging, { ClusterTypeFilter: "PROVISIONED" });
			for await (const cluster of entries(pages, (page) => page.ClusterInfoList)) {
				if (cluster.ClusterArn === undefined) continue;
				yield session.item({
					type: "AWS::MSK::Cluster",
					id: cluster.ClusterArn,
					name: cluster.ClusterName ?? cluster.ClusterArn,
					arn: cluster.ClusterArn,
					configuration: cluster,
					tags: cluster.Tags ?? {},
				});
			}
		},
	},
];

const GONE_GROUP = ["ReplicationGroupNotFoundFault", "ReplicationGroupNotFound"];

/** An item with its tags, or with the reason why they could not be read; null for what is gone. */
function tagged(
	session: AwsSession,
	{ type, id, arn, configuration }: { type: string; id: string; arn: string | undefined; configuration: object },
	labels: Answer<object | undefined>,
): AwsItem | null {
	if (labels.state === "absent") return null;
	const item = session.item({
		type,
		id,
		arn: arn ?? null,
		configuration,
		tags: labels.state === "ok" ? tags(plain(labels.value)) : {},
	});
	if (labels.state === "denied") item.missing.Tags = labels.reason;
	return item;
}

function chunks<Entry>(list: Entry[], size: number): Entry[][] {
	const result: Entry[][] = [];
	for (let start = 0; start < list.length; start += size) result.push(list.slice(start, start + size));
	return result;
}
