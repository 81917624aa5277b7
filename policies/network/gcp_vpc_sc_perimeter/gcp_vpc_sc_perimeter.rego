# METADATA
# title: A service perimeter holds data and AI services in
# description: Inside a perimeter stolen credentials read nothing from elsewhere, and data does not leave through the cloud's own APIs.
# scope: package
# custom:
#   id: gcp-vpc-sc-perimeter
#   severity: medium
#   origins: [terraform]
#   selector: {types: [google_access_context_manager_service_perimeter]}
#   requires:
#     - attributes.perimeter_type
#     - attributes.spec
#     - attributes.status[].restricted_services
#   parameters: []
#   remediation:
#     terraform:
#       text: Enforce the perimeter (`status`), and restrict the services that hold data, keys and models.
#       snippet: |
#         resource "google_access_context_manager_service_perimeter" "main" {
#           parent = "accessPolicies/123456789"
#           name   = "accessPolicies/123456789/servicePerimeters/main"
#           title  = "main"
#           status {
#             resources = ["projects/123456789012"]
#             restricted_services = [
#               "aiplatform.googleapis.com",
#               "bigquery.googleapis.com",
#               "cloudkms.googleapis.com",
#               "secretmanager.googleapis.com",
#               "storage.googleapis.com",
#             ]
#           }
#         }
#   references:
#     - https://cloud.google.com/vpc-service-controls/docs/service-perimeters
#     - https://cloud.google.com/vpc-service-controls/docs/supported-products
package network.gcp_vpc_sc_perimeter

import data.lib.finding

deny contains finding.new(resource, ["status", 0, "restricted_services"], message) if {
	some resource in input.resources
	some status in resource.attributes.status
	missing := _services - {service | some service in status.restricted_services}
	count(missing) > 0
	message := $"the perimeter does not restrict {concat(", ", sort(missing))}"
}

deny contains finding.new(resource, ["status"], "the perimeter restricts no services") if {
	some resource in input.resources
	not _enforced(resource.attributes)
	not _tried(resource.attributes)
}

deny contains finding.graded(resource, ["status"], "the perimeter is only tried out: nothing is refused", "low") if {
	some resource in input.resources
	not _enforced(resource.attributes)
	_tried(resource.attributes)
}

_enforced(attributes) if count(attributes.status) > 0

_tried(attributes) if count(attributes.spec) > 0

# Those that hold data, keys and models.
_services := {
	"aiplatform.googleapis.com",
	"bigquery.googleapis.com",
	"cloudkms.googleapis.com",
	"secretmanager.googleapis.com",
	"storage.googleapis.com",
}

exempt contains finding.exempt(resource, "a bridge lets perimeters reach each other and restricts nothing itself") if {
	some resource in input.resources
	resource.attributes.perimeter_type == "PERIMETER_TYPE_BRIDGE"
}
