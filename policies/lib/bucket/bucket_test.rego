package lib.bucket_test

import data.lib.bucket

_bucket(labels, writers) := {"labels": labels, "facets": {"bucket": {"audit_writers": writers}}}

test_not_for if {
	bucket.not_for(_bucket({}, []), ["audit"])
	bucket.not_for(_bucket({"purpose": "website"}, []), ["audit"])
	not bucket.not_for(_bucket({"Purpose": "Audit"}, []), ["audit"])
	not bucket.not_for(_bucket({}, ["aws_cloudtrail.main"]), ["audit"])
}

test_unknown_use_is_no_answer if not bucket.not_for({"labels": {}, "facets": {}}, ["audit"])
