package resilience.k8s_webhook_spares_system_test

import data.resilience.k8s_webhook_spares_system

test_pass if {
	_denied({"failurePolicy": "Fail", "namespaceSelector": {"matchLabels": {"guard": "on"}}}) == 0
	_denied({"failurePolicy": "Fail", "namespaceSelector": {"matchExpressions": [_but_system]}}) == 0
	_undecided({"failurePolicy": "Fail", "namespaceSelector": {"matchExpressions": [_but_system]}}) == 0
}

test_chosen_by_a_label_passes if {
	_denied({"namespaceSelector": {"matchExpressions": [{"key": "guard", "operator": "Exists"}]}}) == 0
	_undecided({"namespaceSelector": {"matchExpressions": [{"key": "guard", "operator": "Exists"}]}}) == 0
	_denied({"objectSelector": {"matchExpressions": [{"key": "guard", "operator": "In", "values": ["on"]}]}}) == 0
	_undecided({"namespaceSelector": {"matchExpressions": [{"key": "name", "operator": "In", "values": ["kube-system"]}]}}) == 1
}

test_fail if {
	_denied({"failurePolicy": "Fail"}) == 1
	_denied({}) == 1
	_denied({"namespaceSelector": {}, "objectSelector": {"matchExpressions": []}}) == 1
	_denied({"rules": [{"apiGroups": ["*"], "resources": ["*/*"], "operations": ["*"]}]}) == 1
}

test_undecided if {
	_undecided({"namespaceSelector": {"matchExpressions": [{"key": "guard", "operator": "DoesNotExist"}]}}) == 1
	_undecided({"matchConditions": [{"name": "x", "expression": "true"}]}) == 1
	_undecided({"namespaceSelector": {"matchLabels": {"guard": "on"}}}) == 0
}

test_exempt if {
	_exempt({"failurePolicy": "Ignore"}) == 1
	_exempt({"rules": [{"apiGroups": ["apps"], "resources": ["deployments"], "operations": ["CREATE"]}]}) == 1
	_exempt({"rules": [{"apiGroups": ["*"], "resources": ["*"], "operations": ["CREATE"], "scope": "Cluster"}]}) == 1
	_exempt({}) == 0
}

_but_system := {"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["kube-system", "guard"]}

_denied(webhook) := number if number := count(k8s_webhook_spares_system.deny) with input as _of(webhook)

_undecided(webhook) := number if number := count(k8s_webhook_spares_system.undecided) with input as _of(webhook)

_exempt(webhook) := number if number := count(k8s_webhook_spares_system.exempt) with input as _of(webhook)

_of(webhook) := {"resources": [{
	"key": "k",
	"attributes": {"webhooks": [object.union({"rules": [{"apiGroups": [""], "resources": ["pods"], "operations": ["CREATE"]}]}, webhook)]},
}]}
