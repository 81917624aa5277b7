import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, listAt, textAt, unknownAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { mayBelong } from "./plan_values.ts";

/** The four switches of a public-access block; each is off unless set (provider documentation). */
const SWITCHES = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

/** Joins a bucket with its own public-access block and the account's; AWS applies whatever either of them turns on. */
export const bucketExposure: FacetComputer<"bucket_exposure", PlanContext> = {
	name: "bucket_exposure",
	compute(resource, context) {
		if (resource.type !== "aws_s3_bucket") return undefined;
		const blocks = readBlocks(resource, context);
		const block = blocks.own.length > 0 ? "bucket" : blocks.account.length > 0 ? "account" : "none";
		const value = { block, missing: blocks.missing } as const;
		if (blocks.missing.length === 0 || blocks.reason === null) return { value };
		return { value, unknown: [{ path: [], reason: blocks.reason }] };
	},
};

interface Blocks {
	own: Resource[];
	account: Resource[];
	/** Switches that are not surely on, sorted. */
	missing: string[];
	/** Why some of them may be on after all. */
	reason: string | null;
}

function readBlocks(bucket: Resource, context: PlanContext): Blocks {
	const { certain, uncertain } = context.joined("aws_s3_bucket_public_access_block", "bucket", bucket);
	const off = (blocks: Resource[]) =>
		SWITCHES.filter((name) => !blocks.some((block) => block.attributes[name] === true));
	// The account's block may be unreadable; beside a bucket's own that is all on it does not matter.
	if (off(certain).length === 0) return { own: certain, account: [], missing: [], reason: null };
	const account = context.ofType("aws_s3_account_public_access_block");
	const blocks = [...certain, ...account];
	const missing = off(blocks);
	let reason = uncertain.length > 0 ? mayBelong(uncertain) : null;
	for (const block of blocks) {
		for (const name of missing) reason ??= unknownAt(block, [name]);
	}
	return { own: certain, account, missing, reason };
}

const EVERYONE = "http://acs.amazonaws.com/groups/global/AllUsers";
const ANY_ACCOUNT = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

/** Canned ACLs that grant to the world. https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const CANNED: Record<string, { grantee: "everyone" | "any AWS account"; permission: string }> = {
	"public-read": { grantee: "everyone", permission: "READ" },
	"public-read-write": { grantee: "everyone", permission: "WRITE" },
	"authenticated-read": { grantee: "any AWS account", permission: "READ" },
};

type Grant = { path: AttributePath; grantee: "everyone" | "any AWS account"; permission: string };

/** Finds ACL grants to the world in ACL resources and in the old inline arguments of a bucket. */
export const publicGrants: FacetComputer<"public_grants", PlanContext> = {
	name: "public_grants",
	compute(resource, context) {
		const paths = grantPaths(resource);
		if (paths === undefined) return undefined;
		const bucket = bucketOf(resource, context);
		const shielded = bucket !== undefined && readBlocks(bucket, context).missing.length === 0;
		const grants: Grant[] = [];
		const canned = CANNED[textAt(resource.attributes, ["acl"]) ?? ""];
		if (canned !== undefined) grants.push({ path: ["acl"], ...canned });
		for (const path of paths) grants.push(...listedGrants(resource, path));
		const reason = unknownAt(resource, ["acl"]) ?? paths.map((path) => unknownAt(resource, path)).find(Boolean);
		const unknown = reason === null || reason === undefined ? [] : [{ path: ["grants"], reason }];
		return { value: { grants, shielded }, unknown };
	},
};

/** Where a resource lists single grants; undefined where it can carry none. */
function grantPaths(resource: Resource): AttributePath[] | undefined {
	if (resource.type === "aws_s3_bucket_policy") return [];
	if (resource.type === "aws_s3_bucket_acl") {
		return listAt(resource.attributes, ["access_control_policy"]).map((_, index) => [
			"access_control_policy",
			index,
			"grant",
		]);
	}
	if (resource.type !== "aws_s3_bucket") return undefined;
	const inline = textAt(resource.attributes, ["acl"]) !== null || listAt(resource.attributes, ["grant"]).length > 0;
	return inline ? [["grant"]] : undefined;
}

function listedGrants(resource: Resource, path: AttributePath): Grant[] {
	const grants: Grant[] = [];
	for (const [index, grant] of listAt(resource.attributes, path).entries()) {
		if (!isObject(grant)) continue;
		// The ACL resource nests the grantee; the bucket's own `grant` block does not and lists permissions.
		const uri = textAt(grant, ["grantee", 0, "uri"]) ?? textAt(grant, ["uri"]);
		if (uri !== EVERYONE && uri !== ANY_ACCOUNT) continue;
		const permissions = listAt(grant, ["permissions"]).filter((item) => typeof item === "string");
		grants.push({
			path: [...path, index],
			grantee: uri === EVERYONE ? "everyone" : "any AWS account",
			permission: textAt(grant, ["permission"]) ?? permissions.join(" and "),
		});
	}
	return grants;
}

/** The bucket of each ACL and policy, worked out once per plan. */
const owners = new WeakMap<PlanContext, Map<Resource, Resource>>();

function bucketOf(resource: Resource, context: PlanContext): Resource | undefined {
	if (resource.type === "aws_s3_bucket") return resource;
	let buckets = owners.get(context);
	if (buckets === undefined) {
		buckets = new Map();
		for (const bucket of context.ofType("aws_s3_bucket")) {
			for (const type of ["aws_s3_bucket_acl", "aws_s3_bucket_policy"]) {
				for (const satellite of context.joined(type, "bucket", bucket).certain) buckets.set(satellite, bucket);
			}
		}
		owners.set(context, buckets);
	}
	return buckets.get(resource);
}
