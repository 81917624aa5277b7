package hardening.k8s_webhook_fails_closed_test

import data.hardening.k8s_webhook_fails_closed

test_pass if {
	_denied({}, {"failurePolicy": "Fail"}) == set()
	_denied({"apiVersion": "admissionregistration.k8s.io/v1"}, {}) == set()
}

test_fail if {
	_denied({}, {"failurePolicy": "Ignore"}) == {["webhooks", 0, "failurePolicy"]}
	_denied({"apiVersion": "admissionregistration.k8s.io/v1beta1"}, {}) == {["webhooks", 0, "failurePolicy"]}
	_denied({}, {"failurePolicy": "Ignore", "rules": [{"apiGroups": ["*"], "resources": ["*"]}]}) == {["webhooks", 0, "failurePolicy"]}
	_denied({}, {"failurePolicy": "Ignore", "rules": [{"apiGroups": [""], "resources": ["pods/exec"]}]}) == {["webhooks", 0, "failurePolicy"]}
}

test_other_objects_are_exempt if {
	other := {"failurePolicy": "Ignore", "rules": [{"apiGroups": ["cert-manager.io"], "resources": ["*"]}]}
	_denied({}, other) == set()
	count(k8s_webhook_fails_closed.exempt) == 1 with input as _of({}, other)
	count(k8s_webhook_fails_closed.exempt) == 0 with input as _of({}, {})
}

_denied(attributes, webhook) := {denial.path | some denial in k8s_webhook_fails_closed.deny with input as _of(attributes, webhook)}

_of(attributes, webhook) := {"resources": [{
	"key": "k",
	"attributes": object.union(attributes, {"webhooks": [object.union({"rules": [{"apiGroups": [""], "resources": ["pods"]}]}, webhook)]}),
}]}
