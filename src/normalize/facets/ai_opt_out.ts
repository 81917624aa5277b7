import type { AiOptOutFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, valueAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { type Gap, isKnown, mayBelong, read, text } from "./plan_values.ts";

/**
 * What an organisation's policy about the use of content by AWS's AI services says, and whether it holds for all accounts.
 * Upper and lower case count: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html
 */
export const aiOptOut: FacetComputer<"ai_opt_out", PlanContext> = {
	name: "ai_opt_out",
	compute(resource, context): FacetResult<AiOptOutFacet> {
		if (resource.type !== "aws_organizations_policy") return undefined;
		const type = read(context, resource, ["type"]);
		if (!isKnown(type)) return type;
		if (type.value !== "AISERVICES_OPT_OUT_POLICY") return undefined;
		const unknown: Gap[] = [];
		const value: Partial<AiOptOutFacet> = {};
		const content = read(context, resource, ["content"]);
		if (isKnown(content)) Object.assign(value, choices(text(content) ?? ""));
		else unknown.push({ path: ["default"], reason: content.unknown }, { path: ["opted_in"], reason: content.unknown });
		const root = atRoot(resource, context);
		if (typeof root === "boolean") value.at_root = root;
		else unknown.push({ path: ["at_root"], reason: root.unknown });
		return { value: value as AiOptOutFacet, unknown };
	},
};

function choices(content: string): Pick<AiOptOutFacet, "default" | "opted_in"> {
	let document: unknown = null;
	try {
		document = JSON.parse(content);
	} catch {
		// Text that is no JSON opts nothing out.
	}
	const services = isObject(document) ? document.services : undefined;
	const found: Pick<AiOptOutFacet, "default" | "opted_in"> = { default: "unset", opted_in: [] };
	for (const [name, service] of Object.entries(isObject(services) ? services : {})) {
		const choice = valueAt(service, ["opt_out_policy", "@@assign"]);
		if (name === "default" && (choice === "optOut" || choice === "optIn")) found.default = choice;
		else if (choice === "optIn") found.opted_in.push(name);
	}
	found.opted_in.sort(compareText);
	return found;
}

/** Whether it is attached to the root of the organisation. */
function atRoot(policy: Resource, context: PlanContext): boolean | { unknown: string } {
	const { certain, uncertain } = context.joined("aws_organizations_policy_attachment", "policy_id", policy);
	let open: string | null = uncertain.length > 0 ? mayBelong(uncertain) : null;
	for (const attachment of certain) {
		const target = context.value(attachment, ["target_id"]);
		if (target.state === "known" && typeof target.value === "string" && target.value.startsWith("r-")) return true;
		if (target.state === "reference" && target.targets.every(isRoot)) return true;
		if (target.state === "unknown") open ??= target.reason;
	}
	if (open !== null) return { unknown: open };
	if (certain.length > 0 || context.complete) return false;
	return { unknown: "nothing in the input attaches it" };
}

function isRoot({ type, attribute }: { type: string; attribute: string | null }): boolean {
	return type === "aws_organizations_organization" && (attribute === null || attribute.startsWith("roots"));
}
