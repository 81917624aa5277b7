import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { listAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, read, text } from "./plan_values.ts";

type Result = FacetResult<{ count: number; path: AttributePath }>;

/** Across how many zones load balancers and groups of machines are spread. */
export const zones: FacetComputer<"zones", PlanContext> = {
	name: "zones",
	compute(resource, context): Result {
		if (resource.type === "aws_lb" || resource.type === "aws_alb") return loadBalancer(resource, context);
		if (resource.type === "aws_autoscaling_group") return scalingGroup(resource, context);
		return undefined;
	},
};

/**
 * A load balancer takes one subnet of a zone and refuses a second: as many subnets as zones.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 */
function loadBalancer(resource: Resource, context: PlanContext): Result {
	const mappings = listAt(resource.attributes, ["subnet_mapping"]);
	if (mappings.length > 0) return { value: { count: mappings.length, path: ["subnet_mapping"] } };
	const path = ["subnets"];
	const subnets = context.value(resource, path);
	if (subnets.state === "known") {
		if (hasGap(subnets.value)) return { unknown: "a subnet of it is known only after apply" };
		return { value: { count: distinct(subnets.value), path } };
	}
	if (subnets.state === "reference") {
		const found = subnetsAmong(subnets.targets.flatMap((target) => target.resources));
		return found === null ? notHere() : { value: { count: found.length, path } };
	}
	if (subnets.state === "unknown") return { unknown: subnets.reason };
	// Neither subnets nor mappings: a dynamic block, or an address in the default VPC.
	const blocks = context.value(resource, ["subnet_mapping"]);
	return blocks.state === "unknown" ? { unknown: blocks.reason } : notHere();
}

/** A scaling group may have several subnets in one zone: their own zones are counted. */
function scalingGroup(resource: Resource, context: PlanContext): Result {
	const path = ["vpc_zone_identifier"];
	const subnets = context.value(resource, path);
	// Subnets and zones exclude one another: where subnets are named, the zones are what the provider computes.
	if (!(subnets.state === "known" && distinct(subnets.value) > 0) && subnets.state !== "reference") {
		const named = read(context, resource, ["availability_zones"]);
		if (!isKnown(named)) return { unknown: named.unknown };
		if (hasGap(named.value)) return { unknown: "a zone of it is known only after apply" };
		if (distinct(named.value) > 0) return { value: { count: distinct(named.value), path: ["availability_zones"] } };
	}
	if (subnets.state === "unknown") return { unknown: subnets.reason };
	if (subnets.state === "omitted") return notHere();
	if (subnets.state === "known") {
		// One subnet lies in one zone; of several, only the plan could tell.
		return distinct(subnets.value) === 1 && !hasGap(subnets.value) ? { value: { count: 1, path } } : notHere();
	}
	const found = subnetsAmong(subnets.targets.flatMap((target) => target.resources));
	if (found === null) return notHere();
	if (found.length === 1) return { value: { count: 1, path } };
	const names = found.map((subnet) => text(read(context, subnet, ["availability_zone"])));
	const known = new Set(names.filter((name) => name !== null));
	// Two known zones are enough, whatever the others are.
	if (known.size > 1 || names.every((name) => name !== null)) return { value: { count: known.size, path } };
	const ids = found.map((subnet) => text(read(context, subnet, ["availability_zone_id"])));
	if (ids.every((id) => id !== null)) return { value: { count: new Set(ids).size, path } };
	return { unknown: "the zones of its subnets are known only after apply" };
}

/** Distinct subnets, or null where something else is named too. An expression that picks only some of a list (`slice`) is taken as the list. */
function subnetsAmong(targets: Resource[]): Resource[] | null {
	const found = [...new Set(targets)];
	const all = found.every(({ type }) => type === "aws_subnet" || type === "aws_default_subnet");
	return found.length > 0 && all ? found : null;
}

function notHere(): { unknown: string } {
	return { unknown: "its subnets are not in the plan" };
}

/** Whether an entry that the plan does not know, which stands as null, could make up for a second known one. */
function hasGap(value: unknown): boolean {
	return Array.isArray(value) && value.includes(null) && distinct(value) < 2;
}

function distinct(value: unknown): number {
	return Array.isArray(value) ? new Set(value.filter((entry) => typeof entry === "string" && entry !== "")).size : 0;
}
