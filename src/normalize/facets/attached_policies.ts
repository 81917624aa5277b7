import type { AttributePath } from "../../model/json.ts";
import type { FacetComputer } from "../facet.ts";
import { listAt, lookUp, unknownAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";

/** The argument of each attachment that names the policy. */
const ATTACHMENTS: Record<string, string> = {
	aws_iam_group_policy_attachment: "policy_arn",
	aws_iam_policy_attachment: "policy_arn",
	aws_iam_role_policy_attachment: "policy_arn",
	aws_iam_user_policy_attachment: "policy_arn",
	aws_ssoadmin_managed_policy_attachment: "managed_policy_arn",
};

/** Reads which ready-made policies are attached. */
export const attachedPolicies: FacetComputer<"attached_policies", PlanContext> = {
	name: "attached_policies",
	compute(resource, context) {
		if (resource.type === "aws_iam_role") {
			const path = ["managed_policy_arns"];
			const arns = listAt(resource.attributes, path);
			const value = arns.flatMap((arn, index) => (typeof arn === "string" ? [{ path: [...path, index], arn }] : []));
			const reason = context.value(resource, path).state === "unknown" ? unknownAt(resource, path) : null;
			return { value, unknown: reason === null ? [] : [{ path: [], reason }] };
		}
		const argument = lookUp(ATTACHMENTS, resource.type);
		if (argument === undefined) return undefined;
		const path: AttributePath = [argument];
		const policy = context.value(resource, path);
		if (policy.state === "unknown") return { unknown: policy.reason };
		if (policy.state === "known" && typeof policy.value === "string") return { value: [{ path, arn: policy.value }] };
		const foreign = policy.state === "reference" && policy.targets.some(({ mode }) => mode === "data");
		return foreign ? { unknown: "the policy is looked up only when the plan is applied" } : { value: [] };
	},
};
