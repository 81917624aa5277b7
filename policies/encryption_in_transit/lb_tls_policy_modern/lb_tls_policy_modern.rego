# METADATA
# title: Load balancers refuse outdated TLS
# description: A listener's security policy decides the oldest protocol version it negotiates; TLS 1.0 and 1.1 are retired.
# scope: package
# custom:
#   id: lb-tls-policy-modern
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_lb_listener, aws_alb_listener, azurerm_application_gateway, google_compute_region_ssl_policy, google_compute_region_target_https_proxy, google_compute_ssl_policy, google_compute_target_https_proxy, google_compute_target_ssl_proxy]}
#   requires:
#     - facets.listener.protocol
#     - attributes.ssl_policy
#     - facets.tls_policy.min
#     - facets.tls_policy.path
#     - facets.tls_policy.source
#     - facets.tls_policy.strong_ciphers
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
#       edits:
#         - {do: set, value: "ELBSecurityPolicy-TLS13-1-2-2021-06", when: {path: ssl_policy}}
#     google:
#       text: Name a TLS policy that starts at TLS 1.2, with the profile MODERN or RESTRICTED.
#       snippet: |
#         resource "google_compute_ssl_policy" "modern" {
#           name            = "modern"
#           profile         = "MODERN"
#           min_tls_version = "TLS_1_2"
#         }
#
#         resource "google_compute_target_https_proxy" "web" {
#           name             = "web"
#           url_map          = google_compute_url_map.web.id
#           ssl_certificates = [google_compute_ssl_certificate.web.id]
#           ssl_policy       = google_compute_ssl_policy.modern.id
#         }
#       edits:
#         - {do: set, value: TLS_1_2, when: {path: min_tls_version}}
#     azurerm:
#       text: Name a TLS policy that starts at TLS 1.2, here and in every ssl_profile.
#       snippet: |
#         resource "azurerm_application_gateway" "web" {
#           name                = "web"
#           resource_group_name = azurerm_resource_group.web.name
#           location            = azurerm_resource_group.web.location
#
#           ssl_policy {
#             policy_type = "Predefined"
#             policy_name = "AppGwSslPolicy20220101S"
#           }
#         }
#       edits:
#         - {do: set, value: TLSv1_2, when: {path: "ssl_policy[].min_protocol_version"}}
#         - {do: set, value: AppGwSslPolicy20220101, when: {path: "ssl_policy[].policy_name"}}
#   references:
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
#     - https://docs.cloud.google.com/load-balancing/docs/ssl-policies-concepts
#     - https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-ssl-policy-overview
package encryption_in_transit.lb_tls_policy_modern

import data.lib.finding

# Beginnings of the names of security policies by the oldest version they negotiate.
_prefixes["1.2"] := ["ELBSecurityPolicy-TLS13-1-2", "ELBSecurityPolicy-TLS13-1-3", "ELBSecurityPolicy-TLS-1-2", "ELBSecurityPolicy-FS-1-2"]

_prefixes["1.3"] := ["ELBSecurityPolicy-TLS13-1-3"]

deny contains finding.new(resource, ["ssl_policy"], message) if {
	some resource in input.resources
	not _by_facet(resource)
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

_by_facet(resource) if startswith(resource.type, "google_")

_by_facet(resource) if resource.type == "azurerm_application_gateway"

# TLS policies of Google, the proxies that name one or none, and gateways of Azure.
deny contains finding.new(resource, _place(policy), message) if {
	some resource in input.resources
	_by_facet(resource)
	policy := _policy(resource.facets)
	not _strict(policy, data.parameters.tls_min)
	message := _fault(policy, data.parameters.tls_min)
}

_policy(facets) := facets.tls_policy

_place(policy) := policy.path

_strict(policy, minimum) if {
	policy.min >= minimum
	policy.strong_ciphers == true
}

_fault(policy, minimum) := "no TLS policy is named, and the default one allows TLS 1.0" if {
	policy.source == "default"
} else := $"clients may use TLS {policy.min}, older than the required {minimum}" if {
	policy.min < minimum
} else := "cipher suites without forward secrecy are let through"

exempt contains finding.exempt(resource, "the TLS policy that it names is judged itself") if {
	some resource in input.resources
	resource.facets.tls_policy.source == "reference"
}

exempt contains finding.exempt(resource, "none of its listeners ends TLS") if {
	some resource in input.resources
	resource.facets.tls_policy.source == "none"
}

exempt contains finding.exempt(resource, "the listener does not terminate TLS") if {
	some resource in input.resources
	not resource.facets.listener.protocol in {"HTTPS", "TLS"}
	is_string(resource.facets.listener.protocol)
}
