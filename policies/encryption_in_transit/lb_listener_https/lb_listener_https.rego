# METADATA
# title: Load balancers serve HTTPS only
# description: What clients send over plain HTTP can be read and changed on the way. A plain listener may only send them on to HTTPS.
# scope: package
# custom:
#   id: lb-listener-https
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_lb_listener, aws_alb_listener, google_compute_forwarding_rule, google_compute_global_forwarding_rule], with: [listener]}
#   requires:
#     - facets.listener.load_balancer
#     - facets.listener.internal
#     - facets.listener.protocol
#     - facets.listener.redirects_to_https
#   parameters: []
#   remediation:
#     terraform:
#       text: Serve HTTPS with a certificate, and let a listener on port 80 redirect to it.
#       snippet: |
#         resource "aws_lb_listener" "http" {
#           load_balancer_arn = aws_lb.web.arn
#           port              = 80
#           protocol          = "HTTP"
#           default_action {
#             type = "redirect"
#             redirect {
#               port        = "443"
#               protocol    = "HTTPS"
#               status_code = "HTTP_301"
#             }
#           }
#         }
#     google:
#       text: Lead clients to an HTTPS proxy, and let the URL map of an HTTP proxy only redirect to HTTPS.
#       snippet: |
#         resource "google_compute_url_map" "redirect" {
#           name = "redirect"
#
#           default_url_redirect {
#             https_redirect = true
#             strip_query    = false
#           }
#         }
#
#         resource "google_compute_target_http_proxy" "redirect" {
#           name    = "redirect"
#           url_map = google_compute_url_map.redirect.id
#         }
#   references:
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-tls-listener.html
#     - https://docs.cloud.google.com/load-balancing/docs/https/setting-up-http-https-redirect
package encryption_in_transit.lb_listener_https

import data.lib.finding

deny contains finding.graded(resource, [_argument(resource)], message, _severity(resource)) if {
	some resource in input.resources
	resource.facets.listener.load_balancer == "application"
	not _compliant(resource)
	message := $"clients are served over {resource.facets.listener.protocol} without a redirect to HTTPS"
}

_argument(resource) := "target" if {
	startswith(resource.type, "google_")
} else := "protocol"

_compliant(resource) if resource.facets.listener.protocol == "HTTPS"

_compliant(resource) if resource.facets.listener.redirects_to_https

_severity(resource) := "medium" if {
	resource.facets.listener.internal == true
} else := "high"

undecided contains finding.undecided(resource, "TCP is passed through; whether the target speaks TLS is not shown") if {
	some resource in input.resources
	resource.facets.listener.load_balancer == "network"
	resource.facets.listener.protocol in {"TCP", "TCP_UDP"}
}

exempt contains finding.exempt(resource, "the protocol has no TLS at the load balancer") if {
	some resource in input.resources
	resource.facets.listener.protocol in {"UDP", "QUIC", "TCP_QUIC"}
}

exempt contains finding.exempt(resource, "gateway load balancers pass packets to appliances") if {
	some resource in input.resources
	resource.facets.listener.load_balancer == "gateway"
}
