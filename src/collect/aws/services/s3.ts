import type * as S3 from "@aws-sdk/client-s3";
import { tags } from "../../../normalize/aws/read.ts";
import { type AwsCollector, type AwsSession, plain, record } from "../collector.ts";
import { unlessAbsent } from "./absent.ts";

/** How one part of a bucket is asked for. */
interface Part {
	/** Name in the item's `supplementary`, that of AWS Config. */
	name: string;
	/** Errors that mean "not set". */
	absent: string[];
	ask(sdk: typeof S3, client: S3.S3Client, Bucket: string): Promise<object | undefined>;
}

const PARTS: Part[] = [
	{
		name: "PublicAccessBlockConfiguration",
		absent: ["NoSuchPublicAccessBlockConfiguration"],
		ask: async (sdk, client, Bucket) =>
			(await client.send(new sdk.GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration,
	},
	{
		name: "ServerSideEncryptionConfiguration",
		absent: ["ServerSideEncryptionConfigurationNotFoundError"],
		ask: async (sdk, client, Bucket) =>
			(await client.send(new sdk.GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration,
	},
	{
		name: "BucketVersioningConfiguration",
		absent: [],
		ask: (sdk, client, Bucket) => client.send(new sdk.GetBucketVersioningCommand({ Bucket })),
	},
	{
		name: "BucketPolicy",
		absent: ["NoSuchBucketPolicy"],
		ask: async (sdk, client, Bucket) => ({
			policyText: (await client.send(new sdk.GetBucketPolicyCommand({ Bucket }))).Policy,
		}),
	},
	{
		name: "BucketLifecycleConfiguration",
		absent: ["NoSuchLifecycleConfiguration"],
		ask: async (sdk, client, Bucket) => ({
			Rules: (await client.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules,
		}),
	},
	{
		name: "ObjectLockConfiguration",
		absent: ["ObjectLockConfigurationNotFoundError"],
		ask: async (sdk, client, Bucket) =>
			(await client.send(new sdk.GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration,
	},
	{
		name: "AccessControlList",
		absent: [],
		ask: async (sdk, client, Bucket) => {
			const { Grants, Owner } = await client.send(new sdk.GetBucketAclCommand({ Bucket }));
			return { Grants, Owner };
		},
	},
];

/** All buckets of the account that lie in regions of the scan. */
export const buckets: AwsCollector = {
	name: "s3",
	types: ["AWS::S3::Bucket"],
	scope: "account",
	calls: {
		ListBuckets: "s3:ListAllMyBuckets",
		GetBucketLocation: "s3:GetBucketLocation",
		GetPublicAccessBlock: "s3:GetBucketPublicAccessBlock",
		GetBucketEncryption: "s3:GetEncryptionConfiguration",
		GetBucketVersioning: "s3:GetBucketVersioning",
		GetBucketPolicy: "s3:GetBucketPolicy",
		GetBucketLifecycleConfiguration: "s3:GetLifecycleConfiguration",
		GetObjectLockConfiguration: "s3:GetBucketObjectLockConfiguration",
		GetBucketAcl: "s3:GetBucketAcl",
		GetBucketTagging: "s3:GetBucketTagging",
	},
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-s3");
		const found = session.each(listed(sdk, session), (bucket) => readBucket(sdk, session, bucket));
		for await (const item of found) if (item !== null) yield item;
	},
};

async function* listed(sdk: typeof S3, session: AwsSession): AsyncGenerator<S3.Bucket> {
	const client = session.client(sdk.S3Client);
	// Only requests with a parameter are answered with the regions of the buckets.
	for await (const page of sdk.paginateListBuckets({ client, pageSize: 1000 }, {})) yield* page.Buckets ?? [];
}

async function readBucket(sdk: typeof S3, session: AwsSession, { Name, BucketRegion, CreationDate }: S3.Bucket) {
	if (Name === undefined) return null;
	const parts = { supplementary: {}, missing: {} as Record<string, string> };
	const shape = {
		type: "AWS::S3::Bucket",
		id: Name,
		arn: `arn:${session.partition}:s3:::${Name}`,
		configuration: { name: Name, creationDate: CreationDate },
		...parts,
	};
	const located = BucketRegion === undefined ? await locate(sdk, session, Name) : { region: BucketRegion };
	if ("reason" in located) {
		for (const name of [...PARTS.map((part) => part.name), "Tags"]) parts.missing[name] = located.reason;
		return session.item(shape);
	}
	const { region } = located;
	if (!session.regions.includes(region)) return null;
	const client = session.client(sdk.S3Client, { region });
	const [answers, tagging] = await Promise.all([
		Promise.all(PARTS.map(({ absent, ask }) => session.ask(() => ask(sdk, client, Name), absent))),
		session.ask(() => client.send(new sdk.GetBucketTaggingCommand({ Bucket: Name })), ["NoSuchTagSet"]),
	]);
	for (const [index, { name }] of PARTS.entries()) record(parts, name, answers[index]!);
	if (tagging.state === "denied") parts.missing.Tags = tagging.reason;
	const labels = tagging.state === "ok" ? tags(plain(tagging.value.TagSet)) : {};
	return session.item({ ...shape, region, tags: labels });
}

async function locate(
	sdk: typeof S3,
	session: AwsSession,
	Bucket: string,
): Promise<{ region: string } | { reason: string }> {
	const client = session.client(sdk.S3Client);
	const answer = await session.ask(() => client.send(new sdk.GetBucketLocationCommand({ Bucket })));
	if (answer.state !== "ok") return { reason: answer.state === "denied" ? answer.reason : "it is gone" };
	const place: string = answer.value.LocationConstraint ?? "";
	// The first region has no name here, and the second an old one.
	return { region: place === "" ? "us-east-1" : place === "EU" ? "eu-west-1" : place };
}

/** The public-access block that covers all buckets of the account. */
export const accountBlock: AwsCollector = {
	name: "s3-account",
	types: ["AWS::S3::AccountPublicAccessBlock"],
	scope: "account",
	calls: { GetPublicAccessBlock: "s3:GetAccountPublicAccessBlock" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-s3-control");
		const client = session.client(sdk.S3ControlClient);
		const answer = await unlessAbsent(["NoSuchPublicAccessBlockConfiguration"], () =>
			client.send(new sdk.GetPublicAccessBlockCommand({ AccountId: session.account })),
		);
		if (answer === null) return;
		const configuration = answer.PublicAccessBlockConfiguration ?? {};
		yield session.item({ type: "AWS::S3::AccountPublicAccessBlock", id: session.account, configuration });
	},
};
