import type { Json, JsonObject } from "../../../model/json.ts";
import type { AwsConverter } from "../converter.ts";
import { flag, list, number, object, text, texts } from "../read.ts";
import { unread } from "./parts.ts";
import { main, untold } from "./shape.ts";

const loadBalancer: AwsConverter = {
	type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
	yields: ["aws_lb"],
	streamed: false,
	// Config does not list the attributes among its properties; some items hold them all the same.
	fromConfig: "partly",
	convert(item) {
		const { configuration } = item;
		const type = text(configuration, "Type");
		const attributes = new Map(
			list(item.supplementary, "LoadBalancerAttributes").map((one) => [text(one, "Key"), text(one, "Value")]),
		);
		const isOn = (name: string): boolean | null => {
			const given = attributes.get(name) ?? null;
			return given === null ? null : given === "true";
		};
		const logging = isOn("access_logs.s3.enabled");
		const bucket = attributes.get("access_logs.s3.bucket") || null;
		// Gateway load balancers have no such logs, and application load balancers always send across zones.
		const crosses = isOn("load_balancing.cross_zone.enabled");
		const values: JsonObject = {
			name: text(configuration, "LoadBalancerName"),
			internal: text(configuration, "Scheme") === "internal",
			load_balancer_type: type,
			subnets: list(configuration, "AvailabilityZones").flatMap((zone) => text(zone, "SubnetId") ?? []),
			enable_deletion_protection: isOn("deletion_protection.enabled"),
			enable_cross_zone_load_balancing: crosses,
			access_logs: logging === null ? [] : [{ enabled: logging, bucket }],
		};
		const told = {
			subnets: (values.subnets as string[]).length > 0,
			enable_deletion_protection: values.enable_deletion_protection !== null,
			enable_cross_zone_load_balancing: crosses !== null || type !== "network",
			access_logs: logging !== null || type === "gateway",
		};
		// Tags say of what it is asked for that it need not be protected or survive the loss of a zone.
		const tagged = ["subnets", "enable_deletion_protection", "enable_cross_zone_load_balancing", "tags", "tags_all"];
		const unknown = [
			...unread(
				item,
				"LoadBalancerAttributes",
				...Object.keys(told).flatMap((name) => (name === "subnets" ? [] : [[name]])),
			),
			...unread(item, "Tags", ...tagged.map((name) => [name])),
		];
		const gone = new Set(unknown.map(({ path }) => path[0]));
		const lacking = Object.fromEntries(Object.entries(told).filter(([name]) => !gone.has(name)));
		return [main("aws_lb", item, values, { unknown: [...unknown, ...untold(lacking)] })];
	},
};

const listener: AwsConverter = {
	type: "AWS::ElasticLoadBalancingV2::Listener",
	yields: ["aws_lb_listener"],
	streamed: true,
	fromConfig: true,
	convert(item) {
		const { configuration } = item;
		return [
			main("aws_lb_listener", item, {
				load_balancer_arn: text(configuration, "LoadBalancerArn") ?? balancerOf(item.arn ?? item.id),
				port: number(configuration, "Port"),
				protocol: text(configuration, "Protocol"),
				ssl_policy: text(configuration, "SslPolicy"),
				default_action: list(configuration, "DefaultActions").map((action) => {
					const redirect = object(action, "RedirectConfig");
					return {
						type: text(action, "Type"),
						redirect:
							redirect === null
								? []
								: [{ protocol: text(redirect, "Protocol"), status_code: text(redirect, "StatusCode") }],
					};
				}),
			}),
		];
	},
};

/** `…:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2` → `…:loadbalancer/app/web/50dc6c495c0c9188`. */
function balancerOf(arn: string): string | null {
	const [, prefix, path] = /^(arn:.+):listener\/(.+)\/[^/]+$/.exec(arn) ?? [];
	return prefix === undefined ? null : `${prefix}:loadbalancer/${path}`;
}

const webAclAssociation: AwsConverter = {
	type: "AWS::WAFv2::WebACLAssociation",
	yields: ["aws_wafv2_web_acl_association"],
	streamed: false,
	fromConfig: false,
	convert: (item) => [
		main("aws_wafv2_web_acl_association", item, {
			resource_arn: text(item.configuration, "ResourceArn"),
			web_acl_arn: text(item.configuration, "WebACLArn"),
		}),
	],
};

const distribution: AwsConverter = {
	type: "AWS::CloudFront::Distribution",
	yields: ["aws_cloudfront_distribution"],
	streamed: true,
	fromConfig: true,
	convert(item) {
		// Config wraps what the list of distributions tells flat.
		const config = object(item.configuration, "DistributionConfig") ?? item.configuration;
		const first = object(config, "DefaultCacheBehavior");
		const certificate = object(config, "ViewerCertificate");
		const values = {
			enabled: flag(config, "Enabled"),
			web_acl_id: text(config, "WebACLId"),
			default_cache_behavior: first === null ? [] : [behavior(first)],
			ordered_cache_behavior: list(config, "CacheBehaviors", "Items").map(behavior),
			origin: list(config, "Origins", "Items").map((origin) => {
				const custom = object(origin, "CustomOriginConfig");
				return {
					origin_id: text(origin, "Id"),
					domain_name: text(origin, "DomainName"),
					custom_origin_config:
						custom === null ? [] : [{ origin_protocol_policy: text(custom, "OriginProtocolPolicy") }],
				};
			}),
			viewer_certificate:
				certificate === null
					? []
					: [
							{
								cloudfront_default_certificate: flag(certificate, "CloudFrontDefaultCertificate"),
								minimum_protocol_version: text(certificate, "MinimumProtocolVersion"),
							},
						],
		};
		const unknown = untold({
			default_cache_behavior: first !== null,
			viewer_certificate: certificate !== null,
			origin: object(config, "Origins") !== null,
		});
		return [main("aws_cloudfront_distribution", item, values, { unknown })];
	},
};

const behavior = (source: Json): JsonObject => ({
	path_pattern: text(source, "PathPattern"),
	viewer_protocol_policy: text(source, "ViewerProtocolPolicy"),
});

const restApi: AwsConverter = {
	type: "AWS::ApiGateway::RestApi",
	yields: ["aws_api_gateway_rest_api"],
	streamed: false,
	fromConfig: true,
	convert(item) {
		const types = texts(item.configuration, "EndpointConfiguration", "Types");
		return [
			main("aws_api_gateway_rest_api", item, {
				id: text(item.configuration, "Id") ?? item.id,
				name: text(item.configuration, "Name"),
				endpoint_configuration: types.length === 0 ? [] : [{ types }],
			}),
		];
	},
};

const stage: AwsConverter = {
	type: "AWS::ApiGateway::Stage",
	yields: ["aws_api_gateway_stage"],
	streamed: true,
	fromConfig: true,
	convert(item) {
		// Only the ARN says which API it belongs to.
		const api = /\/restapis\/([^/]+)\/stages\//.exec(item.arn ?? item.id)?.[1] ?? null;
		return [
			main("aws_api_gateway_stage", item, {
				rest_api_id: api,
				stage_name: text(item.configuration, "StageName"),
				web_acl_arn: text(item.configuration, "WebAclArn"),
			}),
		];
	},
};

const domainName: AwsConverter = {
	type: "AWS::ApiGateway::DomainName",
	yields: ["aws_api_gateway_domain_name"],
	streamed: true,
	fromConfig: false,
	convert: (item) => [
		main("aws_api_gateway_domain_name", item, {
			domain_name: text(item.configuration, "DomainName"),
			security_policy: text(item.configuration, "SecurityPolicy"),
		}),
	],
};

const zone: AwsConverter = {
	type: "AWS::Route53::HostedZone",
	yields: ["aws_route53_zone", "aws_route53_hosted_zone_dnssec"],
	streamed: true,
	fromConfig: false,
	convert(item) {
		const name = text(item.configuration, "Name") ?? item.name;
		const isPrivate = flag(item.configuration, "Config", "PrivateZone");
		// The list does not name the networks of a private zone.
		const values = { name, zone_id: item.id, vpc: isPrivate === true ? [{ vpc_id: null }] : [] };
		const made = main("aws_route53_zone", item, values, { unknown: untold({ vpc: isPrivate !== null }) });
		if (isPrivate === true) return [made];
		const status = text(item.supplementary, "DNSSEC", "ServeSignature");
		const reason = item.missing.DNSSEC ?? "whether answers are signed is not said";
		return [
			made,
			{
				type: "aws_route53_hosted_zone_dnssec",
				part: "dnssec",
				values: {
					hosted_zone_id: item.id,
					...(status === null ? {} : { signing_status: status === "SIGNING" ? status : "NOT_SIGNING" }),
				},
				unknown: status === null ? [{ path: ["signing_status"], reason }] : [],
			},
		];
	},
};

const healthCheck: AwsConverter = {
	type: "AWS::Route53::HealthCheck",
	yields: ["aws_route53_health_check"],
	streamed: false,
	// Config does not say whether it is disabled.
	fromConfig: false,
	convert(item) {
		const config = object(item.configuration, "HealthCheckConfig") ?? {};
		return [
			main("aws_route53_health_check", item, {
				type: text(config, "Type"),
				port: number(config, "Port"),
				disabled: flag(config, "Disabled"),
				failure_threshold: number(config, "FailureThreshold"),
				request_interval: number(config, "RequestInterval"),
				child_healthchecks: texts(config, "ChildHealthChecks"),
			}),
		];
	},
};

const record: AwsConverter = {
	type: "AWS::Route53::RecordSet",
	yields: ["aws_route53_record"],
	streamed: false,
	fromConfig: false,
	convert(item) {
		const { configuration } = item;
		const failover = text(configuration, "Failover");
		const alias = object(configuration, "AliasTarget");
		return [
			main("aws_route53_record", item, {
				zone_id: text(configuration, "HostedZoneId"),
				name: text(configuration, "Name"),
				type: text(configuration, "Type"),
				set_identifier: text(configuration, "SetIdentifier"),
				health_check_id: text(configuration, "HealthCheckId"),
				failover_routing_policy: failover === null ? [] : [{ type: failover }],
				alias:
					alias === null
						? []
						: [{ name: text(alias, "DNSName"), evaluate_target_health: flag(alias, "EvaluateTargetHealth") }],
				records: list(configuration, "ResourceRecords").map((entry) => text(entry, "Value")),
			}),
		];
	},
};

/** Load balancers, CloudFront, API Gateway, WAF, Route 53. */
export const edgeConverters: AwsConverter[] = [
	loadBalancer,
	listener,
	webAclAssociation,
	distribution,
	restApi,
	stage,
	domainName,
	zone,
	healthCheck,
	record,
];
