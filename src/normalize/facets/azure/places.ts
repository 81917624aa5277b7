import type { AttributePath } from "../../../model/json.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, read, text } from "../plan_values.ts";

/** Types that keep data, or process it in an AI model. */
const TYPES = new Set([
	"azurerm_ai_services",
	"azurerm_cognitive_account",
	"azurerm_container_registry",
	"azurerm_cosmosdb_account",
	"azurerm_key_vault",
	"azurerm_kubernetes_cluster",
	"azurerm_log_analytics_workspace",
	"azurerm_machine_learning_workspace",
	"azurerm_managed_disk",
	"azurerm_mssql_server",
	"azurerm_mysql_flexible_server",
	"azurerm_postgresql_flexible_server",
	"azurerm_recovery_services_vault",
	"azurerm_redis_cache",
	"azurerm_search_service",
	"azurerm_storage_account",
]);

/**
 * Regions as Azure's API names them: in lower case without spaces, so that `West Europe` is `westeurope`. What a
 * deployment of a model with a global SKU processes elsewhere is not told by the account's region.
 */
export const azureDataLocation: FacetComputer<"data_location", PlanContext> = {
	name: "data_location",
	compute(resource, context): FacetResult<{ region: string; path: AttributePath }[]> {
		if (!TYPES.has(resource.type)) return undefined;
		const path = ["location"];
		const place = read(context, resource, path);
		if (!isKnown(place)) return place;
		const name = text(place);
		if (name === null) return { unknown: "no location is named" };
		return { value: [{ region: name.toLowerCase().replaceAll(" ", ""), path }] };
	},
};
