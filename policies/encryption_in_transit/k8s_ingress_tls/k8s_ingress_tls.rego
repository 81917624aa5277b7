# METADATA
# title: Ingresses and gateways speak TLS only
# description: A host without TLS, or plain HTTP answered beside it, lets traffic be read and changed on its way into the cluster.
# scope: package
# custom:
#   id: k8s-ingress-tls
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [entry_tls]}
#   requires:
#     - facets.entry_tls.entries[].certificate
#     - facets.entry_tls.entries[].evidence
#     - facets.entry_tls.entries[].kind
#     - facets.entry_tls.entries[].name
#     - facets.entry_tls.entries[].path
#     - facets.entry_tls.entries[].serves
#   parameters: [ingress_default_tls]
#   remediation:
#     kubernetes:
#       text: List every host in `spec.tls` with the Secret of its certificate and let the controller redirect plain HTTP; give every HTTPS listener of a Gateway a certificate and its HTTP listener nothing but a redirect.
#       manual: hosts need certificates
#       snippet: |
#         spec:
#           tls:
#             - hosts: [shop.example.com]
#               secretName: shop-tls
#           rules:
#             - host: shop.example.com
#   references:
#     - https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
#     - https://gateway-api.sigs.k8s.io/guides/tls/
#     - https://istio.io/latest/docs/reference/config/networking/gateway/
package encryption_in_transit.k8s_ingress_tls

import data.lib.finding

deny contains finding.new(resource, entry.path, message) if {
	some resource in input.resources
	some entry in resource.facets.entry_tls.entries
	not _encrypted(entry)
	message := $"{entry.name} is served without TLS ({entry.evidence})"
}

deny contains finding.new(resource, entry.path, message) if {
	some resource in input.resources
	some entry in resource.facets.entry_tls.entries
	entry.certificate == false
	message := $"{entry.name} ends TLS without a certificate"
}

undecided contains finding.undecided(resource, entry.evidence) if {
	some resource in input.resources
	some entry in resource.facets.entry_tls.entries
	entry.serves == "unproven"
}

exempt contains finding.exempt(resource, "it serves neither HTTP nor TLS") if {
	some resource in input.resources
	count(resource.facets.entry_tls.entries) == 0
}

_encrypted(entry) if entry.serves in {"tls", "redirect", "unproven"}

_encrypted(entry) if {
	entry.kind == "host"
	data.parameters.ingress_default_tls == true
}
