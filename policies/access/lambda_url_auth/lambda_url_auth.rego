# METADATA
# title: Addresses of functions ask who calls
# description: A function's address without authorization answers anybody on the internet with the rights of the function's role; nothing else stands in between.
# scope: package
# custom:
#   id: lambda-url-auth
#   severity: critical
#   origins: [terraform]
#   selector: {types: [aws_lambda_function_url], with: [function_url]}
#   requires:
#     - facets.function_url.labels
#     - facets.function_url.open
#   parameters: [public_labels]
#   remediation:
#     terraform:
#       text: Set authorization_type to AWS_IAM, or put an API gateway or a distribution with its own authorization in front. Tag a function that is meant to be public with one of `public_labels`.
#       snippet: |
#         resource "aws_lambda_function_url" "api" {
#           function_name      = aws_lambda_function.api.function_name
#           authorization_type = "AWS_IAM"
#         }
#   references:
#     - https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
package access.lambda_url_auth

import data.lib.finding
import data.lib.label as labels

deny contains finding.new(resource, ["authorization_type"], "anybody may call the function without signing the request") if {
	some resource in input.resources
	not _closed(resource)
	not labels.carries(resource.facets.function_url.labels, data.parameters.public_labels)
}

_closed(resource) if resource.facets.function_url.open == false
