# METADATA
# title: Logs are kept as long as they must be
# description: Audit logs have to last for the required time; other logs need a limit, and one that leaves time to investigate.
# scope: package
# custom:
#   id: log-group-retention
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_cloudwatch_log_group], with: [log_retention]}
#   requires:
#     - facets.log_retention.name
#     - facets.log_retention.days
#     - facets.log_retention.audit_writers
#     - facets.log_retention.invocation_log
#   parameters: [retention_days, retention_ops_days, audit_log_prefixes]
#   remediation:
#     terraform:
#       text: Set retention_in_days. CloudWatch takes certain values only - for 2555 days the first one that suffices is 2557.
#       snippet: |
#         resource "aws_cloudwatch_log_group" "trail" {
#           name              = "/aws/cloudtrail/main"
#           retention_in_days = 2557
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
#     - https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
package retention.log_group_retention

import data.lib.finding

deny contains finding.new(resource, ["retention_in_days"], message) if {
	some resource in input.resources
	facet := resource.facets.log_retention
	_audit(facet, data.parameters.audit_log_prefixes)
	not _kept(facet, data.parameters.retention_days)
	message := $"audit records are deleted after {facet.days} days, before the required {data.parameters.retention_days}"
}

deny contains finding.new(resource, ["retention_in_days"], message) if {
	some resource in input.resources
	facet := resource.facets.log_retention
	not _audit(facet, data.parameters.audit_log_prefixes)
	facet.days != 0
	facet.days < data.parameters.retention_ops_days
	message := $"records are deleted after {facet.days} days, before the required {data.parameters.retention_ops_days}"
}

deny contains finding.graded(resource, ["retention_in_days"], "records never expire", "low") if {
	some resource in input.resources
	facet := resource.facets.log_retention
	not _audit(facet, data.parameters.audit_log_prefixes)
	facet.days == 0
}

exempt contains finding.exempt(resource, "it holds prompts and answers, which are personal data rather than audit records: their period is for their owner to set") if {
	some resource in input.resources
	resource.facets.log_retention.invocation_log
}

_audit(facet, _) if count(facet.audit_writers) > 0

_audit(facet, prefixes) if {
	some prefix in prefixes
	startswith(facet.name, prefix)
}

# 0 days: records never expire.
_kept(facet, _) if facet.days == 0

_kept(facet, required) if facet.days >= required
