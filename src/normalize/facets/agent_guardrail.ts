import type { AgentGuardrailFacet } from "../../model/facets.ts";
import type { FacetComputer } from "../facet.ts";
import type { PlanContext, PlanValue } from "../terraform/context.ts";

/** Reads which guardrail, and which version of it, a Bedrock agent names. */
export const agentGuardrail: FacetComputer<"agent_guardrail", PlanContext> = {
	name: "agent_guardrail",
	compute(resource, context) {
		if (resource.type !== "aws_bedrockagent_agent") return undefined;
		const path = ["guardrail_configuration"];
		const identifier = context.value(resource, [...path, 0, "guardrail_identifier"]);
		if (identifier.state === "unknown") return { unknown: identifier.reason };
		const attached = identifier.state === "reference" || (identifier.state === "known" && isText(identifier.value));
		if (!attached) return { value: { attached: false, version: "none", path } };
		const version = context.value(resource, [...path, 0, "guardrail_version"]);
		const value: AgentGuardrailFacet = { attached, version: readVersion(version), path };
		if (version.state !== "unknown") return { value };
		return { value, unknown: [{ path: ["version"], reason: version.reason }] };
	},
};

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** A guardrail's own `version` is always its draft; numbers come from version resources. */
function readVersion(version: PlanValue): AgentGuardrailFacet["version"] {
	if (version.state === "known" && isText(version.value)) return version.value === "DRAFT" ? "draft" : "numbered";
	if (version.state !== "reference") return "none";
	// Where the whole block is one expression, the guardrail itself is named beside the version.
	const published = version.targets.some(({ type }) => type === "aws_bedrock_guardrail_version");
	return published ? "numbered" : "draft";
}
