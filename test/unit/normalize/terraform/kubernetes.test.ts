import { describe, expect, test } from "vitest";
import type { AttributePath, JsonObject } from "../../../../src/model/json.ts";
import type { Diagnostic, Resource } from "../../../../src/model/resource.ts";
import { valueAt } from "../../../../src/normalize/json.ts";
import { normalizeKubernetes } from "../../../../src/normalize/kubernetes/normalize.ts";
import { plannedPath } from "../../../../src/normalize/terraform/kubernetes/planned.ts";
import { normalizeTerraformPlan } from "../../../../src/normalize/terraform/normalize.ts";
import { unreachedProviders } from "../../../../src/policy/reach.ts";
import { change, planFile, planOfChanges } from "./plan.ts";

function read(value: JsonObject, manifests: JsonObject[] = []) {
	const { resources, kubernetes, diagnostics } = normalizeTerraformPlan(
		{ kind: "terraform-plan", uri: "plan.json", value, sha256: "" },
		{ parameters: {} },
	);
	const documents = manifests.map((manifest, index) => ({
		...{ kind: "kubernetes" as const, uri: "a.yaml", index, value: manifest, sha256: "" },
	}));
	const objects = normalizeKubernetes(documents, { parameters: {}, planned: [kubernetes] });
	const at = (key: string): Resource => {
		const resource = objects.find((candidate) => candidate.key === key);
		if (resource === undefined) throw new Error(`${key} is not there`);
		return resource;
	};
	const value_ = (key: string, ...path: AttributePath) => valueAt(at(key).attributes, path);
	return { resources, objects, diagnostics, unseen: kubernetes.unseen, at, value: value_ };
}

/** A change with what stands for it in the configuration. */
function planned(address: string, after: JsonObject, rest: { unknown?: JsonObject; expressions?: JsonObject } = {}) {
	const [type = "", name = ""] = address.split(".");
	return {
		change: change(address, ["create"], after, { after_unknown: rest.unknown ?? {}, after_sensitive: {} }),
		block: { address, mode: "managed", type, name, expressions: rest.expressions ?? {} },
	};
}

function planOf(entries: ReturnType<typeof planned>[], variables: JsonObject = {}): JsonObject {
	return planOfChanges(
		entries.map((entry) => entry.change),
		{ configuration: { root_module: { resources: entries.map(({ block }) => block) } }, variables },
	);
}

const metadata = (name: string, namespace = "shop") => [{ name, namespace, labels: null, annotations: null }];

describe("objects as the provider sends them", () => {
	const { at, value, resources, objects } = read(planFile("kubernetes"));
	const pod = ["spec", "template", "spec"];

	test("what becomes an object is no Terraform resource any more", () => {
		expect(resources.map(({ type }) => type)).toEqual(["scope/plan"]);
		expect(
			objects.filter(({ type }) => !type.startsWith("scope/")).every(({ origin }) => origin === "kubernetes"),
		).toBe(true);
	});

	test("key, type, name and place", () => {
		expect(at("kubernetes_pod_v1.debug")).toMatchObject({
			...{ type: "core/Pod", scope: "tools", name: "debug", change: "create" },
			anchor: { uri: "plan.json", configAddress: "kubernetes_pod_v1.debug" },
		});
		expect(at("kubernetes_job_v1.migrate")).toMatchObject({ scope: "default", name: "migrate-" });
		expect(at("kubernetes_storage_class_v1.zonal").scope).toBe("");
	});

	test("repeated blocks are lists with the API's names, single ones objects", () => {
		const agent = "kubernetes_daemonset.agent";
		expect(value(agent, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable")).toBe("10%");
		expect(value(agent, ...pod, "containers", 0, "ports", 0)).toEqual({
			...{ containerPort: 9100, hostPort: 9100, hostIP: "127.0.0.1", protocol: "TCP" },
		});
		expect(value(agent, ...pod, "containers", 0, "args")).toEqual(["--verbose", ""]);
		expect(value(agent, ...pod, "initContainers", 0, "envFrom", 0, "secretRef", "name")).toBe("agent");
		expect(value(agent, ...pod, "hostPID")).toBe(true);
		const affinity = value(agent, ...pod, "affinity") as JsonObject;
		const required = "requiredDuringSchedulingIgnoredDuringExecution";
		expect(valueAt(affinity, ["podAntiAffinity", required, 0, "topologyKey"])).toBe("kubernetes.io/hostname");
		expect(valueAt(affinity, ["nodeAffinity", required, "nodeSelectorTerms", 0, "matchExpressions", 0])).toEqual({
			...{ key: "kubernetes.io/os", operator: "In", values: ["linux"] },
		});
	});

	test("volumes: modes are octal, and each member of sources is a source", () => {
		const volumes = value("kubernetes_daemonset.agent", ...pod, "volumes") as JsonObject[];
		expect(volumes[0]).toEqual({
			name: "identity",
			projected: {
				defaultMode: 0o440,
				sources: [
					{ configMap: { name: "roots", items: [{ key: "ca.crt", path: "ca.crt", mode: 0o400 }] } },
					{ serviceAccountToken: { audience: "vault", path: "token", expirationSeconds: 3600 } },
				],
			},
		});
		expect(volumes[3]).toMatchObject({ name: "pods", downwardAPI: { items: [{ path: "labels" }] } });
	});

	test("a security context that is not empty says no to runAsNonRoot, unless told otherwise", () => {
		const agent = "kubernetes_daemonset.agent";
		expect(value(agent, ...pod, "securityContext", "runAsNonRoot")).toBe(false);
		expect(value(agent, ...pod, "containers", 0, "securityContext")).toMatchObject({
			runAsUser: 0,
			runAsNonRoot: false,
		});
		expect(value("kubernetes_job_v1.migrate", ...pod, "securityContext")).toEqual({});
	});

	test("what nobody said is left to the API", () => {
		const container = value("kubernetes_pod_v1.debug", "spec", "containers", 0) as JsonObject;
		for (const name of ["resources", "imagePullPolicy", "securityContext", "env"])
			expect(container).not.toHaveProperty(name);
		expect(at("kubernetes_pod_v1.debug").unknown.filter(({ path }) => path[0] === "attributes")).toEqual([]);
		expect(value("kubernetes_pod_v1.debug", "spec", "serviceAccountName")).toBeUndefined();
	});

	test("other kinds", () => {
		expect(value("kubernetes_persistent_volume_v1.disk", "spec", "csi", "volumeHandle")).toBe("vol-1");
		expect(value("kubernetes_storage_class_v1.zonal", "allowedTopologies", 0, "matchLabelExpressions", 0, "key")).toBe(
			"topology.kubernetes.io/zone",
		);
		expect(value("kubernetes_default_service_account_v1.default", "automountServiceAccountToken")).toBe(false);
		expect(value("kubernetes_limit_range_v1.defaults", "spec", "limits", 0, "default", "memory")).toBe("256Mi");
		expect(
			value("kubernetes_horizontal_pod_autoscaler_v2.web", "spec", "behavior", "scaleDown", "policies"),
		).toHaveLength(1);
		expect(value("kubernetes_horizontal_pod_autoscaler_v2.web", "spec", "metrics", 0, "pods", "metric", "name")).toBe(
			"requests",
		);
		const webhook = value("kubernetes_validating_webhook_configuration_v1.policy", "webhooks", 0) as JsonObject;
		expect(valueAt(webhook, ["clientConfig", "service", "port"])).toBe(443);
		expect(valueAt(webhook, ["rules", 0, "resources"])).toEqual(["pods"]);
		expect(value("kubernetes_ingress_v1.plain", "spec", "defaultBackend", "service", "port", "name")).toBe("http");
		expect(value("kubernetes_network_policy_v1.ports", "spec", "egress")).toEqual([
			{ ports: [{ port: 8000, endPort: 8100, protocol: "TCP" }] },
			{},
		]);
		expect(value("kubernetes_service_v1.external", "spec", "ports", 0, "targetPort")).toBe("https");
	});

	test("paths lead back to the arguments, also to those that are not there", () => {
		const back = (key: string, ...path: AttributePath) => plannedPath(at(key).anchor.planned!, path).join(".");
		const agent = "kubernetes_daemonset.agent";
		const container = "spec.0.template.0.spec.0.container.0";
		expect(back(agent, ...pod, "containers", 0, "image")).toBe(`${container}.image`);
		expect(back(agent, ...pod, "containers", 0, "securityContext", "capabilities", "drop")).toBe(
			`${container}.security_context.0.capabilities.0.drop`,
		);
		expect(back(agent, ...pod, "containers", 0, "resources", "limits", "memory")).toBe(
			`${container}.resources.0.limits.memory`,
		);
		expect(back(agent, ...pod, "containers", 0, "args", 1)).toBe(`${container}.args.1`);
		expect(back(agent, ...pod, "volumes", 0, "projected", "sources", 1, "serviceAccountToken")).toBe(
			"spec.0.template.0.spec.0.volume.0.projected.0.sources.0.service_account_token.0",
		);
		expect(back(agent, "metadata", "labels", "example.com/a_b")).toBe("metadata.0.labels.example.com/a_b");
		expect(back("kubernetes_pod_v1.debug", "spec", "hostIPC")).toBe("spec.0.host_ipc");
		expect(back("kubernetes_service_v1.external", "spec", "externalIPs", 0)).toBe("spec.0.external_ips.0");
		expect(back("kubernetes_persistent_volume_v1.disk", "spec", "csi", "driver")).toBe(
			"spec.0.persistent_volume_source.0.csi.0.driver",
		);
		expect(back("kubernetes_role_binding_v1.readers", "subjects", 0, "name")).toBe("subject.0.name");
		expect(back(agent)).toBe("");
	});
});

describe("what a plan does not know", () => {
	const spec = (container: JsonObject) => [
		{ template: [{ metadata: [{ labels: { app: "web" } }], spec: [{ container: [{ name: "web", ...container }] }] }] },
	];
	const deep = (container: JsonObject) => ({ spec: [{ template: [{ spec: [{ container: [container] }] }] }] });
	const written = (container: JsonObject) => ({ spec: [{ template: [{ spec: [{ container: [container] }] }] }] });

	test("a value stays unknown, at its place in the object", () => {
		const { at } = read(
			planOf([
				planned(
					"kubernetes_deployment_v1.web",
					{ metadata: metadata("web"), spec: spec({}) },
					{ unknown: deep({ image: true }), expressions: written({ image: { references: ["local.image"] } }) },
				),
			]),
		);
		const paths = at("kubernetes_deployment_v1.web").unknown.map(({ path }) => path.join("."));
		expect(paths).toContain("attributes.spec.template.spec.containers.0.image");
		expect(paths).toContain("facets.pod.containers.0.spec.image");
	});

	test("unknown blocks hide the facets that would look into them", () => {
		const { at } = read(
			planOf([
				planned(
					"kubernetes_deployment_v1.web",
					{ metadata: metadata("web"), spec: spec({ image: "a:1" }) },
					{ unknown: deep({ env: true }), expressions: written({ env: [{ value: { references: ["local.x"] } }] }) },
				),
			]),
		);
		const { unknown } = at("kubernetes_deployment_v1.web");
		const hidden = unknown.filter(({ path }) => path.length === 2).map(({ path }) => path[1]);
		expect(hidden).toContain("plaintext_secrets");
		expect(hidden).not.toContain("replicas");
	});

	test("a Secret shows what the configuration writes down, and no more", () => {
		const secret = (name: string, data: JsonObject, expression: JsonObject) =>
			planned(`kubernetes_secret.${name}`, { metadata: metadata(name), data }, { expressions: { data: expression } });
		const { at } = read(
			planOf(
				[
					secret("literal", { a: "hunter-2-is-long" }, { constant_value: { a: "hunter-2-is-long" } }),
					secret("variable", { a: "from outside" }, { references: ["var.secret"] }),
					secret("mixed", { a: "from outside", b: "hunter-2-is-long" }, { references: ["var.secret"] }),
					planned("kubernetes_secret.read_back", { metadata: metadata("read-back"), data: { a: "b" } }),
				],
				{ secret: { value: "from outside" } },
			),
		);
		const plain = (name: string) => at(`kubernetes_secret.${name}`).facets.secret_data?.plain;
		const open = (name: string) =>
			at(`kubernetes_secret.${name}`).unknown.some(({ path }) => path[1] === "secret_data");
		expect(plain("literal")).toEqual([{ path: ["stringData"], keys: ["a"] }]);
		expect([plain("variable"), open("variable")]).toEqual([[], false]);
		expect([plain("read_back"), open("read_back")]).toEqual([[], false]);
		expect(open("mixed")).toBe(true);
	});

	test("labels that another resource adds are unknown on their object only", () => {
		const labels = { api_version: "v1", kind: "Namespace", metadata: [{ name: "shop" }], labels: { a: "b" } };
		const namespace = (name: string) => planned(`kubernetes_namespace.${name}`, { metadata: [{ name }] });
		const { at } = read(planOf([namespace("shop"), namespace("tools"), planned("kubernetes_labels.shop", labels)]));
		expect(at("kubernetes_namespace.shop").unknown).toEqual([
			{ path: ["attributes", "metadata", "labels"], reason: "kubernetes_labels.shop adds to it" },
		]);
		expect(at("kubernetes_namespace.tools").unknown).toEqual([]);
	});
});

describe("manifests inside a plan", () => {
	const policy = {
		apiVersion: "networking.k8s.io/v1",
		kind: "NetworkPolicy",
		metadata: { name: "deny", namespace: "shop" },
		spec: { podSelector: {} },
	};

	test("kubernetes_manifest: its argument is the object", () => {
		const { at } = read(
			planOf([
				planned(
					"kubernetes_manifest.deny",
					{ manifest: policy, object: null },
					{
						unknown: { manifest: { spec: { policyTypes: true } }, object: true },
						expressions: { manifest: { references: ["local.types"] } },
					},
				),
			]),
		);
		const resource = at("kubernetes_manifest.deny");
		expect(resource).toMatchObject({ type: "networking.k8s.io/NetworkPolicy", scope: "shop", name: "deny" });
		expect(resource.unknown.map(({ path }) => path.join("."))).toContain("attributes.spec.policyTypes");
		expect(plannedPath(resource.anchor.planned!, ["spec", "egress"])).toEqual(["manifest", "spec", "egress"]);
	});

	test("kubectl_manifest: the YAML is read", () => {
		const yaml_body = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n";
		const { at } = read(
			planOf([
				planned("kubectl_manifest.a", { yaml_body }),
				planned("kubectl_manifest.b", { yaml_body, override_namespace: "tools" }),
			]),
		);
		expect(at("kubectl_manifest.a")).toMatchObject({ type: "core/ConfigMap", scope: "shop", name: "a" });
		expect(at("kubectl_manifest.b").scope).toBe("tools");
		expect(plannedPath(at("kubectl_manifest.a").anchor.planned!, ["data", "x"])).toEqual(["yaml_body"]);
	});

	test("what cannot be read leaves absence open and is told", () => {
		const namespace = planned("kubernetes_namespace.shop", { metadata: [{ name: "shop" }] });
		const complete = (entries: ReturnType<typeof planned>[]) => {
			const plan = read(planOf([namespace, ...entries]));
			const told = unreachedProviders(plan.resources, []).map(({ code, message }) => `${code}: ${message}`);
			return { told, complete: plan.at("scope/namespace/shop").complete };
		};
		expect(complete([])).toEqual({ told: [], complete: true });
		const broken = complete([planned("kubectl_manifest.x", { yaml_body: "a: [" })]);
		expect(broken).toEqual({
			told: [
				"provider-not-covered: these types show no Kubernetes object that could be judged: kubectl_manifest; resources that were only searched for secrets: 1",
			],
			complete: false,
		});
		const unknown = complete([
			planned(
				"kubernetes_manifest.x",
				{},
				{ unknown: { manifest: true }, expressions: { manifest: { references: ["local.a"] } } },
			),
		]);
		expect(unknown.complete).toBe(false);
		const chart = (name: string) => planned("helm_release.x", { name: "x", chart: "x", namespace: name });
		expect(complete([chart("shop")])).toMatchObject({
			told: [expect.stringMatching(/^helm-release: .*helm template/)],
			complete: false,
		});
		expect(complete([chart("monitoring")]).complete).toBe(true);
	});

	test("objects of plans and manifests meet", () => {
		const labels = { app: "web" };
		const deployment = planned("kubernetes_deployment_v1.web", {
			metadata: metadata("web"),
			spec: [{ replicas: "2", template: [{ metadata: [{ labels }], spec: [{ container: [{ name: "web" }] }] }] }],
		});
		const { at } = read(planOf([deployment]), [
			{
				...{ apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: { name: "web", namespace: "shop" } },
				spec: { minAvailable: 1, selector: { matchLabels: labels } },
			},
		]);
		expect(at("kubernetes_deployment_v1.web").facets.disruption_budgets?.names).toEqual(["web"]);
	});
});

test("destroyed objects are gone, and odd values never throw", () => {
	const gone = change("kubernetes_pod.gone", ["delete"], null, { before: { metadata: metadata("gone") } });
	const odd: Diagnostic[] = [];
	const values: JsonObject[] = [
		{},
		{ metadata: "x", spec: 1 },
		{ metadata: [null], spec: [[[]], null] },
		{ spec: [{ template: { spec: { container: "x" } } }] },
		{ spec: [{ container: [null, 3, { env: [null, {}] }], volume: [{ projected: [{ sources: [1, {}] }] }] }] },
	];
	const changes = values.map((after, index) => change(`kubernetes_pod.odd[${index}]`, ["create"], after));
	const { objects, diagnostics } = read(planOfChanges([gone, ...changes]));
	odd.push(...diagnostics);
	expect(odd.filter(({ severity }) => severity === "error")).toEqual([]);
	expect(objects.some(({ key }) => key === "kubernetes_pod.gone")).toBe(false);
	expect(objects.filter(({ type }) => type === "core/Pod")).toHaveLength(values.length);
});
