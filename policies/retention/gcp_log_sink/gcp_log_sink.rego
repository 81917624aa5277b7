# METADATA
# title: Audit logs are carried to where they last
# description: Cloud Logging keeps most audit logs for 30 days in each project. A sink collects them in a place with a period, and access rights, of its own.
# scope: package
# custom:
#   id: gcp-log-sink
#   severity: medium
#   origins: [terraform]
#   selector: {types: [scope/plan, google_logging_billing_account_sink, google_logging_folder_sink, google_logging_organization_sink, google_logging_project_sink]}
#   requires:
#     - facets.log_sink.audit_logs
#     - facets.log_sink.enabled
#     - facets.log_sink.excludes_audit_logs
#     - facets.log_sink.whole
#     - facets.plan_contents.types
#   parameters: []
#   presence: true
#   remediation:
#     terraform:
#       text: Carry audit logs of the organization, with all that lies below, or of the project, to a bucket that keeps them.
#       snippet: |
#         resource "google_logging_organization_sink" "audit" {
#           name             = "audit"
#           org_id           = "123456789"
#           include_children = true
#           destination      = "storage.googleapis.com/${google_storage_bucket.audit.name}"
#           filter           = "logName:\"cloudaudit.googleapis.com\""
#         }
#       edits:
#         - {do: set, value: false, when: {path: disabled}}
#         - {do: set, value: true, when: {path: include_children, creating: true}}
#   references:
#     - https://docs.cloud.google.com/logging/docs/export/configure_export_v2
#     - https://docs.cloud.google.com/logging/docs/export/aggregated_sinks
package retention.gcp_log_sink

import data.lib.finding

deny contains finding.new(resource, [], "no sink carries logs to where they are kept") if {
	some resource in input.resources
	_bare(resource)
}

deny contains finding.new(resource, ["disabled"], "the sink is switched off") if {
	some resource in input.resources
	resource.facets.log_sink.enabled == false
}

deny contains finding.new(resource, ["exclusions"], "an exclusion leaves audit logs out") if {
	some resource in input.resources
	resource.facets.log_sink.excludes_audit_logs == true
}

deny contains finding.new(resource, ["include_children"], "projects below are left out") if {
	some resource in input.resources
	resource.facets.log_sink.whole == false
}

exempt contains finding.exempt(resource, "it carries no audit logs") if {
	some resource in input.resources
	resource.facets.log_sink.audit_logs == false
}

exempt contains finding.exempt(resource, "sinks are in the plan, and judged themselves, or nothing of Google Cloud is in it") if {
	some resource in input.resources
	resource.type == "scope/plan"
	not _bare(resource)
}

_bare(resource) if {
	types := resource.facets.plan_contents.types
	some type in types
	startswith(type, "google_")
	count({sink | some sink in types; regex.match(`^google_logging_\w+_sink$`, sink)}) == 0
}
