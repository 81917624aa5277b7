# METADATA
# title: Machines of Google Cloud start only what is signed
# description: Shielded machines prove to the cloud what they booted; without that a changed boot loader stays unseen, and a stranger passes as a node.
# scope: package
# custom:
#   id: node-shielded
#   severity: medium
#   origins: [terraform]
#   selector: {types: [google_container_cluster, google_container_node_pool, google_compute_instance, google_compute_instance_template, google_workbench_instance]}
#   requires:
#     - attributes.enable_autopilot
#     - attributes.enable_shielded_nodes
#     - attributes.gce_setup[].shielded_instance_config[].enable_integrity_monitoring
#     - attributes.gce_setup[].shielded_instance_config[].enable_secure_boot
#     - attributes.node_config[].shielded_instance_config[].enable_integrity_monitoring
#     - attributes.node_config[].shielded_instance_config[].enable_secure_boot
#     - attributes.shielded_instance_config[].enable_integrity_monitoring
#     - attributes.shielded_instance_config[].enable_secure_boot
#   parameters: []
#   remediation:
#     terraform:
#       text: Leave shielded nodes and integrity monitoring on, and switch secure boot on.
#       snippet: |
#         resource "google_container_node_pool" "main" {
#           cluster = google_container_cluster.main.id
#           node_config {
#             shielded_instance_config {
#               enable_secure_boot          = true
#               enable_integrity_monitoring = true
#             }
#           }
#         }
#       edits:
#         - {do: set, value: true, when: {path: enable_shielded_nodes}}
#         - {do: set, at: [0, enable_secure_boot], value: true, when: {path: shielded_instance_config, creating: true}}
#         - {do: set, at: [0, enable_integrity_monitoring], value: true, when: {path: shielded_instance_config, creating: true}}
#         - {do: set, at: [0, enable_secure_boot], value: true, when: {path: "node_config[].shielded_instance_config", creating: true}}
#         - {do: set, at: [0, enable_integrity_monitoring], value: true, when: {path: "node_config[].shielded_instance_config", creating: true}}
#         - {do: set, at: [0, enable_secure_boot], value: true, when: {path: "gce_setup[].shielded_instance_config", creating: true}}
#         - {do: set, at: [0, enable_integrity_monitoring], value: true, when: {path: "gce_setup[].shielded_instance_config", creating: true}}
#   references:
#     - https://cloud.google.com/compute/shielded-vm/docs/shielded-vm
#     - https://cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes
package hardening.node_shielded

import data.lib.finding

# On unless switched off (provider documentation).
deny contains finding.new(resource, ["enable_shielded_nodes"], "nodes need not prove who they are") if {
	some resource in input.resources
	resource.attributes.enable_shielded_nodes == false
	not resource.attributes.enable_autopilot == true
}

# Off unless switched on (provider documentation).
deny contains finding.graded(resource, path, "boot loaders and kernels without a signature are started", "low") if {
	some resource in input.resources
	path := _homes[resource.type]
	not _secure_boot(resource.attributes)
}

deny contains finding.graded(resource, path, "nothing compares what is started with what should be", "low") if {
	some resource in input.resources
	path := _homes[resource.type]
	some config in _configs(resource.attributes)
	config.enable_integrity_monitoring == false
}

_homes := {
	"google_compute_instance": ["shielded_instance_config"],
	"google_compute_instance_template": ["shielded_instance_config"],
	"google_container_node_pool": ["node_config", 0, "shielded_instance_config"],
	"google_workbench_instance": ["gce_setup", 0, "shielded_instance_config"],
}

_secure_boot(attributes) if {
	some config in _configs(attributes)
	config.enable_secure_boot == true
}

_configs(attributes) := array.concat(
	object.get(attributes, "shielded_instance_config", []),
	[config |
		some block in ["node_config", "gce_setup"]
		some parent in attributes[block]
		some config in parent.shielded_instance_config
	],
)
