package encryption_at_rest.k8s_storageclass_encrypted_test

import data.encryption_at_rest.k8s_storageclass_encrypted as rule

class(attributes) := {"resources": [{"key": "c", "attributes": attributes}]}

test_plain_ebs_is_denied if {
	count(rule.deny) == 1 with input as class({"provisioner": "ebs.csi.aws.com"})
	count(rule.deny) == 1 with input as class({"provisioner": "ebs.csi.aws.com", "parameters": {"encrypted": "false"}})
}

test_encrypted_ebs_passes if {
	count(rule.deny) == 0 with input as class({"provisioner": "ebs.csi.aws.com", "parameters": {"encrypted": "true"}})
	count(rule.deny) == 0 with input as class({"provisioner": "kubernetes.io/aws-ebs", "parameters": {"encrypted": true}})
	count(rule.undecided) == 0 with input as class({"provisioner": "kubernetes.io/aws-ebs"})
}

test_platform_encryption_passes if {
	count(rule.deny) == 0 with input as class({"provisioner": "pd.csi.storage.gke.io"})
	count(rule.undecided) == 0 with input as class({"provisioner": "disk.csi.azure.com"})
}

test_other_provisioners_are_undecided if count(rule.undecided) == 1 with input as class({"provisioner": "efs.csi.aws.com"})
