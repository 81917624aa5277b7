import type { ServiceCountFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { integer, isKnown, mayBelong, read, text } from "./plan_values.ts";

/** The least number of tasks of a service, or of nodes of a cluster, that the plan guarantees. */
export const serviceCount: FacetComputer<"service_count", PlanContext> = {
	name: "service_count",
	compute(resource, context): FacetResult<ServiceCountFacet> {
		if (resource.type === "aws_ecs_service") return service(resource, context);
		if (resource.type === "aws_eks_node_group") return nodes(resource, context);
		return undefined;
	},
};

/** A scaling target moves the number of tasks about: its minimum counts then, not the number the service starts with. */
function service(resource: Resource, context: PlanContext): FacetResult<ServiceCountFacet> {
	const path = ["desired_count"];
	const targets = context
		.ofType("aws_appautoscaling_target")
		.map((target) => [target, scales(target, resource, context)]);
	const certain = targets.find(([, scaled]) => scaled === "yes")?.[0] as Resource | undefined;
	if (certain !== undefined) {
		const least = read(context, certain, ["min_capacity"]);
		return isKnown(least)
			? { value: { least: integer(least, 0), kind: "autoscaled", path } }
			: { unknown: least.unknown };
	}
	const perhaps = targets.flatMap(([target, scaled]) => (scaled === "perhaps" ? [target as Resource] : []));
	if (perhaps.length > 0) return { unknown: mayBelong(perhaps) };
	const wanted = read(context, resource, path);
	if (!isKnown(wanted)) return { unknown: wanted.unknown };
	if (wanted.value === null) return { unknown: "the number of tasks is left to something outside the plan" };
	return { value: { least: integer(wanted, 0), kind: "fixed", path } };
}

/** Whether a scaling target is about the service; it is named as `service/<cluster>/<service>`. */
function scales(target: Resource, service: Resource, context: PlanContext): "yes" | "no" | "perhaps" {
	const dimension = text(read(context, target, ["scalable_dimension"]));
	if (dimension !== null && dimension !== "ecs:service:DesiredCount") return "no";
	const id = context.value(target, ["resource_id"]);
	if (id.state === "reference") {
		return id.targets.some(({ resources }) => resources.includes(service)) ? "perhaps" : "no";
	}
	const name = text(read(context, service, ["name"]));
	if (id.state !== "known" || typeof id.value !== "string" || name === null) return "perhaps";
	const [, cluster, scaled] = id.value.split("/");
	if (scaled !== name) return "no";
	const own = clusterName(service, context);
	if (own === null) return "perhaps";
	return own === cluster ? "yes" : "no";
}

/** The name of the service's cluster, from a name, an ARN or the cluster in the plan; `default` where none is named. */
function clusterName(service: Resource, context: PlanContext): string | null {
	const cluster = context.value(service, ["cluster"]);
	if (cluster.state === "omitted") return "default";
	if (cluster.state === "known" && typeof cluster.value === "string") {
		return cluster.value.slice(cluster.value.lastIndexOf("/") + 1);
	}
	if (cluster.state !== "reference") return null;
	const names = cluster.targets.flatMap(({ resources }) =>
		resources.map((found) => text(read(context, found, ["name"]))),
	);
	return names.length === 1 ? (names[0] ?? null) : null;
}

/** The node groups of one cluster carry its work together. */
function nodes(resource: Resource, context: PlanContext): FacetResult<ServiceCountFacet> {
	const path = ["scaling_config", 0, "min_size"];
	let least = 0;
	for (const group of siblings(resource, context)) {
		const size = read(context, group, path);
		if (!isKnown(size)) return { unknown: size.unknown };
		least += integer(size, 0);
	}
	if (least < 2 && !isResource(clusterOf(resource, context))) {
		return { unknown: "its cluster is not in the plan, and may have more node groups" };
	}
	return { value: { least, kind: "nodes", path } };
}

/** The node groups that surely belong to the same cluster, itself among them. */
function siblings(resource: Resource, context: PlanContext): Resource[] {
	const own = clusterOf(resource, context);
	if (own === null) return [resource];
	return context
		.ofType("aws_eks_node_group")
		.filter((other) => other === resource || clusterOf(other, context) === own);
}

function isResource(cluster: string | Resource | null): cluster is Resource {
	return typeof cluster === "object" && cluster !== null && cluster.type === "aws_eks_cluster";
}

/** The cluster of a group, or its name where the plan does not hold it. */
function clusterOf(group: Resource, context: PlanContext): string | Resource | null {
	const cluster = context.value(group, ["cluster_name"]);
	if (cluster.state === "known") {
		if (typeof cluster.value !== "string") return null;
		const name = cluster.value;
		return context.ofType("aws_eks_cluster").find(({ attributes }) => attributes.name === name) ?? name;
	}
	if (cluster.state !== "reference") return null;
	const found = cluster.targets.flatMap(({ resources }) => resources);
	return found.length === 1 ? (found[0] ?? null) : null;
}
