# METADATA
# title: A trail records all regions
# description: Activity in a region without a trail leaves no lasting record, and global services report to one region only.
# scope: package
# custom:
#   id: cloudtrail-multi-region
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [scope/plan, scope/aws, aws_cloudtrail]}
#   requires:
#     - facets.plan_contents.types
#     - facets.audit_trail.all_regions
#     - facets.audit_trail.covered_elsewhere
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Create one trail for all regions, with global service events, and leave it switched on.
#       snippet: |
#         resource "aws_cloudtrail" "main" {
#           name                          = "main"
#           s3_bucket_name                = aws_s3_bucket.trail.id
#           is_multi_region_trail         = true
#           include_global_service_events = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: is_multi_region_trail}}
#         - {do: set, at: ["..", include_global_service_events], value: true, when: {path: is_multi_region_trail}}
#   references:
#     - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html
package audit.cloudtrail_multi_region

import data.lib.finding
import data.lib.plan

deny contains finding.new(resource, [], "no CloudTrail trail records the activity of the account") if {
	some resource in input.resources
	plan.lacks(resource, "aws_cloudtrail")
}

deny contains finding.new(resource, ["is_multi_region_trail"], message) if {
	some resource in input.resources
	resource.type == "aws_cloudtrail"
	not resource.facets.audit_trail.all_regions
	not resource.facets.audit_trail.covered_elsewhere
	message := "the trail does not record all regions and global services, and no other trail does"
}

exempt contains finding.exempt(resource, "there are trails, which are judged themselves, or nothing of AWS") if {
	some resource in input.resources
	plan.is_whole(resource)
	not plan.lacks(resource, "aws_cloudtrail")
}
