# METADATA
# title: AI gateways keep a log of prompts and answers
# description: What was asked and answered cannot be reviewed later unless the gateway records it and goes on recording.
# scope: package
# custom:
#   id: cf-ai-gateway-logs
#   severity: medium
#   origins: [terraform]
#   selector: {types: [cloudflare_ai_gateway]}
#   requires:
#     - attributes.collect_logs
#     - attributes.log_management_strategy
#     - attributes.logpush
#   parameters: []
#   remediation:
#     terraform:
#       text: Set `collect_logs` to true; let the oldest entries make room for new ones, or push the log to a store of your own.
#       snippet: |
#         resource "cloudflare_ai_gateway" "main" {
#           account_id                 = var.account_id
#           id                         = "main"
#           collect_logs               = true
#           log_management_strategy    = "DELETE_OLDEST"
#           # … and its other arguments
#         }
#       edits:
#         - {do: set, value: true, when: {path: collect_logs}}
#         - {do: set, value: DELETE_OLDEST, when: {path: log_management_strategy}}
#   references:
#     - https://developers.cloudflare.com/ai-gateway/observability/logging/
package ai_governance.cf_ai_gateway_logs

import data.lib.finding

deny contains finding.new(resource, ["collect_logs"], "prompts and answers are not recorded") if {
	some resource in input.resources
	not _collects(resource.attributes)
}

deny contains finding.new(resource, ["log_management_strategy"], message) if {
	some resource in input.resources
	_collects(resource.attributes)
	resource.attributes.log_management_strategy == "STOP_INSERTING"
	not _pushes(resource.attributes)
	message := "recording stops when the log is full, and the log is pushed nowhere"
}

_collects(attributes) if attributes.collect_logs == true

_pushes(attributes) if attributes.logpush == true
