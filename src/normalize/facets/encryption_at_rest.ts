import type { EncryptionAtRestFacet } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext, PlanReference } from "../terraform/context.ts";
import { blockCount, isKnown, isTrue, mayBelong, oncePerPlan, read, text } from "./plan_values.ts";

type Verdict = EncryptionAtRestFacet | { unknown: string };
type Judge = (resource: Resource, context: PlanContext) => Verdict;

/** Chains of replicas longer than this are not followed. */
const DEPTH_LIMIT = 8;

const KEY_TYPES = new Set([
	"aws_kms_key",
	"aws_kms_alias",
	"aws_kms_replica_key",
	"aws_kms_external_key",
	"aws_kms_replica_external_key",
]);

/**
 * Whether and with whose key a resource's data is encrypted at rest. What AWS encrypts when nothing is said counts as
 * provider-managed; the source of each such default stands beside it. A key named by id or ARN counts as the
 * customer's: only aliases of the form `alias/aws/…` tell that AWS manages it.
 */
export const encryptionAtRest: FacetComputer<"encryption_at_rest", PlanContext> = {
	name: "encryption_at_rest",
	compute(resource, context): FacetResult<EncryptionAtRestFacet> {
		// EC2 tells nothing of the encryption of a machine's disks: its volumes are judged themselves.
		if (resource.origin === "aws" && resource.type === "aws_instance") return undefined;
		const judge = Object.hasOwn(JUDGES, resource.type) ? JUDGES[resource.type] : undefined;
		if (judge === undefined) return undefined;
		const verdict = judge(resource, context);
		return "unknown" in verdict ? verdict : { value: verdict };
	},
};

/** What is known of a key argument. */
type Key =
	| { owner: "customer"; source: "attribute" | "reference" }
	| { owner: "provider" }
	| { owner: "none" }
	| { owner: "unknown"; reason: string };

function keyAt(resource: Resource, context: PlanContext, path: AttributePath, depth = 0): Key {
	const value = context.value(resource, path);
	switch (value.state) {
		case "omitted":
			return { owner: "none" };
		case "unknown":
			return { owner: "unknown", reason: value.reason };
		case "known":
			if (typeof value.value !== "string" || value.value === "") return { owner: "none" };
			return isProviderAlias(value.value) ? { owner: "provider" } : { owner: "customer", source: "attribute" };
		case "reference": {
			const keys = value.targets.map((target) => keyBehind(target, context, depth));
			const first = keys[0];
			if (first !== undefined && keys.every((key) => key.owner === first.owner)) return first;
			return { owner: "unknown", reason: "which of several keys it is, is known only after apply" };
		}
	}
}

function keyBehind(target: PlanReference, context: PlanContext, depth: number): Key {
	const first = target.resources[0];
	if (KEY_TYPES.has(target.type)) {
		const provider =
			target.mode === "data" && first !== undefined && isProviderAlias(text(read(context, first, ["name"])) ?? "");
		return provider ? { owner: "provider" } : { owner: "customer", source: "reference" };
	}
	// The key of another resource: `aws_db_instance.main.kms_key_id`.
	if (first !== undefined && target.attribute !== null && depth < DEPTH_LIMIT) {
		const key = keyAt(first, context, target.attribute.split("."), depth + 1);
		if (key.owner === "customer") return { owner: "customer", source: "reference" };
		if (key.owner === "provider") return key;
	}
	return { owner: "unknown", reason: `the key comes from ${target.address} and is known only after apply` };
}

function isProviderAlias(value: string): boolean {
	return /(?:^|:)alias\/aws\//.test(value);
}

/** Encrypted for certain; the key argument tells whose key it is. */
function encrypted(
	resource: Resource,
	context: PlanContext,
	path: AttributePath,
	whenAbsent: { source: "attribute" | "default"; note: string },
): Verdict {
	const key = keyAt(resource, context, path);
	if (key.owner === "unknown") return { unknown: key.reason };
	if (key.owner === "customer") {
		return { encryption: "customer-managed", source: key.source, path, note: "a KMS key is named" };
	}
	if (key.owner === "provider") {
		return { encryption: "provider-managed", source: "attribute", path, note: "the key is managed by AWS" };
	}
	return { encryption: "provider-managed", path, ...whenAbsent };
}

const none = (path: AttributePath, source: "attribute" | "default", note: string): Verdict => ({
	encryption: "none",
	source,
	path,
	note,
});

/** Always encrypted by the service; a key argument makes it the customer's. */
function always(key: AttributePath, note: string): Judge {
	return (resource, context) => encrypted(resource, context, key, { source: "default", note });
}

/** Encrypted when a switch is on; `whenOmitted` says what the service does when nobody touches it. */
function switched(flag: AttributePath, key: AttributePath, whenOmitted: Judge): Judge {
	return (resource, context) => {
		const reading = read(context, resource, flag);
		if (!isKnown(reading)) return reading;
		if (reading.value === null || reading.value === "") return whenOmitted(resource, context);
		if (!isTrue(reading)) return none(flag, "attribute", "encryption is off");
		return encrypted(resource, context, key, { source: "attribute", note: "no key is named: AWS manages it" });
	};
}

/** Nothing is encrypted unless asked for. */
function unencrypted(path: AttributePath, note: string): Judge {
	return () => none(path, "default", note);
}

/** Where encryption is taken over from something else, the plan does not show what it is. */
function inheriting(names: readonly string[], otherwise: Judge): Judge {
	return (resource, context) => {
		for (const name of names) {
			const value = context.value(resource, [name]);
			const given =
				value.state === "reference" ||
				value.state === "unknown" ||
				(value.state === "known" && !(Array.isArray(value.value) && value.value.length === 0) && value.value !== "");
			if (given) return { unknown: `encryption is taken over from what ${name} names` };
		}
		return otherwise(resource, context);
	};
}

/**
 * A bucket, its separate encryption resource read along. New objects are encrypted with keys of S3 since January 2023:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
 */
function bucket(resource: Resource, context: PlanContext): Verdict {
	const inline: AttributePath = ["server_side_encryption_configuration"];
	const { certain, uncertain } = context.joined(
		"aws_s3_bucket_server_side_encryption_configuration",
		"bucket",
		resource,
	);
	if (certain.length === 0 && uncertain.length > 0) return { unknown: mayBelong(uncertain) };
	const separate = certain[0];
	const verdicts = separate === undefined ? bucketRules(resource, context, inline) : bucketRules(separate, context, []);
	if (!Array.isArray(verdicts)) return verdicts;
	const verdict = worst(verdicts);
	if (verdict === null) {
		return {
			encryption: "provider-managed",
			source: "default",
			path: inline,
			note: "S3 encrypts new objects by default",
		};
	}
	if ("unknown" in verdict || separate === undefined) return verdict;
	return { ...verdict, path: inline, note: `${verdict.note} in ${separate.key}` };
}

function bucketRules(resource: Resource, context: PlanContext, base: AttributePath): Verdict[] | { unknown: string } {
	const blocks = base.length === 0 ? 1 : blockCount(context, resource, base);
	if (typeof blocks !== "number") return blocks;
	if (blocks === 0) return [];
	const rules: AttributePath = base.length === 0 ? ["rule"] : [...base, 0, "rule"];
	const count = blockCount(context, resource, rules);
	if (typeof count !== "number") return count;
	const verdicts: Verdict[] = [];
	for (let index = 0; index < count; index += 1) {
		const block: AttributePath = [...rules, index, "apply_server_side_encryption_by_default"];
		const inner = blockCount(context, resource, block);
		if (typeof inner !== "number") verdicts.push(inner);
		else if (inner > 0) verdicts.push(bucketAlgorithm(resource, context, [...block, 0]));
	}
	return verdicts;
}

function bucketAlgorithm(resource: Resource, context: PlanContext, at: AttributePath): Verdict {
	const keyPath: AttributePath = [...at, "kms_master_key_id"];
	// A key goes with the KMS algorithms only, so naming one settles the algorithm too.
	const verdict = encrypted(resource, context, keyPath, {
		source: "attribute",
		note: "no key is named: AWS manages it",
	});
	const algorithm = read(context, resource, [...at, "sse_algorithm"]);
	if (text(algorithm) === "AES256") {
		return {
			encryption: "provider-managed",
			source: "attribute",
			path: [...at, "sse_algorithm"],
			note: "keys of S3 are chosen",
		};
	}
	return verdict;
}

/** The least protected of several; unknown where an unknown one might be worse. Null for none at all. */
function worst(verdicts: Verdict[]): Verdict | null {
	const rank = { none: 0, "provider-managed": 2, "customer-managed": 3 } as const;
	const grade = (verdict: Verdict): number => ("unknown" in verdict ? 1 : rank[verdict.encryption]);
	let result: Verdict | null = null;
	for (const verdict of verdicts) if (result === null || grade(verdict) < grade(result)) result = verdict;
	return result;
}

/**
 * What a volume gets that says nothing: the account's setting for the region decides, which only the plan's own
 * `aws_ebs_encryption_by_default` shows. https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
 */
function volumeDefault(path: AttributePath): Judge {
	return (resource, context) => {
		const region = context.region(resource);
		for (const setting of context.ofType("aws_ebs_encryption_by_default")) {
			if (context.region(setting) !== region) continue;
			const enabled = read(context, setting, ["enabled"]);
			// The provider takes true when nothing is said.
			if (isTrue(enabled) || (isKnown(enabled) && enabled.value === null)) {
				return { encryption: "provider-managed", source: "default", path, note: `${setting.key} encrypts new volumes` };
			}
		}
		if (resource.origin === "aws") {
			return { unknown: "volumes are not encrypted by default here, so the snapshot or machine image decides" };
		}
		return { unknown: "the account's EBS encryption default decides, which the plan does not set" };
	};
}

/** All block devices of an instance; the image or a launch template decides about a root device that is not described. */
function instanceDevices(resource: Resource, context: PlanContext): Verdict {
	const verdicts: Verdict[] = [];
	for (const name of ["root_block_device", "ebs_block_device"]) {
		const count = blockCount(context, resource, [name]);
		if (typeof count !== "number") {
			verdicts.push(count);
			continue;
		}
		for (let index = 0; index < count; index += 1) verdicts.push(device(resource, context, [name, index]));
		if (name === "root_block_device" && count === 0) {
			verdicts.push(volumeDefault(["root_block_device"])(resource, context));
		}
	}
	return worst(verdicts) ?? { unknown: "the machine image decides" };
}

function templateDevices(resource: Resource, context: PlanContext): Verdict {
	const name = "block_device_mappings";
	const count = blockCount(context, resource, [name]);
	if (typeof count !== "number") return count;
	const verdicts: Verdict[] = [];
	for (let index = 0; index < count; index += 1) {
		const volumes = blockCount(context, resource, [name, index, "ebs"]);
		if (typeof volumes !== "number") verdicts.push(volumes);
		// A mapping without ebs is an instance store or takes a device away.
		else if (volumes > 0) verdicts.push(device(resource, context, [name, index, "ebs", 0]));
	}
	return worst(verdicts) ?? volumeDefault([name])(resource, context);
}

function device(resource: Resource, context: PlanContext, at: AttributePath): Verdict {
	const flag: AttributePath = [...at, "encrypted"];
	return switched(flag, [...at, "kms_key_id"], volumeDefault(flag))(resource, context);
}

/**
 * A database instance. Storage is unencrypted unless asked for; a replica and a restored instance take it over:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
 */
function databaseInstance(resource: Resource, context: PlanContext, depth = 0): Verdict {
	// What is live says itself whether it is encrypted.
	if (resource.origin === "aws") return plainInstance(resource, context);
	const source = context.value(resource, ["replicate_source_db"]);
	const replica = source.state !== "omitted" && !(source.state === "known" && source.value === "");
	if (!replica) return plainInstance(resource, context);
	// A replica in another region is encrypted with the key it names; elsewhere the source decides.
	const key = keyAt(resource, context, ["kms_key_id"]);
	if (key.owner === "customer" || key.owner === "provider") {
		return encrypted(resource, context, ["kms_key_id"], { source: "attribute", note: "a KMS key is named" });
	}
	const target = source.state === "reference" && source.targets.length === 1 ? source.targets[0] : undefined;
	const named = source.state === "known" && typeof source.value === "string" ? source.value : "";
	const primary = target?.resources.length === 1 ? target.resources[0] : instancesByName(context).get(named);
	if (primary?.type === "aws_db_instance" && depth < DEPTH_LIMIT) {
		const verdict = databaseInstance(primary, context, depth + 1);
		if ("unknown" in verdict) return verdict;
		return { ...verdict, source: "reference", path: ["replicate_source_db"], note: `as its source ${primary.key}` };
	}
	if (isTrue(read(context, resource, ["storage_encrypted"]))) return plainInstance(resource, context);
	return { unknown: "encryption is taken over from what replicate_source_db names" };
}

/** Database instances by identifier and ARN; a name used twice (in two regions) stands for neither. */
const instancesByName = oncePerPlan((context) => {
	const names = new Map<string, Resource | undefined>();
	for (const instance of context.ofType("aws_db_instance")) {
		for (const name of [instance.attributes.identifier, instance.attributes.arn]) {
			if (typeof name === "string") names.set(name, names.has(name) ? undefined : instance);
		}
	}
	return names;
});

const plainInstance = switched(
	["storage_encrypted"],
	["kms_key_id"],
	inheriting(
		["snapshot_identifier", "restore_to_point_in_time"],
		unencrypted(["storage_encrypted"], "RDS does not encrypt unless asked to"),
	),
);

const TAKEN_OVER = ["snapshot_identifier", "global_cluster_identifier"] as const;

/**
 * A cluster that says nothing. New Aurora clusters are encrypted since 18 February 2026:
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html
 * Multi-AZ clusters of other engines are not:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
 */
function clusterDefault(resource: Resource, context: PlanContext): Verdict {
	const path: AttributePath = ["storage_encrypted"];
	const engine = read(context, resource, ["engine"]);
	if (!isKnown(engine)) return engine;
	if (text(engine)?.startsWith("aurora") !== true) return none(path, "default", "RDS does not encrypt unless asked to");
	const note = "Aurora encrypts new clusters by default";
	return encrypted(resource, context, ["kms_key_id"], { source: "default", note });
}

/**
 * A cache. Redis OSS is unencrypted by default, Valkey is not:
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html and
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group
 */
function cacheDefault(resource: Resource, context: PlanContext): Verdict {
	const path: AttributePath = ["at_rest_encryption_enabled"];
	const engine = read(context, resource, ["engine"]);
	if (!isKnown(engine)) return engine;
	if (text(engine) !== "valkey") return none(path, "default", "Redis groups are not encrypted unless asked to");
	return encrypted(resource, context, ["kms_key_id"], {
		source: "default",
		note: "Valkey groups are encrypted by default",
	});
}

/** A table is always encrypted: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html */
function table(resource: Resource, context: PlanContext): Verdict {
	const block: AttributePath = ["server_side_encryption"];
	const byDefault: Verdict = {
		encryption: "provider-managed",
		source: "default",
		path: block,
		note: "DynamoDB encrypts with a key of its own",
	};
	const count = blockCount(context, resource, block);
	if (typeof count !== "number") return count;
	if (count === 0) return byDefault;
	const enabled = read(context, resource, [...block, 0, "enabled"]);
	if (!isKnown(enabled)) return enabled;
	// Switched off, the table goes back to the default key, whatever key is named.
	if (!isTrue(enabled)) return { ...byDefault, path: [...block, 0, "enabled"] };
	const key: AttributePath = [...block, 0, "kms_key_arn"];
	return encrypted(resource, context, key, { source: "attribute", note: "the key aws/dynamodb is used" });
}

/**
 * A queue: a KMS key, else keys of SQS unless these are switched off. New queues have them:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html
 */
function queue(resource: Resource, context: PlanContext): Verdict {
	const key: AttributePath = ["kms_master_key_id"];
	const flag: AttributePath = ["sqs_managed_sse_enabled"];
	const named = keyAt(resource, context, key);
	if (named.owner !== "none")
		return encrypted(resource, context, key, { source: "attribute", note: "a KMS key is named" });
	const managed = read(context, resource, flag);
	if (!isKnown(managed)) return managed;
	if (managed.value === null || managed.value === "") {
		return {
			encryption: "provider-managed",
			source: "default",
			path: flag,
			note: "SQS encrypts new queues by default",
		};
	}
	if (!isTrue(managed)) return none(flag, "attribute", "encryption is off and no key is named");
	return { encryption: "provider-managed", source: "attribute", path: flag, note: "keys of SQS are used" };
}

/** A stream: https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html */
function stream(resource: Resource, context: PlanContext): Verdict {
	const path: AttributePath = ["encryption_type"];
	const kind = read(context, resource, path);
	if (!isKnown(kind)) return kind;
	if (kind.value === null || kind.value === "") {
		return none(path, "default", "Kinesis does not encrypt unless asked to");
	}
	if (text(kind)?.toUpperCase() !== "KMS") return none(path, "attribute", "encryption is off");
	return encrypted(resource, context, ["kms_key_id"], { source: "attribute", note: "no key is named: AWS manages it" });
}

/** A repository: https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html */
function repository(resource: Resource, context: PlanContext): Verdict {
	const block: AttributePath = ["encryption_configuration"];
	const byDefault: Verdict = {
		encryption: "provider-managed",
		source: "default",
		path: block,
		note: "ECR encrypts with keys of S3",
	};
	const count = blockCount(context, resource, block);
	if (typeof count !== "number") return count;
	if (count === 0) return byDefault;
	const kind = read(context, resource, [...block, 0, "encryption_type"]);
	if (!isKnown(kind)) return kind;
	const name = text(kind);
	if (name === null || name === "" || name === "AES256") {
		return {
			...byDefault,
			source: name === "AES256" ? "attribute" : "default",
			path: [...block, 0, "encryption_type"],
		};
	}
	return encrypted(resource, context, [...block, 0, "kms_key"], {
		source: "attribute",
		note: "the key aws/ecr is used",
	});
}

/** A search domain: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html */
function searchDomain(resource: Resource, context: PlanContext): Verdict {
	const block: AttributePath = ["encrypt_at_rest"];
	const count = blockCount(context, resource, block);
	if (typeof count !== "number") return count;
	const note = "OpenSearch Service does not encrypt unless asked to";
	if (count === 0) return none(block, "default", note);
	const flag: AttributePath = [...block, 0, "enabled"];
	return switched(flag, [...block, 0, "kms_key_id"], unencrypted(flag, note))(resource, context);
}

/**
 * The secrets of a cluster. All API data is envelope-encrypted with a key of EKS from Kubernetes 1.28 on:
 * https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html
 */
function clusterSecrets(resource: Resource, context: PlanContext): Verdict {
	const block: AttributePath = ["encryption_config"];
	const count = blockCount(context, resource, block);
	if (typeof count !== "number") return count;
	if (count > 0) {
		const covered = read(context, resource, [...block, 0, "resources"]);
		if (!isKnown(covered)) return covered;
		if (Array.isArray(covered.value) && covered.value.includes("secrets")) {
			const key: AttributePath = [...block, 0, "provider", 0, "key_arn"];
			return encrypted(resource, context, key, { source: "attribute", note: "no key is named" });
		}
	}
	const version = read(context, resource, ["version"]);
	if (!isKnown(version)) return version;
	const [major = 0, minor = 0] = (text(version) ?? "").split(".").map(Number);
	// Without a version the newest is installed.
	if (version.value === null || major > 1 || (major === 1 && minor >= 28)) {
		return {
			encryption: "provider-managed",
			source: "default",
			path: block,
			note: "EKS encrypts with a key of its own",
		};
	}
	return none(block, "default", "EKS encrypts secrets by default only from Kubernetes 1.28 on");
}

/**
 * A global cluster holds no data itself: unless it says so, its member clusters decide.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateGlobalCluster.html
 */
function globalCluster(resource: Resource, context: PlanContext): Verdict {
	const path: AttributePath = ["storage_encrypted"];
	const reading = read(context, resource, path);
	if (!isKnown(reading)) return reading;
	if (reading.value === null) return { unknown: "the member clusters decide about encryption" };
	if (!isTrue(reading)) return none(path, "attribute", "encryption is off");
	return {
		encryption: "provider-managed",
		source: "attribute",
		path,
		note: "the keys are those of the member clusters",
	};
}

/**
 * The documents of a knowledge base while they are taken in; a key of AWS is used where none is named:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-kb.html
 */
function knowledgeSource(resource: Resource, context: PlanContext): Verdict {
	const block: AttributePath = ["server_side_encryption_configuration"];
	const note = "Bedrock encrypts what it takes in with a key of its own";
	const count = blockCount(context, resource, block);
	if (typeof count !== "number") return count;
	if (count === 0) return { encryption: "provider-managed", source: "default", path: block, note };
	return encrypted(resource, context, [...block, 0, "kms_key_arn"], { source: "default", note });
}

/**
 * A monitoring job: the volume of its machines and what it writes, of both the worse.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html
 */
function monitoringJob(resource: Resource, context: PlanContext): Verdict {
	const note = "SageMaker encrypts with a key of its own";
	const verdicts = [
		["job_resources", 0, "cluster_config", 0, "volume_kms_key_id"],
		["data_quality_job_output_config", 0, "kms_key_id"],
	].map((path) => encrypted(resource, context, path, { source: "default", note }));
	return (
		verdicts.find((verdict) => "encryption" in verdict && verdict.encryption === "provider-managed") ??
		verdicts.find((verdict) => "unknown" in verdict) ??
		verdicts[0]!
	);
}

/**
 * What a delivery stream holds until it is delivered, where producers write to it directly:
 * https://docs.aws.amazon.com/firehose/latest/dev/encryption.html
 */
function deliveryStream(resource: Resource, context: PlanContext): Verdict {
	const block: AttributePath = ["server_side_encryption"];
	const note = "Firehose does not encrypt what is written to it unless asked to";
	const count = blockCount(context, resource, block);
	if (typeof count !== "number") return count;
	if (count === 0) return none(block, "default", note);
	const flag: AttributePath = [...block, 0, "enabled"];
	return switched(flag, [...block, 0, "key_arn"], unencrypted(flag, note))(resource, context);
}

/** The disks of brokers, which are always encrypted: https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html */
function brokerDisks(resource: Resource, context: PlanContext): Verdict {
	const block: AttributePath = ["encryption_info"];
	const note = "the key aws/kafka is used";
	const count = blockCount(context, resource, block);
	if (typeof count !== "number") return count;
	if (count === 0) return { encryption: "provider-managed", source: "default", path: block, note };
	return encrypted(resource, context, [...block, 0, "encryption_at_rest_kms_key_arn"], { source: "default", note });
}

/**
 * The results of a work group's queries: its own setting, which clients may pass over unless it is enforced, else the
 * encryption of the bucket that the results go to.
 * https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html
 * https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html
 */
function queryResults(resource: Resource, context: PlanContext): Verdict {
	const steps: AttributePath[] = [
		["configuration"],
		["configuration", 0, "result_configuration"],
		["configuration", 0, "result_configuration", 0, "encryption_configuration"],
	];
	let depth = 0;
	for (const step of steps) {
		const count = blockCount(context, resource, step);
		if (typeof count !== "number") return count;
		if (count === 0) break;
		depth += 1;
	}
	const enforcement: AttributePath = ["configuration", 0, "enforce_workgroup_configuration"];
	const enforced = depth === 0 ? { value: null } : read(context, resource, enforcement);
	if (!isKnown(enforced)) return enforced;
	const clientsDecide = enforced.value !== null && !isTrue(enforced);
	if (clientsDecide) {
		const note = "clients may choose other settings than those of the work group";
		return { encryption: "provider-managed", source: "attribute", path: enforcement, note };
	}
	const block = steps[2]!;
	if (depth < steps.length)
		return depth < 2 ? { unknown: "the bucket that a query names decides" } : byBucket(resource, context, block);
	const option = read(context, resource, [...block, 0, "encryption_option"]);
	if (!isKnown(option)) return option;
	if (text(option) === null) return byBucket(resource, context, block);
	if (text(option) === "SSE_S3") {
		const note = "keys of S3 are chosen";
		return { encryption: "provider-managed", source: "attribute", path: [...block, 0, "encryption_option"], note };
	}
	return encrypted(resource, context, [...block, 0, "kms_key_arn"], {
		source: "attribute",
		note: "no key is named: AWS manages it",
	});
}

/** The encryption of the bucket that query results go to. */
function byBucket(resource: Resource, context: PlanContext, path: AttributePath): Verdict {
	const location = text(read(context, resource, ["configuration", 0, "result_configuration", 0, "output_location"]));
	const name = /^s3:\/\/([^/]+)/.exec(location ?? "")?.[1];
	const [holder, ...others] = context.ofType("aws_s3_bucket").filter(({ attributes }) => attributes.bucket === name);
	if (name === undefined || holder === undefined || others.length > 0) {
		return { unknown: "the bucket that holds the results decides, and it is not in the plan" };
	}
	const verdict = bucket(holder, context);
	if ("unknown" in verdict) return verdict;
	return { ...verdict, source: "reference", path, note: `as the bucket ${holder.key}` };
}

const JUDGES: Record<string, Judge> = {
	aws_s3_bucket: bucket,
	aws_ebs_volume: switched(["encrypted"], ["kms_key_id"], inheriting(["snapshot_id"], volumeDefault(["encrypted"]))),
	aws_instance: instanceDevices,
	aws_launch_template: templateDevices,
	aws_db_instance: databaseInstance,
	aws_rds_cluster: switched(
		["storage_encrypted"],
		["kms_key_id"],
		inheriting([...TAKEN_OVER, "restore_to_point_in_time", "replication_source_identifier"], clusterDefault),
	),
	aws_rds_global_cluster: globalCluster,
	// https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html
	aws_docdb_cluster: switched(
		["storage_encrypted"],
		["kms_key_id"],
		inheriting(
			[...TAKEN_OVER, "restore_to_point_in_time"],
			unencrypted(["storage_encrypted"], "DocumentDB does not encrypt unless asked to"),
		),
	),
	// https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html
	aws_neptune_cluster: switched(
		["storage_encrypted"],
		["kms_key_arn"],
		inheriting(
			[...TAKEN_OVER, "replication_source_identifier"],
			unencrypted(["storage_encrypted"], "Neptune does not encrypt unless asked to"),
		),
	),
	// New clusters since January 2025: https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html
	aws_redshift_cluster: switched(
		["encrypted"],
		["kms_key_id"],
		always(["kms_key_id"], "Redshift encrypts new clusters by default"),
	),
	// https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html
	aws_efs_file_system: switched(
		["encrypted"],
		["kms_key_id"],
		unencrypted(["encrypted"], "EFS does not encrypt unless asked to"),
	),
	aws_elasticache_replication_group: switched(
		["at_rest_encryption_enabled"],
		["kms_key_id"],
		inheriting(["global_replication_group_id"], cacheDefault),
	),
	// https://docs.aws.amazon.com/memorydb/latest/devguide/at-rest-encryption.html
	aws_memorydb_cluster: always(["kms_key_arn"], "MemoryDB always encrypts"),
	aws_opensearch_domain: searchDomain,
	aws_dynamodb_table: table,
	aws_sqs_queue: queue,
	// Disk encryption of the service: https://docs.aws.amazon.com/sns/latest/dg/sns-data-encryption.html
	aws_sns_topic: always(["kms_master_key_id"], "SNS encrypts its disks only"),
	aws_kinesis_stream: stream,
	aws_kinesis_firehose_delivery_stream: deliveryStream,
	aws_msk_cluster: brokerDisks,
	aws_athena_workgroup: queryResults,
	// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
	aws_cloudwatch_log_group: always(["kms_key_id"], "CloudWatch Logs encrypts with keys of its own"),
	aws_ecr_repository: repository,
	// https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
	aws_secretsmanager_secret: always(["kms_key_id"], "the key aws/secretsmanager is used"),
	// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
	aws_cloudtrail: always(["kms_key_id"], "log files are encrypted with keys of S3"),
	// https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
	aws_backup_vault: always(["kms_key_arn"], "the key aws/backup is used"),
	// https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest-nbi.html
	aws_sagemaker_notebook_instance: always(["kms_key_id"], "SageMaker encrypts the volume with a key of its own"),
	// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
	aws_sagemaker_endpoint_configuration: always(["kms_key_arn"], "SageMaker encrypts volumes with a key of its own"),
	// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDomain.html
	aws_sagemaker_domain: always(["kms_key_id"], "the key aws/elasticfilesystem is used"),
	aws_sagemaker_data_quality_job_definition: monitoringJob,
	// https://docs.aws.amazon.com/bedrock/latest/userguide/data-encryption.html
	aws_bedrock_custom_model: always(["custom_model_kms_key_id"], "Bedrock encrypts with a key of its own"),
	aws_bedrock_guardrail: always(["kms_key_arn"], "Bedrock encrypts with a key of its own"),
	aws_bedrockagent_agent: always(["customer_encryption_key_arn"], "Bedrock encrypts with a key of its own"),
	aws_bedrockagent_prompt: always(["customer_encryption_key_arn"], "Bedrock encrypts with a key of its own"),
	aws_bedrockagent_data_source: knowledgeSource,
	aws_eks_cluster: clusterSecrets,
};

/** Types that carry the facet, for tests. */
export const ENCRYPTED_TYPES = Object.keys(JUDGES);
