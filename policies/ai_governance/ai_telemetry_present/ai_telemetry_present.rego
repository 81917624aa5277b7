# METADATA
# title: AI gateways are watched
# description: Abuse, drifting answers and outages of an AI system show in its metrics; without anyone collecting them, or an alert on them, they show in complaints.
# scope: package
# custom:
#   id: ai-telemetry-present
#   severity: medium
#   origins: [kubernetes]
#   selector: {with: [ai_gateway]}
#   requires:
#     - facets.ai_gateway.alerts
#     - facets.ai_gateway.metrics
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Let Prometheus or an OpenTelemetry collector take the metrics, and write an alert on them.
#       manual: what the program measures is not in the manifest
#       snippet: |
#         apiVersion: monitoring.coreos.com/v1
#         kind: PrometheusRule
#         metadata: {name: ai-gateway, namespace: ai}
#         spec:
#           groups:
#             - name: ai-gateway
#               rules:
#                 - alert: GatewayErrors
#                   expr: rate(http_requests_total{job="ai-gateway",code=~"5.."}[5m]) > 1
#   references:
#     - https://prometheus-operator.dev/docs/developer/alerting/
#     - https://opentelemetry.io/docs/specs/otel/protocol/exporter/
package ai_governance.ai_telemetry_present

import data.lib.finding

deny contains finding.new(resource, [], "nothing collects its metrics") if {
	some resource in input.resources
	not resource.facets.ai_gateway.metrics == true
}

deny contains finding.new(resource, [], "no alert names it") if {
	some resource in input.resources
	not resource.facets.ai_gateway.alerts == true
}
