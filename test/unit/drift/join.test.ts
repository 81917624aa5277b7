import { describe, expect, test } from "vitest";
import { joinPlan, LiveMatches } from "../../../src/drift/join.ts";
import { planItems } from "../../../src/drift/states.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { normalizeTerraformPlan } from "../../../src/normalize/terraform/normalize.ts";
import { ACCOUNT, type Change, live, planOf } from "./sample.ts";

const ARN = `arn:aws:kms:eu-west-1:${ACCOUNT}:key`;

/** Joins as a scan does: what nothing in the plan may be is forgotten before. */
function join(changes: Record<string, Change>, there: Resource[], region?: string) {
	const document = planOf(changes, "plan.json", region);
	const items = planItems(document, normalizeTerraformPlan(document, { parameters: {} }).resources, {});
	const matches = new LiveMatches(items);
	matches.observe(there);
	const { pairs, apart } = joinPlan(items, matches.kept());
	return {
		kept: matches.kept().map(({ key }) => key),
		pairs: pairs.map(({ item, live, joinedBy }) => [item.address, live.key, joinedBy]),
		apart,
	};
}

const still = (values: Change["before"]) => ({ before: values, after: values }) as Change;

test("by ARN, and what no plan speaks of is forgotten", () => {
	const { pairs, kept, apart } = join({ "aws_kms_key.a": still({ arn: `${ARN}/1`, id: "1" }) }, [
		live("aws_kms_key", `${ARN}/1`, { arn: `${ARN}/1` }),
		live("aws_kms_key", `${ARN}/2`, { arn: `${ARN}/2` }),
		live("aws_sns_topic", `${ARN}/1`, {}),
	]);
	expect(pairs).toEqual([["aws_kms_key.a", `${ARN}/1`, `by ARN ${ARN}/1 in the prior state of aws_kms_key.a`]]);
	expect(kept).toEqual([`${ARN}/1`]);
	expect(apart).toEqual([]);
});

test("by id where one side has no ARN", () => {
	const vpc = `arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc/vpc-0a1b2c3d4e`;
	const { pairs } = join({ "aws_vpc.a": still({ id: "vpc-0a1b2c3d4e" }) }, [live("aws_vpc", vpc, {})]);
	expect(pairs).toEqual([["aws_vpc.a", vpc, "by id vpc-0a1b2c3d4e in the prior state of aws_vpc.a"]]);
});

test("a part of a bucket by the bucket's name", () => {
	const { pairs } = join({ "aws_s3_bucket_versioning.a": still({ bucket: "logs", id: "logs" }) }, [
		live("aws_s3_bucket_versioning", "arn:aws:s3:::logs#versioning", { bucket: "logs" }),
		live("aws_s3_bucket_versioning", "arn:aws:s3:::other#versioning", { bucket: "other" }),
	]);
	expect(pairs).toEqual([
		[
			"aws_s3_bucket_versioning.a",
			"arn:aws:s3:::logs#versioning",
			"by bucket logs in the prior state of aws_s3_bucket_versioning.a",
		],
	]);
});

test("what the plan destroys is joined too", () => {
	const { pairs } = join({ "aws_kms_key.a": { before: { arn: `${ARN}/1` }, after: null } }, [
		live("aws_kms_key", `${ARN}/1`, {}),
	]);
	expect(pairs).toHaveLength(1);
});

describe("not joined", () => {
	test("another account, another region, another ARN behind the same name", () => {
		const named = { name: "ops", arn: `arn:aws:sqs:eu-west-1:${ACCOUNT}:ops` };
		const elsewhere = live(
			"aws_sqs_queue",
			"arn:aws:sqs:eu-west-1:999999999999:ops",
			{ name: "ops" },
			{ scope: "999999999999/eu-west-1" },
		);
		const { pairs } = join({ "aws_sqs_queue.a": still(named) }, [
			elsewhere,
			live("aws_sqs_queue", `arn:aws:sqs:us-east-1:${ACCOUNT}:ops`, { name: "ops" }, { scope: `${ACCOUNT}/us-east-1` }),
		]);
		expect(pairs).toEqual([]);
	});

	test("security groups of one name in two VPCs", () => {
		const group = (id: string) =>
			live("aws_security_group", `arn:aws:ec2:eu-west-1:${ACCOUNT}:security-group/${id}`, { id, name: "web" });
		const { pairs } = join({ "aws_security_group.a": still({ name: "web", id: "sg-00000000a" }) }, [
			group("sg-00000000b"),
		]);
		expect(pairs).toEqual([]);
	});

	test("two live candidates, with both named", () => {
		const twin = (n: number) => live("aws_launch_template", `${ACCOUNT}/eu-west-1/x/${n}`, { name: "web" });
		const { pairs, apart } = join({ "aws_launch_template.a": still({ name: "web" }) }, [twin(1), twin(2)]);
		expect(pairs).toEqual([]);
		expect(apart).toEqual([
			{
				plan: "plan.json",
				planned: "aws_launch_template.a",
				live: [`${ACCOUNT}/eu-west-1/x/1`, `${ACCOUNT}/eu-west-1/x/2`],
				reason: "2 live resources may be it (name web)",
			},
		]);
	});

	test("two planned ones that would be the same thing", () => {
		const { pairs, apart } = join(
			{ "aws_kms_key.a": still({ arn: `${ARN}/1` }), "aws_kms_key.b": still({ arn: `${ARN}/1` }) },
			[live("aws_kms_key", `${ARN}/1`, {})],
		);
		expect(pairs).toEqual([]);
		expect(apart.map(({ planned, reason }) => [planned, reason])).toEqual([
			["aws_kms_key.a", `aws_kms_key.b may be the same live resource (ARN ${ARN}/1)`],
			["aws_kms_key.b", `aws_kms_key.a may be the same live resource (ARN ${ARN}/1)`],
		]);
	});
});

describe("new in the plan", () => {
	test("a bucket of that name exists already, in whatever region and account", () => {
		const { apart } = join(
			{ "aws_s3_bucket.a": { after: { bucket: "taken" } }, "aws_s3_bucket.b": { after: { bucket: "free" } } },
			[live("aws_s3_bucket", "arn:aws:s3:::taken", { bucket: "taken" }, { scope: "999999999999/us-east-1" })],
		);
		expect(apart).toEqual([
			{
				plan: "plan.json",
				planned: "aws_s3_bucket.a",
				live: ["arn:aws:s3:::taken"],
				reason: "it exists live but not in the state: the plan would make it a second time",
			},
		]);
	});

	test("a queue of that name in another region is another queue", () => {
		const queue = live(
			"aws_sqs_queue",
			`arn:aws:sqs:us-east-1:${ACCOUNT}:a`,
			{ name: "a" },
			{ scope: `${ACCOUNT}/us-east-1` },
		);
		expect(join({ "aws_sqs_queue.a": { after: { name: "a" } } }, [queue]).apart).toEqual([]);
		expect(join({ "aws_sqs_queue.a": { after: { name: "a" } } }, [queue], "us-east-1").apart).toHaveLength(1);
	});

	test("Terraform found it deleted by something else", () => {
		const values = { bucket: "logs" };
		const { apart } = join({ "aws_s3_bucket.a": { before: null, after: values, drift: values, gone: true } }, []);
		expect(apart.map(({ reason }) => reason)).toEqual([
			"Terraform found it deleted by something else; the plan makes it anew",
		]);
	});
});
