# METADATA
# title: Vertex AI endpoints are reached over private networks
# description: A public endpoint takes requests from anywhere that carry a valid token; over a private network a stolen token alone is not enough.
# scope: package
# custom:
#   id: vertex-endpoint-private
#   severity: medium
#   origins: [terraform]
#   selector: {types: [google_vertex_ai_endpoint, google_vertex_ai_index_endpoint, google_vertex_ai_feature_online_store]}
#   requires:
#     - attributes.dedicated_serving_endpoint[].private_service_connect_config[].enable_private_service_connect
#     - attributes.optimized
#     - attributes.private_service_connect_config[].enable_private_service_connect
#     - attributes.public_endpoint_enabled
#     - facets.given.network
#     - facets.given.project_allowlist
#   parameters: []
#   remediation:
#     terraform:
#       text: Peer the endpoint with a network, or publish it through Private Service Connect to named projects.
#       snippet: |
#         resource "google_vertex_ai_endpoint" "scoring" {
#           name         = "1234567890"
#           display_name = "scoring"
#           location     = "europe-west3"
#           private_service_connect_config {
#             enable_private_service_connect = true
#             project_allowlist              = ["example-project"]
#           }
#         }
#   references:
#     - https://cloud.google.com/vertex-ai/docs/predictions/choose-endpoint-type
#     - https://cloud.google.com/vertex-ai/docs/general/netsec-overview
package ai_governance.vertex_endpoint_private

import data.lib.finding

deny contains finding.new(resource, ["private_service_connect_config"], "requests come in from the internet") if {
	some resource in input.resources
	resource.type == "google_vertex_ai_endpoint"
	not _private(resource)
}

# Private unless stated (provider documentation).
deny contains finding.new(resource, ["public_endpoint_enabled"], "the index is searched from the internet") if {
	some resource in input.resources
	resource.attributes.public_endpoint_enabled == true
}

deny contains finding.new(resource, ["dedicated_serving_endpoint"], "features are served to the internet") if {
	some resource in input.resources
	resource.type == "google_vertex_ai_feature_online_store"
	not _private_store(resource.attributes)
}

exempt contains finding.exempt(resource, "it serves through Bigtable and has no endpoint of its own") if {
	some resource in input.resources
	resource.type == "google_vertex_ai_feature_online_store"
	count(object.get(resource.attributes, "optimized", [])) == 0
}

_private(resource) if resource.facets.given.network == true

_private(resource) if {
	some config in resource.attributes.private_service_connect_config
	config.enable_private_service_connect == true
	resource.facets.given.project_allowlist == true
}

_private_store(attributes) if {
	some endpoint in attributes.dedicated_serving_endpoint
	some config in endpoint.private_service_connect_config
	config.enable_private_service_connect == true
}
