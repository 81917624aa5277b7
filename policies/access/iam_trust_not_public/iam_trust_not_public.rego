# METADATA
# title: Roles can be assumed only by known parties
# description: Whoever the trust policy names may take on the role with all its rights. A star names every AWS account there is.
# scope: package
# custom:
#   id: iam-trust-not-public
#   severity: critical
#   origins: [terraform, aws]
#   selector: {types: [aws_iam_role]}
#   requires:
#     - facets.policy_documents[].kind
#     - facets.policy_documents[].statements[].accounts[]
#     - facets.policy_documents[].statements[].anyone
#     - facets.policy_documents[].statements[].conditions[].key
#     - facets.policy_documents[].statements[].conditions[].values
#     - facets.policy_documents[].statements[].effect
#     - facets.policy_documents[].statements[].narrowed
#     - facets.policy_documents[].statements[].path
#   parameters: [trusted_accounts]
#   independent: true
#   remediation:
#     terraform:
#       text: Name the roles that may assume this one. For a partner's account ask for an external id, and list your own accounts in `trusted_accounts`.
#       snippet: |
#         statement {
#           actions = ["sts:AssumeRole"]
#           principals {
#             type        = "AWS"
#             identifiers = ["arn:aws:iam::123456789012:role/deploy"]
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
package access.iam_trust_not_public

import data.lib.finding

deny contains finding.new(resource, statement.path, message) if {
	some resource in input.resources
	some statement in _trust(resource)
	statement.anyone == true
	statement.narrowed == false
	message := "anyone may assume the role"
}

deny contains finding.graded(resource, statement.path, message, "high") if {
	some resource in input.resources
	count(data.parameters.trusted_accounts) > 0
	some statement in _trust(resource)
	some account in _open_accounts(statement)
	not _own(resource, account)
	not account in data.parameters.trusted_accounts
	message := $"account {account} may assume the role without an external id, and is not among the trusted accounts"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	count(data.parameters.trusted_accounts) == 0
	some statement in _trust(resource)
	some account in _open_accounts(statement)
	not _own(resource, account)
	reason := $"account {account} may be another party's: the parameter trusted_accounts is empty"
}

_trust(resource) := [statement |
	some document in resource.facets.policy_documents
	document.kind == "trust"
	some statement in document.statements
	statement.effect == "Allow"
]

# Of what is live, the account it belongs to is known.
_own(resource, account) if {
	resource.origin == "aws"
	startswith(resource.scope, $"{account}/")
}

# Accounts that are trusted as a whole, with nothing that proves on whose behalf they ask.
_open_accounts(statement) := statement.accounts if {
	statement.narrowed == false
	not _asks_external_id(statement)
}

_asks_external_id(statement) if {
	some condition in statement.conditions
	lower(condition.key) == "sts:externalid"
	not "*" in condition.values
}
