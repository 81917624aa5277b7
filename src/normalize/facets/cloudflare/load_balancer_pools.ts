import type { AttributePath } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer } from "../../facet.ts";
import type { PlanContext, PlanReference } from "../../terraform/context.ts";
import { type Gap, integer, isKnown, read } from "../plan_values.ts";

const POOL = "cloudflare_load_balancer_pool";

/** A pool of the plan, or the id of one that is not in it. */
type Pool = Resource | string;

/** Default pools and the pool of last resort: named `default_pools`, `fallback_pool` in provider 5, `…_ids`, `…_id` in provider 4. */
export const loadBalancerPools: FacetComputer<"load_balancer_pools", PlanContext> = {
	name: "load_balancer_pools",
	compute(resource, context) {
		if (resource.type !== "cloudflare_load_balancer") return undefined;
		const enabled = read(context, resource, ["enabled"]);
		if (!isKnown(enabled)) return enabled;
		const path = written(resource, context, "default_pools", "default_pool_ids");
		const fallbackPath = written(resource, context, "fallback_pool", "fallback_pool_id");
		const unknown: Gap[] = [];
		const value = {
			// On unless switched off, in both providers.
			enabled: enabled.value !== false,
			usable: 0,
			path,
			fallback_usable: false,
			fallback_path: fallbackPath,
		};
		const usable = countUsable(poolsAt(resource, context, path), context);
		if (typeof usable === "number") value.usable = usable;
		else unknown.push({ path: ["usable"], reason: usable.unknown });
		const fallback = countUsable(poolsAt(resource, context, fallbackPath), context, 1);
		if (typeof fallback === "number") value.fallback_usable = fallback > 0;
		else unknown.push({ path: ["fallback_usable"], reason: fallback.unknown });
		return { value, unknown };
	},
};

function written(resource: Resource, context: PlanContext, name: string, older: string): AttributePath {
	return context.value(resource, [name]).state === "omitted" && context.value(resource, [older]).state !== "omitted"
		? [older]
		: [name];
}

/** The distinct pools that an argument names. */
function poolsAt(resource: Resource, context: PlanContext, path: AttributePath): Set<Pool> | { unknown: string } {
	const value = context.value(resource, path);
	if (value.state === "unknown") return { unknown: value.reason };
	if (value.state === "omitted") return new Set();
	if (value.state === "reference") return targetsOf(value.targets);
	const pools = new Set<Pool>();
	for (const [index, id] of [value.value].flat().entries()) {
		if (typeof id === "string") {
			pools.add(context.ofType(POOL).find(({ attributes }) => attributes.id === id) ?? id);
			continue;
		}
		const element = context.value(resource, [...path, index]);
		if (element.state === "unknown") return { unknown: element.reason };
		if (element.state !== "reference") continue;
		const named = targetsOf(element.targets);
		if (!(named instanceof Set)) return named;
		for (const pool of named) pools.add(pool);
	}
	return pools;
}

function targetsOf(targets: PlanReference[]): Set<Pool> | { unknown: string } {
	const pools = new Set<Pool>();
	for (const { type, mode, resources, address } of targets) {
		if (type === POOL && mode === "managed") for (const pool of resources) pools.add(pool);
		else return { unknown: `${address} decides which pools there are` };
	}
	return pools;
}

/** How many pools can take requests, as far as it matters whether they are `enough`. */
function countUsable(
	pools: Set<Pool> | { unknown: string },
	context: PlanContext,
	enough = 2,
): number | { unknown: string } {
	if (!(pools instanceof Set)) return pools;
	const states = [...pools].map((pool) => isUsable(pool, context));
	const sure = states.filter((state) => state === true).length;
	const open = states.filter((state) => typeof state === "string");
	if (sure >= enough || sure + open.length < enough) return sure;
	return { unknown: open[0]! };
}

/** Whether a pool is switched on and has as many origins as it needs; text where that is not known. */
function isUsable(pool: Pool, context: PlanContext): boolean | string {
	if (typeof pool === "string") return "a pool that it names is not in the plan";
	const enabled = read(context, pool, ["enabled"]);
	if (!isKnown(enabled)) return enabled.unknown;
	if (enabled.value === false) return false;
	const origins = context.value(pool, ["origins"]);
	if (origins.state === "unknown") return origins.reason;
	if (origins.state === "reference") return "known only after apply";
	if (origins.state === "omitted" || !Array.isArray(origins.value)) return false;
	const switches = origins.value.map((_, index) => read(context, pool, ["origins", index, "enabled"]));
	const on = switches.filter((reading) => isKnown(reading) && reading.value !== false).length;
	const open = switches.find((reading) => !isKnown(reading));
	const minimum = read(context, pool, ["minimum_origins"]);
	// One unless stated. A pool with fewer counts as down.
	const needed = Math.max(1, integer(minimum, 1));
	if (!isKnown(minimum)) return minimum.unknown;
	if (on >= needed) return true;
	return open !== undefined && "unknown" in open && on + switches.length > needed ? open.unknown : false;
}
