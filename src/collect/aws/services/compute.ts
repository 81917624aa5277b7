import { type AwsCollector, record } from "../collector.ts";
import { containerCollectors } from "./containers.ts";
import { ec2Collector, ec2Item, ec2Setting } from "./ec2.ts";

const launchTemplates: AwsCollector = {
	name: "ec2-launch-templates",
	types: ["AWS::EC2::LaunchTemplate"],
	scope: "region",
	calls: {
		DescribeLaunchTemplates: "ec2:DescribeLaunchTemplates",
		DescribeLaunchTemplateVersions: "ec2:DescribeLaunchTemplateVersions",
	},
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-ec2");
		const client = session.client(sdk.EC2Client);
		const kind = { type: "AWS::EC2::LaunchTemplate", id: "LaunchTemplateId", resource: "launch-template" };
		for await (const { LaunchTemplates = [] } of sdk.paginateDescribeLaunchTemplates({ client }, { MaxResults: 200 })) {
			const made = session.each(LaunchTemplates, async (template) => {
				const item = ec2Item(session, kind, template);
				if (item === null) return null;
				if (template.LaunchTemplateName !== undefined) item.name = template.LaunchTemplateName;
				const input = { LaunchTemplateId: item.id, Versions: ["$Default"] };
				const answer = await session.ask(async () => {
					const { LaunchTemplateVersions } = await client.send(new sdk.DescribeLaunchTemplateVersionsCommand(input));
					return LaunchTemplateVersions?.[0]?.LaunchTemplateData;
				});
				record(item, "DefaultVersion", answer);
				return item;
			});
			for await (const item of made) if (item !== null) yield item;
		}
	},
};

const snapshotBlock: AwsCollector = {
	name: "ec2-snapshot-block",
	types: ["AWS::EC2::SnapshotBlockPublicAccess"],
	scope: "region",
	calls: {
		GetSnapshotBlockPublicAccessState: "ec2:GetSnapshotBlockPublicAccessState",
		DescribeSnapshots: "ec2:DescribeSnapshots",
	},
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-ec2");
		const client = session.client(sdk.EC2Client);
		const configuration = await client.send(new sdk.GetSnapshotBlockPublicAccessStateCommand({}));
		const item = session.item({ type: "AWS::EC2::SnapshotBlockPublicAccess", id: "settings", configuration });
		const owned = { OwnerIds: ["self"], MaxResults: 5 };
		const answer = await session.ask(async () => {
			const { Snapshots = [] } = await client.send(new sdk.DescribeSnapshotsCommand(owned));
			return Snapshots.length > 0;
		});
		record(item, "HasSnapshots", answer);
		yield item;
	},
};

/** Only those that everyone may restore: of the others nothing is asked, and accounts keep them by the ten thousand. */
const publicSnapshots: AwsCollector = {
	name: "ec2-public-snapshots",
	types: ["AWS::EC2::Snapshot"],
	scope: "region",
	calls: { DescribeSnapshots: "ec2:DescribeSnapshots", DescribeSnapshotAttribute: "ec2:DescribeSnapshotAttribute" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-ec2");
		const client = session.client(sdk.EC2Client);
		const kind = { type: "AWS::EC2::Snapshot", id: "SnapshotId", resource: "snapshot" };
		const shared = { OwnerIds: ["self"], RestorableByUserIds: ["all"], MaxResults: 1000 };
		for await (const { Snapshots = [] } of sdk.paginateDescribeSnapshots({ client }, shared)) {
			const made = session.each(Snapshots, async (snapshot) => {
				const item = ec2Item(session, kind, snapshot);
				if (item === null) return null;
				const input = { SnapshotId: item.id, Attribute: "createVolumePermission" as const };
				const answer = await session.ask(
					async () => (await client.send(new sdk.DescribeSnapshotAttributeCommand(input))).CreateVolumePermissions,
					["InvalidSnapshot.NotFound"],
				);
				record(item, "CreateVolumePermissions", answer);
				return item;
			});
			for await (const item of made) if (item !== null) yield item;
		}
	},
};

const fileSystems: AwsCollector = {
	name: "efs",
	types: ["AWS::EFS::FileSystem"],
	scope: "region",
	calls: { DescribeFileSystems: "elasticfilesystem:DescribeFileSystems" },
	async *collect(session) {
		const { EFSClient, paginateDescribeFileSystems } = await import("@aws-sdk/client-efs");
		const client = session.client(EFSClient);
		for await (const { FileSystems = [] } of paginateDescribeFileSystems({ client }, {})) {
			for (const system of FileSystems) {
				const { FileSystemId: id, FileSystemArn: arn = null, Name: name = id } = system;
				if (id === undefined) continue;
				yield session.item({ type: "AWS::EFS::FileSystem", id, name: name ?? id, arn, configuration: system });
			}
		}
	},
};

const functions: AwsCollector = {
	name: "lambda",
	types: ["AWS::Lambda::Function"],
	scope: "region",
	calls: { ListFunctions: "lambda:ListFunctions", GetPolicy: "lambda:GetPolicy" },
	async *collect(session) {
		const { GetPolicyCommand, LambdaClient, paginateListFunctions } = await import("@aws-sdk/client-lambda");
		const client = session.client(LambdaClient);
		for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
			yield* session.each(Functions, async (configuration) => {
				const { FunctionName: id = "", FunctionArn: arn = null } = configuration;
				const item = session.item({ type: "AWS::Lambda::Function", id, arn, configuration });
				const answer = await session.ask(
					async () => (await client.send(new GetPolicyCommand({ FunctionName: id }))).Policy,
					["ResourceNotFoundException"],
				);
				record(item, "Policy", answer);
				return item;
			});
		}
	},
};

/** EC2's machines and volumes, EFS, Lambda, and what runs containers. */
export const computeCollectors: AwsCollector[] = [
	ec2Collector({
		name: "ec2-instances",
		type: "AWS::EC2::Instance",
		operation: "DescribeInstances",
		id: "InstanceId",
		resource: "instance",
		async *pages({ paginateDescribeInstances }, client) {
			for await (const page of paginateDescribeInstances({ client }, { MaxResults: 1000 })) {
				yield (page.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
			}
		},
	}),
	ec2Collector({
		name: "ec2-volumes",
		type: "AWS::EC2::Volume",
		operation: "DescribeVolumes",
		id: "VolumeId",
		resource: "volume",
		async *pages({ paginateDescribeVolumes }, client) {
			for await (const page of paginateDescribeVolumes({ client }, { MaxResults: 500 })) yield page.Volumes ?? [];
		},
	}),
	publicSnapshots,
	ec2Collector({
		name: "ec2-public-images",
		type: "AWS::EC2::Image",
		operation: "DescribeImages",
		id: "ImageId",
		resource: "image",
		async *pages({ paginateDescribeImages }, client) {
			const shared = { Owners: ["self"], ExecutableUsers: ["all"], MaxResults: 1000 };
			for await (const page of paginateDescribeImages({ client }, shared)) yield page.Images ?? [];
		},
	}),
	launchTemplates,
	snapshotBlock,
	ec2Setting("ec2-ebs-encryption", "AWS::EC2::EbsEncryptionByDefault", "GetEbsEncryptionByDefault", (sdk, client) =>
		client.send(new sdk.GetEbsEncryptionByDefaultCommand({})),
	),
	ec2Setting(
		"ec2-metadata-defaults",
		"AWS::EC2::InstanceMetadataDefaults",
		"GetInstanceMetadataDefaults",
		async (sdk, client) => (await client.send(new sdk.GetInstanceMetadataDefaultsCommand({}))).AccountLevel ?? {},
	),
	fileSystems,
	functions,
	...containerCollectors,
];
