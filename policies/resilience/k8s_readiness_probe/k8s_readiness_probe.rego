# METADATA
# title: Containers behind a Service say when they are ready
# description: Without a readiness probe a Service sends requests to pods that cannot answer yet or any more.
# scope: package
# custom:
#   id: k8s-readiness-probe
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [apps/DaemonSet, apps/Deployment, apps/StatefulSet], with: [pod, service_backend]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.livenessProbe
#     - facets.pod.containers[].spec.ports[].name
#     - facets.pod.containers[].spec.readinessProbe
#     - facets.service_backend.containers
#     - facets.service_backend.open
#     - facets.service_backend.services
#   parameters: [probe_exempt]
#   remediation:
#     kubernetes:
#       text: Add a readiness probe, and let it ask more than the liveness probe or fail sooner.
#       manual: how the program shows that it is ready is not in the manifest
#       snippet: |
#         readinessProbe:
#           httpGet:
#             path: /ready
#             port: http
#           periodSeconds: 5
#   references:
#     - https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
#     - https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
package resilience.k8s_readiness_probe

import data.lib.finding
import data.lib.probe

deny contains finding.graded(resource, fault.path, fault.message, fault.severity) if {
	some resource in input.resources
	count(resource.facets.service_backend.services) > 0
	some fault in _faults(resource, data.parameters.probe_exempt)
}

exempt contains finding.exempt(resource, "no Service of the input selects its pods") if {
	some resource in input.resources
	resource.facets.service_backend.services == []
	resource.facets.service_backend.open == []
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	resource.facets.service_backend.services == []
	some service in resource.facets.service_backend.open
	count(_faults(resource, data.parameters.probe_exempt)) > 0
	reason := $"the manifests leave open whether Service {service} leads to it; state metadata.namespace, and scan variants one by one"
}

_faults(resource, exempt) := {fault |
	some container in resource.facets.pod.containers
	container.path in resource.facets.service_backend.containers
	not container.name in exempt
	fault := _fault(container)
}

_fault(container) := {"path": path, "message": message, "severity": "medium"} if {
	message := probe.fault(container, "readiness", object.get(container.spec, "readinessProbe", null))
	path := array.concat(container.path, ["readinessProbe"])
}

else := {"path": path, "message": message, "severity": "low"} if {
	probe.same(container.spec.readinessProbe, container.spec.livenessProbe)
	path := array.concat(container.path, ["readinessProbe"])
	message := $"the readiness probe of container {container.name} is the same as its liveness probe, so a pod that should wait is restarted"
}
