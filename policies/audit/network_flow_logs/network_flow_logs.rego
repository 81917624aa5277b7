# METADATA
# title: Networks record their traffic
# description: Flow logs show who talked to whom and what was refused; after an incident nothing else does.
# scope: package
# custom:
#   id: network-flow-logs
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_vpc], with: [flow_logs]}
#   requires:
#     - facets.flow_logs.traffic_types[]
#   parameters: []
#   remediation:
#     terraform:
#       text: Add a flow log for the VPC that records all traffic, or at least what was rejected.
#       snippet: |
#         resource "aws_flow_log" "main" {
#           vpc_id               = aws_vpc.main.id
#           traffic_type         = "ALL"
#           log_destination_type = "s3"
#           log_destination      = aws_s3_bucket.flow_logs.arn
#         }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
package audit.network_flow_logs

import data.lib.finding

deny contains finding.new(resource, [], "no flow log records all or all rejected traffic of the VPC") if {
	some resource in input.resources
	not _recorded(resource)
}

_recorded(resource) if {
	some type in resource.facets.flow_logs.traffic_types
	type in {"ALL", "REJECT"}
}
