# METADATA
# title: Webhooks leave the pods of the system alone
# description: While a webhook that refuses everything is down no pod starts that it looks at; where these are the pods of the cluster itself, or its own, it never comes up again.
# scope: package
# custom:
#   id: k8s-webhook-spares-system
#   severity: low
#   origins: [kubernetes]
#   selector: {types: [admissionregistration.k8s.io/MutatingWebhookConfiguration, admissionregistration.k8s.io/ValidatingWebhookConfiguration]}
#   requires:
#     - attributes.apiVersion
#     - attributes.webhooks[].failurePolicy
#     - attributes.webhooks[].matchConditions
#     - attributes.webhooks[].name
#     - attributes.webhooks[].namespaceSelector.matchExpressions[].key
#     - attributes.webhooks[].namespaceSelector.matchExpressions[].operator
#     - attributes.webhooks[].namespaceSelector.matchExpressions[].values
#     - attributes.webhooks[].namespaceSelector.matchLabels
#     - attributes.webhooks[].objectSelector.matchExpressions[].operator
#     - attributes.webhooks[].objectSelector.matchExpressions[].values
#     - attributes.webhooks[].objectSelector.matchLabels
#     - attributes.webhooks[].rules[].apiGroups
#     - attributes.webhooks[].rules[].operations
#     - attributes.webhooks[].rules[].resources
#     - attributes.webhooks[].rules[].scope
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Leave out kube-system and the namespace that the webhook itself runs in.
#       manual: which namespace the webhook runs in is not in the manifest
#       snippet: |
#         webhooks:
#           - name: pods.guard.example.com
#             failurePolicy: Fail
#             namespaceSelector:
#               matchExpressions:
#                 - {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, guard]}
#   references:
#     - https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/
#     - https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
package resilience.k8s_webhook_spares_system

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some index, webhook in resource.attributes.webhooks
	_stops_pods(resource.attributes, webhook)
	not _compliant(webhook)
	path := ["webhooks", index, "namespaceSelector"]
	message := $"webhook {object.get(webhook, "name", index)} is asked for the pods of every namespace, and none starts without it"
}

undecided contains finding.undecided(resource, reason) if {
	some resource in input.resources
	some index, webhook in resource.attributes.webhooks
	_stops_pods(resource.attributes, webhook)
	_selective(webhook)
	not _spares(webhook)
	reason := $"whether the selectors of webhook {object.get(webhook, "name", index)} leave out kube-system depends on labels there"
}

exempt contains finding.exempt(resource, "it keeps no pods from starting") if {
	some resource in input.resources
	every webhook in object.get(resource.attributes, "webhooks", []) {
		_harmless(resource.attributes, webhook)
	}
}

_harmless(_, webhook) if webhook.failurePolicy == "Ignore"

# Nothing of what it looks at is left open by a template.
_harmless(attributes, webhook) if {
	not _stops_pods(attributes, webhook)
	every rule in webhook.rules {
		every name in array.concat(rule.apiGroups, array.concat(rule.resources, rule.operations)) {
			is_string(name)
		}
	}
}

_compliant(webhook) if _selective(webhook)

# Asked when a pod is made, and failing closed: the default, but for v1beta1.
_stops_pods(attributes, webhook) if {
	_fails_closed(attributes, webhook)
	some rule in webhook.rules
	some group in rule.apiGroups
	group in {"", "*"}
	some resource in rule.resources
	resource in {"pods", "*", "*/*"}
	some operation in rule.operations
	operation in {"CREATE", "*"}
	object.get(rule, "scope", "*") != "Cluster"
}

_fails_closed(_, webhook) if webhook.failurePolicy == "Fail"

_fails_closed(attributes, webhook) if {
	object.get(webhook, "failurePolicy", null) == null
	object.get(attributes, "apiVersion", "") != "admissionregistration.k8s.io/v1beta1"
}

_selective(webhook) if count(object.get(webhook, "matchConditions", [])) > 0

_selective(webhook) if {
	some name in ["namespaceSelector", "objectSelector"]
	some part in ["matchExpressions", "matchLabels"]
	count(object.get(webhook, [name, part], [])) > 0
}

# Selected by a label that somebody has to set, or all but kube-system by name.
_spares(webhook) if {
	some name in ["namespaceSelector", "objectSelector"]
	count(object.get(webhook, [name, "matchLabels"], {})) > 0
}

_spares(webhook) if {
	some name in ["namespaceSelector", "objectSelector"]
	some expression in object.get(webhook, [name, "matchExpressions"], [])
	expression.operator in {"Exists", "In"}
	not "kube-system" in object.get(expression, "values", [])
}

_spares(webhook) if {
	some expression in webhook.namespaceSelector.matchExpressions
	expression.key == "kubernetes.io/metadata.name"
	expression.operator == "NotIn"
	"kube-system" in expression.values
}
