# METADATA
# title: Personal data is deleted when its time is over
# description: The law asks that personal data be kept no longer than needed and names no number. What your organisation has set holds only where something deletes.
# scope: package
# custom:
#   id: personal-data-max-retention
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_s3_bucket, aws_dynamodb_table, aws_kinesis_stream, google_bigquery_dataset, google_storage_bucket], with: [data_expiry]}
#   requires:
#     - facets.data_expiry.days
#     - facets.data_expiry.partly
#     - facets.data_expiry.path
#     - facets.data_expiry.versions
#   parameters: [personal_classes, personal_max_days]
#   remediation:
#     terraform:
#       text: Let objects expire within the declared number of days, replaced versions too; give items of a table a time to live.
#       snippet: |
#         resource "aws_s3_bucket_lifecycle_configuration" "letters" {
#           bucket = aws_s3_bucket.letters.id
#           rule {
#             id     = "delete"
#             status = "Enabled"
#             filter {}
#             expiration {
#               days = 365
#             }
#             noncurrent_version_expiration {
#               noncurrent_days = 30
#             }
#           }
#         }
#     google:
#       text: Let objects be deleted within the declared number of days, replaced versions too, and tables of a data set expire.
#       snippet: |
#         resource "google_storage_bucket" "letters" {
#           name     = "example-letters"
#           location = "EUROPE-WEST3"
#           labels   = { data_classification = "personal" }
#
#           lifecycle_rule {
#             action {
#               type = "Delete"
#             }
#             condition {
#               age = 365
#             }
#           }
#         }
#   references:
#     - https://eur-lex.europa.eu/eli/reg/2016/679/oj
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
#     - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
#     - https://docs.cloud.google.com/storage/docs/lifecycle
#     - https://docs.cloud.google.com/bigquery/docs/updating-datasets
package retention.personal_data_max_retention

import data.lib.classification
import data.lib.finding

deny contains finding.new(resource, expiry.path, "nothing deletes personal data by itself") if {
	some resource in input.resources
	expiry := resource.facets.data_expiry
	not _dated(expiry)
	not expiry.partly == true
}

deny contains finding.new(resource, expiry.path, message) if {
	some resource in input.resources
	expiry := resource.facets.data_expiry
	_dated(expiry)
	expiry.days > data.parameters.personal_max_days
	message := $"personal data is deleted after {expiry.days} days, later than the declared {data.parameters.personal_max_days}"
}

deny contains finding.new(resource, expiry.path, "replaced versions of personal data are not deleted in time") if {
	some resource in input.resources
	expiry := resource.facets.data_expiry
	_dated(expiry)
	not expiry.versions == null
	not _short(expiry.versions, data.parameters.personal_max_days)
}

undecided contains finding.undecided(resource, "what deletes data names no period that reaches all of it") if {
	some resource in input.resources
	expiry := resource.facets.data_expiry
	not _dated(expiry)
	expiry.partly == true
}

exempt contains finding.exempt(resource, "it is not tagged as holding personal data") if {
	some resource in input.resources
	not classification.one_of(resource.labels, data.parameters.personal_classes)
}

_dated(expiry) if is_number(expiry.days)

_short(versions, most) if {
	is_number(versions.days)
	versions.days <= most
}
