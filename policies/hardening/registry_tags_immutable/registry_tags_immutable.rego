# METADATA
# title: Image repositories fix their tags
# description: A tag that can be moved lets another image take the place of the one that was scanned and approved.
# scope: package
# custom:
#   id: registry-tags-immutable
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_ecr_repository, google_artifact_registry_repository]}
#   requires:
#     -  attributes.image_tag_mutability
#     - attributes.docker_config[].immutable_tags
#     - attributes.format
#     - attributes.mode
#   parameters: []
#   remediation:
#     terraform:
#       text: Make tags immutable; releases get tags of their own.
#       snippet: |
#         resource "aws_ecr_repository" "app" {
#           name                 = "app"
#           image_tag_mutability = "IMMUTABLE"
#         }
#       edits:
#         - {do: set, value: IMMUTABLE, when: {path: image_tag_mutability}}
#     google:
#       text: Make tags immutable; releases get tags of their own.
#       snippet: |
#         resource "google_artifact_registry_repository" "app" {
#           repository_id = "app"
#           format        = "DOCKER"
#           docker_config {
#             immutable_tags = true
#           }
#         }
#       edits:
#         - {do: set, at: [0, immutable_tags], value: true, when: {path: docker_config}}
#   references:
#     - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
#     - https://cloud.google.com/artifact-registry/docs/docker/immutable-tags
package hardening.registry_tags_immutable

import data.lib.finding

deny contains finding.new(resource, [_argument(resource)], message) if {
	some resource in input.resources
	not _immutable(resource)
	message := "image tags can be moved to another image"
}

# Tags are mutable where nothing is said. IMMUTABLE_WITH_EXCLUSION leaves out tags that are named one by one.
_immutable(resource) if startswith(resource.attributes.image_tag_mutability, "IMMUTABLE")

_immutable(resource) if {
	some docker in resource.attributes.docker_config
	docker.immutable_tags == true
}

_argument(resource) := "docker_config" if resource.type == "google_artifact_registry_repository"

else := "image_tag_mutability"

exempt contains finding.exempt(resource, "it holds no container images") if {
	some resource in input.resources
	resource.type == "google_artifact_registry_repository"
	is_string(resource.attributes.format)
	upper(resource.attributes.format) != "DOCKER"
}

exempt contains finding.exempt(resource, "its images come from other repositories") if {
	some resource in input.resources
	resource.attributes.mode in {"REMOTE_REPOSITORY", "VIRTUAL_REPOSITORY"}
}
