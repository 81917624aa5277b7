# METADATA
# title: Search domains speak TLS only
# description: Queries, documents and passwords are in clear on the way to a domain that answers plain HTTP, and between the nodes of one that does not encrypt there.
# scope: package
# custom:
#   id: search-tls
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_opensearch_domain]}
#   requires:
#     - attributes.domain_endpoint_options[].enforce_https
#     - attributes.domain_endpoint_options[].tls_security_policy
#     - attributes.node_to_node_encryption[].enabled
#   parameters: [tls_min]
#   remediation:
#     terraform:
#       text: Enforce HTTPS with a policy of TLS 1.2 or newer, and encrypt between nodes.
#       snippet: |
#         resource "aws_opensearch_domain" "logs" {
#           domain_name = "logs"
#           domain_endpoint_options {
#             enforce_https       = true
#             tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
#           }
#           node_to_node_encryption {
#             enabled = true
#           }
#         }
#       edits:
#         - {do: set, at: [0, enforce_https], value: true, when: {path: domain_endpoint_options}}
#         - {do: set, at: [0, tls_security_policy], value: "Policy-Min-TLS-1-2-PFS-2023-10", when: {path: domain_endpoint_options}}
#         - {do: set, value: "Policy-Min-TLS-1-2-PFS-2023-10", when: {path: "domain_endpoint_options[].tls_security_policy"}}
#         - {do: set, at: [0, enabled], value: true, when: {path: node_to_node_encryption, creating: true}}
#   references:
#     - https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainEndpointOptions.html
#     - https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ntn.html
package encryption_in_transit.search_tls

import data.lib.finding

# Beginnings of the names of policies by the oldest version they negotiate.
_prefixes["1.2"] := ["Policy-Min-TLS-1-2-", "Policy-Min-TLS-1-3-"]

_prefixes["1.3"] := ["Policy-Min-TLS-1-3-"]

deny contains finding.new(resource, ["domain_endpoint_options"], message) if {
	some resource in input.resources
	not _https_only(resource.attributes)
	message := "the domain answers plain HTTP too"
}

deny contains finding.new(resource, ["domain_endpoint_options", index, "tls_security_policy"], message) if {
	some resource in input.resources
	some index, options in resource.attributes.domain_endpoint_options
	_said(options)
	not _modern(options, data.parameters.tls_min)
	message := $"TLS policy {options.tls_security_policy} allows TLS older than the required version"
}

deny contains finding.new(resource, ["node_to_node_encryption"], message) if {
	some resource in input.resources
	not _encrypted_inside(resource.attributes)
	message := "traffic between the nodes is not encrypted"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	some options in resource.attributes.domain_endpoint_options
	not _said(options)
	reason := "no TLS policy is named, so the service's default decides the oldest version"
}

_https_only(attributes) if {
	some options in attributes.domain_endpoint_options
	_enforced(options)
}

_enforced(options) if options.enforce_https == true

# The provider enforces it where the block is there and says nothing.
_enforced(options) if not _https_said(options)

_https_said(options) if options.enforce_https != null

_said(options) if options.tls_security_policy != null

_modern(options, minimum) if {
	some prefix in _prefixes[minimum]
	startswith(options.tls_security_policy, prefix)
}

_encrypted_inside(attributes) if {
	some encryption in attributes.node_to_node_encryption
	encryption.enabled == true
}
