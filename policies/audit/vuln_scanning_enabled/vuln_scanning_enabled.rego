# METADATA
# title: Machines, images and functions are scanned for vulnerabilities
# description: New vulnerabilities are published every day; without a scanner nobody learns which of them are in what runs here.
# scope: package
# custom:
#   id: vuln-scanning-enabled
#   severity: medium
#   origins: [terraform]
#   selector: {types: [scope/plan, aws_inspector2_enabler, aws_ecr_registry_scanning_configuration]}
#   requires:
#     - attributes.scan_type
#     - facets.plan_contents.types
#     - facets.vulnerability_scanning.missing
#     - facets.vulnerability_scanning.scanned
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Enable Amazon Inspector for the kinds of resources in use, and enhanced scanning of the registry.
#       snippet: |
#         resource "aws_inspector2_enabler" "account" {
#           account_ids    = [data.aws_caller_identity.current.account_id]
#           resource_types = ["EC2", "ECR", "LAMBDA"]
#         }
#   references:
#     - https://docs.aws.amazon.com/inspector/latest/user/scanning-resources.html
#     - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
package audit.vuln_scanning_enabled

import data.lib.finding

deny contains finding.new(resource, [], "nothing scans machines, images or functions for vulnerabilities") if {
	some resource in input.resources
	_bare(resource)
}

deny contains finding.new(resource, ["resource_types"], message) if {
	some resource in input.resources
	some kind in resource.facets.vulnerability_scanning.missing
	message := $"Inspector does not scan {_words[kind]}, which the plan uses"
}

deny contains finding.new(resource, ["resource_types"], "Inspector is enabled for nothing") if {
	some resource in input.resources
	resource.facets.vulnerability_scanning.scanned == []
}

deny contains finding.graded(resource, ["scan_type"], message, "low") if {
	some resource in input.resources
	resource.type == "aws_ecr_registry_scanning_configuration"
	not resource.attributes.scan_type == "ENHANCED"
	message := "basic scanning leaves out language packages and does not scan again when vulnerabilities become known"
}

exempt contains finding.exempt(resource, "scanning is set up, and judged there, or there is nothing to scan") if {
	some resource in input.resources
	resource.type == "scope/plan"
	not _bare(resource)
}

# Something to scan, and no scanner.
_bare(resource) if {
	types := {type | some type in resource.facets.plan_contents.types}
	count(types & _scanned) > 0
	count(types & _scanners) == 0
}

_scanned := {"aws_instance", "aws_launch_template", "aws_ecr_repository", "aws_lambda_function"}

_scanners := {"aws_inspector2_enabler", "aws_inspector2_organization_configuration", "aws_ecr_registry_scanning_configuration"}

_words := {"EC2": "machines", "ECR": "container images", "LAMBDA": "functions"}
