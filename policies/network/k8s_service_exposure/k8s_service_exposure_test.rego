package network.k8s_service_exposure_test

import data.network.k8s_service_exposure as rule

service(type, scheme, any_source, labels) := {"resources": [{
	"key": "core/Service/shop/web", "labels": labels,
	"facets": {"service": {"type": type, "scheme": scheme, "any_source": any_source, "path": ["spec", "type"]}},
}]}

public := ["exposure=public"]

test_open_load_balancer_is_denied if {
	some denial in rule.deny with input as service("LoadBalancer", "internet", true, {"app": "web"})
		with data.parameters.public_labels as public
	not "severity" in object.keys(denial)
	denial.path == ["spec", "type"]
}

test_node_port_is_low if {
	some denial in rule.deny with input as service("NodePort", "none", true, {})
		with data.parameters.public_labels as public
	denial.severity == "low"
}

test_limited_services_pass if {
	every given in [
		service("LoadBalancer", "internet", false, {}),
		service("LoadBalancer", "internal", true, {}),
		service("LoadBalancer", "internet", true, {"exposure": "public"}),
		service("ClusterIP", "none", true, {}),
	] {
		count(rule.deny) == 0 with input as given with data.parameters.public_labels as public
	}
}
