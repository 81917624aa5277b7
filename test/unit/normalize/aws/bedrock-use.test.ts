import { expect, test } from "vitest";
import type { AwsGap, AwsItem } from "../../../../src/model/aws.ts";
import { AwsNormalizer } from "../../../../src/normalize/aws/normalize.ts";

const ACCOUNT = "123456789012";
const REGION = "eu-central-1";

function item(type: string, id: string): AwsItem {
	const parts = { configuration: {}, supplementary: {}, tags: {}, missing: {} };
	return {
		...parts,
		type,
		account: ACCOUNT,
		region: REGION,
		id,
		name: id,
		arn: `arn:${id}`,
		source: "api",
		capturedAt: null,
	};
}

function vpcBeside(items: AwsItem[], gaps: AwsGap[]) {
	const normalizer = new AwsNormalizer(ACCOUNT, [REGION]);
	const vpc = item("AWS::EC2::VPC", "vpc-0a");
	normalizer.keep([vpc, ...items], gaps);
	const found = normalizer.finish().resources.find(({ type }) => type === "aws_vpc")!;
	return {
		services: found.facets.vpc_endpoints?.ai_services,
		unknown: found.unknown.map(({ path }) => path.join(".")),
	};
}

const gap = {
	types: ["AWS::Bedrock::Agent"],
	account: ACCOUNT,
	region: REGION,
	reason: "bedrock:ListAgents was denied",
};

test("a VPC learns from what is there that Bedrock is used", () => {
	expect(vpcBeside([item("AWS::Bedrock::Guardrail", "g")], []).services).toEqual(["bedrock-runtime"]);
	expect(vpcBeside([], []).services).toEqual([]);
	expect(vpcBeside([item("AWS::Bedrock::Guardrail", "g")], [gap]).services).toEqual(["bedrock-runtime"]);
});

test("where Bedrock could not be read, whether it is used is not known", () => {
	const { services, unknown } = vpcBeside([], [gap]);
	expect(services).toBeUndefined();
	expect(unknown).toContain("facets.vpc_endpoints.ai_services");
});
