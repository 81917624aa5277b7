# METADATA
# title: Security groups do not let everything out
# description: Whoever gets into a machine sends data out, or fetches tools, over whatever port is open to the internet.
# scope: package
# custom:
#   id: fw-egress-world
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_security_group, aws_default_security_group, aws_security_group_rule, aws_vpc_security_group_egress_rule, google_compute_firewall], with: [network_openings]}
#   requires:
#     -  attributes.type
#     -  facets.network_openings.openings[].cidr
#     -  facets.network_openings.openings[].direction
#     -  facets.network_openings.openings[].family
#     -  facets.network_openings.openings[].from_port
#     -  facets.network_openings.openings[].path
#     -  facets.network_openings.openings[].prefix_length
#     -  facets.network_openings.openings[].protocol
#     -  facets.network_openings.openings[].public
#     -  facets.network_openings.openings[].to_port
#     -  facets.network_openings.openings[].uncertain
#     - attributes.direction
#   parameters: [fw_max_public_prefix, fw_max_public_prefix6]
#   independent: true
#   remediation:
#     terraform:
#       text: Name the ports and the destinations - security groups, prefix lists of AWS services, the ranges of partners - or send traffic to the internet through a proxy or firewall that checks host names.
#       snippet: |
#         resource "aws_vpc_security_group_egress_rule" "to_proxy" {
#           security_group_id            = aws_security_group.app.id
#           referenced_security_group_id = aws_security_group.egress_proxy.id
#           ip_protocol                  = "tcp"
#           from_port                    = 3128
#           to_port                      = 3128
#         }
#     google:
#       text: Name the ports and the destinations, and deny the rest with a rule of lower priority.
#       snippet: |
#         resource "google_compute_firewall" "to_proxy" {
#           name               = "to-proxy"
#           network            = google_compute_network.main.id
#           direction          = "EGRESS"
#           destination_ranges = ["10.0.9.0/24"]
#           allow {
#             protocol = "tcp"
#             ports    = ["3128"]
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
#     - https://cloud.google.com/firewall/docs/firewalls
package network.fw_egress_world

import data.lib.finding
import data.lib.opening as openings

deny contains finding.graded(resource, opening.path, message, _severity(opening)) if {
	some resource in input.resources
	some opening in resource.facets.network_openings.openings
	opening.uncertain == null
	openings.to_world(opening, data.parameters.fw_max_public_prefix, data.parameters.fw_max_public_prefix6)
	openings.has_ports(opening)
	message := $"{openings.ports_text(opening)} open towards {opening.cidr}"
}

undecided contains finding.undecided(resource, opening.uncertain) if {
	some resource in input.resources
	some opening in resource.facets.network_openings.openings
	opening.uncertain != null
	openings.to_world(opening, data.parameters.fw_max_public_prefix, data.parameters.fw_max_public_prefix6)
	openings.has_ports(opening)
}

exempt contains finding.exempt(resource, "the rule is about incoming traffic") if {
	some resource in input.resources
	resource.attributes.type == "ingress"
}

# Incoming unless stated (provider documentation).
exempt contains finding.exempt(resource, "the rule is about incoming traffic") if {
	some resource in input.resources
	resource.type == "google_compute_firewall"
	resource.facets.network_openings
	not resource.attributes.direction == "EGRESS"
}

# The grades of k8s-netpol-egress-anywhere: the same opening is as bad on both platforms.
_severity(opening) := "low" if {
	opening.from_port == 53
	opening.to_port == 53
} else := "high" if {
	openings.all_ports(opening)
} else := "medium"
