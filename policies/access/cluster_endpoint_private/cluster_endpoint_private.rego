# METADATA
# title: Kubernetes API servers are not on the internet
# description: An API server that anyone can reach is one leaked token or one flaw away from being anyone's cluster.
# scope: package
# custom:
#   id: cluster-endpoint-private
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_eks_cluster, azurerm_kubernetes_cluster, google_container_cluster]}
#   requires:
#     - attributes.vpc_config[].endpoint_public_access
#     - attributes.vpc_config[].public_access_cidrs
#     - attributes.control_plane_endpoints_config[].dns_endpoint_config[].allow_external_traffic
#     - attributes.control_plane_endpoints_config[].ip_endpoints_config[].enabled
#     - attributes.master_authorized_networks_config[].cidr_blocks[].cidr_block
#     - attributes.private_cluster_config[].enable_private_endpoint
#     - attributes.private_cluster_enabled
#     - attributes.api_server_access_profile[].authorized_ip_ranges[]
#     - attributes.api_server_authorized_ip_ranges[]
#   remediation:
#     terraform:
#       text: Switch the public endpoint off and reach the API server through the VPC; at least limit it to your own addresses.
#       snippet: |
#         vpc_config {
#           subnet_ids              = aws_subnet.private[*].id
#           endpoint_private_access = true
#           endpoint_public_access  = false
#         }
#     azurerm:
#       text: Make the cluster private and reach its API server through the virtual network; at least limit it to your own addresses.
#       snippet: |
#         resource "azurerm_kubernetes_cluster" "main" {
#           private_cluster_enabled = true
#         }
#     google:
#       text: Give the control plane no public address and reach it through the network; at least limit it to your own addresses.
#       snippet: |
#         resource "google_container_cluster" "main" {
#           name     = "main"
#           location = "europe-west3"
#
#           private_cluster_config {
#             enable_private_nodes    = true
#             enable_private_endpoint = true
#           }
#
#           master_authorized_networks_config {
#             cidr_blocks {
#               cidr_block = "10.0.0.0/8"
#             }
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
#     - https://learn.microsoft.com/en-us/azure/aks/private-clusters
#     - https://learn.microsoft.com/en-us/azure/aks/api-server-authorized-ip-ranges
#     - https://docs.cloud.google.com/kubernetes-engine/docs/concepts/network-isolation
package access.cluster_endpoint_private

import data.lib.finding

deny contains finding.new(resource, ["vpc_config", index, "public_access_cidrs"], message) if {
	some resource in input.resources
	some index, config in resource.attributes.vpc_config
	_public(config)
	not _limited(config)
	message := "the API server is open to the whole internet"
}

deny contains finding.graded(resource, ["vpc_config", index, "endpoint_public_access"], message, "medium") if {
	some resource in input.resources
	some index, config in resource.attributes.vpc_config
	_public(config)
	_limited(config)
	message := $"the API server has a public address, limited to {concat(", ", config.public_access_cidrs)}"
}

# GKE: a public address, unless only private ones, or none at all, are asked for.
deny contains finding.new(resource, ["master_authorized_networks_config"], "the API server is open to the whole internet") if {
	some resource in input.resources
	resource.type == "google_container_cluster"
	not _private(resource.attributes)
	not _ranges_only(resource.attributes)
}

deny contains finding.graded(resource, ["private_cluster_config"], "the API server has a public address, limited to certain ranges", "medium") if {
	some resource in input.resources
	resource.type == "google_container_cluster"
	not _private(resource.attributes)
	_ranges_only(resource.attributes)
}

deny contains finding.graded(resource, ["control_plane_endpoints_config"], "the DNS name of the API server answers the internet, with IAM as the only barrier", "medium") if {
	some resource in input.resources
	some config in resource.attributes.control_plane_endpoints_config
	some endpoint in config.dns_endpoint_config
	endpoint.allow_external_traffic == true
}

_private(attributes) if {
	some config in attributes.private_cluster_config
	config.enable_private_endpoint == true
}

_private(attributes) if {
	some config in attributes.control_plane_endpoints_config
	some endpoints in config.ip_endpoints_config
	endpoints.enabled == false
}

# The block without ranges lets in the nodes and addresses of Google Cloud.
_ranges_only(attributes) if {
	count(attributes.master_authorized_networks_config) > 0
	every config in attributes.master_authorized_networks_config {
		every block in config.cidr_blocks {
			is_string(block.cidr_block)
			not endswith(block.cidr_block, "/0")
		}
	}
}

_public(config) if not config.endpoint_public_access == false

# EKS opens a public endpoint to every address unless ranges are given.
_limited(config) if {
	count(config.public_access_cidrs) > 0
	every range in config.public_access_cidrs {
		not range in {"0.0.0.0/0", "::/0"}
	}
}

deny contains finding.new(resource, ["private_cluster_enabled"], "the API server is open to the whole internet") if {
	some resource in input.resources
	resource.type == "azurerm_kubernetes_cluster"
	not resource.attributes.private_cluster_enabled == true
	not _listed(_admitted(resource.attributes))
}

deny contains finding.graded(resource, ["private_cluster_enabled"], message, "medium") if {
	some resource in input.resources
	resource.type == "azurerm_kubernetes_cluster"
	not resource.attributes.private_cluster_enabled == true
	admitted := _admitted(resource.attributes)
	_listed(admitted)
	message := $"the API server has a public address, limited to {concat(", ", sort(admitted))}"
}

# The ranges let through to an API server of AKS; the second name is that of release 3 of the provider.
_admitted(attributes) := {range |
	some profile in attributes.api_server_access_profile
	some range in profile.authorized_ip_ranges
} | {range | some range in attributes.api_server_authorized_ip_ranges}

_listed(ranges) if {
	count(ranges) > 0
	count(ranges & {"0.0.0.0/0", "::/0"}) == 0
}
