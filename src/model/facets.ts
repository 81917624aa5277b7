import type { AttributePath, Json, JsonObject } from "./json.ts";

/**
 * Typed facts, computed in `src/normalize/facets/` where formats differ or several objects must be read together.
 * A facet that does not apply to a resource is absent. A facet, or a part of one, that cannot be known is listed in
 * the resource's `unknown` with a path that starts with `facets`. Property names are snake_case: Rego reads them.
 */
export interface Facets {
	/** Kubernetes workloads: the Secrets their pods take values from, and what makes those. Absent where they take none. */
	secret_sources?: SecretSource[];
	/** Kubernetes ServiceAccount: the identities of a cloud it stands for. Absent where there are none. */
	cloud_identity?: CloudIdentityFacet[];
	/** Kubernetes, Istio's PeerAuthentication and DestinationRule, and `scope/namespace` of a mesh: whether plain text is spoken. */
	mesh_tls?: MeshTlsFacet;
	/** Kubernetes Ingress, and the ConfigMap of a controller: annotations that put text into the controller's configuration. */
	ingress_snippets?: { path: AttributePath; name: string }[];
	/** Kubernetes Ingress whose annotations ask callers to identify themselves: whether others are turned away. */
	ingress_auth?: { path: AttributePath; enforced: boolean; evidence: string }[];
	/** Kubernetes Gateway: the namespaces whose routes its listeners take. */
	gateway_routes?: { path: AttributePath; listener: string; from: "same" | "selected" | "all" | "none" }[];
	/** Kubernetes: an API server, its audit policy or the configuration of its encryption. */
	api_server?: ApiServerFacet;
	/** Kubernetes pod templates: AppArmor profiles that annotations name. */
	app_armor?: AppArmorAnnotation[];
	/** Kubernetes, `scope/namespace`: whether the namespace as a whole and its containers one by one are bounded. */
	namespace_bounds?: NamespaceBoundsFacet;
	/** Kubernetes, HorizontalPodAutoscaler: whether it can work. */
	autoscaler?: AutoscalerFacet;
	/** Kubernetes, ValidatingAdmissionPolicy: what its bindings do. */
	admission_policy?: AdmissionPolicyFacet;
	/** Kubernetes, PersistentVolumeClaim: what becomes of its volume. */
	claim_storage?: ClaimStorageFacet;
	/** Kubernetes: any object that carries a pod template, and Pod itself. */
	pod?: PodFacet;
	/** Kubernetes: the least number of pods of a Deployment, StatefulSet, ReplicaSet or ReplicationController. */
	replicas?: ReplicasFacet;
	/** Kubernetes: the ServiceAccount of the pods and whether its token is mounted. */
	service_account?: ServiceAccountFacet;
	/** Kubernetes: the ServiceAccounts that pods run as, or that a binding gives a role to. */
	account_use?: AccountUse[];
	/** Kubernetes, Deployment and StatefulSet: the PodDisruptionBudgets that select its pods. */
	disruption_budgets?: DisruptionBudgetsFacet;
	/** Kubernetes, PodDisruptionBudget: what it selects and whether it lets anything go. */
	disruption_budget?: DisruptionBudgetFacet;
	/** Kubernetes: where requests and limits of the containers come from. */
	resources?: ResourcesFacet;
	/** Kubernetes: what keeps the pods of a workload apart. */
	spread?: SpreadFacet;
	/** Kubernetes: the Services in front of a workload's pods. */
	service_backend?: ServiceBackendFacet;
	/** Kubernetes, pod templates and ConfigMaps: secrets in plain text. Empty lists where it was searched and is clean. */
	plaintext_secrets?: PlaintextSecretsFacet;
	/** Kubernetes, Secret: values that stand in the manifest as such. */
	secret_data?: SecretDataFacet;
	/** Kubernetes NetworkPolicy: its rules as the API reads them. */
	network_policy?: NetworkPolicyFacet;
	/** Kubernetes NetworkPolicy: what its selectors and address ranges reach. */
	network_peers?: NetworkPeersFacet;
	/** Kubernetes workloads: which NetworkPolicies isolate their pods. */
	network_isolation?: NetworkIsolationFacet;
	/** Kubernetes, `scope/namespace`: whether pods that no policy names are cut off. */
	default_deny?: DefaultDenyFacet;
	/** Kubernetes Service: whom it is offered to and whether its ports speak TLS. */
	service?: ServiceFacet;
	/** Kubernetes workloads: what leads traffic from outside the cluster to their pods. */
	exposure?: ExposureFacet;
	/** Kubernetes Ingress and Gateways: what they accept, with or without TLS. */
	entry_tls?: EntryTlsFacet;
	/** Kubernetes RoleBinding and ClusterRoleBinding. */
	rbac_binding?: RbacBindingFacet;
	/** Kubernetes RoleBinding and ClusterRoleBinding: what the role allows, and where. */
	rbac_grant?: RbacGrantFacet;
	/** Kubernetes Role and ClusterRole. */
	rbac_role?: RbacRoleFacet;
	/** Kubernetes, `scope/namespace`: what admission demands of pods. Unknown where the Namespace object is not in the input. */
	pod_security?: PodSecurityFacet;
	/** Kubernetes workloads that run or call AI models. */
	ai_workload?: AiWorkloadFacet;
	/** Kubernetes workloads that stand between clients and AI models. */
	ai_gateway?: AiGatewayFacet;
	/** Terraform: which arguments of a resource are given a value, known or not; names listed in `src/normalize/facets/given.ts`. */
	given?: Record<string, boolean>;
	/** Terraform: what goes when the plan deletes or replaces a resource. */
	destruction?: DestructionFacet;
	/** Terraform, `scope/plan`: what the plan holds after the apply. */
	plan_contents?: PlanContentsFacet;
	/** Terraform: security groups, firewalls and their rules, whichever way they are written. */
	network_openings?: NetworkOpeningsFacet;
	/** Terraform: an S3 bucket and the public-access blocks that reach it. */
	bucket_exposure?: BucketExposureFacet;
	/** Terraform: what an S3 ACL (or a bucket's inline ACL) hands to the world; also carried by bucket policies for `shielded`. */
	public_grants?: PublicGrantsFacet;
	/** Terraform: secrets written into the configuration. Empty where it was searched and is clean. */
	hardcoded_secrets?: SecretSighting[];
	/** Terraform: secrets in the plain environment of functions, tasks and models. Empty where it was searched and is clean. */
	environment_secrets?: SecretSighting[];
	/** Terraform: load balancers, API stages and distributions that a web application firewall can protect. */
	web_application_firewall?: WebApplicationFirewallFacet;
	/** Terraform: whether an account's Security Hub checks by any standard. */
	security_hub?: { standards: boolean };
	/** Terraform: the VPC endpoints of a VPC. */
	vpc_endpoints?: VpcEndpointsFacet;
	/** Terraform: how a Secrets Manager secret is rotated. */
	secret_rotation?: SecretRotationFacet;
	/** Terraform: the guardrail of a Bedrock agent. */
	agent_guardrail?: AgentGuardrailFacet;
	/** Terraform: the instance metadata service of an instance or launch template. */
	instance_metadata?: InstanceMetadataFacet;
	/** Terraform: whether an interface gets a public address by itself. */
	public_address?: { assigned: boolean; path: AttributePath };
	/** Terraform: how the images of a repository are scanned. */
	image_scanning?: { on_push: boolean; path: AttributePath };
	/** Terraform: ARNs of ready-made policies attached to a role, user, group or permission set. Policies made in the plan are left out: they are judged themselves. */
	attached_policies?: { path: AttributePath; arn: string }[];
	/** Terraform: what Bedrock's model invocation logging records. */
	invocation_logging?: InvocationLoggingFacet;
	/** Terraform: how the places are protected that Bedrock's model invocation logging writes to. */
	prompt_logs?: PromptLogFacet[];
	/** Terraform: the role that a Bedrock agent or knowledge base acts under. */
	service_role?: ServiceRoleFacet;
	/** Terraform: an organisation's policy about the use of its content by AWS's AI services. */
	ai_opt_out?: AiOptOutFacet;
	/** Terraform: whether a schedule monitors the model behind a SageMaker endpoint. */
	model_monitoring?: { monitored: boolean };
	/** Terraform: the regions in which a resource keeps or processes data. */
	data_location?: { region: string; path: AttributePath }[];
	/** Terraform: how long a CloudWatch log group keeps its records, and what writes into it. */
	log_retention?: LogRetentionFacet;
	/** Terraform: an S3 bucket together with its separate versioning, lifecycle, lock and policy resources. */
	bucket?: BucketFacet;
	/** Terraform: a load balancer listener and the load balancer it belongs to. */
	listener?: ListenerFacet;
	/** Terraform: the flow logs of a VPC. */
	flow_logs?: FlowLogsFacet;
	/** Terraform: whether a database, its parameter group read along, refuses connections without TLS. */
	database_tls?: DatabaseTlsFacet;
	/** Terraform: across how many zones a load balancer or scaling group is spread; `path` names its subnets or zones. */
	zones?: { count: number; path: AttributePath };
	/** Terraform, scaling groups: whether a load balancer sends them traffic, as far as the plan shows. */
	load_balanced?: { attached: boolean };
	/** Terraform: how many tasks or nodes there are at least. */
	service_count?: ServiceCountFacet;
	/** Terraform: the containers of an ECS task definition. */
	task_containers?: TaskContainersFacet;
	/** Terraform: where backup plans, bucket replication and snapshot copies put their copies. */
	copy_destinations?: CopyDestination[];
	/** Terraform: the lock of a backup vault. */
	vault_lock?: VaultLockFacet;
	/** Terraform: whether a selection of AWS Backup in the plan picks a data store; on `scope/plan` where the plan has stores and no selection. */
	backup_coverage?: { covered: boolean };
	/** Terraform: whether a file system is backed up every day. */
	file_backup?: { enabled: boolean; path: AttributePath };
	/** Terraform: how many kinds of resources a plan for restore tests picks. */
	restore_testing?: { selections: number };
	/** Terraform: whether personal data is masked in a log group. */
	log_masking?: LogMaskingFacet;
	/** Terraform: what takes over when a database's zone fails. */
	database_copies?: DatabaseCopiesFacet;
	/** Terraform: a DNS failover record and its partners, or a health check beside such records. */
	failover?: FailoverFacet;
	/** Terraform: what a CloudTrail trail covers. */
	audit_trail?: AuditTrailFacet;
	/** Terraform: an AWS Config recorder with its status and delivery channel. */
	config_recorder?: ConfigRecorderFacet;
	/** Terraform: the IAM-style policy documents of a resource. Absent where it has none and the service's default holds. */
	policy_documents?: PolicyDocumentFacet[];
	/** Terraform: whether what answers requests writes a log of them. */
	request_logs?: RequestLogsFacet;
	/** Terraform: which uses of a bucket's objects, or of a Bedrock resource, the trails of the plan record. */
	data_events?: DataEventsFacet;
	/** Terraform: whether requests to the objects of a bucket are logged. */
	object_access_logs?: ObjectAccessLogsFacet;
	/** Terraform: the protections of a GuardDuty detector. */
	threat_features?: ThreatFeaturesFacet;
	/** Terraform: what Amazon Inspector scans. */
	vulnerability_scanning?: VulnerabilityScanningFacet;
	/** Terraform: whether a database records who did what. */
	database_audit?: DatabaseAuditFacet;
	/** Terraform: whom an alarm tells. */
	alarm?: AlarmFacet;
	/** Terraform: an event rule that may pick up findings of security services. */
	finding_route?: FindingRouteFacet;
	/** Terraform, `scope/plan`: services that find something, and the event rules that pick it up. */
	finding_routes?: FindingRoutesFacet;
	/** Terraform: after how long a store deletes what it holds. */
	data_expiry?: DataExpiryFacet;
	/** Terraform: the default security group of a VPC. */
	default_group?: DefaultGroupFacet;
	/** Terraform: the service of a VPC endpoint and where its policy comes from. */
	endpoint_policy?: EndpointPolicyFacet;
	/** Terraform: whether a load balancer is reached from the internet. */
	internet_facing?: InternetFacingFacet;
	/** Terraform: whether a DNS zone is public and signed. */
	zone_signing?: ZoneSigningFacet;
	/** Terraform: what enforces NetworkPolicy objects in a managed cluster. */
	policy_engine?: PolicyEngineFacet;
	/** Terraform: whether and with whose key data is encrypted at rest. Of several volumes the worst. */
	encryption_at_rest?: EncryptionAtRestFacet;
	/** Terraform: whether clients of a cache have to use TLS. */
	cache_tls?: CacheTlsFacet;
	/** Terraform: secrets in start-up scripts of machines and in parameters that are not encrypted. Empty where it was searched and is clean. */
	content_secrets?: SecretSighting[];
	/** Terraform: roles that tokens of a public build service may assume, one entry for each statement and issuer. */
	web_identity_trust?: WebIdentityTrustFacet[];
	/** Terraform: how many policies and passwords of the plan an IAM user is given directly. */
	direct_grants?: { count: number };
	/** Terraform, `scope/plan`: how many access analyzers look for access from outside. */
	access_analyzers?: { external: number };
	/** Terraform: what a Google organisation policy does about its constraint. */
	org_policy?: OrgPolicyFacet;
	/** Terraform: who may call a function's own address. */
	function_url?: FunctionUrlFacet;
	/** Terraform, Azure: who reaches the public address of a service. */
	public_network?: PublicNetworkFacet;
	/** Terraform, Azure: whether a diagnostic setting sends a resource's audit log anywhere. */
	diagnostics?: DiagnosticsFacet;
	/** Terraform, Cloudflare: settings of a zone or host name that a resource states. */
	edge_settings?: EdgeSettingsFacet;
	/** Terraform, Cloudflare: whether the edge shows origins a client certificate. */
	origin_pulls?: OriginPullsFacet;
	/** Terraform, Cloudflare: whether a name's traffic passes the edge. */
	edge_route?: EdgeRouteFacet;
	/** Terraform, Cloudflare: the pools that a load balancer can turn to. */
	load_balancer_pools?: LoadBalancerPoolsFacet;
	/** Terraform, Cloudflare: whether an account demands a second factor of its members. */
	second_factor?: { enforced: boolean; path: AttributePath };
	/** Terraform, `scope/plan`: whether the plan is about Cloudflare zones, and which of the phases that a firewall needs have no ruleset, sorted. */
	missing_rulesets?: { zones: boolean; phases: string[] };
	/** Terraform, `scope/plan`: whether the plan is about Cloudflare zones, and the datasets of them that no enabled job ships, sorted. */
	unshipped_logs?: { zones: boolean; datasets: string[] };
	/** Terraform, Google: roles that a resource grants on a project, folder or organization. */
	iam_grants?: IamGrant[];
	/** Terraform, Google: the service account that machines or nodes run as. */
	service_identity?: ServiceIdentityFacet;
	/** Terraform, Google: whether a sink of Cloud Logging carries audit logs to where they are kept. */
	log_sink?: LogSinkFacet;
	/** Terraform, Google and Azure: what TLS a load balancer, or a policy for such, lets clients use. */
	tls_policy?: TlsPolicyFacet;
}

/** A pod template wherever it sits. */
export interface AppArmorAnnotation {
	container: string;
	profile: string;
	/** Path in the workload's attributes. */
	path: AttributePath;
}

export interface NamespaceBoundsFacet {
	/** A ResourceQuota bounds the CPU or memory of all its pods together. Left out when unknown. */
	quota?: boolean;
	/** A LimitRange bounds single containers, or fills in what they leave out. Left out when unknown. */
	limit_range?: boolean;
}

export interface AutoscalerFacet {
	/** What it scales exists. */
	target: boolean;
	/** Containers without the request that their use is measured against. */
	unmeasured: { container: string; resource: "cpu" | "memory" }[];
}

export interface AdmissionPolicyFacet {
	bound: boolean;
	/** `validationActions` of all bindings, sorted. */
	actions: string[];
}

export interface ClaimStorageFacet {
	/** `Delete`, `Retain` or `Recycle`. */
	reclaim: string;
	/** Who says so. */
	by: "volume" | "class";
	name: string;
}

export interface PodFacet {
	/** Path in the attributes to the pod spec: `["spec"]`, `["spec", "template", "spec"]` … */
	path: AttributePath;
	/** Labels of the pods, not of the workload. */
	labels: Record<string, string>;
	/** The native pod spec without its container lists. */
	spec: JsonObject;
	/** All containers in the order init, main, ephemeral. */
	containers: ContainerFacet[];
}

export interface ContainerFacet {
	/** Path in the attributes: `["spec", "template", "spec", "containers", 0]`. */
	path: AttributePath;
	/** `sidecar` is an init container with `restartPolicy: Always`. */
	kind: "container" | "init" | "sidecar" | "ephemeral";
	name: string;
	/** The native container. */
	spec: { [key: string]: Json };
}

export interface PlanContentsFacet {
	/** Distinct types of the managed resources that exist after the apply, sorted. */
	types: string[];
}

export interface NetworkOpeningsFacet {
	/** Labels of the security group together with those of the rule. */
	group_labels: Record<string, string>;
	openings: NetworkOpening[];
}

/** One address range that one network rule lets through. Rules that name groups open nothing to addresses. */
export interface NetworkOpening {
	/** Path in the attributes to the address, or to the rule. */
	path: AttributePath;
	direction: "ingress" | "egress";
	/** `all`, `tcp`, `udp`, `icmp`, `icmpv6` or a protocol number. */
	protocol: string;
	/** Lowest and highest port; 0 and 65535 for all. For ICMP, type and code. */
	from_port: number;
	to_port: number;
	/** The range as written; empty when it is not known. */
	cidr: string;
	/** Bits of the network part; 0 when the range is not known. */
	prefix_length: number;
	family: 4 | 6;
	/** False for ranges that are never routed on the internet (RFC 1918, RFC 4193 …). */
	public: boolean;
	/** Why the range, the ports or the protocol are not known; the widest is assumed then. Null when all is known. */
	uncertain: string | null;
}

export interface BucketExposureFacet {
	/** Where a public-access block comes from; `none`: nothing in the plan. */
	block: "bucket" | "account" | "none";
	/** Switches that neither block turns on, sorted; all four where there is no block. */
	missing: string[];
}

export interface PublicGrantsFacet {
	/** `path` in the attributes; `grantee`: who receives it. */
	grants: { path: AttributePath; grantee: "everyone" | "any AWS account" | "any Google account"; permission: string }[];
	/** True when all four public-access switches are surely on for the bucket. */
	shielded: boolean;
	/** Google: labels of the service that requests are let in to; empty for anything else. */
	labels?: Record<string, string>;
}

/** One role of Google's IAM that a resource grants. */
export interface IamGrant {
	/** Path in the attributes to the role; it may lead into JSON text. */
	path: AttributePath;
	role: string;
	/** Whether a service account is among those who get it. Absent when unknown. */
	to_service_account?: boolean;
}

export interface LogSinkFacet {
	/** Whether its filter lets audit logs through. */
	audit_logs: boolean;
	enabled: boolean;
	/** Whether an exclusion of it names audit logs. */
	excludes_audit_logs: boolean;
	/** False for sinks of organizations and folders that leave out what lies below. */
	whole: boolean;
}

export interface TlsPolicyFacet {
	/** Oldest version: `1.0` … `1.3`. */
	min: string;
	/** Whether cipher suites without forward secrecy are left out. */
	strong_ciphers: boolean;
	/** `default`: nothing is named; `none`: TLS does not end here. */
	source: "attribute" | "reference" | "default" | "none";
	path: AttributePath;
}

export interface ServiceIdentityFacet {
	/** `default`: the one that Compute Engine makes for a project and that all machines share. */
	account: "none" | "default" | "own";
	/** Whether the scopes leave everything to the roles of the account. */
	full_scope: boolean;
	path: AttributePath;
}

/** A place where a secret stands in clear. Never carries the value. */
export interface SecretSighting {
	path: AttributePath;
	/** Name of the argument, variable or environment entry. */
	name: string;
	/** What recognised it; `sensitive-argument` for a constant on an argument that always holds a secret. */
	detector: string;
}

export interface WebApplicationFirewallFacet {
	kind: "load balancer" | "API stage" | "distribution" | "backend service" | "application gateway";
	/** Reachable from the internet. */
	internet_facing: boolean;
	attached: boolean;
	/** Path in the attributes to the association, empty where it is a resource of its own. */
	path: AttributePath;
}

export interface VpcEndpointsFacet {
	/** Whether the plan shows everything, so that an absent endpoint is really absent. */
	complete: boolean;
	/** Endpoints that the AI services used in the plan answer on, by short name, sorted; empty where it uses none. */
	ai_services: string[];
	/** `service` is the short name: `s3`, `ecr.api`, `bedrock-runtime`. */
	endpoints: { service: string; kind: string; private_dns: boolean; own_policy: boolean }[];
}

export interface SecretRotationFacet {
	/** `calendar`: a cron expression, whose interval is not computed. */
	schedule: "none" | "days" | "calendar";
	/** Days between rotations; null unless `schedule` is `days`. */
	days: number | null;
}

export interface AgentGuardrailFacet {
	attached: boolean;
	/** `numbered` is a published, unchangeable version. */
	version: "draft" | "numbered" | "none";
	path: AttributePath;
}

export interface InstanceMetadataFacet {
	/** `unset`: neither the resource nor the account default in the plan says so; the machine image decides. */
	tokens: "required" | "optional" | "unset";
	endpoint_enabled: boolean;
	path: AttributePath;
}

export interface PromptLogFacet {
	/** Path in the logging configuration to the name of the place. */
	path: AttributePath;
	kind: "bucket" | "log group";
	/** Key of the bucket or log group. */
	key: string;
	encryption: EncryptionAtRestFacet["encryption"];
	/** A bucket's public-access block, as in `bucket_exposure`; nothing is missing of a log group, which cannot be public. */
	public_block: BucketExposureFacet;
	/** Days for which every record is kept at least; 0: for ever. */
	least_days: number;
	/** Days after which every record is gone, earlier versions too; 0: some stay for ever. */
	most_days: number;
}

export interface ServiceRoleFacet {
	/** Path in the attributes to the argument that names the role. */
	path: AttributePath;
	/** Key of the role. */
	role: string;
	/** Whom else than Bedrock's services the role's trust policy lets take it on, sorted. */
	outsiders: string[];
	/** Whether conditions of the trust policy say on whose behalf the service must act. */
	guarded: boolean;
	/** Actions of whole services on every resource, and ready-made policies that hold such, that the role is given; sorted. */
	broad: string[];
	/** Keys of other agents and knowledge bases with the same role, sorted. */
	shared_with: string[];
}

export interface AiOptOutFacet {
	/** What holds for services that the policy does not name. */
	default: "optOut" | "optIn" | "unset";
	/** Services whose use of content it allows, sorted. */
	opted_in: string[];
	/** Whether it is attached to the root, and so holds for every account. */
	at_root: boolean;
}

export interface LogRetentionFacet {
	/** `name`, or `name_prefix` where the rest of the name is generated. */
	name: string;
	/** Days; 0: records never expire. */
	days: number;
	/** Keys of the trails and flow logs that write into the group, sorted. */
	audit_writers: string[];
	/** True when Bedrock's model invocation logging writes into it. */
	invocation_log: boolean;
}

export interface BucketFacet {
	/** Keys of what delivers audit records into the bucket (trails, Config, flow logs, model invocation logging), sorted. */
	audit_writers: string[];
	versioning: "enabled" | "suspended" | "off";
	object_lock: BucketLock;
	/** Expirations of enabled lifecycle rules. Unknown where the plan, which may be a fragment, has no lifecycle for it. */
	expirations: BucketExpiration[];
	/** Whether the policy denies everyone every action on the bucket and its objects without TLS. */
	tls_only: boolean;
	/** Azure, policies of containers: metadata of the container and tags of its account. */
	labels?: Record<string, string>;
}

export interface BucketLock {
	enabled: boolean;
	/** Mode of the default retention; null when there is none. */
	mode: string | null;
	/** Period of the default retention; a year counts as 365 days. */
	days: number;
}

export interface BucketExpiration {
	/** Key of the resource that holds the lifecycle rule. */
	source: string;
	/** `current` and `noncurrent` versions expire after `days`; `date` is a fixed day. */
	kind: "current" | "noncurrent" | "date";
	/** Days until objects go; 0 for a date. */
	days: number;
	/** Whether it has no prefix, and so reaches every object. */
	whole: boolean;
	/** Whether objects that the audit writers deliver fall under its prefix. */
	covers_records: boolean;
	/** True when it picks objects by tag or size, which records may or may not have. */
	conditional: boolean;
}

export interface ListenerFacet {
	load_balancer: "application" | "network" | "gateway";
	/** Null when the load balancer is not in the plan. */
	internal: boolean | null;
	/** `HTTP` is what an application load balancer takes when nothing is said; empty for gateway load balancers. */
	protocol: string;
	/** HTTP: whether every default action redirects to HTTPS. False for other protocols. */
	redirects_to_https: boolean;
}

export interface FlowLogsFacet {
	/** Traffic types of the flow logs of the VPC itself, sorted, distinct: ALL, ACCEPT, REJECT. */
	traffic_types: string[];
}

export interface DatabaseTlsFacet {
	/** True: connections without TLS are refused. */
	required: boolean;
	/** What decides it: `rds.force_ssl`, `require_secure_transport`, `require_ssl`, `tls`, `require_tls`. */
	setting: string;
	/** `default`: nothing sets it, the engine's own default holds. */
	source: "parameter" | "attribute" | "default";
	/** Path in the attributes to what names the parameter group, or to the switch itself. */
	path: AttributePath;
}

export interface ServiceCountFacet {
	least: number;
	/** `fixed`: the number of tasks stands as such; `autoscaled`: the minimum of their scaling; `nodes`: of all node groups of a cluster together. */
	kind: "fixed" | "autoscaled" | "nodes";
	path: AttributePath;
}

export interface TaskContainersFacet {
	/** Windows containers know neither users by number nor Linux capabilities. */
	windows: boolean;
	/** `path` leads into the JSON text of the definitions; `user` is null where the image decides. */
	containers: { path: AttributePath; name: string; privileged: boolean; user: string | null; read_only: boolean }[];
}

/** One place that copies go to. */
export interface CopyDestination {
	path: AttributePath;
	region: string;
	/** Whether that is another region than its own. */
	elsewhere: boolean;
}

export interface VaultLockFacet {
	locked: boolean;
	/** Least number of days for which recovery points are kept; 0 where the lock sets none. */
	min_days: number;
	/** After a grace period nobody can remove the lock; else those with the right to can. */
	compliance: boolean;
}

export interface LogMaskingFacet {
	masked: boolean;
}

export interface DatabaseCopiesFacet {
	/** Whether another zone takes over: a standby of the instance, a second instance of the cluster. */
	standby: boolean;
	/** Cluster instances in the plan; 0 for single instances. */
	instances: number;
	path: AttributePath;
}

export interface FailoverFacet {
	role: "primary" | "secondary" | "health-check";
	/** Records with the same zone, name and type, by role; both 0 for a health check. */
	primaries: number;
	secondaries: number;
	/** Whether primary and secondary lead to different places. */
	distinct_targets: boolean;
	/** Records: has a health check or evaluates its target's health. Health check: some record or check uses it. */
	checked: boolean;
}

export interface AuditTrailFacet {
	/** Records management events of all regions and global services, and is switched on. */
	all_regions: boolean;
	/** Another trail of the plan does so. */
	covered_elsewhere: boolean;
}

export interface ConfigRecorderFacet {
	/** `all`, `all-except` (see `excluded`) or `selected` types only. */
	records: "all" | "all-except" | "selected";
	excluded: string[];
	/** Its status resource switches it on. */
	enabled: boolean;
	/** A delivery channel exists. */
	delivered: boolean;
}

export interface NetworkPolicyFacet {
	ingress: PolicyDirection;
	egress: PolicyDirection;
	/** True when every workload it selects is labelled `exposure: public` and is really reached from outside; see `ExposureFacet`. */
	public_workloads: boolean;
	/** Keys of selected workloads that call hosts by name while no policy of theirs lets them ask DNS, sorted. */
	without_dns: string[];
}

export interface PolicyDirection {
	/** Whether the policy isolates its pods in this direction: `policyTypes`, or what the API fills in. Absent when unknown. */
	effective?: boolean;
	/** All rules as written; a policy that is not effective ignores them. */
	rules: PolicyRule[];
}

/** One `ingress` or `egress` rule of a NetworkPolicy. */
export interface PolicyRule {
	/** Path in the policy's attributes to what decides the reach: an address range, or the list of peers. */
	path: AttributePath;
	/**
	 * `anyone`: no restriction at all; `internet`: its address ranges cover a tenth or more of the public addresses;
	 * `listed`: only certain pods or ranges. Absent when unknown.
	 */
	reach?: "anyone" | "internet" | "listed";
	/** The address ranges of an `internet` reach, as written. */
	cidrs: string[];
	/** `all ports`, `443/TCP, 53/UDP`. */
	ports: string;
	/** Lets through nothing but DNS queries (port 53). Absent when unknown. */
	dns_only?: boolean;
}

/** Directions that a policy does not restrict are left out: what it says of them is ignored. */
export interface NetworkPeersFacet {
	/** Whether the pod selector picks pods of the input. Absent when unknown. */
	selects?: boolean;
	/** Peers in the policy's own namespace that pick no pods of the input. */
	dangling: { path: AttributePath }[];
	/** Rules that list a peer of whole namespaces beside a peer of pods of the own namespace: either is enough. */
	either_or: { path: AttributePath; direction: "ingress" | "egress" }[];
	/** Address ranges. */
	blocks: NetworkBlock[];
	/** Egress rules, or address ranges of them, that lead to the metadata service of clouds over HTTP. */
	metadata: { path: AttributePath; via: string }[];
	/** Egress rules for DNS that leave UDP out, where no other policy of the namespace lets it through. */
	dns_without_udp: { path: AttributePath }[];
	/** Why objects of another policy engine may restrict egress further; null when there are none. */
	other_engine: string | null;
}

export interface NetworkBlock {
	path: AttributePath;
	direction: "ingress" | "egress";
	cidr: string;
	family: 4 | 6;
	prefix_length: number;
	/** Whether some of it is routed on the internet, exceptions counted. */
	public: boolean;
}

export interface RbacGrantFacet {
	/** Path in the attributes to what names the role. */
	path: AttributePath;
	/** The rules of the role, those of well-known roles of Kubernetes included. */
	rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
	/** `unstated`: no label of the namespace names an environment. */
	reach: "cluster" | "production" | "other" | "unstated";
}

export interface SecretSource {
	name: string;
	/** Path in the attributes to the first place that names the Secret. */
	path: AttributePath;
	/** `store`: made from a secret store or from ciphertext; `cluster`: made in the cluster; `manifest`: its values stand in the input; `unshown`: nothing in the input makes it. */
	origin: "store" | "cluster" | "manifest" | "unshown";
}

export interface CloudIdentityFacet {
	path: AttributePath;
	/** Role, account or client as annotated. */
	identity: string;
	/** ServiceAccounts of other namespaces that stand for the same identity, as namespace/name, sorted. */
	shared_with: string[];
}

export interface MeshTlsFacet {
	/** Places that let plain text through, with words for them. */
	plain: { path: AttributePath; what: string }[];
	/** Whether it says anything of TLS. */
	stated: boolean;
}

export interface ApiServerFacet {
	kind: "server" | "audit-policy" | "encryption";
	/** Path to the container of an API server, else empty. */
	path: AttributePath;
	/** API server: names of the flags it is started with, without dashes, and their values. */
	flags: Record<string, string>;
	/** Audit policy: path of the rule that decides on reads and writes of Secrets, and its level. */
	secrets_audit: { path: AttributePath; level: string };
	/** Audit policy: the same for changes of roles and bindings. */
	access_audit: { path: AttributePath; level: string };
	/** Encryption: path of the entry that decides on Secrets, and its first provider; `none` where no entry names them. */
	secrets_provider: { path: AttributePath; name: string };
}

export interface NetworkIsolationFacet {
	ingress: PodIsolation;
	egress: PodIsolation;
}

export interface PodIsolation {
	/** Whether some NetworkPolicy selects the pods in this direction. Absent when unknown. */
	isolated?: boolean;
	/** The policies that surely do, by key, with their rules of this direction. */
	policies: { key: string; rules: PolicyRule[] }[];
	/** Why more than these policies may apply; null when they are all. */
	uncertain: string | null;
	/** Objects of another policy engine may restrict the pods further; their content is not evaluated. */
	other_engine: boolean;
}

export interface DefaultDenyFacet {
	/** Workloads of the namespace in the input. */
	workloads: number;
	/** Whether a policy selects all pods and lets nothing in, or nothing out. Absent when unknown. */
	ingress?: boolean;
	egress?: boolean;
}

export interface ServiceFacet {
	type: string;
	/** `internet` and `internal` load balancers; `none` for every other type of Service. */
	scheme: "internet" | "internal" | "none";
	/** Whether every address may connect: no source ranges, or ranges that cover the internet. */
	any_source: boolean;
	/** Path in the attributes to what decides who may connect. */
	path: AttributePath;
	/** Leads to an Istio ingress gateway, whose Gateway objects decide about TLS. */
	mesh_gateway: boolean;
	/** Empty unless it is a load balancer. */
	ports: ServicePort[];
}

export interface ServicePort {
	path: AttributePath;
	port: number;
	/** TCP, UDP, SCTP. */
	protocol: string;
	/**
	 * `terminated`: the load balancer holds a certificate for it; `backend`: the pods prove to speak TLS;
	 * `plain`: no TLS; `unproven`: the input does not show it.
	 */
	tls: "terminated" | "backend" | "plain" | "unproven";
	/** What `tls` rests on, one clause. */
	evidence: string;
}

export interface ExposureFacet {
	/** Keys and kinds of what leads to the pods, sorted by key. */
	routes: { key: string; kind: "load-balancer" | "node-port" | "ingress" | "route"; external: boolean }[];
}

export interface EntryTlsFacet {
	entries: EntryTls[];
}

/** One thing an Ingress or Gateway answers to. */
export interface EntryTls {
	path: AttributePath;
	/** `host shop.example.com`, `listener web`. */
	name: string;
	/** `host`: a host of an Ingress; `listener`: a port of a Gateway; `plain-port`: plain HTTP beside TLS. */
	kind: "host" | "listener" | "plain-port";
	/** `redirect`: plain HTTP that only sends callers to HTTPS; `unproven`: decided by an object outside the input. */
	serves: "tls" | "plain" | "redirect" | "unproven";
	/** TLS that is ended here needs a certificate; true where it is passed on. */
	certificate: boolean;
	/** What `serves` rests on, one clause. */
	evidence: string;
}

export interface RbacBindingFacet {
	subjects: RbacSubject[];
	/** Whether the role allows everything: `cluster-admin`, or a body in the input with all verbs on all resources. Absent when unknown. */
	full_access?: boolean;
}

export interface RbacSubject {
	path: AttributePath;
	/** `User/jane`, `Group/system:masters`, `ServiceAccount/<namespace>/<name>`. */
	id: string;
}

export interface RbacRoleFacet {
	/** Ids of all subjects that bindings in the input give the role to, sorted, distinct. */
	subjects: string[];
}

export interface PodSecurityFacet {
	/** Level the built-in admission enforces; null where the label is missing. */
	enforce: string | null;
	/** Level that a Kyverno policy of the input enforces for the namespace; null for none. */
	kyverno_level: string | null;
	/** Other admission policies in the input that refuse pods, by key, sorted; what they demand is not evaluated. */
	other_engines: string[];
}

export interface AiGatewayFacet {
	/** Settings that declare how much a client may ask for; `positive`: they hold a number above zero. */
	limits: { path: AttributePath; name: string; positive: boolean }[];
	/** Whether something collects its metrics. */
	metrics: boolean;
	/** Whether an alert names it. */
	alerts: boolean;
}

export interface AiWorkloadFacet {
	/** Why it is taken for an AI workload, sorted. */
	reasons: string[];
	/** Labels and annotations of the workload and its pods whose keys speak of ownership, risk or data class. */
	tags: Record<string, string>;
	/** Model ids in environment variables, ConfigMaps and arguments. */
	models: { path: AttributePath; name: string; id: string }[];
	/** Base URLs of model APIs. */
	endpoints: AiEndpoint[];
	/** Model ids and base URLs whose values are not in the input. */
	unresolved: { path: AttributePath; name: string; kind: "model" | "endpoint"; reason: string }[];
}

export interface AiEndpoint {
	path: AttributePath;
	/** Name of the variable or argument. */
	name: string;
	/** `https`, `http`, … */
	scheme: string;
	host: string;
	/** The pod itself. */
	loopback: boolean;
}

export interface InvocationLoggingFacet {
	/** Whether records go to a bucket or a log group. */
	delivered: boolean;
	/** Modalities switched off: `text`, `image`, `embedding`, `video`. */
	off: string[];
	path: AttributePath;
}

export interface ReplicasFacet {
	/** Least number of pods: `spec.replicas`, or the floor of the autoscaler that sets it. Left out when unknown. */
	minimum?: number;
	/** Who says so; `default`: the manifest does not, the API takes 1. */
	source: "replicas" | "autoscaler" | "default";
	/** Path in the workload's attributes. */
	path: AttributePath;
}

export interface ServiceAccountFacet {
	/** `default` where the pod names none. */
	name: string;
	name_path: AttributePath;
	/** Whether the account's token is mounted into the pods. */
	automount: boolean;
	/** Who says so; `default`: nobody, the API mounts it. */
	source: "pod" | "service-account" | "default";
	/** Path in the workload's attributes of the pod's own setting. */
	path: AttributePath;
}

/** One use of a ServiceAccount: pods run as it, or a role is bound to it. */
export interface AccountUse {
	name: string;
	use: "runs" | "bound";
	/** The role bound; empty for `runs`. */
	role: string;
	path: AttributePath;
}

export interface DisruptionBudgetsFacet {
	/** Names of the budgets, sorted. */
	names: string[];
	/** Path in the workload's attributes to the labels budgets select by. */
	path: AttributePath;
}

export interface DisruptionBudgetFacet {
	setting: "minAvailable" | "maxUnavailable" | "both" | "none" | "unknown";
	/** Path of the setting in the budget's attributes. */
	path: AttributePath;
	selects_nothing: boolean;
	/** No pod may ever be evicted: nodes cannot be drained. */
	blocks: boolean;
}

/** `limit`: a request taken from the container's limit. `none`: nobody sets it. */
export type ResourceSource = "container" | "limit" | "pod" | "limit-range" | "none";

export interface ResourcesFacet {
	/** Init containers (sidecars too), then main ones. */
	containers: ContainerResources[];
}

export interface ContainerResources {
	/** Path in the attributes to the container. */
	path: AttributePath;
	name: string;
	requests: { cpu: ResourceSource; memory: ResourceSource };
	limits: { cpu: ResourceSource; memory: ResourceSource };
}

export interface SpreadFacet {
	terms: SpreadTerm[];
	/** Path to the list of terms, or to where one belongs. */
	path: AttributePath;
}

/** A topology spread constraint or a pod anti-affinity term. */
export interface SpreadTerm {
	path: AttributePath;
	by: "spread" | "anti-affinity";
	/** False: the scheduler only prefers it. */
	required: boolean;
	/** What fails together behind one value of the topology key. */
	domain: "zone" | "host" | "other";
	/** Whether its selector fits the pods' own labels; else it keeps nothing apart. */
	selects_own_pods: boolean;
}

export interface ServiceBackendFacet {
	/** Names of the Services that surely select the pods, sorted. */
	services: string[];
	/** Those that do if they land in the same namespace, which the manifests leave open. */
	open: string[];
	/** Paths of the containers that serve them. */
	containers: AttributePath[];
}

export interface PlaintextSecretsFacet {
	/** Environment variables of containers. */
	env: SecretLiteral[];
	/** Commands, arguments, probe headers and annotations. */
	arguments: SecretLiteral[];
	/** ConfigMap entries. */
	data: SecretLiteral[];
}

/** A secret in plain text: its place and what gave it away, never its value. */
export interface SecretLiteral {
	path: AttributePath;
	/** Name of the variable, flag, header or key; empty where it has none. */
	name: string;
	detector: string;
	/** 12 hex digits; equal for equal secrets. */
	fingerprint: string;
}

export interface SecretDataFacet {
	/** Per map (`data`, `stringData`) the sorted keys with a readable value. Without those there is no entry. */
	plain: { path: AttributePath; keys: string[] }[];
}

export interface PolicyDocumentFacet {
	/** Path in the attributes to the document. */
	path: AttributePath;
	/** `trust`: who may assume a role. `key`: the policy of a KMS key. `scp`: what an organisation allows its accounts at most. */
	kind: "identity" | "resource" | "trust" | "key" | "scp";
	/** Empty when the document cannot be known. */
	statements: PolicyStatementFacet[];
}

/** One statement of an IAM-style policy document in one form: always lists, absent is empty. */
export interface PolicyStatement {
	/** Index in the document. */
	index: number;
	sid: string | null;
	effect: "Allow" | "Deny";
	actions: string[];
	not_actions: string[];
	resources: string[];
	not_resources: string[];
	/** `{type: "*", id: "*"}` for a bare `"*"`; else type AWS, Service, Federated, CanonicalUser. */
	principals: { type: string; id: string }[];
	not_principals: { type: string; id: string }[];
	conditions: { operator: string; key: string; values: string[] }[];
}

/** A statement, its place, and what it amounts to. */
export interface PolicyStatementFacet extends PolicyStatement {
	/** Path in the attributes to the document, then `Statement` and the index: it leads into JSON text. */
	path: AttributePath;
	/** True when a condition keeps strangers out: it requires a known organisation, account, caller, network or source. Absent when that is not known. */
	narrowed?: boolean;
	/** Whether it reaches every resource, or all but some. Absent when that is not known; identifiers of resources of the plan are no wildcards. */
	everywhere?: boolean;
	/** Whether it names nobody (`*`) or all but some as principal. Absent when that is not known. */
	anyone?: boolean;
	/** Ids of the accounts it names as a whole, as `123456789012` or by their root. Absent when they are not known. */
	accounts?: string[];
	/** What it lets AI models of Bedrock be invoked on: its resources, `*` where it only says what it leaves out; empty where it allows no invocation. Absent when that is not known. */
	models?: string[];
}

export interface RequestLogsFacet {
	kind: "load balancer" | "web ACL" | "distribution" | "API stage" | "zone";
	enabled: boolean;
	/** Why there is nothing to log; null where there is. */
	exempt: string | null;
	/** Path in the attributes to the setting, empty where it is a resource of its own. */
	path: AttributePath;
}

export interface DataEventsFacet {
	/** CloudTrail's name for what is recorded: `AWS::S3::Object`. */
	type: string;
	recorded: "all" | "reads" | "writes" | "none";
}

export interface ObjectAccessLogsFacet {
	/** By the bucket into another one, or as data events of a trail. */
	logged: boolean;
	/** Whether logs of requests are written into it. */
	log_store: boolean;
	path: AttributePath;
}

export interface ThreatFeaturesFacet {
	/** Names as GuardDuty has them, sorted: `S3_DATA_EVENTS`. */
	enabled: string[];
	disabled: string[];
	/** Why nothing is known of all others, one clause. */
	open: string;
}

export interface VulnerabilityScanningFacet {
	/** All enablers taken together, sorted: `EC2`, `ECR`, `LAMBDA` … */
	scanned: string[];
	/** What the plan uses and nothing scans. */
	missing: string[];
}

export interface DatabaseAuditFacet {
	/** `partial`: a log is handed out, but nothing shows that it holds who did what. */
	recorded: "audit" | "partial" | "none";
	/** What is missing, one clause; empty for `audit`. */
	gap: string;
	path: AttributePath;
}

export interface AlarmFacet {
	/** Whether its actions are switched on. */
	enabled: boolean;
	/** Whether somebody is told when it goes off. */
	notifies: boolean;
	/** Keys of alarms and health checks that follow its state, sorted. */
	watched_by: string[];
}

export interface FindingRouteFacet {
	/** Security services whose findings it picks up: `GuardDuty`, `Security Hub` … */
	services: string[];
	enabled: boolean;
	/** Whether a target receives them; for a topic, whether somebody subscribes to it. */
	live: boolean;
	/** Why none does, one clause; empty where one does. */
	gap: string;
}

export interface FindingRoutesFacet {
	/** Security services the plan switches on. */
	services: string[];
	/** Keys of the event rules that pick up findings, sorted. */
	rules: string[];
}

export interface DataExpiryFacet {
	/** Days until everything in it is deleted; null where nothing deletes everything. */
	days: number | null;
	/** The same for replaced versions; null where none are kept. */
	versions: { days: number | null } | null;
	/** Some of it is deleted, by rules whose reach or period is not a number: by tag, prefix, or the time in an item. */
	partly: boolean;
	path: AttributePath;
}

export interface DefaultGroupFacet {
	/** Whether a resource of the plan holds the group. */
	managed: boolean;
	/** Rules in it, of both directions; 0 for a VPC. */
	rules: number;
}

export interface EndpointPolicyFacet {
	/** Short name of the service: `s3`, `ecr.api`. */
	service: string;
	/** Whether a policy is given; else that of AWS holds, which lets everything through. */
	own: boolean;
}

export interface InternetFacingFacet {
	internet_facing: boolean;
	path: AttributePath;
}

/** A setting of a zone as its resource writes it; `path` leads to the value. */
export interface EdgeSetting {
	value: string;
	path: AttributePath;
}

/** The settings that rules ask for; null where the resource does not state it. Left out when unknown. */
export interface EdgeSettingsFacet {
	/** `off`, `flexible`, `full`, `strict` or `origin_pull`. */
	ssl?: EdgeSetting | null;
	/** `1.0` to `1.3`. */
	min_tls_version?: EdgeSetting | null;
	/** `on` or `off`. */
	always_use_https?: EdgeSetting | null;
	/** `on` or `off`. */
	strict_transport_security?: EdgeSetting | null;
}

export interface OriginPullsFacet {
	enabled: boolean;
	/** Another resource switches them on for the whole zone. */
	elsewhere: boolean;
	path: AttributePath;
}

export interface EdgeRouteFacet {
	kind: "record" | "load balancer";
	proxied: boolean;
	/** Why it need not pass the edge; null where it has to. */
	exempt: string | null;
}

export interface LoadBalancerPoolsFacet {
	enabled: boolean;
	/** Distinct default pools that are switched on and have enough origins. */
	usable: number;
	/** Path in the attributes to the default pools. */
	path: AttributePath;
	/** The pool of last resort is switched on and has enough origins. */
	fallback_usable: boolean;
	/** Path in the attributes to the pool of last resort. */
	fallback_path: AttributePath;
}

export interface ZoneSigningFacet {
	public: boolean;
	signed: boolean;
	path: AttributePath;
}

export interface PolicyEngineFacet {
	/** What enforces network policies; empty where nothing does. */
	engine: string;
	path: AttributePath;
}

export interface EncryptionAtRestFacet {
	/** `provider-managed`: with a key of AWS, also where the service encrypts by itself. */
	encryption: "none" | "provider-managed" | "customer-managed";
	/** What it rests on: an argument, the service's default, or a reference to a key or another resource. */
	source: "attribute" | "default" | "reference";
	/** Path in the attributes to what decides, or to where it belongs. */
	path: AttributePath;
	/** What it rests on, one clause. */
	note: string;
}

export interface CacheTlsFacet {
	/** `either`: with or without TLS, as each client likes. */
	connections: "encrypted" | "either" | "clear";
	/** What it rests on: an argument, or the service's default. */
	source: "attribute" | "default";
	path: AttributePath;
}

export interface WebIdentityTrustFacet {
	/** The issuer without scheme, as the trust policy names it. */
	issuer: string;
	/** Whether conditions hold the token's subject to one owner: `open` where they leave the owner to a wildcard. */
	subject: "pinned" | "open" | "missing";
	/** The subjects that conditions ask for. */
	subjects: string[];
	/** Whether a condition asks for an audience. */
	audience: boolean;
	/** Path in the attributes to the document, then `Statement` and the index. */
	path: AttributePath;
}

export interface OrgPolicyFacet {
	/** Name of the constraint: `gcp.resourceLocations`. */
	constraint: string;
	/** Whether violations are only reported (`dry_run_spec` without `spec`). */
	trial: boolean;
	/** Why nothing is limited, one clause; null where every rule sets a limit. */
	unlimited: string | null;
	/** Whether rules name what is allowed, so that all else is refused. */
	closed: boolean;
	/** Values that rules allow, as written, with their places. */
	allowed: { value: string; path: AttributePath }[];
	/** Path in the attributes to the rules. */
	path: AttributePath;
}

export interface FunctionUrlFacet {
	/** Whether anybody may call it, without signing the request. */
	open: boolean;
	/** Tags of the function; looked up only where the address is open. */
	labels: Record<string, string>;
}

export interface PublicNetworkFacet {
	/** `listed`: addresses and subnets that rules name, or nobody until rules name some. */
	access: "none" | "listed" | "world";
	/** Path in the attributes to what decides it; empty where it is a resource of its own. */
	path: AttributePath;
}

export interface DiagnosticsFacet {
	/** How many diagnostic settings the resource has. */
	settings: number;
	/** Whether one of them sends the audit log. */
	audit: boolean;
	/** The categories that would do. */
	wanted: string[];
}

/** What a plan takes away with a resource. Parts that do not concern its type say that nothing is lost. */
export interface DestructionFacet {
	action: "delete" | "replace";
	/** Whether it did anything before: a trail that records, a detector that is switched on. */
	active: boolean;
	/** What it served goes in the same plan, so that nobody misses it. */
	served_goes: boolean;
	/** Key of what does the same after the apply; null where nothing in the plan does. */
	successor: string | null;
	/** Keys of what stays and is judged on the loss itself, by the rule that asks for the protection. */
	judged_on: string[];
	/** What it holds: nothing, it outlasts the resource, the provider refuses while there is any, or it is lost. */
	content: "none" | "kept" | "guarded" | "lost";
	/** Its name, where names tell what it holds; empty elsewhere. */
	name: string;
	/** Keys of what wrote audit records to it before. */
	audit_writers: string[];
	/** Keys of what stays and depended on it before: data encrypted with a key. */
	dependents: string[];
	/** Keys of what stays and still names it after the apply. */
	still_named_by: string[];
	/** Whether anything in the plan depended on it before. */
	had_dependents: boolean;
	/** Whether the plan is declared to show everything. */
	complete: boolean;
}
