# METADATA
# title: Data Access audit logs are recorded
# description: Google Cloud records changes of settings by itself, but who read or changed data only where it is told to; after a breach nothing else shows what was taken.
# scope: package
# custom:
#   id: gcp-audit-config
#   severity: medium
#   origins: [terraform]
#   selector: {types: [scope/plan, google_folder_iam_audit_config, google_organization_iam_audit_config, google_project_iam_audit_config]}
#   requires:
#     - attributes.audit_log_config[].exempted_members[]
#     - attributes.audit_log_config[].log_type
#     - facets.plan_contents.types
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Record all three kinds of access for all services of the project, and exempt nobody.
#       snippet: |
#         resource "google_project_iam_audit_config" "all" {
#           project = "example-project"
#           service = "allServices"
#
#           audit_log_config {
#             log_type = "ADMIN_READ"
#           }
#           audit_log_config {
#             log_type = "DATA_READ"
#           }
#           audit_log_config {
#             log_type = "DATA_WRITE"
#           }
#         }
#   references:
#     - https://docs.cloud.google.com/logging/docs/audit/configure-data-access
package audit.gcp_audit_config

import data.lib.finding

deny contains finding.new(resource, [], "nothing switches Data Access audit logs on") if {
	some resource in input.resources
	_bare(resource)
}

deny contains finding.new(resource, ["audit_log_config"], message) if {
	some resource in input.resources
	resource.type != "scope/plan"
	missing := {"ADMIN_READ", "DATA_READ", "DATA_WRITE"} - _recorded(resource.attributes)
	count(missing) > 0
	message := $"not recorded: {concat(", ", sort(missing))}"
}

deny contains finding.new(resource, ["audit_log_config", index, "exempted_members"], message) if {
	some resource in input.resources
	some index, config in resource.attributes.audit_log_config
	count(config.exempted_members) > 0
	message := $"members are exempted from {config.log_type}: {count(config.exempted_members)}"
}

exempt contains finding.exempt(resource, "audit logs are configured, and judged there, or nothing of Google Cloud is in the plan") if {
	some resource in input.resources
	resource.type == "scope/plan"
	not _bare(resource)
}

_recorded(attributes) := {config.log_type | some config in attributes.audit_log_config}

_bare(resource) if {
	types := resource.facets.plan_contents.types
	some type in types
	startswith(type, "google_")
	count({config | some config in types; endswith(config, "_iam_audit_config")}) == 0
}
