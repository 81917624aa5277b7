# METADATA
# title: Images come from approved registries
# description: Software from anywhere runs with the rights of the workload; a list of registries is the first gate.
# scope: package
# custom:
#   id: k8s-image-registry
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.image
#   parameters: [image_registries]
#   remediation:
#     kubernetes:
#       text: Mirror the image into a registry or repository of the list `image_registries` and use it from there.
#       manual: the image has to be mirrored first
#       snippet: |
#         image: registry.example.com/mirror/nginx:1.29.3
#   references:
#     - https://kubernetes.io/docs/concepts/containers/images/#image-names
package hardening.k8s_image_registry

import data.lib.finding
import data.lib.image

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not _compliant(container, data.parameters.image_registries)
	path := array.concat(container.path, ["image"])
	message := $"container {container.name} takes its image from {_source(container)}"
}

_compliant(container, registries) if {
	some registry in registries
	image.below(image.repository(container.spec.image), registry)
}

_source(container) := repository if repository := image.repository(container.spec.image)

else := "nowhere"
