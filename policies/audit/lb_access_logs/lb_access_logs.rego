# METADATA
# title: Load balancers keep a log of requests
# description: The load balancer sees who asked for what, and what was refused, before any application does; an investigation starts there.
# scope: package
# custom:
#   id: lb-access-logs
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_lb, aws_alb, aws_elb, google_compute_backend_service, google_compute_region_backend_service], with: [request_logs]}
#   requires:
#     - facets.request_logs.enabled
#     - facets.request_logs.exempt
#     - facets.request_logs.kind
#     - facets.request_logs.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Name a bucket for access logs and switch them on.
#       snippet: |
#         resource "aws_lb" "web" {
#           name    = "web"
#           subnets = [aws_subnet.a.id, aws_subnet.b.id]
#           access_logs {
#             bucket  = aws_s3_bucket.logs.id
#             enabled = true
#           }
#         }
#     google:
#       text: Switch logging on in the backend service, for all requests.
#       snippet: |
#         resource "google_compute_backend_service" "web" {
#           name = "web"
#
#           log_config {
#             enable      = true
#             sample_rate = 1
#           }
#         }
#       edits:
#         - {do: set, at: [0, enable], value: true, when: {path: log_config}}
#   references:
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html
#     - https://docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring
package audit.lb_access_logs

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
