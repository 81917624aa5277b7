# METADATA
# title: Load balancers refuse outdated TLS
# description: A listener's security policy decides the oldest protocol version it negotiates; TLS 1.0 and 1.1 are retired.
# scope: package
# custom:
#   id: lb-tls-policy-modern
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_lb_listener, aws_alb_listener], with: [listener]}
#   requires:
#     - facets.listener.protocol
#     - attributes.ssl_policy
#   parameters: [tls_min]
#   remediation:
#     terraform:
#       text: Name a security policy that starts at TLS 1.2 or 1.3.
#       snippet: |
#         resource "aws_lb_listener" "https" {
#           load_balancer_arn = aws_lb.web.arn
#           port              = 443
#           protocol          = "HTTPS"
#           ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
#           certificate_arn   = aws_acm_certificate.web.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
package encryption_in_transit.lb_tls_policy_modern

import data.lib.finding

# Beginnings of the names of security policies by the oldest version they negotiate.
_prefixes["1.2"] := ["ELBSecurityPolicy-TLS13-1-2", "ELBSecurityPolicy-TLS13-1-3", "ELBSecurityPolicy-TLS-1-2", "ELBSecurityPolicy-FS-1-2"]

_prefixes["1.3"] := ["ELBSecurityPolicy-TLS13-1-3"]

deny contains finding.new(resource, ["ssl_policy"], message) if {
	some resource in input.resources
	not _modern(resource, data.parameters.tls_min)
	message := _message(resource)
}

_message(resource) := $"security policy {resource.attributes.ssl_policy} allows TLS older than the required version" if {
	is_string(resource.attributes.ssl_policy)
} else := "no security policy is named, and the default one allows TLS 1.0"

_modern(resource, minimum) if {
	some prefix in _prefixes[minimum]
	startswith(resource.attributes.ssl_policy, prefix)
}

exempt contains finding.exempt(resource, "the listener does not terminate TLS") if {
	some resource in input.resources
	not resource.facets.listener.protocol in {"HTTPS", "TLS"}
	is_string(resource.facets.listener.protocol)
}
