import { describe, expect, test } from "vitest";
import type { AwsCollector, AwsSession } from "../../../../src/collect/aws/collector.ts";
import { RateLimiter } from "../../../../src/collect/aws/limiter.ts";
import { aiCollectors } from "../../../../src/collect/aws/services/ai.ts";
import { auditCollectors } from "../../../../src/collect/aws/services/audit.ts";
import { databaseCollectors } from "../../../../src/collect/aws/services/database.ts";
import { edgeCollectors } from "../../../../src/collect/aws/services/edge.ts";
import { identityCollectors } from "../../../../src/collect/aws/services/identity.ts";
import { storageCollectors } from "../../../../src/collect/aws/services/storage.ts";
import { ClientPool, createSession } from "../../../../src/collect/aws/session.ts";
import type { AwsItem } from "../../../../src/model/aws.ts";
import { converterOf } from "../../../../src/normalize/aws/normalize.ts";

const all = [
	...storageCollectors,
	...identityCollectors,
	...auditCollectors,
	...edgeCollectors,
	...databaseCollectors,
	...aiCollectors,
];

/** What the service answers, by operation. */
type Service = Record<string, (input: Record<string, unknown>, region: string) => object>;

/** Runs a collector against a service that answers without a network; calls it does not declare fail. */
async function collect(name: string, service: Service, regions = ["eu-west-1"]): Promise<AwsItem[]> {
	const collector = all.find((one) => one.name === name)!;
	const access = {
		account: "123456789012",
		partition: "aws",
		regions,
		limiter: new RateLimiter(1000),
		signal: new AbortController().signal,
		onTrouble: () => {},
	};
	const session = createSession(access, new ClientPool(access), collector, regions[0]!);
	const items: AwsItem[] = [];
	for await (const item of collector.collect(answering(session, collector, service))) items.push(item);
	return items;
}

function answering(session: AwsSession, collector: AwsCollector, service: Service): AwsSession {
	return {
		...session,
		client(kind, options = {}) {
			const client = session.client(kind, options);
			const region = options.region ?? session.region;
			const send = async (command: { input: Record<string, unknown> }) => {
				const operation = command.constructor.name.replace(/Command$/, "");
				expect(collector.calls).toHaveProperty(operation);
				const answer = service[operation];
				if (answer === undefined) throw Object.assign(new Error(operation), { name: "AccessDeniedException" });
				return answer(command.input, region);
			};
			Object.assign(client as object, { send });
			return client;
		},
	};
}

describe.each(all.map((collector): [string, AwsCollector] => [collector.name, collector]))("%s", (_, collector) => {
	test("yields types that can be converted, by read-only actions", () => {
		for (const type of collector.types) expect(converterOf(type), type).toBeDefined();
		for (const action of Object.values(collector.calls))
			expect(action).toMatch(/^(?:apigateway:GET|[a-z0-9-]+:(?:Describe|Get|List)\w+)$/);
	});
});

describe("buckets", () => {
	test("buckets of regions outside the scan are not asked", async () => {
		const items = await collect("s3", {
			ListBuckets: () => ({
				Buckets: [
					{ Name: "here", BucketRegion: "eu-west-1" },
					{ Name: "there", BucketRegion: "ap-south-1" },
				],
			}),
			GetBucketVersioning: (_, region) => ({ Status: region === "eu-west-1" ? "Enabled" : "Suspended" }),
		});
		expect(items.map(({ id, region }) => [id, region])).toEqual([["here", "eu-west-1"]]);
		expect(items[0]!.supplementary.BucketVersioningConfiguration).toEqual({ Status: "Enabled" });
		// All else was denied.
		expect(Object.keys(items[0]!.missing)).toHaveLength(7);
	});

	test("a bucket whose region is not told is located, or unknown in all its parts", async () => {
		const Buckets = [{ Name: "old" }];
		const located = await collect("s3", {
			ListBuckets: () => ({ Buckets }),
			GetBucketLocation: () => ({ LocationConstraint: "EU" }),
		});
		expect(located.map(({ region }) => region)).toEqual(["eu-west-1"]);
		const lost = await collect("s3", { ListBuckets: () => ({ Buckets }) });
		expect(lost.map(({ region }) => region)).toEqual(["global"]);
		expect(Object.keys(lost[0]!.missing)).toHaveLength(8);
	});
});

describe("tables", () => {
	test("backups of replicas are asked in their own regions", async () => {
		const status = (region: string) => (region === "us-east-1" ? "DISABLED" : "ENABLED");
		const items = await collect("dynamodb", {
			ListTables: () => ({ TableNames: ["t"] }),
			DescribeTable: () => ({ Table: { TableName: "t", Replicas: [{ RegionName: "us-east-1" }] } }),
			DescribeContinuousBackups: (_, region) => ({
				ContinuousBackupsDescription: {
					PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status(region) },
				},
			}),
		});
		expect(converterOf("AWS::DynamoDB::Table")!.convert(items[0]!)[0]!.values).toMatchObject({
			point_in_time_recovery: [{ enabled: true }],
			replica: [{ region_name: "us-east-1", point_in_time_recovery: false }],
		});
		expect(items[0]!.missing.Tags).toMatch(/denied/);
	});
});

describe("keys", () => {
	test("a closed key is AWS's where its alias says so, else unknown", async () => {
		const items = await collect("kms", {
			ListAliases: () => ({
				Aliases: [{ AliasName: "alias/aws/ebs", TargetKeyId: "a" }, { AliasName: "alias/aws/rds" }],
			}),
			ListKeys: () => ({ Keys: [{ KeyId: "a" }, { KeyId: "b" }] }),
		});
		expect(items.map(({ configuration }) => configuration.KeyManager ?? null)).toEqual(["AWS", null]);
		expect(items.map(({ missing }) => Object.keys(missing))).toEqual([[], ["Policy", "KeyRotationStatus"]]);
	});
});

describe("trails", () => {
	test("each is told once, asked at home, and kept apart from regions outside the scan", async () => {
		const trail = (home: string) => ({
			Name: home,
			TrailARN: `arn:aws:cloudtrail:${home}:123456789012:trail/${home}`,
			HomeRegion: home,
		});
		const asked: string[] = [];
		const items = await collect(
			"cloudtrail",
			{
				DescribeTrails: () => ({ trailList: [trail("eu-west-1"), trail("ap-south-1")] }),
				GetTrailStatus: (_, region) => {
					asked.push(region);
					return { IsLogging: true };
				},
			},
			["eu-west-1", "us-east-1"],
		);
		expect(items.map(({ name, region }) => [name, region])).toEqual([
			["eu-west-1", "eu-west-1"],
			["ap-south-1", "global"],
		]);
		expect(asked.sort()).toEqual(["ap-south-1", "eu-west-1"]);
		expect(items[0]!.missing).toEqual({ EventSelectors: expect.stringMatching(/denied/) });
	});
});

describe("permission sets", () => {
	test("those of another account's instance are not asked", async () => {
		const items = await collect("sso-admin", {
			ListInstances: () => ({
				Instances: [{ InstanceArn: "arn:aws:sso:::instance/i", OwnerAccountId: "999999999999" }],
			}),
		});
		expect(items).toEqual([]);
	});
});

describe("tags that decide beside what is read", () => {
	const tag = { Key: "environment", Value: "staging" };
	const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188";
	const balancers = {
		DescribeLoadBalancers: () => ({ LoadBalancers: [{ LoadBalancerArn: arn, LoadBalancerName: "web" }] }),
	};

	test("load balancers come with attributes and tags", async () => {
		const [balancer] = await collect("elb", {
			...balancers,
			DescribeLoadBalancerAttributes: () => ({ Attributes: [{ Key: "deletion_protection.enabled", Value: "true" }] }),
			DescribeTags: () => ({ TagDescriptions: [{ ResourceArn: arn, Tags: [tag] }] }),
		});
		expect(balancer).toMatchObject({
			name: "web",
			tags: { environment: "staging" },
			supplementary: { LoadBalancerAttributes: [{ Key: "deletion_protection.enabled", Value: "true" }] },
			missing: {},
		});
	});

	test("what was denied of a load balancer is said, and one that is gone is left out", async () => {
		const [balancer] = await collect("elb", balancers);
		expect(Object.keys(balancer?.missing ?? {}).sort()).toEqual(["LoadBalancerAttributes", "Tags"]);
		const gone = () => {
			throw Object.assign(new Error("gone"), { name: "LoadBalancerNotFoundException" });
		};
		expect(await collect("elb", { ...balancers, DescribeLoadBalancerAttributes: gone })).toEqual([]);
	});

	test.each<[string, Service, Service]>([
		[
			"elasticache-groups",
			{ DescribeReplicationGroups: () => ({ ReplicationGroups: [{ ReplicationGroupId: "g", ARN: "arn:g" }] }) },
			{ ListTagsForResource: () => ({ TagList: [tag] }) },
		],
		[
			"opensearch",
			{
				ListDomainNames: () => ({ DomainNames: [{ DomainName: "d" }] }),
				DescribeDomains: () => ({ DomainStatusList: [{ DomainName: "d", ARN: "arn:d" }] }),
			},
			{ ListTags: () => ({ TagList: [tag] }) },
		],
		[
			"sagemaker-domains",
			{
				ListDomains: () => ({ Domains: [{ DomainId: "d-1", DomainName: "lab", DomainArn: "arn:d" }] }),
				DescribeDomain: () => ({ DomainId: "d-1", AuthMode: "SSO" }),
			},
			{ ListTags: () => ({ Tags: [tag] }) },
		],
		[
			"sagemaker-notebooks",
			{
				ListNotebookInstances: () => ({
					NotebookInstances: [{ NotebookInstanceName: "n", NotebookInstanceArn: "arn:n" }],
				}),
				DescribeNotebookInstance: () => ({ NotebookInstanceName: "n" }),
			},
			{ ListTags: () => ({ Tags: [tag] }) },
		],
		[
			"bedrock-agents",
			{
				ListAgents: () => ({ agentSummaries: [{ agentId: "A1", agentName: "a" }] }),
				GetAgent: () => ({ agent: { agentId: "A1" } }),
			},
			{ ListTagsForResource: () => ({ tags: { environment: "staging" } }) },
		],
	])("%s", async (name, service, labels) => {
		const [told] = await collect(name, { ...service, ...labels });
		expect(told).toMatchObject({ tags: { environment: "staging" }, missing: {} });
		const [denied] = await collect(name, service);
		expect(denied?.tags).toEqual({});
		expect(Object.keys(denied?.missing ?? {})).toEqual(["Tags"]);
	});
});
