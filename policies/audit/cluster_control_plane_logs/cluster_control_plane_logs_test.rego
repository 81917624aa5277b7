package audit.cluster_control_plane_logs_test

import data.audit.cluster_control_plane_logs as rule

cluster(types) := {"resources": [{"key": "aws_eks_cluster.c", "type": "aws_eks_cluster", "attributes": {"enabled_cluster_log_types": types}}]}

test_all_types_pass if {
	count(rule.deny) == 0 with input as cluster(["api", "audit", "authenticator", "controllerManager", "scheduler"])
}

test_missing_types_are_denied_by_weight if {
	some low in rule.deny with input as cluster(["api", "audit", "authenticator"])
	low.severity == "low"
	some high in rule.deny with input as cluster(["api", "controllerManager", "scheduler"])
	high.message == "control-plane logs not enabled: audit, authenticator"
	high.severity == "high"
	some medium in rule.deny with input as cluster(["audit", "controllerManager", "scheduler"])
	medium.severity == "medium"
	count(rule.deny) == 2 with input as cluster(null)
}

_aks(audit) := {"key": "azurerm_kubernetes_cluster.main", "type": "azurerm_kubernetes_cluster", "attributes": {}, "facets": {"diagnostics": {"audit": audit}}}

test_aks if {
	count(rule.deny) == 0 with input as {"resources": [_aks(true)]}
	count(rule.deny) == 1 with input as {"resources": [_aks(false)]}
	count(rule.deny) == 1 with input as {"resources": [_aks("yes")]}
}

gke(attributes) := {"resources": [{"key": "c", "type": "google_container_cluster", "attributes": attributes}]}

test_gke_logs if {
	count(rule.deny) == 0 with input as gke({})
	count(rule.deny) == 0 with input as gke({"logging_config": [{"enable_components": ["SYSTEM_COMPONENTS"]}]})
	count(rule.deny) == 1 with input as gke({"logging_config": [{"enable_components": []}]})
	count(rule.deny) == 1 with input as gke({"logging_config": [{"enable_components": null}]})
	count(rule.deny) == 1 with input as gke({"logging_service": "none"})
}
