package audit.security_findings_routed_test

import data.audit.security_findings_routed as rule

_rule(services, enabled, live) := {"resources": [{"key": "r", "type": "aws_cloudwatch_event_rule", "labels": {}, "facets": {"finding_route": {
	"services": services,
	"enabled": enabled,
	"live": live,
	"gap": "it has no target",
}}}]}

_plan(services, rules) := {"resources": [{"key": "p", "type": "scope/plan", "labels": {}, "facets": {"finding_routes": {
	"services": services,
	"rules": rules,
}}}]}

_messages := {denial.message | some denial in rule.deny}

test_live_routes_pass if {
	_messages == set() with input as _rule(["GuardDuty"], true, true)
	count(rule.exempt) == 0 with input as _rule(["GuardDuty"], true, true)
}

test_dead_routes_are_denied if {
	_messages == {"findings of GuardDuty reach nobody: it has no target"} with input as _rule(["GuardDuty"], true, false)
	_messages == {"the event rule is switched off"} with input as _rule(["GuardDuty"], false, true)
}

test_other_rules_are_exempt if count(rule.exempt) == 1 with input as _rule([], true, false)

test_plans if {
	_messages == {"no event rule picks up what GuardDuty finds"} with input as _plan(["GuardDuty"], [])
	count(rule.exempt) == 0 with input as _plan(["GuardDuty"], [])
	count(rule.exempt) == 1 with input as _plan(["GuardDuty"], ["aws_cloudwatch_event_rule.r"])
	count(rule.exempt) == 1 with input as _plan([], [])
}
