# METADATA
# title: Webhooks that guard the cluster refuse when they cannot answer
# description: With the failure policy Ignore everything is let in while the webhook is down or slow, which whoever wants past it can bring about.
# scope: package
# custom:
#   id: k8s-webhook-fails-closed
#   severity: medium
#   origins: [kubernetes]
#   selector: {types: [admissionregistration.k8s.io/ValidatingWebhookConfiguration]}
#   requires:
#     - attributes.apiVersion
#     - attributes.webhooks[].failurePolicy
#     - attributes.webhooks[].name
#     - attributes.webhooks[].rules[].apiGroups
#     - attributes.webhooks[].rules[].resources
#   parameters: []
#   remediation:
#     kubernetes:
#       text: Set `failurePolicy` to Fail, run several replicas of the webhook, and leave the namespaces of the system out of it.
#       manual: a webhook that does not answer would then stop the cluster
#       snippet: |
#         webhooks:
#           - name: pods.guard.example.com
#             failurePolicy: Fail
#             namespaceSelector:
#               matchExpressions:
#                 - {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, guard]}
#   references:
#     - https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy
#     - https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/
package hardening.k8s_webhook_fails_closed

import data.lib.finding

deny contains finding.new(resource, path, message) if {
	some resource in input.resources
	some index, webhook in resource.attributes.webhooks
	_guards(webhook)
	not _compliant(resource.attributes, webhook)
	path := ["webhooks", index, "failurePolicy"]
	message := $"what webhook {object.get(webhook, "name", index)} guards is let in when it does not answer"
}

exempt contains finding.exempt(resource, "its webhooks look at no pods, workloads, rights or other objects that protect the cluster") if {
	some resource in input.resources
	every webhook in object.get(resource.attributes, "webhooks", []) {
		_legible(webhook)
		not _guards(webhook)
	}
}

# Nothing of what it looks at is left open by a template.
_legible(webhook) if {
	every rule in webhook.rules {
		every name in array.concat(rule.apiGroups, rule.resources) {
			is_string(name)
		}
	}
}

# Left out, it is Fail; it was Ignore in v1beta1.
_compliant(_, webhook) if webhook.failurePolicy == "Fail"

_compliant(attributes, webhook) if {
	object.get(webhook, "failurePolicy", null) == null
	object.get(attributes, "apiVersion", "") != "admissionregistration.k8s.io/v1beta1"
}

_guards(webhook) if {
	some rule in webhook.rules
	some group in rule.apiGroups
	some resource in rule.resources
	[group, split(resource, "/")[0]] in _guarded
}

# Groups and resources that decide what runs in a cluster, with which rights and whom it talks to.
_guarded := {[group, resource] |
	some name, resources in {
		"": {"pods", "replicationcontrollers", "secrets", "serviceaccounts", "namespaces", "services"},
		"apps": {"deployments", "daemonsets", "statefulsets", "replicasets"},
		"batch": {"jobs", "cronjobs"},
		"rbac.authorization.k8s.io": {"roles", "clusterroles", "rolebindings", "clusterrolebindings"},
		"networking.k8s.io": {"networkpolicies", "ingresses"},
	}
	some group in {name, "*"}
	some resource in (resources | {"*"})
}
