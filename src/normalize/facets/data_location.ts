import type { AttributePath } from "../../model/json.ts";
import type { FacetComputer } from "../facet.ts";
import { hiddenAt, listAt, lookUp } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { type Gap, isKnown, read, text } from "./plan_values.ts";

/** Types that keep data, or process it in an AI model, in the region they are made in. */
const TYPES = new Set([
	"aws_backup_vault",
	"aws_bedrock_guardrail",
	"aws_bedrock_inference_profile",
	"aws_bedrockagent_agent",
	"aws_bedrockagent_knowledge_base",
	"aws_cloudwatch_log_group",
	"aws_db_instance",
	"aws_docdb_cluster",
	"aws_dynamodb_table",
	"aws_ebs_volume",
	"aws_ecr_repository",
	"aws_efs_file_system",
	"aws_elasticache_cluster",
	"aws_elasticache_replication_group",
	"aws_instance",
	"aws_kinesis_firehose_delivery_stream",
	"aws_kinesis_stream",
	"aws_lambda_function",
	"aws_msk_cluster",
	"aws_neptune_cluster",
	"aws_opensearch_domain",
	"aws_rds_cluster",
	"aws_redshift_cluster",
	"aws_s3_bucket",
	"aws_sagemaker_domain",
	"aws_sagemaker_endpoint",
	"aws_sagemaker_model",
	"aws_sagemaker_notebook_instance",
	"aws_secretsmanager_secret",
	"aws_sns_topic",
	"aws_sqs_queue",
]);

/** Where replicas of a type are named: block and argument. */
const REPLICAS: Record<string, [block: string, argument: string]> = {
	aws_dynamodb_table: ["replica", "region_name"],
	aws_secretsmanager_secret: ["replica", "region"],
};

/** The regions of a resource and its replicas: its own `region` (provider 6), else that of its provider configuration. */
export const dataLocation: FacetComputer<"data_location", PlanContext> = {
	name: "data_location",
	compute(resource, context) {
		if (!TYPES.has(resource.type)) return undefined;
		const given = read(context, resource, ["region"]);
		if (!isKnown(given)) return given;
		const own = text(given);
		const region = own ?? context.region(resource);
		if (region === null) return { unknown: "the region of the provider is not known from the plan" };
		const places: { region: string; path: AttributePath }[] = [{ region, path: own === null ? [] : ["region"] }];
		const unknown: Gap[] = [];
		const replicas = lookUp(REPLICAS, resource.type);
		if (replicas !== undefined) {
			const [block, argument] = replicas;
			const hidden = hiddenAt(resource, [block]);
			if (hidden !== null) unknown.push({ path: [], reason: hidden });
			for (const index of listAt(resource.attributes, [block]).keys()) {
				const path: AttributePath = [block, index, argument];
				const place = read(context, resource, path);
				// An entry of its own would look like a place that is not allowed.
				if (!isKnown(place)) unknown.push({ path: [], reason: place.unknown });
				else if (text(place) !== null) places.push({ region: text(place)!, path });
			}
		}
		return { value: places, unknown };
	},
};
