package network.gcp_vpc_sc_perimeter_test

import data.network.gcp_vpc_sc_perimeter as rule

of(type, attributes) := {"resources": [{"key": $"{type}.x", "type": type, "labels": {}, "attributes": attributes}]}

messages(type, attributes) := {denial.message | some denial in rule.deny with input as of(type, attributes)}

all := ["aiplatform.googleapis.com", "bigquery.googleapis.com", "cloudkms.googleapis.com", "secretmanager.googleapis.com", "storage.googleapis.com"]

test_all_services_pass if {
	count(messages("perimeter", {"status": [{"restricted_services": array.concat(all, ["run.googleapis.com"])}]})) == 0
}

test_a_gap_is_denied if {
	messages("perimeter", {"status": [{"restricted_services": array.slice(all, 1, 5)}]}) == {"the perimeter does not restrict aiplatform.googleapis.com"}
	count(messages("perimeter", {"status": [{}]})) == 1
	messages("perimeter", {}) == {"the perimeter restricts no services"}
	messages("perimeter", {"spec": [{"restricted_services": all}]}) == {"the perimeter is only tried out: nothing is refused"}
}

test_a_bridge_is_exempt if {
	count(rule.exempt) == 1 with input as of("perimeter", {"perimeter_type": "PERIMETER_TYPE_BRIDGE"})
}
