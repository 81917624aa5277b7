import type { AwsItem, ConvertedResource } from "../../../model/aws.ts";
import type { AttributePath, Json, JsonObject } from "../../../model/json.ts";
import type { AwsConverter } from "../converter.ts";
import { flag, list, number, text, texts, value } from "../read.ts";
import { untold } from "./shape.ts";

/** RDS with Aurora, DocumentDB and Neptune, which answer through the API of RDS. */
export const rdsConverters: AwsConverter[] = [
	{
		type: "AWS::RDS::DBInstance",
		yields: ["aws_db_instance", "aws_rds_cluster_instance"],
		// Clusters look for their instances.
		streamed: false,
		// Config's items tell neither who manages the master password nor whether keys that AWS owns encrypt the storage.
		fromConfig: "partly",
		convert: instance,
	},
	{
		type: "AWS::RDS::DBCluster",
		yields: ["aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"],
		streamed: false,
		fromConfig: "partly",
		convert: cluster,
	},
	{
		type: "AWS::RDS::DBParameterGroup",
		yields: ["aws_db_parameter_group"],
		streamed: false,
		fromConfig: false,
		convert: (item) => parameterGroup(item, "aws_db_parameter_group"),
	},
	{
		type: "AWS::RDS::DBClusterParameterGroup",
		yields: ["aws_rds_cluster_parameter_group", "aws_docdb_cluster_parameter_group"],
		streamed: false,
		fromConfig: false,
		convert: clusterParameterGroup,
	},
	{
		type: "AWS::RDS::GlobalCluster",
		yields: ["aws_rds_global_cluster"],
		streamed: true,
		fromConfig: false,
		convert: globalCluster,
	},
	{
		type: "AWS::RDS::DBSnapshot",
		yields: ["aws_db_snapshot"],
		streamed: true,
		fromConfig: true,
		convert: snapshot,
	},
	{
		type: "AWS::RDS::DBProxy",
		yields: ["aws_db_proxy"],
		streamed: true,
		fromConfig: false,
		convert: proxy,
	},
];

/** Values with what of them is not known. */
interface Part {
	values: JsonObject;
	unknown: { path: AttributePath; reason: string }[];
}

function instance(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const engine = text(source, "Engine") ?? "";
	// Instances of DocumentDB and Neptune have types of their own, which no rule asks for.
	if (/^(?:docdb|neptune)/.test(engine)) return [];
	const identifier = text(source, "DBInstanceIdentifier") ?? item.name;
	const storage = encryption(item, engine);
	const open = flag(source, "PubliclyAccessible");
	const hidden = [...storage.unknown, ...untold({ publicly_accessible: open !== null })];
	const common: JsonObject = {
		arn: item.arn,
		id: identifier,
		identifier,
		engine,
		engine_version: text(source, "EngineVersion"),
		publicly_accessible: open,
		kms_key_id: text(source, "KmsKeyId"),
		...storage.values,
	};
	const group = text(list(source, "DBParameterGroups")[0], "DBParameterGroupName");
	const ofCluster = text(source, "DBClusterIdentifier");
	if (ofCluster !== null) {
		const values = { ...common, cluster_identifier: ofCluster, db_parameter_group_name: group };
		return [{ type: "aws_rds_cluster_instance", part: "", values, unknown: hidden }];
	}
	const password = masterPassword(item, "manage_master_user_password", text(source, "MasterUserSecret", "SecretArn"));
	const values = {
		...common,
		...password.values,
		parameter_group_name: group,
		multi_az: flag(source, "MultiAZ"),
		deletion_protection: flag(source, "DeletionProtection"),
		auto_minor_version_upgrade: flag(source, "AutoMinorVersionUpgrade"),
		backup_retention_period: number(source, "BackupRetentionPeriod"),
		replicate_source_db:
			text(source, "ReadReplicaSourceDBInstanceIdentifier") ?? text(source, "ReadReplicaSourceDBClusterIdentifier"),
	};
	const told = untold({
		deletion_protection: values.deletion_protection !== null,
		auto_minor_version_upgrade: values.auto_minor_version_upgrade !== null,
	});
	return [{ type: "aws_db_instance", part: "", values, unknown: [...hidden, ...password.unknown, ...told] }];
}

function cluster(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const engine = text(source, "Engine") ?? "";
	const identifier = text(source, "DBClusterIdentifier") ?? item.name;
	const storage = encryption(item, engine);
	const common: JsonObject = {
		arn: item.arn,
		id: identifier,
		cluster_identifier: identifier,
		engine,
		engine_version: text(source, "EngineVersion"),
		backup_retention_period: number(source, "BackupRetentionPeriod"),
		deletion_protection: flag(source, "DeletionProtection"),
		...storage.values,
	};
	const told = untold({ deletion_protection: common.deletion_protection !== null });
	const key = text(source, "KmsKeyId");
	if (engine === "neptune") {
		const values = { ...common, kms_key_arn: key, replication_source_identifier: replicationSource(source) };
		return [{ type: "aws_neptune_cluster", part: "", values, unknown: [...storage.unknown, ...told] }];
	}
	const password = masterPassword(item, "manage_master_user_password", text(source, "MasterUserSecret", "SecretArn"));
	const membership = globalMembership(item);
	const unknown = [...storage.unknown, ...told, ...password.unknown, ...membership.unknown];
	const shared: JsonObject = {
		...common,
		...password.values,
		...membership.values,
		kms_key_id: key,
		db_cluster_parameter_group_name: text(source, "DBClusterParameterGroup"),
	};
	if (engine === "docdb") return [{ type: "aws_docdb_cluster", part: "", values: shared, unknown }];
	const values = {
		...shared,
		engine_mode: text(source, "EngineMode"),
		db_cluster_instance_class: text(source, "DBClusterInstanceClass"),
		replication_source_identifier: replicationSource(source),
	};
	return [{ type: "aws_rds_cluster", part: "", values, unknown }];
}

/** Empty text where there is none, in items of AWS Config. */
function replicationSource(source: JsonObject): string | null {
	return text(source, "ReplicationSourceIdentifier") || null;
}

/**
 * Whether the storage is encrypted. `StorageEncrypted` is false where keys that AWS owns encrypt it; then
 * `StorageEncryptionType` tells, which items of AWS Config lack. Aurora encrypts so by default.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html
 */
function encryption(item: AwsItem, engine: string): Part {
	const source = item.configuration;
	const encrypted = flag(source, "StorageEncrypted");
	const kind = text(source, "StorageEncryptionType");
	if (encrypted === true || kind?.startsWith("sse-") === true) {
		return { values: { storage_encrypted: true }, unknown: [] };
	}
	if (item.source === "config" && kind === null && engine.startsWith("aurora")) {
		const reason = "AWS Config does not tell storage without encryption from storage encrypted with a key of AWS";
		return { values: {}, unknown: [{ path: ["storage_encrypted"], reason }] };
	}
	return { values: { storage_encrypted: encrypted }, unknown: [] };
}

/**
 * Whether AWS manages the master password: then the secret that holds it is named. Items of AWS Config may leave the
 * secret out.
 * @param argument of the provider: `manage_master_user_password`.
 */
export function masterPassword(item: AwsItem, argument: string, secret: string | null): Part {
	if (secret !== null) return { values: { [argument]: true }, unknown: [] };
	if (item.source === "config") {
		const reason = "AWS Config does not tell who manages the master password";
		return { values: {}, unknown: [{ path: [argument], reason }] };
	}
	return { values: { [argument]: false }, unknown: [] };
}

/** The global cluster of a secondary, which has no password of its own. A primary is judged like any other cluster. */
function globalMembership(item: AwsItem): Part {
	const reason = item.missing.GlobalCluster;
	if (reason !== undefined) return { values: {}, unknown: [{ path: ["global_cluster_identifier"], reason }] };
	if (flag(item.supplementary, "GlobalCluster", "IsWriter") !== false) return { values: {}, unknown: [] };
	const identifier = text(item.supplementary, "GlobalCluster", "GlobalClusterIdentifier");
	return { values: { global_cluster_identifier: identifier }, unknown: [] };
}

/** The group of a cluster; `Engine` is that of the clusters that use it. */
function clusterParameterGroup(item: AwsItem): ConvertedResource[] {
	const documents = text(item.supplementary, "Engine") === "docdb";
	return parameterGroup(item, documents ? "aws_docdb_cluster_parameter_group" : "aws_rds_cluster_parameter_group");
}

/** A parameter group from the parameters that were asked for. Those without a value have their engine's default. */
export function parameterGroup(item: AwsItem, type: string): ConvertedResource[] {
	const reason = item.missing.Parameters;
	const parameter = list(item.supplementary, "Parameters").flatMap((entry): Json[] => {
		const name = text(entry, "ParameterName");
		const value = text(entry, "ParameterValue");
		return name === null || value === null ? [] : [{ name, value }];
	});
	const values: JsonObject = { arn: item.arn, id: item.name, name: item.name };
	if (reason !== undefined) return [{ type, part: "", values, unknown: [{ path: ["parameter"], reason }] }];
	return [{ type, part: "", values: { ...values, parameter } }];
}

function globalCluster(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const identifier = text(source, "GlobalClusterIdentifier") ?? item.name;
	const engine = text(source, "Engine") ?? "";
	const storage = encryption(item, engine);
	const values = {
		arn: item.arn,
		id: identifier,
		global_cluster_identifier: identifier,
		engine,
		...storage.values,
	};
	return [{ type: "aws_rds_global_cluster", part: "", values, unknown: storage.unknown }];
}

/** Snapshots that people make: only these can be shared. */
function snapshot(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	if ((text(source, "SnapshotType") ?? "manual") !== "manual") return [];
	const restore = list(item.supplementary, "DBSnapshotAttributes").find(
		(attribute) => text(attribute, "AttributeName") === "restore",
	);
	const values: JsonObject = {
		db_snapshot_arn: item.arn,
		id: text(source, "DBSnapshotIdentifier") ?? item.name,
		db_snapshot_identifier: text(source, "DBSnapshotIdentifier") ?? item.name,
		db_instance_identifier: text(source, "DBInstanceIdentifier"),
		snapshot_type: "manual",
		encrypted: flag(source, "Encrypted"),
		kms_key_id: text(source, "KmsKeyId"),
		shared_accounts: restore === undefined ? null : texts(restore, "AttributeValues"),
	};
	const told = value(item.supplementary, "DBSnapshotAttributes") !== null;
	const reason =
		item.missing.DBSnapshotAttributes ?? (told ? undefined : "with whom the snapshot is shared is not said");
	const unknown = reason === undefined ? [] : [{ path: ["shared_accounts"], reason }];
	return [{ type: "aws_db_snapshot", part: "", values, unknown }];
}

function proxy(item: AwsItem): ConvertedResource[] {
	const source = item.configuration;
	const values = {
		arn: item.arn,
		id: item.name,
		name: item.name,
		engine_family: text(source, "EngineFamily"),
		require_tls: flag(source, "RequireTLS"),
	};
	return [{ type: "aws_db_proxy", part: "", values }];
}
