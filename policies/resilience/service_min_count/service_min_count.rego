# METADATA
# title: Services keep two tasks or nodes at least
# description: A service of one is down whenever its only task or node fails, is drained or is replaced.
# scope: package
# custom:
#   id: service-min-count
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_ecs_service, aws_eks_node_group, google_container_node_pool], with: [service_count]}
#   requires:
#     - attributes.scheduling_strategy
#     - facets.service_count.kind
#     - facets.service_count.least
#     - facets.service_count.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Ask for two tasks at least, also as the minimum of their scaling; give a cluster two nodes at least.
#       snippet: |
#         resource "aws_ecs_service" "web" {
#           name          = "web"
#           desired_count = 2
#         }
#     google:
#       text: Keep two nodes at least; a regional cluster has as many in each of its zones.
#       snippet: |
#         resource "google_container_node_pool" "main" {
#           cluster  = google_container_cluster.main.id
#           location = "europe-west3"
#           autoscaling {
#             min_node_count = 1
#             max_node_count = 3
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
#     - https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
#     - https://cloud.google.com/kubernetes-engine/docs/concepts/regional-clusters
package resilience.service_min_count

import data.lib.environment
import data.lib.finding

deny contains finding.new(resource, resource.facets.service_count.path, message) if {
	some resource in input.resources
	not _enough(resource)
	message := _message(resource.facets.service_count)
}

_enough(resource) if {
	is_number(resource.facets.service_count.least)
	resource.facets.service_count.least > 1
}

_message(facet) := $"the node groups of the cluster may shrink to {facet.least} nodes together" if facet.kind == "nodes"

_message(facet) := $"scaling may leave {facet.least} tasks" if facet.kind == "autoscaled"

_message(facet) := $"{facet.least} tasks are asked for, fewer than two" if facet.kind == "fixed"

exempt contains finding.exempt(resource, "a daemon runs on every machine") if {
	some resource in input.resources
	resource.attributes.scheduling_strategy == "DAEMON"
}

exempt contains finding.exempt(resource, "its tags name an environment other than production") if {
	some resource in input.resources
	environment.not_production(resource.labels)
}
