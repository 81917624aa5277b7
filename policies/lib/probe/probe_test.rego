package lib.probe_test

import data.lib.probe

test_no_fault if {
	not probe.fault(_container, "liveness", {"exec": {"command": ["true"]}})
	not probe.fault(_container, "liveness", {"grpc": {"port": 9}})
	not probe.fault(_container, "liveness", {"httpGet": {"port": "http"}})
	not probe.fault(_container, "liveness", {"httpGet": {"port": 8080}})
	not probe.fault(_container, "liveness", {"tcpSocket": {"port": "8080"}})
}

test_fault if {
	probe.fault(_container, "liveness", null) == "container web has no liveness probe"
	probe.fault(_container, "liveness", {"periodSeconds": 5}) == "container web has no liveness probe"
	probe.fault(_container, "liveness", {"tcpSocket": {"port": "db"}}) == "the liveness probe of container web names port db, which the container does not declare"
}

test_same if {
	probe.same({"httpGet": {"path": "/"}}, {"httpGet": {"path": "/"}, "periodSeconds": 10, "failureThreshold": 3})
	not probe.same({"httpGet": {"path": "/"}}, {"httpGet": {"path": "/ready"}})
	not probe.same({"httpGet": {"path": "/"}, "periodSeconds": 5}, {"httpGet": {"path": "/"}})
	not probe.same({"httpGet": {"path": "/"}}, {"httpGet": {"path": "/"}, "failureThreshold": 6})
}

_container := {"name": "web", "spec": {"ports": [{"name": "http", "containerPort": 80}]}}
