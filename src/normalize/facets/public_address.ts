import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { listAt, unknownAt, valueAt } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";

type Result = FacetResult<{ assigned: boolean; path: AttributePath }>;

/** Whether subnets, instances, launch templates and services hand out public addresses unasked. */
export const publicAddress: FacetComputer<"public_address", PlanContext> = {
	name: "public_address",
	compute(resource, context) {
		if (resource.type === "aws_subnet") return switchAt(resource, [["map_public_ip_on_launch"]]);
		if (resource.type === "aws_instance") return instance(resource, context);
		if (resource.type === "aws_ecs_service") {
			return switchBelow(resource, "network_configuration", "assign_public_ip");
		}
		if (resource.type === "aws_launch_template") {
			return switchBelow(resource, "network_interfaces", "associate_public_ip_address");
		}
		return undefined;
	},
};

function switchBelow(resource: Resource, block: string, name: string): Result {
	const blocks = listAt(resource.attributes, [block]);
	const reason = blocks.length === 0 ? unknownAt(resource, [block]) : null;
	if (reason !== null) return { unknown: reason };
	return switchAt(
		resource,
		blocks.map((_, index) => [block, index, name]),
	);
}

/** All these switches are off unless set; launch templates write them as text. */
function switchAt(resource: Resource, paths: AttributePath[]): Result {
	for (const path of paths) {
		if (isOn(resource, path)) return { value: { assigned: true, path } };
	}
	for (const path of paths) {
		const reason = unknownAt(resource, path);
		if (reason !== null) return { unknown: reason };
	}
	return { value: { assigned: false, path: paths[0] ?? [] } };
}

function isOn(resource: Resource, path: AttributePath): boolean {
	const value = valueAt(resource.attributes, path);
	return value === true || value === "true";
}

/** An instance that does not say inherits the setting of its subnet. */
function instance(resource: Resource, context: PlanContext): Result {
	const path = ["associate_public_ip_address"];
	const own = context.value(resource, path);
	if (own.state === "known" && typeof own.value === "boolean") return { value: { assigned: own.value, path } };
	if (own.state === "unknown") return { unknown: own.reason };
	const subnet = context.value(resource, ["subnet_id"]);
	const subnets = subnet.state === "reference" ? subnet.targets.flatMap((target) => target.resources) : [];
	const readable = subnets.filter(({ type }) => type === "aws_subnet" || type === "aws_default_subnet");
	if (readable.length === 0 || readable.length < subnets.length) {
		return { unknown: "the subnet decides, and it is not in the plan" };
	}
	const results = readable.map((found) => switchAt(found, [["map_public_ip_on_launch"]]));
	for (const result of results) {
		if (result !== undefined && "unknown" in result && typeof result.unknown === "string") return result;
	}
	const on = readable.filter((found) => isOn(found, ["map_public_ip_on_launch"])).length;
	// Subnets of one for_each may differ, and the instance may sit in any of them.
	if (on > 0 && on < readable.length) return { unknown: "the subnet decides, and it may be one of several" };
	return { value: { assigned: on > 0, path } };
}
