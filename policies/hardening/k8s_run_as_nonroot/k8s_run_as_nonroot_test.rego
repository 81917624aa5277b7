package hardening.k8s_run_as_nonroot_test

import data.hardening.k8s_run_as_nonroot

# The outcome for a pod with this pod spec and one container.
_of(spec, container) := {"resources": [{
	"key": "k",
	"scope": "shop",
	"name": "web",
	"facets": {"pod": {
		"path": ["spec"],
		"spec": spec,
		"containers": [{"path": ["spec", "containers", 0], "kind": "container", "name": "web", "spec": container}],
	}},
}]}

test_pass if {
	count(k8s_run_as_nonroot.deny) == 0 with input as _of({}, {"securityContext": {"runAsNonRoot": true}})
	count(k8s_run_as_nonroot.deny) == 0 with input as _of({}, {"securityContext": {"runAsUser": 1}})
	count(k8s_run_as_nonroot.deny) == 0 with input as _of({"securityContext": {"runAsNonRoot": true}}, {})
	count(k8s_run_as_nonroot.deny) == 0 with input as _of({"securityContext": {"runAsUser": 0}}, {"securityContext": {"runAsUser": 10001}})
}

test_fail if {
	_denied({}, {}) == {[["spec", "containers", 0, "securityContext", "runAsNonRoot"], "high"]}
	_denied({"securityContext": {"runAsNonRoot": true}}, {"securityContext": {"runAsNonRoot": false}}) == {[
		["spec", "containers", 0, "securityContext", "runAsNonRoot"],
		"high",
	]}
	_denied({}, {"securityContext": {"runAsUser": "root"}}) == {[
		["spec", "containers", 0, "securityContext", "runAsNonRoot"],
		"high",
	]}
}

test_user_zero_fails_where_it_is_set if {
	_denied({"securityContext": {"runAsUser": 0}}, {}) == {[["spec", "securityContext", "runAsUser"], "high"]}
	_denied({"securityContext": {"runAsUser": 1000}}, {"securityContext": {"runAsUser": 0}}) == {[
		["spec", "containers", 0, "securityContext", "runAsUser"],
		"high",
	]}
	_denied({}, {"securityContext": {"runAsNonRoot": true, "runAsUser": 0}}) == {[
		["spec", "containers", 0, "securityContext", "runAsUser"],
		"high",
	]}
}

test_user_namespace_lowers_the_grade if {
	_denied({"hostUsers": false}, {}) == {[["spec", "containers", 0, "securityContext", "runAsNonRoot"], "low"]}
}

_denied(spec, container) := {[denial.path, denial.severity] |
	some denial in k8s_run_as_nonroot.deny with input as _of(spec, container)
}
