package access.object_store_public_block_test

import data.access.object_store_public_block as rule

bucket(exposure) := {"resources": [{"key": "aws_s3_bucket.b", "facets": {"bucket_exposure": exposure}}]}

all := ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]

test_no_block_is_denied_medium if {
	some denial in rule.deny with input as bucket({"block": "none", "missing": all})
	denial.severity == "medium"
}

test_partial_block_is_denied if {
	some denial in rule.deny with input as bucket({"block": "bucket", "missing": ["ignore_public_acls"]})
	denial.message == "the public-access block leaves ignore_public_acls off"
}

test_whole_block_passes if {
	count(rule.deny) == 0 with input as bucket({"block": "account", "missing": []})
}

test_a_live_bucket_without_a_block_is_denied_high if {
	live := {"key": "b", "origin": "aws", "facets": {"bucket_exposure": {"block": "none", "missing": all}}}
	{object.get(denial, "severity", "that of the rule") | some denial in rule.deny} == {"that of the rule"} with input as {"resources": [live]}
}

test_a_bucket_of_google if {
	bucket := {"key": "b", "type": "google_storage_bucket", "origin": "terraform", "facets": {"bucket_exposure": {"block": "bucket", "missing": ["uniform_bucket_level_access"]}}}
	some denial in rule.deny with input as {"resources": [bucket]}
	denial.severity == "medium"
	denial.message == "the bucket leaves uniform_bucket_level_access off"
}

test_a_storage_account_of_azure if {
	account := {"key": "b", "type": "azurerm_storage_account", "origin": "terraform", "facets": {"bucket_exposure": {"block": "bucket", "missing": ["allow_nested_items_to_be_public"]}}}
	some denial in rule.deny with input as {"resources": [account]}
	denial.message == "the storage account leaves allow_nested_items_to_be_public off"
}
