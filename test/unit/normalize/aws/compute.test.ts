import { expect, test } from "vitest";
import { AwsNormalizer, converterOf } from "../../../../src/normalize/aws/normalize.ts";
import { apiItem } from "./item.ts";

const convert = (item: ReturnType<typeof apiItem>) => converterOf(item.type)?.convert(item) ?? [];

const instance = (configuration: object, region = "eu-west-1") =>
	apiItem("AWS::EC2::Instance", "i-1", { region, configuration: { State: { Name: "running" }, ...configuration } });
const address = (IpOwnerId: string) => [{ Association: { IpOwnerId, PublicIp: "203.0.113.1" } }];

test("an address that EC2 gave is told from one that was attached on purpose", () => {
	const given = (NetworkInterfaces: object[]) =>
		convert(instance({ NetworkInterfaces }))[0]?.values.associate_public_ip_address;
	expect(given(address("amazon"))).toBe(true);
	expect(given(address("123456789012"))).toBe(false);
	expect(given([{ PrivateIpAddresses: address("amazon") }])).toBe(true);
	expect(given([])).toBe(false);
});

test("a stopped machine does not say whether it gets an address, a terminated one is gone", () => {
	expect(convert(instance({ State: { Name: "stopped" } }))[0]?.unknown?.map(({ path }) => path)).toEqual([
		["associate_public_ip_address"],
	]);
	expect(convert(instance({ State: { Name: "terminated" } }))).toEqual([]);
});

test("the metadata default of its own region stands in for what a machine does not say", () => {
	const normalizer = new AwsNormalizer("123456789012", ["eu-west-1", "eu-north-1"]);
	const defaults = (region: string, HttpTokens: string) =>
		apiItem("AWS::EC2::InstanceMetadataDefaults", "settings", { region, configuration: { HttpTokens } });
	normalizer.keep([defaults("eu-west-1", "required"), defaults("eu-north-1", "optional")], []);
	const tokens = (region: string) =>
		normalizer.batch(region, [instance({}, region)]).resources[0]?.facets.instance_metadata?.tokens;
	expect(tokens("eu-west-1")).toBe("required");
	expect(tokens("eu-north-1")).toBe("optional");
});

test("a region without snapshots needs no block of their sharing", () => {
	const block = (State: string, supplementary: { HasSnapshots?: boolean }, missing = {}) =>
		convert(
			apiItem("AWS::EC2::SnapshotBlockPublicAccess", "settings", { configuration: { State }, supplementary, missing }),
		).map(({ values }) => values.state);
	expect(block("unblocked", { HasSnapshots: true })).toEqual(["unblocked"]);
	expect(block("unblocked", { HasSnapshots: false })).toEqual([]);
	expect(block("unblocked", {}, { HasSnapshots: "denied" })).toEqual(["unblocked"]);
	expect(block("block-all-sharing", { HasSnapshots: false })).toEqual(["block-all-sharing"]);
});

test("a snapshot is public, private, or not known to be either", () => {
	const snapshot = (parts: object) => convert(apiItem("AWS::EC2::Snapshot", "snap-1", parts));
	const shared = (permission: object) => snapshot({ supplementary: { CreateVolumePermissions: [permission] } });
	expect(shared({ Group: "all" })[0]?.values).toEqual({ snapshot_id: "snap-1", account_id: "all" });
	expect(shared({ UserId: "210987654321" })).toEqual([]);
	const [hidden] = snapshot({ missing: { CreateVolumePermissions: "ec2:DescribeSnapshotAttribute was denied" } });
	expect(hidden?.unknown?.map(({ path }) => path)).toEqual([["account_id"]]);
});

const lambda = (policy: object, missing = {}) =>
	convert(apiItem("AWS::Lambda::Function", "f", { supplementary: { Policy: JSON.stringify(policy) }, missing })).filter(
		({ type }) => type === "aws_lambda_permission",
	);

test("statements of a function's policy become permissions, one for each principal", () => {
	const permissions = lambda({
		Statement: [
			{ Sid: "anyone", Effect: "Allow", Principal: { AWS: "*" }, Action: "lambda:InvokeFunction" },
			{
				Sid: "bucket",
				Effect: "Allow",
				Principal: { Service: "s3.amazonaws.com" },
				Action: "lambda:InvokeFunction",
				Condition: {
					ArnLike: { "AWS:SourceArn": "arn:aws:s3:::b" },
					StringEquals: { "AWS:SourceAccount": ["123456789012"] },
				},
			},
			{ Sid: "both", Effect: "Allow", Principal: { AWS: ["123456789012", "210987654321"] } },
			{ Sid: "deny", Effect: "Deny", Principal: "*" },
		],
	});
	expect(
		permissions.map(({ part, values }) => [part, values.principal, values.source_arn, values.source_account]),
	).toEqual([
		["permission/anyone", "*", null, null],
		["permission/bucket", "s3.amazonaws.com", "arn:aws:s3:::b", "123456789012"],
		["permission/both", "123456789012", null, null],
		["permission/both/1", "210987654321", null, null],
	]);
});

test("a policy that could not be read leaves open who may call", () => {
	const [permission] = lambda({}, { Policy: "lambda:GetPolicy was denied" });
	expect(permission?.unknown).toEqual([{ path: [], reason: "lambda:GetPolicy was denied" }]);
});

test("a condition that asks for something else, or for nothing, holds nobody off", () => {
	const sources = (condition: object) =>
		lambda({ Statement: { Effect: "Allow", Principal: "*", Condition: condition } }).map(({ values }) => [
			values.principal,
			values.source_account,
			values.function_url_auth_type,
		]);
	expect(sources({ StringEquals: { "AWS:SourceAccount": "123456789012" } })).toEqual([["*", "123456789012", null]]);
	expect(sources({ StringNotEquals: { "AWS:SourceAccount": "123456789012" } })).toEqual([["*", null, null]]);
	expect(sources({ StringEqualsIfExists: { "AWS:SourceAccount": "123456789012" } })).toEqual([["*", null, null]]);
	expect(sources({ StringLike: { "AWS:SourceAccount": "*" } })).toEqual([["*", null, null]]);
	expect(sources({ StringNotEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" } })).toEqual([["*", null, null]]);
});

test("a policy that makes no sense leaves open who may call, one for all but some is for everyone", () => {
	expect(lambda({})[0]?.unknown?.map(({ path }) => path)).toEqual([[]]);
	const everyoneElse = { Effect: "Allow", NotPrincipal: { AWS: "123456789012" } };
	expect(lambda({ Statement: [everyoneElse] })[0]?.values.principal).toBe("*");
});

test("environments are kept from being shown, as they are", () => {
	const definition = convert(
		apiItem("AWS::ECS::TaskDefinition", "td", {
			configuration: {
				ContainerDefinitions: [{ Name: "web", Environment: [{ Name: "SETTINGS", Value: '{"user":"a"}' }] }],
			},
		}),
	)[0];
	expect(definition?.sensitive).toEqual([["container_definitions"]]);
	expect(JSON.parse(String(definition?.values.container_definitions))).toMatchObject([
		{ name: "web", image: null, environment: [{ name: "SETTINGS", value: '{"user":"a"}' }] },
	]);
	const [made] = convert(
		apiItem("AWS::Lambda::Function", "f", {
			configuration: { Environment: { Variables: { SETTINGS: '{"user":"a"}' } } },
		}),
	);
	expect(made).toMatchObject({
		values: { environment: [{ variables: { SETTINGS: '{"user":"a"}' } }] },
		sensitive: [["environment", 0, "variables"]],
	});
});

test("a cluster's logs read alike from EKS and from Config", () => {
	const logs = (configuration: object) =>
		convert(apiItem("AWS::EKS::Cluster", "c", { configuration: { ResourcesVpcConfig: {}, ...configuration } }))[0]
			?.values.enabled_cluster_log_types;
	const told = [
		{ types: ["audit", "api"], enabled: true },
		{ types: ["scheduler"], enabled: false },
	];
	expect(logs({ logging: { clusterLogging: told } })).toEqual(["api", "audit"]);
	const recorded = { ClusterLogging: { EnabledTypes: [{ Type: "audit" }, { Type: "api" }] } };
	expect(logs({ Logging: recorded })).toEqual(["api", "audit"]);
	expect(logs({})).toEqual([]);
});

test("a cluster that does not tell its endpoint is not known to be closed, nor who has access, nor how old it is", () => {
	const [cluster] = convert(apiItem("AWS::EKS::Cluster", "c"));
	expect(cluster?.unknown?.map(({ path }) => path)).toEqual([["vpc_config"], ["version"], ["access_config"]]);
});
