# METADATA
# title: Replicas are spread over zones
# description: Replicas on one node or in one zone fail together. Constraints that the cluster adds by default are not in manifests.
# scope: package
# custom:
#   id: k8s-pod-spread
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [apps/Deployment, apps/StatefulSet], with: [spread]}
#   requires:
#     - facets.replicas.minimum
#     - facets.spread.path
#     - facets.spread.terms[].domain
#     - facets.spread.terms[].selects_own_pods
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Add a topology spread constraint on the zone whose selector matches the pods themselves.
#       manual: the zones of the cluster and how strictly to spread are a decision
#       snippet: |
#         topologySpreadConstraints:
#           - maxSkew: 1
#             topologyKey: topology.kubernetes.io/zone
#             whenUnsatisfiable: DoNotSchedule
#             labelSelector:
#               matchLabels: {app: web}
#   references:
#     - https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
package resilience.k8s_pod_spread

import data.lib.finding

deny contains finding.graded(resource, resource.facets.spread.path, message, severity) if {
	some resource in input.resources
	not _apart(resource.facets.spread.terms, "zone")
	[message, severity] := _verdict(resource.facets.spread.terms)
}

exempt contains finding.exempt(resource, "a single replica cannot be spread") if {
	some resource in input.resources
	resource.facets.replicas.minimum < 2
}

_apart(terms, domain) if {
	some term in terms
	term.domain == domain
	term.selects_own_pods == true
}

_verdict(terms) := ["its pods are kept apart by node only, not by zone", "low"] if _apart(terms, "host")

else := ["what should spread its pods over zones selects other pods", "medium"] if {
	some term in terms
	term.selects_own_pods == false
}

else := ["nothing keeps its pods apart", "medium"]
