# METADATA
# title: Personal data in buckets is looked for
# description: Nobody protects what nobody knows of; Macie tells which buckets hold personal data.
# scope: package
# custom:
#   id: pii-discovery-enabled
#   severity: low
#   origins: [terraform]
#   selector: {types: [scope/plan, aws_macie2_account, google_data_loss_prevention_job_trigger]}
#   requires:
#     - attributes.status
#     - facets.plan_contents.types
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Switch Macie on in every region with buckets.
#       snippet: |
#         resource "aws_macie2_account" "main" {
#           status = "ENABLED"
#         }
#       edits:
#         - {do: set, value: ENABLED, when: {path: status}}
#     google:
#       text: Let the job trigger run.
#       snippet: |
#         resource "google_data_loss_prevention_job_trigger" "records" {
#           parent = "projects/example-project"
#           status = "HEALTHY"
#           triggers {
#             schedule {
#               recurrence_period_duration = "86400s"
#             }
#           }
#         }
#       edits:
#         - {do: set, value: HEALTHY, when: {path: status}}
#   references:
#     - https://docs.aws.amazon.com/macie/latest/user/discovery-asdd.html
#     - https://cloud.google.com/sensitive-data-protection/docs/creating-job-triggers
package privacy.pii_discovery_enabled

import data.lib.finding
import data.lib.plan

deny contains finding.new(resource, [], "nothing looks for personal data in the buckets of the account") if {
	some resource in input.resources
	plan.lacks(resource, "aws_macie2_account")
}

deny contains finding.new(resource, ["status"], "Macie is not enabled") if {
	some resource in input.resources
	resource.type == "aws_macie2_account"
	not _enabled(resource)
}

deny contains finding.new(resource, ["status"], "the job that looks for personal data does not run") if {
	some resource in input.resources
	resource.type == "google_data_loss_prevention_job_trigger"
	not _runs(resource)
}

# Runs where nothing is said (provider documentation).
_runs(resource) if object.get(resource.attributes, "status", null) in {null, "HEALTHY"}

# Enabled where nothing is said (provider documentation).
_enabled(resource) if object.get(resource.attributes, "status", null) in {null, "ENABLED"}

exempt contains finding.exempt(resource, "Macie is there and judged itself, or there is no bucket") if {
	some resource in input.resources
	plan.is_whole(resource)
	not _unsearched(resource)
}

_unsearched(resource) if {
	plan.lacks(resource, "aws_macie2_account")
	"aws_s3_bucket" in resource.facets.plan_contents.types
}
