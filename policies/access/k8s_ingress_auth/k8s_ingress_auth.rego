# METADATA
# title: Ingresses that ask who is calling turn strangers away
# description: Client certificates that are not checked, or a login that may be skipped, look like protection and let everybody through.
# scope: package
# custom:
#   id: k8s-ingress-auth
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [networking.k8s.io/Ingress], with: [ingress_auth]}
#   requires:
#     - facets.ingress_auth[].enforced
#     - facets.ingress_auth[].evidence
#     - facets.ingress_auth[].path
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Take the annotation out, or set it to the value that demands a valid certificate or a login.
#       manual: how callers identify themselves is a decision
#       snippet: |
#         metadata:
#           annotations:
#             nginx.ingress.kubernetes.io/auth-tls-secret: shop/client-ca
#             nginx.ingress.kubernetes.io/auth-tls-verify-client: "on"
#   references:
#     - https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#client-certificate-authentication
#     - https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#authentication
package access.k8s_ingress_auth

import data.lib.finding

deny contains finding.new(resource, check.path, message) if {
	some resource in input.resources
	some check in resource.facets.ingress_auth
	not _compliant(check)
	message := $"callers who do not identify themselves get through, {check.evidence}"
}

_compliant(check) if check.enforced == true
