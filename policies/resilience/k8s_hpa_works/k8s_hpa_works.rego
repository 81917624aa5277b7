# METADATA
# title: Autoscalers have something to scale and to measure
# description: An autoscaler whose workload does not exist, or whose containers do not request what their use is measured against, never adds a replica.
# scope: package
# custom:
#   id: k8s-hpa-works
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [autoscaling/HorizontalPodAutoscaler], with: [autoscaler]}
#   requires:
#     - facets.autoscaler.target
#     - facets.autoscaler.unmeasured[].container
#     - facets.autoscaler.unmeasured[].resource
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Correct the name, kind and namespace of the target, and give all its containers a request for the resource that is measured. How far it scales down is judged by k8s-replicas-min.
#       manual: what is meant to be scaled, and by which numbers, is not in the manifest
#       snippet: |
#         spec:
#           scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
#           minReplicas: 2
#           maxReplicas: 6
#           metrics:
#             - type: Resource
#               resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
#   references:
#     - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
package resilience.k8s_hpa_works

import data.lib.finding

deny contains finding.new(resource, ["spec", "scaleTargetRef"], "what it scales does not exist in its namespace") if {
	some resource in input.resources
	not _compliant(resource.facets.autoscaler)
}

deny contains finding.new(resource, ["spec", "metrics"], message) if {
	some resource in input.resources
	some missing in resource.facets.autoscaler.unmeasured
	message := $"container {missing.container} of what it scales requests no {missing.resource}, so its use cannot be measured"
}

_compliant(autoscaler) if autoscaler.target == true
