# METADATA
# title: Something in the cluster enforces network policies
# description: Where nothing enforces them, NetworkPolicy objects are accepted and do nothing.
# scope: package
# custom:
#   id: cluster-netpol-engine
#   severity: medium
#   origins: [terraform]
#   selector: {types: [aws_eks_cluster, google_container_cluster, azurerm_kubernetes_cluster], with: [policy_engine]}
#   requires:
#     - facets.policy_engine.engine
#     - facets.policy_engine.path
#   parameters: []
#   remediation:
#     terraform:
#       text: Switch on network policies in the VPC network plugin, or install a plugin that enforces them.
#       snippet: |
#         resource "aws_eks_addon" "vpc_cni" {
#           cluster_name         = aws_eks_cluster.main.name
#           addon_name           = "vpc-cni"
#           configuration_values = jsonencode({ enableNetworkPolicy = "true" })
#         }
#     google:
#       text: Run the cluster on Dataplane V2; for an existing one, switch on network policies.
#       snippet: |
#         resource "google_container_cluster" "main" {
#           name              = "main"
#           datapath_provider = "ADVANCED_DATAPATH"
#         }
#     azurerm:
#       text: Name an engine for network policies when the cluster is made; Cilium can be switched on later.
#       snippet: |
#         resource "azurerm_kubernetes_cluster" "main" {
#           network_profile {
#             network_plugin      = "azure"
#             network_plugin_mode = "overlay"
#             network_data_plane  = "cilium"
#             network_policy      = "cilium"
#           }
#         }
#   references:
#     - https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
#     - https://kubernetes.io/docs/concepts/services-networking/network-policies/
#     - https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy
#     - https://learn.microsoft.com/en-us/azure/aks/use-network-policies
package network.cluster_netpol_engine

import data.lib.finding

deny contains finding.new(resource, plugin.path, "nothing in the cluster enforces network policies") if {
	some resource in input.resources
	plugin := resource.facets.policy_engine
	not _named(plugin)
}

_named(plugin) if {
	is_string(plugin.engine)
	plugin.engine != ""
}
