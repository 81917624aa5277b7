# METADATA
# title: Resource policies let in nobody unknown
# description: Queues, topics, registries, secrets, vaults, search domains and functions can be opened to the world by their own policy.
# scope: package
# custom:
#   id: resource-policy-not-public
#   severity: critical
#   origins: [terraform, aws]
#   selector:
#     types:
#       - aws_backup_vault_policy
#       - aws_dynamodb_resource_policy
#       - aws_ecr_registry_policy
#       - aws_ecr_repository_policy
#       - aws_kinesis_resource_policy
#       - aws_lambda_permission
#       - aws_opensearch_domain
#       - aws_opensearch_domain_policy
#       - aws_secretsmanager_secret
#       - aws_secretsmanager_secret_policy
#       - aws_sns_topic
#       - aws_sns_topic_policy
#       - aws_sqs_queue
#       - aws_sqs_queue_policy
#       - google_artifact_registry_repository_iam_binding
#       - google_artifact_registry_repository_iam_member
#       - google_artifact_registry_repository_iam_policy
#       - google_pubsub_schema_iam_binding
#       - google_pubsub_schema_iam_member
#       - google_pubsub_schema_iam_policy
#       - google_pubsub_subscription_iam_binding
#       - google_pubsub_subscription_iam_member
#       - google_pubsub_subscription_iam_policy
#       - google_pubsub_topic_iam_binding
#       - google_pubsub_topic_iam_member
#       - google_pubsub_topic_iam_policy
#       - google_secret_manager_regional_secret_iam_binding
#       - google_secret_manager_regional_secret_iam_member
#       - google_secret_manager_regional_secret_iam_policy
#       - google_secret_manager_secret_iam_binding
#       - google_secret_manager_secret_iam_member
#       - google_secret_manager_secret_iam_policy
#       - azurerm_container_registry
#   requires:
#     - attributes.function_url_auth_type
#     - attributes.principal
#     - facets.given.principal_org_id
#     - facets.given.source_account
#     - facets.given.source_arn
#     - facets.given.vpc_options
#     - facets.policy_documents[].kind
#     - facets.policy_documents[].statements[].anyone
#     - facets.policy_documents[].statements[].effect
#     - facets.policy_documents[].statements[].narrowed
#     - facets.policy_documents[].statements[].path
#     - facets.public_grants.grants[].grantee
#     - facets.public_grants.grants[].path
#     - facets.public_grants.grants[].permission
#     - attributes.anonymous_pull_enabled
#   remediation:
#     terraform:
#       text: Name the accounts and roles, and hold service principals to a source account or ARN.
#       snippet: |
#         resource "aws_lambda_permission" "from_bucket" {
#           action         = "lambda:InvokeFunction"
#           function_name  = aws_lambda_function.thumbnails.function_name
#           principal      = "s3.amazonaws.com"
#           source_arn     = aws_s3_bucket.images.arn
#           source_account = "123456789012"
#         }
#     google:
#       text: Grant roles to the accounts that need them, by name.
#       snippet: |
#         resource "google_pubsub_topic_iam_member" "orders" {
#           topic  = google_pubsub_topic.orders.name
#           role   = "roles/pubsub.publisher"
#           member = "serviceAccount:shop@example-project.iam.gserviceaccount.com"
#         }
#     azurerm:
#       text: Let nobody pull images without signing in.
#       snippet: |
#         resource "azurerm_container_registry" "main" {
#           name                   = "examplemain"
#           resource_group_name    = azurerm_resource_group.main.name
#           location               = azurerm_resource_group.main.location
#           sku                    = "Premium"
#           anonymous_pull_enabled = false
#         }
#       edits:
#         - {do: set, value: false, when: {path: anonymous_pull_enabled}}
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
#     - https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
#     - https://docs.cloud.google.com/iam/docs/principals-overview
#     - https://learn.microsoft.com/en-us/azure/container-registry/anonymous-pull-access
package access.resource_policy_not_public

import data.lib.finding

deny contains finding.graded(resource, statement.path, message, _severity(resource)) if {
	some resource in input.resources
	some document in resource.facets.policy_documents
	document.kind == "resource"
	some statement in document.statements
	statement.effect == "Allow"
	statement.anyone == true
	statement.narrowed == false
	message := "the policy lets in everyone"
}

deny contains finding.new(resource, grant.path, message) if {
	some resource in input.resources
	some grant in resource.facets.public_grants.grants
	message := $"the grant gives {grant.permission} to {grant.grantee}"
}

deny contains finding.new(resource, ["principal"], message) if {
	some resource in input.resources
	resource.type == "aws_lambda_permission"
	resource.attributes.principal == "*"
	not _held(resource)
	not resource.attributes.function_url_auth_type == "AWS_IAM"
	message := "anyone may call the function"
}

deny contains finding.graded(resource, ["source_arn"], message, "medium") if {
	some resource in input.resources
	resource.type == "aws_lambda_permission"
	endswith(resource.attributes.principal, ".amazonaws.com")
	not _held(resource)
	message := $"{resource.attributes.principal} may call the function on anyone's behalf: neither source_arn nor source_account is set"
}

# An OpenSearch domain inside a VPC is still shielded by the network.
_severity(resource) := "low" if resource.facets.given.vpc_options == true

_severity(resource) := "critical" if not resource.facets.given.vpc_options == true

_held(resource) if resource.facets.given.principal_org_id

_held(resource) if resource.facets.given.source_account

_held(resource) if resource.facets.given.source_arn

deny contains finding.new(resource, ["anonymous_pull_enabled"], "anyone may pull images without signing in") if {
	some resource in input.resources
	resource.attributes.anonymous_pull_enabled == true
}
