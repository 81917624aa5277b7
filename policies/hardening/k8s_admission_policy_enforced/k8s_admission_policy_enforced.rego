# METADATA
# title: Admission policies refuse what breaks them
# description: A ValidatingAdmissionPolicy does nothing until it is bound, and with the actions Warn or Audit alone it lets everything in.
# scope: package
# custom:
#   id: k8s-admission-policy-enforced
#   severity: low
#   origins: [kubernetes]
#   selector: {types: [admissionregistration.k8s.io/ValidatingAdmissionPolicy], with: [admission_policy]}
#   requires:
#     - facets.admission_policy.actions
#     - facets.admission_policy.bound
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Bind the policy with the action Deny once its warnings have been dealt with.
#       manual: what the policy would refuse has to be dealt with first
#       snippet: |
#         apiVersion: admissionregistration.k8s.io/v1
#         kind: ValidatingAdmissionPolicyBinding
#         metadata: {name: replicas}
#         spec:
#           policyName: replicas
#           validationActions: [Deny, Audit]
#   references:
#     - https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
package hardening.k8s_admission_policy_enforced

import data.lib.finding

deny contains finding.new(resource, ["spec"], message) if {
	some resource in input.resources
	not _compliant(resource.facets.admission_policy)
	message := _fault(resource.facets.admission_policy)
}

_compliant(policy) if "Deny" in policy.actions

_fault(policy) := $"its bindings only {lower(concat(" and ", policy.actions))}" if {
	policy.bound == true
	count(policy.actions) > 0
}

else := "its bindings name no action" if policy.bound == true

else := "nothing binds it"
