# METADATA
# title: Logs leave out credentials and the content of requests
# description: Firewall logs with session cookies and API logs with whole requests copy personal data to where more people read it.
# scope: package
# custom:
#   id: log-redaction
#   severity: low
#   origins: [terraform]
#   selector: {types: [aws_wafv2_web_acl_logging_configuration, aws_api_gateway_method_settings, aws_apigatewayv2_stage, cloudflare_zero_trust_gateway_logging]}
#   requires:
#     - attributes.default_route_settings[].data_trace_enabled
#     - attributes.redact_pii
#     - attributes.redacted_fields[].single_header[].name
#     - attributes.route_settings[].data_trace_enabled
#     - attributes.settings[].data_trace_enabled
#   parameters: []
#   remediation:
#     terraform:
#       text: Redact the authorization and cookie headers in logs of web ACLs, and switch data tracing of API stages off.
#       snippet: |
#         resource "aws_wafv2_web_acl_logging_configuration" "edge" {
#           log_destination_configs = [aws_cloudwatch_log_group.waf.arn]
#           resource_arn            = aws_wafv2_web_acl.edge.arn
#           redacted_fields {
#             single_header {
#               name = "authorization"
#             }
#           }
#           redacted_fields {
#             single_header {
#               name = "cookie"
#             }
#           }
#         }
#       edits:
#         - {do: set, value: false, when: {path: "settings[].data_trace_enabled"}}
#         - {do: set, value: false, when: {path: "default_route_settings[].data_trace_enabled"}}
#         - {do: set, value: false, when: {path: "route_settings[].data_trace_enabled"}}
#     cloudflare:
#       text: Let the gateway redact personal data in its activity log.
#       snippet: |
#         resource "cloudflare_zero_trust_gateway_logging" "main" {
#           account_id = var.account_id
#           redact_pii = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: redact_pii}}
#   references:
#     - https://docs.aws.amazon.com/waf/latest/developerguide/logging-management-configure.html
#     - https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
#     - https://developers.cloudflare.com/cloudflare-one/insights/logs/gateway-logs/manage-pii/
package privacy.log_redaction

import data.lib.finding

deny contains finding.new(resource, ["redacted_fields"], message) if {
	some resource in input.resources
	resource.type == "aws_wafv2_web_acl_logging_configuration"
	missing := {"authorization", "cookie"} - _redacted(resource)
	count(missing) > 0
	message := $"logged with requests: the header {concat(" and ", sort(missing))}"
}

deny contains finding.new(resource, ["redact_pii"], "addresses, users and URLs are logged as they are") if {
	some resource in input.resources
	resource.type == "cloudflare_zero_trust_gateway_logging"
	not _redacts(resource.attributes)
}

deny contains finding.new(resource, ["settings", index, "data_trace_enabled"], _traced) if {
	some resource in input.resources
	some index, settings in resource.attributes.settings
	settings.data_trace_enabled == true
}

deny contains finding.new(resource, ["default_route_settings", index, "data_trace_enabled"], _traced) if {
	some resource in input.resources
	some index, settings in resource.attributes.default_route_settings
	settings.data_trace_enabled == true
}

deny contains finding.new(resource, ["route_settings", index, "data_trace_enabled"], _traced) if {
	some resource in input.resources
	some index, settings in resource.attributes.route_settings
	settings.data_trace_enabled == true
}

_traced := "requests and answers are logged in full"

_redacts(attributes) if attributes.redact_pii == true

_redacted(resource) := {lower(header.name) |
	some field in resource.attributes.redacted_fields
	some header in field.single_header
}
