# METADATA
# title: Ingresses write nothing into the controller's configuration
# description: A snippet runs inside the controller, which holds the TLS keys and Secrets of all Ingresses; whoever may write one Ingress can read them all.
# scope: package
# custom:
#   id: k8s-ingress-snippets
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [ingress_snippets]}
#   requires:
#     - facets.ingress_snippets[].name
#     - facets.ingress_snippets[].path
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Use the annotations or custom resources made for the purpose instead of the snippet, and keep snippets switched off in the controller's ConfigMap.
#       manual: what the snippet does has to be done in another way
#       snippet: |
#         apiVersion: v1
#         kind: ConfigMap
#         metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
#         data:
#           allow-snippet-annotations: "false"
#   references:
#     - https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#allow-snippet-annotations
#     - https://kubernetes.github.io/ingress-nginx/faq/
package hardening.k8s_ingress_snippets

import data.lib.finding

deny contains finding.new(resource, snippet.path, message) if {
	some resource in input.resources
	some snippet in resource.facets.ingress_snippets
	message := _message(snippet.name)
}

_message("allow-snippet-annotations") := "the controller takes snippets from Ingresses"

_message(name) := $"annotation {name} writes into the controller's configuration" if name != "allow-snippet-annotations"
