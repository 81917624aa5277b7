import type { CacheTlsFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import { lookUp } from "../../json.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, read, text } from "../plan_values.ts";

/** Values that switch TLS on. Off is the default for Redis: provider documentation of releases 5 to 8. */
const ENCRYPTED: Readonly<Record<string, string>> = {
	google_memorystore_instance: "SERVER_AUTHENTICATION",
	google_redis_cluster: "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION",
	google_redis_instance: "SERVER_AUTHENTICATION",
};

/** Whether clients of a cache have to use TLS. https://docs.cloud.google.com/memorystore/docs/redis/about-in-transit-encryption */
export const googleCacheTls: FacetComputer<"cache_tls", PlanContext> = {
	name: "cache_tls",
	compute(resource, context): FacetResult<CacheTlsFacet> {
		if (!Object.hasOwn(ENCRYPTED, resource.type)) return undefined;
		const path = ["transit_encryption_mode"];
		const mode = read(context, resource, path);
		if (!isKnown(mode)) return mode;
		if (mode.value === null && resource.type === "google_memorystore_instance") {
			return {
				unknown: "nothing says whether TLS is used, and the default of Memorystore for Valkey is not documented",
			};
		}
		if (mode.value === null) return { value: { connections: "clear", source: "default", path } };
		const connections = text(mode) === lookUp(ENCRYPTED, resource.type) ? "encrypted" : "clear";
		return { value: { connections, source: "attribute", path } };
	},
};
