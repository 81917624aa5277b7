package access.object_store_no_public_grant_test

import data.access.object_store_no_public_grant as rule

base := {"path": ["policy"], "effect": "Allow", "anyone": true, "narrowed": false}

policy(statement, shielded) := {"resources": [{"key": "aws_s3_bucket_policy.p", "facets": {
	"public_grants": {"grants": [], "shielded": shielded},
	"policy_documents": [{"kind": "resource", "path": ["policy"], "statements": [object.union(base, statement)]}],
}}]}

list(grants) := {"resources": [{"key": "aws_s3_bucket_acl.a", "facets": {"public_grants": {"grants": grants, "shielded": false}}}]}

test_public_policy_is_denied if {
	some denial in rule.deny with input as policy({}, false)
	denial.severity == "critical"
	denial.message == "the bucket policy lets in everyone"
}

test_a_block_makes_it_medium if {
	some denial in rule.deny with input as policy({}, true)
	denial.severity == "medium"
}

test_narrowed_denying_and_named_statements_pass if {
	count(rule.deny) == 0 with input as policy({"narrowed": true}, false)
	count(rule.deny) == 0 with input as policy({"effect": "Deny"}, false)
	count(rule.deny) == 0 with input as policy({"anyone": false}, false)
}

test_public_grant_is_denied if {
	some denial in rule.deny with input as list([{"path": ["acl"], "grantee": "everyone", "permission": "READ"}])
	denial.message == "the access list gives READ to everyone"
}

test_private_list_passes if {
	count(rule.deny) == 0 with input as list([])
}

test_a_grant_of_google_is_denied if {
	grants := [{"path": ["member"], "grantee": "everyone", "permission": "roles/storage.objectViewer"}]
	bucket := {"key": "g", "type": "google_storage_bucket_iam_member", "facets": {"public_grants": {"grants": grants, "shielded": false}}}
	some denial in rule.deny with input as {"resources": [bucket]}
	denial.message == "the grant gives roles/storage.objectViewer to everyone"
}
