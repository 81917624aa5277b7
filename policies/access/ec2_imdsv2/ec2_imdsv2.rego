# METADATA
# title: Instances hand out credentials only against a token
# description: Version 1 of the metadata service answers any request from the machine, so one request forged through an application yields the instance role's credentials.
# scope: package
# custom:
#   id: ec2-imdsv2
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_instance, aws_launch_template], with: [instance_metadata]}
#   requires:
#     - facets.instance_metadata.endpoint_enabled
#     - facets.instance_metadata.path
#     - facets.instance_metadata.tokens
#   remediation:
#     terraform:
#       text: Require tokens on every instance and launch template, and as the default of the account.
#       snippet: |
#         metadata_options {
#           http_endpoint = "enabled"
#           http_tokens   = "required"
#         }
#       edits:
#         - {do: set, value: required, when: {path: "metadata_options[].http_tokens"}}
#   references:
#     - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
package access.ec2_imdsv2

import data.lib.finding

deny contains finding.new(resource, metadata.path, message) if {
	some resource in input.resources
	metadata := resource.facets.instance_metadata
	not _compliant(metadata)
	not metadata.tokens == "unset"
	message := "the metadata service answers without a token"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	metadata := resource.facets.instance_metadata
	not _compliant(metadata)
	metadata.tokens == "unset"
	reason := "http_tokens is not set: the machine image or the account's default decides"
}

_compliant(metadata) if metadata.tokens == "required"

_compliant(metadata) if metadata.endpoint_enabled == false
