package privacy.data_classification_tag_test

import data.privacy.data_classification_tag as rule

denials(resource) := found if {
	found := rule.deny with input as {"resources": [object.union({"key": "r", "origin": "kubernetes"}, resource)]}
		with data.parameters.classification_keys as ["data-classification", "DataClass"]
		with data.parameters.classification_values as ["phi", "internal"]
}

labelled(labels) := {"attributes": {"metadata": {"labels": labels}}}

test_missing_class_is_denied if {
	some denial in denials(labelled({"app": "web"}))
	denial.path == ["metadata", "labels", "data-classification"]
	count(denials({"attributes": {}})) == 1
	count(denials({"origin": "aws", "attributes": {"tags": {}}})) == 1
	count(denials(labelled({"data-classification": " "}))) == 1
}

test_unknown_class_is_denied if {
	some denial in denials(labelled({"data-classification": "secretish"}))
	denial.message == "data-classification is secretish, which is not a class of the scheme"
}

test_labels_and_tags_pass if {
	count(denials(labelled({"data-classification": "PHI"}))) == 0
	count(denials({"attributes": {}, "facets": {"pod": {"labels": {"DataClass": "internal"}}}})) == 0
	count(denials({"origin": "terraform", "attributes": {"tags": null, "tags_all": {"data-classification": "phi"}}})) == 0
	count(denials({"origin": "terraform", "attributes": {"tags": {"data-classification": "phi"}}})) == 0
}

test_terraform_path if {
	some denial in denials({"origin": "terraform", "attributes": {"tags": null}})
	denial.path == ["tags", "data-classification"]
}

test_grades if {
	some denial in denials({"type": "apps/Deployment", "attributes": {}})
	denial.severity == "low"
	some other in denials({"type": "core/PersistentVolumeClaim", "attributes": {}})
	other.severity == "medium"
}
