# METADATA
# title: Namespaces enforce a Pod Security Standard
# description: Only enforcement keeps unsafe pods out; warnings and audit entries let them run.
# scope: package
# custom:
#   id: k8s-pss-enforced
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [scope/namespace], with: [pod_security]}
#   requires:
#     - facets.pod_security.enforce
#     - facets.pod_security.kyverno_level
#     - facets.pod_security.other_engines
#   parameters: [privileged_namespaces, sensitive_namespaces]
#   remediation:
#     kubernetes:
#       text: Label the namespace with the level that admission enforces, `restricted` where its workloads allow it.
#       manual: pods that the level refuses would no longer start
#       snippet: |
#         apiVersion: v1
#         kind: Namespace
#         metadata:
#           name: shop
#           labels:
#             pod-security.kubernetes.io/enforce: restricted
#             pod-security.kubernetes.io/enforce-version: latest
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-admission/
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
package hardening.k8s_pss_enforced

import data.lib.finding

deny contains finding.new(resource, ["metadata", "labels", "pod-security.kubernetes.io/enforce"], message) if {
	some resource in input.resources
	not _compliant(resource)
	count(resource.facets.pod_security.other_engines) == 0
	message := _fault(resource.facets.pod_security.enforce)
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	not _compliant(resource)
	some engine in resource.facets.pod_security.other_engines
	reason := $"{engine} refuses pods; whether it demands a Pod Security level is not evaluated"
}

exempt contains finding.exempt(resource, "a namespace of the system, whose pods need privileges (parameter privileged_namespaces)") if {
	some resource in input.resources
	resource.name in data.parameters.privileged_namespaces
}

_compliant(resource) if "restricted" in _levels(resource)

_compliant(resource) if {
	"baseline" in _levels(resource)
	not resource.name in data.parameters.sensitive_namespaces
}

_levels(resource) := {resource.facets.pod_security.enforce, resource.facets.pod_security.kyverno_level}

_fault("privileged") := "the enforced level is privileged, which allows everything"

_fault("baseline") := "the enforced level is baseline, and this namespace asks for restricted"

_fault(null) := "no Pod Security level is enforced"

_fault(level) := $"the enforced level {level} does not exist" if {
	is_string(level)
	not level in {"privileged", "baseline"}
}
