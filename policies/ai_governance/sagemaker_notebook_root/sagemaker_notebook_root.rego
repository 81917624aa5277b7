# METADATA
# title: Notebook users are not root
# description: Root on a notebook can switch off its logging and its restrictions, and read what other users left.
# scope: package
# custom:
#   id: sagemaker-notebook-root
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_sagemaker_notebook_instance]}
#   requires:
#     - attributes.root_access
#   remediation:
#     terraform:
#       text: Set `root_access` to Disabled; life cycle scripts go on running as root.
#       snippet: |
#         resource "aws_sagemaker_notebook_instance" "research" {
#           root_access = "Disabled"
#         }
#       edits:
#         - {do: set, value: Disabled, when: {path: root_access}}
#   references:
#     - https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-root-access.html
package ai_governance.sagemaker_notebook_root

import data.lib.finding

deny contains finding.new(resource, ["root_access"], message) if {
	some resource in input.resources
	not resource.attributes.root_access == "Disabled"
	message := "root access is not disabled"
}
