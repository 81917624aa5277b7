import type { Facets } from "../../model/facets.ts";

/** A kind of object that is read from clusters. */
export interface ReadKind {
	/** Empty for the core group. */
	group: string;
	kind: string;
	/** As rules name it: `apps/Deployment`, `core/Service`. */
	type: string;
	/** Facets that its objects, or the scope resources made from them, may carry. */
	facets: (keyof Facets)[];
	/** Whether it may be the controller of pods or of what makes them. */
	controls: boolean;
}

/** What a pod template carries. */
const POD_FACETS: (keyof Facets)[] = [
	"pod",
	"app_armor",
	"service_account",
	"account_use",
	"resources",
	"spread",
	"service_backend",
	"plaintext_secrets",
	"network_isolation",
	"exposure",
	"ai_workload",
	"ai_gateway",
	"api_server",
];
const SCALED_FACETS: (keyof Facets)[] = [...POD_FACETS, "replicas"];
const PROTECTED_FACETS: (keyof Facets)[] = [...SCALED_FACETS, "disruption_budgets"];

const RBAC = "rbac.authorization.k8s.io";
const ADMISSION = "admissionregistration.k8s.io";
const GATEWAY = "gateway.networking.k8s.io";

/**
 * Everything that a rule judges or a facet looks up, and nothing else. Controllers come before what they control, so
 * that what is owned is known as such when it arrives. Of add-ons a cluster has what its discovery names.
 */
export const READ_KINDS: readonly ReadKind[] = [
	kind("apps", "Deployment", PROTECTED_FACETS, true),
	kind("apps", "StatefulSet", PROTECTED_FACETS, true),
	kind("apps", "DaemonSet", POD_FACETS, true),
	kind("batch", "CronJob", POD_FACETS, true),
	kind("argoproj.io", "Rollout", POD_FACETS, true),
	kind("batch", "Job", POD_FACETS, true),
	kind("apps", "ReplicaSet", SCALED_FACETS, true),
	kind("", "ReplicationController", SCALED_FACETS, true),
	kind("", "Pod", POD_FACETS),
	kind("", "ConfigMap", ["plaintext_secrets", "ingress_snippets"]),
	kind("", "LimitRange"),
	kind("", "PersistentVolume"),
	kind("", "PersistentVolumeClaim", ["claim_storage"]),
	kind("", "ResourceQuota"),
	kind("", "Service", ["service"]),
	kind("", "ServiceAccount", ["cloud_identity"]),
	kind("autoscaling", "HorizontalPodAutoscaler", ["autoscaler"]),
	kind("keda.sh", "ScaledObject"),
	kind("policy", "PodDisruptionBudget", ["disruption_budget"]),
	kind("storage.k8s.io", "StorageClass"),
	kind(RBAC, "ClusterRole", ["rbac_role"]),
	kind(RBAC, "ClusterRoleBinding", ["rbac_binding", "rbac_grant", "account_use"]),
	kind(RBAC, "Role", ["rbac_role"]),
	kind(RBAC, "RoleBinding", ["rbac_binding", "rbac_grant", "account_use"]),
	kind("networking.k8s.io", "Ingress", ["entry_tls", "ingress_snippets", "ingress_auth"]),
	kind("networking.k8s.io", "NetworkPolicy", ["network_policy", "network_peers"]),
	kind(GATEWAY, "Gateway", ["entry_tls", "gateway_routes"]),
	kind(GATEWAY, "GRPCRoute"),
	kind(GATEWAY, "HTTPRoute"),
	kind(GATEWAY, "TCPRoute"),
	kind(GATEWAY, "TLSRoute"),
	kind("networking.gke.io", "FrontendConfig"),
	kind("networking.istio.io", "Gateway", ["entry_tls"]),
	kind("networking.istio.io", "DestinationRule", ["mesh_tls"]),
	kind("networking.istio.io", "Sidecar"),
	kind("security.istio.io", "AuthorizationPolicy"),
	kind("security.istio.io", "PeerAuthentication", ["mesh_tls"]),
	kind("cilium.io", "CiliumClusterwideNetworkPolicy"),
	kind("cilium.io", "CiliumNetworkPolicy"),
	kind("crd.antrea.io", "ClusterNetworkPolicy"),
	kind("crd.antrea.io", "NetworkPolicy"),
	kind("crd.projectcalico.org", "GlobalNetworkPolicy"),
	kind("crd.projectcalico.org", "NetworkPolicy"),
	kind("policy.networking.k8s.io", "AdminNetworkPolicy"),
	kind("policy.networking.k8s.io", "BaselineAdminNetworkPolicy"),
	kind("policy.networking.k8s.io", "ClusterNetworkPolicy"),
	kind("projectcalico.org", "GlobalNetworkPolicy"),
	kind("projectcalico.org", "NetworkPolicy"),
	kind(ADMISSION, "MutatingWebhookConfiguration"),
	kind(ADMISSION, "ValidatingAdmissionPolicy", ["admission_policy"]),
	kind(ADMISSION, "ValidatingAdmissionPolicyBinding"),
	kind(ADMISSION, "ValidatingWebhookConfiguration"),
	kind("kyverno.io", "ClusterPolicy"),
	kind("kyverno.io", "Policy"),
	kind("policies.kyverno.io", "NamespacedValidatingPolicy"),
	kind("policies.kyverno.io", "ValidatingPolicy"),
	kind("templates.gatekeeper.sh", "ConstraintTemplate"),
	kind("monitoring.coreos.com", "PodMonitor"),
	kind("monitoring.coreos.com", "PrometheusRule"),
	kind("monitoring.coreos.com", "ServiceMonitor"),
	kind("velero.io", "Schedule"),
];

/** The group whose kinds are made by Gatekeeper's templates: all of them are read. */
export const CONSTRAINT_GROUP = "constraints.gatekeeper.sh";

/** Namespaces are read first; each is a scope that facets of its own belong to. */
export const NAMESPACE: ReadKind = kind("", "Namespace", [
	"default_deny",
	"mesh_tls",
	"namespace_bounds",
	"pod_security",
]);

/** A kind without facets of its own, which only a rule of the user's names, or which a template has made. */
export function otherKind(type: string): ReadKind {
	const slash = type.lastIndexOf("/");
	const group = type.slice(0, Math.max(slash, 0));
	return kind(group === "core" ? "" : group, type.slice(slash + 1));
}

/** Types of resources that a kind stands for when it could not be read. */
export function typesOf({ type }: ReadKind): string[] {
	return type === NAMESPACE.type ? [type, "scope/namespace"] : [type];
}

function kind(group: string, name: string, facets: (keyof Facets)[] = [], controls = false): ReadKind {
	return { group, kind: name, type: `${group === "" ? "core" : group}/${name}`, facets, controls };
}
