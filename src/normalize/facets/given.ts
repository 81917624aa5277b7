import type { FacetComputer } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";

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
	aws_sagemaker_model: ["vpc_config"],
	aws_sagemaker_notebook_instance: ["subnet_id"],
};

/** Says of chosen arguments whether a value is given. A reference to a resource is one, whatever it turns out to be. */
export const given: FacetComputer<"given", PlanContext> = {
	name: "given",
	compute(resource, context) {
		const names = ARGUMENTS[resource.type];
		if (names === undefined) return undefined;
		const value: Record<string, boolean> = {};
		const unknown: { path: string[]; reason: string }[] = [];
		for (const name of names) {
			const read = context.value(resource, [name]);
			// A switch made from another resource's value may come out on or off.
			if (read.state === "reference" && SWITCHES.has(name)) {
				unknown.push({ path: [name], reason: "known only after apply" });
			} else if (read.state === "unknown") unknown.push({ path: [name], reason: read.reason });
			else value[name] = read.state === "reference" || (read.state === "known" && holdsSomething(read.value));
		}
		return { value, unknown };
	},
};

/** Absent blocks are empty lists in a plan; switches that are off count as not given. */
function holdsSomething(value: unknown): boolean {
	if (Array.isArray(value)) return value.length > 0;
	return value !== null && value !== "" && value !== false;
}
