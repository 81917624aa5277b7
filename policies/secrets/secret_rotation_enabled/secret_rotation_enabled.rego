# METADATA
# title: Secrets are rotated
# description: Rotation bounds how long a secret that leaked unnoticed is of use.
# scope: package
# custom:
#   id: secret-rotation-enabled
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_secretsmanager_secret, google_secret_manager_regional_secret, google_secret_manager_secret], with: [secret_rotation]}
#   requires:
#     - facets.secret_rotation.days
#     - facets.secret_rotation.schedule
#   parameters: [secret_rotation_days]
#   remediation:
#     terraform:
#       text: Add a rotation with a function that changes the secret at its service. Tag secrets that only another party can change with rotation=external.
#       snippet: |
#         resource "aws_secretsmanager_secret_rotation" "api" {
#           secret_id           = aws_secretsmanager_secret.api.id
#           rotation_lambda_arn = aws_lambda_function.rotate.arn
#           rotation_rules {
#             automatically_after_days = 30
#           }
#         }
#     google:
#       text: Set a rotation period and a topic, and let a function that listens to it change the secret at its service and add the new version.
#       snippet: |
#         resource "google_secret_manager_secret" "db" {
#           secret_id = "db"
#
#           replication {
#             auto {}
#           }
#
#           rotation {
#             rotation_period    = "2592000s"
#             next_rotation_time = "2027-01-01T00:00:00Z"
#           }
#
#           topics {
#             name = google_pubsub_topic.rotation.id
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
#     - https://docs.cloud.google.com/secret-manager/docs/secret-rotation
package secrets.secret_rotation_enabled

import data.lib.finding

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	resource.facets.secret_rotation.schedule == "none"
	message := "the secret is not rotated"
}

deny contains finding.new(resource, [], message) if {
	some resource in input.resources
	rotation := resource.facets.secret_rotation
	rotation.schedule == "days"
	rotation.days > data.parameters.secret_rotation_days
	message := $"the secret is rotated every {rotation.days} days, allowed are {data.parameters.secret_rotation_days}"
}

exempt contains finding.exempt(resource, "rotated by the party that issues it (tag rotation=external)") if {
	some resource in input.resources
	resource.labels.rotation == "external"
}
