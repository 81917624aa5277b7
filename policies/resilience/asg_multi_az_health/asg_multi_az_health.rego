# METADATA
# title: Scaling groups survive the loss of a zone and replace what fails
# description: Machines of one zone fail together, and a group that only looks at the machine keeps one whose application is dead.
# scope: package
# custom:
#   id: asg-multi-az-health
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_autoscaling_group]}
#   requires:
#     - attributes.health_check_type
#     - attributes.min_size
#     - facets.load_balanced.attached
#     - facets.zones.count
#     - facets.zones.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Name subnets of two zones, keep two machines at least, and use the health checks of the load balancer.
#       snippet: |
#         resource "aws_autoscaling_group" "web" {
#           min_size            = 2
#           max_size            = 6
#           vpc_zone_identifier = [aws_subnet.a.id, aws_subnet.b.id]
#           health_check_type   = "ELB"
#         }
#       edits:
#         - {do: set, value: ELB, when: {path: health_check_type}}
#   references:
#     - https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html
#     - https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
package resilience.asg_multi_az_health

import data.lib.environment
import data.lib.finding

deny contains finding.new(resource, resource.facets.zones.path, "all machines are in one zone") if {
	some resource in input.resources
	not _spread(resource)
}

deny contains finding.new(resource, ["health_check_type"], message) if {
	some resource in input.resources
	resource.facets.load_balanced.attached
	not _asks_balancer(resource)
	message := "a machine whose application fails the load balancer's checks is not replaced"
}

deny contains finding.new(resource, ["min_size"], $"the group may shrink to {resource.attributes.min_size} machines") if {
	some resource in input.resources
	resource.attributes.min_size < 2
	not _for_jobs(resource)
}

_spread(resource) if resource.facets.zones.count > 1

# EC2, which only looks at the machine, where nothing is said. Several kinds are separated by commas.
_asks_balancer(resource) if regex.match(`(?:^|,)\s*(?:ELB|VPC_LATTICE)\s*(?:,|$)`, resource.attributes.health_check_type)

# What starts from nothing when there is work serves nobody who waits.
_for_jobs(resource) if {
	resource.attributes.min_size == 0
	resource.facets.load_balanced.attached == false
}

exempt contains finding.exempt(resource, "its tags name an environment other than production") if {
	some resource in input.resources
	environment.not_production(resource.labels)
}
