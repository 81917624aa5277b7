# METADATA
# title: Start-up scripts of machines hold no secrets
# description: A start-up script can be read by whoever may describe the machine, and by every program on it through the metadata service.
# scope: package
# custom:
#   id: vm-userdata-secret
#   severity: high
#   origins: [terraform]
#   selector: {types: [aws_instance, aws_launch_configuration, aws_launch_template, aws_spot_instance_request, google_compute_instance, google_compute_instance_template, google_compute_region_instance_template, azurerm_linux_virtual_machine, azurerm_linux_virtual_machine_scale_set, azurerm_windows_virtual_machine, azurerm_windows_virtual_machine_scale_set], with: [content_secrets]}
#   requires:
#     - facets.content_secrets[].detector
#     - facets.content_secrets[].name
#     - facets.content_secrets[].path
#   parameters: []
#   independent: true
#   remediation:
#     terraform:
#       text: Keep the secret in Secrets Manager or Parameter Store, let the script fetch it with the role of the machine, and replace the secret that was in the script.
#       snippet: |
#         resource "aws_launch_template" "app" {
#           name = "app"
#           user_data = base64encode(<<-EOT
#             #!/bin/sh
#             aws secretsmanager get-secret-value --secret-id app/db > /run/app/db.json
#           EOT
#           )
#         }
#     google:
#       text: Keep the secret in Secret Manager, let the script fetch it with the service account of the machine, and replace the secret that was in the script.
#       snippet: |
#         resource "google_compute_instance" "worker" {
#           name         = "worker"
#           machine_type = "e2-small"
#
#           metadata_startup_script = <<-EOT
#             #!/bin/sh
#             TOKEN="$(gcloud secrets versions access latest --secret=worker-token)" exec /opt/worker/run
#           EOT
#         }
#     azurerm:
#       text: Give the machine an identity that may read the secret from Key Vault, and let its script fetch it.
#       snippet: |
#         resource "azurerm_linux_virtual_machine" "app" {
#           custom_data = base64encode("#!/bin/sh\naz login --identity\naz keyvault secret show --vault-name example --name api-key --query value -o tsv > /run/api-key\n")
#
#           identity {
#             type = "SystemAssigned"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
#     - https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets.html
#     - https://docs.cloud.google.com/compute/docs/metadata/overview
#     - https://docs.cloud.google.com/secret-manager/docs/access-secret-version
#     - https://learn.microsoft.com/en-us/azure/virtual-machines/custom-data
package secrets.vm_userdata_secret

import data.lib.finding

deny contains finding.new(resource, sighting.path, _message(sighting)) if {
	some resource in input.resources
	some sighting in resource.facets.content_secrets
}

_message(sighting) := $"the script holds a secret in clear (recognised by: {sighting.detector})" if {
	sighting.name == ""
} else := $"the script holds {sighting.name} in clear (recognised by: {sighting.detector})"
