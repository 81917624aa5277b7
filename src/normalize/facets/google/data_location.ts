import type { AttributePath } from "../../../model/json.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import { lookUp } from "../../json.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, read, text } from "../plan_values.ts";

/** Types that keep data, or process it in an AI model, and the argument with their place, in the order it is asked. */
const PLACES: Record<string, string[]> = {
	google_alloydb_cluster: ["location"],
	google_artifact_registry_repository: ["location"],
	google_backup_dr_backup_vault: ["location"],
	google_bigquery_dataset: ["location"],
	google_cloud_run_v2_service: ["location"],
	google_cloudfunctions2_function: ["location"],
	google_compute_disk: ["zone"],
	google_compute_instance: ["zone"],
	google_container_cluster: ["location"],
	google_discovery_engine_data_store: ["location"],
	google_filestore_instance: ["location", "zone"],
	google_firestore_database: ["location_id"],
	google_logging_project_bucket_config: ["location"],
	google_redis_instance: ["region"],
	google_sql_database_instance: ["region"],
	google_storage_bucket: ["location"],
	google_vertex_ai_dataset: ["region"],
	google_vertex_ai_endpoint: ["location"],
	google_vertex_ai_feature_online_store: ["region"],
	google_vertex_ai_featurestore: ["region"],
	google_vertex_ai_index: ["region"],
	google_vertex_ai_index_endpoint: ["region"],
	google_vertex_ai_tensorboard: ["region"],
	google_workbench_instance: ["location"],
};

/**
 * Places as Google names them, in lower case: a region, a zone's region (`europe-west3` of `europe-west3-a`), or a
 * multi-region (`eu`, `us`), which an allowed list names as such. Buckets are in `us` and datasets in `us` where they say
 * nothing.
 */
export const googleDataLocation: FacetComputer<"data_location", PlanContext> = {
	name: "data_location",
	compute(resource, context): FacetResult<{ region: string; path: AttributePath }[]> {
		if (!Object.hasOwn(PLACES, resource.type)) return undefined;
		for (const argument of lookUp(PLACES, resource.type) ?? []) {
			const place = read(context, resource, [argument]);
			if (!isKnown(place)) return place;
			const name = text(place);
			if (name !== null && name !== "") return { value: [{ region: regionOf(name), path: [argument] }] };
		}
		// https://cloud.google.com/bigquery/docs/locations
		if (resource.type === "google_bigquery_dataset") return { value: [{ region: "us", path: ["location"] }] };
		const region = context.region(resource);
		return region === null
			? { unknown: "the region of the provider is not known from the plan" }
			: { value: [{ region: regionOf(region), path: [] }] };
	},
};

/** The region of a zone; addresses of zones and regions end in their names. */
function regionOf(place: string): string {
	const name = place.slice(place.lastIndexOf("/") + 1).toLowerCase();
	return name.replace(/^([a-z]+-[a-z]+\d+)-[a-z]$/, "$1");
}
