package access.cluster_endpoint_private_test

import data.access.cluster_endpoint_private as rule

cluster(config) := {"resources": [{"key": "aws_eks_cluster.c", "attributes": {"vpc_config": [config]}}]}

test_open_to_the_world_is_denied if {
	some denial in rule.deny with input as cluster({"endpoint_public_access": true, "public_access_cidrs": ["0.0.0.0/0"]})
	denial.message == "the API server is open to the whole internet"
	count(rule.deny) == 1 with input as cluster({"endpoint_public_access": true})
	count(rule.deny) == 1 with input as cluster({"endpoint_public_access": true, "public_access_cidrs": []})
	count(rule.deny) == 1 with input as cluster({"endpoint_public_access": true, "public_access_cidrs": null})
	count(rule.deny) == 1 with input as cluster({})
}

test_limited_to_ranges_is_denied_medium if {
	some denial in rule.deny with input as cluster({"endpoint_public_access": true, "public_access_cidrs": ["192.0.2.0/24"]})
	denial.severity == "medium"
	denial.message == "the API server has a public address, limited to 192.0.2.0/24"
}

test_private_endpoint_passes if {
	count(rule.deny) == 0 with input as cluster({"endpoint_public_access": false})
}
