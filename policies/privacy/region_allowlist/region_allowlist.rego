# METADATA
# title: Data stays in the allowed regions
# description: Where data sits decides which law applies and whether it counts as a transfer that must be justified.
# scope: package
# custom:
#   id: region-allowlist
#   severity: high
#   origins: [terraform, aws]
#   selector: {with: [data_location]}
#   requires:
#     - facets.data_location[].path
#     - facets.data_location[].region
#   parameters: [allowed_regions]
#   independent: true
#   remediation:
#     terraform:
#       text: Move the resource to an allowed region, or justify the transfer and add the region to `allowed_regions`.
#       snippet: |
#         provider "aws" {
#           region = "eu-central-1"
#         }
#   references:
#     - https://aws.amazon.com/compliance/data-privacy/
#     - https://docs.aws.amazon.com/whitepapers/latest/navigating-gdpr-compliance/data-access-controls.html
package privacy.region_allowlist

import data.lib.finding

deny contains finding.new(resource, place.path, message) if {
	some resource in input.resources
	some place in resource.facets.data_location
	not place.region in data.parameters.allowed_regions
	message := $"data is kept in {place.region}, which is not an allowed region"
}
