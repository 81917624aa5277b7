# METADATA
# title: Images are named by their content
# description: A version tag can be pushed again with other content; a digest names one image and no other.
# scope: package
# custom:
#   id: k8s-image-digest
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.image
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Write the digest behind the tag; update tools keep both current.
#       manual: the digest is known to the registry alone
#       snippet: |
#         image: registry.example.com/shop/web:1.4.2@sha256:6b3e4c5f0d7a9b8c1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d
#   references:
#     - https://kubernetes.io/docs/concepts/containers/images/#image-names
package hardening.k8s_image_digest

import data.lib.finding
import data.lib.image

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not _compliant(container)
	path := array.concat(container.path, ["image"])
	message := $"the image of container {container.name} is named without a digest"
}

_compliant(container) if image.digest(container.spec.image)
