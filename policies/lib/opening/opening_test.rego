package lib.opening_test

import data.lib.opening

world := {
	"direction": "ingress", "protocol": "tcp", "from_port": 20, "to_port": 25,
	"cidr": "0.0.0.0/0", "prefix_length": 0, "family": 4, "public": true,
}

test_world_is_wide_public_and_inbound if {
	opening.from_world(world, 16, 32)
	opening.from_world(object.union(world, {"family": 6, "prefix_length": 31}), 16, 32)
	not opening.from_world(object.union(world, {"direction": "egress"}), 16, 32)
	not opening.from_world(object.union(world, {"public": false}), 16, 32)
	not opening.from_world(object.union(world, {"prefix_length": 16}), 16, 32)
}

test_ports_reached if {
	opening.reached(world, opening.admin_ports) == {22}
	opening.reached(world, opening.data_ports) == set()
	opening.reached(object.union(world, {"protocol": "icmp"}), {22}) == set()
}

test_all_ports if {
	opening.all_ports(object.union(world, {"protocol": "all"}))
	opening.all_ports(object.union(world, {"from_port": 0, "to_port": 65535}))
	not opening.all_ports(world)
	not opening.all_ports(object.union(world, {"protocol": "icmpv6", "from_port": 0, "to_port": 65535}))
}

test_beyond if {
	opening.beyond(world, {20, 21, 22})
	not opening.beyond(object.union(world, {"to_port": 21}), {20, 21, 22})
	not opening.beyond(object.union(world, {"protocol": "icmp"}), set())
}

test_ports_text if {
	opening.ports_text(world) == "ports 20 to 25"
	opening.ports_text(object.union(world, {"to_port": 20})) == "port 20"
	opening.ports_text(object.union(world, {"protocol": "all"})) == "all ports"
}

test_world_outbound if {
	opening.to_world(object.union(world, {"direction": "egress"}), 16, 32)
	not opening.to_world(world, 16, 32)
	not opening.to_world(object.union(world, {"direction": "egress", "public": false}), 16, 32)
}

test_only_icmp_has_no_ports if {
	opening.has_ports(world)
	not opening.has_ports(object.union(world, {"protocol": "icmp"}))
}
