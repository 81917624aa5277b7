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
	["AWS::Redshift::Cluster", { AutomatedSnapshotRetentionPeriod: 7 }, "automated_snapshot_retention_period"],
	["AWS::EC2::SecurityGroup", { IpPermissionsEgress: [] }, "egress"],
	["AWS::EC2::VPCEndpoint", { PolicyDocument: '{"Statement":[]}' }, "policy"],
	["AWS::EC2::VPCEndpoint", { VpcEndpointType: "GatewayLoadBalancer" }, "policy"],
	["AWS::EC2::EbsEncryptionByDefault", { EbsEncryptionByDefault: false }, "enabled"],
	["AWS::Lambda::Function", { Runtime: "nodejs24.x" }, "runtime"],
	["AWS::Lambda::Function", { PackageType: "Image" }, "runtime"],
	["AWS::ECS::TaskDefinition", { ContainerDefinitions: [] }, "pid_mode"],
	["AWS::EKS::Cluster", { AccessConfig: { AuthenticationMode: "API" } }, "access_config"],
	["AWS::RDS::DBInstance", { DeletionProtection: false }, "deletion_protection"],
	["AWS::RDS::DBInstance", { AutoMinorVersionUpgrade: false }, "auto_minor_version_upgrade"],
	["AWS::RDS::DBCluster", { Engine: "docdb", DeletionProtection: false }, "deletion_protection"],
	["AWS::DynamoDB::Table", { DeletionProtectionEnabled: false }, "deletion_protection_enabled"],
	["AWS::ElastiCache::ReplicationGroup", { TransitEncryptionEnabled: false }, "transit_encryption_enabled"],
	["AWS::ElastiCache::ReplicationGroup", { SnapshotRetentionLimit: 0 }, "snapshot_retention_limit"],
	["AWS::OpenSearch::Domain", { DomainEndpointOptions: { EnforceHTTPS: true } }, "domain_endpoint_options"],
	["AWS::OpenSearch::Domain", { NodeToNodeEncryptionOptions: { Enabled: true } }, "node_to_node_encryption"],
	["AWS::OpenSearch::Domain", { ClusterConfig: { InstanceCount: 1 } }, "cluster_config"],
	["AWS::SageMaker::Domain", { AuthMode: "SSO" }, "auth_mode"],
	["AWS::SageMaker::Domain", { AppNetworkAccessType: "VpcOnly" }, "app_network_access_type"],
	["AWS::SSO::PermissionSet", { SessionDuration: "PT1H" }, "session_duration"],
	["AWS::ElasticLoadBalancingV2::LoadBalancer", { AvailabilityZones: [{ SubnetId: "subnet-0a" }] }, "subnets"],
	["AWS::ElasticLoadBalancingV2::LoadBalancer", { Type: "gateway" }, "access_logs"],
])("%s that lacks what AWS always tells does not pass for want of it", (type, told, attribute) => {
	expect(unknownOf(type, {})).toContain(attribute);
	expect(unknownOf(type, told)).not.toContain(attribute);
});

test.each(["AWS::SQS::Queue", "AWS::SNS::Topic"])("items of AWS Config need not tell the policy of %s", (type) => {
	expect(unknownOf(type, {}, "config")).toEqual(["policy"]);
	expect(unknownOf(type, { Policy: '{"Statement":[]}' }, "config")).toEqual([]);
	expect(unknownOf(type, {}, "api")).toEqual([]);
});
