import type {
	BucketExpiration,
	BucketExposureFacet,
	BucketFacet,
	BucketLock,
	DataExpiryFacet,
	ObjectAccessLogsFacet,
} from "../../../model/facets.ts";
import type { AttributePath } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import { compareText } from "../../../order.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import { listAt, textAt, unknownAt } from "../../json.ts";
import type { PlanContext } from "../../terraform/context.ts";
import {
	blockCount,
	type Gap,
	integer,
	isGiven,
	isKnown,
	isTrue,
	mayBelong,
	type Reading,
	read,
	text,
} from "../plan_values.ts";
import { exportsAuditLogs, SINKS } from "./sinks.ts";

const DAY = 86_400;

type Unknown = { unknown: string };

/**
 * Whether a bucket refuses public access. Nothing said, it takes over what the organization sets, which leaves it open
 * unless a constraint says otherwise: https://docs.cloud.google.com/storage/docs/public-access-prevention
 */
export const googleBucketExposure: FacetComputer<"bucket_exposure", PlanContext> = {
	name: "bucket_exposure",
	compute(resource, context): FacetResult<BucketExposureFacet> {
		if (resource.type !== "google_storage_bucket") return undefined;
		const missing: string[] = [];
		const prevention = read(context, resource, ["public_access_prevention"]);
		if (!isKnown(prevention)) return prevention;
		if (text(prevention)?.toLowerCase() !== "enforced") {
			const constraint = context.ofType("google_org_policy_policy").find((policy) => {
				const name = text(read(context, policy, ["name"]));
				return name === null || name.endsWith("/storage.publicAccessPrevention");
			});
			if (constraint !== undefined) return { unknown: `${constraint.key} may enforce it for the bucket` };
			missing.push("public_access_prevention");
		}
		const uniform = read(context, resource, ["uniform_bucket_level_access"]);
		if (!isKnown(uniform)) return uniform;
		if (!isTrue(uniform)) missing.push("uniform_bucket_level_access");
		return { value: { block: "bucket", missing } };
	},
};

/** A bucket's versions, retention policy and lifecycle, and the sinks that write audit logs into it. */
export const googleBucket: FacetComputer<"bucket", PlanContext> = {
	name: "bucket",
	compute(resource, context): FacetResult<BucketFacet> {
		if (resource.type !== "google_storage_bucket") return undefined;
		const unknown: Gap[] = [{ path: ["tls_only"], reason: "Cloud Storage has no policy for it" }];
		const value: Partial<BucketFacet> = {};
		const set = <Name extends keyof BucketFacet>(name: Name, part: BucketFacet[Name] | Unknown) => {
			if (typeof part === "object" && "unknown" in part) unknown.push({ path: [name], reason: part.unknown });
			else value[name] = part;
		};
		set("audit_writers", auditWriters(resource, context));
		set("versioning", versioning(resource, context));
		set("object_lock", retention(resource, context));
		set("expirations", expirations(resource, context));
		return { value: value as BucketFacet, unknown };
	},
};

/** Sinks write to `storage.googleapis.com/<bucket>`. */
function auditWriters(bucket: Resource, context: PlanContext): string[] | Unknown {
	const certain: Resource[] = [];
	const uncertain: Resource[] = [];
	const name = text(read(context, bucket, ["name"]));
	for (const sink of context.ofType(...SINKS)) {
		const exports = exportsAuditLogs(sink, context);
		const destination = context.value(sink, ["destination"]);
		if (exports === "no" || destination.state === "omitted") continue;
		if (destination.state === "known") {
			if (name === null || destination.value !== `storage.googleapis.com/${name}`) continue;
			(exports === "yes" ? certain : uncertain).push(sink);
		} else if (destination.state === "unknown") uncertain.push(sink);
		else if (destination.targets.some(({ resources }) => resources.includes(bucket))) {
			const sure = exports === "yes" && destination.targets.every(({ resources }) => resources.length === 1);
			(sure ? certain : uncertain).push(sink);
		}
	}
	if (certain.length === 0 && uncertain.length > 0) return { unknown: mayBelong(uncertain) };
	return certain.map(({ key }) => key).sort(compareText);
}

function versioning(bucket: Resource, context: PlanContext): BucketFacet["versioning"] | Unknown {
	const enabled = read(context, bucket, ["versioning", 0, "enabled"]);
	if (!isKnown(enabled)) return enabled;
	return isTrue(enabled) ? "enabled" : "off";
}

/** A retention policy holds for every object; once locked, nobody can shorten or remove it. */
function retention(bucket: Resource, context: PlanContext): BucketLock | Unknown {
	const period = read(context, bucket, ["retention_policy", 0, "retention_period"]);
	if (!isKnown(period)) return period;
	const locked = read(context, bucket, ["retention_policy", 0, "is_locked"]);
	if (!isKnown(locked)) return locked;
	const seconds = integer(period, 0);
	if (seconds <= 0) return { enabled: false, mode: null, days: 0 };
	return { enabled: true, mode: isTrue(locked) ? "COMPLIANCE" : "GOVERNANCE", days: seconds / DAY };
}

/** Conditions that pick some objects only. */
const PICKING = [
	"matches_suffix",
	"matches_storage_class",
	"custom_time_before",
	"days_since_custom_time",
	"num_newer_versions",
	"noncurrent_time_before",
	"size_above_bytes",
	"size_below_bytes",
];

/** Where sinks put audit logs in a bucket: https://docs.cloud.google.com/logging/docs/export/storage */
const RECORDS = "cloudaudit.googleapis.com/";

/** What lifecycle rules delete. All conditions of a rule must hold; 0 is what the provider keeps for nothing said. */
function expirations(bucket: Resource, context: PlanContext): BucketExpiration[] | Unknown {
	const count = blockCount(context, bucket, ["lifecycle_rule"]);
	if (typeof count !== "number") return count;
	const result: BucketExpiration[] = [];
	const kept = versioning(bucket, context);
	for (let index = 0; index < count; index += 1) {
		const base: AttributePath = ["lifecycle_rule", index];
		const type = read(context, bucket, [...base, "action", 0, "type"]);
		if (!isKnown(type)) return type;
		if (type.value !== "Delete") continue;
		const at = (name: string): Reading => read(context, bucket, [...base, "condition", 0, name]);
		const readings = ["age", "days_since_noncurrent_time", "with_state", "created_before", "matches_prefix"].map(at);
		const gap = readings.find((reading): reading is Unknown => !isKnown(reading));
		if (gap !== undefined) return gap;
		const [age, since, state, before, prefixes] = readings as { value: unknown }[];
		const days = Math.max(Number(age?.value ?? 0), Number(since?.value ?? 0));
		const beginnings = Array.isArray(prefixes?.value) ? prefixes.value.filter((one) => typeof one === "string") : [];
		const common = {
			source: "its lifecycle",
			days,
			whole: beginnings.length === 0,
			covers_records:
				beginnings.length === 0 || beginnings.some((one) => RECORDS.startsWith(one) || one.startsWith(RECORDS)),
			conditional: PICKING.some((name) => holdsSomething(at(name))),
		};
		if (typeof before?.value === "string" && before.value !== "") {
			result.push({ ...common, kind: "date", days: 0 });
			continue;
		}
		const replacedOnly =
			state?.value === "ARCHIVED" || Number(since?.value ?? 0) > 0 || holdsSomething(at("num_newer_versions"));
		if (!replacedOnly) result.push({ ...common, kind: "current" });
		if (state?.value !== "LIVE" && kept !== "off") result.push({ ...common, kind: "noncurrent" });
	}
	return result;
}

/** What is set and not known yet is a condition too. */
function holdsSomething(reading: Reading): boolean {
	if (!isKnown(reading)) return true;
	const { value } = reading;
	return value !== null && value !== "" && value !== 0 && !(Array.isArray(value) && value.length === 0);
}

/** After how many days a bucket or the tables of a data set go by themselves. */
export const googleDataExpiry: FacetComputer<"data_expiry", PlanContext> = {
	name: "data_expiry",
	compute(resource, context): FacetResult<DataExpiryFacet> {
		if (resource.type === "google_bigquery_dataset") return ofDataset(resource, context);
		if (resource.type !== "google_storage_bucket") return undefined;
		const rules = expirations(resource, context);
		if ("unknown" in rules) return rules;
		const kept = versioning(resource, context);
		if (typeof kept !== "string") return kept;
		const shortest = (kind: BucketExpiration["kind"]): number | null => {
			const whole = rules.filter((rule) => rule.kind === kind && rule.whole && !rule.conditional);
			return whole.length === 0 ? null : Math.min(...whole.map(({ days }) => days));
		};
		const versions = kept === "off" ? null : { days: shortest("noncurrent") };
		const partly = rules.some(({ conditional, whole }) => conditional || !whole);
		return { value: { days: shortest("current"), versions, partly, path: ["lifecycle_rule"] } };
	},
};

/** Milliseconds. The period of partitions reaches partitioned tables only. */
function ofDataset(resource: Resource, context: PlanContext): FacetResult<DataExpiryFacet> {
	const path: AttributePath = ["default_table_expiration_ms"];
	const tables = read(context, resource, path);
	if (!isKnown(tables)) return tables;
	const partitions = read(context, resource, ["default_partition_expiration_ms"]);
	if (!isKnown(partitions)) return partitions;
	const milliseconds = integer(tables, 0);
	const days = milliseconds > 0 ? milliseconds / (DAY * 1000) : null;
	return { value: { days, versions: null, partly: integer(partitions, 0) > 0, path } };
}

const AUDIT_CONFIGS = "google_project_iam_audit_config";

/** Whether requests to a bucket's objects are logged: by the bucket itself, or as Data Access audit logs of its project. */
export const googleObjectAccessLogs: FacetComputer<"object_access_logs", PlanContext> = {
	name: "object_access_logs",
	compute(resource, context): FacetResult<ObjectAccessLogsFacet> {
		if (resource.type !== "google_storage_bucket") return undefined;
		const path = ["logging"];
		const target = context.value(resource, ["logging", 0, "log_bucket"]);
		const own = namesBucket(target, resource);
		const logStore = context
			.ofType("google_storage_bucket")
			.some(
				(other) =>
					other !== resource &&
					listAt(other.attributes, path).length > 0 &&
					namesBucket(context.value(other, ["logging", 0, "log_bucket"]), resource),
			);
		const audited = recordedByProject(resource, context);
		const given = isGiven(context, resource, ["logging", 0, "log_bucket"]);
		if ((given === true && !own) || audited === true) return { value: { logged: true, log_store: logStore, path } };
		if (typeof given !== "boolean") return given;
		if (typeof audited !== "boolean") return audited;
		return { value: { logged: false, log_store: logStore, path } };
	},
};

function namesBucket(value: ReturnType<PlanContext["value"]>, bucket: Resource): boolean {
	if (value.state === "reference") return value.targets.some(({ resources }) => resources.includes(bucket));
	return value.state === "known" && typeof value.value === "string" && value.value === bucket.attributes.name;
}

/** https://docs.cloud.google.com/storage/docs/audit-logging */
function recordedByProject(bucket: Resource, context: PlanContext): boolean | Unknown {
	let open: string | null = null;
	for (const config of context.ofType(AUDIT_CONFIGS)) {
		const service = read(context, config, ["service"]);
		if (!isKnown(service)) open = service.unknown;
		if (text(service) !== "allServices" && text(service) !== "storage.googleapis.com") continue;
		const logged = listAt(config.attributes, ["audit_log_config"]).flatMap((_, index) => {
			const type = text(read(context, config, ["audit_log_config", index, "log_type"]));
			const spared = isGiven(context, config, ["audit_log_config", index, "exempted_members"]);
			return type !== null && spared === false ? [type] : [];
		});
		if (!logged.includes("DATA_READ") || !logged.includes("DATA_WRITE")) {
			open ??= unknownAt(config, ["audit_log_config"]);
			continue;
		}
		const there = text(read(context, config, ["project"]))?.replace(/^projects\//, "");
		const here = text(read(context, bucket, ["project"])) ?? defaultProject(bucket, context);
		if (there === here && here !== null) return true;
		if (there === undefined || here === null)
			open = "whether the audit configuration is that of its project is known only after apply";
	}
	return open === null ? false : { unknown: open };
}

/** The project of a resource that names none, where a single provider configuration states it as a constant. */
function defaultProject(resource: Resource, context: PlanContext): string | null {
	if (Object.hasOwn(context.written(resource), "project")) return null;
	const configured = Object.values(context.configuration?.providers ?? {}).filter(
		(provider) => textAt(provider, ["name"]) === "google",
	);
	return configured.length === 1 ? textAt(configured[0]!, ["expressions", "project", "constant_value"]) : null;
}
