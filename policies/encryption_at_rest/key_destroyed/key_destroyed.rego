# METADATA
# title: No plan destroys a key that data depends on
# description: Without its key, encrypted data is as good as deleted, backups and old copies included; no provider can bring a destroyed key back.
# scope: package
# custom:
#   id: key-destroyed
#   severity: critical
#   origins: [terraform]
#   selector:
#     types: [aws_kms_key, aws_kms_external_key, aws_kms_replica_key, google_kms_crypto_key]
#     with: [destruction]
#     change: delete
#   requires:
#     - facets.destruction.action
#     - facets.destruction.complete
#     - facets.destruction.dependents
#     - facets.destruction.had_dependents
#     - facets.destruction.still_named_by
#   parameters: []
#   remediation:
#     terraform:
#       text: Keep the key until nothing is encrypted with it any more, old objects, snapshots and backups included, and forbid its destruction. Disabling it first shows who still needs it, and can be undone.
#       snippet: |
#         resource "aws_kms_key" "data" {
#           description             = "data"
#           enable_key_rotation     = true
#           deletion_window_in_days = 30
#
#           lifecycle {
#             prevent_destroy = true
#           }
#         }
#     google:
#       text: Keep the key until nothing is encrypted with it any more, old objects and backups included, and forbid its destruction - Terraform destroys all versions of a key that leaves the configuration.
#       snippet: |
#         resource "google_kms_crypto_key" "data" {
#           name            = "data"
#           key_ring        = google_kms_key_ring.main.id
#           rotation_period = "7776000s"
#
#           lifecycle {
#             prevent_destroy = true
#           }
#         }
#   references:
#     - https://cloud.google.com/kms/docs/destroy-restore
#     - https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
#     - https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-determining-usage.html
#     - https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
package encryption_at_rest.key_destroyed

import data.lib.destruction
import data.lib.finding

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	facet := resource.facets.destruction
	not count(facet.still_named_by) == 0
	message := $"the plan {destruction.verb(facet.action)} the key that {concat(", ", facet.still_named_by)} goes on using"
}

deny contains finding.graded(resource, [], message, "high") if {
	some resource in input.resources
	facet := resource.facets.destruction
	count(facet.still_named_by) == 0
	not count(facet.dependents) == 0
	message := $"the plan {destruction.verb(facet.action)} the key under which {concat(", ", facet.dependents)} has stored data so far"
}

undecided contains finding.undecided(resource, "nothing in the plan used the key, and what else is encrypted with it is not told") if {
	some resource in input.resources
	facet := resource.facets.destruction
	facet.had_dependents == false
	facet.complete == false
}
