# METADATA
# title: Pods have a network of their own
# description: On the network of its node a pod hears what goes on there, reaches what only the node should, and no network policy holds for it.
# scope: package
# custom:
#   id: k8s-host-network
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.path
#     - facets.pod.spec.hostNetwork
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Remove `hostNetwork`; a Service or a host port leads traffic to the pods.
#       edits:
#         - {do: remove}
#       snippet: |
#         spec:
#           hostNetwork: false
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods
package network.k8s_host_network

import data.lib.finding

deny contains finding.new(resource, path, "the pod sets hostNetwork") if {
	some resource in input.resources
	not _compliant(resource.facets.pod.spec)
	path := array.concat(resource.facets.pod.path, ["hostNetwork"])
}

_compliant(spec) if object.get(spec, "hostNetwork", false) in {false, null}
