package lib.network_policy_test

import data.lib.network_policy as lib

test_reach_in_words if {
	lib.place({"reach": "anyone", "cidrs": []}) == "every address"
	lib.place({"reach": "internet", "cidrs": ["0.0.0.0/1", "128.0.0.0/1"]}) == "0.0.0.0/1, 128.0.0.0/1"
}

test_only_seen_reach_is_anywhere if {
	lib.anywhere({"reach": "internet"})
	not lib.anywhere({"reach": "listed"})
	not lib.anywhere({})
}

test_labels_belong_to_the_pod_template if {
	lib.pod_labels_path({"path": ["spec"]}) == ["metadata", "labels"]
	lib.pod_labels_path({"path": ["spec", "template", "spec"]}) == ["spec", "template", "metadata", "labels"]
}

test_every_port if {
	lib.every_port({"ports": "all ports"})
	lib.every_port({"ports": "port 443/TCP, all ports/UDP"})
	lib.every_port({"ports": "port 1-65535/TCP"})
	not lib.every_port({"ports": "port 443/TCP, port 8000-9000/TCP"})
	not lib.every_port({"ports": "ports that are not known"})
}
