package retention.k8s_claim_reclaim_retain_test

import data.retention.k8s_claim_reclaim_retain

test_pass if _denied("phi", {"reclaim": "Retain", "by": "class", "name": "kept"}) == set()

test_fail if {
	_denied("phi", {"reclaim": "Delete", "by": "class", "name": "gp3"}) == {"the class gp3 has the reclaim policy Delete"}
	_denied("phi", {"reclaim": "Recycle", "by": "volume", "name": "data"}) == {"the volume data has the reclaim policy Recycle"}
}

test_unclassified_is_exempt if {
	_denied("public", {"reclaim": "Delete", "by": "class", "name": "gp3"}) == set()
	count(k8s_claim_reclaim_retain.exempt) == 1 with input as _of("public", {}) with data.parameters.sensitive_classes as ["phi"]
	count(k8s_claim_reclaim_retain.exempt) == 0 with input as _of("phi", {}) with data.parameters.sensitive_classes as ["phi"]
}

_denied(class, storage) := {denial.message |
	some denial in k8s_claim_reclaim_retain.deny with input as _of(class, storage)
		with data.parameters.sensitive_classes as ["phi"]
}

_of(class, storage) := {"resources": [{
	"key": "k",
	"labels": {"data-classification": class},
	"facets": {"claim_storage": storage},
}]}
