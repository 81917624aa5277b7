package hardening.k8s_pss_enforced_test

import data.hardening.k8s_pss_enforced as rule

namespace(name, enforce, kyverno, engines) := {"resources": [{
	"key": "n", "name": name,
	"facets": {"pod_security": {"enforce": enforce, "kyverno_level": kyverno, "other_engines": engines}},
}]}

denials(given) := found if {
	found := rule.deny with input as given with data.parameters.sensitive_namespaces as ["vault"]
}

test_missing_or_weak_levels_are_denied if {
	every given in [
		["shop", null, "no Pod Security level is enforced"],
		["shop", "privileged", "the enforced level is privileged, which allows everything"],
		["shop", "strict", "the enforced level strict does not exist"],
		["vault", "baseline", "the enforced level is baseline, and this namespace asks for restricted"],
	] {
		some denial in denials(namespace(given[0], given[1], null, []))
		denial.message == given[2]
	}
}

test_levels_pass if {
	count(denials(namespace("shop", "baseline", null, []))) == 0
	count(denials(namespace("vault", "restricted", null, []))) == 0
	count(denials(namespace("vault", null, "restricted", []))) == 0
}

test_other_engines_leave_it_undecided if {
	count(denials(namespace("shop", null, null, ["k"]))) == 0
	count(rule.undecided) == 1 with input as namespace("shop", null, null, ["k"]) with data.parameters.sensitive_namespaces as []
	count(rule.undecided) == 0 with input as namespace("shop", "baseline", null, ["k"]) with data.parameters.sensitive_namespaces as []
}

test_system_namespaces_are_exempt if {
	count(rule.exempt) == 1 with input as namespace("kube-system", null, null, [])
		with data.parameters.privileged_namespaces as ["kube-system"]
}
