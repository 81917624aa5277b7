import {
	CreateImageCommand,
	CreateLaunchTemplateCommand,
	CreateSnapshotCommand,
	CreateVolumeCommand,
	DescribeSubnetsCommand,
	EC2Client,
	EnableEbsEncryptionByDefaultCommand,
	ModifyImageAttributeCommand,
	ModifySnapshotAttributeCommand,
	RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
	CreateRepositoryCommand,
	ECRClient,
	PutRegistryScanningConfigurationCommand,
	SetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import {
	CreateClusterCommand,
	CreateServiceCommand,
	ECSClient,
	RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { CreateFileSystemCommand, EFSClient } from "@aws-sdk/client-efs";
import { CreateClusterCommand as CreateEksClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { computeCollectors } from "../../src/collect/aws/services/compute.ts";
import type { Resource } from "../../src/model/resource.ts";
import { ACCOUNT } from "./account.ts";
import { CREDENTIALS, collected, resourcesOf } from "./collected.ts";
import { type Moto, NO_MOTO, startMoto } from "./moto.ts";

const REGION = "eu-west-1";
const moto = await startMoto();
if (moto === null) console.warn(NO_MOTO);
afterAll(() => moto?.stop());

/** What moto does not know: the calls are proved elsewhere. */
const UNSUPPORTED = ["ec2-snapshot-block", "ec2-metadata-defaults"];

const made = { volume: "", plain: "", instance: "", snapshot: "", image: "", template: "" };
let resources: Resource[] = [];

async function buildMachines(options: Options): Promise<void> {
	const ec2 = new EC2Client(options);
	const zone = { AvailabilityZone: `${REGION}a`, Size: 8 };
	made.volume = (await ec2.send(new CreateVolumeCommand({ ...zone, Encrypted: true }))).VolumeId ?? "";
	made.plain = (await ec2.send(new CreateVolumeCommand(zone))).VolumeId ?? "";
	made.snapshot = (await ec2.send(new CreateSnapshotCommand({ VolumeId: made.plain }))).SnapshotId ?? "";
	await ec2.send(new CreateSnapshotCommand({ VolumeId: made.plain, Description: "kept private" }));
	await ec2.send(
		new ModifySnapshotAttributeCommand({
			SnapshotId: made.snapshot,
			Attribute: "createVolumePermission",
			OperationType: "add",
			GroupNames: ["all"],
		}),
	);
	const started = await ec2.send(
		new RunInstancesCommand({
			ImageId: "ami-12c6146b",
			InstanceType: "t3.micro",
			MinCount: 1,
			MaxCount: 1,
			MetadataOptions: { HttpTokens: "required", HttpEndpoint: "enabled" },
		}),
	);
	made.instance = started.Instances?.[0]?.InstanceId ?? "";
	made.image = (await ec2.send(new CreateImageCommand({ InstanceId: made.instance, Name: "shared" }))).ImageId ?? "";
	await ec2.send(
		new ModifyImageAttributeCommand({ ImageId: made.image, LaunchPermission: { Add: [{ Group: "all" }] } }),
	);
	const template = await ec2.send(
		new CreateLaunchTemplateCommand({
			LaunchTemplateName: "web",
			LaunchTemplateData: {
				MetadataOptions: { HttpTokens: "optional" },
				BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { Encrypted: false } }],
				NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: true }],
			},
		}),
	);
	made.template = template.LaunchTemplate?.LaunchTemplateId ?? "";
	await ec2.send(new EnableEbsEncryptionByDefaultCommand({}));
	const efs = new EFSClient(options);
	await efs.send(new CreateFileSystemCommand({ CreationToken: "one", Encrypted: true }));
}

async function buildContainers(options: Options): Promise<void> {
	const ecr = new ECRClient(options);
	await ecr.send(new CreateRepositoryCommand({ repositoryName: "shop/web", imageTagMutability: "IMMUTABLE" }));
	const policyText = JSON.stringify({
		Version: "2012-10-17",
		Statement: [{ Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" }],
	});
	await ecr.send(new SetRepositoryPolicyCommand({ repositoryName: "shop/web", policyText }));
	await ecr.send(
		new PutRegistryScanningConfigurationCommand({
			scanType: "BASIC",
			rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter: "shop/*", filterType: "WILDCARD" }] }],
		}),
	);
	const subnets = await new EC2Client(options).send(new DescribeSubnetsCommand({}));
	const subnet = subnets.Subnets?.[0]?.SubnetId ?? "";
	const ecs = new ECSClient(options);
	await ecs.send(new CreateClusterCommand({ clusterName: "shop" }));
	for (const image of ["web:1", "web:2", "web:3"]) {
		const environment = [{ name: "SETTINGS", value: '{"password":"Xk29fjvPq81mZ"}' }];
		const containerDefinitions = [{ name: "web", image, memory: 64, environment }];
		await ecs.send(new RegisterTaskDefinitionCommand({ family: "web", containerDefinitions }));
	}
	await ecs.send(
		new CreateServiceCommand({
			cluster: "shop",
			serviceName: "web",
			taskDefinition: "web:1",
			desiredCount: 1,
			networkConfiguration: {
				awsvpcConfiguration: { subnets: [subnet], securityGroups: [], assignPublicIp: "ENABLED" },
			},
		}),
	);
	const role = `arn:aws:iam::${ACCOUNT}:role/eks`;
	await new EKSClient(options).send(
		new CreateEksClusterCommand({
			name: "main",
			roleArn: role,
			resourcesVpcConfig: { subnetIds: [subnet], endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] },
			logging: { clusterLogging: [{ types: ["audit", "api"], enabled: true }] },
		}),
	);
}

async function buildFunction(options: Options): Promise<void> {
	const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [] });
	await new IAMClient(options).send(new CreateRoleCommand({ RoleName: "run", AssumeRolePolicyDocument }));
	const lambda = new LambdaClient(options);
	await lambda.send(
		new CreateFunctionCommand({
			FunctionName: "billing",
			Runtime: "nodejs22.x",
			Handler: "index.handler",
			Role: `arn:aws:iam::${ACCOUNT}:role/run`,
			Code: { ZipFile: EMPTY_ZIP },
			Environment: { Variables: { DB_PASSWORD: "Xk29fjvPq81mZ", LOG_LEVEL: "info" } },
		}),
	);
	await lambda.send(
		new AddPermissionCommand({
			FunctionName: "billing",
			StatementId: "bucket",
			Action: "lambda:InvokeFunction",
			Principal: "s3.amazonaws.com",
			SourceArn: "arn:aws:s3:::example-invoices",
		}),
	);
}

interface Options {
	endpoint: string;
	region: string;
	credentials: typeof CREDENTIALS;
}

/** An archive without files: the record that ends one, and nothing else. */
const EMPTY_ZIP = new Uint8Array([0x50, 0x4b, 5, 6, ...new Array<number>(18).fill(0)]);

async function build({ endpoint }: Moto): Promise<void> {
	const options = { endpoint, region: REGION, credentials: CREDENTIALS };
	await buildMachines(options);
	await buildContainers(options);
	await buildFunction(options);
}

beforeAll(async () => {
	if (moto === null) return;
	await build(moto);
	const supported = computeCollectors.filter(({ name }) => !UNSUPPORTED.includes(name));
	const { items, troubles } = await collected(moto.endpoint, supported, REGION);
	expect(troubles).toEqual([]);
	resources = resourcesOf(items, REGION);
});

const ec2 = (kind: string, id: string) => `arn:aws:ec2:${REGION}:${ACCOUNT}:${kind}/${id}`;
const at = (key: string) => resources.find((resource) => resource.key === key);
const ofType = (type: string) => resources.filter((resource) => resource.type === type);

test.skipIf(moto === null)("volumes tell whether they are encrypted", () => {
	expect(at(ec2("volume", made.volume))?.facets.encryption_at_rest?.encryption).not.toBe("none");
	expect(at(ec2("volume", made.plain))?.facets.encryption_at_rest?.encryption).toBe("none");
});

test.skipIf(moto === null)("instances tell how their metadata service answers, and nothing of their disks", () => {
	const instance = at(ec2("instance", made.instance));
	expect(instance?.facets.instance_metadata).toMatchObject({ tokens: "required", endpoint_enabled: true });
	expect(instance?.facets.encryption_at_rest).toBeUndefined();
});

test.skipIf(moto === null)("only what is shared with everyone is told of snapshots and images", () => {
	expect(ofType("aws_snapshot_create_volume_permission").map(({ attributes }) => attributes)).toEqual([
		{ snapshot_id: made.snapshot, account_id: "all" },
	]);
	expect(ofType("aws_ami_launch_permission").map(({ attributes }) => attributes)).toEqual([
		{ image_id: made.image, group: "all" },
	]);
});

test.skipIf(moto === null)("launch templates are read in their default version", () => {
	const template = at(ec2("launch-template", made.template));
	expect(template).toMatchObject({
		name: "web",
		facets: {
			instance_metadata: { tokens: "optional" },
			public_address: { assigned: true },
			encryption_at_rest: { encryption: "none" },
		},
	});
});

test.skipIf(moto === null)("settings of the region are told", () => {
	expect(ofType("aws_ebs_encryption_by_default").map(({ attributes }) => attributes.enabled)).toEqual([true]);
	expect(ofType("aws_efs_file_system").map(({ attributes }) => attributes.encrypted)).toEqual([true]);
});

test.skipIf(moto === null)("repositories are joined with the registry's scanning and have their policy", () => {
	expect(ofType("aws_ecr_repository")[0]).toMatchObject({
		attributes: { image_tag_mutability: "IMMUTABLE" },
		facets: { image_scanning: { on_push: true } },
	});
	expect(ofType("aws_ecr_repository_policy")[0]?.facets.policy_documents?.[0]?.statements[0]).toMatchObject({
		anyone: true,
	});
});

test.skipIf(moto === null)("of task definitions those are read that are newest or that a service runs", () => {
	expect(
		ofType("aws_ecs_task_definition")
			.map(({ key }) => key.replace(/^.*\//, ""))
			.sort(),
	).toEqual(["web:1", "web:3"]);
	const definitions = JSON.parse(String(ofType("aws_ecs_task_definition")[0]?.attributes.container_definitions));
	expect(definitions[0].environment).toEqual([{ name: "SETTINGS", value: '{"password":"Xk29fjvPq81mZ"}' }]);
	expect(ofType("aws_ecs_service").map(({ facets }) => facets.public_address?.assigned)).toEqual([true]);
});

test.skipIf(moto === null)("clusters tell their endpoint and logs", () => {
	expect(ofType("aws_eks_cluster")[0]?.attributes).toMatchObject({
		enabled_cluster_log_types: ["api", "audit"],
		vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ["0.0.0.0/0"] }],
	});
});

test.skipIf(moto === null)(
	"a function's environment is searched and never to be shown; its policy becomes permissions",
	() => {
		const [billing] = ofType("aws_lambda_function");
		expect(billing?.facets.environment_secrets?.map(({ name }) => name)).toEqual(["DB_PASSWORD"]);
		expect(billing?.sensitive).toEqual([["environment", 0, "variables"]]);
		expect(ofType("aws_lambda_permission").map(({ facets }) => facets.given)).toEqual([
			{ source_arn: true, source_account: false, principal_org_id: false },
		]);
	},
);
