package resilience.k8s_qos_shape_test

import data.resilience.k8s_qos_shape

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
	_denied("512Mi", "512Mi") == set()
	_denied("1024Mi", "1Gi") == set()
	_denied(1073741824, "1Gi") == set()
	_denied("1.5G", "1500M") == set()
	_denied("1e9", "1G") == set()
}

test_fail if {
	_denied("512Mi", "1Gi") == {["spec", "containers", 0, "resources", "requests", "memory"]}
	count(_denied("lots", "1Gi")) == 1
}

test_one_missing_is_exempt if {
	count(k8s_qos_shape.exempt) == 1 with input as _of({}, {"resources": {"limits": {"memory": "1Gi"}}})
	count(k8s_qos_shape.exempt) == 0 with input as _of({}, _container("1Gi", "1Gi"))
}

_denied(request, limit) := {denial.path | some denial in k8s_qos_shape.deny with input as _of({}, _container(request, limit))}

_container(request, limit) := {"resources": {"requests": {"memory": request}, "limits": {"memory": limit}}}
