# METADATA
# title: Images are named by a fixed version
# description: An image without a tag, or with one that moves, may be another program at the next start.
# scope: package
# custom:
#   id: k8s-image-tag
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.image
#   parameters: [mutable_image_tags]
#   remediation:
#     kubernetes:
#       text: Name the version, or better the digest, of every image.
#       manual: which version is meant is not in the manifest
#       snippet: |
#         image: registry.example.com/shop/web:1.4.2@sha256:6b3e4c5f0d7a9b8c1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d
#   references:
#     - https://kubernetes.io/docs/concepts/containers/images/#image-names
package hardening.k8s_image_tag

import data.lib.finding
import data.lib.image

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not _compliant(container, data.parameters.mutable_image_tags)
	path := array.concat(container.path, ["image"])
	message := _message(container)
}

_compliant(container, _) if image.digest(container.spec.image)

_compliant(container, mutable) if {
	tag := image.tag(container.spec.image)
	not image.moving(tag, mutable)
}

_message(container) := $"the tag {tag} of container {container.name} moves" if tag := image.tag(container.spec.image)

else := $"the image of container {container.name} has no tag"
