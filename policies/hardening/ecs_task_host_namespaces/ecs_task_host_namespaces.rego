# METADATA
# title: ECS tasks do not share the processes of the host
# description: In the namespaces of the host a task sees and signals foreign processes and reads their memory.
# scope: package
# custom:
#   id: ecs-task-host-namespaces
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_ecs_task_definition]}
#   requires:
#     - attributes.ipc_mode
#     - attributes.network_mode
#     - attributes.pid_mode
#   parameters: []
#   remediation:
#     terraform:
#       text: Leave pid_mode and ipc_mode out or at task, and give the task a network of its own.
#       snippet: |
#         resource "aws_ecs_task_definition" "app" {
#           family       = "app"
#           network_mode = "awsvpc"
#           pid_mode     = "task"
#         }
#       edits:
#         - {do: remove, when: {path: pid_mode}}
#         - {do: remove, when: {path: ipc_mode}}
#   references:
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/networking-networkmode-host.html
package hardening.ecs_task_host_namespaces

import data.lib.finding

deny contains finding.new(resource, ["pid_mode"], "the task shares the processes of the host") if {
	some resource in input.resources
	resource.attributes.pid_mode == "host"
}

deny contains finding.new(resource, ["ipc_mode"], "the task shares the memory segments of the host") if {
	some resource in input.resources
	resource.attributes.ipc_mode == "host"
}

deny contains finding.new(resource, ["network_mode"], "the task shares the network of the host, its loopback included") if {
	some resource in input.resources
	resource.attributes.network_mode == "host"
}
