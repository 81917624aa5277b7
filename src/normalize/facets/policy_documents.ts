import type { Facets, PolicyDocumentFacet, PolicyStatementFacet } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, lookUp } from "../json.ts";
import type { PlanContext, PolicyStatement } from "../terraform/context.ts";
import { narrowingCondition } from "../terraform/policy-document.ts";

type Kind = PolicyDocumentFacet["kind"];

/**
 * Attributes that hold an IAM-style policy document, by resource type. A `[]` stands for every block of a list.
 * Attribute names are those of the AWS provider's schemas (5.100 and 6).
 */
export const POLICY_ATTRIBUTES: Record<string, readonly (readonly [path: string, kind: Kind])[]> = {
	aws_iam_policy: [["policy", "identity"]],
	aws_iam_role_policy: [["policy", "identity"]],
	aws_iam_user_policy: [["policy", "identity"]],
	aws_iam_group_policy: [["policy", "identity"]],
	aws_iam_role: [
		["assume_role_policy", "trust"],
		["inline_policy[].policy", "identity"],
	],
	aws_ssoadmin_permission_set_inline_policy: [["inline_policy", "identity"]],
	aws_iot_policy: [["policy", "identity"]],
	aws_organizations_policy: [["content", "scp"]],
	aws_kms_key: [["policy", "key"]],
	aws_kms_key_policy: [["policy", "key"]],
	aws_kms_external_key: [["policy", "key"]],
	aws_kms_replica_key: [["policy", "key"]],
	aws_kms_replica_external_key: [["policy", "key"]],
	aws_acmpca_policy: [["policy", "resource"]],
	aws_api_gateway_domain_name: [["policy", "resource"]],
	aws_api_gateway_rest_api: [["policy", "resource"]],
	aws_api_gateway_rest_api_policy: [["policy", "resource"]],
	aws_backup_vault_policy: [["policy", "resource"]],
	aws_cloudwatch_event_bus_policy: [["policy", "resource"]],
	aws_cloudwatch_log_destination_policy: [["access_policy", "resource"]],
	aws_cloudwatch_log_resource_policy: [["policy_document", "resource"]],
	aws_codeartifact_domain_permissions_policy: [["policy_document", "resource"]],
	aws_codeartifact_repository_permissions_policy: [["policy_document", "resource"]],
	aws_dynamodb_resource_policy: [["policy", "resource"]],
	aws_ecr_registry_policy: [["policy", "resource"]],
	aws_ecr_repository_policy: [["policy", "resource"]],
	aws_ecrpublic_repository_policy: [["policy", "resource"]],
	aws_efs_file_system_policy: [["policy", "resource"]],
	aws_elasticsearch_domain: [["access_policies", "resource"]],
	aws_elasticsearch_domain_policy: [["access_policies", "resource"]],
	aws_glacier_vault: [["access_policy", "resource"]],
	aws_glue_resource_policy: [["policy", "resource"]],
	aws_kinesis_resource_policy: [["policy", "resource"]],
	aws_msk_cluster_policy: [["policy", "resource"]],
	aws_opensearch_domain: [["access_policies", "resource"]],
	aws_opensearch_domain_policy: [["access_policies", "resource"]],
	aws_organizations_resource_policy: [["content", "resource"]],
	aws_redshift_resource_policy: [["policy", "resource"]],
	aws_s3_access_point: [["policy", "resource"]],
	aws_s3_bucket: [["policy", "resource"]],
	aws_s3_bucket_policy: [["policy", "resource"]],
	aws_s3control_access_point_policy: [["policy", "resource"]],
	aws_s3control_bucket_policy: [["policy", "resource"]],
	aws_s3tables_table_bucket_policy: [["resource_policy", "resource"]],
	aws_s3tables_table_policy: [["resource_policy", "resource"]],
	aws_sagemaker_model_package_group_policy: [["resource_policy", "resource"]],
	aws_secretsmanager_secret: [["policy", "resource"]],
	aws_secretsmanager_secret_policy: [["policy", "resource"]],
	aws_ses_identity_policy: [["policy", "resource"]],
	aws_sesv2_email_identity_policy: [["policy", "resource"]],
	aws_sns_topic: [["policy", "resource"]],
	aws_sns_topic_policy: [["policy", "resource"]],
	aws_sqs_queue: [["policy", "resource"]],
	aws_sqs_queue_policy: [["policy", "resource"]],
	aws_vpc_endpoint: [["policy", "resource"]],
	aws_vpc_endpoint_policy: [["policy", "resource"]],
	aws_vpclattice_auth_policy: [["policy", "resource"]],
	aws_vpclattice_resource_policy: [["policy", "resource"]],
};

/** Types of `aws_organizations_policy` whose content is an IAM-style document; the others (tags, backups …) have a syntax of their own. */
const ORGANIZATION_TYPES = new Set(["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]);

/** Parses every policy document of a resource. Absent without one: the service's own default holds then. */
export const policyDocuments: FacetComputer<"policy_documents", PlanContext> = {
	name: "policy_documents",
	compute(resource, context): FacetResult<NonNullable<Facets["policy_documents"]>> {
		const attributes = lookUp(POLICY_ATTRIBUTES, resource.type);
		if (attributes === undefined || !hasPolicySyntax(resource, context)) return undefined;
		const value: PolicyDocumentFacet[] = [];
		const unknown: { path: AttributePath; reason: string }[] = [];
		for (const [name, kind] of attributes) {
			const paths = concretePaths(name, resource, context);
			if ("unknown" in paths) {
				unknown.push({ path: [value.length], reason: paths.unknown });
				value.push({ path: [name.replace(/\[.*$/, "")], kind, statements: [] });
				continue;
			}
			for (const path of paths.paths) {
				const document = context.policyDocument(resource, path);
				if (document.state === "omitted") continue;
				const at = value.length;
				if (document.state === "unknown") {
					unknown.push({ path: [at, "statements"], reason: document.reason });
					value.push({ path, kind, statements: [] });
					continue;
				}
				const statements = document.statements.map((statement, index) => toFacet(statement, path, index));
				value.push({ path, kind, statements });
				for (const { path: inner, reason, named } of document.unknown) {
					unknown.push({ path: [at, "statements", ...inner], reason });
					const [index, field] = inner;
					const statement = statements[index as number];
					for (const name of statement === undefined ? [] : dependents(statement, field, named === true)) {
						delete statement?.[name];
						unknown.push({ path: [at, "statements", index as number, name], reason });
					}
					if (field !== "conditions" || statements[index as number]?.narrowed === true) continue;
					delete statements[index as number]?.narrowed;
					unknown.push({ path: [at, "statements", index as number, "narrowed"], reason });
				}
			}
		}
		return value.length === 0 ? undefined : { value, unknown };
	},
};

function toFacet(statement: PolicyStatement, path: AttributePath, index: number): PolicyStatementFacet {
	const narrowed = narrowingCondition(statement) !== null;
	const everywhere = statement.resources.some(isEveryResource) || statement.not_resources.length > 0;
	const anyone = statement.principals.some(({ id }) => id === "*") || statement.not_principals.length > 0;
	const accounts = statement.principals.flatMap(({ type, id }) => (type === "AWS" ? (wholeAccount(id) ?? []) : []));
	const models = invokedModels(statement);
	return { ...statement, index, narrowed, everywhere, anyone, accounts, models, path: [...path, "Statement", index] };
}

function invokedModels(statement: PolicyStatement): string[] {
	if (statement.effect !== "Allow" || !MODEL_INVOCATIONS.some((action) => covers(statement, action))) return [];
	return statement.not_resources.length > 0 ? ["*"] : statement.resources;
}

const MODEL_INVOCATIONS = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];

/** Whether a statement speaks of an action. Letter case does not count; `*` and `?` are wildcards. */
function covers({ actions, not_actions: others }: PolicyStatement, action: string): boolean {
	const fits = (pattern: string) => new RegExp(wildcards(pattern), "i").test(action);
	return actions.some(fits) || (others.length > 0 && !others.some(fits));
}

function wildcards(pattern: string): string {
	const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
	return `^${literal.replaceAll(/\*+/g, ".*").replaceAll("?", ".")}$`;
}

type Derived = "everywhere" | "anyone" | "accounts" | "models";

/** What cannot be said any more when a field is not known in full. What is `named` are identifiers of the plan's own resources. */
function dependents(statement: PolicyStatementFacet, field: unknown, named: boolean): Derived[] {
	const known: Derived[] = [];
	if (field === "actions" || field === "not_actions") known.push("models");
	if ((field === "resources" || field === "not_resources") && statement.models?.length !== 0) known.push("models");
	if (named) return known;
	if (field === "resources" && statement.everywhere === false) known.push("everywhere");
	if (field === "principals") known.push("accounts");
	if (field === "principals" && statement.anyone === false) known.push("anyone");
	return known;
}

/** `*`, and ARNs that leave open the service and all that follows: `arn:aws:*:*:*:*`. */
function isEveryResource(pattern: string): boolean {
	return /^(?:\*+|arn:[^:]*\*|arn:[^:]*:\*+(?::\**)*(?:\/\*+)?)$/.test(pattern);
}

/** The account id of a principal that stands for a whole account. */
function wholeAccount(id: string): string | null {
	return /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(id)?.[1] ?? null;
}

function hasPolicySyntax(resource: Resource, context: PlanContext): boolean {
	if (resource.type !== "aws_organizations_policy") return true;
	const type = context.value(resource, ["type"]);
	// Service control policies are what the provider takes when nothing is said.
	return type.state !== "known" || (typeof type.value === "string" && ORGANIZATION_TYPES.has(type.value));
}

/** The paths an entry of the table stands for in this resource. */
function concretePaths(
	name: string,
	resource: Resource,
	context: PlanContext,
): { paths: AttributePath[] } | { unknown: string } {
	const [list, inner] = name.split("[].");
	if (list === undefined || inner === undefined) return { paths: [[name]] };
	const blocks = context.value(resource, [list]);
	if (blocks.state === "unknown") return { unknown: blocks.reason };
	if (blocks.state !== "known" || !Array.isArray(blocks.value)) return { paths: [] };
	return { paths: blocks.value.flatMap((block, index) => (isObject(block) ? [[list, index, inner]] : [])) };
}
