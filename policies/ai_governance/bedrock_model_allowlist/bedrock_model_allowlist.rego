# METADATA
# title: Only approved models may be invoked
# description: A right to invoke every model lets anyone swap in one that nobody has assessed, in terms, quality or place of processing.
# scope: package
# custom:
#   id: bedrock-model-allowlist
#   severity: high
#   origins: [terraform, aws]
#   selector: {types: [aws_iam_policy, aws_iam_role_policy, aws_iam_user_policy, aws_iam_group_policy, aws_iam_role, aws_iam_role_policy_attachment, aws_iam_user_policy_attachment, aws_iam_group_policy_attachment]}
#   requires:
#     - facets.attached_policies[].arn
#     - facets.attached_policies[].path
#     - facets.policy_documents[].kind
#     - facets.policy_documents[].statements[].conditions[].key
#     - facets.policy_documents[].statements[].conditions[].operator
#     - facets.policy_documents[].statements[].conditions[].values
#     - facets.policy_documents[].statements[].models[]
#     - facets.policy_documents[].statements[].path
#   parameters: [approved_models]
#   independent: true
#   remediation:
#     terraform:
#       text: List the ARNs of the approved models and inference profiles, and keep the list in `approved_models`.
#       snippet: |
#         statement {
#           actions   = ["bedrock:InvokeModel"]
#           resources = ["arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0"]
#         }
#   references:
#     - https://docs.aws.amazon.com/bedrock/latest/userguide/security_iam_id-based-policy-examples.html
#     - https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html
package ai_governance.bedrock_model_allowlist

import data.lib.finding
import data.lib.statement as statements

deny contains finding.new(resource, statement.path, message) if {
	some resource in input.resources
	some document in resource.facets.policy_documents
	document.kind == "identity"
	some statement in document.statements
	not statements.restricted(statement)
	some target in statement.models
	_any_model(target)
	message := $"allows invoking any model ({target})"
}

deny contains finding.new(resource, statement.path, message) if {
	some resource in input.resources
	count(data.parameters.approved_models) > 0
	some document in resource.facets.policy_documents
	document.kind == "identity"
	some statement in document.statements
	some target in statement.models
	not _any_model(target)
	not _approved(target, data.parameters.approved_models)
	message := $"allows invoking {target}, which is not an approved model"
}

deny contains finding.new(resource, attached.path, message) if {
	some resource in input.resources
	some attached in resource.facets.attached_policies
	endswith(attached.arn, ":aws:policy/AmazonBedrockFullAccess")
	message := "attaches AmazonBedrockFullAccess, which allows every model"
}

exempt contains finding.exempt(resource, "grants no model invocation") if {
	some resource in input.resources
	granting := [statement |
		some document in resource.facets.policy_documents
		some statement in document.statements
		not statement.models == []
	]
	count(granting) == 0
	_readable(resource)
	bedrock := [attached.arn | some attached in resource.facets.attached_policies; contains(attached.arn, "AmazonBedrock")]
	count(bedrock) == 0
}

# A document without statements is one that cannot be known yet.
_readable(resource) if {
	every document in object.get(resource.facets, "policy_documents", []) {
		count(document.statements) > 0
	}
	not _hidden(resource)
}

# An attachment of a policy that cannot be known yet carries no such facet.
_hidden(resource) if {
	endswith(resource.type, "policy_attachment")
	not resource.facets.attached_policies
}

_any_model(target) if regex.match(`^(?:\*|arn:[^/]*:(?:\*|(?:foundation-model|inference-profile|\*)/\*))$`, target)

# The model is named by the last part of its ARN; a listed name may end in a star.
_approved(target, models) if {
	some model in models
	parts := split(target, "/")
	glob.match(model, [], parts[count(parts) - 1])
}
