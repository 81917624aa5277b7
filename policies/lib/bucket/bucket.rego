# METADATA
# title: Buckets
# description: What a bucket is used for.
package lib.bucket

import data.lib.tags

# Nothing delivers audit records into the bucket, and its tag names none of these purposes.
not_for(resource, purposes) if {
	count(resource.facets.bucket.audit_writers) == 0
	not _tagged(resource.labels, purposes)
}

_tagged(labels, purposes) if {
	some value in tags.values(labels, "purpose")
	value in purposes
}
