# METADATA
# title: ECS containers do not run as root
# description: Whoever breaks out of a container does so with its user; root of the container is root of the machine.
# scope: package
# custom:
#   id: ecs-task-nonroot
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_ecs_task_definition], with: [task_containers]}
#   requires:
#     - facets.task_containers.containers[].name
#     - facets.task_containers.containers[].path
#     - facets.task_containers.containers[].user
#     - facets.task_containers.windows
#   parameters: []
#   remediation:
#     terraform:
#       text: Name a user other than root in each container.
#       snippet: |
#         resource "aws_ecs_task_definition" "app" {
#           family = "app"
#           container_definitions = jsonencode([{
#             name  = "app"
#             image = "registry.example.com/app:1.4.2"
#             user  = "10001:10001"
#           }])
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html
#     - https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
package hardening.ecs_task_nonroot

import data.lib.finding

deny contains finding.new(resource, array.concat(container.path, ["user"]), message) if {
	some resource in input.resources
	some container in resource.facets.task_containers.containers
	not _ordinary(container)
	message := _message(container)
}

_message(container) := $"container {container.name} runs as user {container.user}" if {
	is_string(container.user)
} else := $"container {container.name} names no user, and images mostly leave it at root"

# `user`, `user:group`, by name or number.
_ordinary(container) if {
	user := split(container.user, ":")[0]
	not regex.match(`^(?:0+|root|)$`, user)
}

exempt contains finding.exempt(resource, "Windows containers have users of their own kind") if {
	some resource in input.resources
	resource.facets.task_containers.windows
}
