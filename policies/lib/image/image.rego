# METADATA
# title: Names of container images
# description: The parts of `registry/repository:tag@digest`, as container runtimes read them.
package lib.image

# The image is named by its content.
digest(name) if regex.match(`@[a-z0-9+._-]+:[0-9a-fA-F]{32,}$`, name)

# The tag; undefined where there is none.
tag(name) := parts[1] if {
	parts := split(_last(_segments(name)), ":")
	count(parts) == 2
	parts[1] != ""
}

# Whether a tag is moved to newer images: one of those listed, or one without a digit, which names no version (`alpine`, `stable`).
moving(name, _) if not regex.match("[0-9]", name)

moving(name, listed) if lower(name) in listed

# Registry and repository without tag and digest. A short name means Docker Hub.
repository(name) := concat("/", array.concat(_prefix(segments), trimmed)) if {
	segments := _segments(name)
	segments != [""]
	trimmed := array.concat(array.slice(segments, 0, count(segments) - 1), [split(_last(segments), ":")[0]])
}

# Whether a repository is a registry, or lies below a registry or path.
below(repository_name, prefix) if startswith($"{repository_name}/", $"{trim_suffix(prefix, "/")}/")

_segments(name) := split(split(name, "@")[0], "/")

_last(segments) := segments[count(segments) - 1]

# What comes before the first segment; that is a registry when it has a dot or a port, or is localhost.
_prefix(segments) := ["docker.io", "library"] if count(segments) == 1

else := [] if regex.match("[.:]|^localhost$", segments[0])

else := ["docker.io"]
