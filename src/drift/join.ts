import type { Drift, DriftJoin } from "../model/report.ts";
import type { Resource } from "../model/resource.ts";
import { lookUp } from "../normalize/json.ts";
import { compareText } from "../order.ts";
import type { PlannedItem } from "./states.ts";

/** A planned resource and the live one it is. */
export interface Pair {
	item: PlannedItem;
	live: Resource;
	joinedBy: string;
}

/** What came of joining. */
export interface Joined {
	pairs: Pair[];
	apart: Drift["notJoined"];
}

/**
 * Attributes that name a thing among others of its type. Two things share a name only if they agree on all of these that
 * both of them have: a rule of a role is named by its own name and the role's.
 */
const NAMES = [
	"name",
	"bucket",
	"identifier",
	"cluster_identifier",
	"cluster_id",
	"replication_group_id",
	"function_name",
	"repository",
	"domain_name",
	"url",
	"queue_url",
	"secret_id",
	"secret_arn",
	"resource_arn",
	"policy_arn",
	"role",
	"user",
	"group",
	"vpc_id",
	"key_id",
	"alias",
	"agent_id",
	"guardrail_id",
	"detector_id",
	"qualifier",
	"type",
	"set_identifier",
	"zone_id",
] as const;

/** Of those, the ones that name by themselves; the others only tell apart. */
const TELLING = new Set<string>([
	"vpc_id",
	"qualifier",
	"type",
	"set_identifier",
	"zone_id",
	"key_id",
	"group",
	"user",
	"alias",
]);

/** Settings of which a region, or an account, has one. */
const SETTINGS = new Set([
	"aws_ebs_encryption_by_default",
	"aws_ebs_snapshot_block_public_access",
	"aws_ec2_instance_metadata_defaults",
	"aws_ecr_registry_scanning_configuration",
	"aws_bedrock_model_invocation_logging_configuration",
	"aws_guardduty_detector",
	"aws_config_configuration_recorder",
	"aws_config_configuration_recorder_status",
	"aws_iam_account_password_policy",
	"aws_s3_account_public_access_block",
]);

/** Types whose name no second thing of the account and region can have: making another fails. S3's are unique in the world. */
const UNIQUE_NAMES: Record<string, string> = {
	aws_s3_bucket: "bucket",
	aws_iam_role: "name",
	aws_iam_user: "name",
	aws_iam_group: "name",
	aws_iam_policy: "name",
	aws_kms_alias: "name",
	aws_db_instance: "identifier",
	aws_rds_cluster: "cluster_identifier",
	aws_dynamodb_table: "name",
	aws_lambda_function: "function_name",
	aws_sqs_queue: "name",
	aws_sns_topic: "name",
	aws_ecr_repository: "name",
	aws_eks_cluster: "name",
	aws_ecs_cluster: "name",
	aws_lb: "name",
	aws_cloudtrail: "name",
	aws_cloudwatch_log_group: "name",
	aws_secretsmanager_secret: "name",
	aws_elasticache_replication_group: "replication_group_id",
	aws_opensearch_domain: "domain_name",
	aws_redshift_cluster: "cluster_identifier",
	aws_sagemaker_notebook_instance: "name",
};

/** Ids that AWS makes up and never gives out twice: `vpc-0a1b…`. */
const GENERATED_ID = /^[a-z]+-[0-9a-f]{8,32}$/;

/**
 * Keeps, while a live scan goes by, the resources that something in a plan may be: what is kept is bounded by the plans,
 * not by the account.
 */
export class LiveMatches {
	readonly #wanted = new Map<string, Set<string>>();
	readonly #kept: Resource[] = [];

	constructor(items: PlannedItem[]) {
		for (const item of items) {
			const known = this.#wanted.get(item.type);
			const values = known ?? new Set<string>();
			if (known === undefined) this.#wanted.set(item.type, values);
			for (const state of [item.prior, item.applied, item.planned]) {
				if (state === null) continue;
				for (const value of identities(state)) values.add(value);
			}
		}
	}

	/** Takes note of resources that have been read, with their facets. */
	observe(resources: Resource[]): void {
		for (const resource of resources) {
			const values = this.#wanted.get(resource.type);
			if (values === undefined || resource.origin !== "aws") continue;
			if (SETTINGS.has(resource.type) || identities(resource).some((value) => values.has(value)))
				this.#kept.push(resource);
		}
	}

	/** Those kept, by key. */
	kept(): Resource[] {
		return this.#kept.toSorted((left, right) => compareText(left.key, right.key));
	}
}

/**
 * Finds the live resource of each planned one: by ARN, else by id, else by the names that tell it from others of its type
 * in its account and region. What more than one may be is not joined.
 * @param live candidates, sorted by key.
 */
export function joinPlan(items: PlannedItem[], live: Resource[]): Joined {
	const byType = new Map<string, Resource[]>();
	for (const resource of live) {
		const list = byType.get(resource.type);
		if (list === undefined) byType.set(resource.type, [resource]);
		else list.push(resource);
	}
	const accounts = planAccounts(items);
	const matches: (Match & { item: PlannedItem })[] = [];
	const apart: Drift["notJoined"] = [];
	for (const item of items) {
		const { plan, key: planned, type } = item;
		const near = (byType.get(type) ?? []).filter((other) => samePlace(item, other, accounts.get(plan) ?? null));
		if (item.prior === null) {
			const reason = item.gone ? "Terraform found it deleted by something else; the plan makes it anew" : null;
			const taken = near.filter((other) => sharesUniqueName(item, other)).map(({ key }) => key);
			if (taken.length > 0)
				apart.push({
					plan,
					planned,
					live: taken,
					reason: "it exists live but not in the state: the plan would make it a second time",
				});
			else if (reason !== null) apart.push({ plan, planned, live: [], reason });
			continue;
		}
		const found = best(item, item.prior, near);
		if (found.length === 1) matches.push({ item, ...found[0]! });
		if (found.length < 2) continue;
		const reason = `${found.length} live resources may be it (${found[0]!.how})`;
		apart.push({ plan, planned, live: found.map(({ live }) => live.key), reason });
	}
	return settle(matches, apart);
}

interface Match {
	live: Resource;
	/** The lower the surer: ARN, id, name, only one of its kind. */
	rank: number;
	how: string;
}

/** Two resources of one plan cannot be the same thing: the surer join counts, of equal ones none. */
function settle(matches: (Match & { item: PlannedItem })[], apart: Drift["notJoined"]): Joined {
	const claims = new Map<string, (Match & { item: PlannedItem })[]>();
	for (const match of matches) {
		const claim = JSON.stringify([match.item.plan, match.live.key]);
		const list = claims.get(claim);
		if (list === undefined) claims.set(claim, [match]);
		else list.push(match);
	}
	const pairs: Pair[] = [];
	for (const rivals of claims.values()) {
		const surest = Math.min(...rivals.map(({ rank }) => rank));
		const first = rivals.filter(({ rank }) => rank === surest);
		for (const match of rivals) {
			const { item, live, how } = match;
			if (first.length === 1 && match === first[0]) {
				pairs.push({ item, live, joinedBy: `by ${how} in the prior state of ${item.address}` });
				continue;
			}
			const others = rivals.filter((rival) => rival !== match).map((rival) => rival.item.address);
			const reason = `${others.sort(compareText).join(", ")} may be the same live resource (${how})`;
			apart.push({ plan: item.plan, planned: item.key, live: [live.key], reason });
		}
	}
	const order = (left: { plan: string; planned: string }, right: { plan: string; planned: string }) =>
		compareText(left.plan, right.plan) || compareText(left.planned, right.planned);
	apart.sort(order);
	pairs.sort((left, right) => order(joinOf(left), joinOf(right)));
	return { pairs, apart };
}

/** A pair as reports list it. */
export function joinOf({ item, live, joinedBy }: Pair): DriftJoin {
	const { plan, key, type, action } = item;
	return { plan, planned: key, live: live.key, type, action: action as DriftJoin["action"], joinedBy };
}

/** The live resources that are as surely the planned one as any. */
function best(item: PlannedItem, prior: Resource, live: Resource[]): Match[] {
	const matches: Match[] = [];
	for (const other of live) {
		const match = matchOf(item, prior, other);
		if (match !== null) matches.push(match);
	}
	const surest = Math.min(...matches.map(({ rank }) => rank));
	return matches.filter(({ rank }) => rank === surest);
}

function matchOf({ type }: PlannedItem, prior: Resource, live: Resource): Match | null {
	const [arn, liveArn] = [arnOf(prior), arnOf(live)];
	if (arn !== null && arn === liveArn) return { live, rank: 0, how: `ARN ${arn}` };
	const id = text(prior, "id");
	const ids = liveIds(live);
	const main = !live.key.includes("#");
	// Parts of a thing carry its ARN, which the provider's resources for them need not have.
	if (arn !== null && liveArn !== null && main) return null;
	if (id !== null && id === text(live, "id")) return { live, rank: 1, how: `id ${id}` };
	if (id !== null && GENERATED_ID.test(id) && [...ids].some((other) => other !== id && GENERATED_ID.test(other)))
		return null;
	const shared: string[] = [];
	for (const name of NAMES) {
		const [ours, theirs] = [text(prior, name), text(live, name)];
		if (ours === null || theirs === null) continue;
		if (ours !== theirs) return null;
		if (!TELLING.has(name)) shared.push(`${name} ${ours}`);
	}
	if (id !== null && ids.has(id)) return { live, rank: 1, how: `id ${id}` };
	if (shared.length > 0) return { live, rank: 2, how: shared.join(" and ") };
	return SETTINGS.has(type) && main ? { live, rank: 3, how: "being the only one of its kind there" } : null;
}

/** Accounts that the ARNs in a plan name; null where there are several or none. */
function planAccounts(items: PlannedItem[]): Map<string, string | null> {
	const accounts = new Map<string, string | null>();
	for (const { plan, prior } of items) {
		const account = prior === null ? null : accountOf(prior);
		if (account === null) continue;
		const known = accounts.get(plan);
		accounts.set(plan, known === undefined || known === account ? account : null);
	}
	return accounts;
}

function samePlace({ prior, type, region }: PlannedItem, live: Resource, planAccount: string | null): boolean {
	// Names of buckets are unique in the world.
	if (type.startsWith("aws_s3_bucket")) return true;
	const [liveAccount, liveRegion = "global"] = live.scope.split("/");
	const account = (prior === null ? null : accountOf(prior)) ?? planAccount;
	if (account !== null && account !== liveAccount) return false;
	return region === null || liveRegion === "global" || liveRegion === region;
}

function sharesUniqueName({ planned, type, region }: PlannedItem, live: Resource): boolean {
	const name = lookUp(UNIQUE_NAMES, type);
	if (name === undefined || planned === null || live.key.includes("#")) return false;
	const given = text(planned, name);
	// Without its region it is not known where the plan makes it.
	if (region === null && !live.scope.endsWith("/global") && type !== "aws_s3_bucket") return false;
	return given !== null && given === text(live, name);
}

/** Everything that a resource may be found by. */
function identities(resource: Resource): string[] {
	const arn = arnOf(resource);
	const names = NAMES.filter((name) => !TELLING.has(name)).map((name) => text(resource, name));
	return [arn, ...liveIds(resource), ...names].filter((value) => value !== null);
}

/** A live resource's key is its ARN, with the part it is of it. */
function arnOf(resource: Resource): string | null {
	const [key = ""] = resource.key.split("#");
	const arn = resource.origin === "aws" && key.startsWith("arn:") ? key : text(resource, "arn");
	return arn === null || !arn.startsWith("arn:") ? null : arn.replace(/:\*$/, "");
}

/** The `id` as the provider would have it, and where there is none the end of the ARN or the key. */
function liveIds(resource: Resource): Set<string> {
	const ids = new Set<string>();
	const id = text(resource, "id");
	if (id !== null) ids.add(id);
	if (resource.origin !== "aws" || resource.key.includes("#") || id !== null) return ids;
	const tail = /[^/:]+$/.exec(resource.key)?.[0];
	if (tail !== undefined) ids.add(tail);
	return ids;
}

function accountOf(resource: Resource): string | null {
	const [, account = null] = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(text(resource, "arn") ?? "") ?? [];
	return account ?? text(resource, "owner_id");
}

function text({ attributes }: Resource, name: string): string | null {
	const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
	return typeof value === "string" && value !== "" ? value : null;
}
