import { expect, test } from "vitest";
import { loadAssets, rulesOf } from "../../src/policy/assets.ts";
import schema from "../unit/normalize/terraform/aws-schema.json" with { type: "json" };
import azurerm from "./schemas/terraform-azurerm.json" with { type: "json" };
import cloudflare from "./schemas/terraform-cloudflare.json" with { type: "json" };
import google from "./schemas/terraform-google.json" with { type: "json" };

const rules = rulesOf(await loadAssets()).filter(({ origins }) => origins.includes("terraform"));
const attributes: Record<string, string[]> = schema.attributes;

/** Arguments that releases after 5.100, of which the extract is, bring: reading them early does no harm. */
const NEWER = [
	"aws_bedrock_guardrail.content_policy_config.filters_config.input_action",
	"aws_bedrock_guardrail.content_policy_config.filters_config.input_enabled",
	"aws_bedrock_guardrail.content_policy_config.filters_config.output_action",
	"aws_bedrock_guardrail.content_policy_config.filters_config.output_enabled",
	"aws_bedrock_guardrail.cross_region_config.guardrail_profile_identifier",
	"aws_bedrock_guardrail.sensitive_information_policy_config.pii_entities_config.input_action",
	"aws_bedrock_guardrail.sensitive_information_policy_config.pii_entities_config.input_enabled",
	"aws_bedrock_guardrail.sensitive_information_policy_config.pii_entities_config.output_action",
	"aws_bedrock_guardrail.sensitive_information_policy_config.pii_entities_config.output_enabled",
];

/** Types that releases after 5.100 bring, by the provider's documentation, with what rules read of them. */
const NEWER_TYPES: Record<string, string[]> = {
	aws_bedrock_account_data_retention: ["mode"],
	aws_bedrock_enforced_guardrail_configuration: [
		"model_enforcement.excluded_models",
		"model_enforcement.included_models",
	],
	aws_bedrockagentcore_agent_runtime: ["network_configuration.network_mode"],
	aws_bedrockagentcore_browser: ["network_configuration.network_mode", "recording.enabled"],
	aws_bedrockagentcore_code_interpreter: ["network_configuration.network_mode"],
	aws_bedrockagentcore_gateway: ["authorizer_type"],
	aws_bedrockagentcore_memory: ["event_expiry_duration"],
};

/** Other providers: the paths of each type's attributes and blocks, in one text. */
const OTHERS: Record<string, string> = { ...azurerm.types, ...cloudflare.types, ...google.types };

/** Terraform types a rule selects; those of Kubernetes and scopes hold a slash. */
const typesOf = (rule: (typeof rules)[number]) => (rule.selector.types ?? []).filter((type) => !type.includes("/"));

test.each(rules.map((rule) => [rule.id, rule] as const))("%s names resource types the provider has", (_, rule) => {
	expect(
		typesOf(rule).filter(
			(type) => !schema.types.includes(type) && !Object.hasOwn(NEWER_TYPES, type) && !Object.hasOwn(OTHERS, type),
		),
	).toEqual([]);
});

const reading = rules.filter(({ requires }) => requires.some((pattern) => pattern.startsWith("attributes.")));

test.each(reading.map((rule) => [rule.id, rule] as const))("%s reads attributes the provider has", (_, rule) => {
	const names = rule.requires
		.filter((pattern) => pattern.startsWith("attributes."))
		.map((pattern) => pattern.slice("attributes.".length).replaceAll("[]", ""))
		// What a rule of both origins reads of a Kubernetes object.
		.filter((name) => !(rule.origins.includes("kubernetes") && name.startsWith("metadata.")));
	const strangers = names.filter(
		(name) =>
			!typesOf(rule).some(
				(type) =>
					attributes[type]?.some((known) => known === name || known === `${name}[]`) ||
					NEWER.includes(`${type}.${name}`) ||
					NEWER_TYPES[type]?.includes(name) ||
					OTHERS[type]?.split(" ").includes(name),
			),
	);
	expect(strangers).toEqual([]);
});
