import { expect, test } from "vitest";
import type { AwsItem } from "../../../../src/model/aws.ts";
import type { Json } from "../../../../src/model/json.ts";
import { aiConverters } from "../../../../src/normalize/aws/services/ai.ts";
import { apiItem } from "./item.ts";

function convert(type: string, given: Partial<AwsItem>) {
	const item = apiItem(type, "it", { region: "eu-central-1", arn: "arn:it", ...given });
	return aiConverters.find((one) => one.type === type)!.convert(item);
}

test("all of Bedrock is kept: its presence says that Bedrock is used", () => {
	const streamed = aiConverters.filter((converter) => converter.streamed).flatMap(({ yields }) => yields);
	expect(streamed.filter((type) => type.startsWith("aws_bedrock"))).toEqual([]);
});

test("a guardrail's filters in the provider's shape", () => {
	const [guardrail] = convert("AWS::Bedrock::Guardrail", {
		configuration: {
			contentPolicy: { filters: [{ type: "HATE", inputStrength: "HIGH", outputStrength: "LOW", inputAction: "NONE" }] },
			sensitiveInformationPolicy: { piiEntities: [{ type: "EMAIL", action: "BLOCK", outputEnabled: false }] },
			contextualGroundingPolicy: { filters: [{ type: "GROUNDING", threshold: 0.7 }] },
			crossRegionDetails: { guardrailProfileId: "eu.guardrail.v1:0" },
		},
	});
	expect(guardrail?.values).toMatchObject({
		content_policy_config: [
			{ filters_config: [{ type: "HATE", input_strength: "HIGH", output_strength: "LOW", input_action: "NONE" }] },
		],
		sensitive_information_policy_config: [
			{ pii_entities_config: [{ type: "EMAIL", action: "BLOCK", output_enabled: false }] },
		],
		contextual_grounding_policy_config: [{ filters_config: [{ type: "GROUNDING", threshold: 0.7 }] }],
		cross_region_config: [{ guardrail_profile_identifier: "eu.guardrail.v1:0" }],
	});
});

test("without its tags a guardrail's key and dealings with personal data are open, its filters are not", () => {
	const [guardrail] = convert("AWS::Bedrock::Guardrail", {
		missing: { Tags: "bedrock:ListTagsForResource was denied" },
	});
	const reason = "bedrock:ListTagsForResource was denied";
	expect(guardrail?.unknown).toEqual([
		{ path: ["kms_key_arn"], reason },
		{ path: ["sensitive_information_policy_config"], reason },
	]);
});

test("an inference profile names its model in every region; no region at all is anywhere", () => {
	const arns = ["arn:aws:bedrock:eu-west-1::foundation-model/a.b-v1:0", "arn:aws:bedrock:::foundation-model/a.b-v1:0"];
	const [profile] = convert("AWS::Bedrock::ApplicationInferenceProfile", {
		configuration: { models: arns.map((modelArn) => ({ modelArn })) },
	});
	expect(profile?.values.model_source).toEqual([{ copy_from: arns[0] }, { copy_from: "global.a.b-v1:0" }]);
});

test("the environment of models is sensitive, and unknown where AWS Config leaves it out", () => {
	const configuration = { PrimaryContainer: { Image: "i", Environment: { TOKEN: "made-up" } }, VpcConfig: {} };
	const [model] = convert("AWS::SageMaker::Model", { configuration });
	expect(model?.values).toMatchObject({ vpc_config: [], primary_container: [{ environment: { TOKEN: "made-up" } }] });
	expect(model?.sensitive).toEqual([["primary_container", 0, "environment"]]);
	const [silent] = convert("AWS::SageMaker::Model", {
		configuration: { Containers: [{ Image: "i" }] },
		source: "config",
	});
	expect(silent?.unknown?.map(({ path }) => path)).toEqual([["container", 0, "environment"]]);
});

test("what could only be listed is unknown", () => {
	const missing = { Description: "sagemaker:DescribeModel was denied" };
	const [model] = convert("AWS::SageMaker::Model", { missing });
	expect(model?.unknown?.map(({ path }) => path)).toEqual([
		["enable_network_isolation"],
		["vpc_config"],
		["primary_container"],
		["container"],
	]);
	expect(model?.values).not.toHaveProperty("enable_network_isolation");
});

test("odd input makes no converter throw", () => {
	const odd: Json[] = [null, [], "x", 7, true, { a: [null] }, [null, 3, [[]]]];
	const names = ["contentPolicy", "models", "guardrailConfiguration", "cloudWatchConfig", "Containers", "VpcConfig"];
	for (const { type } of aiConverters) {
		for (const value of odd) {
			const configuration = Object.fromEntries(names.map((name) => [name, value]));
			expect(() => convert(type, { configuration })).not.toThrow();
		}
	}
});
