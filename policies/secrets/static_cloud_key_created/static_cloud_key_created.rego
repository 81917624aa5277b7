# METADATA
# title: No long-lived cloud keys are made
# description: A static key works from anywhere until someone revokes it; roles and federation give credentials that expire by themselves.
# scope: package
# custom:
#   id: static-cloud-key-created
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_iam_access_key, aws_iam_service_specific_credential]}
#   requires:
#     - attributes.service_name
#     - attributes.status
#   independent: true
#   remediation:
#     terraform:
#       text: Remove the key. Workloads on AWS take a role; workloads elsewhere federate through OpenID Connect or IAM Roles Anywhere.
#       snippet: |
#         resource "aws_iam_openid_connect_provider" "ci" {
#           url            = "https://token.actions.githubusercontent.com"
#           client_id_list = ["sts.amazonaws.com"]
#         }
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
package secrets.static_cloud_key_created

import data.lib.finding

deny contains finding.graded(resource, [], message, _severity(resource)) if {
	some resource in input.resources
	_opens_the_account(resource)
	message := "the key does not expire"
}

_opens_the_account(resource) if resource.type == "aws_iam_access_key"

# Credentials for other services than Bedrock (Git over HTTPS, Cassandra) open no other part of the account.
_opens_the_account(resource) if resource.attributes.service_name == "bedrock.amazonaws.com"

_severity(resource) := "low" if resource.attributes.status == "Inactive"

_severity(resource) := "high" if not resource.attributes.status == "Inactive"
