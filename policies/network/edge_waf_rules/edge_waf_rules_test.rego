package network.edge_waf_rules_test

import data.network.edge_waf_rules as rule

_ruleset(phase, rules) := {"resources": [{
	"key": "r", "type": "cloudflare_ruleset",
	"attributes": {"phase": phase, "rules": rules}, "facets": {},
}]}

_plan(zones, phases) := {"resources": [{
	"key": "p", "type": "scope/plan",
	"attributes": {}, "facets": {"missing_rulesets": {"zones": zones, "phases": phases}},
}]}

test_acting_rules_pass if {
	count(rule.deny) == 0 with input as _ruleset("http_request_firewall_managed", [{"action": "execute", "enabled": true}])
	count(rule.deny) == 0 with input as _ruleset("http_request_firewall_managed", [{"action": "execute"}])
	count(rule.deny) == 0 with input as _ruleset("http_ratelimit", [{"action": "log"}, {"action": "block", "enabled": null}])
	count(rule.exempt) == 0 with input as _ruleset("http_ratelimit", [{"action": "block"}])
}

test_idle_rules_are_denied if {
	count(rule.deny) == 1 with input as _ruleset("http_request_firewall_managed", [{"action": "execute", "enabled": false}])
	count(rule.deny) == 1 with input as _ruleset("http_request_firewall_managed", [{"action": "skip"}])
	count(rule.deny) == 1 with input as _ruleset("http_ratelimit", [{"action": "log"}])
	count(rule.deny) == 1 with input as _ruleset("http_ratelimit", null)
}

test_other_phases_are_exempt if {
	count(rule.exempt) == 1 with input as _ruleset("http_request_transform", [])
	count(rule.deny) == 0 with input as _ruleset("http_request_transform", [])
}

test_missing_rulesets_are_denied if {
	some denial in rule.deny with input as _plan(true, ["http_ratelimit"])
	denial.message == "no ruleset of the phase http_ratelimit"
	count(rule.deny) == 0 with input as _plan(true, [])
	count(rule.exempt) == 1 with input as _plan(false, [])
}
