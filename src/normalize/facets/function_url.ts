import type { FunctionUrlFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, read, text } from "./plan_values.ts";

/** A function's address of its own: who may call it, and the tags of the function, since an address has none. */
export const functionUrl: FacetComputer<"function_url", PlanContext> = {
	name: "function_url",
	compute(resource, context): FacetResult<FunctionUrlFacet> {
		if (resource.type !== "aws_lambda_function_url") return undefined;
		const authorization = read(context, resource, ["authorization_type"]);
		if (!isKnown(authorization)) return authorization;
		const open = text(authorization) !== "AWS_IAM";
		if (!open) return { value: { open, labels: {} } };
		const called = functionOf(resource, context);
		if (typeof called === "string")
			return { value: { open, labels: {} }, unknown: [{ path: ["labels"], reason: called }] };
		return { value: { open, labels: called.labels } };
	},
};

/** The function of an address, or why it is not known. */
function functionOf(resource: Resource, context: PlanContext): Resource | string {
	const name = context.value(resource, ["function_name"]);
	if (name.state === "reference") {
		const [target, ...others] = name.targets;
		const [called, ...copies] = target?.resources ?? [];
		if (called?.type === "aws_lambda_function" && others.length + copies.length === 0) return called;
		return "which function it is, is known only after apply";
	}
	if (name.state === "unknown") return name.reason;
	const given = name.state === "known" && typeof name.value === "string" ? name.value : "";
	const plain = given.replace(/^.*:function:/, "").split(":")[0];
	const fitting = context.ofType("aws_lambda_function").filter(({ attributes }) => attributes.function_name === plain);
	return fitting.length === 1 ? fitting[0]! : "the function is not in the plan";
}
