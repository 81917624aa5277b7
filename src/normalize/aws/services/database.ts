import type { AwsItem, ConvertedResource } from "../../../model/aws.ts";
import type { JsonObject } from "../../../model/json.ts";
import type { AwsConverter } from "../converter.ts";
import { flag, list, number, object, policy, text, texts, value } from "../read.ts";
import { unread } from "./parts.ts";
import { masterPassword, parameterGroup, rdsConverters } from "./rds.ts";
import { untold } from "./shape.ts";

/** RDS and its relatives, ElastiCache, OpenSearch, Redshift, MSK. */
export const databaseConverters: AwsConverter[] = [
	...rdsConverters,
	{
		type: "AWS::ElastiCache::ReplicationGroup",
		yields: ["aws_elasticache_replication_group"],
		streamed: true,
		fromConfig: false,
		convert: replicationGroup,
	},
	{
		type: "AWS::ElastiCache::CacheCluster",
		yields: ["aws_elasticache_cluster"],
		streamed: true,
		fromConfig: false,
		convert: cacheCluster,
	},
	{
		type: "AWS::OpenSearch::Domain",
		yields: ["aws_opensearch_domain"],
		streamed: true,
		// The access policy is not among the properties that AWS publishes of Config's items.
		fromConfig: false,
		convert: searchDomain,
	},
	{
		type: "AWS::Redshift::Cluster",
		yields: ["aws_redshift_cluster"],
		streamed: false,
		// Config's items do not tell who manages the master password.
		fromConfig: false,
		convert: warehouse,
	},
	{
		type: "AWS::Redshift::ClusterParameterGroup",
		yields: ["aws_redshift_parameter_group"],
		streamed: false,
		fromConfig: false,
		convert: (item) => parameterGroup(item, "aws_redshift_parameter_group"),
	},
	{
		type: "AWS::MSK::Cluster",
		yields: ["aws_msk_cluster"],
		streamed: true,
		fromConfig: true,
		convert: kafkaCluster,
	},
];

function replicationGroup(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const identifier = text(source, "ReplicationGroupId") ?? item.name;
	const encrypted = flag(source, "AtRestEncryptionEnabled");
	// Groups encrypted with keys that ElastiCache owns say so here.
	const kind = text(source, "StorageEncryptionType");
	const values = {
		arn: item.arn,
		id: identifier,
		replication_group_id: identifier,
		engine: text(source, "Engine"),
		at_rest_encryption_enabled: kind?.startsWith("sse-") === true ? true : encrypted,
		kms_key_id: text(source, "KmsKeyId"),
		transit_encryption_enabled: flag(source, "TransitEncryptionEnabled"),
		transit_encryption_mode: text(source, "TransitEncryptionMode"),
	};
	const details: JsonObject = {
		automatic_failover_enabled: switchedOn(source, "AutomaticFailover"),
		multi_az_enabled: switchedOn(source, "MultiAZ"),
		replicas_per_node_group: replicas(source),
		snapshot_retention_limit: number(source, "SnapshotRetentionLimit"),
	};
	const unknown = [
		...untold({ transit_encryption_enabled: values.transit_encryption_enabled !== null }),
		...undecided(item, details),
	];
	return [{ type: "aws_elasticache_replication_group", part: "", values: { ...values, ...details }, unknown }];
}

/** A switch that is on its way counts as what it was. */
function switchedOn(source: JsonObject, name: string): boolean | null {
	const state = text(source, name);
	return state === null ? null : state === "enabled" || state === "disabling";
}

/** Replicas of the shard that has the fewest. */
function replicas(source: JsonObject): number | null {
	const members = list(source, "NodeGroups").map((group) => list(group, "NodeGroupMembers").length);
	return members.length === 0 || members.includes(0) ? null : Math.min(...members) - 1;
}

/**
 * What is not known of details that rules judge together with tags: those that the answer lacks, and all of them where
 * the tags could not be read, because a tag may say that none of it is asked for.
 */
function undecided(item: AwsItem, details: JsonObject): NonNullable<ConvertedResource["unknown"]> {
	const tags = unread(item, "Tags", ...Object.keys(details).map((name) => [name]));
	if (tags.length > 0) return tags;
	return untold(Object.fromEntries(Object.entries(details).map(([name, value]) => [name, value !== null])));
}

/** Members of a replication group are part of it. */
function cacheCluster(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	if (text(source, "ReplicationGroupId") !== null) return [];
	const identifier = text(source, "CacheClusterId") ?? item.name;
	const values = { arn: item.arn, id: identifier, cluster_id: identifier, engine: text(source, "Engine") };
	return [{ type: "aws_elasticache_cluster", part: "", values }];
}

function searchDomain(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const network = object(source, "VPCOptions");
	const subnets = texts(network, "SubnetIds");
	const rest = object(source, "EncryptionAtRestOptions");
	const endpoint = object(source, "DomainEndpointOptions");
	const inside = object(source, "NodeToNodeEncryptionOptions");
	const nodes = object(source, "ClusterConfig");
	const access = policy(source, "AccessPolicies");
	const hidden = access === null && item.source === "config" && value(source, "AccessPolicies") === null;
	const values = {
		// Items of AWS Config call it `Arn`, the service `ARN`.
		arn: item.arn ?? text(source, "ARN"),
		id: item.arn ?? text(source, "ARN"),
		domain_name: text(source, "DomainName") ?? item.name,
		engine_version: text(source, "EngineVersion"),
		access_policies: access,
		vpc_options:
			subnets.length === 0 ? [] : [{ subnet_ids: subnets, security_group_ids: texts(network, "SecurityGroupIds") }],
		encrypt_at_rest:
			rest === null ? [] : [{ enabled: flag(rest, "Enabled") ?? false, kms_key_id: text(rest, "KmsKeyId") }],
		domain_endpoint_options:
			endpoint === null
				? []
				: [
						{
							enforce_https: flag(endpoint, "EnforceHTTPS") ?? false,
							tls_security_policy: text(endpoint, "TLSSecurityPolicy"),
						},
					],
		node_to_node_encryption: inside === null ? [] : [{ enabled: flag(inside, "Enabled") ?? false }],
		cluster_config:
			nodes === null
				? []
				: [
						{
							instance_count: number(nodes, "InstanceCount"),
							zone_awareness_enabled: flag(nodes, "ZoneAwarenessEnabled") ?? false,
						},
					],
	};
	const reason = "AWS Config does not tell the access policy";
	const unknown = [
		...(hidden ? [{ path: ["access_policies"], reason }] : []),
		...untold({
			encrypt_at_rest: rest !== null,
			domain_endpoint_options: endpoint !== null,
			node_to_node_encryption: inside !== null,
		}),
		...undecided(item, { cluster_config: number(nodes, "InstanceCount") }),
	];
	return [{ type: "aws_opensearch_domain", part: "", values, unknown }];
}

function warehouse(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const identifier = text(source, "ClusterIdentifier") ?? item.name;
	const password = masterPassword(item, "manage_master_password", text(source, "MasterPasswordSecretArn"));
	const values = {
		arn: item.arn,
		id: identifier,
		cluster_identifier: identifier,
		encrypted: flag(source, "Encrypted"),
		kms_key_id: text(source, "KmsKeyId"),
		publicly_accessible: flag(source, "PubliclyAccessible"),
		automated_snapshot_retention_period: number(source, "AutomatedSnapshotRetentionPeriod"),
		cluster_parameter_group_name: text(list(source, "ClusterParameterGroups")[0], "ParameterGroupName"),
		...password.values,
	};
	const told = untold({
		encrypted: values.encrypted !== null,
		publicly_accessible: values.publicly_accessible !== null,
		automated_snapshot_retention_period: values.automated_snapshot_retention_period !== null,
	});
	return [{ type: "aws_redshift_cluster", part: "", values, unknown: [...password.unknown, ...told] }];
}

/** A cluster with brokers of one's own: items of AWS Config hold them directly, the service's answer under `Provisioned`. */
function kafkaCluster(item: AwsItem): ConvertedResource[] {
	const brokers =
		object(item.configuration, "Provisioned", "BrokerNodeGroupInfo") ??
		object(item.configuration, "BrokerNodeGroupInfo");
	if (brokers === null) return [];
	const encryption =
		object(item.configuration, "Provisioned", "EncryptionInfo") ?? object(item.configuration, "EncryptionInfo");
	const access = text(brokers, "ConnectivityInfo", "PublicAccess", "Type");
	const connectivity = access === null ? [] : [{ public_access: [{ type: access }] }];
	const values = {
		arn: item.arn,
		id: item.arn,
		cluster_name: text(item.configuration, "ClusterName") ?? item.name,
		broker_node_group_info: [
			{
				client_subnets: texts(brokers, "ClientSubnets"),
				security_groups: texts(brokers, "SecurityGroups"),
				connectivity_info: connectivity,
			},
		],
		encryption_info:
			encryption === null
				? []
				: [
						{
							encryption_at_rest_kms_key_arn: text(encryption, "EncryptionAtRest", "DataVolumeKMSKeyId"),
							encryption_in_transit: [
								{
									client_broker: text(encryption, "EncryptionInTransit", "ClientBroker"),
									in_cluster: flag(encryption, "EncryptionInTransit", "InCluster"),
								},
							],
						},
					],
	};
	const told = ["ClientBroker", "InCluster"].every((name) => text(encryption, "EncryptionInTransit", name) !== null);
	return [{ type: "aws_msk_cluster", part: "", values, unknown: untold({ encryption_info: told }) }];
}
