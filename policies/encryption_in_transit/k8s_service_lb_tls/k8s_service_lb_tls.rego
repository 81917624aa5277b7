# METADATA
# title: Load balancer Services carry TLS
# description: A load balancer port that neither ends TLS itself nor leads to pods that do sends everything in clear.
# scope: package
# custom:
#   id: k8s-service-lb-tls
#   severity: high
#   origins: [kubernetes]
#   selector: {types: [core/Service], with: [service]}
#   requires:
#     - facets.service.mesh_gateway
#     - facets.service.ports[].evidence
#     - facets.service.ports[].path
#     - facets.service.ports[].port
#     - facets.service.ports[].protocol
#     - facets.service.ports[].tls
#     - facets.service.scheme
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Give the load balancer a certificate for the port, or end TLS in the pods and let their probes use HTTPS; do not offer port 80 except to redirect.
#       manual: the load balancer needs a certificate
#       snippet: |
#         metadata:
#           annotations:
#             service.beta.kubernetes.io/aws-load-balancer-ssl-cert: arn:aws:acm:eu-central-1:111122223333:certificate/example
#             service.beta.kubernetes.io/aws-load-balancer-ssl-ports: "443"
#             service.beta.kubernetes.io/aws-load-balancer-ssl-negotiation-policy: ELBSecurityPolicy-TLS13-1-2-2021-06
#   references:
#     - https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
#     - https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer
package encryption_in_transit.k8s_service_lb_tls

import data.lib.finding

deny contains finding.graded(resource, port.path, message, _severity(resource.facets.service.scheme)) if {
	some resource in input.resources
	some port in _stream_ports(resource)
	port.tls == "plain"
	message := $"port {port.port} carries no TLS: {port.evidence}"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	some port in _stream_ports(resource)
	port.tls == "unproven"
	reason := $"port {port.port}: {port.evidence}"
}

exempt contains finding.exempt(resource, "it is no load balancer for TCP") if {
	some resource in input.resources
	every port in resource.facets.service.ports {
		port.protocol != "TCP"
	}
}

exempt contains finding.exempt(resource, "it leads to a mesh gateway, whose Gateway objects are judged by k8s-ingress-tls") if {
	some resource in input.resources
	resource.facets.service.mesh_gateway == true
}

_stream_ports(resource) := [port | some port in resource.facets.service.ports; port.protocol == "TCP"]

_severity("internal") := "medium"

_severity("internet") := "high"
