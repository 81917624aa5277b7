package hardening.k8s_pv_hostpath_test

import data.hardening.k8s_pv_hostpath

test_pass if {
	_denied({"csi": {"driver": "ebs.csi.aws.com"}}) == set()
	_denied({"hostPath": null, "local": {"path": "/mnt/disks/ssd1"}}) == set()
}

test_fail if {
	_denied({"hostPath": {"path": "/data"}}) == {"high"}
	_denied({"hostPath": {"path": "/"}}) == {"critical"}
	_denied({"hostPath": {"path": "/var/run/docker.sock"}}) == {"critical"}
	_denied({"hostPath": {}}) == {"high"}
}

_denied(spec) := {denial.severity |
	some denial in k8s_pv_hostpath.deny with input as {"resources": [{"key": "k", "attributes": {"spec": spec}}]}
}
