import {
	APIGatewayClient,
	CreateDeploymentCommand,
	CreateDomainNameCommand,
	CreateResourceCommand,
	CreateRestApiCommand,
	GetResourcesCommand,
	PutIntegrationCommand,
	PutMethodCommand,
} from "@aws-sdk/client-api-gateway";
import { CloudFrontClient, CreateDistributionCommand } from "@aws-sdk/client-cloudfront";
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
	CreateListenerCommand,
	CreateLoadBalancerCommand,
	ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
	ChangeResourceRecordSetsCommand,
	CreateHealthCheckCommand,
	CreateHostedZoneCommand,
	Route53Client,
} from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, expect, test } from "vitest";
import { edgeCollectors } from "../../src/collect/aws/services/edge.ts";
import type { Resource } from "../../src/model/resource.ts";
import { CREDENTIALS, collected, resourcesOf } from "./collected.ts";
import { type Moto, NO_MOTO, startMoto } from "./moto.ts";

const REGION = "us-east-1";
const moto = await startMoto();
if (moto === null) console.warn(NO_MOTO);
afterAll(() => moto?.stop());

interface Options {
	endpoint: string;
	region: string;
	credentials: typeof CREDENTIALS;
}

let resources: Resource[] = [];

async function buildBalancers(options: Options): Promise<void> {
	const { Subnets = [] } = await new EC2Client(options).send(new DescribeSubnetsCommand({}));
	const subnets = Subnets.slice(0, 2).flatMap(({ SubnetId }) => SubnetId ?? []);
	const elb = new ElasticLoadBalancingV2Client(options);
	for (const Name of ["shop", "bare"]) {
		const { LoadBalancers } = await elb.send(new CreateLoadBalancerCommand({ Name, Subnets: subnets }));
		const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn ?? "";
		const redirect = {
			Type: "redirect" as const,
			RedirectConfig: { Protocol: "HTTPS", StatusCode: "HTTP_301" as const },
		};
		const fixed = { Type: "fixed-response" as const, FixedResponseConfig: { StatusCode: "200" } };
		const DefaultActions = [Name === "shop" ? redirect : fixed];
		await elb.send(new CreateListenerCommand({ LoadBalancerArn, Protocol: "HTTP", Port: 80, DefaultActions }));
	}
}

async function buildApi(options: Options): Promise<void> {
	const client = new APIGatewayClient(options);
	const { id: restApiId = "" } = await client.send(
		new CreateRestApiCommand({ name: "orders", endpointConfiguration: { types: ["REGIONAL"] } }),
	);
	const { items = [] } = await client.send(new GetResourcesCommand({ restApiId }));
	const parentId = items[0]?.id ?? "";
	const { id: resourceId = "" } = await client.send(
		new CreateResourceCommand({ restApiId, parentId, pathPart: "orders" }),
	);
	const method = { restApiId, resourceId, httpMethod: "GET" };
	await client.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
	await client.send(new PutIntegrationCommand({ ...method, type: "MOCK" }));
	await client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod", variables: { token: "hidden" } }));
	await client.send(new CreateDomainNameCommand({ domainName: "old.example.com", securityPolicy: "TLS_1_0" }));
}

async function buildDistribution(options: Options): Promise<void> {
	const forwarded = { QueryString: false, Cookies: { Forward: "none" as const } };
	await new CloudFrontClient(options).send(
		new CreateDistributionCommand({
			DistributionConfig: {
				CallerReference: "one",
				Comment: "",
				Enabled: true,
				Origins: {
					Quantity: 1,
					Items: [
						{
							Id: "web",
							DomainName: "origin.example.com",
							CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "http-only" },
						},
					],
				},
				DefaultCacheBehavior: {
					TargetOriginId: "web",
					ViewerProtocolPolicy: "redirect-to-https",
					MinTTL: 0,
					ForwardedValues: forwarded,
				},
			},
		}),
	);
}

async function buildRecords(options: Options): Promise<void> {
	const client = new Route53Client(options);
	const check = await client.send(
		new CreateHealthCheckCommand({
			CallerReference: "one",
			HealthCheckConfig: { Type: "HTTPS", FullyQualifiedDomainName: "shop.example.com", Port: 443 },
		}),
	);
	const zone = await client.send(new CreateHostedZoneCommand({ Name: "example.com", CallerReference: "one" }));
	const record = (Failover: "PRIMARY" | "SECONDARY", Value: string, HealthCheckId?: string) => ({
		Action: "CREATE" as const,
		ResourceRecordSet: {
			Name: "shop.example.com",
			Type: "A" as const,
			SetIdentifier: Failover,
			Failover,
			HealthCheckId,
			TTL: 60,
			ResourceRecords: [{ Value }],
		},
	});
	// More records than a page holds, none of which is of interest.
	const others = Array.from({ length: 320 }, (_, index) => ({
		Action: "CREATE" as const,
		ResourceRecordSet: {
			Name: `host-${index}.example.com`,
			Type: "A" as const,
			TTL: 60,
			ResourceRecords: [{ Value: "203.0.113.5" }],
		},
	}));
	const Changes = [
		...others,
		record("PRIMARY", "203.0.113.1", check.HealthCheck?.Id),
		record("SECONDARY", "203.0.113.2"),
	];
	await client.send(
		new ChangeResourceRecordSetsCommand({ HostedZoneId: zone.HostedZone?.Id ?? "", ChangeBatch: { Changes } }),
	);
}

async function build({ endpoint }: Moto): Promise<void> {
	const options = { endpoint, region: REGION, credentials: CREDENTIALS };
	await buildBalancers(options);
	await buildApi(options);
	await buildDistribution(options);
	await buildRecords(options);
}

beforeAll(async () => {
	if (moto === null) return;
	await build(moto);
	// moto does not say what web ACLs protect.
	const supported = edgeCollectors.filter(({ name }) => name !== "waf");
	const { items, troubles } = await collected(moto.endpoint, supported, REGION);
	expect(troubles).toEqual([]);
	expect(JSON.stringify(items)).not.toContain("hidden");
	resources = resourcesOf(items, REGION);
});

const ofType = (type: string) => resources.filter((resource) => resource.type === type);

test.skipIf(moto === null)("listeners find their load balancer and say whether they redirect", () => {
	const listeners = ofType("aws_lb_listener").map(({ key, facets }) => [key.split("/").at(-3), facets.listener]);
	const common = { protocol: "HTTP", load_balancer: "application", internal: false };
	expect(Object.fromEntries(listeners)).toEqual({
		shop: { ...common, redirects_to_https: true },
		bare: { ...common, redirects_to_https: false },
	});
});

test.skipIf(moto === null)("stages, domain names and distributions are told", () => {
	expect(ofType("aws_api_gateway_stage")[0]?.facets.web_application_firewall).toMatchObject({
		attached: false,
		internet_facing: true,
	});
	expect(ofType("aws_api_gateway_domain_name").map(({ attributes }) => attributes.security_policy)).toEqual([
		"TLS_1_0",
	]);
	// moto's list of distributions leaves out how they behave, which must not look like nothing to find fault with.
	const [distribution] = ofType("aws_cloudfront_distribution");
	const behaviours = distribution?.attributes.default_cache_behavior;
	const unknown = distribution?.unknown.map(({ path }) => path[1]) ?? [];
	expect(unknown.includes("default_cache_behavior") || (Array.isArray(behaviours) && behaviours.length === 1)).toBe(
		true,
	);
});

test.skipIf(moto === null)(
	"failover records are found behind pages of others and paired with their health check",
	() => {
		const records = ofType("aws_route53_record").map(({ facets }) => facets.failover);
		const pair = { primaries: 1, secondaries: 1, distinct_targets: true };
		expect(records).toHaveLength(2);
		expect(records).toContainEqual({ role: "primary", checked: true, ...pair });
		expect(records).toContainEqual({ role: "secondary", checked: false, ...pair });
		expect(ofType("aws_route53_health_check")[0]?.facets.failover?.checked).toBe(true);
	},
);
