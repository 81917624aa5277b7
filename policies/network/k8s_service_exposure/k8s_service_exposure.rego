# METADATA
# title: Services are not offered to the whole internet
# description: A NodePort opens a port on every node, and a load balancer without source ranges answers every address.
# scope: package
# custom:
#   id: k8s-service-exposure
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [core/Service], with: [service]}
#   requires:
#     - facets.service.any_source
#     - facets.service.path
#     - facets.service.scheme
#     - facets.service.type
#   parameters: [public_labels]
#   remediation:
#     kubernetes:
#       text: Make the load balancer internal or limit it with source ranges, use ClusterIP behind an Ingress in place of NodePort; a Service that is meant for everybody carries a public label (parameter public_labels).
#       manual: who may connect is a decision
#       snippet: |
#         spec:
#           type: LoadBalancer
#           loadBalancerSourceRanges: [203.0.113.0/24]
#   references:
#     - https://kubernetes.io/docs/concepts/services-networking/service/
#     - https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
package network.k8s_service_exposure

import data.lib.finding
import data.lib.label

deny contains finding.graded(resource, ["spec", "type"], "a NodePort opens a port on every node", "low") if {
	some resource in input.resources
	resource.facets.service.type == "NodePort"
}

deny contains finding.new(resource, resource.facets.service.path, message) if {
	some resource in input.resources
	resource.facets.service.scheme == "internet"
	resource.facets.service.any_source == true
	not label.carries(resource.labels, data.parameters.public_labels)
	message := "the load balancer faces the internet and takes connections from every address"
}
