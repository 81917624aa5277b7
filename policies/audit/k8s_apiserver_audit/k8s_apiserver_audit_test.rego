package audit.k8s_apiserver_audit_test

import data.audit.k8s_apiserver_audit as rule

server(flags) := {"resources": [{"key": "k", "facets": {"api_server": {"kind": "server", "path": ["spec", "containers", 0], "flags": flags}}}]}

policy(secrets, access) := {"resources": [{"key": "k", "facets": {"api_server": {
	"kind": "audit-policy",
	"secrets_audit": {"path": ["rules", 0], "level": secrets},
	"access_audit": {"path": ["rules", 1], "level": access},
}}}]}

test_pass if {
	count(rule.deny) == 0 with input as server({"audit-log-path": "/var/log/audit.log", "audit-policy-file": "/etc/policy.yaml"})
	count(rule.deny) == 0 with input as server({"audit-webhook-config-file": "/etc/hook.yaml", "audit-policy-file": "/etc/policy.yaml"})
	count(rule.deny) == 0 with input as policy("Metadata", "Request")
	count(rule.deny) == 0 with input as policy("Metadata", "RequestResponse")
}

test_server_fails if {
	count(rule.deny) == 2 with input as server({})
	count(rule.deny) == 1 with input as server({"audit-policy-file": "/etc/policy.yaml", "audit-log-path": ""})
	count(rule.deny) == 1 with input as server({"audit-log-path": "-"})
}

test_policy_fails if {
	messages := {denial.message | some denial in rule.deny} with input as policy("Request", "Metadata")
	messages == {
		"requests for Secrets are recorded at level Request, with their content",
		"changes of roles and bindings are recorded at level Metadata, without what changed",
	}
	some denial in rule.deny with input as policy("None", "Request")
	denial.message == "access to Secrets is not recorded"
}

test_encryption_is_exempt if {
	given := {"resources": [{"key": "k", "facets": {"api_server": {"kind": "encryption"}}}]}
	count(rule.exempt) == 1 with input as given
	count(rule.exempt) == 0 with input as server({})
}
