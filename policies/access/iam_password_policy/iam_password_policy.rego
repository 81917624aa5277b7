# METADATA
# title: IAM users must choose long passwords that were not used before
# description: Without a policy of its own an account lets users of the console choose passwords of eight characters, and the old ones again.
# scope: package
# custom:
#   id: iam-password-policy
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [scope/plan, scope/aws, aws_iam_account_password_policy]}
#   requires:
#     - facets.plan_contents.types
#     - attributes.minimum_password_length
#     - attributes.password_reuse_prevention
#   parameters: [password_min_length, password_history]
#   presence: true
#   remediation:
#     terraform:
#       text: Give the account one password policy; lengths of 14 and a history of 24 are what CIS asks for.
#       snippet: |
#         resource "aws_iam_account_password_policy" "main" {
#           minimum_password_length        = 14
#           password_reuse_prevention      = 24
#           allow_users_to_change_password = true
#         }
#       edits:
#         - {do: set, value: 14, when: {path: minimum_password_length}}
#         - {do: set, value: 24, when: {path: password_reuse_prevention}}
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
package access.iam_password_policy

import data.lib.finding
import data.lib.plan

deny contains finding.new(resource, [], "the account has no password policy of its own") if {
	some resource in input.resources
	plan.lacks(resource, "aws_iam_account_password_policy")
}

deny contains finding.new(resource, ["minimum_password_length"], message) if {
	some resource in input.resources
	resource.type == "aws_iam_account_password_policy"
	not _at_least(resource.attributes, "minimum_password_length", data.parameters.password_min_length)
	message := $"passwords may be shorter than {data.parameters.password_min_length} characters"
}

deny contains finding.new(resource, ["password_reuse_prevention"], message) if {
	some resource in input.resources
	resource.type == "aws_iam_account_password_policy"
	not _at_least(resource.attributes, "password_reuse_prevention", data.parameters.password_history)
	message := $"fewer than {data.parameters.password_history} old passwords are remembered"
}

exempt contains finding.exempt(resource, "there is a password policy, which is judged itself, or nothing of AWS") if {
	some resource in input.resources
	plan.is_whole(resource)
	not plan.lacks(resource, "aws_iam_account_password_policy")
}

_at_least(attributes, name, least) if {
	is_number(attributes[name])
	attributes[name] >= least
}
