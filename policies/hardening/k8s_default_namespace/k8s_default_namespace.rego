# METADATA
# title: Nothing runs in the namespace default
# description: What shares the namespace default shares its rights, quotas and network policies, and nobody owns it.
# scope: package
# custom:
#   id: k8s-default-namespace
#   severity: low
#   origins: [kubernetes]
#   selector: {types: [scope/namespace], with: [default_deny]}
#   requires:
#     - facets.default_deny.workloads
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Give the workloads a namespace of their own, and name it in every manifest.
#       manual: the namespace has to be chosen, and everything that refers to it follows
#       snippet: |
#         metadata:
#           name: web
#           namespace: shop
#   references:
#     - https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
package hardening.k8s_default_namespace

import data.lib.finding

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	resource.name == "default"
	not _compliant(resource.facets.default_deny)
	message := $"workloads in the namespace default: {resource.facets.default_deny.workloads}"
}

exempt contains finding.exempt(resource, "no workload of this namespace is in the input") if {
	some resource in input.resources
	resource.facets.default_deny.workloads == 0
}

undecided contains finding.undecided(resource, "the manifests state no namespace; the one they are applied to may be default (parameter default_namespace)") if {
	some resource in input.resources
	resource.name == ""
}

undecided contains finding.undecided(resource, "the namespace is filled in by a template") if {
	some resource in input.resources
	regex.match(`\{\{|\$[({]`, resource.name)
}

_compliant(default_deny) if default_deny.workloads == 0
