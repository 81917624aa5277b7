# METADATA
# title: Image repositories scan images and fix their tags
# description: Scanning finds known flaws before an image runs; fixed tags keep the image that was scanned from being replaced by another of the same name.
# scope: package
# custom:
#   id: registry-scan-and-immutable
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_ecr_repository], with: [image_scanning]}
#   requires:
#     - attributes.image_tag_mutability
#     - facets.image_scanning.on_push
#     - facets.image_scanning.path
#   remediation:
#     terraform:
#       text: Scan on push, or for the whole registry, and make tags immutable.
#       snippet: |
#         resource "aws_ecr_repository" "app" {
#           name                 = "app"
#           image_tag_mutability = "IMMUTABLE"
#           image_scanning_configuration {
#             scan_on_push = true
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
#     - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
package hardening.registry_scan_and_immutable

import data.lib.finding

deny contains finding.new(resource, resource.facets.image_scanning.path, message) if {
	some resource in input.resources
	not resource.facets.image_scanning.on_push == true
	message := "images are not scanned when they are pushed"
}

deny contains finding.new(resource, ["image_tag_mutability"], message) if {
	some resource in input.resources
	not _immutable(resource)
	message := "image tags can be moved to another image"
}

_immutable(resource) if startswith(resource.attributes.image_tag_mutability, "IMMUTABLE")
