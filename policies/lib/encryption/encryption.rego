# METADATA
# title: Encryption at rest
# description: Readings of the facet encryption_at_rest.
package lib.encryption

encrypted(resource) if resource.facets.encryption_at_rest.encryption in {"provider-managed", "customer-managed"}

with_customer_key(resource) if resource.facets.encryption_at_rest.encryption == "customer-managed"
