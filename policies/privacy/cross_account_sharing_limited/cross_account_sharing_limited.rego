# METADATA
# title: Resources are shared with known accounts only
# description: Whoever a share, a snapshot or a bucket policy lets in reads the data under rules of their own.
# scope: package
# custom:
#   id: cross-account-sharing-limited
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_ram_resource_share, aws_db_snapshot, aws_s3_bucket_policy, google_bigquery_dataset]}
#   requires:
#     -  attributes.allow_external_principals
#     -  attributes.shared_accounts
#     -  facets.policy_documents[].statements[].effect
#     -  facets.policy_documents[].statements[].path
#     -  facets.policy_documents[].statements[].principals[].id
#     -  facets.policy_documents[].statements[].principals[].type
#     - attributes.access[].domain
#     - attributes.access[].group_by_email
#     - attributes.access[].user_by_email
#   parameters: [trusted_accounts]
#   independent: true
#   remediation:
#     terraform:
#       text: Share inside the organisation only, and list the accounts of your own and of partners in `trusted_accounts`.
#       snippet: |
#         resource "aws_ram_resource_share" "network" {
#           name                      = "network"
#           allow_external_principals = false
#         }
#       edits:
#         - {do: set, value: false, when: {path: allow_external_principals}}
#     google:
#       text: Give people and groups of your own domain access, and list the domains of partners in `trusted_accounts`.
#       snippet: |
#         resource "google_bigquery_dataset" "orders" {
#           dataset_id = "orders"
#           access {
#             role           = "READER"
#             group_by_email = "analysts@example.com"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/ram/latest/userguide/working-with-sharing-create.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
#     - https://cloud.google.com/bigquery/docs/control-access-to-resources-iam
package privacy.cross_account_sharing_limited

import data.lib.finding

deny contains finding.new(resource, ["allow_external_principals"], "accounts outside the organisation may be added to the share") if {
	some resource in input.resources
	resource.attributes.allow_external_principals == true
}

deny contains finding.new(resource, grant.path, message) if {
	some resource in input.resources
	count(data.parameters.trusted_accounts) > 0
	some grant in _grants(resource)
	not grant.account in data.parameters.trusted_accounts
	message := $"shared with {grant.account}, which is not among the trusted accounts"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	count(data.parameters.trusted_accounts) == 0
	some grant in _grants(resource)
	reason := $"{grant.account} may be another party's: the parameter trusted_accounts is empty"
}

# "all" is no account: snapshot-not-public judges it.
_grants(resource) := ({{"account": account, "path": ["shared_accounts"]} |
	some account in resource.attributes.shared_accounts
	is_string(account)
	account != "all"
	not _own(resource, account)
} | {{"account": account, "path": ["access", index]} |
	some index, access in resource.attributes.access
	account := _domain(access)
}) | {{"account": account, "path": statement.path} |
	some document in resource.facets.policy_documents
	some statement in document.statements
	statement.effect == "Allow"
	some principal in statement.principals
	principal.type == "AWS"
	account := _account(principal.id)
	not _own(resource, account)
}

# What is live stands in the scope of its account.
_own(resource, account) if startswith(resource.scope, $"{account}/")

# The account in an ARN, or the bare id of one.
_account(id) := split(id, ":")[4] if startswith(id, "arn:")

_account(id) := id if regex.match(`^[0-9]{12}$`, id)

# The domain that is let in as a whole or by one of its people or groups; service accounts belong to projects, not to a domain.
_domain(access) := access.domain if access.domain != ""

_domain(access) := split(email, "@")[1] if {
	some name in ["user_by_email", "group_by_email"]
	email := access[name]
	contains(email, "@")
	not endswith(email, "gserviceaccount.com")
}
