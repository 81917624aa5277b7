# METADATA
# title: Workloads have a ServiceAccount of their own
# description: "Pods of the account `default` share its rights: what one is granted, all have."
# scope: package
# custom:
#   id: k8s-default-sa
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [account_use]}
#   requires:
#     - facets.account_use[].name
#     - facets.account_use[].path
#     - facets.account_use[].role
#     - facets.account_use[].use
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Create a ServiceAccount for the workload and name it in `serviceAccountName`; bind roles to that one.
#       manual: an account of its own has to be made, with the rights that are needed
#       snippet: |
#         spec:
#           serviceAccountName: web
#   references:
#     - https://kubernetes.io/docs/concepts/security/service-accounts/
package access.k8s_default_sa

import data.lib.finding

deny contains finding.new(resource, account.path, message) if {
	some resource in input.resources
	some account in resource.facets.account_use
	not _compliant(account)
	message := _message(account)
}

_compliant(account) if account.name != "default"

_message(account) := $"role {account.role} is bound to the default ServiceAccount" if account.use == "bound"

else := "the pods run as the default ServiceAccount"
