# METADATA
# title: Load balancers survive the loss of a zone
# description: A load balancer in one zone is gone with it; one that does not send across zones wastes what is left elsewhere.
# scope: package
# custom:
#   id: lb-multi-az
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_lb], with: [zones]}
#   requires:
#     - attributes.enable_cross_zone_load_balancing
#     - attributes.load_balancer_type
#     - facets.zones.count
#     - facets.zones.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Name subnets of two zones, and let network load balancers send across zones.
#       snippet: |
#         resource "aws_lb" "edge" {
#           load_balancer_type               = "network"
#           subnets                          = [aws_subnet.a.id, aws_subnet.b.id]
#           enable_cross_zone_load_balancing = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: enable_cross_zone_load_balancing}}
#   references:
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-cross-zone.html
package resilience.lb_multi_az

import data.lib.environment
import data.lib.finding

deny contains finding.new(resource, resource.facets.zones.path, "the load balancer is in one zone only") if {
	some resource in input.resources
	not _spread(resource)
}

deny contains finding.graded(resource, ["enable_cross_zone_load_balancing"], message, "low") if {
	some resource in input.resources
	resource.attributes.load_balancer_type == "network"
	not _crosses(resource)
	message := "traffic of a zone is sent to targets of the same zone only"
}

_spread(resource) if resource.facets.zones.count > 1

# Application load balancers always send across zones; for network load balancers it is off unless set.
_crosses(resource) if resource.attributes.enable_cross_zone_load_balancing == true

exempt contains finding.exempt(resource, "its tags name an environment other than production") if {
	some resource in input.resources
	environment.not_production(resource.labels)
}
