import { describe, expect, test } from "vitest";
import type { AwsItem, ConvertedResource } from "../../../../src/model/aws.ts";
import type { Json } from "../../../../src/model/json.ts";
import { itemFromConfig } from "../../../../src/normalize/aws/config-item.ts";
import { databaseConverters } from "../../../../src/normalize/aws/services/database.ts";
import { apiItem } from "./item.ts";

function convert(type: string, given: Partial<AwsItem>): ConvertedResource[] {
	const item = apiItem(type, "it", { region: "eu-central-1", arn: "arn:it", ...given });
	return databaseConverters.find((one) => one.type === type)!.convert(item);
}

describe("storage encryption of RDS", () => {
	const cluster = (configuration: Record<string, Json>, source: "api" | "config" = "api") =>
		convert("AWS::RDS::DBCluster", { configuration: { Engine: "aurora-mysql", ...configuration }, source })[0]!;

	test("keys that AWS owns count, though StorageEncrypted is false then", () => {
		expect(cluster({ StorageEncrypted: false, StorageEncryptionType: "sse-rds" }).values.storage_encrypted).toBe(true);
		expect(cluster({ StorageEncrypted: false, StorageEncryptionType: "none" }).values.storage_encrypted).toBe(false);
	});

	test("AWS Config, which lacks the type, leaves it open for Aurora only", () => {
		const open = cluster({ storageEncrypted: false }, "config");
		expect(open.values).not.toHaveProperty("storage_encrypted");
		expect(open.unknown?.map(({ path }) => path)).toContainEqual(["storage_encrypted"]);
		expect(cluster({ storageEncrypted: "true" }, "config").values.storage_encrypted).toBe(true);
		expect(cluster({ storageEncrypted: false, engine: "mysql", Engine: "mysql" }, "config").values).toMatchObject({
			storage_encrypted: false,
		});
	});
});

describe("who manages the master password", () => {
	const instance = (configuration: Record<string, Json>, source: "api" | "config") =>
		convert("AWS::RDS::DBInstance", {
			configuration: {
				Engine: "postgres",
				PubliclyAccessible: false,
				DeletionProtection: true,
				AutoMinorVersionUpgrade: true,
				...configuration,
			},
			source,
		})[0]!;

	test("is told by the secret, and left open where AWS Config names none", () => {
		const secret = {
			MasterUserSecret: { SecretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-1" },
		};
		expect(instance(secret, "api").values.manage_master_user_password).toBe(true);
		expect(instance({}, "api").values.manage_master_user_password).toBe(false);
		expect(instance({}, "config").unknown?.map(({ path }) => path)).toEqual([["manage_master_user_password"]]);
	});

	test("a secondary of a global database names it, a primary does not", () => {
		const member = (IsWriter: boolean) =>
			convert("AWS::RDS::DBCluster", {
				configuration: { Engine: "aurora-postgresql" },
				supplementary: { GlobalCluster: { GlobalClusterIdentifier: "world", IsWriter } },
			})[0]!.values;
		expect(member(false).global_cluster_identifier).toBe("world");
		expect(member(true)).not.toHaveProperty("global_cluster_identifier");
		const unread = convert("AWS::RDS::DBCluster", {
			configuration: { Engine: "aurora-postgresql", DeletionProtection: true },
			missing: { GlobalCluster: "rds:DescribeGlobalClusters was denied" },
		})[0]!;
		expect(unread.unknown).toEqual([
			{ path: ["global_cluster_identifier"], reason: "rds:DescribeGlobalClusters was denied" },
		]);
	});
});

test("one API serves four kinds of clusters and instances", () => {
	const types = (type: string, Engine: string, more: Record<string, Json> = {}) =>
		convert(type, { configuration: { Engine, ...more } }).map((made) => made.type);
	expect(types("AWS::RDS::DBCluster", "aurora-mysql")).toEqual(["aws_rds_cluster"]);
	expect(types("AWS::RDS::DBCluster", "mysql")).toEqual(["aws_rds_cluster"]);
	expect(types("AWS::RDS::DBCluster", "docdb")).toEqual(["aws_docdb_cluster"]);
	expect(types("AWS::RDS::DBCluster", "neptune")).toEqual(["aws_neptune_cluster"]);
	expect(types("AWS::RDS::DBInstance", "postgres")).toEqual(["aws_db_instance"]);
	expect(types("AWS::RDS::DBInstance", "aurora-mysql", { DBClusterIdentifier: "c" })).toEqual([
		"aws_rds_cluster_instance",
	]);
	expect(types("AWS::RDS::DBInstance", "docdb", { DBClusterIdentifier: "c" })).toEqual([]);
});

test("parameters without a value have their engine's default", () => {
	const [group] = convert("AWS::RDS::DBParameterGroup", {
		supplementary: {
			Parameters: [
				{ ParameterName: "rds.force_ssl", Source: "engine-default" },
				{ ParameterName: "require_secure_transport", ParameterValue: "ON" },
			],
		},
	});
	expect(group?.values.parameter).toEqual([{ name: "require_secure_transport", value: "ON" }]);
});

test("automated snapshots cannot be shared; attributes come as AWS Config or the API spells them", () => {
	const config = (snapshotType: string) =>
		itemFromConfig({
			resourceType: "AWS::RDS::DBSnapshot",
			resourceId: "s",
			accountId: "123456789012",
			awsRegion: "eu-central-1",
			configuration: JSON.stringify({ dBSnapshotIdentifier: "s", snapshotType, encrypted: false }),
			supplementaryConfiguration: {
				DBSnapshotAttributes: JSON.stringify([{ attributeName: "restore", attributeValues: ["all"] }]),
			},
		})!;
	expect(convert("AWS::RDS::DBSnapshot", config("automated"))).toEqual([]);
	expect(convert("AWS::RDS::DBSnapshot", config("manual"))[0]?.values.shared_accounts).toEqual(["all"]);
});

test("search domains: a VPC counts with subnets only, and Config's silence on the policy is no answer", () => {
	const told = {
		EncryptionAtRestOptions: { Enabled: true },
		NodeToNodeEncryptionOptions: { Enabled: true },
		DomainEndpointOptions: { EnforceHTTPS: true },
		ClusterConfig: { InstanceCount: 3 },
	};
	const domain = (configuration: Record<string, Json>, source: "api" | "config" = "api") =>
		convert("AWS::OpenSearch::Domain", { configuration: { ...told, ...configuration }, source })[0]!;
	expect(domain({ VPCOptions: {} }).values.vpc_options).toEqual([]);
	expect(domain({ VPCOptions: { SubnetIds: ["subnet-0a"] } }).values.vpc_options).toMatchObject([
		{ subnet_ids: ["subnet-0a"] },
	]);
	expect(domain({ AccessPolicies: "" }).values.access_policies).toBeNull();
	expect(domain({}).unknown).toEqual([]);
	expect(domain({}, "config").unknown?.map(({ path }) => path)).toEqual([["access_policies"]]);
});

test("what tags decide with is open where they could not be read", () => {
	const missing = { Tags: "es:ListTags was denied" };
	const [domain] = convert("AWS::OpenSearch::Domain", {
		configuration: { ClusterConfig: { InstanceCount: 3 } },
		missing,
	});
	expect(domain?.unknown).toContainEqual({ path: ["cluster_config"], reason: missing.Tags });
	const [group] = convert("AWS::ElastiCache::ReplicationGroup", {
		configuration: { TransitEncryptionEnabled: true, SnapshotRetentionLimit: 0 },
		missing,
	});
	expect(group?.unknown?.map(({ path }) => path.join("."))).toEqual([
		"automatic_failover_enabled",
		"multi_az_enabled",
		"replicas_per_node_group",
		"snapshot_retention_limit",
	]);
});

test("of a cache's shards the one with the fewest replicas counts", () => {
	const group = (...members: number[]) =>
		convert("AWS::ElastiCache::ReplicationGroup", {
			configuration: {
				AutomaticFailover: "disabling",
				MultiAZ: "disabled",
				NodeGroups: members.map((count) => ({ NodeGroupMembers: Array.from({ length: count }, () => ({})) })),
			},
		})[0]!.values;
	expect(group(3, 1)).toMatchObject({ replicas_per_node_group: 0, automatic_failover_enabled: true });
	expect(group(3, 2)).toMatchObject({ replicas_per_node_group: 1, multi_az_enabled: false });
	expect(group()).toMatchObject({ replicas_per_node_group: null });
});

test("members of replication groups and serverless brokers are no resources of their own", () => {
	expect(convert("AWS::ElastiCache::CacheCluster", { configuration: { ReplicationGroupId: "g" } })).toEqual([]);
	expect(convert("AWS::MSK::Cluster", { configuration: { ClusterType: "SERVERLESS", Serverless: {} } })).toEqual([]);
});

test("odd input makes no converter throw", () => {
	const odd: Json[] = [null, [], "x", 7, true, { a: [null] }];
	const names = [
		"DBParameterGroups",
		"VPCOptions",
		"Engine",
		"Provisioned",
		"ClusterParameterGroups",
		"AccessPolicies",
	];
	for (const { type } of databaseConverters) {
		for (const value of odd) {
			const configuration = Object.fromEntries(names.map((name) => [name, value]));
			const supplementary = { Parameters: value, DBSnapshotAttributes: value, GlobalCluster: value };
			expect(() => convert(type, { configuration, supplementary })).not.toThrow();
		}
	}
});
