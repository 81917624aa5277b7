# METADATA
# title: Inference stays in the allowed regions
# description: A cross-region inference profile may process a prompt in any region of its geography, a global one anywhere.
# scope: package
# custom:
#   id: inference-residency
#   severity: high
#   origins: [terraform]
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
	not _stays(prefix, data.parameters.allowed_regions)
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

# Where a resource names a model or inference profile.
_sources(resource) := {source |
	some source in [
		{"path": ["foundation_model"], "model": object.get(resource.attributes, "foundation_model", null)},
		{
			"path": ["cross_region_config"],
			"model": object.get(resource.attributes, ["cross_region_config", 0, "guardrail_profile_identifier"], null),
		},
		{"path": ["model_source"], "model": object.get(resource.attributes, ["model_source", 0, "copy_from"], null)},
	]
	is_string(source.model)
}

# Regions that each kind of cross-region profile may use (Bedrock documentation, 2026-11); null where any region of the
# geography will do. "global" may use any region at all.
_profiles := {
	"apac": {
		"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
		"ap-southeast-1", "ap-southeast-2", "ap-southeast-4",
	},
	"au": {"ap-southeast-2", "ap-southeast-4"},
	"ca": {"ca-central-1", "ca-west-1"},
	"eu": null,
	"global": set(),
	"jp": {"ap-northeast-1", "ap-northeast-3"},
	"us": null,
	"us-gov": {"us-gov-east-1", "us-gov-west-1"},
}

# The geography in `eu.anthropic.claude-…`, alone or at the end of an ARN; undefined for a model of one region.
_prefix(model) := prefix if {
	parts := split(model, "/")
	prefix := split(parts[count(parts) - 1], ".")[0]
	some known, _ in _profiles
	prefix == known
}

# Profiles of the EU and the US stay inside them: enough where the allowed regions lie there too.
_stays(prefix, allowed) if {
	_profiles[prefix] == null
	some region in allowed
	startswith(region, $"{prefix}-")
	not startswith(region, "us-gov-")
}

_stays(prefix, allowed) if {
	count(_profiles[prefix]) > 0
	every region in _profiles[prefix] {
		region in allowed
	}
}

# The region in an ARN, else where the resource itself is.
_regions(_, model) := {split(model, ":")[3]} if startswith(model, "arn:")

_regions(resource, model) := {place.region | some place in resource.facets.data_location} if not startswith(model, "arn:")
