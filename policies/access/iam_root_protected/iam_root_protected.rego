# METADATA
# title: The account's root user has MFA and no access keys
# description: The root user may do everything and no policy binds it; with a password alone, or with keys, whoever gets hold of them owns the account.
# scope: package
# custom:
#   id: iam-root-protected
#   severity: critical
#   origins: [aws]
#   selector: {types: [aws_iam_account_summary]}
#   requires:
#     - attributes.account_access_keys_present
#     - attributes.account_mfa_enabled
#     - attributes.account_password_present
#   parameters: []
#   remediation:
#     aws:
#       text: Sign in as the root user, delete its access keys, and register an MFA device, better two hardware keys. In an organization, remove the root credentials of member accounts altogether.
#       snippet: |
#         aws iam get-account-summary --query 'SummaryMap.[AccountMFAEnabled, AccountAccessKeysPresent]'
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html
package access.iam_root_protected

import data.lib.finding

deny contains finding.new(resource, ["account_mfa_enabled"], "the root user signs in without MFA") if {
	some resource in input.resources
	not _second_factor(resource)
}

deny contains finding.new(resource, ["account_access_keys_present"], "the root user has access keys") if {
	some resource in input.resources
	not resource.attributes.account_access_keys_present == 0
}

_second_factor(resource) if resource.attributes.account_mfa_enabled == 1

# Without a password nobody signs in: organizations may take away the root credentials of member accounts.
_second_factor(resource) if resource.attributes.account_password_present == 0
