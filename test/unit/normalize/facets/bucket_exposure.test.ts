import { describe, expect, it } from "vitest";
import { normalizedPlan } from "./normalized-plan.ts";
import { type Entry, refers } from "./plan-builder.ts";

const on = {
	block_public_acls: true,
	block_public_policy: true,
	ignore_public_acls: true,
	restrict_public_buckets: true,
};
const bucket: Record<string, Entry> = { "aws_s3_bucket.b": { values: { bucket: "b" } } };
const exposure = (entries: Record<string, Entry>) => {
	const plan = normalizedPlan({ ...bucket, ...entries });
	return {
		...plan.facet("aws_s3_bucket.b", "bucket_exposure"),
		gaps: plan.unknown("aws_s3_bucket.b", "bucket_exposure"),
	};
};

describe("bucket exposure", () => {
	it("joins the bucket's block and the account's", () => {
		expect(exposure({})).toMatchObject({ block: "none", missing: Object.keys(on), gaps: [] });
		const half = { bucket: "b", block_public_acls: true, ignore_public_acls: false };
		expect(exposure({ "aws_s3_bucket_public_access_block.p": { values: half } })).toMatchObject({
			block: "bucket",
			missing: ["block_public_policy", "ignore_public_acls", "restrict_public_buckets"],
		});
		expect(exposure({ "aws_s3_account_public_access_block.a": { values: on } })).toMatchObject({
			block: "account",
			missing: [],
		});
	});

	it("leaves open what may still be on", () => {
		const { ignore_public_acls: _, ...rest } = on;
		const unclear: Entry = {
			values: { bucket: "b", ...rest },
			unknown: { ignore_public_acls: true },
			expressions: { ignore_public_acls: refers("local.x") },
		};
		expect(exposure({ "aws_s3_bucket_public_access_block.p": unclear }).gaps).toEqual([""]);
		const anyBucket: Entry = { values: on, unknown: { bucket: true }, expressions: { bucket: refers("local.x") } };
		expect(exposure({ "aws_s3_bucket_public_access_block.p": anyBucket }).gaps).toEqual([""]);
	});
});

describe("public grants", () => {
	const ALL = "http://acs.amazonaws.com/groups/global/AllUsers";
	const grants = (address: string, entry: Entry, more: Record<string, Entry> = {}) =>
		normalizedPlan({ ...bucket, ...more, [address]: entry }).facet(address, "public_grants");

	it("reads canned lists and single grants", () => {
		expect(grants("aws_s3_bucket_acl.a", { values: { bucket: "b", acl: "public-read-write" } })).toEqual({
			grants: [{ path: ["acl"], grantee: "everyone", permission: "WRITE" }],
			shielded: false,
		});
		expect(grants("aws_s3_bucket_acl.a", { values: { bucket: "b", acl: "private" } })?.grants).toEqual([]);
		const list = {
			grant: [
				{ permission: "READ", grantee: [{ uri: ALL }] },
				{ permission: "READ", grantee: [{ id: "x" }] },
			],
		};
		expect(grants("aws_s3_bucket_acl.a", { values: { access_control_policy: [list] } })?.grants).toEqual([
			{ path: ["access_control_policy", 0, "grant", 0], grantee: "everyone", permission: "READ" },
		]);
	});

	it("reads the inline arguments of old buckets, and nothing where there are none", () => {
		const inline = {
			bucket: "b",
			grant: [{ uri: ALL.replace("All", "Authenticated"), permissions: ["READ", "WRITE"] }],
		};
		expect(grants("aws_s3_bucket.b", { values: inline })?.grants).toEqual([
			{ path: ["grant", 0], grantee: "any AWS account", permission: "READ and WRITE" },
		]);
		expect(grants("aws_s3_bucket.b", { values: { bucket: "b" } })).toBeUndefined();
	});

	it("knows when a block shields the bucket", () => {
		const block = { "aws_s3_bucket_public_access_block.p": { values: { bucket: "b", ...on } } };
		expect(grants("aws_s3_bucket_policy.p", { values: { bucket: "b", policy: "{}" } }, block)).toEqual({
			grants: [],
			shielded: true,
		});
		expect(grants("aws_s3_bucket_policy.p", { values: { bucket: "c", policy: "{}" } }, block)?.shielded).toBe(false);
	});
});
