# METADATA
# title: Services run in several replicas
# description: A single pod means an outage at every node failure, drain and crash.
# scope: package
# custom:
#   id: k8s-replicas-min
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [apps/Deployment, apps/StatefulSet], with: [replicas]}
#   requires:
#     - facets.replicas.minimum
#     - facets.replicas.path
#     - facets.replicas.source
#   parameters: [min_replicas]
#   remediation:
#     kubernetes:
#       text: Raise `replicas`, or `minReplicas` of the HorizontalPodAutoscaler. What cannot run twice on its own, such as a database, needs replication of its own first.
#       manual: whether the program can run more than once is not in the manifest
#       snippet: |
#         spec:
#           replicas: 3
#   references:
#     - https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#replicas
#     - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
package resilience.k8s_replicas_min

import data.lib.finding

deny contains finding.new(resource, resource.facets.replicas.path, message) if {
	some resource in input.resources
	not _compliant(resource, data.parameters.min_replicas)
	message := _message(resource.facets.replicas)
}

_compliant(resource, minimum) if resource.facets.replicas.minimum >= minimum

_message(replicas) := $"its autoscaler goes down to {replicas.minimum}" if replicas.source == "autoscaler"

else := $"its number of replicas is {replicas.minimum}"
