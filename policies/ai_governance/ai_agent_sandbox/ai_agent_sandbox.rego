# METADATA
# title: Code of AI agents runs in a sandbox
# description: An agent runs code that a stranger's text may have made it write; in an ordinary container only the kernel of the node is between that code and every other pod.
# scope: package
# custom:
#   id: ai-agent-sandbox
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.labels
#     - facets.pod.path
#     - facets.pod.spec.runtimeClassName
#   parameters: [ai_agent_labels, sandbox_runtime_classes]
#   remediation:
#     kubernetes:
#       text: Run the pods under gVisor or Kata Containers.
#       manual: the runtime class has to exist on the nodes
#       snippet: |
#         apiVersion: node.k8s.io/v1
#         kind: RuntimeClass
#         metadata: {name: gvisor}
#         handler: runsc
#         ---
#         spec:
#           template:
#             spec:
#               runtimeClassName: gvisor
#   references:
#     - https://kubernetes.io/docs/concepts/containers/runtime-class/
#     - https://gvisor.dev/docs/
#     - https://katacontainers.io/docs/
package ai_governance.ai_agent_sandbox

import data.lib.finding
import data.lib.label

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	not _sandboxed(resource.facets.pod, data.parameters.sandbox_runtime_classes)
	path := array.concat(resource.facets.pod.path, ["runtimeClassName"])
	message := $"its pods run under {_runtime(resource.facets.pod.spec)}, which is no sandbox"
}

exempt contains finding.exempt(resource, "its pods do not run code of AI agents") if {
	some resource in input.resources
	not label.carries(resource.facets.pod.labels, data.parameters.ai_agent_labels)
}

_sandboxed(pod, classes) if {
	some class in classes
	glob.match(class, [], pod.spec.runtimeClassName)
}

_runtime(spec) := $"the runtime class {spec.runtimeClassName}" if {
	is_string(spec.runtimeClassName)
} else := "the node's own runtime"
