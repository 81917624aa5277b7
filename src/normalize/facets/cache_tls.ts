import type { CacheTlsFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { isKnown, isTrue, read, text } from "./plan_values.ts";

/** Whether clients of a cache, and its nodes among each other, have to use TLS. */
export const cacheTls: FacetComputer<"cache_tls", PlanContext> = {
	name: "cache_tls",
	compute(resource, context): FacetResult<CacheTlsFacet> {
		if (resource.type === "aws_elasticache_replication_group") return replicationGroup(resource, context);
		if (resource.type === "aws_memorydb_cluster") return memoryDatabase(resource, context);
		return undefined;
	},
};

/**
 * ElastiCache. The API leaves TLS off unless asked for; what it does for Valkey is not documented. Where TLS is on and no
 * mode is named, clients have to use it:
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
 */
function replicationGroup(resource: Resource, context: PlanContext): FacetResult<CacheTlsFacet> {
	const path = ["transit_encryption_enabled"];
	const enabled = read(context, resource, path);
	if (!isKnown(enabled)) return enabled;
	if (enabled.value === null) {
		if (context.value(resource, ["global_replication_group_id"]).state !== "omitted") {
			return { unknown: "TLS is taken over from what global_replication_group_id names" };
		}
		const engine = read(context, resource, ["engine"]);
		if (!isKnown(engine)) return engine;
		if (text(engine) === "valkey")
			return { unknown: "nothing says whether TLS is used, and the default of Valkey decides" };
		return { value: { connections: "clear", source: "default", path } };
	}
	if (!isTrue(enabled)) return { value: { connections: "clear", source: "attribute", path } };
	const mode = read(context, resource, ["transit_encryption_mode"]);
	if (!isKnown(mode)) return mode;
	if (text(mode) === "preferred") {
		return { value: { connections: "either", source: "attribute", path: ["transit_encryption_mode"] } };
	}
	return { value: { connections: "encrypted", source: "attribute", path } };
}

/** MemoryDB uses TLS unless it is switched off: the provider's default is true. */
function memoryDatabase(resource: Resource, context: PlanContext): FacetResult<CacheTlsFacet> {
	const path = ["tls_enabled"];
	const enabled = read(context, resource, path);
	if (!isKnown(enabled)) return enabled;
	if (enabled.value === null) return { value: { connections: "encrypted", source: "default", path } };
	return { value: { connections: isTrue(enabled) ? "encrypted" : "clear", source: "attribute", path } };
}
