# METADATA
# title: Vertex AI resources with classified data use a customer-managed key
# description: Google encrypts everything with keys of its own; a key of yours decides who reads training data, features, notebooks and answers, and can be withdrawn.
# scope: package
# custom:
#   id: vertex-resource-cmek
#   severity: medium
#   origins: [terraform]
#   selector: {types: [google_vertex_ai_endpoint, google_vertex_ai_index_endpoint, google_vertex_ai_dataset, google_vertex_ai_featurestore, google_vertex_ai_feature_online_store, google_vertex_ai_tensorboard, google_vertex_ai_reasoning_engine, google_workbench_instance, google_colab_runtime_template, google_discovery_engine_data_store]}
#   requires:
#     - facets.given.kms_key
#     - facets.given.kms_key_name
#   parameters: [cmk_scope, sensitive_classes]
#   remediation:
#     terraform:
#       text: Name a key of Cloud KMS when the resource is made; it cannot be changed later.
#       snippet: |
#         resource "google_vertex_ai_endpoint" "scoring" {
#           name         = "1234567890"
#           display_name = "scoring"
#           location     = "europe-west3"
#           encryption_spec {
#             kms_key_name = google_kms_crypto_key.ai.id
#           }
#         }
#   references:
#     - https://cloud.google.com/vertex-ai/docs/general/cmek
#     - https://cloud.google.com/vertex-ai/docs/workbench/instances/cmek
package ai_governance.vertex_resource_cmek

import data.lib.classification
import data.lib.finding

deny contains finding.new(resource, _path(resource), "no customer-managed key is named") if {
	some resource in input.resources
	not _keyed(resource)
}

_keyed(resource) if resource.facets.given.kms_key_name == true

_keyed(resource) if resource.facets.given.kms_key == true

_path(resource) := ["kms_key_name"] if resource.type == "google_discovery_engine_data_store"

else := ["gce_setup", 0, "boot_disk", 0, "kms_key"] if resource.type == "google_workbench_instance"

else := ["encryption_spec"]

exempt contains finding.exempt(resource, "its labels do not classify its data as sensitive") if {
	some resource in input.resources
	data.parameters.cmk_scope != "all"
	not classification.one_of(resource.labels, data.parameters.sensitive_classes)
}
