package retention.log_store_destroyed_test

import data.retention.log_store_destroyed as rule

_facet := {"action": "delete", "content": "lost", "audit_writers": [], "name": ""}

_in(type, labels, changes) := {"resources": [{
	"key": "a",
	"type": type,
	"labels": labels,
	"facets": {"destruction": object.union(_facet, changes)},
}]}

_severity(type, labels, changes) := severity if {
	some denial in rule.deny with input as _in(type, labels, changes) with data.parameters.audit_log_prefixes as ["/aws/cloudtrail"]
	severity := denial.severity
}

test_audit_records_are_lost if {
	_severity("aws_cloudwatch_log_group", {}, {"audit_writers": ["b"]}) == "high"
	_severity("aws_cloudwatch_log_group", {}, {"name": "/aws/cloudtrail/main"}) == "high"
	_severity("aws_s3_bucket", {}, {"audit_writers": ["b"]}) == "high"
	_severity("google_logging_project_bucket_config", {}, {"audit_writers": ["b"]}) == "high"
	_severity("aws_s3_bucket", {"Purpose": "audit"}, {"content": "guarded"}) == "medium"
}

test_other_logs_weigh_less if _severity("aws_cloudwatch_log_group", {}, {"name": "/app"}) == "low"

test_records_outlast_the_group if {
	not _severity("aws_cloudwatch_log_group", {}, {"audit_writers": ["b"], "content": "kept"})
	not _severity("aws_cloudwatch_log_group", {}, {"content": "kept"})
}

test_junk_is_not_kept if _severity("aws_cloudwatch_log_group", {}, {"content": null, "audit_writers": ["b"]}) == "high"

test_other_buckets_are_exempt if {
	count(rule.exempt) == 1 with input as _in("aws_s3_bucket", {}, {})
	count(rule.exempt) == 0 with input as _in("aws_s3_bucket", {"purpose": "audit-log"}, {})
}
