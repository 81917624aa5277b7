import type { DestructionFacet } from "../../model/facets.ts";
import type { Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { push } from "../../multimap.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { unknownAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { coversAllRegions } from "./audit_trail.ts";
import { bucket } from "./bucket.ts";
import { logRetention } from "./log_retention.ts";
import { type Gap, isKnown, oncePerPlan, read } from "./plan_values.ts";

/** One resource that goes, in the state before and in what the plan makes. */
interface Loss {
	/** As it was. */
	prior: Resource;
	before: PlanContext;
	context: PlanContext;
	replaced: boolean;
}

type Unknown = { unknown: string };
type Answer = { [Name in keyof DestructionFacet]?: DestructionFacet[Name] | Unknown };

/**
 * What a plan takes away with the resources that it deletes, or replaces where that costs what the old one holds. Read from
 * the state before, in which every value is known, and from what the plan leaves.
 */
export const destruction: FacetComputer<"destruction", PlanContext> = {
	name: "destruction",
	compute(resource, context): FacetResult<DestructionFacet> {
		const replaced = resource.change === "replace";
		if (resource.change !== "delete" && !replaced) return undefined;
		const answerOf = Object.hasOwn(LOSSES, resource.type) ? LOSSES[resource.type] : undefined;
		const before = context.before?.() ?? null;
		const prior = before === null ? undefined : byKey(before).get(resource.key);
		if (answerOf === undefined || before === null || prior === undefined) return undefined;
		// Another of its kind takes over at once; what it held is another matter.
		if (replaced && !HOLDING.has(resource.type)) return undefined;
		// Google's provider lets go of these instead: https://registry.terraform.io/providers/hashicorp/google/latest/docs
		if (isLetGo(prior) && answerOf !== googleLogBucket) return undefined;
		const answer: Answer = {
			...UNHURT,
			...answerOf({ prior, before, context, replaced }),
			action: replaced ? "replace" : "delete",
			complete: context.complete,
		};
		const unknown: Gap[] = [];
		const value: Record<string, Json> = {};
		for (const [name, part] of Object.entries(answer)) {
			if (typeof part === "object" && part !== null && "unknown" in part)
				unknown.push({ path: [name], reason: part.unknown });
			else value[name] = part;
		}
		return { value: value as unknown as DestructionFacet, unknown };
	},
};

const UNHURT = {
	active: true,
	served_goes: false,
	successor: null,
	judged_on: [],
	content: "none",
	name: "",
	audit_writers: [],
	dependents: [],
	still_named_by: [],
	had_dependents: false,
} satisfies Answer;

const LOSSES: Record<string, (loss: Loss) => Answer> = {
	aws_cloudtrail: trail,
	aws_cloudtrail_event_data_store: () => ({ content: "lost" }),
	aws_flow_log: flowLog,
	aws_bedrock_model_invocation_logging_configuration: onePerRegion,
	aws_guardduty_detector: (loss) => ({ ...onePerRegion(loss), active: loss.prior.attributes.enable !== false }),
	aws_securityhub_account: onePerRegion,
	aws_config_configuration_recorder: recorder,
	aws_config_configuration_recorder_status: recorderStatus,
	aws_macie2_account: (loss) => ({ ...onePerRegion(loss), active: loss.prior.attributes.status !== "PAUSED" }),
	aws_inspector2_enabler: (loss) => alike(loss, ["account_ids", "resource_types"]),
	aws_accessanalyzer_analyzer: (loss) => alike(loss, ["type"]),
	aws_cloudwatch_log_group: logGroup,
	aws_s3_bucket: logBucket,
	aws_kms_key: key,
	aws_kms_external_key: key,
	aws_kms_replica_key: key,
	google_kms_crypto_key: key,
	google_logging_project_sink: (loss) => sink(loss, "project"),
	google_logging_organization_sink: (loss) => sink(loss, "org_id"),
	google_logging_project_bucket_config: googleLogBucket,
	aws_backup_plan: backupPlan,
	aws_backup_selection: backupSelection,
	aws_backup_vault: ({ prior }) => ({ content: prior.attributes.force_destroy === true ? "lost" : "guarded" }),
	aws_db_snapshot: (loss) => snapshot(loss, "db_instance_identifier"),
	aws_db_cluster_snapshot: (loss) => snapshot(loss, "db_cluster_identifier"),
	aws_ebs_snapshot: (loss) => snapshot(loss, "volume_id"),
	aws_db_instance: database,
	aws_rds_cluster: database,
	aws_docdb_cluster: database,
	aws_neptune_cluster: database,
	aws_redshift_cluster: database,
	aws_dynamodb_table: table,
	aws_s3_bucket_public_access_block: bucketBlock,
	aws_s3_account_public_access_block: onePerAccount,
	aws_ebs_snapshot_block_public_access: (loss) => ({
		...onePerRegion(loss),
		active: loss.prior.attributes.state !== "unblocked",
	}),
};

/** Types whose replacement loses what the old one holds or has made. */
const HOLDING = new Set([
	"aws_cloudtrail_event_data_store",
	"aws_cloudwatch_log_group",
	"aws_s3_bucket",
	"aws_kms_key",
	"aws_kms_external_key",
	"aws_kms_replica_key",
	"google_kms_crypto_key",
	"google_logging_project_bucket_config",
	"aws_backup_vault",
	"aws_db_instance",
	"aws_rds_cluster",
	"aws_docdb_cluster",
	"aws_neptune_cluster",
	"aws_redshift_cluster",
	"aws_dynamodb_table",
]);

/** Types whose absence is asked of a plan that shows everything. */
const ASKED_OF_PLAN = new Set([
	"aws_cloudtrail",
	"aws_guardduty_detector",
	"aws_securityhub_account",
	"aws_config_configuration_recorder",
	"aws_s3_account_public_access_block",
	"aws_bedrock_model_invocation_logging_configuration",
]);

function isLetGo({ attributes }: Resource): boolean {
	return attributes.deletion_policy === "ABANDON";
}

const byKey = oncePerPlan((context) => new Map(context.resources.map((resource) => [resource.key, resource])));

/** What stays as it is or is changed in place: what is replaced begins anew. */
function staying(key: string, context: PlanContext): Resource | null {
	const resource = byKey(context).get(key);
	return resource === undefined || resource.change === "replace" || resource.change === "create" ? null : resource;
}

/** Whether the plan as a whole is asked for what goes: then the loss is found there. */
function judgedOnPlan({ prior, context }: Loss): string[] {
	const asked = context.complete && ASKED_OF_PLAN.has(prior.type) && context.ofType(prior.type).length === 0;
	return asked && context.resources.some(({ type }) => type.startsWith("aws_")) ? ["the plan as a whole"] : [];
}

/** Whether two AWS resources are in one region; null where that is not told. */
function sameRegion({ prior, context }: Loss, other: Resource): boolean | null {
	const [left, right] = [regionOf(prior, context), regionOf(other, context)];
	if (left !== null && right !== null) return left === right;
	const providers = Object.keys(context.configuration?.providers ?? {}).filter((name) =>
		/(?:^|:)aws(?:\.|$)/.test(name),
	);
	return providers.length === 1 ? true : null;
}

function regionOf(resource: Resource, context: PlanContext): string | null {
	const arn = resource.attributes.arn;
	const [, region = ""] = (typeof arn === "string" ? /^arn:[^:]*:[^:]*:([^:]*):/.exec(arn) : null) ?? [];
	return region === "" ? context.region(resource) : region;
}

const UNTOLD_REGION = "whether the one that stays is in the same region is not told";

/** The first candidate that surely takes over; unknown where one may. */
function successorAmong(
	candidates: readonly Resource[],
	takesOver: (candidate: Resource) => boolean | Unknown,
): string | null | Unknown {
	let open: Unknown | null = null;
	for (const candidate of candidates.toSorted((left, right) => compareText(left.key, right.key))) {
		const verdict = takesOver(candidate);
		if (verdict === true) return candidate.key;
		if (verdict !== false) open ??= verdict;
	}
	return open;
}

/** Something there is one of in a region: whatever of its type stays there has taken its place. */
function onePerRegion(loss: Loss): Answer {
	const { prior, context } = loss;
	const successor = successorAmong(context.ofType(prior.type), (other) => {
		// Of those that have such a switch.
		const enable = read(context, other, ["enable"]);
		if (!isKnown(enable)) return enable;
		if (enable.value === false) return false;
		return sameRegion(loss, other) ?? { unknown: UNTOLD_REGION };
	});
	return { successor, judged_on: judgedOnPlan(loss) };
}

/** Something there is one of in an account. */
function onePerAccount(loss: Loss): Answer {
	const { prior, context } = loss;
	const successor = successorAmong(context.ofType(prior.type), () => ({
		unknown: "whether the one that stays is in the same account is not told",
	}));
	return { successor, judged_on: judgedOnPlan(loss) };
}

/** Something of which another with the same arguments does the same. */
function alike(loss: Loss, names: string[]): Answer {
	const { prior, context } = loss;
	const successor = successorAmong(context.ofType(prior.type), (other) => {
		for (const name of names) {
			const value = read(context, other, [name]);
			if (!isKnown(value)) return value;
			if (!same(sorted(value.value), sorted(prior.attributes[name]))) return differs(other, name);
		}
		return sameRegion(loss, other) ?? { unknown: UNTOLD_REGION };
	});
	return { successor };
}

/** What is not the same as before is another, unless parts of it are not known yet. */
function differs(other: Resource, name: string): false | Unknown {
	const reason = unknownAt(other, [name]);
	return reason === null ? false : { unknown: reason };
}

function same(left: Json | undefined, right: Json | undefined): boolean {
	return JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
}

/** What narrows or widens what a trail records; a trail that differs in it records something else. */
const SELECTORS = ["event_selector", "advanced_event_selector"];

function trail(loss: Loss): Answer {
	const { prior, before, context } = loss;
	const others = context.ofType("aws_cloudtrail");
	const wide = coversAllRegions(prior, before) === true;
	const successor = successorAmong(others, (other) => {
		const organization = read(context, other, ["is_organization_trail"]);
		if (prior.attributes.is_organization_trail === true) {
			if (!isKnown(organization)) return organization;
			if (organization.value !== true) return false;
		}
		const logging = read(context, other, ["enable_logging"]);
		if (!isKnown(logging)) return logging;
		if (logging.value === false) return false;
		const covers = coversAllRegions(other, context);
		if (typeof covers !== "boolean") return covers;
		if (!covers) {
			if (wide) return false;
			const near = sameRegion(loss, other);
			if (near !== true) return near ?? { unknown: UNTOLD_REGION };
		}
		for (const name of SELECTORS) {
			const selectors = read(context, other, [name]);
			if (!isKnown(selectors)) return selectors;
			if (!same(selectors.value ?? [], prior.attributes[name] ?? []))
				return { unknown: `${other.key} selects other events, and what of these it lacks cannot be told` };
		}
		return true;
	});
	// A narrower trail complied with the demand for one that records all regions only because of this one.
	const narrow = wide ? others.filter((other) => coversAllRegions(other, context) === false) : [];
	const judged = successor === null ? narrow.map(({ key }) => key).sort(compareText) : [];
	return {
		active: prior.attributes.enable_logging !== false,
		successor,
		judged_on: [...judgedOnPlan(loss), ...judged],
	};
}

const FLOW_LOG_TARGETS = ["vpc_id", "subnet_id", "eni_id", "transit_gateway_id", "transit_gateway_attachment_id"];

function flowLog(loss: Loss): Answer {
	const { prior, before, context } = loss;
	const name = FLOW_LOG_TARGETS.find((target) => typeof prior.attributes[target] === "string");
	const target = name === undefined ? undefined : prior.attributes[name];
	if (name === undefined || typeof target !== "string") return {};
	const named = byIdentifier(before).get(target) ?? [];
	const source = named.find(({ type }) => type === "aws_vpc") ?? named[0];
	const stays = source === undefined ? null : (byKey(context).get(source.key) ?? null);
	// Networks are asked for their flow logs themselves.
	const judged = source?.type === "aws_vpc" && stays !== null ? [stays.key] : [];
	const successor = successorAmong(context.ofType("aws_flow_log"), (other) => {
		const reading = read(context, other, [name]);
		if (!isKnown(reading)) return reading;
		const traffic = read(context, other, ["traffic_type"]);
		if (!isKnown(traffic)) return traffic;
		return reading.value === target && (traffic.value === "ALL" || same(traffic.value, prior.attributes.traffic_type));
	});
	return { served_goes: source !== undefined && stays === null, successor, judged_on: judged };
}

function recorder(loss: Loss): Answer {
	const status = loss.before
		.ofType("aws_config_configuration_recorder_status")
		.find(({ attributes }) => attributes.name === loss.prior.attributes.name);
	return { ...onePerRegion(loss), active: status?.attributes.is_enabled !== false };
}

function recorderStatus({ prior, before, context }: Loss): Answer {
	const name = prior.attributes.name;
	const held = before.ofType("aws_config_configuration_recorder").find(({ attributes }) => attributes.name === name);
	const stays = held === undefined ? null : (byKey(context).get(held.key) ?? null);
	return {
		active: prior.attributes.is_enabled === true,
		served_goes: held !== undefined && stays === null,
		// A recorder is asked itself whether anything switches it on.
		judged_on: stays === null ? [] : [stays.key],
	};
}

function logGroup({ prior, before }: Loss): Answer {
	const result = logRetention.compute(prior, before);
	const facet = result !== undefined && "value" in result ? result.value : null;
	return {
		name: typeof prior.attributes.name === "string" ? prior.attributes.name : "",
		audit_writers: facet?.audit_writers ?? [],
		content: prior.attributes.skip_destroy === true ? "kept" : "lost",
	};
}

function logBucket({ prior, before }: Loss): Answer {
	const result = bucket.compute(prior, before);
	const facet = result !== undefined && "value" in result ? result.value : null;
	return {
		audit_writers: facet?.audit_writers ?? [],
		// S3 deletes no bucket that holds anything; force_destroy empties it first.
		content: prior.attributes.force_destroy === true ? "lost" : "guarded",
	};
}

/** An export of logs; another one of the same project or organisation that passes on as much makes up for it. */
function sink({ prior, context }: Loss, parent: string): Answer {
	const successor = successorAmong(context.ofType(prior.type), (other) => {
		const [home, off, filter, exclusions] = [
			read(context, other, [parent]),
			read(context, other, ["disabled"]),
			read(context, other, ["filter"]),
			read(context, other, ["exclusions"]),
		];
		if (!isKnown(home)) return home;
		if (!isKnown(off)) return off;
		if (!isKnown(filter)) return filter;
		if (!isKnown(exclusions)) return exclusions;
		if (off.value === true) return false;
		if (home.value === null) return { unknown: `what ${other.key} is a sink of is left to the provider's settings` };
		if (home.value !== prior.attributes[parent]) return false;
		// Without a filter it passes on everything.
		if ((filter.value ?? "") !== "" && filter.value !== prior.attributes.filter)
			return { unknown: `${other.key} has another filter, and what it leaves out cannot be told` };
		const excluded = sorted(exclusions.value);
		if (!same(excluded, []) && !same(excluded, sorted(prior.attributes.exclusions)))
			return { unknown: `${other.key} has other exclusions, and what they leave out cannot be told` };
		return parent !== "org_id" || includesChildren(other, prior, context);
	});
	return { active: prior.attributes.disabled !== true, successor };
}

function includesChildren(other: Resource, prior: Resource, context: PlanContext): boolean | Unknown {
	const children = read(context, other, ["include_children"]);
	if (!isKnown(children)) return children;
	return children.value === true || prior.attributes.include_children !== true;
}

/** Sinks name a log bucket by its path, after the name of the service. */
function googleLogBucket({ prior, before }: Loss): Answer {
	const path = prior.attributes.id;
	const writers = before
		.ofType("google_logging_project_sink", "google_logging_organization_sink")
		.filter(({ attributes }) => attributes.destination === `logging.googleapis.com/${path}`);
	const name = prior.attributes.bucket_id;
	return {
		name: typeof name === "string" ? name : "",
		audit_writers: writers.map(({ key }) => key).sort(compareText),
		content: isLetGo(prior) ? "kept" : "lost",
	};
}

/** Name a key without data of their own. */
const KEY_COMPANIONS = /^aws_kms_|^google_kms_|_policy(?:_attachment|_document)?$|_grant$/;

function key({ prior, before, context }: Loss): Answer {
	const names = identifiersOf(prior, ["arn", "id", "key_id"]);
	for (const alias of before.ofType("aws_kms_alias")) {
		if (names.some((name) => alias.attributes.target_key_id === name || alias.attributes.target_key_arn === name))
			names.push(...identifiersOf(alias, ["name", "arn"]));
	}
	const stillNamed = new Set<string>();
	const dependents = new Set<string>();
	let had = false;
	const users = names.flatMap((name) => byText(before).get(name) ?? []);
	for (const user of new Set(users)) {
		if (user === prior || KEY_COMPANIONS.test(user.type)) continue;
		had = true;
		const holder = holderOf(user, before);
		const stays = staying(holder.key, context);
		if (stays !== null) dependents.add(stays.key);
		else if (!byKey(context).has(holder.key) && leavesCopy(holder)) dependents.add(holder.key);
	}
	for (const user of new Set(names.flatMap((name) => byText(context).get(name) ?? []))) {
		if (user.key !== prior.key && !KEY_COMPANIONS.test(user.type)) stillNamed.add(holderOf(user, context).key);
	}
	return {
		dependents: [...dependents].sort(compareText),
		still_named_by: [...stillNamed].sort(compareText),
		had_dependents: had,
	};
}

/** The bucket that a resource configures, or the resource itself. */
function holderOf(resource: Resource, context: PlanContext): Resource {
	const name = resource.attributes.bucket;
	if (!resource.type.startsWith("aws_s3_bucket_") || typeof name !== "string") return resource;
	return context.ofType("aws_s3_bucket").find(({ attributes }) => attributes.bucket === name) ?? resource;
}

/** Whether a deleted store leaves a copy behind that stays encrypted with its key. */
function leavesCopy({ type, attributes }: Resource): boolean {
	if (type === "aws_cloudwatch_log_group") return attributes.skip_destroy === true;
	return DATABASES.has(type) && attributes.skip_final_snapshot === false;
}

const DATABASES = new Set([
	"aws_db_instance",
	"aws_rds_cluster",
	"aws_docdb_cluster",
	"aws_neptune_cluster",
	"aws_redshift_cluster",
]);

function database({ prior }: Loss): Answer {
	const { attributes, type } = prior;
	const primary = attributes.replicate_source_db ?? attributes.replication_source_identifier ?? "";
	// Members of clusters keep no data of their own, and neither does a replica: the source has it all.
	const member = type === "aws_db_instance" && /^(?:aurora|docdb|neptune)/.test(String(attributes.engine ?? ""));
	const copied = member || (typeof primary === "string" && primary !== "");
	// Automated backups may outlast the instance by their retention period.
	const backups = attributes.delete_automated_backups === false && Number(attributes.backup_retention_period) > 0;
	const lost = attributes.skip_final_snapshot === true && !backups;
	return { content: copied ? "none" : lost ? "lost" : "kept" };
}

/** DynamoDB backs a table up when it is deleted while recovery to a point in time is on. */
function table({ prior }: Loss): Answer {
	const recovery = prior.attributes.point_in_time_recovery;
	const on = Array.isArray(recovery) && recovery.some((block) => isOn(block));
	return { content: on ? "kept" : "lost" };
}

function isOn(block: Json): boolean {
	return typeof block === "object" && block !== null && !Array.isArray(block) && block.enabled === true;
}

/** What a selection chooses. */
const CHOICE = ["resources", "not_resources", "selection_tag", "condition"];

function backupPlan(loss: Loss): Answer {
	const { prior, before } = loss;
	const selections = before
		.ofType("aws_backup_selection")
		.filter(({ attributes }) => attributes.plan_id === prior.attributes.id);
	if (selections.length === 0) return {};
	const states = selections.map((selection) => selected({ ...loss, prior: selection }));
	const open = states.find(({ successor }) => typeof successor === "object" && successor !== null);
	const lost = states.filter(({ served_goes, successor }) => served_goes !== true && successor === null);
	const first = states.find(({ successor }) => typeof successor === "string")?.successor ?? null;
	return {
		served_goes: states.every(({ served_goes }) => served_goes === true),
		successor: lost.length > 0 ? null : (open?.successor ?? first),
	};
}

function backupSelection(loss: Loss): Answer {
	const { prior, before, context } = loss;
	const plan = before.ofType("aws_backup_plan").find(({ attributes }) => attributes.id === prior.attributes.plan_id);
	// The plan that goes with it is the greater loss.
	if (plan !== undefined && !byKey(context).has(plan.key)) return { judged_on: [plan.key] };
	return selected(loss);
}

function selected({ prior, before, context }: Loss): Pick<Answer, "served_goes" | "successor"> {
	const successor = successorAmong(context.ofType("aws_backup_selection"), (other) => {
		for (const name of CHOICE) {
			const value = read(context, other, [name]);
			if (!isKnown(value)) return value;
			if (!same(sorted(value.value), sorted(prior.attributes[name]))) return differs(other, name);
		}
		return true;
	});
	const chosen = prior.attributes.resources;
	const byTag = ["selection_tag", "condition"].some((name) => (prior.attributes[name] as Json[] | null)?.length);
	const goes =
		!byTag &&
		Array.isArray(chosen) &&
		chosen.length > 0 &&
		chosen.every((arn) => {
			const named = typeof arn === "string" ? byIdentifier(before).get(arn)?.[0] : undefined;
			return named !== undefined && !byKey(context).has(named.key);
		});
	return { served_goes: goes, successor };
}

function sorted(value: Json | undefined): Json {
	return Array.isArray(value) ? value.map((entry) => JSON.stringify(entry)).sort(compareText) : (value ?? []);
}

/** A copy made by hand: another one of the same source that stays makes up for it. */
function snapshot({ prior, context }: Loss, source: string): Answer {
	const name = prior.attributes[source];
	const successor = successorAmong(context.ofType(prior.type), (other) => {
		const value = read(context, other, [source]);
		if (!isKnown(value)) return value;
		return typeof name === "string" && name !== "" && value.value === name;
	});
	return { content: "lost", successor };
}

/** A bucket's block: missed on the bucket where that is in the plan, by nobody where that goes too. */
function bucketBlock({ prior, before, context }: Loss): Answer {
	const name = prior.attributes.bucket;
	if (typeof name !== "string") return {};
	const held = before.ofType("aws_s3_bucket").find(({ attributes }) => attributes.bucket === name);
	const stays = held === undefined ? null : (byKey(context).get(held.key) ?? null);
	const successor = successorAmong(context.ofType(prior.type), (other) => {
		const reading = read(context, other, ["bucket"]);
		return isKnown(reading) ? reading.value === name : reading;
	});
	return {
		served_goes: held !== undefined && stays === null,
		successor,
		judged_on: stays === null ? [] : [stays.key],
	};
}

function identifiersOf({ attributes }: Resource, names: string[]): string[] {
	return names.map((name) => attributes[name]).filter((value) => typeof value === "string" && value !== "") as string[];
}

/** Resources by their own identifiers. */
const byIdentifier = oncePerPlan((context) => {
	const index = new Map<string, Resource[]>();
	for (const resource of context.resources) {
		for (const value of new Set(identifiersOf(resource, ["id", "arn", "bucket"]))) push(index, value, resource);
	}
	return index;
});

/** Resources by every text in their values. */
const byText = oncePerPlan((context) => {
	const index = new Map<string, Resource[]>();
	for (const resource of context.resources) {
		for (const value of new Set(texts(resource.attributes))) push(index, value, resource);
	}
	return index;
});

function texts(value: Json): string[] {
	if (typeof value === "string") return [value];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}
