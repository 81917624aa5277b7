import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Report } from "../../src/model/report.ts";
import { type Faults, type Standin, startConfigServer, type World } from "../servers/aws-config-server.ts";
import { madeItems, sampleItems, workingRecorder } from "../servers/config-items.ts";
import { assay } from "./run.ts";

const ACCOUNT = "123456789012";
const OTHER = "210987654321";
const REGIONS = ["eu-west-1", "us-east-1"];

let work = "";
let standin: Standin | null = null;

beforeEach(() => {
	work = mkdtempSync(join(tmpdir(), "assay-live-"));
});

afterEach(async () => {
	await standin?.close();
	standin = null;
	rmSync(work, { recursive: true, force: true });
});

function world(faults: Faults = {}, change: Partial<World> = {}): World {
	return {
		account: ACCOUNT,
		regions: REGIONS,
		recorders: Object.fromEntries(
			[ACCOUNT, OTHER].flatMap((account) => REGIONS.map((region) => [`${account}/${region}`, workingRecorder()])),
		),
		items: [
			...sampleItems(ACCOUNT, "us-east-1"),
			...madeItems("AWS::EC2::Volume", 230, ACCOUNT, "eu-west-1"),
			...madeItems("AWS::SQS::Queue", 12, ACCOUNT, "us-east-1"),
			...madeItems("AWS::DynamoDB::Table", 120, ACCOUNT, "us-east-1"),
			...madeItems("AWS::SQS::Queue", 9, OTHER, "eu-west-1"),
		],
		faults,
		...change,
	};
}

const RULES = ["--rule", "block-volume-encrypted,queue-topic-encrypted,dynamodb-pitr,ec2-imdsv2,s3-default-encryption"];

async function scan(change: World, args: string[] = [], env: Record<string, string> = {}) {
	standin = await startConfigServer(change);
	const json = join(work, "report.json");
	const { code, stderr } = await assay(
		[
			...["scan", "--live", "aws", "--aws-source", "config", "--rate", "1000", "--timestamp", "2026-11-21"],
			...["--format", `json=${json}`, "--fail-on", "never", ...RULES, ...args],
		],
		{ cwd: work, env: { ...standin.env, ...env } },
	);
	const { calls } = standin;
	await standin.close();
	standin = null;
	return { code, stderr, calls, report: JSON.parse(readFileSync(json, "utf8")) as Report };
}

const codes = (report: Report) => [...new Set(report.diagnostics.map(({ code }) => code))];
const judged = ({ findings, rules }: Report) => ({
	findings,
	rules: rules.map(({ id, population, passed, failed, inconclusive }) => ({
		id,
		population,
		passed,
		failed,
		inconclusive,
	})),
});
const rule = (report: Report, id: string) => report.rules.find((other) => other.id === id)!;

test("an account is judged by what AWS Config holds, and two runs agree", async () => {
	const first = await scan(world());
	expect(first.stderr).toBe("");
	expect(first.code).toBe(0);
	expect(first.report.complete).toBe(true);
	const volumes = rule(first.report, "block-volume-encrypted");
	expect([volumes.passed, volumes.failed]).toEqual([1, 23]);
	// Config alone does not tell who manages a key.
	const byKey = volumes.inconclusive.filter(({ reason }) =>
		reason.startsWith("whether AWS or the customer manages the key"),
	);
	expect(byKey).toHaveLength(207);
	const tables = rule(first.report, "dynamodb-pitr");
	expect(tables.passed + tables.failed).toBe(121);
	expect(rule(first.report, "dynamodb-pitr").failed).toBeGreaterThanOrEqual(60);
	expect(rule(first.report, "s3-default-encryption").population).toBe(1);
	expect((await scan(world())).report).toEqual(first.report);
});

test("throttled calls lose nothing", async () => {
	const unhurt = await scan(world());
	const hurt = await scan(world({ throttleEvery: 7 }));
	expect(hurt.code).toBe(0);
	expect(hurt.report).toEqual(unhurt.report);
});

test("lists and batches stand in for a query that is denied", async () => {
	const unhurt = await scan(world());
	const { code, report, calls } = await scan(world({ deny: ["config:SelectResourceConfig"], leaveOver: 2 }));
	expect(code).toBe(0);
	expect(calls.some((call) => call.startsWith("config:BatchGetResourceConfig"))).toBe(true);
	expect(judged(report)).toEqual(judged(unhurt.report));
});

test("what is denied is inconclusive by name, and the scan is incomplete", async () => {
	const { code, report, stderr } = await scan(
		world({ deny: ["config:SelectResourceConfig", "config:ListDiscoveredResources/eu-west-1"] }),
	);
	expect(code).toBe(2);
	expect(stderr).toContain("config:ListDiscoveredResources was denied [aws-denied]");
	const volumes = rule(report, "block-volume-encrypted");
	expect(volumes.passed + volumes.failed).toBe(1);
	expect(volumes.inconclusive).toContainEqual({
		resource: `aws/${ACCOUNT}/eu-west-1/aws_ebs_volume`,
		reason: "config:ListDiscoveredResources was denied",
	});
});

test("credentials that expire cut the scan short, and --resume finishes it", async () => {
	const whole = await scan(world());
	const journal = ["--resume", join(work, "journal")];
	const cut = await scan(world({ expireAfter: 30 }), journal);
	expect(cut.code).toBe(2);
	expect(codes(cut.report)).toContain("aws-credentials");
	expect(cut.report.complete).toBe(false);
	const reasons = cut.report.rules.flatMap(({ inconclusive }) => inconclusive.map(({ reason }) => reason));
	expect(reasons).toContain("the scan was cut short: the credentials expired");
	expect(cut.report.findings.length).toBeLessThan(whole.report.findings.length);
	const resumed = await scan(world(), journal);
	expect(resumed.code).toBe(0);
	expect(resumed.report).toEqual(whole.report);
	expect(resumed.calls.length).toBeLessThan(whole.calls.length);
});

test.each([
	["answers that break off", { truncate: ["config:SelectResourceConfig"] }],
	["answers that are half of the JSON", { halve: ["config:SelectResourceConfig"] }],
	["lists without an end", { repeatToken: true }],
])("%s are gaps, and the scan is incomplete", async (_, faults: Faults) => {
	const { code, report } = await scan(world(faults));
	expect(code).toBe(2);
	expect(codes(report)).toEqual(["aws-unreadable"]);
	expect(rule(report, "block-volume-encrypted").inconclusive.map(({ resource }) => resource)).toContain(
		`aws/${ACCOUNT}/eu-west-1/aws_ebs_volume`,
	);
});

test("slow answers are waited for, and a time limit ends with a partial report", async () => {
	const { code, report } = await scan(world({ delay: 400 }), ["--timeout", "4"]);
	expect(code).toBe(2);
	expect(codes(report)).toContain("aws-cut-short");
	expect(
		report.rules.some(({ inconclusive }) => inconclusive.some(({ reason }) => reason.includes("stopped after 4 s"))),
	).toBe(true);
});

test("a type that is not recorded, and one whose recorder is stopped, do not pass", async () => {
	const recorders = {
		[`${ACCOUNT}/us-east-1`]: workingRecorder({ allSupported: false, resourceTypes: ["AWS::SQS::Queue"] }),
		[`${ACCOUNT}/eu-west-1`]: { ...workingRecorder(), status: { name: "default", recording: false } },
	};
	const { code, report, stderr } = await scan(world({}, { recorders }));
	expect(code).toBe(0);
	expect(stderr).toContain("AWS Config's recorder is stopped [config-stale]");
	const volumes = rule(report, "block-volume-encrypted");
	expect(volumes).toMatchObject({ passed: 0, failed: 0 });
	expect(volumes.inconclusive).toContainEqual({
		resource: `aws/${ACCOUNT}/eu-west-1/aws_ebs_volume`,
		reason: "AWS Config's recorder is stopped: AWS::EC2::Volume is not judged by old items",
	});
	expect(volumes.inconclusive).toContainEqual({
		resource: `aws/${ACCOUNT}/us-east-1/aws_ebs_volume`,
		reason: "AWS Config does not record AWS::EC2::Volume here",
	});
	expect(rule(report, "queue-topic-encrypted").population).toBeGreaterThan(12);
});

test("an account where AWS Config records nothing is not scanned by AWS Config alone", async () => {
	const { code, report } = await scan(world({}, { recorders: {} }));
	expect(code).toBe(2);
	expect(codes(report)).toContain("config-absent");
	expect(rule(report, "block-volume-encrypted")).toMatchObject({ passed: 0, failed: 0 });
});

test("accounts are read through a role; one that cannot be entered is inconclusive", async () => {
	const organization = {
		[ACCOUNT]: "ACTIVE",
		[OTHER]: "ACTIVE",
		"111111111111": "SUSPENDED",
		"222222222222": "ACTIVE",
	};
	const { code, report, calls } = await scan(world({ deny: ["sts:AssumeRole/222222222222"] }, { organization }), [
		...["--organization", "--assume-role", "scan", "--external-id", "x"],
	]);
	expect(code).toBe(2);
	expect(calls.filter((call) => call.startsWith("sts:AssumeRole"))).toHaveLength(3);
	expect(codes(report).sort()).toEqual(["aws-account", "aws-denied"]);
	const queues = rule(report, "queue-topic-encrypted");
	expect(queues.inconclusive).toContainEqual({
		resource: "aws/222222222222/global/aws_sqs_queue",
		reason: "sts:AssumeRole was denied",
	});
	expect(report.inputs.map(({ uri }) => uri)).toContain(`live/aws/${OTHER}/eu-west-1`);
});

test("an aggregator is read account by account", async () => {
	const recorderItem = (account: string, region: string) => ({
		...madeItems("AWS::SQS::Queue", 1, account, region)[0]!,
		resourceType: "AWS::Config::ConfigurationRecorder",
		resourceId: `default-${region}`,
		configuration: JSON.stringify({ Name: "default", Recording: true, RecordingGroup: { AllSupported: true } }),
	});
	const sources = [ACCOUNT, OTHER].flatMap((SourceId) =>
		REGIONS.map((AwsRegion) => ({
			SourceId,
			SourceType: "ACCOUNT",
			AwsRegion,
			LastUpdateStatus: SourceId === OTHER && AwsRegion === "us-east-1" ? "FAILED" : "SUCCEEDED",
		})),
	);
	const base = world({}, { aggregators: { all: { sources } } });
	for (const account of [ACCOUNT, OTHER]) for (const region of REGIONS) base.items.push(recorderItem(account, region));
	const { code, report, stderr } = await scan(base, ["--aggregator", "all"]);
	expect(code).toBe(0);
	expect(stderr).toContain("the aggregator's data is incomplete [config-stale]");
	expect(rule(report, "block-volume-encrypted").failed).toBe(23);
	const queues = rule(report, "queue-topic-encrypted");
	expect(queues.population).toBeGreaterThanOrEqual(12 + 9);
	expect(queues.inconclusive.map(({ resource }) => resource)).toContain(`aws/${OTHER}/us-east-1/aws_sqs_queue`);
	const listed = await scan({ ...base, faults: { deny: ["config:SelectAggregateResourceConfig"] } }, [
		"--aggregator",
		"all",
	]);
	expect(listed.code).toBe(0);
	expect(judged(listed.report)).toEqual(judged(report));
	const unknown = await scan(base, ["--aggregator", "none"]);
	expect(unknown.code).toBe(2);
	expect(unknown.stderr).toContain('the aggregator "none" could not be read: there is none of this name in eu-west-1');
});

test("without usable credentials nothing is judged", async () => {
	const { code, report, stderr } = await scan(world(), [], { AWS_ACCESS_KEY_ID: "OTHER" });
	expect(code).toBe(2);
	expect(codes(report)).toEqual(["aws-credentials"]);
	expect(stderr).not.toContain("not-a-secret");
});

test("options that make no sense are refused", async () => {
	const run = async (...args: string[]) => assay(["scan", "--live", "aws", ...args], { cwd: work });
	for (const [args, message] of [
		[["--aws-source", "cloud"], "--aws-source"],
		[["--accounts", "123"], "not an account's id"],
		[["--organization"], "need --assume-role"],
		[["--regions", "moon"], "not a region"],
	] as const) {
		const { code, stderr } = await run(...args);
		expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
	}
});
