import type { EncryptionAtRestFacet } from "../../../model/facets.ts";
import type { AttributePath } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, isKnown, mayBelong, namedBy, oncePerPlan, read } from "../plan_values.ts";

type Verdict = EncryptionAtRestFacet | { unknown: string };
type Judge = (resource: Resource, context: PlanContext) => Verdict;

/** Chains of replicas longer than this are not followed. */
const DEPTH_LIMIT = 8;

/**
 * Whether and with whose key data in Google Cloud is encrypted at rest. Google encrypts everything that it stores:
 * https://docs.cloud.google.com/docs/security/encryption/default-encryption
 * Arguments name keys of Cloud KMS only, which are the customer's; those of Google have no name to give.
 */
export const googleEncryptionAtRest: FacetComputer<"encryption_at_rest", PlanContext> = {
	name: "encryption_at_rest",
	compute(resource, context): FacetResult<EncryptionAtRestFacet> {
		const judge = Object.hasOwn(JUDGES, resource.type) ? JUDGES[resource.type] : undefined;
		if (judge === undefined) return undefined;
		const verdict = judge(resource, context);
		return "unknown" in verdict ? verdict : { value: verdict };
	},
};

/** The key at a path of the values: null where none is named. */
function keyAt(resource: Resource, context: PlanContext, path: AttributePath): Verdict | null {
	for (const [index, step] of path.entries()) {
		if (typeof step !== "number") continue;
		const count = blockCount(context, resource, path.slice(0, index));
		if (typeof count !== "number") return count;
		if (count <= step) return null;
	}
	const key = context.value(resource, path);
	if (key.state === "unknown") return { unknown: key.reason };
	if (key.state === "omitted") return null;
	const note = "a Cloud KMS key is named";
	if (key.state === "known") {
		return typeof key.value === "string" && key.value !== ""
			? { encryption: "customer-managed", source: "attribute", path, note }
			: null;
	}
	const stranger = key.targets.find(({ type }) => !type.startsWith("google_kms_"));
	if (stranger !== undefined) {
		return { unknown: `the key comes from ${stranger.address} and is known only after apply` };
	}
	return { encryption: "customer-managed", source: "reference", path, note };
}

const ofGoogle = (path: AttributePath): EncryptionAtRestFacet => ({
	encryption: "provider-managed",
	source: "default",
	path,
	note: "Google encrypts with keys of its own",
});

/** Always encrypted; an argument makes the key the customer's. */
function always(...path: AttributePath): Judge {
	return (resource, context) => keyAt(resource, context, path) ?? ofGoogle(path);
}

/** A database instance. A replica in the region of its primary takes the primary's key; its own is for another region. */
function database(resource: Resource, context: PlanContext, depth = 0): Verdict {
	const path: AttributePath = ["encryption_key_name"];
	const own = keyAt(resource, context, path);
	if (own !== null) return own;
	const found = primaries(context).get(resource);
	const primary = found?.certain.length === 1 ? found.certain[0] : undefined;
	if (primary !== undefined && primary !== resource && depth < DEPTH_LIMIT) {
		const verdict = database(primary, context, depth + 1);
		if ("unknown" in verdict) return verdict;
		return { ...verdict, source: "reference", path: ["master_instance_name"], note: `as its primary ${primary.key}` };
	}
	for (const name of ["master_instance_name", "clone", "restore_backup_context", "backupdr_backup"]) {
		const source = context.value(resource, [name]);
		if (source.state === "omitted" || (source.state === "known" && isEmpty(source.value))) continue;
		return { unknown: `encryption is taken over from what ${name} names` };
	}
	return ofGoogle(path);
}

function isEmpty(value: unknown): boolean {
	return value === "" || (Array.isArray(value) && value.length === 0);
}

/** For each replica, the instances of the plan that it names as its primary. */
const primaries = oncePerPlan((context) => {
	const result = new Map<Resource, { certain: Resource[]; uncertain: Resource[] }>();
	for (const instance of context.ofType("google_sql_database_instance")) {
		const { certain } = namedBy(context, [["google_sql_database_instance", "master_instance_name"]], instance);
		for (const replica of certain) {
			const entry = result.get(replica) ?? { certain: [], uncertain: [] };
			entry.certain.push(instance);
			result.set(replica, entry);
		}
	}
	return result;
});

/** A table's own key, else that of its data set. https://docs.cloud.google.com/bigquery/docs/customer-managed-encryption */
function table(resource: Resource, context: PlanContext): Verdict {
	const path: AttributePath = ["encryption_configuration", 0, "kms_key_name"];
	const own = keyAt(resource, context, path);
	if (own !== null) return own;
	const name = context.value(resource, ["dataset_id"]);
	const datasets = context.ofType("google_bigquery_dataset").filter((dataset) => {
		if (name.state === "reference") return name.targets.some(({ resources }) => resources.includes(dataset));
		return name.state === "known" && dataset.attributes.dataset_id === name.value;
	});
	if (datasets.length > 1) return { unknown: mayBelong(datasets) };
	const dataset = datasets[0];
	if (dataset === undefined) return { unknown: "its data set, whose key it takes over, is not in the plan" };
	const verdict = always("default_encryption_configuration", 0, "kms_key_name")(dataset, context);
	if ("unknown" in verdict) return verdict;
	return {
		...verdict,
		source: "reference",
		path: ["encryption_configuration"],
		note: `as its data set ${dataset.key}`,
	};
}

/** A secret, in one place that Google chooses or in several of the user's choice: the worst of them decides. */
function secret(resource: Resource, context: PlanContext): Verdict {
	const path: AttributePath = ["replication"];
	const chosen: AttributePath = ["replication", 0, "user_managed", 0, "replicas"];
	const placed = blockCount(context, resource, ["replication", 0, "user_managed"]);
	if (typeof placed !== "number") return placed;
	if (placed === 0) {
		const key = keyAt(resource, context, [...path, 0, "auto", 0, "customer_managed_encryption", 0, "kms_key_name"]);
		return key ?? ofGoogle(path);
	}
	const count = blockCount(context, resource, chosen);
	if (typeof count !== "number") return count;
	let gap: Verdict | null = null;
	let last: Verdict = ofGoogle(path);
	for (let index = 0; index < count; index += 1) {
		const key = keyAt(resource, context, [...chosen, index, "customer_managed_encryption", 0, "kms_key_name"]);
		if (key === null) return ofGoogle([...chosen, index]);
		if ("unknown" in key) gap = key;
		last = key;
	}
	return gap ?? last;
}

/**
 * Secrets in the store of a cluster: the disks below are encrypted, the objects themselves only when asked for, with a key
 * of Cloud KMS. https://docs.cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets
 */
function clusterSecrets(resource: Resource, context: PlanContext): Verdict {
	const path: AttributePath = ["database_encryption", 0, "state"];
	const blocks = blockCount(context, resource, ["database_encryption"]);
	if (typeof blocks !== "number") return blocks;
	const none: Pick<EncryptionAtRestFacet, "encryption" | "path"> = {
		encryption: "none",
		path: ["database_encryption"],
	};
	if (blocks === 0) return { ...none, source: "default", note: "GKE encrypts secrets only when asked to" };
	const state = read(context, resource, path);
	if (!isKnown(state)) return state;
	if (state.value !== "ENCRYPTED" && state.value !== "ALL_OBJECTS_ENCRYPTION_ENABLED") {
		return { ...none, source: "attribute", note: "encryption of secrets is off" };
	}
	return { encryption: "customer-managed", source: "attribute", path, note: "a Cloud KMS key encrypts secrets" };
}

const logBucket = always("cmek_settings", 0, "kms_key_name");

/** Argument names as in releases 5 to 8 of the provider. */
const JUDGES: Readonly<Record<string, Judge>> = {
	google_bigquery_dataset: always("default_encryption_configuration", 0, "kms_key_name"),
	google_bigquery_table: table,
	google_container_cluster: clusterSecrets,
	google_logging_billing_account_bucket_config: logBucket,
	google_logging_folder_bucket_config: logBucket,
	google_logging_organization_bucket_config: logBucket,
	google_logging_project_bucket_config: logBucket,
	google_pubsub_topic: always("kms_key_name"),
	google_secret_manager_regional_secret: always("customer_managed_encryption", 0, "kms_key_name"),
	google_secret_manager_secret: secret,
	google_sql_database_instance: database,
	google_storage_bucket: always("encryption", 0, "default_kms_key_name"),
};
