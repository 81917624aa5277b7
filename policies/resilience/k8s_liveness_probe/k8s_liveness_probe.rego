# METADATA
# title: Hanging containers are restarted
# description: Without a liveness probe a process that hangs is never restarted.
# scope: package
# custom:
#   id: k8s-liveness-probe
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [apps/DaemonSet, apps/Deployment, apps/StatefulSet], with: [pod]}
#   requires:
#     - facets.pod.containers[].kind
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.livenessProbe.exec
#     - facets.pod.containers[].spec.livenessProbe.grpc
#     - facets.pod.containers[].spec.livenessProbe.httpGet.port
#     - facets.pod.containers[].spec.livenessProbe.tcpSocket.port
#     - facets.pod.containers[].spec.ports[].name
#   parameters: [probe_exempt]
#   remediation:
#     kubernetes:
#       text: Add a liveness probe that asks the process itself, on a port the container declares.
#       manual: how the program shows that it lives is not in the manifest
#       snippet: |
#         livenessProbe:
#           httpGet:
#             path: /healthz
#             port: http
#           periodSeconds: 10
#   references:
#     - https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
package resilience.k8s_liveness_probe

import data.lib.finding
import data.lib.probe

deny contains finding.graded(resource, path, message, _severity(container, message)) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	_judged(container, data.parameters.probe_exempt)
	message := probe.fault(container, "liveness", object.get(container.spec, "livenessProbe", null))
	path := array.concat(container.path, ["livenessProbe"])
}

# Nobody waits for an answer of what opens no port. A probe that is there and cannot work restarts it for ever.
_severity(container, message) := "low" if {
	count(object.get(container.spec, "ports", [])) == 0
	endswith(message, "has no liveness probe")
}

else := "medium"

_judged(container, exempt) if {
	container.kind == "container"
	not container.name in exempt
}

# A sidecar is asked only when it serves something.
_judged(container, exempt) if {
	container.kind == "sidecar"
	count(container.spec.ports) > 0
	not container.name in exempt
}
