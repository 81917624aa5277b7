# METADATA
# title: ECS containers do not run privileged
# description: A privileged container has all rights of root on the machine it runs on, and with them every other container there.
# scope: package
# custom:
#   id: ecs-task-privileged
#   severity: critical
#   origins: [terraform, aws]
#   selector: {types: [aws_ecs_task_definition], with: [task_containers]}
#   requires:
#     - facets.task_containers.containers[].name
#     - facets.task_containers.containers[].path
#     - facets.task_containers.containers[].privileged
#   parameters: []
#   remediation:
#     terraform:
#       text: Remove `privileged` or set it to false.
#       snippet: |
#         resource "aws_ecs_task_definition" "app" {
#           family = "app"
#           container_definitions = jsonencode([{
#             name  = "app"
#             image = "registry.example.com/app:1.4.2"
#             privileged = false
#           }])
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html
#     - https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
package hardening.ecs_task_privileged

import data.lib.finding

deny contains finding.new(resource, array.concat(container.path, ["privileged"]), message) if {
	some resource in input.resources
	some container in resource.facets.task_containers.containers
	not _unprivileged(container)
	message := $"container {container.name} runs privileged"
}

_unprivileged(container) if container.privileged == false
