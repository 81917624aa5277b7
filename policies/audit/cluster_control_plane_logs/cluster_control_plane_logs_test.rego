package audit.cluster_control_plane_logs_test

import data.audit.cluster_control_plane_logs as rule

cluster(types) := {"resources": [{"key": "aws_eks_cluster.c", "attributes": {"enabled_cluster_log_types": types}}]}

test_all_types_pass if {
	count(rule.deny) == 0 with input as cluster(["api", "audit", "authenticator", "controllerManager", "scheduler"])
}

test_missing_types_are_denied_by_weight if {
	some low in rule.deny with input as cluster(["api", "audit", "authenticator"])
	low.severity == "low"
	some high in rule.deny with input as cluster(["api", "controllerManager", "scheduler"])
	high.message == "control-plane logs not enabled: audit, authenticator"
	count(rule.deny) == 2 with input as cluster(null)
}
