import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { WireItem, World } from "./aws-config-server.ts";

const SAMPLES = fileURLToPath(new URL("../fixtures/aws-config/rdk/", import.meta.url));

/** When generated items were recorded: seconds since 1970. */
const CAPTURED = 1_790_000_000;

type Values = Record<string, unknown>;

/** Moves a delivered item into the form of the wire, and into another account and region. */
export function toWire(delivered: Values, account: string, region: string): WireItem {
	const { resourceType, resourceId, resourceName, awsRegion, availabilityZone } = delivered as Record<string, string>;
	const from = String(delivered.accountId ?? delivered.awsAccountId);
	const moved = JSON.parse(JSON.stringify(delivered).replaceAll(from, account)) as Values;
	const supplementary = Object.entries((moved.supplementaryConfiguration ?? {}) as Values);
	const arn = moved.arn ?? moved.ARN;
	return {
		version: String(moved.version ?? moved.configurationItemVersion ?? "1.3"),
		accountId: account,
		awsRegion: awsRegion === "global" ? "global" : region,
		resourceType: resourceType!,
		resourceId: resourceId!,
		...(resourceName === undefined ? {} : { resourceName }),
		...(typeof arn === "string" ? { arn: arn.replace(`:${awsRegion}:`, `:${region}:`) } : {}),
		...(availabilityZone === undefined ? {} : { availabilityZone }),
		configurationItemStatus: String(moved.configurationItemStatus ?? "OK"),
		configurationItemCaptureTime: Date.parse(String(moved.configurationItemCaptureTime)) / 1000,
		configurationStateId: String(moved.configurationStateId ?? "1"),
		configuration: JSON.stringify(moved.configuration),
		supplementaryConfiguration: Object.fromEntries(
			supplementary.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
		),
		tags: tagList((moved.tags ?? {}) as Record<string, string>),
	};
}

/** The recorded sample items, moved into one account and region. */
export function sampleItems(account: string, region: string): WireItem[] {
	const files = readdirSync(SAMPLES).filter((name) => name.endsWith(".json"));
	return files.map((name) => toWire(JSON.parse(readFileSync(SAMPLES + name, "utf8")) as Values, account, region));
}

function tagList(tags: Record<string, string>): NonNullable<WireItem["tags"]> {
	return Object.entries(tags).map(([key, value]) => ({ key, value, tag: `${key}=${value}` }));
}

interface Made {
	id: string;
	name?: string;
	arn: string;
	configuration: Values;
	supplementary?: Values;
}

type Maker = (number: number, account: string, region: string) => Made;

const hex = (number: number, length = 17) => (number * 2654435761).toString(16).padStart(length, "0").slice(-length);

/** What is made of each type: the values vary, and some are such as rules object to. */
const MAKERS: Record<string, Maker> = {
	"AWS::EC2::Volume": (number, account, region) => {
		const id = `vol-${hex(number)}`;
		const encrypted = number % 10 !== 0;
		return {
			id,
			arn: `arn:aws:ec2:${region}:${account}:volume/${id}`,
			configuration: {
				volumeId: id,
				size: 100 + (number % 50),
				snapshotId: `snap-${hex(number + 1)}`,
				availabilityZone: `${region}a`,
				state: { value: "in-use" },
				createTime: "2026-03-01T10:00:00.000Z",
				attachments: [
					{
						attachTime: "2026-03-01T10:00:01.000Z",
						deleteOnTermination: true,
						device: "/dev/xvda",
						instanceId: `i-${hex(number)}`,
						state: "attached",
						volumeId: id,
					},
				],
				volumeType: "gp3",
				iops: 3000,
				throughput: 125,
				encrypted,
				multiAttachEnabled: false,
				...(encrypted ? { kmsKeyId: `arn:aws:kms:${region}:${account}:key/00000000-0000-4000-8000-000000000001` } : {}),
			},
		};
	},
	"AWS::EC2::Instance": (number, account, region) => {
		const id = `i-${hex(number)}`;
		return {
			id,
			arn: `arn:aws:ec2:${region}:${account}:instance/${id}`,
			configuration: {
				instanceId: id,
				imageId: `ami-${hex(number % 20)}`,
				instanceType: "m7g.large",
				architecture: "arm64",
				state: { code: 16, name: "running" },
				subnetId: `subnet-${hex(number % 30)}`,
				vpcId: `vpc-${hex(1)}`,
				privateDnsName: `ip-10-0-0-1.${region}.compute.internal`,
				privateIpAddress: "10.0.0.1",
				rootDeviceName: "/dev/xvda",
				rootDeviceType: "ebs",
				sourceDestCheck: true,
				ebsOptimized: true,
				securityGroups: [{ groupId: `sg-${hex(number % 100)}`, groupName: "app" }],
				blockDeviceMappings: [
					{
						deviceName: "/dev/xvda",
						ebs: {
							attachTime: "2026-03-01T10:00:01.000Z",
							deleteOnTermination: true,
							status: "attached",
							volumeId: `vol-${hex(number)}`,
						},
					},
				],
				metadataOptions: {
					httpEndpoint: "enabled",
					httpTokens: number % 4 === 0 ? "optional" : "required",
					httpPutResponseHopLimit: 2,
					state: "applied",
				},
				monitoring: { state: "disabled" },
				placement: { availabilityZone: `${region}a`, tenancy: "default" },
			},
		};
	},
	"AWS::EC2::Subnet": (number, account, region) => {
		const id = `subnet-${hex(number)}`;
		const arn = `arn:aws:ec2:${region}:${account}:subnet/${id}`;
		return {
			id,
			arn,
			configuration: {
				subnetId: id,
				subnetArn: arn,
				vpcId: `vpc-${hex(1)}`,
				ownerId: account,
				availabilityZone: `${region}a`,
				availabilityZoneId: "az1",
				availableIpAddressCount: 200,
				cidrBlock: `10.0.${number % 256}.0/24`,
				defaultForAz: false,
				mapPublicIpOnLaunch: number % 5 === 0,
				assignIpv6AddressOnCreation: false,
				enableDns64: false,
				ipv6Native: false,
				state: { value: "available" },
			},
		};
	},
	"AWS::EC2::SecurityGroup": (number, account, region) => {
		const id = `sg-${hex(number)}`;
		const open = number % 20 === 0;
		return {
			id,
			name: `app-${number}`,
			arn: `arn:aws:ec2:${region}:${account}:security-group/${id}`,
			configuration: {
				groupId: id,
				groupName: `app-${number}`,
				description: "application",
				ownerId: account,
				vpcId: `vpc-${hex(1)}`,
				ipPermissions: [
					{
						ipProtocol: "tcp",
						fromPort: open ? 22 : 443,
						toPort: open ? 22 : 443,
						ipv4Ranges: [{ cidrIp: open ? "0.0.0.0/0" : "10.0.0.0/8", description: "in" }],
						ipv6Ranges: [],
						prefixListIds: [],
						userIdGroupPairs: [],
					},
				],
				ipPermissionsEgress: [
					{
						ipProtocol: "-1",
						ipv4Ranges: [{ cidrIp: "0.0.0.0/0" }],
						ipv6Ranges: [],
						prefixListIds: [],
						userIdGroupPairs: [],
					},
				],
			},
		};
	},
	"AWS::DynamoDB::Table": (number, account, region) => {
		const name = `orders-${number}`;
		const arn = `arn:aws:dynamodb:${region}:${account}:table/${name}`;
		return {
			id: name,
			name,
			arn,
			configuration: {
				tableName: name,
				tableArn: arn,
				tableId: hex(number, 32),
				tableStatus: "ACTIVE",
				creationDateTime: 1_760_000_000_000,
				attributeDefinitions: [{ attributeName: "id", attributeType: "S" }],
				keySchema: [{ attributeName: "id", keyType: "HASH" }],
				billingModeSummary: { billingMode: "PAY_PER_REQUEST" },
				itemCount: number,
				...(number % 3 === 0
					? {
							ssedescription: {
								status: "ENABLED",
								ssetype: "KMS",
								kmsmasterKeyArn: `arn:aws:kms:${region}:${account}:key/00000000-0000-4000-8000-000000000001`,
							},
						}
					: {}),
			},
			supplementary: {
				ContinuousBackupsDescription: {
					continuousBackupsStatus: "ENABLED",
					pointInTimeRecoveryDescription: { pointInTimeRecoveryStatus: number % 2 === 0 ? "ENABLED" : "DISABLED" },
				},
			},
		};
	},
	"AWS::SQS::Queue": (number, account, region) => {
		const name = `jobs-${number}`;
		const arn = `arn:aws:sqs:${region}:${account}:${name}`;
		const url = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
		return {
			id: url,
			name,
			arn,
			configuration: {
				QueueName: name,
				QueueArn: arn,
				QueueUrl: url,
				SqsManagedSseEnabled: number % 8 === 0 ? "false" : "true",
				VisibilityTimeout: 30,
				MessageRetentionPeriod: 345_600,
				MaximumMessageSize: 262_144,
				DelaySeconds: 0,
			},
		};
	},
	"AWS::SNS::Topic": (number, account, region) => {
		const arn = `arn:aws:sns:${region}:${account}:events-${number}`;
		return {
			id: arn,
			name: `events-${number}`,
			arn,
			configuration: {
				TopicArn: arn,
				Owner: account,
				DisplayName: "",
				...(number % 2 === 0 ? { KmsMasterKeyId: "alias/aws/sns" } : {}),
			},
		};
	},
	"AWS::S3::Bucket": (number) => {
		const name = `data-${hex(number, 8)}-${number}`;
		return {
			id: name,
			name,
			arn: `arn:aws:s3:::${name}`,
			configuration: { name, creationDate: "2026-03-01T10:00:00.000Z" },
			supplementary: {
				BucketLoggingConfiguration: { destinationBucketName: null, logFilePrefix: null },
				BucketVersioningConfiguration: { status: number % 3 === 0 ? "Off" : "Enabled", isMfaDeleteEnabled: null },
				PublicAccessBlockConfiguration: {
					blockPublicAcls: true,
					blockPublicPolicy: number % 7 !== 0,
					ignorePublicAcls: true,
					restrictPublicBuckets: true,
				},
				ServerSideEncryptionConfiguration: {
					rules: [
						{
							applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256", kmsMasterKeyID: null },
							bucketKeyEnabled: false,
						},
					],
				},
			},
		};
	},
	"AWS::SecretsManager::Secret": (number, account, region) => {
		const arn = `arn:aws:secretsmanager:${region}:${account}:secret:app-${number}`;
		return {
			id: arn,
			name: `app-${number}`,
			arn,
			configuration: {
				ARN: arn,
				Name: `app-${number}`,
				Description: "application",
				RotationEnabled: number % 2 === 0,
				...(number % 2 === 0 ? { RotationRules: { AutomaticallyAfterDays: 30 } } : {}),
			},
		};
	},
};

/** Types that items can be made of. */
export const MADE_TYPES = Object.keys(MAKERS);

/** Makes items of a type; the same numbers give the same items. Only properties of AWS's own lists are used (a test checks it). */
export function madeItems(type: string, count: number, account: string, region: string): WireItem[] {
	const make = MAKERS[type]!;
	return Array.from({ length: count }, (_, number): WireItem => {
		const { id, name, arn, configuration, supplementary = {} } = make(number, account, region);
		return {
			version: "1.3",
			accountId: account,
			awsRegion: region,
			resourceType: type,
			resourceId: id,
			...(name === undefined ? {} : { resourceName: name }),
			arn,
			availabilityZone: "Not Applicable",
			configurationItemStatus: "OK",
			configurationItemCaptureTime: CAPTURED + number,
			configurationStateId: String(CAPTURED + number),
			configuration: JSON.stringify(configuration),
			supplementaryConfiguration: Object.fromEntries(
				Object.entries(supplementary).map(([key, value]) => [key, JSON.stringify(value)]),
			),
			tags: tagList({ team: `team-${number % 12}`, environment: number % 3 === 0 ? "production" : "test" }),
		};
	});
}

/** A recorder of everything that works. */
export function workingRecorder(
	group: object = { allSupported: true, includeGlobalResourceTypes: true },
): World["recorders"][string] {
	return {
		recorder: { name: "default", roleARN: "arn:aws:iam::123456789012:role/config", recordingGroup: group },
		status: { name: "default", recording: true, lastStatus: "SUCCESS" },
	};
}
