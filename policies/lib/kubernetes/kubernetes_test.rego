package lib.kubernetes_test

import data.lib.kubernetes

test_windows if {
	kubernetes.windows({"facets": {"pod": {"spec": {"os": {"name": "windows"}}}}})
	not kubernetes.windows({"facets": {"pod": {"spec": {"os": {"name": "linux"}}}}})
	not kubernetes.windows({"facets": {"pod": {"spec": {}}}})
}

test_listed if {
	kubernetes.listed({"scope": "shop", "name": "web"}, ["other/*", "shop/web"])
	kubernetes.listed({"scope": "shop", "name": "web"}, ["shop/*"])
	kubernetes.listed({"scope": "", "name": "web"}, ["*/web"])
	not kubernetes.listed({"scope": "shop", "name": "web"}, ["web", "*", "shop/api"])
}
