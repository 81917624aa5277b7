import type { Facets } from "../../../model/facets.ts";

/** What a resource type of the Terraform provider becomes. */
export interface PlannedKind {
	apiVersion: string;
	kind: string;
	/** Top-level arguments beside `metadata` that are part of the object, and their names there. */
	fields: Readonly<Record<string, string>>;
}

const SPEC = { spec: "spec" };

const kind = (apiVersion: string, name: string, fields: PlannedKind["fields"] = SPEC): PlannedKind => ({
	apiVersion,
	kind: name,
	fields,
});

const RBAC = "rbac.authorization.k8s.io/v1";
const ADMISSION = "admissionregistration.k8s.io/v1";
const BINDING = { role_ref: "roleRef", subject: "subjects" };
const ACCOUNT = {
	automount_service_account_token: "automountServiceAccountToken",
	image_pull_secret: "imagePullSecrets",
	secret: "secrets",
};

/** Types of the provider hashicorp/kubernetes, without the suffix of their version. The provider writes `_v1` and the older name alike. */
const KINDS: Readonly<Record<string, PlannedKind>> = {
	api_service: kind("apiregistration.k8s.io/v1", "APIService"),
	certificate_signing_request: kind("certificates.k8s.io/v1", "CertificateSigningRequest"),
	cluster_role: kind(RBAC, "ClusterRole", { rule: "rules", aggregation_rule: "aggregationRule" }),
	cluster_role_binding: kind(RBAC, "ClusterRoleBinding", BINDING),
	config_map: kind("v1", "ConfigMap", { data: "data", binary_data: "binaryData", immutable: "immutable" }),
	cron_job: kind("batch/v1", "CronJob"),
	csi_driver: kind("storage.k8s.io/v1", "CSIDriver"),
	daemon_set: kind("apps/v1", "DaemonSet"),
	daemonset: kind("apps/v1", "DaemonSet"),
	default_service_account: kind("v1", "ServiceAccount", ACCOUNT),
	deployment: kind("apps/v1", "Deployment"),
	endpoints: kind("v1", "Endpoints", { subset: "subsets" }),
	horizontal_pod_autoscaler: kind("autoscaling/v2", "HorizontalPodAutoscaler"),
	ingress: kind("networking.k8s.io/v1", "Ingress"),
	ingress_class: kind("networking.k8s.io/v1", "IngressClass"),
	job: kind("batch/v1", "Job"),
	limit_range: kind("v1", "LimitRange"),
	mutating_webhook_configuration: kind(ADMISSION, "MutatingWebhookConfiguration", { webhook: "webhooks" }),
	namespace: kind("v1", "Namespace", {}),
	network_policy: kind("networking.k8s.io/v1", "NetworkPolicy"),
	persistent_volume: kind("v1", "PersistentVolume"),
	persistent_volume_claim: kind("v1", "PersistentVolumeClaim"),
	pod: kind("v1", "Pod"),
	pod_disruption_budget: kind("policy/v1", "PodDisruptionBudget"),
	priority_class: kind("scheduling.k8s.io/v1", "PriorityClass", {
		value: "value",
		description: "description",
		global_default: "globalDefault",
		preemption_policy: "preemptionPolicy",
	}),
	replication_controller: kind("v1", "ReplicationController"),
	resource_quota: kind("v1", "ResourceQuota"),
	role: kind(RBAC, "Role", { rule: "rules" }),
	role_binding: kind(RBAC, "RoleBinding", BINDING),
	runtime_class: kind("node.k8s.io/v1", "RuntimeClass", { handler: "handler" }),
	secret: kind("v1", "Secret", { data: "stringData", binary_data: "data", type: "type", immutable: "immutable" }),
	service: kind("v1", "Service"),
	service_account: kind("v1", "ServiceAccount", ACCOUNT),
	stateful_set: kind("apps/v1", "StatefulSet"),
	storage_class: kind("storage.k8s.io/v1", "StorageClass", {
		storage_provisioner: "provisioner",
		parameters: "parameters",
		reclaim_policy: "reclaimPolicy",
		volume_binding_mode: "volumeBindingMode",
		allow_volume_expansion: "allowVolumeExpansion",
		mount_options: "mountOptions",
		allowed_topologies: "allowedTopologies",
	}),
	validating_webhook_configuration: kind(ADMISSION, "ValidatingWebhookConfiguration", { webhook: "webhooks" }),
};

/** The kind that a Terraform type becomes; undefined for types that are no object of their own (`kubernetes_labels`). */
export function plannedKind(type: string): PlannedKind | undefined {
	const name = /^kubernetes_(\w+?)(?:_v\d+(?:(?:alpha|beta)\d+)?)?$/.exec(type)?.[1];
	return name !== undefined && Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
}

/** What the provider's `metadata` block hands on to the API (its `expandMetadata`); the rest is read back. */
export const METADATA = new Set(["name", "generate_name", "namespace", "labels", "annotations"]);

/** A block that may stand several times: its name in the API, and the blocks in which the rule holds or does not. */
interface Repeated {
	name: string;
	in?: readonly string[];
	except?: readonly string[];
}

const POD_AFFINITY = ["pod_affinity", "pod_anti_affinity"];

/**
 * Blocks that are lists in the API. All other blocks are single objects there, which Terraform writes as lists of one.
 * From the provider's schema (blocks without `MaxItems: 1`), held against its `expand…` functions.
 */
const REPEATED: Readonly<Record<string, Repeated>> = {
	address: { name: "addresses" },
	allowed_topologies: { name: "allowedTopologies" },
	cluster_role_selectors: { name: "clusterRoleSelectors" },
	container: { name: "containers" },
	egress: { name: "egress" },
	env: { name: "env" },
	env_from: { name: "envFrom" },
	from: { name: "from" },
	host_aliases: { name: "hostAliases" },
	http_header: { name: "httpHeaders" },
	image_pull_secret: { name: "imagePullSecrets" },
	image_pull_secrets: { name: "imagePullSecrets" },
	ingress: { name: "ingress" },
	init_container: { name: "initContainers" },
	items: { name: "items" },
	limit: { name: "limits" },
	match_expression: { name: "matchExpressions" },
	match_expressions: { name: "matchExpressions" },
	match_fields: { name: "matchFields" },
	match_label_expressions: { name: "matchLabelExpressions" },
	metric: { name: "metrics", in: ["spec"] },
	node_selector_term: { name: "nodeSelectorTerms" },
	not_ready_address: { name: "notReadyAddresses" },
	on_pod_condition: { name: "onPodConditions" },
	option: { name: "options" },
	path: { name: "paths" },
	policy: { name: "policies" },
	port: { name: "ports", except: ["service"] },
	ports: { name: "ports" },
	preferred_during_scheduling_ignored_during_execution: { name: "preferredDuringSchedulingIgnoredDuringExecution" },
	readiness_gate: { name: "readinessGates" },
	required_during_scheduling_ignored_during_execution: {
		name: "requiredDuringSchedulingIgnoredDuringExecution",
		in: POD_AFFINITY,
	},
	rule: { name: "rules" },
	secret: { name: "secrets", in: [""] },
	sources: { name: "sources" },
	subject: { name: "subjects" },
	subset: { name: "subsets" },
	sysctl: { name: "sysctls" },
	tls: { name: "tls" },
	to: { name: "to" },
	toleration: { name: "tolerations" },
	topology_spread_constraint: { name: "topologySpreadConstraints" },
	volume: { name: "volumes" },
	volume_claim_template: { name: "volumeClaimTemplates", except: ["ephemeral"] },
	volume_device: { name: "volumeDevices" },
	volume_mount: { name: "volumeMounts" },
	webhook: { name: "webhooks" },
};

/** The API's name of a repeated block inside another (`""`: the resource itself), or null for all else. */
export function repeatedName(block: string, inside: string): string | null {
	const entry = Object.hasOwn(REPEATED, block) ? REPEATED[block]! : null;
	if (entry === null || entry.except?.includes(inside) || entry.in?.includes(inside) === false) return null;
	return entry.name;
}

/** Names that are not the Terraform name with capitals for underscores. */
const NAMES: Readonly<Record<string, string>> = {
	ceph_fs: "cephfs",
	cluster_ip: "clusterIP",
	cluster_ips: "clusterIPs",
	data_disk_uri: "diskURI",
	downward_api: "downwardAPI",
	external_ips: "externalIPs",
	host_ip: "hostIP",
	host_ipc: "hostIPC",
	host_pid: "hostPID",
	load_balancer_ip: "loadBalancerIP",
	non_resource_urls: "nonResourceURLs",
	pd_name: "pdName",
	run_as_username: "runAsUserName",
	target_cpu_utilization_percentage: "targetCPUUtilizationPercentage",
	target_ww_ns: "targetWWNs",
	volume_id: "volumeID",
};

/** The API's name of an argument or single block. */
export function fieldName(name: string): string {
	if (Object.hasOwn(NAMES, name)) return NAMES[name]!;
	return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const FROM_API = new Map([
	...Object.keys(NAMES).map((name) => [NAMES[name]!, name] as const),
	...Object.keys(REPEATED).map((name) => [REPEATED[name]!.name, name] as const),
	["limits", "limits"] as const,
	["updateStrategy", "update_strategy"] as const,
	["imagePullSecrets", "image_pull_secrets"] as const,
]);

/** The Terraform name of what has the given name in the API: where something would belong that is not there. */
export function argumentName(field: string): string {
	return FROM_API.get(field) ?? field.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
}

/** Numbers, or numbers that may be names or percentages too, which the provider keeps as text: "" is unset there, 0 is not. */
export const NUMBERS_AS_TEXT = new Set([
	"fs_group",
	"max_surge",
	"max_unavailable",
	"min_available",
	"port",
	"replicas",
	"run_as_group",
	"run_as_user",
	"service_port",
	"target_port",
	"toleration_seconds",
	"ttl_seconds_after_finished",
]);

/** File modes, which the provider takes in octal. */
export const MODES = new Set(["default_mode", "mode"]);

/** Numbers of which the provider leaves 0 out, as a state shows what was never given. */
export const ZERO_IS_UNSET = new Set([
	"active_deadline_seconds",
	"end_port",
	"health_check_node_port",
	"host_port",
	"min_domains",
	"node_port",
	"number",
]);

/**
 * Switches that the provider sends as false when nothing is said about them, in blocks that are not empty
 * (`expandContainerSecurityContext`, `expandPodSecurityContext`): a container's `security_context` without
 * `run_as_non_root` takes back what its pod asks for.
 */
export const SENT_AS_FALSE: Readonly<Record<string, readonly string[]>> = {
	security_context: ["run_as_non_root"],
};

/** Arguments that are no nested blocks, and the facets which find nothing wrong where all of such an argument is unknown. */
export const HIDING_ARGUMENTS: Readonly<Record<string, readonly (keyof Facets)[]>> = {
	args: ["plaintext_secrets"],
	binary_data: ["plaintext_secrets", "secret_data"],
	command: ["plaintext_secrets"],
	data: ["plaintext_secrets", "secret_data"],
};

/** Single blocks; together with the repeated ones, those that hide what stands in them when they are unknown. */
export const SINGLE_BLOCKS = new Set([
	"affinity",
	"aggregation_rule",
	"backend",
	"capabilities",
	"client_config",
	"config_map",
	"csi",
	"default_backend",
	"exec",
	"host_path",
	"http",
	"http_get",
	"ip_block",
	"job_template",
	"lifecycle",
	"liveness_probe",
	"metadata",
	"namespace_selector",
	"pod_affinity",
	"pod_anti_affinity",
	"pod_selector",
	"post_start",
	"pre_stop",
	"readiness_probe",
	"resources",
	"role_ref",
	"scale_target_ref",
	"seccomp_profile",
	"security_context",
	"selector",
	"service",
	"spec",
	"startup_probe",
	"strategy",
	"template",
	"value_from",
	"volume_source",
]);
