package resilience.k8s_rolling_update_test

import data.resilience.k8s_rolling_update

test_pass if {
	_denied("apps/Deployment", {}, 3) == set()
	_denied("apps/Deployment", {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}}}, 3) == set()
	_denied("apps/StatefulSet", {"updateStrategy": {"type": "OnDelete"}}, 3) == set()
	_denied("apps/DaemonSet", {"updateStrategy": {"rollingUpdate": {"maxUnavailable": "50%"}}}, null) == set()
	_denied("apps/DaemonSet", {"updateStrategy": {"rollingUpdate": {"maxUnavailable": 10}}}, null) == set()
}

test_fail if {
	_denied("apps/Deployment", {"strategy": {"type": "Recreate"}}, 3) == {["spec", "strategy", "type"]}
	_denied("apps/Deployment", {"strategy": {"rollingUpdate": {"maxUnavailable": "100%"}}}, 3) == {["spec", "strategy", "rollingUpdate", "maxUnavailable"]}
	_denied("apps/Deployment", {"strategy": {"rollingUpdate": {"maxUnavailable": 3}}}, 3) == {["spec", "strategy", "rollingUpdate", "maxUnavailable"]}
	_denied("apps/StatefulSet", {"updateStrategy": {"rollingUpdate": {"maxUnavailable": 2}}}, 2) == {["spec", "updateStrategy", "rollingUpdate", "maxUnavailable"]}
	_denied("apps/DaemonSet", {"updateStrategy": {"type": "OnDelete"}}, null) == {["spec", "updateStrategy", "type"]}
}

test_single_replica_is_exempt if {
	count(k8s_rolling_update.exempt) == 1 with input as _of("apps/Deployment", {"strategy": {"type": "Recreate"}}, 1)
	count(k8s_rolling_update.exempt) == 0 with input as _of("apps/Deployment", {}, 2)
}

_denied(type, spec, minimum) := {denial.path | some denial in k8s_rolling_update.deny with input as _of(type, spec, minimum)}

_of(type, spec, minimum) := {"resources": [{
	"key": "k",
	"type": type,
	"attributes": {"spec": spec},
	"facets": object.filter({"replicas": {"minimum": minimum}}, [name | name := "replicas"; minimum != null]),
}]}
