import { expect, test } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { converterOf } from "../../../../src/normalize/aws/normalize.ts";
import { apiItem } from "./item.ts";

/** What is unknown of the first resource made of an item. */
const unknownOf = (type: string, configuration: JsonObject, source: "api" | "config" = "api") =>
	converterOf(type)!
		.convert({ ...apiItem(type, "x", { configuration }), source })[0]!
		.unknown?.map(({ path }) => path[0]) ?? [];

test.each<[string, JsonObject, string]>([
	["AWS::EC2::Subnet", { MapPublicIpOnLaunch: false }, "map_public_ip_on_launch"],
	["AWS::EC2::SecurityGroup", { IpPermissions: [] }, "ingress"],
	["AWS::EC2::Instance", { State: { Name: "running" }, NetworkInterfaces: [] }, "associate_public_ip_address"],
	["AWS::ECS::TaskDefinition", { ContainerDefinitions: [] }, "container_definitions"],
	["AWS::RDS::DBInstance", { PubliclyAccessible: false }, "publicly_accessible"],
	["AWS::Redshift::Cluster", { Encrypted: true, PubliclyAccessible: false }, "encrypted"],
	["AWS::Redshift::Cluster", { Encrypted: true, PubliclyAccessible: false }, "publicly_accessible"],
])("%s that lacks what AWS always tells does not pass for want of it", (type, told, attribute) => {
	expect(unknownOf(type, {})).toContain(attribute);
	expect(unknownOf(type, told)).not.toContain(attribute);
});

test.each(["AWS::SQS::Queue", "AWS::SNS::Topic"])("items of AWS Config need not tell the policy of %s", (type) => {
	expect(unknownOf(type, {}, "config")).toEqual(["policy"]);
	expect(unknownOf(type, { Policy: '{"Statement":[]}' }, "config")).toEqual([]);
	expect(unknownOf(type, {}, "api")).toEqual([]);
});
