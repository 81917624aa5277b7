# METADATA
# title: AI gateways state where prompts are logged and for how long
# description: Whoever asks what became of a prompt has to find the log; and a log of prompts without an end is a store of personal data that nobody decided on.
# scope: package
# custom:
#   id: ai-gateway-prompt-log
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [ai_workload, ai_gateway]}
#   requires:
#     - facets.ai_workload.tags["ai.prompt-log"]
#     - facets.ai_workload.tags["ai.prompt-retention-days"]
#   parameters: [prompt_retention_max_days]
#   remediation:
#     kubernetes:
#       text: Annotate the gateway with the place of its prompt log, or none, and with the days that records stay there.
#       manual: where prompts are logged, and for how long, is not in the manifest
#       snippet: |
#         metadata:
#           annotations:
#             ai.prompt-log: s3://example-prompts/gateway
#             ai.prompt-retention-days: "90"
#   references:
#     - https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/
#     - https://eur-lex.europa.eu/eli/reg/2016/679/oj
package ai_governance.ai_gateway_prompt_log

import data.lib.finding

deny contains finding.new(resource, ["metadata", "annotations", "ai.prompt-log"], message) if {
	some resource in input.resources
	not _stated(resource.facets.ai_workload)
	message := "nothing states where prompts are logged"
}

# That records really go is for a reader of the log to say.
deny contains finding.new(resource, ["metadata", "annotations", "ai.prompt-retention-days"], message) if {
	some resource in input.resources
	_logged(resource.facets.ai_workload)
	not _ends(resource.facets.ai_workload)
	message := "no number of days is stated after which logged prompts are deleted"
}

deny contains finding.new(resource, ["metadata", "annotations", "ai.prompt-retention-days"], message) if {
	some resource in input.resources
	data.parameters.prompt_retention_max_days > 0
	_logged(resource.facets.ai_workload)
	days := to_number(resource.facets.ai_workload.tags["ai.prompt-retention-days"])
	days > data.parameters.prompt_retention_max_days
	message := $"logged prompts are kept for {days} days, the most is {data.parameters.prompt_retention_max_days}"
}

_stated(workload) if trim_space(workload.tags["ai.prompt-log"]) != ""

_logged(workload) if {
	_stated(workload)
	lower(trim_space(workload.tags["ai.prompt-log"])) != "none"
}

_ends(workload) if regex.match(`^[1-9][0-9]{0,4}$`, workload.tags["ai.prompt-retention-days"])
