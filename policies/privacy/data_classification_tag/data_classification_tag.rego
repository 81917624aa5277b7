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
#   requires:
#     - attributes.metadata.labels
#     - attributes.tags
#     - attributes.tags_all
#     - facets.pod.labels
#   parameters: [classification_keys, classification_values]
#   remediation:
#     kubernetes:
#       text: Label the object with the class of the data it holds or handles.
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
#   references:
#     - https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
#     - https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html
package privacy.data_classification_tag

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	count(_classes(resource)) == 0
	key := data.parameters.classification_keys[0]
	path := _home(resource.origin, key)
	message := $"no {key} is stated"
}

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some key, class in _classes(resource)
	not class in data.parameters.classification_values
	path := _home(resource.origin, key)
	message := $"{key} is {class}, which is not a class of the scheme"
}

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
]

_home("kubernetes", key) := ["metadata", "labels", key]

_home("terraform", key) := ["tags", key]

_home("aws", key) := ["tags", key]
