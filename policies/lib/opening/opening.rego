# METADATA
# title: Network openings
# description: What an address range in a network rule lets through.
package lib.opening

# Remote administration and control planes.
admin_ports := {22, 2375, 2379, 3389, 5985, 5986, 6443, 10250}

# Databases, caches, search, brokers and configuration stores.
data_ports := {
	1433, 1521, 2379, 3306, 5432, 5439, 5601, 6379, 8200, 8500,
	9042, 9092, 9200, 9300, 11211, 27017,
}

# Whether an ingress opening reaches the internet: a range that is routed there and shorter than the given prefixes.
from_world(opening, prefix4, prefix6) if {
	opening.direction == "ingress"
	opening.public
	opening.prefix_length < {4: prefix4, 6: prefix6}[opening.family]
}

# The same for an egress opening.
to_world(opening, prefix4, prefix6) if {
	opening.direction == "egress"
	opening.public
	opening.prefix_length < {4: prefix4, 6: prefix6}[opening.family]
}

# The ports of a set that an opening reaches. ICMP has none.
reached(opening, ports) := {port |
	has_ports(opening)
	some port in ports
	opening.from_port <= port
	port <= opening.to_port
}

# Whether an opening reaches every port.
all_ports(opening) if opening.protocol == "all"

all_ports(opening) if {
	has_ports(opening)
	opening.from_port <= 1
	opening.to_port == 65535
}

# Whether an opening reaches a port outside a set.
beyond(opening, ports) if {
	has_ports(opening)
	count(reached(opening, ports)) < (opening.to_port - opening.from_port) + 1
}

# Whether an opening is about ports at all; ICMP has none.
has_ports(opening) if not opening.protocol in {"icmp", "icmpv6"}

# A range of ports as people write it.
ports_text(opening) := "all ports" if all_ports(opening)

ports_text(opening) := $"port {opening.from_port}" if {
	not all_ports(opening)
	opening.from_port == opening.to_port
}

ports_text(opening) := $"ports {opening.from_port} to {opening.to_port}" if {
	not all_ports(opening)
	opening.from_port != opening.to_port
}
