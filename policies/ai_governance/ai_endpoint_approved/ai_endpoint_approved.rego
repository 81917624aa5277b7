# METADATA
# title: AI workloads call approved endpoints over TLS
# description: Prompts go where the base URL points; another host is another processor, and plain HTTP shows them to the network.
# scope: package
# custom:
#   id: ai-endpoint-approved
#   severity: high
#   origins: [kubernetes]
#   selector: {with: [ai_workload]}
#   requires:
#     - facets.ai_workload.endpoints[].host
#     - facets.ai_workload.endpoints[].loopback
#     - facets.ai_workload.endpoints[].name
#     - facets.ai_workload.endpoints[].path
#     - facets.ai_workload.endpoints[].scheme
#     - facets.ai_workload.unresolved[].kind
#     - facets.ai_workload.unresolved[].reason
#   parameters: [ai_endpoints]
#   independent: true
#   remediation:
#     kubernetes:
#       text: Point the base URL at an approved model API or your own gateway (parameter ai_endpoints), with https.
#       manual: which endpoint is approved is a decision
#       snippet: |
#         env:
#           - name: ANTHROPIC_BASE_URL
#             value: https://api.anthropic.com
#   references:
#     - https://docs.anthropic.com/en/api/overview
#     - https://docs.aws.amazon.com/general/latest/gr/bedrock.html
package ai_governance.ai_endpoint_approved

import data.lib.finding

deny contains finding.new(resource, endpoint.path, message) if {
	some resource in input.resources
	some endpoint in resource.facets.ai_workload.endpoints
	endpoint.scheme in {"http", "ws"}
	not endpoint.loopback == true
	message := $"{endpoint.name} calls {endpoint.host} without TLS"
}

deny contains finding.new(resource, endpoint.path, message) if {
	some resource in input.resources
	some endpoint in resource.facets.ai_workload.endpoints
	count(data.parameters.ai_endpoints) > 0
	not _approved(endpoint, data.parameters.ai_endpoints)
	message := $"{endpoint.name} calls {endpoint.host}, which is not an approved endpoint"
}

undecided contains finding.undecided(resource, "no list of approved endpoints is declared (parameter ai_endpoints)") if {
	some resource in input.resources
	some endpoint in resource.facets.ai_workload.endpoints
	not _approved(endpoint, data.parameters.ai_endpoints)
}

undecided contains finding.undecided(resource, value.reason) if {
	some resource in input.resources
	some value in resource.facets.ai_workload.unresolved
	value.kind == "endpoint"
}

undecided contains finding.undecided(resource, "no endpoint is stated in its environment, arguments or ConfigMaps") if {
	some resource in input.resources
	not _calls(resource)
}

_approved(endpoint, _) if endpoint.loopback == true

_approved(endpoint, list) if {
	some entry in list
	glob.match(lower(entry), ["/"], endpoint.host)
}

_calls(resource) if some endpoint in resource.facets.ai_workload.endpoints
