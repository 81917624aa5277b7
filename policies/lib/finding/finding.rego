# METADATA
# title: Outputs of a rule
# description: The only shapes a rule may emit from `deny`, `exempt` and `undecided`.
package lib.finding

# A denial: `path` leads from the resource's attributes to the value judged.
new(resource, path, message) := {"resource": resource.key, "path": path, "message": message}

# A denial whose grade differs from the severity of its rule.
graded(resource, path, message, severity) := {
	"resource": resource.key,
	"path": path,
	"message": message,
	"severity": severity,
}

# The rule does not apply to this resource after all.
exempt(resource, reason) := {"resource": resource.key, "reason": reason}

# The rule applies, and its question cannot be answered from this input.
undecided(resource, reason) := {"resource": resource.key, "reason": reason}
