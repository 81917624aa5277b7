# METADATA
# title: AI workloads reach only listed destinations
# description: A workload that handles prompts and can connect anywhere can send them anywhere.
# scope: package
# custom:
#   id: ai-egress-allowlist
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [ai_workload, network_isolation]}
#   requires:
#     - facets.network_isolation.egress.isolated
#     - facets.network_isolation.egress.other_engine
#     - facets.network_isolation.egress.policies[].key
#     - facets.network_isolation.egress.policies[].rules[].cidrs
#     - facets.network_isolation.egress.policies[].rules[].dns_only
#     - facets.network_isolation.egress.policies[].rules[].ports
#     - facets.network_isolation.egress.policies[].rules[].reach
#     - facets.network_isolation.egress.uncertain
#     - facets.pod.path
#     - facets.pod.spec.hostNetwork
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Let the pods reach only an egress proxy that checks host names, the address range of a private endpoint, or use a policy engine that knows host names; a NetworkPolicy cannot name a host, so port 443 to everywhere is no list.
#       manual: which destinations are needed is not in the manifest
#       snippet: |
#         egress:
#           - to:
#               - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: egress}}
#                 podSelector: {matchLabels: {app: egress-proxy}}
#             ports: [{port: 3128, protocol: TCP}]
#   references:
#     - https://kubernetes.io/docs/concepts/services-networking/network-policies/
#     - https://docs.cilium.io/en/stable/security/policy/language/#dns-based
package ai_governance.ai_egress_allowlist

import data.lib.finding
import data.lib.network_policy

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	not resource.facets.network_isolation.egress.other_engine == true
	some policy in resource.facets.network_isolation.egress.policies
	some rule in policy.rules
	network_policy.anywhere(rule)
	not rule.dns_only == true
	path := network_policy.pod_labels_path(resource.facets.pod)
	message := $"{policy.key} lets its pods reach {network_policy.place(rule)} on {rule.ports}"
}

deny contains finding.new(resource, path, "no network policy restricts the egress of its pods") if {
	some resource in input.resources
	resource.facets.network_isolation.egress.isolated == false
	not _on_host(resource.facets.pod)
	path := network_policy.pod_labels_path(resource.facets.pod)
}

# More policies can only allow more, and a list that another engine keeps is not evaluated.
undecided contains finding.undecided(resource, resource.facets.network_isolation.egress.uncertain) if {
	some resource in input.resources
	is_string(resource.facets.network_isolation.egress.uncertain)
}

# Where policies do not hold, none restricts: a pod must not get out of the question by taking the node's network.
deny contains finding.new(resource, path, "its pods use the network of the node, where no network policy restricts egress") if {
	some resource in input.resources
	_on_host(resource.facets.pod)
	not resource.facets.network_isolation.egress.other_engine == true
	path := array.concat(resource.facets.pod.path, ["hostNetwork"])
}

_on_host(pod) if pod.spec.hostNetwork == true
