# METADATA
# title: Data carries its classification
# description: Protection follows from the class of the data; what has none is protected by guesswork.
# scope: package
# custom:
#   id: data-classification-tag
#   severity: medium
#   origins: [kubernetes, terraform, aws]
#   selector:
#     types:
#       - core/Namespace
#       - core/PersistentVolumeClaim
#       - core/Pod
#       - apps/Deployment
#       - apps/StatefulSet
#       - apps/DaemonSet
#       - batch/Job
#       - batch/CronJob
#       - aws_s3_bucket
#       - aws_db_instance
#       - aws_dynamodb_table
#       - google_storage_bucket
#       - google_bigquery_dataset
#       - google_sql_database_instance
#       - azurerm_cosmosdb_account
#       - azurerm_mssql_database
#       - azurerm_mysql_flexible_server
#       - azurerm_postgresql_flexible_server
#       - azurerm_storage_account
#   requires:
#     -  attributes.metadata.labels
#     -  attributes.tags
#     -  attributes.tags_all
#     -  facets.pod.labels
#     - attributes.effective_labels
#     - attributes.labels
#     - attributes.settings[].user_labels
#   parameters: [classification_keys, classification_values]
#   remediation:
#     kubernetes:
#       text: Label the object with the class of the data it holds or handles.
#       manual: the class of the data is not in the manifest
#       snippet: |
#         metadata:
#           labels:
#             data-classification: confidential
#     terraform:
#       text: Tag the resource with the class of the data it holds, or set a default tag in the provider.
#       snippet: |
#         resource "aws_s3_bucket" "records" {
#           bucket = "records"
#           tags = {
#             data-classification = "confidential"
#           }
#         }
#     google:
#       text: Label the resource with the class of the data it holds, or set a default label in the provider.
#       snippet: |
#         resource "google_storage_bucket" "records" {
#           name     = "example-records"
#           location = "europe-west3"
#           labels = {
#             data-classification = "confidential"
#           }
#         }
#     azurerm:
#       text: Tag the resource with the class of its data.
#       snippet: |
#         resource "azurerm_storage_account" "records" {
#           name                     = "examplerecords"
#           resource_group_name      = azurerm_resource_group.main.name
#           location                 = azurerm_resource_group.main.location
#           account_tier             = "Standard"
#           account_replication_type = "ZRS"
#
#           tags = {
#             data-classification = "confidential"
#           }
#         }
#   references:
#     - https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
#     - https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html
#     - https://cloud.google.com/resource-manager/docs/labels-overview
#     - https://learn.microsoft.com/en-us/azure/cloud-adoption-framework/govern/policy-compliance/data-classification
package privacy.data_classification_tag

import data.lib.finding

deny contains finding.graded(resource, path, message, _severity(resource)) if {
	some resource in input.resources
	count(_classes(resource)) == 0
	key := data.parameters.classification_keys[0]
	path := _home(resource, key)
	message := $"no {key} is stated"
}

deny contains finding.graded(resource, path, message, _severity(resource)) if {
	some resource in input.resources
	some key, class in _classes(resource)
	not class in data.parameters.classification_values
	path := _home(resource, key)
	message := $"{key} is {class}, which is not a class of the scheme"
}

# What only handles data keeps none; the class is read from where the data lies.
_severity(resource) := "low" if {
	resource.type in {"apps/DaemonSet", "apps/Deployment", "batch/CronJob", "batch/Job", "core/Pod"}
}

else := "medium"

# What is stated, by key; the object itself goes before its pods, and a tag before the default tags it overrides.
_classes(resource) := {key: lower(stated[0]) |
	some key in data.parameters.classification_keys
	stated := [value |
		some source in _sources(resource)
		value := source[key]
		trim_space(value) != ""
	]
}

_sources(resource) := [
	object.get(resource, ["attributes", "metadata", "labels"], {}),
	object.get(resource, ["facets", "pod", "labels"], {}),
	object.get(resource, ["attributes", "tags"], {}),
	object.get(resource, ["attributes", "tags_all"], {}),
	object.get(resource, ["attributes", "labels"], {}),
	object.get(resource, ["attributes", "settings", 0, "user_labels"], {}),
	object.get(resource, ["attributes", "effective_labels"], {}),
]

_home(resource, key) := ["metadata", "labels", key] if resource.origin == "kubernetes"

else := ["settings", 0, "user_labels", key] if resource.type == "google_sql_database_instance"

else := ["labels", key] if startswith(resource.type, "google_")

else := ["tags", key]
