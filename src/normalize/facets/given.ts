import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { lookUp } from "../json.ts";
import type { PlanContext, PlanValue } from "../terraform/context.ts";

const MASTER_PASSWORD = [
	"manage_master_user_password",
	"master_password",
	"master_password_wo",
	"snapshot_identifier",
	"restore_to_point_in_time",
];

const SWITCHES = new Set(["manage_master_password", "manage_master_user_password"]);

/** Arguments where it matters that a value is given, not which: a subnet, a source ARN, a password. */
const ARGUMENTS: Record<string, string[]> = {
	aws_cloudtrail: ["cloud_watch_logs_group_arn", "cloud_watch_logs_role_arn"],
	aws_db_instance: [
		"manage_master_user_password",
		"password",
		"password_wo",
		"replicate_source_db",
		"snapshot_identifier",
		"restore_to_point_in_time",
	],
	aws_rds_cluster: [...MASTER_PASSWORD, "replication_source_identifier", "global_cluster_identifier"],
	aws_docdb_cluster: [...MASTER_PASSWORD, "global_cluster_identifier"],
	aws_redshift_cluster: [
		"manage_master_password",
		"master_password",
		"master_password_wo",
		"snapshot_identifier",
		"snapshot_arn",
	],
	aws_lambda_permission: ["source_arn", "source_account", "principal_org_id"],
	aws_opensearch_domain: ["vpc_options"],
	aws_bedrock_custom_model: ["vpc_config"],
	aws_sagemaker_data_quality_job_definition: ["network_config.0.vpc_config"],
	aws_sagemaker_model: ["vpc_config"],
	aws_sagemaker_notebook_instance: ["subnet_id"],
	cloudflare_account_token: ["expires_on"],
	cloudflare_api_token: ["expires_on"],
	cloudflare_load_balancer_pool: ["monitor", "monitor_group"],
	google_colab_runtime_template: ["encryption_spec.0.kms_key_name"],
	google_discovery_engine_data_store: ["kms_key_name"],
	google_sql_database_instance: ["master_instance_name"],
	google_vertex_ai_dataset: ["encryption_spec.0.kms_key_name"],
	google_vertex_ai_endpoint: [
		"encryption_spec.0.kms_key_name",
		"network",
		"private_service_connect_config.0.project_allowlist",
		"predict_request_response_logging_config.0.bigquery_destination.0.output_uri",
	],
	google_vertex_ai_feature_online_store: ["encryption_spec.0.kms_key_name"],
	google_vertex_ai_featurestore: ["encryption_spec.0.kms_key_name"],
	google_vertex_ai_index_endpoint: [
		"encryption_spec.0.kms_key_name",
		"network",
		"private_service_connect_config.0.project_allowlist",
	],
	google_vertex_ai_reasoning_engine: ["encryption_spec.0.kms_key_name"],
	google_vertex_ai_tensorboard: ["encryption_spec.0.kms_key_name"],
	google_workbench_instance: ["gce_setup.0.boot_disk.0.kms_key"],
};

/** Says of chosen arguments whether a value is given. A reference to a resource is one, whatever it turns out to be. */
export const given: FacetComputer<"given", PlanContext> = {
	name: "given",
	compute(resource, context) {
		const names = lookUp(ARGUMENTS, resource.type);
		if (names === undefined) return undefined;
		const value: Record<string, boolean> = {};
		const unknown: { path: string[]; reason: string }[] = [];
		for (const argument of names) {
			const { name, read } = reading(resource, context, argument);
			// A switch made from another resource's value may come out on or off.
			if (read.state === "reference" && SWITCHES.has(name)) {
				unknown.push({ path: [name], reason: "known only after apply" });
			} else if (read.state === "unknown") unknown.push({ path: [name], reason: read.reason });
			else value[name] = read.state === "reference" || (read.state === "known" && holdsSomething(read.value));
		}
		return { value, unknown };
	},
};

/** Reads an argument, also one inside a block (`network_config.0.vpc_config`), which goes by its last name. */
function reading(resource: Resource, context: PlanContext, argument: string): { name: string; read: PlanValue } {
	const path = argument.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
	const name = String(path.at(-1));
	for (const [index, step] of path.entries()) {
		if (typeof step !== "number") continue;
		const block = context.value(resource, path.slice(0, index));
		if (block.state === "unknown") return { name, read: block };
		if (block.state !== "known" || !holdsSomething(block.value)) return { name, read: { state: "omitted" } };
	}
	return { name, read: context.value(resource, path) };
}

/** Absent blocks are empty lists in a plan; switches that are off count as not given. */
function holdsSomething(value: unknown): boolean {
	if (Array.isArray(value)) return value.length > 0;
	return value !== null && value !== "" && value !== false;
}
