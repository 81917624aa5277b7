import type { AttributePath, Json, JsonObject } from "./json.ts";

/**
 * Typed facts, computed in `src/normalize/facets/` where formats differ or several objects must be read together.
 * A facet that does not apply to a resource is absent. A facet, or a part of one, that cannot be known is listed in
 * the resource's `unknown` with a path that starts with `facets`. Property names are snake_case: Rego reads them.
 */
export interface Facets {
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
	/** Kubernetes Role and ClusterRole. */
	rbac_role?: RbacRoleFacet;
	/** Kubernetes, `scope/namespace`: what admission demands of pods. Unknown where the Namespace object is not in the input. */
	pod_security?: PodSecurityFacet;
	/** Kubernetes workloads that run or call AI models. */
	ai_workload?: AiWorkloadFacet;
	/** Terraform: which arguments of a resource are given a value, known or not; names listed in `src/normalize/facets/given.ts`. */
	given?: Record<string, boolean>;
	/** Terraform, `scope/plan`: what the plan holds after the apply. */
	plan_contents?: PlanContentsFacet;
	/** Terraform: security groups and their rules, whichever way they are written. */
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
	/** Terraform: how an ECR repository's images are scanned. */
	image_scanning?: { on_push: boolean; path: AttributePath };
	/** Terraform: ARNs of ready-made policies attached to a role, user, group or permission set. Policies made in the plan are left out: they are judged themselves. */
	attached_policies?: { path: AttributePath; arn: string }[];
	/** Terraform: what Bedrock's model invocation logging records. */
	invocation_logging?: InvocationLoggingFacet;
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
	/** Terraform: whether and with whose key data is encrypted at rest. Of several volumes the worst. */
	encryption_at_rest?: EncryptionAtRestFacet;
}

/** A pod template wherever it sits. */
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
	grants: { path: AttributePath; grantee: "everyone" | "any AWS account"; permission: string }[];
	/** True when all four public-access switches are surely on for the bucket. */
	shielded: boolean;
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
	kind: "load balancer" | "API stage" | "distribution";
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
	/** Lets through nothing but DNS queries (port 53). */
	dns_only: boolean;
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
