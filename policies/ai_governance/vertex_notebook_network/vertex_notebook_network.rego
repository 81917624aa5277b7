# METADATA
# title: Notebooks of Vertex AI have no public address and no way to the internet
# description: A notebook holds data, credentials and a shell; with a public address it is attacked from anywhere, and over the internet its data leaves unseen.
# scope: package
# custom:
#   id: vertex-notebook-network
#   severity: high
#   origins: [terraform]
#   selector: {types: [google_workbench_instance, google_colab_runtime_template]}
#   requires:
#     - attributes.gce_setup[].disable_public_ip
#     - attributes.network_spec[].enable_internet_access
#   parameters: []
#   remediation:
#     terraform:
#       text: Give the notebook no public address, and let runtimes reach only your network.
#       snippet: |
#         resource "google_workbench_instance" "research" {
#           name     = "research"
#           location = "europe-west3-a"
#           gce_setup {
#             disable_public_ip = true
#             network_interfaces {
#               subnet = google_compute_subnetwork.private.id
#             }
#           }
#         }
#   references:
#     - https://cloud.google.com/vertex-ai/docs/workbench/instances/create
#     - https://cloud.google.com/colab/docs/create-runtime-template
package ai_governance.vertex_notebook_network

import data.lib.finding

# A public address is given unless stated (provider documentation).
deny contains finding.new(resource, ["gce_setup", 0, "disable_public_ip"], "the notebook has a public address") if {
	some resource in input.resources
	resource.type == "google_workbench_instance"
	not _closed(resource.attributes)
}

deny contains finding.graded(resource, ["network_spec", 0, "enable_internet_access"], "runtimes reach the internet", "medium") if {
	some resource in input.resources
	some spec in resource.attributes.network_spec
	spec.enable_internet_access == true
}

undecided contains finding.undecided(resource, "no network is stated: the service chooses one") if {
	some resource in input.resources
	resource.type == "google_colab_runtime_template"
	count(object.get(resource.attributes, "network_spec", [])) == 0
}

_closed(attributes) if {
	some setup in attributes.gce_setup
	setup.disable_public_ip == true
}
