# METADATA
# title: Containers take no port of their node
# description: A port of the node is reached past Services and often past network policies, and only one pod of a node can have it.
# scope: package
# custom:
#   id: k8s-host-port
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.ports[].hostPort
#     - facets.pod.spec.hostNetwork
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Remove `hostPort` and put a Service in front of the pods.
#       manual: who connects to the port of the node has to be led elsewhere
#       snippet: |
#         ports:
#           - containerPort: 8080
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://kubernetes.io/docs/concepts/configuration/overview/
package network.k8s_host_port

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	some index, port in container.spec.ports
	not _compliant(port)
	path := array.concat(container.path, ["ports", index, "hostPort"])
	message := $"container {container.name} takes port {port.hostPort} of its node"
}

exempt contains finding.exempt(resource, "its pods share the network of their node as a whole, which k8s-host-namespaces judges") if {
	some resource in input.resources
	resource.facets.pod.spec.hostNetwork == true
}

# The API takes an absent port for none, as it does 0.
_compliant(port) if object.get(port, "hostPort", 0) in {0, null}
