import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
	CreateCacheClusterCommand,
	CreateReplicationGroupCommand,
	ElastiCacheClient,
} from "@aws-sdk/client-elasticache";
import { CreateDomainCommand, OpenSearchClient } from "@aws-sdk/client-opensearch";
import {
	CreateDBClusterCommand,
	CreateDBClusterParameterGroupCommand,
	CreateDBInstanceCommand,
	CreateDBParameterGroupCommand,
	CreateDBProxyCommand,
	CreateDBSnapshotCommand,
	CreateGlobalClusterCommand,
	ModifyDBParameterGroupCommand,
	ModifyDBSnapshotAttributeCommand,
	RDSClient,
} from "@aws-sdk/client-rds";
import { CreateClusterCommand, CreateClusterParameterGroupCommand, RedshiftClient } from "@aws-sdk/client-redshift";
import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseCollectors } from "../../src/collect/aws/services/database.ts";
import type { JsonObject } from "../../src/model/json.ts";
import type { Resource } from "../../src/model/resource.ts";
import { CREDENTIALS, collected, resourcesOf } from "./collected.ts";
import { type Moto, NO_MOTO, startMoto } from "./moto.ts";

const REGION = "eu-central-1";
const moto = await startMoto();
if (moto === null) console.warn(NO_MOTO);
afterAll(() => moto?.stop());

let resources: Resource[] = [];

async function build({ endpoint }: Moto): Promise<void> {
	const options = { endpoint, region: REGION, credentials: CREDENTIALS };
	const rds = new RDSClient(options);
	await rds.send(
		new CreateDBParameterGroupCommand({
			DBParameterGroupName: "strict",
			DBParameterGroupFamily: "postgres14",
			Description: "TLS only",
		}),
	);
	await rds.send(
		new CreateDBParameterGroupCommand({
			DBParameterGroupName: "lax",
			DBParameterGroupFamily: "mysql8.0",
			Description: "nothing set",
		}),
	);
	await rds.send(
		new ModifyDBParameterGroupCommand({
			DBParameterGroupName: "strict",
			Parameters: [{ ParameterName: "rds.force_ssl", ParameterValue: "1", ApplyMethod: "immediate" }],
		}),
	);
	const instance = { DBInstanceClass: "db.t3.medium", AllocatedStorage: 20, MasterUsername: "app" };
	await rds.send(
		new CreateDBInstanceCommand({
			...instance,
			DBInstanceIdentifier: "good",
			Engine: "postgres",
			EngineVersion: "14.12",
			MultiAZ: true,
			StorageEncrypted: true,
			BackupRetentionPeriod: 14,
			ManageMasterUserPassword: true,
			DBParameterGroupName: "strict",
			PubliclyAccessible: false,
			Tags: [{ Key: "data-classification", Value: "confidential" }],
		}),
	);
	await rds.send(
		new CreateDBInstanceCommand({
			...instance,
			DBInstanceIdentifier: "bad",
			Engine: "mysql",
			EngineVersion: "8.0.39",
			MasterUserPassword: "made-up-for-this-test",
			BackupRetentionPeriod: 0,
			PubliclyAccessible: true,
			DBParameterGroupName: "lax",
		}),
	);
	await rds.send(
		new CreateDBClusterParameterGroupCommand({
			DBClusterParameterGroupName: "ledger",
			DBParameterGroupFamily: "aurora-postgresql16",
			Description: "for the ledger",
		}),
	);
	const cluster = { MasterUsername: "app", MasterUserPassword: "made-up-for-this-test", BackupRetentionPeriod: 7 };
	await rds.send(
		new CreateGlobalClusterCommand({
			GlobalClusterIdentifier: "world",
			Engine: "aurora-postgresql",
			StorageEncrypted: true,
		}),
	);
	await rds.send(
		new CreateDBClusterCommand({
			...cluster,
			DBClusterIdentifier: "ledger",
			Engine: "aurora-postgresql",
			GlobalClusterIdentifier: "world",
			DBClusterParameterGroupName: "ledger",
		}),
	);
	for (const id of ["ledger-1", "ledger-2"]) {
		await rds.send(
			new CreateDBInstanceCommand({
				DBInstanceIdentifier: id,
				DBClusterIdentifier: "ledger",
				Engine: "aurora-postgresql",
				DBInstanceClass: "db.r6g.large",
			}),
		);
	}
	await rds.send(new CreateDBSnapshotCommand({ DBSnapshotIdentifier: "shared", DBInstanceIdentifier: "bad" }));
	await rds.send(new CreateDBSnapshotCommand({ DBSnapshotIdentifier: "own", DBInstanceIdentifier: "bad" }));
	await rds.send(
		new ModifyDBSnapshotAttributeCommand({
			DBSnapshotIdentifier: "shared",
			AttributeName: "restore",
			ValuesToAdd: ["all"],
		}),
	);
	const { Subnets = [] } = await new EC2Client(options).send(new DescribeSubnetsCommand({}));
	await rds.send(
		new CreateDBProxyCommand({
			DBProxyName: "front",
			EngineFamily: "POSTGRESQL",
			RequireTLS: true,
			Auth: [{ AuthScheme: "SECRETS", SecretArn: `arn:aws:secretsmanager:${REGION}:123456789012:secret:a-AbCdEf` }],
			RoleArn: "arn:aws:iam::123456789012:role/proxy",
			VpcSubnetIds: Subnets.flatMap(({ SubnetId }) => SubnetId ?? []),
		}),
	);
	await buildOthers(options);
}

async function buildOthers(options: { endpoint: string; region: string; credentials: typeof CREDENTIALS }) {
	const caches = new ElastiCacheClient(options);
	await caches.send(
		new CreateReplicationGroupCommand({
			ReplicationGroupId: "sessions",
			ReplicationGroupDescription: "sessions",
			Engine: "redis",
			CacheNodeType: "cache.t3.micro",
			AtRestEncryptionEnabled: true,
		}),
	);
	await caches.send(
		new CreateCacheClusterCommand({ CacheClusterId: "pages", Engine: "memcached", CacheNodeType: "cache.t3.micro" }),
	);
	const search = new OpenSearchClient(options);
	// More than one call describes.
	for (const name of ["logs-a", "logs-b", "logs-c", "logs-d", "logs-e", "logs-f"]) {
		await search.send(
			new CreateDomainCommand({
				DomainName: name,
				EncryptionAtRestOptions: { Enabled: name === "logs-a" },
				AccessPolicies: JSON.stringify({
					Version: "2012-10-17",
					Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "es:*", Resource: "*" }],
				}),
			}),
		);
	}
	const redshift = new RedshiftClient(options);
	await redshift.send(
		new CreateClusterParameterGroupCommand({
			ParameterGroupName: "own",
			ParameterGroupFamily: "redshift-1.0",
			Description: "own",
		}),
	);
	await redshift.send(
		new CreateClusterCommand({
			ClusterIdentifier: "reports",
			NodeType: "ra3.xlplus",
			MasterUsername: "app",
			MasterUserPassword: "Made-up-4-this-test",
			PubliclyAccessible: true,
			Encrypted: false,
			ClusterParameterGroupName: "own",
		}),
	);
}

beforeAll(async () => {
	if (moto === null) return;
	await build(moto);
	// moto writes dates of MSK that the SDK cannot read.
	const known = databaseCollectors.filter(({ name }) => name !== "msk");
	const { items, troubles } = await collected(moto.endpoint, known, REGION);
	expect(troubles).toEqual([]);
	resources = resourcesOf(items, REGION);
});

function one(type: string, name: string): Resource {
	const found = resources.find((resource) => resource.type === type && resource.name === name);
	if (found === undefined) throw new Error(`${type} ${name} was not collected: ${names()}`);
	return found;
}

const names = () => resources.map(({ type, name }) => `${type} ${name}`).join(", ");
const attributes = (type: string, name: string): JsonObject => one(type, name).attributes;

test.skipIf(moto === null)("a well-kept instance", () => {
	const { attributes: values, facets, labels } = one("aws_db_instance", "good");
	expect(values).toMatchObject({
		engine: "postgres",
		storage_encrypted: true,
		multi_az: true,
		backup_retention_period: 14,
		publicly_accessible: false,
		manage_master_user_password: true,
		parameter_group_name: "strict",
	});
	expect(facets.database_tls).toMatchObject({ required: true, source: "parameter", setting: "rds.force_ssl" });
	expect(facets.given).toMatchObject({ manage_master_user_password: true, password: false });
	expect(labels).toEqual({ "data-classification": "confidential" });
});

test.skipIf(moto === null)("a neglected instance", () => {
	const { attributes: values, facets } = one("aws_db_instance", "bad");
	expect(values).toMatchObject({
		storage_encrypted: false,
		multi_az: false,
		backup_retention_period: 0,
		publicly_accessible: true,
		manage_master_user_password: false,
	});
	expect(facets.encryption_at_rest).toMatchObject({ encryption: "none" });
	expect(facets.database_copies).toMatchObject({ standby: false });
	expect(facets.database_tls).toMatchObject({ required: false, setting: "require_secure_transport" });
	expect(facets.given).toMatchObject({ manage_master_user_password: false, password: false });
});

test.skipIf(moto === null)("a cluster with its instances", () => {
	const ledger = one("aws_rds_cluster", "ledger");
	// A primary is judged by its own password.
	expect(ledger.facets.given).toMatchObject({ global_cluster_identifier: false, manage_master_user_password: false });
	expect(ledger.facets.database_copies).toMatchObject({ standby: true, instances: 2 });
	expect(attributes("aws_rds_cluster_instance", "ledger-1")).toMatchObject({ cluster_identifier: "ledger" });
	expect(
		resources
			.filter(({ type }) => type === "aws_db_instance")
			.map(({ name }) => name)
			.sort(),
	).toEqual(["bad", "good"]);
	expect(one("aws_rds_global_cluster", "world").scope).toBe(`123456789012/${REGION}`);
});

test.skipIf(moto === null)("snapshots and who may restore them", () => {
	expect(attributes("aws_db_snapshot", "shared").shared_accounts).toEqual(["all"]);
	expect(attributes("aws_db_snapshot", "own").shared_accounts).toEqual([]);
});

test.skipIf(moto === null)("proxies, caches, search domains and warehouses", () => {
	expect(attributes("aws_db_proxy", "front").require_tls).toBe(true);
	expect(one("aws_elasticache_replication_group", "sessions").facets.encryption_at_rest?.encryption).toBe(
		"provider-managed",
	);
	expect(one("aws_elasticache_cluster", "pages").facets.data_location).toEqual([{ region: REGION, path: [] }]);
	expect(resources.filter(({ type }) => type === "aws_opensearch_domain")).toHaveLength(6);
	const domain = one("aws_opensearch_domain", "logs-a");
	expect(domain.facets.given).toEqual({ vpc_options: false });
	expect(domain.facets.policy_documents?.[0]?.statements[0]).toMatchObject({ anyone: true, effect: "Allow" });
	expect(domain.facets.encryption_at_rest?.encryption).toBe("provider-managed");
	const reports = one("aws_redshift_cluster", "reports");
	expect(reports.attributes).toMatchObject({
		encrypted: false,
		publicly_accessible: true,
		manage_master_password: false,
		cluster_parameter_group_name: "own",
	});
	expect(reports.facets.database_tls).toMatchObject({ required: false, setting: "require_ssl", source: "parameter" });
});
