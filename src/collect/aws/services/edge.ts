import type * as Elb from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ListResourceRecordSetsCommandOutput } from "@aws-sdk/client-route-53";
import { tags } from "../../../normalize/aws/read.ts";
import { type AwsCollector, plain, record } from "../collector.ts";
import { entries, present } from "../entries.ts";
import { pages } from "../pages.ts";
import { unlessAbsent } from "./absent.ts";

const GONE_BALANCER = ["LoadBalancerNotFoundException", "LoadBalancerNotFound"];

const loadBalancers: AwsCollector = {
	name: "elb",
	types: ["AWS::ElasticLoadBalancingV2::LoadBalancer"],
	scope: "region",
	calls: {
		DescribeLoadBalancers: "elasticloadbalancing:DescribeLoadBalancers",
		DescribeLoadBalancerAttributes: "elasticloadbalancing:DescribeLoadBalancerAttributes",
		DescribeTags: "elasticloadbalancing:DescribeTags",
	},
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-elastic-load-balancing-v2");
		const client = session.client(sdk.ElasticLoadBalancingV2Client);
		const read = async (balancer: Elb.LoadBalancer) => {
			const { LoadBalancerArn: arn, LoadBalancerName: name = arn } = balancer;
			if (arn === undefined) return null;
			const [attributes, labels] = await Promise.all([
				session.ask(async () => {
					const query = new sdk.DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn });
					return (await client.send(query)).Attributes;
				}, GONE_BALANCER),
				session.ask(async () => {
					const { TagDescriptions = [] } = await client.send(new sdk.DescribeTagsCommand({ ResourceArns: [arn] }));
					return TagDescriptions.find(({ ResourceArn }) => ResourceArn === arn)?.Tags;
				}, GONE_BALANCER),
			]);
			if (attributes.state === "absent") return null;
			const item = session.item({
				type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
				id: arn,
				name: name ?? arn,
				arn,
				configuration: balancer,
				tags: labels.state === "ok" ? tags(plain(labels.value)) : {},
			});
			record(item, "LoadBalancerAttributes", attributes);
			if (labels.state === "denied") item.missing.Tags = labels.reason;
			return item;
		};
		const pages = sdk.paginateDescribeLoadBalancers({ client }, { PageSize: 400 });
		yield* present(
			session.each(
				entries(pages, (page) => page.LoadBalancers),
				read,
			),
		);
	},
};

/** Asks for the load balancers again: listeners are told by load balancer only. */
const listeners: AwsCollector = {
	name: "elb-listeners",
	types: ["AWS::ElasticLoadBalancingV2::Listener"],
	scope: "region",
	calls: {
		DescribeLoadBalancers: "elasticloadbalancing:DescribeLoadBalancers",
		DescribeListeners: "elasticloadbalancing:DescribeListeners",
	},
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-elastic-load-balancing-v2");
		const client = session.client(sdk.ElasticLoadBalancingV2Client);
		const listenersOf = async (LoadBalancerArn: string) => {
			const found = [];
			for await (const { Listeners = [] } of sdk.paginateDescribeListeners({ client }, { LoadBalancerArn })) {
				found.push(...Listeners);
			}
			return found;
		};
		for await (const { LoadBalancers = [] } of sdk.paginateDescribeLoadBalancers({ client }, { PageSize: 400 })) {
			const arns = LoadBalancers.flatMap(({ LoadBalancerArn }) => LoadBalancerArn ?? []);
			for await (const found of session.each(arns, (arn) => unlessAbsent(GONE_BALANCER, () => listenersOf(arn)))) {
				for (const listener of found ?? []) {
					const { ListenerArn: arn } = listener;
					if (arn === undefined) continue;
					yield session.item({
						type: "AWS::ElasticLoadBalancingV2::Listener",
						id: arn,
						arn,
						configuration: listener,
					});
				}
			}
		}
	},
};

/** What web ACLs protect among load balancers; stages and distributions name theirs themselves. */
const webAclAssociations: AwsCollector = {
	name: "waf",
	types: ["AWS::WAFv2::WebACLAssociation"],
	scope: "region",
	calls: { ListWebACLs: "wafv2:ListWebACLs", ListResourcesForWebACL: "wafv2:ListResourcesForWebACL" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-wafv2");
		const client = session.client(sdk.WAFV2Client);
		const resourcesOf = async (WebACLArn: string) => {
			const input = { WebACLArn, ResourceType: sdk.ResourceType.APPLICATION_LOAD_BALANCER };
			const answer = await unlessAbsent(["WAFNonexistentItemException"], () =>
				client.send(new sdk.ListResourcesForWebACLCommand(input)),
			);
			return (answer?.ResourceArns ?? []).map((ResourceArn) => ({ WebACLArn, ResourceArn }));
		};
		const aclPages = pages(
			(NextMarker) => client.send(new sdk.ListWebACLsCommand({ Scope: "REGIONAL", Limit: 100, NextMarker })),
			// There is a marker after the last page too, which leads to an empty one.
			({ WebACLs = [], NextMarker }) => (WebACLs.length === 0 ? undefined : NextMarker),
			({ WebACLs = [] }) => WebACLs.length,
		);
		for await (const { WebACLs = [] } of aclPages) {
			const arns = WebACLs.flatMap(({ ARN }) => ARN ?? []);
			for await (const found of session.each(arns, resourcesOf)) {
				for (const configuration of found) {
					yield session.item({ type: "AWS::WAFv2::WebACLAssociation", id: configuration.ResourceArn, configuration });
				}
			}
		}
	},
};

const distributions: AwsCollector = {
	name: "cloudfront",
	types: ["AWS::CloudFront::Distribution"],
	scope: "account",
	calls: { ListDistributions: "cloudfront:ListDistributions" },
	async *collect(session) {
		const { CloudFrontClient, paginateListDistributions } = await import("@aws-sdk/client-cloudfront");
		const client = session.client(CloudFrontClient);
		for await (const { DistributionList } of paginateListDistributions({ client }, { MaxItems: 100 })) {
			for (const configuration of DistributionList?.Items ?? []) {
				const { Id: id, ARN: arn = null } = configuration;
				if (id !== undefined) yield session.item({ type: "AWS::CloudFront::Distribution", id, arn, configuration });
			}
		}
	},
};

const restApis: AwsCollector = {
	name: "api-gateway-apis",
	types: ["AWS::ApiGateway::RestApi"],
	scope: "region",
	calls: { GetRestApis: "apigateway:GET" },
	async *collect(session) {
		const { APIGatewayClient, paginateGetRestApis } = await import("@aws-sdk/client-api-gateway");
		const client = session.client(APIGatewayClient);
		const prefix = `arn:${session.partition}:apigateway:${session.region}::/restapis`;
		for await (const { items = [] } of paginateGetRestApis({ client }, { limit: 500 })) {
			for (const { id, name = id, endpointConfiguration } of items) {
				if (id === undefined) continue;
				const configuration = { id, name, endpointConfiguration };
				const arn = `${prefix}/${id}`;
				yield session.item({ type: "AWS::ApiGateway::RestApi", id, name: name ?? id, arn, configuration });
			}
		}
	},
};

const stages: AwsCollector = {
	name: "api-gateway-stages",
	types: ["AWS::ApiGateway::Stage"],
	scope: "region",
	calls: { GetRestApis: "apigateway:GET", GetStages: "apigateway:GET" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-api-gateway");
		const client = session.client(sdk.APIGatewayClient);
		const prefix = `arn:${session.partition}:apigateway:${session.region}::/restapis`;
		for await (const { items = [] } of sdk.paginateGetRestApis({ client }, { limit: 500 })) {
			const ids = items.flatMap(({ id }) => id ?? []);
			const stagesOf = async (restApiId: string) => {
				const answer = await unlessAbsent(["NotFoundException"], () =>
					client.send(new sdk.GetStagesCommand({ restApiId })),
				);
				return { restApiId, found: answer?.item ?? [] };
			};
			for await (const { restApiId, found } of session.each(ids, stagesOf)) {
				// Stage variables may hold anything, secrets too; no rule reads them.
				for (const { variables: _, ...configuration } of found) {
					const name = configuration.stageName ?? "";
					const arn = `${prefix}/${restApiId}/stages/${name}`;
					yield session.item({ type: "AWS::ApiGateway::Stage", id: arn, name, arn, configuration });
				}
			}
		}
	},
};

/** Domain names of REST, HTTP and WebSocket APIs: the older interface tells them all. */
const domainNames: AwsCollector = {
	name: "api-gateway-domains",
	types: ["AWS::ApiGateway::DomainName"],
	scope: "region",
	calls: { GetDomainNames: "apigateway:GET" },
	async *collect(session) {
		const { APIGatewayClient, paginateGetDomainNames } = await import("@aws-sdk/client-api-gateway");
		const client = session.client(APIGatewayClient);
		const prefix = `arn:${session.partition}:apigateway:${session.region}::/domainnames`;
		for await (const { items = [] } of paginateGetDomainNames({ client }, { limit: 500 })) {
			for (const configuration of items) {
				const { domainName: name, domainNameId, domainNameArn } = configuration;
				if (name === undefined) continue;
				// Only private names, which need not be unique, have an id and an ARN of their own.
				const [id, arn] = [domainNameId ?? name, domainNameArn ?? `${prefix}/${name}`];
				yield session.item({ type: "AWS::ApiGateway::DomainName", id, name, arn, configuration });
			}
		}
	},
};

/** Zones and whether their answers are signed, which private ones cannot be. */
const zones: AwsCollector = {
	name: "route53-zones",
	types: ["AWS::Route53::HostedZone"],
	scope: "account",
	calls: { ListHostedZones: "route53:ListHostedZones", GetDNSSEC: "route53:GetDNSSEC" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-route-53");
		const client = session.client(sdk.Route53Client);
		const found = entries(sdk.paginateListHostedZones({ client }, {}), (page) => page.HostedZones);
		const items = session.each(found, async (configuration) => {
			const id = configuration.Id?.replace(/^\/hostedzone\//, "");
			if (id === undefined) return null;
			const arn = `arn:${session.partition}:route53:::hostedzone/${id}`;
			const { Name: name = id } = configuration;
			const item = session.item({ type: "AWS::Route53::HostedZone", id, name, arn, configuration });
			if (configuration.Config?.PrivateZone === true) return item;
			const query = new sdk.GetDNSSECCommand({ HostedZoneId: id });
			const answer = await session.ask(async () => (await client.send(query)).Status, ["NoSuchHostedZone"]);
			record(item, "DNSSEC", answer);
			return answer.state === "absent" ? null : item;
		});
		yield* present(items);
	},
};

const healthChecks: AwsCollector = {
	name: "route53-health-checks",
	types: ["AWS::Route53::HealthCheck"],
	scope: "account",
	calls: { ListHealthChecks: "route53:ListHealthChecks" },
	async *collect(session) {
		const { paginateListHealthChecks, Route53Client } = await import("@aws-sdk/client-route-53");
		const client = session.client(Route53Client);
		for await (const { HealthChecks = [] } of paginateListHealthChecks({ client }, {})) {
			for (const configuration of HealthChecks) {
				const { Id: id } = configuration;
				if (id === undefined) continue;
				const arn = `arn:${session.partition}:route53:::healthcheck/${id}`;
				yield session.item({ type: "AWS::Route53::HealthCheck", id, arn, configuration });
			}
		}
	},
};

/** Records that fail over or are health-checked; all others are read past. */
const records: AwsCollector = {
	name: "route53-records",
	types: ["AWS::Route53::RecordSet"],
	scope: "account",
	calls: { ListHostedZones: "route53:ListHostedZones", ListResourceRecordSets: "route53:ListResourceRecordSets" },
	async *collect(session) {
		const sdk = await import("@aws-sdk/client-route-53");
		const client = session.client(sdk.Route53Client);
		for await (const { HostedZones = [] } of sdk.paginateListHostedZones({ client }, {})) {
			for (const { Id = "" } of HostedZones) {
				const HostedZoneId = Id.replace(/^\/hostedzone\//, "");
				const recordPages = pages(
					(start) => {
						const input = { HostedZoneId, MaxItems: 300, ...(start === undefined ? {} : JSON.parse(start)) };
						return unlessAbsent(["NoSuchHostedZone"], () => client.send(new sdk.ListResourceRecordSetsCommand(input)));
					},
					nextRecord,
					(page) => page?.ResourceRecordSets?.length ?? 0,
				);
				for await (const page of recordPages) {
					for (const record of page?.ResourceRecordSets ?? []) {
						const { Name: name = "", Type = "", SetIdentifier = "", Failover, HealthCheckId } = record;
						if (Failover === undefined && HealthCheckId === undefined) continue;
						yield session.item({
							type: "AWS::Route53::RecordSet",
							id: [HostedZoneId, name, Type, SetIdentifier].join("_"),
							name,
							configuration: { HostedZoneId, ...record },
						});
					}
				}
			}
		}
	},
};

/** Where the next page of records starts, as JSON text; undefined after the last. */
function nextRecord(page: ListResourceRecordSetsCommandOutput | null): string | undefined {
	if (page?.IsTruncated !== true) return undefined;
	return JSON.stringify({
		StartRecordName: page.NextRecordName,
		StartRecordType: page.NextRecordType,
		StartRecordIdentifier: page.NextRecordIdentifier,
	});
}

/** Load balancers, CloudFront, API Gateway, WAF, Route 53. */
export const edgeCollectors: AwsCollector[] = [
	loadBalancers,
	listeners,
	webAclAssociations,
	distributions,
	restApis,
	stages,
	domainNames,
	zones,
	healthChecks,
	records,
];
