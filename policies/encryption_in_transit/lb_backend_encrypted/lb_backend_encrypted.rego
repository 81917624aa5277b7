# METADATA
# title: Load balancers encrypt the way to their targets
# description: TLS that ends at the load balancer leaves the rest of the way in clear, readable for whoever gets into the network.
# scope: package
# custom:
#   id: lb-backend-encrypted
#   severity: low
#   origins: [terraform]
#   selector: {types: [aws_alb_target_group, aws_lb_target_group, google_compute_backend_service]}
#   requires:
#     - attributes.protocol
#     - attributes.target_type
#   parameters: []
#   remediation:
#     terraform:
#       text: Let the targets serve TLS, if need be with a certificate they sign themselves, and set the protocol to HTTPS, or TLS on a network load balancer.
#       snippet: |
#         resource "aws_lb_target_group" "app" {
#           name     = "app"
#           port     = 8443
#           protocol = "HTTPS"
#           vpc_id   = aws_vpc.main.id
#         }
#     google:
#       text: Let the backends serve TLS, if need be with a certificate they sign themselves, and set the protocol to HTTPS or HTTP2, or SSL for a proxy of TCP.
#       snippet: |
#         resource "google_compute_backend_service" "web" {
#           name     = "web"
#           protocol = "HTTPS"
#         }
#   references:
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html
#     - https://docs.cloud.google.com/load-balancing/docs/ssl-certificates/encryption-to-the-backends
package encryption_in_transit.lb_backend_encrypted

import data.lib.finding

deny contains finding.new(resource, ["protocol"], message) if {
	some resource in input.resources
	not _encrypted(resource.attributes)
	not _open(resource.attributes)
	message := $"targets are reached over {resource.attributes.protocol}, which is not encrypted"
}

# A backend service takes HTTP when nothing is said, and encrypts by itself the way to services without machines.
undecided contains finding.undecided(resource, "no protocol is named, and what kind of backends it serves decides") if {
	some resource in input.resources
	_silent(resource)
}

_silent(resource) if {
	resource.type == "google_compute_backend_service"
	not _said(resource.attributes)
}

exempt contains finding.exempt(resource, "a function, another load balancer or an appliance is its target") if {
	some resource in input.resources
	_not_applicable(resource.attributes)
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	_open(resource.attributes)
	not _silent(resource)
	reason := "connections are passed on as they come, so clients and targets decide whether they are encrypted"
}

_encrypted(attributes) if attributes.protocol in {"HTTP2", "HTTPS", "QUIC", "SSL", "TLS"}

# Passed on as it comes, or not said.
_open(attributes) if attributes.protocol in {"GRPC", "TCP", "TCP_QUIC", "TCP_UDP", "UDP", "UNSPECIFIED"}

_open(attributes) if not _said(attributes)

_said(attributes) if attributes.protocol != null

_not_applicable(attributes) if attributes.target_type in {"alb", "lambda"}

_not_applicable(attributes) if attributes.protocol == "GENEVE"
