# METADATA
# title: Use of agents, knowledge bases and guardrails is recorded
# description: Calls of Bedrock agents, queries of knowledge bases and checks by guardrails are data events, which a trail leaves out unless told otherwise.
# scope: package
# custom:
#   id: cloudtrail-ai-events
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_bedrockagent_agent, aws_bedrockagent_knowledge_base, aws_bedrock_guardrail], with: [data_events]}
#   requires:
#     - facets.data_events.recorded
#     - facets.data_events.type
#   parameters: []
#   remediation:
#     terraform:
#       text: Add a selector of data events of the resource's type to a trail.
#       snippet: |
#         resource "aws_cloudtrail" "data" {
#           name                  = "data"
#           s3_bucket_name        = aws_s3_bucket.trail.id
#           is_multi_region_trail = true
#           advanced_event_selector {
#             field_selector {
#               field  = "eventCategory"
#               equals = ["Data"]
#             }
#             field_selector {
#               field  = "resources.type"
#               equals = ["AWS::Bedrock::AgentAlias"]
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html
#     - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
package audit.cloudtrail_ai_events

import data.lib.finding

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	events := resource.facets.data_events
	not events.recorded == "all"
	message := $"no trail records all data events of type {events.type}"
}
