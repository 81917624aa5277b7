# METADATA
# title: Functions, tasks and models get no secrets in plain environment variables
# description: Plain environment variables can be read by anyone who may describe the function or task, and end up in logs and dumps.
# scope: package
# custom:
#   id: serverless-env-secret
#   severity: high
#   origins: [terraform, aws]
#   selector: {with: [environment_secrets]}
#   requires:
#     - facets.environment_secrets[].detector
#     - facets.environment_secrets[].name
#     - facets.environment_secrets[].path
#   independent: true
#   remediation:
#     terraform:
#       text: Keep the secret in Secrets Manager or Parameter Store; pass its ARN and read it at run time, or use the `secrets` of an ECS container.
#       snippet: |
#         environment {
#           variables = {
#             API_KEY_SECRET_ARN = aws_secretsmanager_secret.api_key.arn
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/lambda/latest/dg/with-secrets-manager.html
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
package secrets.serverless_env_secret

import data.lib.finding

deny contains finding.new(resource, sighting.path, message) if {
	some resource in input.resources
	some sighting in resource.facets.environment_secrets
	message := $"environment variable {sighting.name} holds a secret in clear (recognised by: {sighting.detector})"
}
