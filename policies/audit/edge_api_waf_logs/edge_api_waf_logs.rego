# METADATA
# title: Firewalls, distributions and APIs keep a log of requests
# description: What was asked of the edge, and what the firewall let through or refused, is the only trace of attempts that never reached the application.
# scope: package
# custom:
#   id: edge-api-waf-logs
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_wafv2_web_acl, aws_cloudfront_distribution, aws_api_gateway_stage, aws_apigatewayv2_stage], with: [request_logs]}
#   requires:
#     - facets.request_logs.enabled
#     - facets.request_logs.exempt
#     - facets.request_logs.kind
#     - facets.request_logs.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Give the web ACL a logging configuration, the distribution a log bucket or a log delivery, the API stage a destination of access logs.
#       snippet: |
#         resource "aws_wafv2_web_acl_logging_configuration" "edge" {
#           resource_arn            = aws_wafv2_web_acl.edge.arn
#           log_destination_configs = [aws_cloudwatch_log_group.waf.arn]
#         }
#
#         resource "aws_apigatewayv2_stage" "live" {
#           api_id = aws_apigatewayv2_api.orders.id
#           name   = "live"
#           access_log_settings {
#             destination_arn = aws_cloudwatch_log_group.orders.arn
#             format          = "$context.requestId $context.identity.sourceIp $context.status"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/waf/latest/developerguide/logging.html
#     - https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html
#     - https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
package audit.edge_api_waf_logs

import data.lib.finding

deny contains finding.new(resource, logs.path, message) if {
	some resource in input.resources
	logs := resource.facets.request_logs
	not logs.enabled == true
	message := $"the {logs.kind} keeps no log of requests"
}

exempt contains finding.exempt(resource, reason) if {
	some resource in input.resources
	reason := resource.facets.request_logs.exempt
	reason != null
}
