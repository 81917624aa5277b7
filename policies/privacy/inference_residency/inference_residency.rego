# METADATA
# title: Inference stays in the allowed regions
# description: A cross-region inference profile may process a prompt in any region of its geography, a global one anywhere.
# scope: package
# custom:
#   id: inference-residency
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_bedrockagent_agent, aws_bedrock_inference_profile, aws_bedrock_guardrail]}
#   requires:
#     - attributes.cross_region_config[].guardrail_profile_identifier
#     - attributes.foundation_model
#     - attributes.model_source[].copy_from
#     - facets.data_location[].region
#   parameters: [allowed_regions]
#   remediation:
#     terraform:
#       text: Use a model of one allowed region, or the cross-region profile of your own geography.
#       snippet: |
#         resource "aws_bedrockagent_agent" "support" {
#           foundation_model = "eu.anthropic.claude-sonnet-4-20250514-v1:0"
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
package privacy.inference_residency

import data.lib.finding

deny contains finding.new(resource, source.path, message) if {
	some resource in input.resources
	some source in _sources(resource)
	prefix := _prefix(source.model)
	_profiles[prefix]
	not _may_stay(prefix, data.parameters.allowed_regions)
	message := $"the inference profile {prefix}. may process data outside the allowed regions"
}

deny contains finding.new(resource, source.path, message) if {
	some resource in input.resources
	some source in _sources(resource)
	not _prefix(source.model)
	some region in _regions(resource, source.model)
	not region in data.parameters.allowed_regions
	message := $"inference runs in {region}, which is not an allowed region"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	some source in _sources(resource)
	not _prefix(source.model)
	count(_regions(resource, source.model)) == 0
	reason := "the region of the provider is not known from the plan"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	some source in _sources(resource)
	prefix := _prefix(source.model)
	_may_stay(prefix, data.parameters.allowed_regions)
	outside := _profiles[prefix].regions - {region | some region in data.parameters.allowed_regions}
	count(outside) > 0
	reason := $"the inference profile {prefix}. may also run in {concat(", ", sort(outside))}, depending on the model"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	some source in _sources(resource)
	prefix := _prefix(source.model)
	not _profiles[prefix]
	reason := $"where the inference profile {prefix}. runs is not known here"
}

# Where a resource names a model or inference profile. A live profile names one model for each region it may use.
_sources(resource) := {source |
	some source in array.concat(_copies(resource), [
		{"path": ["foundation_model"], "model": object.get(resource.attributes, "foundation_model", null)},
		{
			"path": ["cross_region_config"],
			"model": object.get(resource.attributes, ["cross_region_config", 0, "guardrail_profile_identifier"], null),
		},
	])
	is_string(source.model)
}

_copies(resource) := [{"path": ["model_source"], "model": source.copy_from} |
	some source in resource.attributes.model_source
]

# Regions that the profiles of a geography route to, as the reference of the AWS CDK lists them (read 2026-11). Each model
# uses some of them, `fixed` profiles all; "global" may use any region at all.
# https://docs.aws.amazon.com/cdk/api/v2/docs/@aws-cdk_aws-bedrock-alpha.CrossRegionInferenceProfileRegion.html
_profiles := {
	"apac": {"fixed": false, "regions": {
		"ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1",
		"ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7", "me-central-1",
	}},
	"au": {"fixed": true, "regions": {"ap-southeast-2", "ap-southeast-4"}},
	"eu": {"fixed": false, "regions": {
		"eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1",
		"eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
	}},
	"global": {"fixed": true, "regions": set()},
	"jp": {"fixed": true, "regions": {"ap-northeast-1", "ap-northeast-3"}},
	"us": {"fixed": false, "regions": {"us-east-1", "us-east-2", "us-west-1", "us-west-2"}},
	"us-gov": {"fixed": true, "regions": {"us-gov-east-1", "us-gov-west-1"}},
}

# The geography in `eu.anthropic.claude-…`, alone or at the end of an ARN; undefined for a model of one region, whose
# id begins with a vendor's name. Two letters are a country whose profiles are not listed above.
_prefix(model) := prefix if {
	parts := split(model, "/")
	prefix := split(parts[count(parts) - 1], ".")[0]
	_is_geography(prefix)
}

_is_geography(prefix) if _profiles[prefix]

_is_geography(prefix) if regex.match(`^[a-z]{2}$`, prefix)

# Whether all regions of a profile may be allowed ones.
_may_stay(prefix, allowed) if {
	_profiles[prefix].fixed
	count(_profiles[prefix].regions) > 0
	every region in _profiles[prefix].regions {
		region in allowed
	}
}

# A cross-region profile has two regions at least, so that one allowed region is not enough.
_may_stay(prefix, allowed) if {
	not _profiles[prefix].fixed
	count(_profiles[prefix].regions & {region | some region in allowed}) > 1
}

# The region in an ARN, else where the resource itself is.
_regions(_, model) := {split(model, ":")[3]} if startswith(model, "arn:")

_regions(resource, model) := {place.region | some place in resource.facets.data_location} if not startswith(model, "arn:")
