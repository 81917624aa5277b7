import type { AwsItem } from "../../../model/aws.ts";
import type { Json, JsonObject } from "../../../model/json.ts";
import { compareText } from "../../../order.ts";
import type { AwsConverter } from "../converter.ts";
import { flag, list, number, object, policy, text, texts, value } from "../read.ts";
import { isForeign, main, untold } from "./shape.ts";

const vpc: AwsConverter = {
	type: "AWS::EC2::VPC",
	yields: ["aws_vpc"],
	streamed: true,
	fromConfig: true,
	convert: (item) => (isForeign(item) ? [] : [main("aws_vpc", item, {})]),
};

const subnet: AwsConverter = {
	type: "AWS::EC2::Subnet",
	yields: ["aws_subnet"],
	streamed: true,
	fromConfig: true,
	convert(item) {
		if (isForeign(item)) return [];
		const { configuration } = item;
		const map_public_ip_on_launch = flag(configuration, "MapPublicIpOnLaunch");
		const values = { vpc_id: text(configuration, "VpcId"), map_public_ip_on_launch };
		const unknown = untold({ map_public_ip_on_launch: map_public_ip_on_launch !== null });
		return [main("aws_subnet", item, values, { unknown })];
	},
};

const securityGroup: AwsConverter = {
	type: "AWS::EC2::SecurityGroup",
	yields: ["aws_security_group", "aws_default_security_group"],
	streamed: true,
	fromConfig: true,
	convert(item) {
		if (isForeign(item)) return [];
		const { configuration } = item;
		const name = text(configuration, "GroupName");
		const type = name === "default" ? "aws_default_security_group" : "aws_security_group";
		const values = {
			name,
			vpc_id: text(configuration, "VpcId"),
			ingress: rules(configuration, "IpPermissions"),
			egress: rules(configuration, "IpPermissionsEgress"),
		};
		const unknown = untold({
			ingress: Array.isArray(value(configuration, "IpPermissions")),
			egress: Array.isArray(value(configuration, "IpPermissionsEgress")),
		});
		return [main(type, item, values, { unknown })];
	},
};

/** EC2 tells a group's rules in no fixed order; findings name them by their place. */
function rules(configuration: JsonObject, name: string): JsonObject[] {
	const made = list(configuration, name).map((permission) => {
		const rule = {
			protocol: text(permission, "IpProtocol") ?? "-1",
			from_port: number(permission, "FromPort"),
			to_port: number(permission, "ToPort"),
			cidr_blocks: ranges(permission, ["IpRanges", "Ipv4Ranges"], "CidrIp"),
			ipv6_cidr_blocks: ranges(permission, ["Ipv6Ranges"], "CidrIpv6"),
			prefix_list_ids: ranges(permission, ["PrefixListIds"], "PrefixListId"),
		};
		// The provider writes all ports of all protocols as 0 to 0.
		return rule.protocol === "-1" ? { ...rule, from_port: 0, to_port: 0 } : rule;
	});
	return made
		.map((rule) => ({ rule, order: JSON.stringify(rule) }))
		.sort((left, right) => compareText(left.order, right.order))
		.map(({ rule }) => rule);
}

/** Config tells IPv4 ranges twice, as texts and as objects. */
function ranges(permission: Json, names: string[], member: string): string[] {
	const found = names.flatMap((name) => [
		...texts(permission, name),
		...list(permission, name).flatMap((entry) => text(entry, member) ?? []),
	]);
	return [...new Set(found)].sort(compareText);
}

const flowLog: AwsConverter = {
	type: "AWS::EC2::FlowLog",
	yields: ["aws_flow_log"],
	streamed: false,
	fromConfig: true,
	convert(item) {
		const { configuration } = item;
		const source = text(configuration, "ResourceId");
		const failing = text(configuration, "DeliverLogsStatus") === "FAILED";
		const values = {
			traffic_type: text(configuration, "TrafficType"),
			vpc_id: source?.startsWith("vpc-") === true ? source : null,
			log_destination: text(configuration, "LogDestination"),
			log_destination_type: text(configuration, "LogDestinationType"),
			log_group_name: text(configuration, "LogGroupName"),
		};
		const reason = `flow log ${item.id} could not deliver its records of late`;
		return [main("aws_flow_log", item, values, failing ? { unknown: [{ path: ["traffic_type"], reason }] } : {})];
	},
};

/** Endpoints in these states take no traffic. */
const GONE = /^(?:deleting|deleted|rejected|failed|expired)$/i;

const vpcEndpoint: AwsConverter = {
	type: "AWS::EC2::VPCEndpoint",
	yields: ["aws_vpc_endpoint"],
	streamed: false,
	// Config leaves out the endpoint's policy.
	fromConfig: false,
	convert(item) {
		const { configuration } = item;
		const state = text(configuration, "State") ?? text(configuration, "State", "value");
		if (isForeign(item) || (state !== null && GONE.test(state))) return [];
		return [
			main(
				"aws_vpc_endpoint",
				item,
				{
					vpc_id: text(configuration, "VpcId"),
					service_name: text(configuration, "ServiceName"),
					vpc_endpoint_type: text(configuration, "VpcEndpointType"),
					private_dns_enabled: flag(configuration, "PrivateDnsEnabled"),
					policy: ownPolicy(item),
				},
				{ unknown: untold({ policy: object(configuration, "PolicyDocument") !== null || !hasPolicy(item) }) },
			),
		];
	},
};

/** Endpoints of these kinds have no policy. */
function hasPolicy({ configuration }: AwsItem): boolean {
	return !/^(?:GatewayLoadBalancer|Resource|ServiceNetwork)$/i.test(text(configuration, "VpcEndpointType") ?? "");
}

/** An endpoint always shows a policy; the one it gets when none is given lets everything through and counts as none. */
function ownPolicy({ configuration }: AwsItem): string | null {
	const statements = list(configuration, "PolicyDocument", "Statement");
	const [first = null] = statements;
	const isDefault =
		statements.length === 1 &&
		text(first, "Effect") === "Allow" &&
		["Action", "Principal", "Resource"].every((name) => isEverything(value(first, name))) &&
		object(first, "Condition") === null;
	return isDefault ? null : policy(configuration, "PolicyDocument");
}

function isEverything(given: Json): boolean {
	return JSON.stringify(given).replace(/^\["\*"\]$/, '"*"') === '"*"';
}

const prefixList: AwsConverter = {
	type: "AWS::EC2::PrefixList",
	yields: ["aws_ec2_managed_prefix_list"],
	streamed: false,
	fromConfig: false,
	convert(item) {
		const reason = item.missing.Entries;
		const values = {
			name: text(item.configuration, "PrefixListName"),
			owner_id: text(item.configuration, "OwnerId"),
			entry: list(item.supplementary, "Entries").map((entry) => ({ cidr: text(entry, "Cidr") })),
		};
		const unknown = reason === undefined ? [] : [{ path: ["entry"], reason }];
		return [main("aws_ec2_managed_prefix_list", item, values, { unknown })];
	},
};

/** VPCs and what lies in them. */
export const networkConverters: AwsConverter[] = [vpc, subnet, securityGroup, flowLog, vpcEndpoint, prefixList];
