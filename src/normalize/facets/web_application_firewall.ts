import type { WebApplicationFirewallFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { listAt, textAt, unknownAt } from "../json.ts";
import type { PlanContext, PlanValue } from "../terraform/context.ts";
import { mayBelong } from "./plan_values.ts";

type Result = FacetResult<WebApplicationFirewallFacet>;

/**
 * Joins entry points with web ACL associations. Network load balancers and HTTP or WebSocket APIs carry no facet: a web
 * ACL cannot be attached to them (https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html).
 */
export const webApplicationFirewall: FacetComputer<"web_application_firewall", PlanContext> = {
	name: "web_application_firewall",
	compute(resource, context) {
		if (resource.type === "aws_lb" || resource.type === "aws_alb") return loadBalancer(resource, context);
		if (resource.type === "aws_api_gateway_stage") return stage(resource, context);
		if (resource.type === "aws_cloudfront_distribution") return distribution(resource, context);
		return undefined;
	},
};

function loadBalancer(resource: Resource, context: PlanContext): Result {
	if ((textAt(resource.attributes, ["load_balancer_type"]) ?? "application") !== "application") return undefined;
	const internal = context.value(resource, ["internal"]);
	if (internal.state === "unknown") return { unknown: internal.reason };
	if (internal.state === "reference") return { unknown: "known only after apply" };
	const internetFacing = !(internal.state === "known" && internal.value === true);
	return associated(resource, context, "load balancer", internetFacing);
}

function stage(resource: Resource, context: PlanContext): Result {
	const api = context.value(resource, ["rest_api_id"]);
	const apis = apisOf(api, context);
	const endpoints = apis.map((found) => listAt(found.attributes, ["endpoint_configuration", 0, "types"]));
	const isPrivate = endpoints.length > 0 && endpoints.every((types) => types.includes("PRIVATE"));
	// A stage that exists names its web ACL itself.
	if (resource.origin === "aws") {
		const attached = textAt(resource.attributes, ["web_acl_arn"]) !== null;
		return { value: { kind: "API stage", internet_facing: !isPrivate, attached, path: [] } };
	}
	return associated(resource, context, "API stage", !isPrivate);
}

function apisOf(api: PlanValue, context: PlanContext): Resource[] {
	if (api.state === "reference") return api.targets.flatMap((target) => target.resources);
	if (api.state !== "known") return [];
	return context.ofType("aws_api_gateway_rest_api").filter(({ attributes }) => attributes.id === api.value);
}

function associated(
	resource: Resource,
	context: PlanContext,
	kind: WebApplicationFirewallFacet["kind"],
	internetFacing: boolean,
): Result {
	const joins = ["aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association"].map((type) =>
		context.joined(type, "resource_arn", resource),
	);
	const attached = joins.some(({ certain }) => certain.length > 0);
	const value = { kind, internet_facing: internetFacing, attached, path: [] };
	const uncertain = joins.flatMap((join) => join.uncertain);
	if (attached || uncertain.length === 0) return { value };
	return { value, unknown: [{ path: ["attached"], reason: mayBelong(uncertain) }] };
}

function distribution(resource: Resource, context: PlanContext): Result {
	const acl = context.value(resource, ["web_acl_id"]);
	if (acl.state === "unknown") return { unknown: acl.reason };
	const attached =
		acl.state === "reference" || (acl.state === "known" && typeof acl.value === "string" && acl.value !== "");
	const internetFacing = resource.attributes.enabled !== false || unknownAt(resource, ["enabled"]) !== null;
	return { value: { kind: "distribution", internet_facing: internetFacing, attached, path: ["web_acl_id"] } };
}
