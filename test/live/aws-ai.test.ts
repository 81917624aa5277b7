import { BedrockClient, PutModelInvocationLoggingConfigurationCommand } from "@aws-sdk/client-bedrock";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import {
	CreateDomainCommand,
	CreateEndpointCommand,
	CreateEndpointConfigCommand,
	CreateModelCommand,
	CreateNotebookInstanceCommand,
	SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bedrockCollectors } from "../../src/collect/aws/services/bedrock.ts";
import { sagemakerCollectors } from "../../src/collect/aws/services/sagemaker.ts";
import type { Resource } from "../../src/model/resource.ts";
import { CREDENTIALS, collected, resourcesOf } from "./collected.ts";
import { type Moto, NO_MOTO, startMoto } from "./moto.ts";

const REGION = "eu-west-1";
const moto = await startMoto();
if (moto === null) console.warn(NO_MOTO);
afterAll(() => moto?.stop());

/** moto knows these of Bedrock; the others are tested without it. */
const collectors = [
	...sagemakerCollectors,
	...bedrockCollectors.filter(({ name }) => ["bedrock-logging", "bedrock-models"].includes(name)),
];

let before: Resource[] = [];
let resources: Resource[] = [];

async function build({ endpoint }: Moto): Promise<void> {
	const options = { endpoint, region: REGION, credentials: CREDENTIALS };
	const role = "arn:aws:iam::123456789012:role/sagemaker";
	const s3 = new S3Client({ ...options, forcePathStyle: true });
	await s3.send(
		new CreateBucketCommand({ Bucket: "invocations", CreateBucketConfiguration: { LocationConstraint: REGION } }),
	);
	await new BedrockClient(options).send(
		new PutModelInvocationLoggingConfigurationCommand({
			loggingConfig: { s3Config: { bucketName: "invocations" }, textDataDeliveryEnabled: false },
		}),
	);
	const sagemaker = new SageMakerClient(options);
	const notebook = { InstanceType: "ml.t3.medium", RoleArn: role } as const;
	await sagemaker.send(
		new CreateNotebookInstanceCommand({ ...notebook, NotebookInstanceName: "open", RootAccess: "Enabled" }),
	);
	await sagemaker.send(
		new CreateNotebookInstanceCommand({
			...notebook,
			NotebookInstanceName: "closed",
			SubnetId: "subnet-0a",
			SecurityGroupIds: ["sg-0a"],
			DirectInternetAccess: "Disabled",
			RootAccess: "Disabled",
		}),
	);
	await sagemaker.send(
		new CreateModelCommand({
			ModelName: "plain",
			ExecutionRoleArn: role,
			PrimaryContainer: { Image: "model:1", Environment: { LOG_LEVEL: "info", API_KEY: "made-up-Kestrel-4711" } },
		}),
	);
	await sagemaker.send(
		new CreateModelCommand({
			ModelName: "inside",
			ExecutionRoleArn: role,
			PrimaryContainer: { Image: "model:1" },
			VpcConfig: { SecurityGroupIds: ["sg-0a"], Subnets: ["subnet-0a"] },
		}),
	);
	await sagemaker.send(
		new CreateEndpointConfigCommand({
			EndpointConfigName: "answers",
			ProductionVariants: [
				{ VariantName: "all", ModelName: "plain", InitialInstanceCount: 1, InstanceType: "ml.m5.large" },
			],
		}),
	);
	await sagemaker.send(new CreateEndpointCommand({ EndpointName: "answers", EndpointConfigName: "answers" }));
	await sagemaker.send(
		new CreateDomainCommand({
			DomainName: "studio",
			AuthMode: "IAM",
			DefaultUserSettings: { ExecutionRole: role },
			SubnetIds: ["subnet-0a"],
			VpcId: "vpc-0a",
		}),
	);
}

async function read({ endpoint }: Moto): Promise<Resource[]> {
	const { items, troubles } = await collected(endpoint, collectors, REGION);
	// moto answers everything but the tags of SageMaker's resources.
	expect(troubles.filter((trouble) => trouble !== "sagemaker:ListTags is not supported here")).toEqual([]);
	return resourcesOf(items, REGION);
}

beforeAll(async () => {
	if (moto === null) return;
	before = await read(moto);
	await build(moto);
	resources = await read(moto);
});

function one(type: string, name?: string): Resource {
	const found = resources.find((resource) => resource.type === type && (name === undefined || resource.name === name));
	if (found === undefined) throw new Error(`${type} ${name} was not collected`);
	return found;
}

test.skipIf(moto === null)("an empty account shows nothing but its scopes", () => {
	expect([...new Set(before.map(({ type }) => type))]).toEqual(["scope/aws"]);
});

test.skipIf(moto === null)("where model invocations are logged", () => {
	const { facets } = one("aws_bedrock_model_invocation_logging_configuration");
	expect(facets.invocation_logging).toMatchObject({ delivered: true, off: expect.arrayContaining(["text"]) });
});

test.skipIf(moto === null)("notebooks", () => {
	expect(one("aws_sagemaker_notebook_instance", "open").attributes).toMatchObject({
		direct_internet_access: "Enabled",
		root_access: "Enabled",
		subnet_id: null,
	});
	const closed = one("aws_sagemaker_notebook_instance", "closed");
	expect(closed.attributes).toMatchObject({ direct_internet_access: "Disabled", root_access: "Disabled" });
	expect(closed.facets.given).toEqual({ subnet_id: true });
});

test.skipIf(moto === null)("models and the secrets in their environment", () => {
	const plain = one("aws_sagemaker_model", "plain");
	expect(plain.facets.given).toEqual({ vpc_config: false });
	expect(plain.facets.environment_secrets).toMatchObject([{ name: "API_KEY" }]);
	expect(plain.sensitive).toContainEqual(["primary_container", 0, "environment"]);
	expect(one("aws_sagemaker_model", "inside").facets.given).toEqual({ vpc_config: true });
});

test.skipIf(moto === null)("endpoints and domains", () => {
	expect(one("aws_sagemaker_endpoint", "answers").facets.data_location).toEqual([{ region: REGION, path: [] }]);
	expect(one("aws_sagemaker_domain", "studio").attributes.domain_name).toBe("studio");
});
