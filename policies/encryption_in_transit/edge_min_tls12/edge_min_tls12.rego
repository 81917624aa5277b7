# METADATA
# title: Edge endpoints refuse outdated TLS
# description: Distributions and API domains negotiate down to the oldest protocol version they allow; TLS 1.0 and 1.1 are retired.
# scope: package
# custom:
#   id: edge-min-tls12
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_cloudfront_distribution, aws_api_gateway_domain_name, aws_apigatewayv2_domain_name, azurerm_storage_account]}
#   requires:
#     - attributes.viewer_certificate[].cloudfront_default_certificate
#     - attributes.viewer_certificate[].minimum_protocol_version
#     - attributes.security_policy
#     - attributes.domain_name_configuration[].security_policy
#     - attributes.enable_https_traffic_only
#     - attributes.https_traffic_only_enabled
#     - attributes.min_tls_version
#   parameters: [tls_min]
#   remediation:
#     terraform:
#       text: Use a certificate of your own with minimum_protocol_version TLSv1.2_2021 or newer; on API domains set security_policy to TLS_1_2 or newer.
#       snippet: |
#         resource "aws_cloudfront_distribution" "site" {
#           viewer_certificate {
#             acm_certificate_arn      = aws_acm_certificate.site.arn
#             ssl_support_method       = "sni-only"
#             minimum_protocol_version = "TLSv1.2_2021"
#           }
#         }
#       edits:
#         - {do: set, value: "TLSv1.2_2021", when: {path: "viewer_certificate[].minimum_protocol_version"}}
#         - {do: set, value: TLS_1_2, when: {path: security_policy}}
#         - {do: set, value: TLS_1_2, when: {path: "domain_name_configuration[].security_policy"}}
#     azurerm:
#       text: Ask for TLS 1.2 at least, and refuse requests without TLS. Releases before 4 of the provider call the second `enable_https_traffic_only`.
#       snippet: |
#         resource "azurerm_storage_account" "main" {
#           name                       = "examplemain"
#           resource_group_name        = azurerm_resource_group.main.name
#           location                   = azurerm_resource_group.main.location
#           account_tier               = "Standard"
#           account_replication_type   = "ZRS"
#           min_tls_version            = "TLS1_2"
#           https_traffic_only_enabled = true
#         }
#       edits:
#         - {do: set, value: TLS1_2, when: {path: min_tls_version}}
#         - {do: set, value: true, when: {path: https_traffic_only_enabled}}
#         - {do: set, value: true, when: {path: enable_https_traffic_only}}
#   references:
#     - https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
#     - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
#     - https://learn.microsoft.com/en-us/azure/storage/common/transport-layer-security-configure-minimum-version
package encryption_in_transit.edge_min_tls12

import data.lib.finding

# Beginnings of the names of policies by the oldest version they negotiate. API Gateway names ranges of versions.
_distribution_policies["1.2"] := ["TLSv1.2_", "TLSv1.3_"]

_distribution_policies["1.3"] := ["TLSv1.3_"]

_api_policies["1.2"] := ["TLS_1_2", "SecurityPolicy_TLS13_"]

_api_policies["1.3"] := ["SecurityPolicy_TLS13_1_3_"]

deny contains finding.new(resource, ["viewer_certificate", index, "minimum_protocol_version"], message) if {
	some resource in input.resources
	some index, certificate in resource.attributes.viewer_certificate
	not _modern_certificate(certificate, data.parameters.tls_min)
	message := "viewers may use TLS older than the required version"
}

deny contains finding.new(resource, ["security_policy"], _message(policy)) if {
	some resource in input.resources
	policy := resource.attributes.security_policy
	is_string(policy)
	not _modern(policy, _api_policies, data.parameters.tls_min)
}

deny contains finding.new(resource, ["domain_name_configuration", index, "security_policy"], _message(policy)) if {
	some resource in input.resources
	some index, configuration in resource.attributes.domain_name_configuration
	policy := object.get(configuration, "security_policy", null)
	not _modern(policy, _api_policies, data.parameters.tls_min)
}

_message(policy) := $"security policy {policy} allows TLS older than the required version" if {
	is_string(policy)
} else := "no security policy is named"

# The default certificate brings TLS 1.0 with it, whatever the minimum says.
_modern_certificate(certificate, minimum) if {
	not _is_default(certificate)
	_modern(certificate.minimum_protocol_version, _distribution_policies, minimum)
}

_is_default(certificate) if certificate.cloudfront_default_certificate == true

_modern(policy, policies, minimum) if {
	some prefix in policies[minimum]
	startswith(policy, prefix)
}

undecided contains finding.undecided(resource, "no security policy is named, and the service chooses one") if {
	some resource in input.resources
	resource.type == "aws_api_gateway_domain_name"
	not _names_policy(resource)
}

_names_policy(resource) if is_string(resource.attributes.security_policy)

_storage_versions["1.2"] := ["TLS1_2", "TLS1_3"]

_storage_versions["1.3"] := ["TLS1_3"]

# Newer releases of the provider write TLS1_2 where nothing is said, older ones TLS1_0 or nothing, which is TLS 1.0.
deny contains finding.new(resource, ["min_tls_version"], "the storage account negotiates TLS older than the required version") if {
	some resource in input.resources
	resource.type == "azurerm_storage_account"
	not _modern(object.get(resource.attributes, "min_tls_version", null), _storage_versions, data.parameters.tls_min)
}

deny contains finding.graded(resource, [name], "the storage account answers requests without TLS", "high") if {
	some resource in input.resources
	some name in ["https_traffic_only_enabled", "enable_https_traffic_only"]
	resource.attributes[name] == false
}
