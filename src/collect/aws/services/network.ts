import { type AwsCollector, record } from "../collector.ts";
import { ec2Collector, ec2Item } from "./ec2.ts";

const prefixLists: AwsCollector = {
	name: "ec2-prefix-lists",
	types: ["AWS::EC2::PrefixList"],
	scope: "region",
	calls: {
		DescribeManagedPrefixLists: "ec2:DescribeManagedPrefixLists",
		GetManagedPrefixListEntries: "ec2:GetManagedPrefixListEntries",
	},
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-ec2");
		const client = session.client(sdk.EC2Client);
		const kind = { type: "AWS::EC2::PrefixList", id: "PrefixListId", resource: "prefix-list" };
		const entriesOf = async (id: string) => {
			const entries: object[] = [];
			for await (const page of sdk.paginateGetManagedPrefixListEntries({ client }, { PrefixListId: id })) {
				entries.push(...(page.Entries ?? []));
			}
			return entries;
		};
		for await (const { PrefixLists = [] } of sdk.paginateDescribeManagedPrefixLists({ client }, { MaxResults: 100 })) {
			yield* session.each(PrefixLists, async (entry) => {
				const made = ec2Item(session, kind, entry);
				const item = made ?? session.item({ type: kind.type, id: "unnamed" });
				if (entry.PrefixListArn !== undefined) item.arn = entry.PrefixListArn;
				// What AWS keeps in its own lists (S3, CloudFront …) concerns nobody else's openings.
				if (entry.OwnerId === "AWS") return item;
				record(item, "Entries", await session.ask(() => entriesOf(item.id)));
				return item;
			});
		}
	},
};

/** VPCs and what lies in them. */
export const networkCollectors: AwsCollector[] = [
	ec2Collector({
		name: "ec2-vpcs",
		type: "AWS::EC2::VPC",
		operation: "DescribeVpcs",
		id: "VpcId",
		resource: "vpc",
		async *pages({ paginateDescribeVpcs }, client) {
			for await (const page of paginateDescribeVpcs({ client }, { MaxResults: 1000 })) yield page.Vpcs ?? [];
		},
	}),
	ec2Collector({
		name: "ec2-subnets",
		type: "AWS::EC2::Subnet",
		operation: "DescribeSubnets",
		id: "SubnetId",
		resource: "subnet",
		async *pages({ paginateDescribeSubnets }, client) {
			for await (const page of paginateDescribeSubnets({ client }, { MaxResults: 1000 })) yield page.Subnets ?? [];
		},
	}),
	ec2Collector({
		name: "ec2-security-groups",
		type: "AWS::EC2::SecurityGroup",
		operation: "DescribeSecurityGroups",
		id: "GroupId",
		resource: "security-group",
		async *pages({ paginateDescribeSecurityGroups }, client) {
			for await (const page of paginateDescribeSecurityGroups({ client }, { MaxResults: 1000 })) {
				yield page.SecurityGroups ?? [];
			}
		},
		more: (group) => ("GroupName" in group && typeof group.GroupName === "string" ? { name: group.GroupName } : {}),
	}),
	ec2Collector({
		name: "ec2-flow-logs",
		type: "AWS::EC2::FlowLog",
		operation: "DescribeFlowLogs",
		id: "FlowLogId",
		resource: "vpc-flow-log",
		async *pages({ paginateDescribeFlowLogs }, client) {
			for await (const page of paginateDescribeFlowLogs({ client }, { MaxResults: 1000 })) yield page.FlowLogs ?? [];
		},
	}),
	ec2Collector({
		name: "ec2-vpc-endpoints",
		type: "AWS::EC2::VPCEndpoint",
		operation: "DescribeVpcEndpoints",
		id: "VpcEndpointId",
		resource: "vpc-endpoint",
		async *pages({ paginateDescribeVpcEndpoints }, client) {
			for await (const page of paginateDescribeVpcEndpoints({ client }, { MaxResults: 1000 })) {
				yield page.VpcEndpoints ?? [];
			}
		},
	}),
	prefixLists,
];
