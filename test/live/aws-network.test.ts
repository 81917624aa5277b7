import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
	AuthorizeSecurityGroupIngressCommand,
	CreateFlowLogsCommand,
	CreateManagedPrefixListCommand,
	CreateSecurityGroupCommand,
	CreateSubnetCommand,
	CreateTagsCommand,
	CreateVpcCommand,
	CreateVpcEndpointCommand,
	EC2Client,
	ModifySubnetAttributeCommand,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { networkCollectors } from "../../src/collect/aws/services/network.ts";
import type { Resource } from "../../src/model/resource.ts";
import { ACCOUNT } from "./account.ts";
import { CREDENTIALS, collected, resourcesOf } from "./collected.ts";
import { type Moto, NO_MOTO, startMoto } from "./moto.ts";

const REGION = "eu-west-1";
const moto = await startMoto();
if (moto === null) console.warn(NO_MOTO);
afterAll(() => moto?.stop());

const made = { vpc: "", bare: "", open: "", list: "", public: "", endpoint: "" };
let resources: Resource[] = [];

async function build({ endpoint }: Moto): Promise<void> {
	const ec2 = new EC2Client({ endpoint, region: REGION, credentials: CREDENTIALS });
	const newVpc = async (CidrBlock: string) => (await ec2.send(new CreateVpcCommand({ CidrBlock }))).Vpc?.VpcId ?? "";
	made.vpc = await newVpc("10.1.0.0/16");
	// Without the group the log could not deliver.
	const logs = new CloudWatchLogsClient({ endpoint, region: REGION, credentials: CREDENTIALS });
	await logs.send(new CreateLogGroupCommand({ logGroupName: "vpc-flow" }));
	made.bare = await newVpc("10.2.0.0/16");
	await ec2.send(
		new CreateFlowLogsCommand({
			ResourceIds: [made.vpc],
			ResourceType: "VPC",
			TrafficType: "ALL",
			LogDestinationType: "cloud-watch-logs",
			LogGroupName: "vpc-flow",
			DeliverLogsPermissionArn: `arn:aws:iam::${ACCOUNT}:role/flow`,
		}),
	);
	const subnet = await ec2.send(new CreateSubnetCommand({ VpcId: made.vpc, CidrBlock: "10.1.1.0/24" }));
	made.public = subnet.Subnet?.SubnetId ?? "";
	await ec2.send(new ModifySubnetAttributeCommand({ SubnetId: made.public, MapPublicIpOnLaunch: { Value: true } }));
	await ec2.send(
		new CreateTagsCommand({
			Resources: [made.public],
			Tags: [
				{ Key: "Name", Value: "edge" },
				{ Key: "tier", Value: "public" },
			],
		}),
	);
	const endpointMade = await ec2.send(
		new CreateVpcEndpointCommand({
			VpcId: made.vpc,
			ServiceName: `com.amazonaws.${REGION}.kms`,
			VpcEndpointType: "Interface",
			PrivateDnsEnabled: true,
		}),
	);
	made.endpoint = endpointMade.VpcEndpoint?.VpcEndpointId ?? "";
	const list = await ec2.send(
		new CreateManagedPrefixListCommand({
			PrefixListName: "offices",
			AddressFamily: "IPv4",
			MaxEntries: 2,
			Entries: [{ Cidr: "203.0.113.0/24" }, { Cidr: "0.0.0.0/1" }],
		}),
	);
	made.list = list.PrefixList?.PrefixListId ?? "";
	const group = await ec2.send(
		new CreateSecurityGroupCommand({ GroupName: "open", Description: "open", VpcId: made.vpc }),
	);
	made.open = group.GroupId ?? "";
	await ec2.send(
		new AuthorizeSecurityGroupIngressCommand({
			GroupId: made.open,
			IpPermissions: [
				{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: made.list }] },
				{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
				{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, Ipv6Ranges: [{ CidrIpv6: "::/0" }] },
			],
		}),
	);
}

beforeAll(async () => {
	if (moto === null) return;
	await build(moto);
	const { items, troubles } = await collected(moto.endpoint, networkCollectors, REGION);
	expect(troubles).toEqual([]);
	resources = resourcesOf(items, REGION);
});

const named = (kind: string, id: string) =>
	resources.find(({ key }) => key === `arn:aws:ec2:${REGION}:${ACCOUNT}:${kind}/${id}`);

test.skipIf(moto === null)("VPCs are joined with their flow logs and endpoints", () => {
	expect(named("vpc", made.vpc)?.facets.flow_logs).toEqual({ traffic_types: ["ALL"] });
	expect(named("vpc", made.bare)?.facets.flow_logs).toEqual({ traffic_types: [] });
	expect(named("vpc", made.vpc)?.facets.vpc_endpoints?.endpoints).toEqual([
		{ service: "kms", kind: "Interface", private_dns: true, own_policy: false },
	]);
	expect(named("vpc", made.bare)?.facets.vpc_endpoints?.endpoints).toEqual([]);
});

test.skipIf(moto === null)("subnets say whether they hand out public addresses, and keep their tags", () => {
	expect(named("subnet", made.public)).toMatchObject({
		type: "aws_subnet",
		name: "edge",
		labels: { tier: "public" },
		facets: { public_address: { assigned: true } },
	});
});

test.skipIf(moto === null)("security groups open what their ranges and prefix lists say", () => {
	const openings = named("security-group", made.open)?.facets.network_openings?.openings ?? [];
	const inbound = openings.filter(({ direction }) => direction === "ingress");
	expect(inbound.map(({ from_port, cidr, uncertain }) => [from_port, cidr, uncertain])).toEqual([
		[22, "203.0.113.0/24", null],
		[22, "0.0.0.0/1", null],
		[443, "0.0.0.0/0", null],
		[443, "::/0", null],
	]);
});

test.skipIf(moto === null)("the group every VPC begins with is told apart", () => {
	const first = resources.filter(({ type, attributes }) => {
		return type === "aws_default_security_group" && attributes.vpc_id === made.vpc;
	});
	expect(first).toHaveLength(1);
});
