import type { RequestLogsFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { blockCount, isGiven, isKnown, mayBelong, namedBy, type Reading, read, text } from "./plan_values.ts";

type Result = FacetResult<RequestLogsFacet>;
type Kind = RequestLogsFacet["kind"];

/** Whether load balancers, web ACLs, distributions and API stages write a log of the requests they see. */
export const requestLogs: FacetComputer<"request_logs", PlanContext> = {
	name: "request_logs",
	compute(resource, context) {
		switch (resource.type) {
			case "aws_lb":
			case "aws_alb":
				return loadBalancer(resource, context);
			case "aws_elb":
				// The block switches logging on by itself (provider documentation of aws_elb).
				return accessLogs(resource, context, true);
			case "aws_wafv2_web_acl":
				return webAcl(resource, context);
			case "aws_cloudfront_distribution":
				return distribution(resource, context);
			case "aws_api_gateway_stage":
			case "aws_apigatewayv2_stage": {
				const path = ["access_log_settings", 0, "destination_arn"];
				return toResult("API stage", isGiven(context, resource, path), ["access_log_settings"]);
			}
			default:
				return undefined;
		}
	},
};

function toResult(kind: Kind, enabled: boolean | { unknown: string }, path: RequestLogsFacet["path"]): Result {
	if (typeof enabled !== "boolean") return enabled;
	return { value: { kind, enabled, exempt: null, path } };
}

function loadBalancer(resource: Resource, context: PlanContext): Result {
	const type = read(context, resource, ["load_balancer_type"]);
	if (!isKnown(type)) return type;
	if (type.value === "gateway") return undefined;
	if (type.value !== "network") return accessLogs(resource, context, false);
	const logs = accessLogs(resource, context, false);
	// Listeners of an account are read apart from what they belong to.
	const off = logs !== undefined && "value" in logs && logs.value?.enabled !== true;
	if (resource.origin === "aws" && off)
		return { unknown: "whether it has TLS listeners, which alone are logged, is not looked up" };
	const tls = hasTlsListener(resource, context);
	if (tls === true || logs === undefined || !("value" in logs) || logs.value?.enabled === true) return logs;
	if (tls !== false) return tls;
	return { value: { ...logs.value!, exempt: "a network load balancer logs connections of TLS listeners only" } };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html */
function hasTlsListener(resource: Resource, context: PlanContext): boolean | { unknown: string } {
	const pairs = ["aws_lb_listener", "aws_alb_listener"].map((type) => [type, "load_balancer_arn"] as const);
	const { certain, uncertain } = namedBy(context, pairs, resource);
	const protocols = certain.map((listener): Reading => read(context, listener, ["protocol"]));
	if (protocols.some((protocol) => text(protocol) === "TLS")) return true;
	const open = protocols.find((protocol) => !isKnown(protocol));
	if (open !== undefined && !isKnown(open)) return open;
	return uncertain.length > 0 ? { unknown: mayBelong(uncertain) } : false;
}

function accessLogs(resource: Resource, context: PlanContext, byDefault: boolean): Result {
	const blocks = blockCount(context, resource, ["access_logs"]);
	if (typeof blocks !== "number") return blocks;
	if (blocks === 0) return toResult("load balancer", false, ["access_logs"]);
	const enabled = read(context, resource, ["access_logs", 0, "enabled"]);
	if (!isKnown(enabled)) return enabled;
	if (!(enabled.value ?? byDefault)) return toResult("load balancer", false, ["access_logs", 0, "enabled"]);
	return toResult("load balancer", isGiven(context, resource, ["access_logs", 0, "bucket"]), ["access_logs"]);
}

function webAcl(resource: Resource, context: PlanContext): Result {
	const { certain, uncertain } = context.joined("aws_wafv2_web_acl_logging_configuration", "resource_arn", resource);
	if (certain.length > 0) return toResult("web ACL", true, []);
	return toResult("web ACL", uncertain.length > 0 ? { unknown: mayBelong(uncertain) } : false, []);
}

/** Standard logging is an argument, or (version 2) a delivery whose source names the distribution. */
function distribution(resource: Resource, context: PlanContext): Result {
	const path = ["logging_config"];
	const bucket = isGiven(context, resource, [...path, 0, "bucket"]);
	if (bucket === true) return toResult("distribution", true, path);
	const sources = context.joined("aws_cloudwatch_log_delivery_source", "resource_arn", resource);
	const deliveries = sources.certain.map((source) =>
		context.joined("aws_cloudwatch_log_delivery", "delivery_source_name", source),
	);
	if (deliveries.some(({ certain }) => certain.length > 0)) return toResult("distribution", true, path);
	const uncertain = [...sources.uncertain, ...deliveries.flatMap((delivery) => delivery.uncertain)];
	if (bucket === false && uncertain.length > 0) return { unknown: mayBelong(uncertain) };
	return toResult("distribution", bucket, path);
}
