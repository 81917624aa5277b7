import { tags } from "../../../normalize/aws/read.ts";
import { compareText } from "../../../order.ts";
import { type AwsCollector, plain, record } from "../collector.ts";
import { all, entries, present } from "../entries.ts";

/** The parameters by which engines refuse connections without TLS; a group has hundreds of others. */
const TLS_PARAMETERS = ["rds.force_ssl", "require_secure_transport", "tls"];
const ONLY_TLS = [{ Name: "parameter-name", Values: TLS_PARAMETERS }];

/** Of a group's parameters those that are asked for, also where the filter is not heeded. */
async function tlsParameters<Entry extends { ParameterName?: string | undefined }>(
	found: AsyncIterable<Entry>,
): Promise<Entry[]> {
	return (await all(found)).filter(({ ParameterName = "" }) => TLS_PARAMETERS.includes(ParameterName));
}

/** RDS with Aurora, DocumentDB and Neptune, which answer through the API of RDS. */
export const rdsCollectors: AwsCollector[] = [
	{
		name: "rds-instances",
		types: ["AWS::RDS::DBInstance", "AWS::RDS::DBParameterGroup"],
		scope: "region",
		calls: { DescribeDBInstances: "rds:DescribeDBInstances", DescribeDBParameters: "rds:DescribeDBParameters" },
		async *collect(session) {
			const { RDSClient, paginateDescribeDBInstances, paginateDescribeDBParameters } = await import(
				"@aws-sdk/client-rds"
			);
			const paging = { client: session.client(RDSClient) };
			const groups = new Set<string>();
			for await (const instance of entries(paginateDescribeDBInstances(paging, {}), (page) => page.DBInstances)) {
				const id = instance.DBInstanceIdentifier;
				if (id === undefined) continue;
				// Instances of clusters follow the group of their cluster.
				const [group] = instance.DBClusterIdentifier === undefined ? (instance.DBParameterGroups ?? []) : [];
				if (group?.DBParameterGroupName !== undefined) groups.add(group.DBParameterGroupName);
				yield session.item({
					type: "AWS::RDS::DBInstance",
					id,
					arn: instance.DBInstanceArn ?? null,
					configuration: instance,
					tags: tags(plain(instance.TagList)),
				});
			}
			yield* session.each([...groups].sort(compareText), async (name) => {
				const item = session.item({
					type: "AWS::RDS::DBParameterGroup",
					id: name,
					arn: `arn:${session.partition}:rds:${session.region}:${session.account}:pg:${name}`,
					configuration: { DBParameterGroupName: name },
				});
				const query = { DBParameterGroupName: name, Filters: ONLY_TLS };
				const pages = paginateDescribeDBParameters(paging, query);
				const answer = await session.ask(() => tlsParameters(entries(pages, (page) => page.Parameters)));
				record(item, "Parameters", answer);
				return item;
			});
		},
	},
	{
		name: "rds-clusters",
		types: ["AWS::RDS::DBCluster", "AWS::RDS::DBClusterParameterGroup"],
		scope: "region",
		calls: {
			DescribeDBClusters: "rds:DescribeDBClusters",
			DescribeDBClusterParameters: "rds:DescribeDBClusterParameters",
			DescribeGlobalClusters: "rds:DescribeGlobalClusters",
		},
		async *collect(session) {
			const {
				RDSClient,
				DescribeGlobalClustersCommand,
				paginateDescribeDBClusters,
				paginateDescribeDBClusterParameters,
			} = await import("@aws-sdk/client-rds");
			const client = session.client(RDSClient);
			const paging = { client };
			/** Engine of the clusters that use it, by name of the group. */
			const groups = new Map<string, string>();
			const clusters = entries(paginateDescribeDBClusters(paging, {}), (page) => page.DBClusters);
			const items = session.each(clusters, async (cluster) => {
				const { DBClusterIdentifier: id, DBClusterArn: arn, GlobalClusterIdentifier: global } = cluster;
				if (id === undefined) return null;
				const { DBClusterParameterGroup: group, Engine: engine = "" } = cluster;
				if (group !== undefined && engine !== "neptune") groups.set(group, engine);
				const item = session.item({
					type: "AWS::RDS::DBCluster",
					id,
					arn: arn ?? null,
					configuration: cluster,
					tags: tags(plain(cluster.TagList)),
				});
				if (global === undefined || global === "") return item;
				const answer = await session.ask(async () => {
					const query = new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: global });
					const { GlobalClusters = [] } = await client.send(query);
					const members = GlobalClusters.flatMap(({ GlobalClusterMembers = [] }) => GlobalClusterMembers);
					const member = members.find(({ DBClusterArn }) => DBClusterArn === arn);
					return { GlobalClusterIdentifier: global, IsWriter: member?.IsWriter ?? null };
				}, ["GlobalClusterNotFoundFault"]);
				record(item, "GlobalCluster", answer);
				return item;
			});
			yield* present(items);
			const used = [...groups].sort(([left], [right]) => compareText(left, right));
			yield* session.each(used, async ([name, engine]) => {
				const item = session.item({
					type: "AWS::RDS::DBClusterParameterGroup",
					id: name,
					arn: `arn:${session.partition}:rds:${session.region}:${session.account}:cluster-pg:${name}`,
					configuration: { DBClusterParameterGroupName: name },
					supplementary: { Engine: engine },
				});
				const query = { DBClusterParameterGroupName: name, Filters: ONLY_TLS };
				const pages = paginateDescribeDBClusterParameters(paging, query);
				const answer = await session.ask(() => tlsParameters(entries(pages, (page) => page.Parameters)));
				record(item, "Parameters", answer);
				return item;
			});
		},
	},
	{
		name: "rds-global-clusters",
		types: ["AWS::RDS::GlobalCluster"],
		scope: "region",
		calls: { DescribeGlobalClusters: "rds:DescribeGlobalClusters" },
		async *collect(session) {
			const { RDSClient, paginateDescribeGlobalClusters } = await import("@aws-sdk/client-rds");
			const paging = { client: session.client(RDSClient) };
			for await (const global of entries(paginateDescribeGlobalClusters(paging, {}), (page) => page.GlobalClusters)) {
				const writer = global.GlobalClusterMembers?.find(({ IsWriter }) => IsWriter === true)?.DBClusterArn;
				// Each region tells of it: it is judged in that of its primary, and holds nothing without one.
				if (global.GlobalClusterIdentifier === undefined || writer?.split(":")[3] !== session.region) continue;
				yield session.item({
					type: "AWS::RDS::GlobalCluster",
					id: global.GlobalClusterIdentifier,
					arn: global.GlobalClusterArn ?? null,
					configuration: global,
					tags: tags(plain(global.TagList)),
				});
			}
		},
	},
	{
		name: "rds-snapshots",
		types: ["AWS::RDS::DBSnapshot"],
		scope: "region",
		calls: {
			DescribeDBSnapshots: "rds:DescribeDBSnapshots",
			DescribeDBSnapshotAttributes: "rds:DescribeDBSnapshotAttributes",
		},
		async *collect(session) {
			const { RDSClient, DescribeDBSnapshotAttributesCommand, paginateDescribeDBSnapshots } = await import(
				"@aws-sdk/client-rds"
			);
			const client = session.client(RDSClient);
			const pages = paginateDescribeDBSnapshots({ client }, { SnapshotType: "manual" });
			const items = session.each(
				entries(pages, (page) => page.DBSnapshots),
				async (snapshot) => {
					const id = snapshot.DBSnapshotIdentifier;
					if (id === undefined) return null;
					const item = session.item({
						type: "AWS::RDS::DBSnapshot",
						id,
						arn: snapshot.DBSnapshotArn ?? null,
						configuration: snapshot,
						tags: tags(plain(snapshot.TagList)),
					});
					// Encrypted with a KMS key it cannot be made public.
					// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/share-encrypted-snapshot.html
					if (snapshot.Encrypted === true) return item;
					const answer = await session.ask(async () => {
						const query = new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: id });
						return (await client.send(query)).DBSnapshotAttributesResult?.DBSnapshotAttributes;
					}, ["DBSnapshotNotFound", "DBSnapshotNotFoundFault"]);
					record(item, "DBSnapshotAttributes", answer);
					return answer.state === "absent" ? null : item;
				},
			);
			yield* present(items);
		},
	},
	{
		name: "rds-proxies",
		types: ["AWS::RDS::DBProxy"],
		scope: "region",
		calls: { DescribeDBProxies: "rds:DescribeDBProxies" },
		async *collect(session) {
			const { RDSClient, paginateDescribeDBProxies } = await import("@aws-sdk/client-rds");
			const paging = { client: session.client(RDSClient) };
			for await (const proxy of entries(paginateDescribeDBProxies(paging, {}), (page) => page.DBProxies)) {
				if (proxy.DBProxyName === undefined) continue;
				yield session.item({
					type: "AWS::RDS::DBProxy",
					id: proxy.DBProxyName,
					arn: proxy.DBProxyArn ?? null,
					configuration: proxy,
				});
			}
		},
	},
];
