import type { ListenerFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { blockCount, type Gap, isKnown, isTrue, read, targetsOf, text } from "./plan_values.ts";

const TYPES = ["aws_lb_listener", "aws_alb_listener"];

const loadBalancers = targetsOf(
	TYPES.map((type) => [type, "load_balancer_arn"] as const),
	["aws_lb", "aws_alb"],
);

/** A listener, its load balancer's kind and scheme, and whether it only sends clients on to HTTPS. */
export const listener: FacetComputer<"listener", PlanContext> = {
	name: "listener",
	compute(resource, context): FacetResult<ListenerFacet> {
		if (!TYPES.includes(resource.type)) return undefined;
		const unknown: Gap[] = [];
		const balancer = loadBalancerOf(resource, context);
		const protocol = read(context, resource, ["protocol"]);
		const kind = balancer === null ? kindByProtocol(text(protocol)) : kindOf(balancer, context);
		const value: Partial<ListenerFacet> = { internal: null };

		if (kind !== null) value.load_balancer = kind;
		else unknown.push({ path: ["load_balancer"], reason: "its load balancer is not known" });

		if (!isKnown(protocol)) unknown.push({ path: ["protocol"], reason: protocol.unknown });
		// Only application load balancers have a default; the others need the argument, or have none (gateway).
		else value.protocol = text(protocol) ?? (kind === "gateway" ? "" : "HTTP");

		if (balancer !== null) {
			const internal = read(context, balancer, ["internal"]);
			if (isKnown(internal)) value.internal = isTrue(internal);
		}

		// Nothing but plain HTTP needs the redirect.
		const redirects = "protocol" in value && value.protocol !== "HTTP" ? false : redirectsToHttps(resource, context);
		if (typeof redirects === "boolean") value.redirects_to_https = redirects;
		else unknown.push({ path: ["redirects_to_https"], reason: redirects.unknown });
		return { value: value as ListenerFacet, unknown };
	},
};

function loadBalancerOf(resource: Resource, context: PlanContext): Resource | null {
	const found = loadBalancers(context).get(resource);
	if (found === undefined) return null;
	// Instances of one configuration block are alike enough where the instance is not certain.
	const candidates = found.certain.length > 0 ? found.certain : found.uncertain;
	return new Set(candidates.map(({ anchor }) => anchor.configAddress)).size === 1 ? candidates[0]! : null;
}

function kindOf(balancer: Resource, context: PlanContext): ListenerFacet["load_balancer"] | null {
	const kind = read(context, balancer, ["load_balancer_type"]);
	if (!isKnown(kind)) return null;
	const name = text(kind) ?? "application";
	return name === "application" || name === "network" || name === "gateway" ? name : null;
}

/** The protocols of the two kinds do not overlap; a listener that names none is an application load balancer's. */
function kindByProtocol(protocol: string | null): ListenerFacet["load_balancer"] | null {
	if (protocol === "HTTP" || protocol === "HTTPS") return "application";
	if (protocol === "GENEVE") return "gateway";
	return protocol === null ? null : "network";
}

function redirectsToHttps(resource: Resource, context: PlanContext): boolean | { unknown: string } {
	const count = blockCount(context, resource, ["default_action"]);
	if (typeof count !== "number") return count;
	for (let index = 0; index < count; index++) {
		const type = read(context, resource, ["default_action", index, "type"]);
		if (!isKnown(type)) return type;
		if (type.value !== "redirect") return false;
		const protocol = read(context, resource, ["default_action", index, "redirect", 0, "protocol"]);
		if (!isKnown(protocol)) return protocol;
		if (protocol.value !== "HTTPS") return false;
	}
	return count > 0;
}
