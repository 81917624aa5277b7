# METADATA
# title: AppArmor is not switched off
# description: The profile that container runtimes load by default keeps a process from mounting file systems and writing to the settings of the kernel; a pod that switches it off gives that up.
# scope: package
# custom:
#   id: k8s-apparmor
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.app_armor[].container
#     - facets.app_armor[].path
#     - facets.app_armor[].profile
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.securityContext.appArmorProfile.type
#     - facets.pod.path
#     - facets.pod.spec.os.name
#     - facets.pod.spec.securityContext.appArmorProfile.type
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Remove the setting and the annotation, or name a profile of your own that is loaded on the nodes.
#       manual: an annotation has to become a field, which older clusters ignore
#       edits:
#         - {do: set, value: RuntimeDefault, when: {path: "*.appArmorProfile.type"}}
#       snippet: |
#         securityContext:
#           appArmorProfile:
#             type: RuntimeDefault
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://kubernetes.io/docs/tutorials/security/apparmor/
package hardening.k8s_apparmor

import data.lib.finding
import data.lib.kubernetes

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	not _compliant(resource.facets.pod.spec)
	path := array.concat(resource.facets.pod.path, ["securityContext", "appArmorProfile", "type"])
	message := "the pod switches AppArmor off"
}

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	not _compliant(container.spec)
	path := array.concat(container.path, ["securityContext", "appArmorProfile", "type"])
	message := $"container {container.name} switches AppArmor off"
}

# Until Kubernetes 1.30 an annotation of the pod was the only way.
deny contains finding.new(resource, annotation.path, message) if {
	some resource in input.resources
	some annotation in resource.facets.app_armor
	annotation.profile == "unconfined"
	message := $"an annotation switches AppArmor off for container {annotation.container}"
}

exempt contains finding.exempt(resource, "Windows pods have no AppArmor") if {
	some resource in input.resources
	kubernetes.windows(resource)
}

_compliant(spec) if not object.get(spec, ["securityContext", "appArmorProfile", "type"], "RuntimeDefault") == "Unconfined"
