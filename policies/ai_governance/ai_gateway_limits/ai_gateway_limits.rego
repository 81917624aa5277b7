# METADATA
# title: AI gateways limit what a client may ask for
# description: Without a limit one client, or whoever has its key, can use up the quota and the money of all, and take answers out in bulk.
# scope: package
# custom:
#   id: ai-gateway-limits
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [ai_gateway]}
#   requires:
#     - facets.ai_gateway.limits[].name
#     - facets.ai_gateway.limits[].path
#     - facets.ai_gateway.limits[].positive
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Declare a limit of requests or tokens for each client; that the gateway holds to it is for a test to show.
#       manual: the numbers are a decision, and the gateway has to know them
#       snippet: |
#         env:
#           - name: RATE_LIMIT_RPM
#             value: "300"
#   references:
#     - https://owasp.org/www-project-top-10-for-large-language-model-applications/
package ai_governance.ai_gateway_limits

import data.lib.finding

# A declared limit is only as good as the gateway that reads it.
deny contains finding.new(resource, limit.path, message) if {
	some resource in input.resources
	not _limited(resource.facets.ai_gateway)
	some limit in resource.facets.ai_gateway.limits
	message := $"{limit.name} sets no limit above zero"
}

undecided contains finding.undecided(resource, "its settings declare no limit; something before it may set one") if {
	some resource in input.resources
	count(resource.facets.ai_gateway.limits) == 0
}

_limited(gateway) if {
	some limit in gateway.limits
	limit.positive == true
}
