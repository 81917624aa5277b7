import { expect, test } from "vitest";
import { itemFromConfig } from "../../../../src/normalize/aws/config-item.ts";
import { AwsNormalizer, converterOf } from "../../../../src/normalize/aws/normalize.ts";
import { apiItem } from "./item.ts";

const convert = (item: ReturnType<typeof apiItem>) => converterOf(item.type)?.convert(item) ?? [];

const ARN = "arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1";
const group = (parts: object) =>
	apiItem("AWS::EC2::SecurityGroup", "sg-1", {
		arn: ARN,
		configuration: { GroupName: "web", VpcId: "vpc-1", OwnerId: "123456789012", ...parts },
	});

test("a security group reads alike from Config and from EC2, in any order of its rules", () => {
	const ssh = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "10.0.0.0/8" }] };
	const web = {
		IpProtocol: "tcp",
		FromPort: 443,
		ToPort: 443,
		IpRanges: [{ CidrIp: "198.51.100.0/24" }, { CidrIp: "0.0.0.0/0" }],
		Ipv6Ranges: [{ CidrIpv6: "::/0" }],
	};
	const recorded = itemFromConfig({
		resourceType: "AWS::EC2::SecurityGroup",
		resourceId: "sg-1",
		accountId: "123456789012",
		awsRegion: "eu-west-1",
		arn: ARN,
		configuration: JSON.stringify({
			groupName: "web",
			vpcId: "vpc-1",
			ownerId: "123456789012",
			ipPermissions: [
				{
					ipProtocol: "tcp",
					fromPort: 443,
					toPort: 443,
					ipRanges: ["0.0.0.0/0", "198.51.100.0/24"],
					ipv4Ranges: [{ cidrIp: "0.0.0.0/0" }, { cidrIp: "198.51.100.0/24" }],
					ipv6Ranges: [{ cidrIpv6: "::/0" }],
				},
				{ ipProtocol: "tcp", fromPort: 22, toPort: 22, ipRanges: ["10.0.0.0/8"] },
			],
			ipPermissionsEgress: [],
		}),
	});
	const told = convert(group({ IpPermissions: [ssh, web], IpPermissionsEgress: [] }));
	expect(told).toEqual(convert(group({ IpPermissions: [web, ssh], IpPermissionsEgress: [] })));
	expect(recorded && convert(recorded)).toEqual(told);
	expect(told[0]?.values.ingress).toHaveLength(2);
});

test("all ports of all protocols are written as the provider writes them", () => {
	const [made] = convert(group({ IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }] }));
	expect(made?.values.ingress).toMatchObject([
		{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] },
	]);
});

test("the group every VPC begins with has a type of its own", () => {
	expect(convert(group({ GroupName: "default" }))[0]?.type).toBe("aws_default_security_group");
});

test.each(["AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::SecurityGroup", "AWS::EC2::VPCEndpoint"])(
	"%s of another account, shared with this one, is left to it",
	(type) => {
		expect(convert(apiItem(type, "x-1", { configuration: { OwnerId: "210987654321" } }))).toEqual([]);
	},
);

const endpoint = (PolicyDocument: string, State = "available") =>
	convert(apiItem("AWS::EC2::VPCEndpoint", "vpce-1", { configuration: { State, PolicyDocument } }))[0];

test("the policy an endpoint gets when none is given is none of its own", () => {
	const open = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
	expect(endpoint(JSON.stringify({ Statement: [open] }))?.values.policy).toBeNull();
	expect(endpoint(JSON.stringify({ Statement: [{ ...open, Action: ["*"] }] }))?.values.policy).toBeNull();
	const narrowed = [
		{ ...open, Action: "bedrock:InvokeModel" },
		{ ...open, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } },
		{ ...open, Effect: "Deny" },
	];
	for (const statement of narrowed) {
		expect(endpoint(JSON.stringify({ Statement: [statement] }))?.values.policy).toContain('"Statement"');
	}
});

test("endpoints that are gone count for nothing", () => {
	expect(endpoint("{}", "deleted")).toBeUndefined();
	expect(endpoint("{}", "Rejected")).toBeUndefined();
	expect(endpoint("{}", "pendingAcceptance")).toBeDefined();
});

test("a flow log that cannot deliver proves nothing", () => {
	const log = (DeliverLogsStatus: string) =>
		convert(
			apiItem("AWS::EC2::FlowLog", "fl-1", {
				configuration: { ResourceId: "vpc-1", TrafficType: "ALL", DeliverLogsStatus },
			}),
		)[0];
	expect(log("SUCCESS")).toMatchObject({ values: { vpc_id: "vpc-1", traffic_type: "ALL" } });
	expect(log("SUCCESS")?.unknown).toBeUndefined();
	expect(log("FAILED")?.unknown?.map(({ path }) => path)).toEqual([["traffic_type"]]);
});

const openingsOf = (normalizer: AwsNormalizer) =>
	normalizer
		.batch("eu-west-1", [
			group({
				IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: "pl-1" }] }],
				IpPermissionsEgress: [],
			}),
		])
		.resources[0]?.facets.network_openings?.openings.map(({ cidr, uncertain }) => [cidr, uncertain]);

test("a prefix list is looked into; one that could not be read leaves the question open", () => {
	const list = (parts: object) => apiItem("AWS::EC2::PrefixList", "pl-1", parts);
	const notKnown = [["", "the entries of the prefix list are not known"]];

	const read = new AwsNormalizer("123456789012", ["eu-west-1"]);
	read.keep([list({ supplementary: { Entries: [{ Cidr: "203.0.113.0/24" }] } })], []);
	expect(openingsOf(read)).toEqual([["203.0.113.0/24", null]]);

	const managed = new AwsNormalizer("123456789012", ["eu-west-1"]);
	managed.keep([list({ configuration: { OwnerId: "AWS" } })], []);
	expect(openingsOf(managed)).toEqual([]);

	const denied = new AwsNormalizer("123456789012", ["eu-west-1"]);
	denied.keep([list({ missing: { Entries: "ec2:GetManagedPrefixListEntries was denied" } })], []);
	expect(openingsOf(denied)).toEqual(notKnown);

	const absent = new AwsNormalizer("123456789012", ["eu-west-1"]);
	absent.keep([], []);
	expect(openingsOf(absent)).toEqual(notKnown);

	const gap = new AwsNormalizer("123456789012", ["eu-west-1"]);
	const reason = "ec2:DescribeManagedPrefixLists was denied";
	gap.keep([], [{ types: ["AWS::EC2::PrefixList"], account: "123456789012", region: "eu-west-1", reason }]);
	expect(openingsOf(gap)).toEqual(notKnown);
});

test("what cannot be read of flow logs or endpoints leaves its questions about a VPC open", () => {
	const normalizer = new AwsNormalizer("123456789012", ["eu-west-1"]);
	const gap = (type: string) => ({ types: [type], account: "123456789012", region: "eu-west-1", reason: "denied" });
	normalizer.keep([], [gap("AWS::EC2::FlowLog"), gap("AWS::EC2::VPCEndpoint")]);
	const [vpc] = normalizer.batch("eu-west-1", [apiItem("AWS::EC2::VPC", "vpc-1")]).resources;
	expect(vpc?.facets.flow_logs).toBeUndefined();
	expect(vpc?.unknown.map(({ path }) => path.join("."))).toEqual([
		"facets.vpc_endpoints.endpoints",
		"facets.flow_logs",
	]);
});

test("only AI services used in the VPC's own region ask for an endpoint there", () => {
	const normalizer = new AwsNormalizer("123456789012", ["eu-west-1", "us-east-1"]);
	normalizer.keep([apiItem("AWS::Bedrock::Guardrail", "g-1", { region: "us-east-1" })], []);
	const services = (region: string) =>
		normalizer.batch(region, [apiItem("AWS::EC2::VPC", "vpc-1", { region })]).resources[0]?.facets.vpc_endpoints
			?.ai_services;
	expect(services("eu-west-1")).toEqual([]);
	expect(services("us-east-1")).toEqual(["bedrock-runtime"]);
});
