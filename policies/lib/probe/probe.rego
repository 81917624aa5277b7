# METADATA
# title: Probes of containers
# description: What makes a probe work.
package lib.probe

# What is wrong with a probe of a container, in one clause; undefined when nothing is.
fault(container, kind, probe) := $"container {container.name} has no {kind} probe" if not _asks(probe)

else := $"the {kind} probe of container {container.name} names port {port}, which the container does not declare" if {
	port := _named_port(probe)
	not _declared(container, port)
}

# Whether two probes ask the same question and give up alike. The API fills in 10 seconds and 3 failures.
same(one, other) if {
	object.filter(one, _handlers) == object.filter(other, _handlers)
	object.get(one, "periodSeconds", 10) == object.get(other, "periodSeconds", 10)
	object.get(one, "failureThreshold", 3) == object.get(other, "failureThreshold", 3)
}

_handlers := ["exec", "grpc", "httpGet", "tcpSocket"]

_asks(probe) if {
	some handler in _handlers
	is_object(probe[handler])
}

_named_port(probe) := port if {
	some handler in ["httpGet", "tcpSocket"]
	port := probe[handler].port
	is_string(port)
	not regex.match(`^[0-9]+$`, port)
}

_declared(container, port) if {
	some declared in container.spec.ports
	declared.name == port
}
