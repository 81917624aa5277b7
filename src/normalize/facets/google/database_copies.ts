import type { DatabaseCopiesFacet } from "../../../model/facets.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isGiven, isKnown, read, text } from "../plan_values.ts";

/** Cloud SQL keeps a standby in another zone where it is REGIONAL; ZONAL unless stated. A replica is a copy itself. */
export const googleDatabaseCopies: FacetComputer<"database_copies", PlanContext> = {
	name: "database_copies",
	compute(resource, context): FacetResult<DatabaseCopiesFacet> {
		if (resource.type !== "google_sql_database_instance") return undefined;
		const replica = isGiven(context, resource, ["master_instance_name"]);
		if (replica === true) return undefined;
		if (replica !== false) return replica;
		const path = ["settings", 0, "availability_type"];
		const type = read(context, resource, path);
		if (!isKnown(type)) return type;
		return { value: { standby: text(type) === "REGIONAL", instances: 0, path } };
	},
};
