# METADATA
# title: Probes and hooks ask their own pod
# description: The kubelet calls the address that a probe or hook names from the network of the node; whoever writes the pod reaches from there what the pod itself cannot.
# scope: package
# custom:
#   id: k8s-probe-host
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.lifecycle.postStart.httpGet.host
#     - facets.pod.containers[].spec.lifecycle.postStart.tcpSocket.host
#     - facets.pod.containers[].spec.lifecycle.preStop.httpGet.host
#     - facets.pod.containers[].spec.lifecycle.preStop.tcpSocket.host
#     - facets.pod.containers[].spec.livenessProbe.httpGet.host
#     - facets.pod.containers[].spec.livenessProbe.tcpSocket.host
#     - facets.pod.containers[].spec.readinessProbe.httpGet.host
#     - facets.pod.containers[].spec.readinessProbe.tcpSocket.host
#     - facets.pod.containers[].spec.startupProbe.httpGet.host
#     - facets.pod.containers[].spec.startupProbe.tcpSocket.host
#     - facets.pod.spec.hostNetwork
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Remove `host`, so that the address of the pod is asked. For a virtual host, send a header of that name.
#       manual: what answers at the pod's own address is not in the manifest
#       snippet: |
#         livenessProbe:
#           httpGet:
#             path: /live
#             port: 8080
#             httpHeaders:
#               - {name: Host, value: shop.example.com}
#   references:
#     - https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     - https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
package hardening.k8s_probe_host

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	some [part, target] in _targets(container.spec)
	some handler in ["httpGet", "tcpSocket"]
	host := object.get(target, [handler, "host"], "")
	not _compliant(resource.facets.pod.spec, host)
	path := array.concat(container.path, array.concat(part, [handler, "host"]))
	names := concat(".", part)
	message := $"{names} of container {container.name} is sent to {host}"
}

_compliant(_, host) if host in {"", null}

# With the network of the node the pod's own loopback address is the node's.
_compliant(pod, host) if {
	pod.hostNetwork == true
	host in {"127.0.0.1", "localhost", "::1"}
}

_targets(spec) := [
	[["livenessProbe"], object.get(spec, ["livenessProbe"], {})],
	[["readinessProbe"], object.get(spec, ["readinessProbe"], {})],
	[["startupProbe"], object.get(spec, ["startupProbe"], {})],
	[["lifecycle", "postStart"], object.get(spec, ["lifecycle", "postStart"], {})],
	[["lifecycle", "preStop"], object.get(spec, ["lifecycle", "preStop"], {})],
]
