# METADATA
# title: DNS failover has two ends and notices an outage
# description: Failover needs one primary and one secondary record with different targets, and something that tells when the primary is down.
# scope: package
# custom:
#   id: route53-failover-pair
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_route53_record, aws_route53_health_check], with: [failover]}
#   requires:
#     - facets.failover.role
#     - facets.failover.primaries
#     - facets.failover.secondaries
#     - facets.failover.distinct_targets
#     - facets.failover.checked
#   parameters: []
#   remediation:
#     terraform:
#       text: Pair each primary record with one secondary, and give the primary a health check or let its alias evaluate the target.
#       snippet: |
#         resource "aws_route53_record" "primary" {
#           zone_id         = aws_route53_zone.main.id
#           name            = "api.example.com"
#           type            = "A"
#           set_identifier  = "primary"
#           health_check_id = aws_route53_health_check.primary.id
#           failover_routing_policy {
#             type = "PRIMARY"
#           }
#           alias {
#             name                   = aws_lb.primary.dns_name
#             zone_id                = aws_lb.primary.zone_id
#             evaluate_target_health = true
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html
#     - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
package resilience.route53_failover_pair

import data.lib.finding

deny contains finding.new(resource, ["failover_routing_policy"], message) if {
	some resource in input.resources
	_is_record(resource)
	not _paired(resource.facets.failover)
	message := $"the name has {resource.facets.failover.primaries} primary and {resource.facets.failover.secondaries} secondary records"
}

deny contains finding.new(resource, ["failover_routing_policy"], "primary and secondary lead to the same target") if {
	some resource in input.resources
	_is_record(resource)
	not resource.facets.failover.distinct_targets
}

deny contains finding.new(resource, ["health_check_id"], "nothing checks the health of the primary") if {
	some resource in input.resources
	resource.facets.failover.role == "primary"
	not resource.facets.failover.checked
}

deny contains finding.graded(resource, [], "no record or health check uses it", "low") if {
	some resource in input.resources
	resource.facets.failover.role == "health-check"
	not resource.facets.failover.checked
}

_is_record(resource) if resource.facets.failover.role in {"primary", "secondary"}

_paired(facet) if {
	facet.primaries == 1
	facet.secondaries == 1
}
