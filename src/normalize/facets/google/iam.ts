import type { IamGrant, PublicGrantsFacet } from "../../../model/facets.ts";
import type { AttributePath, Json } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import { isObject, listAt, lookUp, textAt } from "../../json.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, type Gap, isKnown, read, text } from "../plan_values.ts";

/** Resources that grant roles; `_policy` replaces all grants of what it names. Names as in releases 5 to 8 of the provider. */
const GRANTING = /^google_\w+_iam_(member|binding|policy)$/;

const WHOLE = /^google_(?:project|folder|organization)_iam_(?:member|binding|policy)$/;

/** https://docs.cloud.google.com/iam/docs/principals-overview */
const EVERYBODY: Readonly<Record<string, "everyone" | "any Google account">> = {
	allusers: "everyone",
	allauthenticatedusers: "any Google account",
};

/** A member as written, or what is known of one that is known only after apply. */
type Member = { path: AttributePath; value: string } | { path: AttributePath; made: "account" | "other" };

interface Reading {
	path: AttributePath;
	role: string | null;
	members: Member[];
	/** Why some members are not known; null when all are. */
	gap: string | null;
}

/** What a granting resource grants; `gaps`: why whole grants, or their roles, are not known. */
function grantsOf(resource: Resource, context: PlanContext): { grants: Reading[]; gaps: string[] } {
	const kind = GRANTING.exec(resource.type)![1];
	if (kind === "policy") return ofPolicy(resource, context);
	const role = read(context, resource, ["role"]);
	const argument = kind === "member" ? "member" : "members";
	const { members, gaps } = membersAt(resource, context, [argument]);
	return {
		grants: [{ path: ["role"], role: text(role), members, gap: gaps[0] ?? null }],
		gaps: isKnown(role) ? [] : [role.unknown],
	};
}

/** Members of a text or a list. What comes from a resource of the plan names an account, never everybody. */
function membersAt(
	resource: Resource,
	context: PlanContext,
	path: AttributePath,
): { members: Member[]; gaps: string[] } {
	const value = context.value(resource, path);
	if (value.state === "omitted") return { members: [], gaps: [] };
	if (value.state === "unknown") return { members: [], gaps: [value.reason] };
	if (value.state === "reference") {
		// Another grant of the plan may name everybody, and pass that on.
		const copied = value.targets.find(({ type }) => GRANTING.test(type) || type === "terraform_data");
		if (copied !== undefined) return { members: [], gaps: [`known only after apply: it comes from ${copied.address}`] };
		const account = value.targets.every(({ type }) => /service_(?:account|identity|agent)/.test(type));
		return { members: [{ path, made: account ? "account" : "other" }], gaps: [] };
	}
	if (typeof value.value === "string") return { members: [{ path, value: value.value }], gaps: [] };
	const members: Member[] = [];
	const gaps: string[] = [];
	for (const [index, element] of (Array.isArray(value.value) ? value.value : []).entries()) {
		if (typeof element === "string") members.push({ path: [...path, index], value: element });
		else if (element === null) {
			const one = membersAt(resource, context, [...path, index]);
			members.push(...one.members);
			gaps.push(...(one.members.length === 0 && one.gaps.length === 0 ? ["known only after apply"] : one.gaps));
		}
	}
	return { members, gaps };
}

/** The bindings of a whole policy, which is JSON text. */
function ofPolicy(resource: Resource, context: PlanContext): { grants: Reading[]; gaps: string[] } {
	const path = ["policy_data"];
	const data = read(context, resource, path);
	if (!isKnown(data)) return { grants: [], gaps: [data.unknown] };
	let policy: unknown;
	try {
		policy = JSON.parse(text(data) ?? "{}");
	} catch {
		return { grants: [], gaps: ["the policy is not JSON"] };
	}
	const bindings: Json[] = isObject(policy as Json) ? listAt(policy as { [key: string]: Json }, ["bindings"]) : [];
	const grants = bindings.flatMap((binding, index): Reading[] => {
		if (!isObject(binding)) return [];
		const at = [...path, "bindings", index];
		const members = listAt(binding, ["members"]).flatMap((member, place) =>
			typeof member === "string" ? [{ path: [...at, "members", place], value: member }] : [],
		);
		return [{ path: [...at, "role"], role: textAt(binding, ["role"]), members, gap: null }];
	});
	return { grants, gaps: [] };
}

/** Roles granted on projects, folders and organizations. */
export const iamGrants: FacetComputer<"iam_grants", PlanContext> = {
	name: "iam_grants",
	compute(resource, context): FacetResult<IamGrant[]> {
		if (!WHOLE.test(resource.type)) return undefined;
		const { grants, gaps } = grantsOf(resource, context);
		const unknown: Gap[] = gaps.slice(0, 1).map((reason) => ({ path: [], reason }));
		const value: IamGrant[] = [];
		for (const { path, role, members, gap } of grants) {
			if (role === null) continue;
			const open = members.some((member) => "made" in member && member.made === "other");
			const reason = gap ?? (open ? "known only after apply" : null);
			const accounts = members.some((member) =>
				"made" in member ? member.made === "account" : member.value.toLowerCase().startsWith("serviceaccount:"),
			);
			if (reason !== null && !accounts) unknown.push({ path: [value.length, "to_service_account"], reason });
			value.push({ path, role, ...(reason === null || accounts ? { to_service_account: accounts } : {}) });
		}
		return { value, unknown };
	},
};

/** Arguments of access lists that name whom they let in, as `READER:allUsers` or `allUsers`. */
const LISTS: Readonly<Record<string, "role_entity" | "entity">> = {
	google_storage_bucket_acl: "role_entity",
	google_storage_bucket_access_control: "entity",
	google_storage_default_object_acl: "role_entity",
	google_storage_default_object_access_control: "entity",
	google_storage_object_access_control: "entity",
	google_storage_object_acl: "role_entity",
};

/** https://docs.cloud.google.com/storage/docs/access-control/lists#predefined-acl */
const PREDEFINED: Readonly<Record<string, [grantee: "everyone" | "any Google account", permission: string]>> = {
	publicread: ["everyone", "READER"],
	publicreadwrite: ["everyone", "WRITER"],
	authenticatedread: ["any Google account", "READER"],
};

type Grant = PublicGrantsFacet["grants"][number];

/** What Google's IAM and access lists hand to the world. */
export const googlePublicGrants: FacetComputer<"public_grants", PlanContext> = {
	name: "public_grants",
	compute(resource, context): FacetResult<PublicGrantsFacet> {
		const found = worldGrants(resource, context);
		if (found === undefined) return undefined;
		const unknown: Gap[] = found.gaps.slice(0, 1).map((reason) => ({ path: ["grants"], reason }));
		const shielded = /^google_storage_/.test(resource.type) && isShielded(resource, context);
		return { value: { grants: found.grants, shielded, labels: labelsOfService(resource, context) }, unknown };
	},
};

function worldGrants(resource: Resource, context: PlanContext): { grants: Grant[]; gaps: string[] } | undefined {
	if (GRANTING.test(resource.type)) {
		const { grants, gaps } = grantsOf(resource, context);
		const open = grants.flatMap(({ gap }) => gap ?? []);
		// Which role it is, matters less than to whom it goes.
		const whole = grants.length === 0 ? gaps : [];
		return {
			grants: grants.flatMap(({ role, members }) => publicMembers(members, role ?? "a role")),
			gaps: [...open, ...whole],
		};
	}
	if (Object.hasOwn(LISTS, resource.type)) return ofList(resource, context, LISTS[resource.type]!);
	if (resource.type === "google_bigquery_dataset_access") return ofAccess(resource, context, []);
	if (resource.type !== "google_bigquery_dataset") return undefined;
	const count = blockCount(context, resource, ["access"]);
	if (typeof count !== "number") return { grants: [], gaps: [count.unknown] };
	const blocks = Array.from({ length: count }, (_, index) => ofAccess(resource, context, ["access", index]));
	return { grants: blocks.flatMap(({ grants }) => grants), gaps: blocks.flatMap(({ gaps }) => gaps) };
}

function publicMembers(members: Member[], permission: string): Grant[] {
	return members.flatMap((member): Grant[] => {
		const grantee = "value" in member ? lookUp(EVERYBODY, member.value.toLowerCase()) : undefined;
		return grantee === undefined ? [] : [{ path: member.path, grantee, permission }];
	});
}

function ofList(resource: Resource, context: PlanContext, argument: string): { grants: Grant[]; gaps: string[] } {
	const grants: Grant[] = [];
	const { members, gaps } = membersAt(resource, context, [argument]);
	const role = text(read(context, resource, ["role"])) ?? "READER";
	for (const member of members) {
		if (!("value" in member)) continue;
		const [permission, entity] = /^([A-Z]+):(.*)$/.exec(member.value)?.slice(1) ?? [role, member.value];
		grants.push(...publicMembers([{ path: member.path, value: entity! }], permission!));
	}
	for (const name of ["predefined_acl", "default_acl"]) {
		const predefined = read(context, resource, [name]);
		if (!isKnown(predefined)) gaps.push(predefined.unknown);
		const [grantee, permission] = PREDEFINED[(text(predefined) ?? "").toLowerCase()] ?? [];
		if (grantee !== undefined) grants.push({ path: [name], grantee, permission: permission! });
	}
	return { grants, gaps };
}

/** An entry of a data set's access list. */
function ofAccess(resource: Resource, context: PlanContext, at: AttributePath): { grants: Grant[]; gaps: string[] } {
	const role = text(read(context, resource, [...at, "role"])) ?? "access";
	const results = ["special_group", "iam_member"].map((name) => membersAt(resource, context, [...at, name]));
	return {
		grants: results.flatMap(({ members }) => publicMembers(members, role)),
		gaps: results.flatMap(({ gaps }) => gaps),
	};
}

/** Whether public access prevention is surely on for the bucket that a grant is about. */
function isShielded(resource: Resource, context: PlanContext): boolean {
	const name = context.value(resource, ["bucket"]);
	const buckets = context.ofType("google_storage_bucket").filter((bucket) => {
		if (name.state === "reference") return name.targets.some(({ resources }) => resources.includes(bucket));
		return name.state === "known" && typeof name.value === "string" && bucketName(bucket) === bareName(name.value);
	});
	return (
		buckets.length === 1 && text(read(context, buckets[0]!, ["public_access_prevention"]))?.toLowerCase() === "enforced"
	);
}

const bareName = (name: string): string => name.replace(/^b\//, "");
const bucketName = (bucket: Resource): Json | undefined => bucket.attributes.name;

/** What serves requests, by the beginning of the granting types, with the argument that names it there. */
const SERVICES: readonly (readonly [prefix: string, argument: string, own: string])[] = [
	["google_cloud_run_v2_service", "name", "name"],
	["google_cloud_run_service", "service", "name"],
	["google_cloudfunctions2_function", "cloud_function", "name"],
	["google_cloudfunctions_function", "cloud_function", "name"],
];

/** Labels of the service that a grant is about; empty where the plan does not hold it. */
function labelsOfService(resource: Resource, context: PlanContext): Record<string, string> {
	const service = SERVICES.find(([prefix]) => resource.type.startsWith(`${prefix}_iam_`));
	if (service === undefined) return {};
	const [type, argument, own] = service;
	const name = context.value(resource, [argument]);
	const found = context.ofType(type).filter((candidate) => {
		if (name.state === "reference") return name.targets.some(({ resources }) => resources.includes(candidate));
		return name.state === "known" && candidate.attributes[own] === name.value;
	});
	return found.length === 1 ? found[0]!.labels : {};
}
