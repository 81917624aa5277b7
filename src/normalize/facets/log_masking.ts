import type { LogMaskingFacet } from "../../model/facets.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, listAt, textAt, valueAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, mayBelong, read } from "./plan_values.ts";

/** Whether a data protection policy masks personal data in a log group. A policy of the whole account may do so for every group. */
export const logMasking: FacetComputer<"log_masking", PlanContext> = {
	name: "log_masking",
	compute(resource, context) {
		if (resource.type !== "aws_cloudwatch_log_group" || resource.origin !== "terraform") return undefined;
		const account = context.ofType("aws_cloudwatch_log_account_policy").find(isDataProtection);
		if (account !== undefined) return { unknown: `${account.key} may mask it for the whole account` };
		const type = "aws_cloudwatch_log_data_protection_policy";
		const { certain, uncertain } = context.joined(type, "log_group_name", resource);
		const policy = certain[0];
		const none: LogMaskingFacet = { masked: false };
		if (policy === undefined) return uncertain.length > 0 ? { unknown: mayBelong(uncertain) } : { value: none };
		const document = read(context, policy, ["policy_document"]);
		if (!isKnown(document)) return { unknown: document.unknown };
		return { value: { masked: masks(document.value) } };
	},
};

function isDataProtection({ attributes }: { attributes: Record<string, unknown> }): boolean {
	return attributes.policy_type !== "SUBSCRIPTION_FILTER_POLICY";
}

/** Whether a statement of the policy masks what it finds; one that only audits leaves the data as it is. */
function masks(document: unknown): boolean {
	if (typeof document !== "string") return false;
	try {
		const parsed = JSON.parse(document);
		return listAt(parsed, ["Statement"]).some((statement) => {
			const masking = valueAt(statement, ["Operation", "Deidentify", "MaskConfig"]);
			const found = listAt(statement, ["DataIdentifier"]);
			return (
				isObject(masking) &&
				found.some((identifier) => typeof identifier === "string" || textAt(identifier, ["Name"]) !== null)
			);
		});
	} catch {
		return false;
	}
}
