import type { JsonObject } from "../../model/json.ts";

/** API groups that kinds have left. An object written for the old group is the same object in the new one. */
const MOVED: Readonly<Record<string, string>> = {
	"extensions/Deployment": "apps/Deployment",
	"extensions/DaemonSet": "apps/DaemonSet",
	"extensions/ReplicaSet": "apps/ReplicaSet",
	"extensions/Ingress": "networking.k8s.io/Ingress",
	"extensions/NetworkPolicy": "networking.k8s.io/NetworkPolicy",
	"extensions/PodSecurityPolicy": "policy/PodSecurityPolicy",
};

/** Kinds without a namespace: those of Kubernetes and of add-ons that rules look at. */
const CLUSTER_SCOPED = new Set([
	"admissionregistration.k8s.io/MutatingAdmissionPolicy",
	"admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
	"admissionregistration.k8s.io/MutatingWebhookConfiguration",
	"admissionregistration.k8s.io/ValidatingAdmissionPolicy",
	"admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
	"admissionregistration.k8s.io/ValidatingWebhookConfiguration",
	"apiextensions.k8s.io/CustomResourceDefinition",
	"apiregistration.k8s.io/APIService",
	"certificates.k8s.io/CertificateSigningRequest",
	"certificates.k8s.io/ClusterTrustBundle",
	"core/ComponentStatus",
	"core/Namespace",
	"core/Node",
	"core/PersistentVolume",
	"flowcontrol.apiserver.k8s.io/FlowSchema",
	"flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
	"networking.k8s.io/IPAddress",
	"networking.k8s.io/IngressClass",
	"networking.k8s.io/ServiceCIDR",
	"node.k8s.io/RuntimeClass",
	"policy/PodSecurityPolicy",
	"rbac.authorization.k8s.io/ClusterRole",
	"rbac.authorization.k8s.io/ClusterRoleBinding",
	"resource.k8s.io/DeviceClass",
	"resource.k8s.io/ResourceSlice",
	"scheduling.k8s.io/PriorityClass",
	"storage.k8s.io/CSIDriver",
	"storage.k8s.io/CSINode",
	"storage.k8s.io/StorageClass",
	"storage.k8s.io/VolumeAttachment",
	"storage.k8s.io/VolumeAttributesClass",
	"cert-manager.io/ClusterIssuer",
	"cilium.io/CiliumClusterwideNetworkPolicy",
	"crd.projectcalico.org/GlobalNetworkPolicy",
	"external-secrets.io/ClusterExternalSecret",
	"external-secrets.io/ClusterSecretStore",
	"gateway.networking.k8s.io/GatewayClass",
	"kyverno.io/ClusterPolicy",
	"policies.kyverno.io/ValidatingPolicy",
	"policy.networking.k8s.io/AdminNetworkPolicy",
	"policy.networking.k8s.io/BaselineAdminNetworkPolicy",
	"policy.networking.k8s.io/ClusterNetworkPolicy",
	"projectcalico.org/GlobalNetworkPolicy",
	"templates.gatekeeper.sh/ConstraintTemplate",
]);

/** `group/Kind` without version, `core` for the group without a name, moved kinds under their new group. */
export function typeOf(apiVersion: string, kind: string): string {
	const slash = apiVersion.lastIndexOf("/");
	const type = `${slash === -1 ? "core" : apiVersion.slice(0, slash)}/${kind}`;
	return Object.hasOwn(MOVED, type) ? MOVED[type]! : type;
}

/** Types of the input that have no namespace: the known ones and those its own CustomResourceDefinitions declare. */
export function clusterScopedTypes(objects: { type: string; attributes: JsonObject }[]): Set<string> {
	const types = new Set(CLUSTER_SCOPED);
	for (const { type, attributes } of objects) {
		if (type.startsWith("constraints.gatekeeper.sh/")) types.add(type);
		if (type !== "apiextensions.k8s.io/CustomResourceDefinition") continue;
		const { spec } = attributes;
		if (typeof spec !== "object" || spec === null || Array.isArray(spec) || spec.scope !== "Cluster") continue;
		const { group, names } = spec;
		if (typeof names !== "object" || names === null || Array.isArray(names)) continue;
		types.add(`${String(group)}/${String(names.kind)}`);
	}
	return types;
}
