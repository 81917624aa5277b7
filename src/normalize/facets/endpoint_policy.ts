import type { EndpointPolicyFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { type Gap, isKnown, mayBelong, read, targetsOf, text } from "./plan_values.ts";
import { shortName } from "./vpc_endpoints.ts";

const ENDPOINT = "aws_vpc_endpoint";
const SEPARATE = "aws_vpc_endpoint_policy";

/** The service behind a VPC endpoint, and whether the endpoint has a policy of its own: inline, or as a resource beside it. */
export const endpointPolicy: FacetComputer<"endpoint_policy", PlanContext> = {
	name: "endpoint_policy",
	compute(resource, context): FacetResult<EndpointPolicyFacet> {
		if (resource.type === SEPARATE) return ofSeparate(resource, context);
		if (resource.type !== ENDPOINT) return undefined;
		const value: Partial<EndpointPolicyFacet> = {};
		const unknown: Gap[] = [];
		setService(resource, context, value, unknown);
		const policy = context.value(resource, ["policy"]);
		const separate = context.joined(SEPARATE, "vpc_endpoint_id", resource);
		if (separate.certain.length > 0) value.own = true;
		else if (separate.uncertain.length > 0) unknown.push({ path: ["own"], reason: mayBelong(separate.uncertain) });
		else if (policy.state === "unknown") unknown.push({ path: ["own"], reason: policy.reason });
		else value.own = policy.state === "reference" || (policy.state === "known" && policy.value !== "");
		return { value: value as EndpointPolicyFacet, unknown };
	},
};

const endpointsOf = targetsOf([[SEPARATE, "vpc_endpoint_id"]], [ENDPOINT]);

function ofSeparate(resource: Resource, context: PlanContext): FacetResult<EndpointPolicyFacet> {
	const value: Partial<EndpointPolicyFacet> = { own: true };
	const unknown: Gap[] = [];
	const endpoint = endpointsOf(context).get(resource)?.certain[0];
	if (endpoint === undefined) unknown.push({ path: ["service"], reason: "its endpoint is not in the input" });
	else setService(endpoint, context, value, unknown);
	return { value: value as EndpointPolicyFacet, unknown };
}

function setService(
	endpoint: Resource,
	context: PlanContext,
	value: Partial<EndpointPolicyFacet>,
	unknown: Gap[],
): void {
	const name = read(context, endpoint, ["service_name"]);
	const service = text(name);
	if (service !== null && service !== "") value.service = shortName(service);
	// A gateway of another provider's service, or of a resource, is named by other arguments.
	else if (isKnown(name)) unknown.push({ path: ["service"], reason: "it names no service" });
	else unknown.push({ path: ["service"], reason: name.unknown });
}
