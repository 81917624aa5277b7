import { describe, expect, it } from "vitest";
import { encryptionAtRest } from "../../../../src/normalize/facets/encryption_at_rest.ts";
import { normalize, planFile } from "../terraform/plan.ts";
import { type Entry, planOf, refers } from "./plan-builder.ts";

const judge = (address: string, entry: Entry, others: Record<string, Entry> = {}) => {
	const result = planOf({ ...others, [address]: entry }).facet(encryptionAtRest, address);
	if (result === undefined) return "absent";
	return "value" in result ? result.value.encryption : "unknown";
};
const key = { "aws_kms_key.k": {} };
const byKey = (name: string, more: Entry = {}): Entry => ({
	...more,
	unknown: { [name]: true },
	expressions: { [name]: refers("aws_kms_key.k.arn", "aws_kms_key.k") },
});

describe("real plans", () => {
	const { at } = normalize(planFile("encryption"));
	it.each([
		["aws_s3_bucket.plain", "provider-managed", "default"],
		["aws_s3_bucket.kms", "customer-managed", "reference"],
		["aws_ebs_volume.off", "none", "attribute"],
		["aws_launch_template.mixed", "none", "attribute"],
		["aws_instance.devices", "provider-managed", "attribute"],
		["aws_db_instance.off", "none", "default"],
		["aws_db_instance.replica", "none", "reference"],
		["aws_rds_cluster.aurora", "provider-managed", "default"],
		["aws_dynamodb_table.plain", "provider-managed", "default"],
		["aws_dynamodb_table.kms", "customer-managed", "reference"],
		["aws_sqs_queue.plain", "provider-managed", "default"],
		["aws_sqs_queue.off", "none", "attribute"],
		["aws_sqs_queue.alias", "provider-managed", "attribute"],
		["aws_sns_topic.key_id", "customer-managed", "reference"],
		["aws_elasticache_replication_group.redis", "none", "default"],
		["aws_elasticache_replication_group.on", "provider-managed", "attribute"],
		["aws_eks_cluster.old", "none", "default"],
		["aws_eks_cluster.keyed", "customer-managed", "reference"],
		["aws_opensearch_domain.plain", "none", "default"],
		["aws_kinesis_stream.plain", "none", "attribute"],
		["aws_ecr_repository.kms", "provider-managed", "attribute"],
		["aws_redshift_cluster.plain", "none", "attribute"],
	])("%s: %s by %s", (address, encryption, source) => {
		expect(at(address).facets.encryption_at_rest).toMatchObject({ encryption, source });
	});

	it("leaves a volume open that the account's default decides about", () => {
		const volume = at("aws_ebs_volume.omitted");
		expect(volume.facets.encryption_at_rest).toBeUndefined();
		expect(volume.unknown).toContainEqual({
			path: ["facets", "encryption_at_rest"],
			reason: "the account's EBS encryption default decides, which the plan does not set",
		});
	});

	it("points at what decides", () => {
		expect(at("aws_launch_template.mixed").facets.encryption_at_rest?.path).toEqual([
			"block_device_mappings",
			1,
			"ebs",
			0,
			"encrypted",
		]);
		expect(at("aws_db_instance.off").facets.encryption_at_rest?.path).toEqual(["storage_encrypted"]);
	});
});

describe("keys", () => {
	it("tells whose key it is", () => {
		expect(judge("aws_sns_topic.t", { values: { kms_master_key_id: "alias/aws/sns" } })).toBe("provider-managed");
		expect(judge("aws_sns_topic.t", { values: { kms_master_key_id: "arn:aws:kms:eu-west-1:1:alias/aws/sns" } })).toBe(
			"provider-managed",
		);
		expect(judge("aws_sns_topic.t", { values: { kms_master_key_id: "alias/mine" } })).toBe("customer-managed");
		expect(judge("aws_sns_topic.t", { values: { kms_master_key_id: "" } })).toBe("provider-managed");
		expect(judge("aws_sns_topic.t", byKey("kms_master_key_id"), key)).toBe("customer-managed");
	});

	it("follows the key of another resource, and stops at what is none", () => {
		const named = (reference: string, target: string): Entry => ({
			unknown: { kms_key_id: true },
			expressions: { kms_key_id: refers(reference, target) },
		});
		const others = { ...key, "aws_db_instance.d": byKey("kms_key_id"), "aws_vpc.v": { unknown: { id: true } } };
		expect(
			judge("aws_secretsmanager_secret.s", named("aws_db_instance.d.kms_key_id", "aws_db_instance.d"), others),
		).toBe("customer-managed");
		expect(judge("aws_secretsmanager_secret.s", named("aws_vpc.v.id", "aws_vpc.v"), others)).toBe("unknown");
		expect(judge("aws_secretsmanager_secret.s", named("local.key", "local.key"), others)).toBe("unknown");
	});
});

describe("services", () => {
	it("reads switches written as text", () => {
		const cache = (values: object) => judge("aws_elasticache_replication_group.c", { values: values as never });
		expect(cache({ at_rest_encryption_enabled: "true" })).toBe("provider-managed");
		expect(cache({ at_rest_encryption_enabled: "false", engine: "valkey" })).toBe("none");
		expect(cache({ engine: "valkey" })).toBe("provider-managed");
		expect(cache({})).toBe("none");
		expect(cache({ global_replication_group_id: "g" })).toBe("unknown");
	});

	it("lets restored and replicated databases take over encryption", () => {
		const database = (values: object, others = {}) => judge("aws_db_instance.d", { values: values as never }, others);
		expect(database({ snapshot_identifier: "s" })).toBe("unknown");
		expect(database({ restore_to_point_in_time: [{}] })).toBe("unknown");
		expect(database({ restore_to_point_in_time: [] })).toBe("none");
		expect(database({ storage_encrypted: false, snapshot_identifier: "s" })).toBe("none");
		expect(database({ replicate_source_db: "elsewhere" })).toBe("unknown");
		expect(database({ replicate_source_db: "elsewhere", kms_key_id: "arn:aws:kms:x:1:key/1" })).toBe(
			"customer-managed",
		);
		const primary = { "aws_db_instance.p": { values: { identifier: "p", storage_encrypted: true } } };
		expect(database({ replicate_source_db: "p" }, primary)).toBe("provider-managed");
	});

	it("ends when replicas name each other", () => {
		const replica = (name: string): Entry => ({
			unknown: { replicate_source_db: true },
			expressions: { replicate_source_db: refers(`aws_db_instance.${name}.arn`, `aws_db_instance.${name}`) },
		});
		expect(judge("aws_db_instance.a", replica("b"), { "aws_db_instance.b": replica("a") })).toBe("unknown");
	});

	it("knows which clusters are encrypted by themselves", () => {
		const cluster = (values: object) => judge("aws_rds_cluster.c", { values: values as never });
		expect(cluster({ engine: "aurora-mysql" })).toBe("provider-managed");
		expect(cluster({ engine: "postgres" })).toBe("none");
		expect(cluster({ engine: "aurora-mysql", storage_encrypted: false })).toBe("none");
		expect(cluster({ engine: "aurora-mysql", global_cluster_identifier: "g" })).toBe("unknown");
		expect(judge("aws_docdb_cluster.c", {})).toBe("none");
		expect(judge("aws_neptune_cluster.c", byKey("kms_key_arn", { values: { storage_encrypted: true } }), key)).toBe(
			"customer-managed",
		);
		expect(judge("aws_rds_global_cluster.c", {})).toBe("unknown");
		expect(judge("aws_rds_global_cluster.c", { values: { storage_encrypted: true } })).toBe("provider-managed");
		expect(judge("aws_redshift_cluster.c", {})).toBe("provider-managed");
		expect(judge("aws_memorydb_cluster.c", {})).toBe("provider-managed");
	});

	it("takes the account's EBS default from the plan", () => {
		const on = { "aws_ebs_encryption_by_default.d": { values: { enabled: true } } };
		const off = { "aws_ebs_encryption_by_default.d": { values: { enabled: false } } };
		expect(judge("aws_ebs_volume.v", {}, on)).toBe("provider-managed");
		expect(judge("aws_ebs_volume.v", {}, off)).toBe("unknown");
		expect(judge("aws_ebs_volume.v", { values: { encrypted: false } }, on)).toBe("none");
		expect(judge("aws_instance.i", {}, on)).toBe("provider-managed");
		expect(judge("aws_instance.i", {})).toBe("unknown");
		expect(
			judge("aws_launch_template.t", { values: { block_device_mappings: [{ ebs: [{ encrypted: "true" }] }] } }),
		).toBe("provider-managed");
		expect(judge("aws_launch_template.t", { values: { block_device_mappings: [{ ebs: [] }] } })).toBe("unknown");
	});

	it("takes the worst volume, and an unknown one for worse than an encrypted one", () => {
		const devices = (...encrypted: (boolean | null)[]) =>
			judge("aws_instance.i", {
				values: {
					root_block_device: [{ encrypted: true }],
					ebs_block_device: encrypted.map((value) => ({ encrypted: value })),
				},
			});
		expect(devices(true)).toBe("provider-managed");
		expect(devices(true, null)).toBe("unknown");
		expect(devices(true, null, false)).toBe("none");
	});

	it("reads a bucket's own and separate encryption", () => {
		const rule = (algorithm: string, kms: string | null) => ({
			rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: algorithm, kms_master_key_id: kms }] }],
		});
		const bucket = { values: { bucket: "b" } };
		const separate = (values: object, name = "b") => ({
			"aws_s3_bucket_server_side_encryption_configuration.s": { values: { bucket: name, ...values } as never },
		});
		expect(judge("aws_s3_bucket.b", bucket)).toBe("provider-managed");
		expect(judge("aws_s3_bucket.b", bucket, separate(rule("aws:kms", "arn:aws:kms:x:1:key/1")))).toBe(
			"customer-managed",
		);
		expect(judge("aws_s3_bucket.b", bucket, separate(rule("aws:kms", "arn:aws:kms:x:1:key/1"), "other"))).toBe(
			"provider-managed",
		);
		expect(judge("aws_s3_bucket.b", bucket, separate(rule("aws:kms", "alias/aws/s3")))).toBe("provider-managed");
		expect(judge("aws_s3_bucket.b", bucket, separate(rule("AES256", null)))).toBe("provider-managed");
		const inline = { values: { bucket: "b", server_side_encryption_configuration: [rule("aws:kms", "k")] } };
		expect(judge("aws_s3_bucket.b", inline)).toBe("customer-managed");
		const open = {
			"aws_s3_bucket_server_side_encryption_configuration.s": {
				unknown: { bucket: true },
				expressions: { bucket: refers("local.bucket") },
			},
		};
		expect(judge("aws_s3_bucket.b", bucket, open)).toBe("unknown");
	});

	it("reads the switches of tables, queues, streams, domains and repositories", () => {
		expect(
			judge("aws_dynamodb_table.t", { values: { server_side_encryption: [{ enabled: false, kms_key_arn: "k" }] } }),
		).toBe("provider-managed");
		expect(
			judge("aws_dynamodb_table.t", { values: { server_side_encryption: [{ enabled: true, kms_key_arn: "k" }] } }),
		).toBe("customer-managed");
		expect(judge("aws_sqs_queue.q", { values: { sqs_managed_sse_enabled: false, kms_master_key_id: "k" } })).toBe(
			"customer-managed",
		);
		expect(judge("aws_kinesis_stream.s", { values: { encryption_type: "KMS", kms_key_id: "alias/aws/kinesis" } })).toBe(
			"provider-managed",
		);
		expect(judge("aws_kinesis_stream.s", { values: { encryption_type: "KMS", kms_key_id: "k" } })).toBe(
			"customer-managed",
		);
		expect(judge("aws_opensearch_domain.d", { values: { encrypt_at_rest: [{ enabled: true }] } })).toBe(
			"provider-managed",
		);
		expect(judge("aws_opensearch_domain.d", { values: { encrypt_at_rest: [{ enabled: false }] } })).toBe("none");
		expect(
			judge("aws_ecr_repository.r", {
				values: { encryption_configuration: [{ encryption_type: "KMS", kms_key: "k" }] },
			}),
		).toBe("customer-managed");
		expect(judge("aws_ecr_repository.r", {})).toBe("provider-managed");
		expect(judge("aws_efs_file_system.f", {})).toBe("none");
		expect(judge("aws_efs_file_system.f", byKey("kms_key_id", { values: { encrypted: true } }), key)).toBe(
			"customer-managed",
		);
	});

	it("reads the secrets of a cluster", () => {
		const cluster = (values: object) => judge("aws_eks_cluster.c", { values: values as never });
		expect(cluster({})).toBe("provider-managed");
		expect(cluster({ version: "1.28" })).toBe("provider-managed");
		expect(cluster({ version: "1.9" })).toBe("none");
		const config = { resources: ["secrets"], provider: [{ key_arn: "k" }] };
		expect(cluster({ version: "1.27", encryption_config: [config] })).toBe("customer-managed");
	});

	it("says nothing about other types", () => {
		expect(judge("aws_vpc.v", {})).toBe("absent");
		expect(judge("constructor.x", {})).toBe("absent");
	});
});
