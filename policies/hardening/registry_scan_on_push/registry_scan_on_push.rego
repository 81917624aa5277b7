# METADATA
# title: Image repositories scan what is pushed
# description: Scanning finds known flaws before an image runs; without it they are found by whoever looks first.
# scope: package
# custom:
#   id: registry-scan-on-push
#   aliases: [registry-scan-and-immutable]
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_ecr_repository, google_artifact_registry_repository], with: [image_scanning]}
#   requires:
#     - facets.image_scanning.on_push
#     - facets.image_scanning.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Scan on push, or let a rule of the registry scan the repository.
#       snippet: |
#         resource "aws_ecr_repository" "app" {
#           name = "app"
#           image_scanning_configuration {
#             scan_on_push = true
#           }
#         }
#       edits:
#         - {do: set, value: true, when: {path: "image_scanning_configuration[].scan_on_push"}}
#     google:
#       text: Enable the Container Scanning API in the project, and let the repository inherit that.
#       snippet: |
#         resource "google_project_service" "scanning" {
#           service = "containerscanning.googleapis.com"
#         }
#
#         resource "google_artifact_registry_repository" "app" {
#           repository_id = "app"
#           format        = "DOCKER"
#           vulnerability_scanning_config {
#             enablement_config = "INHERITED"
#           }
#         }
#       edits:
#         - {do: set, value: INHERITED, when: {path: "vulnerability_scanning_config[].enablement_config"}}
#   references:
#     - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
#     - https://cloud.google.com/artifact-analysis/docs/enable-automatic-scanning
package hardening.registry_scan_on_push

import data.lib.finding

deny contains finding.new(resource, resource.facets.image_scanning.path, message) if {
	some resource in input.resources
	not _scanned(resource)
	message := "images are not scanned when they are pushed"
}

_scanned(resource) if resource.facets.image_scanning.on_push == true
