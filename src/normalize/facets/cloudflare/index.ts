import type { Facets } from "../../../model/facets.ts";
import type { FacetComputer } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { cloudflareDataLocation } from "./data_location.ts";
import { edgeRoute } from "./edge_route.ts";
import { edgeSettings } from "./edge_settings.ts";
import { loadBalancerPools } from "./load_balancer_pools.ts";
import { missingRulesets } from "./missing_rulesets.ts";
import { originPulls } from "./origin_pulls.ts";
import { secondFactor } from "./second_factor.ts";
import { unshippedLogs } from "./unshipped_logs.ts";
import { cloudflareZoneSigning } from "./zone_signing.ts";

/** Facets of the Cloudflare provider's resources (`cloudflare_…`), in the order they are computed. */
export const cloudflareFacets: FacetComputer<keyof Facets, PlanContext>[] = [
	cloudflareDataLocation,
	cloudflareZoneSigning,
	edgeRoute,
	edgeSettings,
	loadBalancerPools,
	missingRulesets,
	originPulls,
	secondFactor,
	unshippedLogs,
];
