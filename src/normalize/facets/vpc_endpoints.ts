import type { VpcEndpointsFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { textAt } from "../json.ts";
import { type PlanContext, Unreadable } from "../terraform/context.ts";
import { type Gap, mayBelong } from "./plan_values.ts";

/** What is told of an endpoint, and the arguments that say it. */
const PARTS = [
	["kind", "vpc_endpoint_type"],
	["private_dns", "private_dns_enabled"],
	["own_policy", "policy"],
] as const;

/** Lists the endpoints through which a VPC reaches AWS services without the internet. */
export const vpcEndpoints: FacetComputer<"vpc_endpoints", PlanContext> = {
	name: "vpc_endpoints",
	compute(resource, context) {
		if (resource.type !== "aws_vpc") return undefined;
		const { certain, uncertain } = context.joined("aws_vpc_endpoint", "vpc_id", resource);
		const endpoints: VpcEndpointsFacet["endpoints"] = [];
		const unknown: Gap[] = [];
		if (uncertain.length > 0) unknown.push({ path: ["endpoints"], reason: mayBelong(uncertain) });
		for (const endpoint of certain) {
			const name = context.value(endpoint, ["service_name"]);
			if (name.state === "unknown" || name.state === "reference") {
				const reason = name.state === "unknown" ? name.reason : "the service of an endpoint is known only after apply";
				unknown.push({ path: ["endpoints"], reason });
			}
			if (name.state !== "known" || typeof name.value !== "string") continue;
			for (const [part, argument] of PARTS) {
				const value = context.value(endpoint, [argument]);
				if (value.state === "unknown" || (value.state === "reference" && part !== "own_policy")) {
					const reason =
						value.state === "unknown" ? value.reason : `${argument} of ${endpoint.key} is known only after apply`;
					unknown.push({ path: ["endpoints", endpoints.length, part], reason });
				}
			}
			endpoints.push({
				service: shortName(name.value),
				kind: textAt(endpoint.attributes, ["vpc_endpoint_type"]) ?? "Gateway",
				private_dns: endpoint.attributes.private_dns_enabled === true,
				own_policy: context.value(endpoint, ["policy"]).state !== "omitted",
			});
		}
		const services = aiServices(resource, context);
		const unread = services.some((service) => service.startsWith("bedrock")) ? null : unreadBedrock(context);
		if (unread === null) return { value: { complete: context.complete, ai_services: services, endpoints }, unknown };
		const value: Partial<VpcEndpointsFacet> = { complete: context.complete, endpoints };
		return { value: value as VpcEndpointsFacet, unknown: [...unknown, { path: ["ai_services"], reason: unread }] };
	},
};

/** `com.amazonaws.eu-west-1.ecr.api` → `ecr.api`. Other names (partners, own services) stay as they are. */
export function shortName(service: string): string {
	return /^(?:cn\.)?com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(service)?.[1] ?? service;
}

const AI_SERVICES: [service: string, uses: RegExp][] = [
	["bedrock-agent-runtime", /^aws_bedrockagent_/],
	["bedrock-runtime", /^aws_bedrock(?:agent|agentcore)?_/],
	["sagemaker.runtime", /^aws_sagemaker_endpoint$/],
];

function aiServices(vpc: Resource, context: PlanContext): string[] {
	const place = vpc.origin === "aws" ? vpc.scope : "";
	const byPlace = usedServices.get(context) ?? new Map<string, string[]>();
	usedServices.set(context, byPlace);
	const known = byPlace.get(place);
	if (known !== undefined) return known;
	const around = context.resources.filter(({ scope }) => place === "" || scope === place);
	const services = AI_SERVICES.filter(([, uses]) => around.some(({ type }) => uses.test(type))).map(([name]) => name);
	byPlace.set(place, services);
	return services;
}

/** Why it is not known whether a live account uses Bedrock; null where it is. */
function unreadBedrock(context: PlanContext): string | null {
	try {
		context.ofType("aws_bedrockagent_agent", "aws_bedrockagent_knowledge_base", "aws_bedrock_guardrail");
		return null;
	} catch (error) {
		if (error instanceof Unreadable) return error.message;
		throw error;
	}
}

/** Worked out once per plan, or region of an account. */
const usedServices = new WeakMap<PlanContext, Map<string, string[]>>();
