import type { AgentGuardrailFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { isExpression, referencesOf } from "../terraform/configuration.ts";
import type { PlanContext, PlanReference, PlanValue } from "../terraform/context.ts";

/** Reads which guardrail, and which version of it, a Bedrock agent names. */
export const agentGuardrail: FacetComputer<"agent_guardrail", PlanContext> = {
	name: "agent_guardrail",
	compute(resource, context) {
		if (resource.type !== "aws_bedrockagent_agent") return undefined;
		const path = ["guardrail_configuration"];
		const read = (name: string) => namedAsAWhole(resource, context, context.value(resource, [...path, 0, name]));
		const identifier = read("guardrail_identifier");
		if (identifier.state === "unknown") return { unknown: identifier.reason };
		const attached = identifier.state === "reference" || (identifier.state === "known" && isText(identifier.value));
		if (!attached) return { value: { attached: false, version: "none", path } };
		const version = read("guardrail_version");
		const value: AgentGuardrailFacet = { attached, version: readVersion(version), path };
		if (version.state !== "unknown") return { value };
		return { value, unknown: [{ path: ["version"], reason: version.reason }] };
	},
};

/**
 * The configuration is an attribute that a plan shows as one expression. Where that names guardrails and their versions
 * only, whatever is unknown in it comes from them.
 */
function namedAsAWhole(resource: Resource, context: PlanContext, value: PlanValue): PlanValue {
	const expression = context.written(resource).guardrail_configuration;
	if (value.state !== "unknown" || !isExpression(expression)) return value;
	const types = referencesOf(expression).map((name) => name.split(".")[0] ?? "");
	if (types.length === 0 || !types.every((type) => GUARDRAILS.includes(type))) return value;
	const targets = types.map(
		(type): PlanReference => ({ address: type, type, attribute: null, mode: "managed", resources: [] }),
	);
	return { state: "reference", targets };
}

const GUARDRAILS = ["aws_bedrock_guardrail", "aws_bedrock_guardrail_version"];

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** A guardrail's own `version` is always its draft; numbers come from version resources. */
function readVersion(version: PlanValue): AgentGuardrailFacet["version"] {
	if (version.state === "known" && isText(version.value)) return version.value === "DRAFT" ? "draft" : "numbered";
	if (version.state !== "reference") return "none";
	// Where the whole block is one expression, the guardrail itself is named beside the version.
	const published = version.targets.some(({ type }) => type === "aws_bedrock_guardrail_version");
	return published ? "numbered" : "draft";
}
