package backup.snapshot_not_public_test

import data.backup.snapshot_not_public as rule

shared(type, attributes) := {"resources": [{"key": $"{type}.s", "type": type, "attributes": attributes, "facets": {}}]}

plan(types) := {"resources": [{
	"key": "scope/plan/p", "type": "scope/plan", "attributes": {}, "facets": {"plan_contents": {"types": types}},
}]}

test_sharing_with_all_is_denied if {
	count(rule.deny) == 1 with input as shared("aws_db_snapshot", {"shared_accounts": ["all"]})
	count(rule.deny) == 1 with input as shared("aws_ami_launch_permission", {"group": "all"})
	count(rule.deny) == 1 with input as shared("aws_snapshot_create_volume_permission", {"account_id": "all"})
}

test_sharing_with_accounts_passes if {
	count(rule.deny) == 0 with input as shared("aws_db_snapshot", {"shared_accounts": ["123456789012"]})
	count(rule.deny) == 0 with input as shared("aws_db_snapshot", {})
}

test_block_must_be_whole if {
	count(rule.deny) == 0 with input as shared("aws_ebs_snapshot_block_public_access", {"state": "block-all-sharing"})
	some denial in rule.deny with input as shared("aws_ebs_snapshot_block_public_access", {"state": "block-new-sharing"})
	denial.severity == "medium"
}

test_absent_block_matters_where_there_are_volumes if {
	count(rule.deny) == 1 with input as plan(["aws_ebs_volume"])
	count(rule.exempt) == 0 with input as plan(["aws_ebs_volume"])
	count(rule.exempt) == 1 with input as plan(["aws_s3_bucket"])
	count(rule.exempt) == 1 with input as plan(["aws_ebs_snapshot_block_public_access", "aws_ebs_volume"])
}
