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
#     google:
#       text: Move the resource to an allowed region, or justify the transfer and add the region or multi-region (`eu`), in lower case, to `allowed_regions`.
#       snippet: |
#         resource "google_storage_bucket" "records" {
#           name     = "example-records"
#           location = "europe-west3"
#         }
#     cloudflare:
#       text: Make the bucket anew in a jurisdiction that is allowed, or justify the transfer and add the jurisdiction (`eu`) to `allowed_regions`.
#       snippet: |
#         resource "cloudflare_r2_bucket" "records" {
#           account_id   = var.account_id
#           name         = "example-records"
#           jurisdiction = "eu"
#         }
#     azurerm:
#       text: Make the resource anew in an allowed region, or justify the transfer and add the region, as `westeurope`, to `allowed_regions`.
#       snippet: |
#         resource "azurerm_storage_account" "records" {
#           name                     = "examplerecords"
#           resource_group_name      = azurerm_resource_group.main.name
#           location                 = "westeurope"
#           account_tier             = "Standard"
#           account_replication_type = "ZRS"
#         }
#   references:
#     - https://aws.amazon.com/compliance/data-privacy/
#     - https://docs.aws.amazon.com/whitepapers/latest/navigating-gdpr-compliance/data-access-controls.html
#     - https://cloud.google.com/about/locations
#     - https://developers.cloudflare.com/r2/reference/data-location/
#     - https://learn.microsoft.com/en-us/azure/reliability/regions-list
package privacy.region_allowlist

import data.lib.finding

deny contains finding.new(resource, place.path, message) if {
	some resource in input.resources
	some place in resource.facets.data_location
	not place.region in data.parameters.allowed_regions
	message := $"data is kept in {place.region}, which is not an allowed region"
}
