# METADATA
# title: Content delivery uses HTTPS on both sides
# description: A distribution has two legs, from the viewer and to the origin; each carries the same data.
# scope: package
# custom:
#   id: cdn-https-only
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_cloudfront_distribution]}
#   requires:
#     - attributes.default_cache_behavior[].viewer_protocol_policy
#     - attributes.ordered_cache_behavior[].viewer_protocol_policy
#     - attributes.origin[].custom_origin_config[].origin_protocol_policy
#   parameters: []
#   remediation:
#     terraform:
#       text: Set viewer_protocol_policy to redirect-to-https or https-only, and origin_protocol_policy of custom origins to https-only.
#       snippet: |
#         resource "aws_cloudfront_distribution" "site" {
#           default_cache_behavior {
#             viewer_protocol_policy = "redirect-to-https"
#           }
#           origin {
#             custom_origin_config {
#               origin_protocol_policy = "https-only"
#             }
#           }
#         }
#       edits:
#         - {do: set, value: "redirect-to-https", when: {path: "default_cache_behavior[].viewer_protocol_policy"}}
#         - {do: set, value: "redirect-to-https", when: {path: "ordered_cache_behavior[].viewer_protocol_policy"}}
#   references:
#     - https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https.html
package encryption_in_transit.cdn_https_only

import data.lib.finding

deny contains finding.new(resource, ["default_cache_behavior", index, "viewer_protocol_policy"], _viewer_message) if {
	some resource in input.resources
	some index, behavior in resource.attributes.default_cache_behavior
	not _encrypted(behavior)
}

deny contains finding.new(resource, ["ordered_cache_behavior", index, "viewer_protocol_policy"], _viewer_message) if {
	some resource in input.resources
	some index, behavior in resource.attributes.ordered_cache_behavior
	not _encrypted(behavior)
}

deny contains finding.new(resource, ["origin", index, "custom_origin_config", 0, "origin_protocol_policy"], message) if {
	some resource in input.resources
	some index, origin in resource.attributes.origin
	some custom in origin.custom_origin_config
	not _encrypted_to_origin(custom, resource)
	message := "the origin may be contacted over plain HTTP"
}

_viewer_message := "viewers may use plain HTTP"

_encrypted(behavior) if behavior.viewer_protocol_policy in {"redirect-to-https", "https-only"}

_encrypted_to_origin(custom, _) if custom.origin_protocol_policy == "https-only"

# What viewers cannot send over HTTP is not passed on over HTTP.
_encrypted_to_origin(custom, resource) if {
	custom.origin_protocol_policy == "match-viewer"
	_viewer_policies(resource) == {"https-only"}
}

_viewer_policies(resource) := {behavior.viewer_protocol_policy |
	some behaviors in [resource.attributes.default_cache_behavior, _ordered(resource)]
	some behavior in behaviors
}

_ordered(resource) := resource.attributes.ordered_cache_behavior if {
	is_array(resource.attributes.ordered_cache_behavior)
} else := []
