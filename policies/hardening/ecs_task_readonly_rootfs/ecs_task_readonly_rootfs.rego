# METADATA
# title: ECS containers cannot change their own files
# description: What an intruder cannot write he cannot leave behind; a read-only root file system keeps the image as it was built.
# scope: package
# custom:
#   id: ecs-task-readonly-rootfs
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_ecs_task_definition], with: [task_containers]}
#   requires:
#     - facets.task_containers.containers[].name
#     - facets.task_containers.containers[].path
#     - facets.task_containers.containers[].read_only
#     - facets.task_containers.windows
#   parameters: []
#   remediation:
#     terraform:
#       text: Set readonlyRootFilesystem to true in each container, and mount volumes where it has to write.
#       snippet: |
#         resource "aws_ecs_task_definition" "app" {
#           family = "app"
#           container_definitions = jsonencode([{
#             name  = "app"
#             image = "registry.example.com/app:1.4.2"
#             readonlyRootFilesystem = true
#           }])
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html
#     - https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
package hardening.ecs_task_readonly_rootfs

import data.lib.finding

deny contains finding.new(resource, array.concat(container.path, ["readonlyRootFilesystem"]), message) if {
	some resource in input.resources
	some container in resource.facets.task_containers.containers
	not _read_only(container)
	message := $"container {container.name} can write to its root file system"
}

_read_only(container) if container.read_only == true

exempt contains finding.exempt(resource, "Windows containers have no read-only root file system") if {
	some resource in input.resources
	resource.facets.task_containers.windows
}
