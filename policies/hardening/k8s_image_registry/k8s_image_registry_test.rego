package hardening.k8s_image_registry_test

import data.hardening.k8s_image_registry

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
	_messages({"image": "ghcr.io/shop/web:1"}) == set()
	_messages({"image": "nginx"}) == set()
}

test_fail if {
	_messages({"image": "quay.io/shop/web:1"}) == {"container web takes its image from quay.io/shop/web"}
	_messages({"image": "ghcr.io/shopping/web:1"}) == {"container web takes its image from ghcr.io/shopping/web"}
	_messages({}) == {"container web takes its image from nowhere"}
}

_messages(container) := {denial.message |
	some denial in k8s_image_registry.deny with input as _of({}, container) with data.parameters as {"image_registries": [
		"ghcr.io/shop/",
		"docker.io/library",
	]}
}
