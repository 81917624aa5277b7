# METADATA
# title: Secrets reach containers as files
# description: Environment variables end up in crash reports, debug pages and child processes; files can be read by one process and are renewed while it runs.
# scope: package
# custom:
#   id: k8s-secret-env-ref
#   severity: low
#   origins: [kubernetes]
#   selector: {with: [pod]}
#   requires:
#     - facets.pod.containers[].name
#     - facets.pod.containers[].path
#     - facets.pod.containers[].spec.envFrom[].secretRef.name
#     - facets.pod.containers[].spec.env[].valueFrom.secretKeyRef.name
#   parameters: []
#   independent: true
#   remediation:
#     kubernetes:
#       text: Mount the Secret as a volume and let the program read the file; many take its path in a variable that ends in _FILE.
#       manual: the program has to read a file instead
#       snippet: |
#         containers:
#           - name: web
#             volumeMounts: [{name: db, mountPath: /run/secrets/db, readOnly: true}]
#         volumes:
#           - name: db
#             secret: {secretName: db}
#   references:
#     - https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets
#     - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
package secrets.k8s_secret_env_ref

import data.lib.finding

deny contains finding.new(resource, array.concat(container.path, sources[0].path), message) if {
	some resource in input.resources
	some container in resource.facets.pod.containers
	sources := array.concat(_variables(container.spec), _imports(container.spec))
	count(sources) > 0
	names := concat(", ", sort({source.secret | some source in sources}))
	message := $"container {container.name} takes values of Secret {names} from its environment"
}

_variables(spec) := [{"path": ["env", index, "valueFrom", "secretKeyRef"], "secret": _name(entry.valueFrom.secretKeyRef)} |
	some index, entry in spec.env
	is_object(entry.valueFrom.secretKeyRef)
]

_imports(spec) := [{"path": ["envFrom", index, "secretRef"], "secret": _name(entry.secretRef)} |
	some index, entry in spec.envFrom
	is_object(entry.secretRef)
]

_name(reference) := reference.name if is_string(reference.name)

else := "(unnamed)"
