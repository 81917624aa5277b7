# METADATA
# title: Load balancers face the internet only on purpose
# description: A load balancer is public unless it is said to be internal; a tag shows that somebody decided so.
# scope: package
# custom:
#   id: lb-internal-or-approved
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_lb, aws_alb, aws_elb, google_compute_forwarding_rule, google_compute_global_forwarding_rule], with: [internet_facing]}
#   requires:
#     - facets.internet_facing.internet_facing
#     - facets.internet_facing.path
#   parameters: [public_labels]
#   remediation:
#     terraform:
#       text: Make the load balancer internal, or tag it as public once that is decided.
#       snippet: |
#         resource "aws_lb" "orders" {
#           name     = "orders"
#           internal = true
#           subnets  = [aws_subnet.a.id, aws_subnet.b.id]
#         }
#     google:
#       text: Choose an internal scheme, or label the forwarding rule as public once that is decided.
#       snippet: |
#         resource "google_compute_forwarding_rule" "orders" {
#           name                  = "orders"
#           load_balancing_scheme = "INTERNAL_MANAGED"
#           target                = google_compute_region_target_https_proxy.orders.id
#           subnetwork            = google_compute_subnetwork.private.id
#         }
#   references:
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
#     - https://cloud.google.com/load-balancing/docs/forwarding-rule-concepts
package network.lb_internal_or_approved

import data.lib.finding
import data.lib.label as labels

deny contains finding.new(resource, scheme.path, "it is reached from the internet, and no tag says that it is meant to be") if {
	some resource in input.resources
	scheme := resource.facets.internet_facing
	not scheme.internet_facing == false
	not labels.carries(resource.labels, data.parameters.public_labels)
}
