# METADATA
# title: Public zones are signed
# description: Without signatures a resolver cannot tell a forged answer from a true one, and sends people elsewhere.
# scope: package
# custom:
#   id: dnssec-enabled
#   severity: low
#   origins: [terraform, aws]
#   selector: {types: [aws_route53_zone, google_dns_managed_zone, cloudflare_zone, cloudflare_zone_dnssec], with: [zone_signing]}
#   requires:
#     - facets.zone_signing.path
#     - facets.zone_signing.public
#     - facets.zone_signing.signed
#   parameters: []
#   remediation:
#     terraform:
#       text: Give the zone a key-signing key, switch signing on, and hand the DS record to the parent zone.
#       snippet: |
#         resource "aws_route53_key_signing_key" "main" {
#           hosted_zone_id             = aws_route53_zone.main.id
#           key_management_service_arn = aws_kms_key.dnssec.arn
#           name                       = "main"
#         }
#
#         resource "aws_route53_hosted_zone_dnssec" "main" {
#           hosted_zone_id = aws_route53_key_signing_key.main.hosted_zone_id
#         }
#     google:
#       text: Switch DNSSEC on for the zone, and hand the DS record to the registrar.
#       snippet: |
#         resource "google_dns_managed_zone" "main" {
#           name     = "main"
#           dns_name = "example.com."
#           dnssec_config {
#             state = "on"
#           }
#         }
#       edits:
#         - {do: set, at: [0, state], value: "on", when: {path: dnssec_config}}
#         - {do: set, value: "on", when: {path: "dnssec_config[].state"}}
#     cloudflare:
#       text: Switch signing on for the zone, and hand the DS record to the registrar.
#       snippet: |
#         resource "cloudflare_zone_dnssec" "main" {
#           zone_id = cloudflare_zone.main.id
#           status  = "active"
#         }
#   references:
#     - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html
#     - https://cloud.google.com/dns/docs/dnssec-config
#     - https://developers.cloudflare.com/dns/dnssec/
package network.dnssec_enabled

import data.lib.finding

deny contains finding.new(resource, signing.path, "answers of the zone are not signed") if {
	some resource in input.resources
	signing := resource.facets.zone_signing
	not signing.signed == true
}

exempt contains finding.exempt(resource, "the zone is private, or its names are kept elsewhere") if {
	some resource in input.resources
	resource.facets.zone_signing.public == false
}
