# METADATA
# title: Databases refuse connections without TLS
# description: Most engines accept clients that do not encrypt unless a parameter forbids it; queries, results and passwords are in clear then.
# scope: package
# custom:
#   id: db-require-tls
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_redshift_cluster, aws_db_proxy], with: [database_tls]}
#   requires:
#     - facets.database_tls.required
#     - facets.database_tls.setting
#     - facets.database_tls.source
#     - facets.database_tls.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Set rds.force_ssl (PostgreSQL, SQL Server), require_secure_transport (MySQL, MariaDB), require_ssl (Redshift) or tls (DocumentDB) in the parameter group; on a proxy, require_tls.
#       snippet: |
#         resource "aws_db_parameter_group" "main" {
#           family = "postgres14"
#           parameter {
#             name  = "rds.force_ssl"
#             value = "1"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
#     - https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html
#     - https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html
package encryption_in_transit.db_require_tls

import data.lib.finding

deny contains finding.new(resource, resource.facets.database_tls.path, _message(resource.facets.database_tls)) if {
	some resource in input.resources
	not resource.facets.database_tls.required
}

_message(facet) := $"{facet.setting} is not set, and by default clients may connect without TLS" if {
	facet.source == "default"
} else := $"{facet.setting} does not demand TLS of clients"
