# METADATA
# title: Runtimes and versions are still supported
# description: What is no longer supported gets no more security fixes; each flaw found in it stays.
# scope: package
# custom:
#   id: runtime-supported
#   severity: medium
#   origins: [terraform, aws]
#   selector: {types: [aws_lambda_function, aws_eks_cluster, aws_db_instance, google_container_cluster, google_container_node_pool, azurerm_kubernetes_cluster]}
#   requires:
#     -  attributes.auto_minor_version_upgrade
#     -  attributes.package_type
#     -  attributes.runtime
#     -  attributes.version
#     - attributes.enable_autopilot
#     - attributes.management[].auto_upgrade
#     - attributes.release_channel[].channel
#     - attributes.automatic_channel_upgrade
#     - attributes.automatic_upgrade_channel
#   parameters: [support_date]
#   remediation:
#     terraform:
#       text: Move to a supported runtime or version, and let databases take minor upgrades.
#       snippet: |
#         resource "aws_lambda_function" "app" {
#           runtime = "python3.13"
#         }
#         resource "aws_db_instance" "main" {
#           auto_minor_version_upgrade = true
#         }
#       edits:
#         - {do: set, value: true, when: {path: auto_minor_version_upgrade}}
#     google:
#       text: Enrol the cluster in a release channel, and let node pools upgrade themselves.
#       snippet: |
#         resource "google_container_cluster" "main" {
#           name = "main"
#           release_channel {
#             channel = "REGULAR"
#           }
#         }
#       edits:
#         - {do: set, value: true, when: {path: "management[].auto_upgrade"}}
#     azurerm:
#       text: Let the cluster follow a channel of upgrades, which keeps its version supported.
#       snippet: |
#         resource "azurerm_kubernetes_cluster" "main" {
#           automatic_upgrade_channel = "stable"
#         }
#   references:
#     - https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
#     - https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html
#     - https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels
#     - https://learn.microsoft.com/en-us/azure/aks/auto-upgrade-cluster
package hardening.runtime_supported

import data.lib.finding

deny contains finding.new(resource, named.path, message) if {
	some resource in input.resources
	some named in _named(resource)
	end := _ends[named.version]
	end <= data.parameters.support_date
	message := $"{named.version} is supported until {end} only"
}

deny contains finding.graded(resource, ["auto_minor_version_upgrade"], message, "low") if {
	some resource in input.resources
	resource.attributes.auto_minor_version_upgrade == false
	message := "minor versions, which bring security fixes, are not installed"
}

deny contains finding.new(resource, ["release_channel"], "the cluster follows no release channel, which would keep its version supported") if {
	some resource in input.resources
	some channel in resource.attributes.release_channel
	channel.channel == "UNSPECIFIED"
}

deny contains finding.graded(resource, ["management", 0, "auto_upgrade"], message, "low") if {
	some resource in input.resources
	some management in resource.attributes.management
	management.auto_upgrade == false
	message := "nodes do not follow the version of the cluster, and miss security fixes"
}

# Autopilot always follows a channel. https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels
undecided contains finding.undecided(resource, "no release channel is named: the service chooses at creation") if {
	some resource in input.resources
	resource.type == "google_container_cluster"
	count(object.get(resource.attributes, "release_channel", [])) == 0
	not resource.attributes.enable_autopilot == true
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	some named in _named(resource)
	not _ends[named.version]
	reason := $"until when {named.version} is supported is not known here"
}

# A list older than half a year can still tell what has ended, but not what has not.
undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	some named in _named(resource)
	_ends[named.version]
	data.parameters.support_date > _list_good_until
	reason := $"the list of versions is of {_list_date}, too old to tell what is supported on {data.parameters.support_date}"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	resource.type == "aws_eks_cluster"
	count(_named(resource)) == 0
	reason := "no version is named: the cluster keeps the one that was the newest when it was made"
}

exempt contains finding.exempt(resource, "the runtime is part of the image") if {
	some resource in input.resources
	resource.attributes.package_type == "Image"
}

_named(resource) := {{"path": ["runtime"], "version": resource.attributes.runtime} | is_string(resource.attributes.runtime)} | {{"path": ["version"], "version": $"EKS {resource.attributes.version}"} |
	resource.type == "aws_eks_cluster"
	is_string(resource.attributes.version)
}

_list_date := "2026-11-21"

_list_good_until := "2027-05-20"

# Runtimes: deprecation dates by AWS, also as endoflife.date and tflint list them. Left out, so that they stay undecided,
# are runtimes whose date AWS has moved and the sources differ: those on Amazon Linux 2 (java8.al2, java11, java17,
# provided.al2, python3.10, python3.11). EKS: end of extended support, after which AWS upgrades the cluster by itself.
_ends := {
	"dotnet10": "2028-11-14",
	"dotnet5.0": "2022-05-10",
	"dotnet6": "2024-12-20",
	"dotnet7": "2024-05-14",
	"dotnet8": "2026-11-10",
	"dotnetcore1.0": "2019-07-30",
	"dotnetcore2.0": "2019-05-30",
	"dotnetcore2.1": "2022-01-05",
	"dotnetcore3.1": "2023-04-03",
	"go1.x": "2024-01-08",
	"java21": "2029-06-30",
	"java25": "2029-06-30",
	"java8": "2024-01-08",
	"nodejs": "2016-10-31",
	"nodejs10.x": "2021-07-30",
	"nodejs12.x": "2023-03-31",
	"nodejs14.x": "2023-12-04",
	"nodejs16.x": "2024-06-12",
	"nodejs18.x": "2025-09-01",
	"nodejs20.x": "2026-04-30",
	"nodejs22.x": "2027-04-30",
	"nodejs24.x": "2028-04-30",
	"nodejs4.3": "2020-03-05",
	"nodejs4.3-edge": "2020-03-05",
	"nodejs6.10": "2019-08-12",
	"nodejs8.10": "2020-03-06",
	"provided": "2024-01-08",
	"provided.al2023": "2029-06-30",
	"python2.7": "2021-07-15",
	"python3.12": "2028-10-31",
	"python3.13": "2029-06-30",
	"python3.14": "2029-06-30",
	"python3.6": "2022-07-18",
	"python3.7": "2023-12-04",
	"python3.8": "2024-10-14",
	"python3.9": "2025-12-15",
	"ruby2.5": "2021-07-30",
	"ruby2.7": "2023-12-07",
	"ruby3.2": "2026-03-31",
	"ruby3.3": "2027-03-31",
	"ruby3.4": "2028-03-31",
	"EKS 1.23": "2024-10-11",
	"EKS 1.24": "2025-01-31",
	"EKS 1.25": "2025-05-01",
	"EKS 1.26": "2025-06-11",
	"EKS 1.27": "2025-07-24",
	"EKS 1.28": "2025-11-26",
	"EKS 1.29": "2026-03-23",
	"EKS 1.30": "2026-07-23",
	"EKS 1.31": "2026-11-26",
	"EKS 1.32": "2027-03-23",
	"EKS 1.33": "2027-07-29",
	"EKS 1.34": "2027-12-02",
	"EKS 1.35": "2028-03-27",
}

# No channel unless one is named, and node-image leaves the version alone; the second name is that of release 3 of the provider.
deny contains finding.new(resource, ["automatic_upgrade_channel"], "the cluster follows no upgrade channel, which would keep its version supported") if {
	some resource in input.resources
	resource.type == "azurerm_kubernetes_cluster"
	not _follows(resource.attributes)
}

_follows(attributes) if {
	some name in ["automatic_upgrade_channel", "automatic_channel_upgrade"]
	attributes[name] in {"patch", "rapid", "stable"}
}
