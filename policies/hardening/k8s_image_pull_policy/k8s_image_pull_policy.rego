# METADATA
# title: Moving tags are pulled at every start
# description: With a tag that moves, a node that keeps what it has pulled once runs another program than its neighbours, and never gets a fix.
# scope: package
# custom:
#   id: k8s-image-pull-policy
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.image
#     - facets.pod.containers[].spec.imagePullPolicy
#   parameters: [mutable_image_tags]
#   remediation:
#     kubernetes:
#       text: Name a fixed version or a digest; where the tag has to move, set `imagePullPolicy` to Always.
#       manual: a fixed version is the better fix, and an image loaded onto nodes cannot be pulled
#       snippet: |
#         image: registry.example.com/shop/web:main
#         imagePullPolicy: Always
#   references:
#     - https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy
package hardening.k8s_image_pull_policy

import data.lib.finding
import data.lib.image

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not _compliant(container.spec, data.parameters.mutable_image_tags)
	path := array.concat(container.path, ["imagePullPolicy"])
	message := $"container {container.name} runs what its node has of the moving tag {_tag(container.spec)} (imagePullPolicy {_policy(container.spec)})"
}

_compliant(spec, _) if image.digest(spec.image)

_compliant(spec, mutable) if not image.moving(_tag(spec), mutable)

_compliant(spec, _) if _policy(spec) == "Always"

_tag(spec) := tag if tag := image.tag(spec.image)

else := "latest"

# What the API server fills in: latest is always pulled, anything else once.
_policy(spec) := policy if {
	policy := object.get(spec, "imagePullPolicy", "")
	not policy in {"", null}
}

_policy(spec) := _filled_in(_tag(spec)) if object.get(spec, "imagePullPolicy", "") in {"", null}

_filled_in("latest") := "Always"

_filled_in(tag) := "IfNotPresent" if tag != "latest"
