import { expect, test } from "vitest";
import type { AwsCollector } from "../../../../src/collect/aws/collector.ts";
import { type Recording, recordingOf } from "../../../../src/collect/aws/recorders.ts";
import { Troubles } from "../../../../src/collect/aws/troubles.ts";
import { unitEvents } from "../../../../src/collect/aws/unit-events.ts";
import { gapsOf, isWanted, planUnits, type SourceMode, type Unit } from "../../../../src/collect/aws/units.ts";
import type { AwsItem } from "../../../../src/model/aws.ts";
import type { LiveEvent } from "../../../../src/model/live.ts";
import type { AwsConverter } from "../../../../src/normalize/aws/converter.ts";

const ACCOUNT = "123456789012";
const converter = (type: string, streamed: boolean, fromConfig: boolean): AwsConverter => ({
	...{ type, streamed, fromConfig, yields: [] },
	convert: () => [],
});
const collector = (name: string, scope: AwsCollector["scope"], ...types: string[]): AwsCollector => ({
	...{ name, scope, types, calls: {} },
	async *collect() {},
});
const recorder = (...types: string[]): Recording =>
	recordingOf([{ name: "a", recordingGroup: { resourceTypes: types } }], [{ name: "a", recording: true }]);

const CONVERTERS = [
	converter("AWS::EC2::Volume", true, true),
	converter("AWS::EC2::VPC", false, true),
	converter("AWS::IAM::Role", true, true),
	converter("AWS::S3::Bucket", true, true),
	converter("AWS::Logs::LogGroup", true, false),
	converter("AWS::X::Y", true, true),
];
const COLLECTORS = [
	collector("ec2", "region", "AWS::EC2::Volume", "AWS::EC2::VPC"),
	collector("iam", "account", "AWS::IAM::Role"),
	collector("s3", "account", "AWS::S3::Bucket"),
	collector("logs", "region", "AWS::Logs::LogGroup"),
];

function plan(mode: SourceMode, recordings: Record<string, Recording>) {
	const { units, gaps } = planUnits({
		...{ account: ACCOUNT, regions: ["eu-west-1", "us-east-1"], home: "us-east-1", mode },
		...{ recordings: new Map(Object.entries(recordings)), converters: CONVERTERS, collectors: COLLECTORS },
	});
	return {
		units,
		gaps,
		names: units.map(({ name, kept }) => `${name.slice(ACCOUNT.length + 1)}${kept ? " kept" : ""}`),
	};
}

test("Config answers where it records, direct calls elsewhere, and what nobody tells is a gap", () => {
	const { names, gaps, units } = plan("auto", {
		"us-east-1": recorder("AWS::EC2::Volume", "AWS::S3::Bucket", "AWS::Logs::LogGroup"),
		"eu-west-1": recorder("AWS::IAM::Role"),
	});
	expect(names).toEqual([
		"eu-west-1/ec2 kept",
		"eu-west-1/logs",
		"global/AWS::IAM::Role",
		"global/s3",
		"us-east-1/AWS::EC2::Volume",
		"us-east-1/AWS::S3::Bucket",
		"us-east-1/ec2 kept",
		"us-east-1/logs",
	]);
	expect(gaps.map(({ types, region, reason }) => [types, region, reason])).toEqual([
		[["AWS::X::Y"], "eu-west-1", "AWS Config does not record AWS::X::Y here and nothing else reads it"],
		[["AWS::X::Y"], "us-east-1", "AWS Config does not record AWS::X::Y here and nothing else reads it"],
	]);
	// Buckets of the region whose Config tells of them are not told twice.
	const buckets = units.find(({ name }) => name.endsWith("/s3"))!;
	const regions = new Set(["eu-west-1", "us-east-1"]);
	const bucket = (region: string) => item("AWS::S3::Bucket", region, "b");
	expect(isWanted(buckets, bucket("eu-west-1"), regions)).toBe(true);
	expect(isWanted(buckets, bucket("us-east-1"), regions)).toBe(false);
	expect(gapsOf(buckets, ACCOUNT, "no").map(({ region }) => region)).toEqual(["eu-west-1"]);
	const volumes = units.find(({ name }) => name.endsWith("us-east-1/ec2"))!;
	expect(volumes.reads.map(({ type }) => type)).toEqual(["AWS::EC2::VPC"]);
});

test("one interface alone, when asked so", () => {
	expect(plan("api", {}).names).toEqual([
		"eu-west-1/ec2 kept",
		"eu-west-1/logs",
		"global/iam",
		"global/s3",
		"us-east-1/ec2 kept",
		"us-east-1/logs",
	]);
	expect(plan("api", {}).gaps[0]!.reason).toBe("nothing but AWS Config reads AWS::X::Y");
	const config = plan("config", { "us-east-1": recorder("AWS::EC2::Volume"), "eu-west-1": recorder() });
	expect(config.names).toEqual(["us-east-1/AWS::EC2::Volume"]);
	expect(config.gaps).toContainEqual({
		...{ types: ["AWS::IAM::Role"], account: ACCOUNT, region: "global" },
		reason: "AWS Config does not record AWS::IAM::Role here",
	});
	expect(config.gaps).toHaveLength(1 + 2 + 1 + 2 + 2 + 2);
});

function item(type: string, region: string, id: string): AwsItem {
	return {
		...{ type, account: ACCOUNT, region, id, name: id, arn: null, configuration: {}, supplementary: {} },
		...{ tags: {}, missing: {}, source: "api", capturedAt: null },
	};
}

const unit = (name: string, type: string, kept = false): Unit => ({
	...{ name, region: "eu-west-1", kept, how: { by: "config", type } },
	reads: [{ type, from: ["eu-west-1", "global"], hides: ["eu-west-1"] }],
});

async function events(
	units: Unit[],
	read: (unit: Unit) => AsyncIterable<AwsItem[]>,
	done: string[] = [],
): Promise<LiveEvent[]> {
	let cut: string | null = null;
	const found: LiveEvent[] = [];
	for await (const event of unitEvents({
		...{ account: ACCOUNT, regions: ["eu-west-1"], units, gaps: [], done: new Set(done), read },
		troubles: new Troubles(ACCOUNT),
		cut: () => cut,
		failed: (error) => {
			if (error instanceof Error && error.message === "expired") cut = "expired";
			return error instanceof Error ? error.message : "?";
		},
	})) {
		found.push(event);
	}
	return found;
}

const brief = (event: LiveEvent) => {
	if (event.kind === "aws-items") return `items ${event.items.length}`;
	if (event.kind === "aws-gap") return `gap ${event.gap.types.join()}: ${event.gap.reason}`;
	if (event.kind === "unit-end") return `end ${event.unit}${event.failed === true ? " failed" : ""}`;
	return event.kind;
};

test("what is looked up comes first, then batches of at most 500, unit by unit", async () => {
	const units = [unit("a", "A"), unit("b", "B", true), unit("c", "C"), unit("d", "D")];
	const found = await events(
		units,
		async function* ({ name, reads }) {
			const count = name === "a" ? 1100 : 2;
			for (let number = 0; number < count; number++)
				yield [item(reads[0]!.type, "eu-west-1", String(number).padStart(4, "0"))];
			// Not asked for, and outside the scan.
			yield [item("Z", "eu-west-1", "z"), item(reads[0]!.type, "us-west-2", "y")];
		},
		["c"],
	);
	expect(found.map(brief)).toEqual([
		...["aws-account", "items 500", "items 500", "items 100", "end a", "items 2", "end d", "aws-account-end"],
	]);
	const [first] = found;
	expect(first?.kind === "aws-account" && first.items.map(({ type, id }) => type + id)).toEqual(["B0000", "B0001"]);
});

test("a unit that fails is a gap, and after an end of the scan so are all that follow", async () => {
	const units = ["a", "b", "c"].map((name) => unit(name, name.toUpperCase()));
	const reading = (failure: string) =>
		async function* ({ name, reads }: Unit) {
			yield [item(reads[0]!.type, "eu-west-1", "1")];
			if (name === "a") throw new Error(failure);
			await new Promise((resolve) => setTimeout(resolve, 5));
		};
	expect((await events(units, reading("denied"))).map(brief)).toEqual([
		...[
			"aws-account",
			"items 1",
			"gap A: denied",
			"end a failed",
			"items 1",
			"end b",
			"items 1",
			"end c",
			"aws-account-end",
		],
	]);
	const many = Array.from({ length: 12 }, (_, number) => unit(`u${number}`, `U${number}`));
	const cut = await events([...units.slice(0, 1), ...many], reading("expired"));
	expect(cut.map(brief).slice(1, 4)).toEqual(["items 1", "gap A: expired", "end a failed"]);
	expect(cut.map(brief)).toContain("gap U11: the scan was cut short: expired");
	expect(cut.at(-1)!.kind).toBe("aws-account-end");
});
