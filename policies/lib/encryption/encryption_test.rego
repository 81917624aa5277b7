package lib.encryption_test

import data.lib.encryption

_resource(state) := {"facets": {"encryption_at_rest": {"encryption": state}}}

test_encrypted if {
	encryption.encrypted(_resource("provider-managed"))
	encryption.encrypted(_resource("customer-managed"))
	not encryption.encrypted(_resource("none"))
	not encryption.encrypted({})
}

test_customer_key if {
	encryption.with_customer_key(_resource("customer-managed"))
	not encryption.with_customer_key(_resource("provider-managed"))
}
