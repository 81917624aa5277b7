import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from "@aws-sdk/client-cloudtrail";
import {
	CloudWatchLogsClient,
	CreateLogGroupCommand,
	PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
	ConfigServiceClient,
	PutConfigurationRecorderCommand,
	PutDeliveryChannelCommand,
	StartConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import { CreateDetectorCommand, GuardDutyClient } from "@aws-sdk/client-guardduty";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditCollectors } from "../../src/collect/aws/services/audit.ts";
import type { AwsItem } from "../../src/model/aws.ts";
import { ACCOUNT, collectItems, pointAt, verdicts } from "./account.ts";
import { findMoto, type Moto, NO_MOTO, startMoto } from "./moto.ts";

const region = "eu-west-1";
const REGIONS = [region, "us-east-1"];

if (findMoto() === null) console.log(`skipped: ${NO_MOTO}`);

describe.skipIf(findMoto() === null)("audit settings of an account that moto plays", () => {
	let moto: Moto | null = null;
	let restore = () => {};
	let items: AwsItem[] = [];
	let troubles: string[] = [];
	let verdict: Awaited<ReturnType<typeof verdicts>>;

	beforeAll(async () => {
		moto = await startMoto();
		restore = pointAt(moto!.endpoint);
		await furnish();
		({ items, troubles } = await collectItems(auditCollectors, REGIONS));
		verdict = await verdicts(items, REGIONS);
	});
	afterAll(async () => {
		restore();
		await moto?.stop();
	});

	const trail = (name: string) => `arn:aws:cloudtrail:${region}:${ACCOUNT}:trail/${name}`;
	const group = (name: string) => `arn:aws:logs:${region}:${ACCOUNT}:log-group:${name}`;

	test("trails are found once, whichever region shows them", () => {
		expect(troubles).toEqual([]);
		const found = items.filter(({ type }) => type === "AWS::CloudTrail::Trail");
		expect(found.map(({ name, region: home }) => [name, home]).sort()).toEqual([
			["all", region],
			["one", region],
		]);
		expect(verdict.get("cloudtrail-multi-region")).toMatchObject({ failed: [], passed: [trail("all"), trail("one")] });
		expect(verdict.get("cloudtrail-log-validation")).toMatchObject({ failed: [trail("one")], passed: [trail("all")] });
		expect(verdict.get("cloudtrail-encrypted")).toMatchObject({ failed: [trail("one")], passed: [trail("all")] });
	});

	test("a trail that does not log covers nothing", async () => {
		const stopped = items.map((item) =>
			item.name === "all"
				? { ...item, supplementary: { ...item.supplementary, TrailStatus: { IsLogging: false } } }
				: item,
		);
		expect((await verdicts(stopped, REGIONS)).get("cloudtrail-multi-region")?.failed).toEqual([
			trail("all"),
			trail("one"),
		]);
	});

	test("log groups", () => {
		expect(verdict.get("log-group-retention")).toMatchObject({
			failed: [group("short"), group("trail/all")],
			passed: [group("kept")],
		});
	});

	test("recorders and detectors of each region", () => {
		expect(verdict.get("config-recorder-all")).toMatchObject({
			failed: [`scope/aws/${ACCOUNT}/us-east-1`],
			passed: [expect.stringContaining(region)],
		});
		expect(items.find(({ type }) => type === "AWS::Config::DeliveryChannel")?.id).toBe("default");
		expect(verdict.get("guardduty-enabled")?.failed).toEqual([`scope/aws/${ACCOUNT}/us-east-1`]);
		expect(verdict.get("guardduty-enabled")?.passed).toHaveLength(1);
	});
});

async function furnish(): Promise<void> {
	const key = `arn:aws:kms:${region}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
	const CreateBucketConfiguration = { LocationConstraint: region } as const;
	const S3BucketName = "trail-logs";
	await new S3Client({ region, forcePathStyle: true }).send(
		new CreateBucketCommand({ Bucket: S3BucketName, CreateBucketConfiguration }),
	);
	const logs = new CloudWatchLogsClient({ region });
	for (const [logGroupName, retentionInDays] of [
		["trail/all", 365],
		["short", 30],
		["kept", 400],
	] as const) {
		await logs.send(new CreateLogGroupCommand({ logGroupName }));
		await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
	}
	const trails = new CloudTrailClient({ region });
	await trails.send(
		new CreateTrailCommand({
			Name: "all",
			S3BucketName,
			IsMultiRegionTrail: true,
			IncludeGlobalServiceEvents: true,
			EnableLogFileValidation: true,
			KmsKeyId: key,
			CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${ACCOUNT}:log-group:trail/all:*`,
			CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/trail`,
		}),
	);
	await trails.send(new CreateTrailCommand({ Name: "one", S3BucketName }));
	await trails.send(new StartLoggingCommand({ Name: "all" }));
	const config = new ConfigServiceClient({ region });
	await config.send(
		new PutConfigurationRecorderCommand({
			ConfigurationRecorder: {
				name: "default",
				roleARN: `arn:aws:iam::${ACCOUNT}:role/config`,
				recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
			},
		}),
	);
	await config.send(
		new PutDeliveryChannelCommand({ DeliveryChannel: { name: "default", s3BucketName: S3BucketName } }),
	);
	await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: "default" }));
	await new GuardDutyClient({ region }).send(new CreateDetectorCommand({ Enable: true }));
}
