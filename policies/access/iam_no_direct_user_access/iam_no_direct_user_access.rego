# METADATA
# title: People get rights through groups and single sign-on
# description: Rights and passwords given to single users are forgotten when people change their place or leave; groups and single sign-on take them along.
# scope: package
# custom:
#   id: iam-no-direct-user-access
#   severity: low
#   origins: [terraform]
#   selector: {types: [aws_iam_policy_attachment, aws_iam_user, aws_iam_user_login_profile, aws_iam_user_policy, aws_iam_user_policy_attachment]}
#   requires:
#     - attributes.users
#     - facets.direct_grants.count
#   parameters: []
#   remediation:
#     terraform:
#       text: Let people sign in through IAM Identity Center or another identity provider. Where a user must stay, attach policies to a group and put the user into it.
#       snippet: |
#         resource "aws_iam_group_policy_attachment" "readers" {
#           group      = aws_iam_group.readers.name
#           policy_arn = aws_iam_policy.read.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp
package access.iam_no_direct_user_access

import data.lib.finding

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	message := _messages[resource.type]
}

deny contains finding.new(resource, ["users"], "a policy is attached to users directly") if {
	some resource in input.resources
	resource.type == "aws_iam_policy_attachment"
	count(resource.attributes.users) > 0
}

exempt contains finding.exempt(resource, "what it is given directly is judged itself") if {
	some resource in input.resources
	resource.type == "aws_iam_user"
	resource.facets.direct_grants.count > 0
}

exempt contains finding.exempt(resource, "it attaches a policy to no user") if {
	some resource in input.resources
	resource.type == "aws_iam_policy_attachment"
	not _users(resource)
}

_users(resource) if count(resource.attributes.users) > 0

# Not known yet.
_users(resource) if not _said(resource.attributes)

_said(attributes) if is_array(attributes.users)

_said(attributes) if attributes.users == null

_messages := {
	"aws_iam_user_login_profile": "a user gets a password for the console instead of single sign-on",
	"aws_iam_user_policy": "a policy is written for one user",
	"aws_iam_user_policy_attachment": "a policy is attached to a user directly",
}
