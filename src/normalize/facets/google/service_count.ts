import type { ServiceCountFacet } from "../../../model/facets.ts";
import type { AttributePath } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, integer, isKnown, read, text } from "../plan_values.ts";

/** A region gives a cluster three zones unless it is told otherwise (provider documentation). */
const ZONES = 3;

/** How many nodes the pools of a GKE cluster have together at least. Most numbers are for each zone. */
export const googleServiceCount: FacetComputer<"service_count", PlanContext> = {
	name: "service_count",
	compute(resource, context): FacetResult<ServiceCountFacet> {
		if (resource.type !== "google_container_node_pool") return undefined;
		const scaled = blockCount(context, resource, ["autoscaling"]);
		const path: AttributePath = scaled === 0 ? ["node_count"] : ["autoscaling", 0, "min_node_count"];
		let least = defaultPool(clusterOf(resource, context), context);
		for (const pool of siblings(resource, context)) {
			const nodes = nodesOf(pool, context);
			if (typeof nodes !== "number") return nodes;
			least += nodes;
		}
		return { value: { least, kind: "nodes", path } };
	},
};

/** The nodes of the pool that a cluster is made with, where it is kept. */
function defaultPool(cluster: Resource | string | null, context: PlanContext): number {
	if (cluster === null || typeof cluster === "string") return 0;
	const removed = read(context, cluster, ["remove_default_node_pool"]);
	if (!isKnown(removed) || removed.value === true) return 0;
	return integer(read(context, cluster, ["initial_node_count"]), 0) * (zonesOf(cluster, context) ?? 1);
}

function nodesOf(pool: Resource, context: PlanContext): number | { unknown: string } {
	const scaled = blockCount(context, pool, ["autoscaling"]);
	if (typeof scaled !== "number") return scaled;
	if (scaled > 0) {
		const total = read(context, pool, ["autoscaling", 0, "total_min_node_count"]);
		if (!isKnown(total)) return total;
		if (integer(total, 0) > 0) return integer(total, 0);
		const least = read(context, pool, ["autoscaling", 0, "min_node_count"]);
		return isKnown(least) ? inZones(integer(least, 0), pool, context) : least;
	}
	for (const name of ["node_count", "initial_node_count"]) {
		const count = read(context, pool, [name]);
		if (!isKnown(count)) return count;
		if (count.value !== null) return inZones(integer(count, 0), pool, context);
	}
	return { unknown: "the number of nodes is left to something outside the plan" };
}

/** So many nodes in each zone. */
function inZones(nodes: number, pool: Resource, context: PlanContext): number | { unknown: string } {
	if (nodes === 0) return 0;
	const zones = zonesOf(pool, context) ?? zonesOf(clusterOf(pool, context), context);
	if (zones !== null) return nodes * zones;
	return nodes > 1 ? nodes : { unknown: "whether the cluster has one zone or several is not in the plan" };
}

/** Over how many zones something of a cluster is spread; null where it does not say. */
function zonesOf(thing: Resource | string | null, context: PlanContext): number | null {
	if (thing === null) return null;
	if (typeof thing === "string") {
		const location = /\/locations\/([^/]+)\/clusters\//.exec(thing)?.[1];
		return location === undefined ? null : zonesIn(location);
	}
	const named = read(context, thing, ["node_locations"]);
	if (!isKnown(named)) return null;
	const location = text(read(context, thing, ["location"]));
	if (Array.isArray(named.value) && named.value.length > 0) {
		// Those of a zonal cluster come on top of its own zone.
		const extra = thing.type === "google_container_cluster" && location !== null && zonesIn(location) === 1;
		return named.value.length + (extra ? 1 : 0);
	}
	return location === null ? null : zonesIn(location);
}

/** A zone is a region with a letter: `europe-west3-a`. */
function zonesIn(location: string): number {
	return /-[a-z]$/.test(location) ? 1 : ZONES;
}

/** The cluster of a pool, or its name. */
function clusterOf(pool: Resource, context: PlanContext): Resource | string | null {
	const cluster = context.value(pool, ["cluster"]);
	if (cluster.state === "known") return typeof cluster.value === "string" ? cluster.value : null;
	if (cluster.state !== "reference") return null;
	const found = cluster.targets.flatMap(({ resources }) => resources);
	return found.length === 1 ? (found[0] ?? null) : null;
}

/** The pools that surely belong to the same cluster, itself among them. */
function siblings(pool: Resource, context: PlanContext): Resource[] {
	const own = clusterOf(pool, context);
	if (own === null) return [pool];
	return context
		.ofType("google_container_node_pool")
		.filter((other) => other === pool || clusterOf(other, context) === own);
}
