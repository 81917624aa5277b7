import { describe, expect, it } from "vitest";
import { normalizedPlan } from "./normalized-plan.ts";
import { type Entry, refers } from "./plan-builder.ts";

const to = (argument: string, address: string, attribute: string): Entry => ({
	unknown: { [argument]: true },
	expressions: { [argument]: refers(`${address}.${attribute}`, address) },
});

describe("web application firewalls", () => {
	const firewall = (address: string, entry: Entry, more: Record<string, Entry> = {}) => {
		const plan = normalizedPlan({ [address]: { ...entry, unknown: { arn: true, ...entry.unknown } }, ...more });
		const gaps = plan.unknown(address, "web_application_firewall");
		return gaps.length > 0 ? gaps : plan.facet(address, "web_application_firewall");
	};
	const onBalancer = { "aws_wafv2_web_acl_association.a": to("resource_arn", "aws_lb.l", "arn") };

	it("are associated with application load balancers, not with network ones", () => {
		expect(firewall("aws_lb.l", {})).toMatchObject({ attached: false, internet_facing: true });
		expect(firewall("aws_lb.l", { values: { internal: true } }, onBalancer)).toMatchObject({
			attached: true,
			internet_facing: false,
		});
		expect(firewall("aws_lb.l", { values: { load_balancer_type: "network" } })).toBeUndefined();
		const unclear = { unknown: { internal: true }, expressions: { internal: refers("local.x") } };
		expect(firewall("aws_lb.l", unclear)).toEqual([""]);
		const vpc = { "aws_vpc.v": { unknown: { id: true } } };
		expect(firewall("aws_lb.l", to("internal", "aws_vpc.v", "id"), vpc)).toEqual([""]);
		const internal = { unknown: { resource_arn: true }, expressions: { resource_arn: refers("local.x") } };
		expect(firewall("aws_lb.l", {}, { "aws_wafv2_web_acl_association.a": internal })).toEqual(["attached"]);
	});

	it("are associated with API stages, of which private ones need none", () => {
		const stage = to("rest_api_id", "aws_api_gateway_rest_api.r", "id");
		const api = (types: string[]) => ({
			"aws_api_gateway_rest_api.r": { values: { endpoint_configuration: [{ types }] }, unknown: { id: true } },
		});
		expect(firewall("aws_api_gateway_stage.s", stage, api(["REGIONAL"]))).toMatchObject({ internet_facing: true });
		expect(firewall("aws_api_gateway_stage.s", stage, api(["PRIVATE"]))).toMatchObject({ internet_facing: false });
	});

	it("are named by distributions", () => {
		const acl = to("web_acl_id", "aws_wafv2_web_acl.w", "arn");
		const more = { "aws_wafv2_web_acl.w": { unknown: { arn: true } } };
		expect(firewall("aws_cloudfront_distribution.d", acl, more)).toMatchObject({
			attached: true,
			path: ["web_acl_id"],
		});
		expect(firewall("aws_cloudfront_distribution.d", { values: { enabled: false } })).toMatchObject({
			attached: false,
			internet_facing: false,
		});
		const open = { unknown: { web_acl_id: true }, expressions: { web_acl_id: refers("local.x") } };
		expect(firewall("aws_cloudfront_distribution.d", open)).toEqual([""]);
	});
});

describe("VPC endpoints", () => {
	const vpc: Record<string, Entry> = { "aws_vpc.v": { unknown: { id: true } } };

	it("belong to a VPC and go by short names", () => {
		const plan = normalizedPlan(
			{
				...vpc,
				"aws_vpc_endpoint.a": {
					...to("vpc_id", "aws_vpc.v", "id"),
					values: { service_name: "com.amazonaws.eu-west-1.ecr.api", vpc_endpoint_type: "Interface", policy: "{}" },
				},
				"aws_vpc_endpoint.b": { ...to("vpc_id", "aws_vpc.v", "id"), values: { service_name: "com.example.db" } },
				"aws_bedrockagent_agent.x": {},
				"aws_sagemaker_endpoint.e": {},
			},
			{ complete: true },
		);
		expect(plan.facet("aws_vpc.v", "vpc_endpoints")).toEqual({
			complete: true,
			ai_services: ["bedrock-agent-runtime", "bedrock-runtime", "sagemaker.runtime"],
			endpoints: [
				{ service: "ecr.api", kind: "Interface", private_dns: false, own_policy: true },
				{ service: "com.example.db", kind: "Gateway", private_dns: false, own_policy: false },
			],
		});
	});

	it("are open where a service or a VPC is unknown", () => {
		const service = { service_name: true, vpc_id: true };
		const reference = { vpc_id: refers("aws_vpc.v.id", "aws_vpc.v") };
		const named = { unknown: service, expressions: { ...reference, service_name: refers("local.x") } };
		expect(normalizedPlan({ ...vpc, "aws_vpc_endpoint.a": named }).unknown("aws_vpc.v", "vpc_endpoints")).toEqual([
			"endpoints",
		]);
		const anywhere = { unknown: { vpc_id: true }, expressions: { vpc_id: refers("local.x") } };
		expect(normalizedPlan({ ...vpc, "aws_vpc_endpoint.a": anywhere }).unknown("aws_vpc.v", "vpc_endpoints")).toEqual([
			"endpoints",
		]);
	});
});

describe("public addresses", () => {
	const address = (key: string, entry: Entry, more: Record<string, Entry> = {}) => {
		const plan = normalizedPlan({ [key]: entry, ...more });
		return plan.unknown(key, "public_address").length > 0 ? "unknown" : plan.facet(key, "public_address")?.assigned;
	};

	it("are switched on by the resource itself", () => {
		expect(address("aws_subnet.s", { values: { map_public_ip_on_launch: true } })).toBe(true);
		expect(address("aws_subnet.s", { values: {} })).toBe(false);
		const template = { values: { network_interfaces: [{}, { associate_public_ip_address: "true" }] } };
		expect(address("aws_launch_template.t", template)).toBe(true);
		expect(address("aws_ecs_service.s", { values: { network_configuration: [{ assign_public_ip: false }] } })).toBe(
			false,
		);
		expect(address("aws_instance.i", { values: { associate_public_ip_address: false } })).toBe(false);
		const unclear = {
			unknown: { map_public_ip_on_launch: true },
			expressions: { map_public_ip_on_launch: refers("local.x") },
		};
		expect(address("aws_subnet.s", unclear)).toBe("unknown");
	});

	it("are inherited from the subnet where it is in the plan", () => {
		const instance = to("subnet_id", "aws_subnet.s", "id");
		const subnet = (values: object): Record<string, Entry> => ({
			"aws_subnet.s": { values: values as never, unknown: { id: true } },
		});
		expect(address("aws_instance.i", instance, subnet({ map_public_ip_on_launch: true }))).toBe(true);
		expect(address("aws_instance.i", instance, subnet({}))).toBe(false);
		expect(address("aws_instance.i", { values: { subnet_id: "subnet-1" } })).toBe("unknown");
	});
});
