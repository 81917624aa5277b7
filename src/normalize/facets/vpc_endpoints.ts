import type { FacetComputer } from "../facet.ts";
import { textAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { mayBelong } from "./plan_values.ts";

/** Lists the endpoints through which a VPC reaches AWS services without the internet. */
export const vpcEndpoints: FacetComputer<"vpc_endpoints", PlanContext> = {
	name: "vpc_endpoints",
	compute(resource, context) {
		if (resource.type !== "aws_vpc") return undefined;
		const { certain, uncertain } = context.joined("aws_vpc_endpoint", "vpc_id", resource);
		const endpoints = [];
		const unknown = [];
		if (uncertain.length > 0) unknown.push({ path: ["endpoints"], reason: mayBelong(uncertain) });
		for (const endpoint of certain) {
			const name = context.value(endpoint, ["service_name"]);
			if (name.state === "unknown" || name.state === "reference") {
				const reason = name.state === "unknown" ? name.reason : "the service of an endpoint is known only after apply";
				unknown.push({ path: ["endpoints"], reason });
			}
			if (name.state !== "known" || typeof name.value !== "string") continue;
			const policy = context.value(endpoint, ["policy"]);
			endpoints.push({
				service: shortName(name.value),
				kind: textAt(endpoint.attributes, ["vpc_endpoint_type"]) ?? "Gateway",
				private_dns: endpoint.attributes.private_dns_enabled === true,
				own_policy: policy.state !== "omitted",
			});
		}
		return { value: { complete: context.complete, ai_services: aiServices(context), endpoints }, unknown };
	},
};

/** `com.amazonaws.eu-west-1.ecr.api` → `ecr.api`. Other names (partners, own services) stay as they are. */
function shortName(service: string): string {
	return /^(?:cn\.)?com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(service)?.[1] ?? service;
}

const AI_SERVICES: [service: string, uses: RegExp][] = [
	["bedrock-agent-runtime", /^aws_bedrockagent_/],
	["bedrock-runtime", /^aws_bedrock(?:agent|agentcore)?_/],
	["sagemaker.runtime", /^aws_sagemaker_endpoint$/],
];

function aiServices(context: PlanContext): string[] {
	const services =
		usedServices.get(context) ??
		AI_SERVICES.filter(([, uses]) => context.resources.some(({ type }) => uses.test(type))).map(([name]) => name);
	usedServices.set(context, services);
	return services;
}

/** Worked out once per plan. */
const usedServices = new WeakMap<PlanContext, string[]>();
