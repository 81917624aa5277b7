# METADATA
# title: File systems are backed up
# description: A deleted or encrypted file is gone from every mount at once; only a backup brings it back.
# scope: package
# custom:
#   id: file-system-backup
#   severity: high
#   origins: [terraform]
#   selector: {types: [aws_efs_file_system], with: [file_backup]}
#   requires:
#     - facets.file_backup.enabled
#     - facets.file_backup.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch the backup policy of the file system on.
#       snippet: |
#         resource "aws_efs_backup_policy" "files" {
#           file_system_id = aws_efs_file_system.files.id
#           backup_policy {
#             status = "ENABLED"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html
package backup.file_system_backup

import data.lib.finding

deny contains finding.new(resource, resource.facets.file_backup.path, "no backups are made of the file system") if {
	some resource in input.resources
	not _backed_up(resource)
}

_backed_up(resource) if resource.facets.file_backup.enabled == true
