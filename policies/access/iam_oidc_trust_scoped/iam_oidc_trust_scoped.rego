# METADATA
# title: Build services assume roles only for your own projects
# description: A public build service signs tokens for everybody's builds. A role that does not ask whose build it is can be taken on from a stranger's.
# scope: package
# custom:
#   id: iam-oidc-trust-scoped
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_iam_role, google_iam_workload_identity_pool_provider], with: [web_identity_trust]}
#   requires:
#     - facets.web_identity_trust[].audience
#     - facets.web_identity_trust[].issuer
#     - facets.web_identity_trust[].path
#     - facets.web_identity_trust[].subject
#     - facets.web_identity_trust[].subjects
#   parameters: []
#   independent: true
#   remediation:
#     terraform:
#       text: Hold the token's subject to your organisation and repository, better to a branch or an environment too, and ask for the audience.
#       snippet: |
#         condition {
#           test     = "StringEquals"
#           variable = "token.actions.githubusercontent.com:aud"
#           values   = ["sts.amazonaws.com"]
#         }
#         condition {
#           test     = "StringEquals"
#           variable = "token.actions.githubusercontent.com:sub"
#           values   = ["repo:example-org/shop:environment:production"]
#         }
#     google:
#       text: Compare the claim that names the owner with your organisation in the condition, better the repository and branch too.
#       snippet: |
#         resource "google_iam_workload_identity_pool_provider" "builds" {
#           workload_identity_pool_id          = google_iam_workload_identity_pool.builds.workload_identity_pool_id
#           workload_identity_pool_provider_id = "builds"
#           attribute_condition                = "assertion.repository_owner == 'example' && assertion.ref == 'refs/heads/main'"
#           attribute_mapping                  = { "google.subject" = "assertion.sub" }
#
#           oidc {
#             issuer_uri = "https://token.actions.githubusercontent.com"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
#     - https://docs.github.com/en/actions/reference/security/oidc
#     - https://docs.cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines
package access.iam_oidc_trust_scoped

import data.lib.finding

deny contains finding.new(resource, trust.path, message) if {
	some resource in input.resources
	some trust in resource.facets.web_identity_trust
	not trust.subject == "pinned"
	message := _message(trust)
}

deny contains finding.graded(resource, trust.path, message, "low") if {
	some resource in input.resources
	some trust in resource.facets.web_identity_trust
	trust.subject == "pinned"
	not trust.audience == true
	message := $"tokens of {trust.issuer} are taken whatever audience they are made for"
}

_message(trust) := $"any build at {trust.issuer} is taken: no condition asks whose it is" if {
	trust.path == ["attribute_condition"]
	trust.subject == "missing"
} else := $"builds of others at {trust.issuer} are taken: the condition does not settle the owner" if {
	trust.path == ["attribute_condition"]
} else := $"any build at {trust.issuer} may assume the role: no condition asks for a subject" if {
	trust.subject == "missing"
} else := $"builds of others at {trust.issuer} may assume the role: the subject {concat(", ", trust.subjects)} does not settle the owner"
