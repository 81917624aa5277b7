import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import type { Report } from "../../src/model/report.ts";
import { assay, ROOT, type Run } from "../e2e/run.ts";
import { create, missingTool, startCluster, type TestCluster, USERS } from "./kube-apiserver/cluster.ts";

const missing = missingTool();
if (missing !== null) console.warn(`skipped: live Kubernetes clusters: ${missing}`);

type Manifest = {
	apiVersion: string;
	kind: string;
	metadata: { name: string; namespace?: string } & Record<string, unknown>;
} & Record<string, unknown>;

/** Values that must not get out of the cluster. */
const SECRET = "S3cret-value-nobody-may-see";

/** Where the kinds of the tests are created. */
const PLURALS: Record<string, string> = {
	NetworkPolicy: "networkpolicies",
};
const CLUSTER_WIDE = ["Namespace", "ClusterRole", "ClusterRoleBinding", "PriorityClass"];

function pathOf({ apiVersion, kind, metadata }: Manifest): string {
	const base = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
	const scope = CLUSTER_WIDE.includes(kind) ? "" : `/namespaces/${metadata.namespace}`;
	return `${base}${scope}/${PLURALS[kind] ?? `${kind.toLowerCase()}s`}?fieldValidation=Strict`;
}

function manifestsIn(folder: string): Manifest[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith(".yaml") && name !== "assay.yaml" && name !== "kustomization.yaml")
		.flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), "utf8")))
		.map((document) => document.toJS() as Manifest);
}

describe.skipIf(missing !== null)("a real API server", () => {
	let cluster: TestCluster;
	let admin: string;

	beforeAll(async () => {
		cluster = await startCluster();
		admin = cluster.kubeconfig({ test: { token: USERS.admin.token } });
	}, 900_000);

	afterAll(async () => {
		await cluster?.stop();
	});

	const namespace = (name: string) =>
		create(cluster, "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } });

	async function scan(kubeconfig: string, ...args: string[]): Promise<Run & { report: Report }> {
		const run = await assay(
			[
				"scan",
				"--live",
				"kubernetes",
				"--kubeconfig",
				kubeconfig,
				"--format",
				"json",
				"--timestamp",
				"2026-01-01",
				...args,
			],
			{ cwd: cluster.folder },
		);
		expect(run.stdout + run.stderr).not.toContain(SECRET);
		expect(run.stdout + run.stderr).not.toContain(Buffer.from(SECRET).toString("base64"));
		expect(run.stdout + run.stderr).not.toContain("token-of-the");
		return { ...run, report: run.stdout.startsWith("{") ? JSON.parse(run.stdout) : null };
	}

	/** Findings as `rule resource path message`, of resources whose key the test keeps. */
	function findings(report: Report, keep: (key: string) => boolean): string[] {
		return report.findings
			.map(({ rule, resource, path, message }) => {
				const key = resource.key.replace(/^kubernetes\/[^/]+\//, "");
				return { key, text: `${rule} ${key} ${JSON.stringify(path)} ${message}` };
			})
			.filter(({ key }) => keep(key))
			.map(({ text }) => text)
			.sort();
	}

	it.each([
		["ai-gateway", "ai-plain"],
		["ai-gateway-hardened", "ai-hardened"],
	])("judges what runs as it judges the manifests: %s", async (system, name) => {
		const source = join(ROOT, "fixtures/systems", system);
		const folder = join(mkdtempSync(join(cluster.folder, "system-")), "manifests");
		mkdirSync(folder);
		for (const file of readdirSync(source)) {
			// Alerts need a custom resource definition, and in a cluster their absence is proof.
			if (file === "monitoring.yaml") continue;
			writeFileSync(join(folder, file), readFileSync(join(source, file), "utf8").replaceAll("ai-platform", name));
		}
		// What needs a custom resource definition is not in the cluster.
		const manifests = manifestsIn(folder).filter(({ kind }) => kind !== "ExternalSecret" && kind !== "Certificate");
		if (!manifests.some(({ kind }) => kind === "Namespace")) await namespace(name);
		const rank = ({ kind }: Manifest) => (kind === "Namespace" ? 0 : 1);
		for (const manifest of manifests.sort((left, right) => rank(left) - rank(right))) {
			if (manifest.kind !== "Namespace") manifest.metadata.namespace ??= name;
			await create(cluster, pathOf(manifest), manifest);
		}
		const options = ["--param", "manifests_complete=true", "--param", `default_namespace=${name}`];
		if (readdirSync(folder).includes("assay.yaml")) options.push("--config", join(folder, "assay.yaml"));
		const written = JSON.parse(
			(await assay(["scan", folder, "--format", "json", ...options], { cwd: cluster.folder })).stdout,
		) as Report;
		const live = await scan(admin, "--namespace", name, ...options);

		const states = (manifest: Manifest) => {
			const group = manifest.apiVersion.includes("/") ? manifest.apiVersion.split("/")[0] : "core";
			return [
				`${group}/${manifest.kind}/${name}/${manifest.metadata.name}`,
				`${group}/${manifest.kind}//${manifest.metadata.name}`,
			];
		};
		const keys = new Set(manifests.flatMap(states));
		// The manifests leave the namespace to the time they are applied, and keys stand in messages too.
		const keyed = (lines: string[]) =>
			lines
				.map((line) =>
					line.replaceAll("kubernetes/test/", "").replaceAll(/([a-z.]+\/[A-Z]\w+)\/\/(?=[a-z])/g, `$1/${name}/`),
				)
				.sort();
		const wanted = keyed(findings(written, (key) => keys.has(key)));
		expect(keyed(findings(live.report, (key) => keys.has(key)))).toEqual(wanted);
		if (system === "ai-gateway") expect(wanted.length).toBeGreaterThan(10);
		expect(live.report.complete).toBe(true);
		// What the manifests decide is decided in the cluster.
		const open = (report: Report) =>
			report.rules.flatMap(({ id, inconclusive }) => inconclusive.map(({ resource }) => `${id} ${resource}`));
		const openInManifests = keyed(open(written));
		expect(keyed(open(live.report)).filter((line) => !openInManifests.includes(line))).toEqual([]);
	});

	it("never shows what a Secret holds, and does not read Secrets", async () => {
		await namespace("vault");
		await create(cluster, "/api/v1/namespaces/vault/secrets", {
			apiVersion: "v1",
			kind: "Secret",
			metadata: { name: "key" },
			stringData: { password: SECRET },
		});
		const { report } = await scan(admin, "--namespace", "vault", "--inventory", "vault.jsonl", "--verbose");
		expect(report.complete).toBe(true);
		const inventory = readFileSync(join(cluster.folder, "vault.jsonl"), "utf8");
		expect(inventory).toContain("core/Namespace//vault");
		expect(inventory).not.toContain("core/Secret");
	});

	it("judges once what controllers make, and what is left over itself", async () => {
		await namespace("owned");
		const pod = { containers: [{ name: "web", image: "nginx:latest" }] };
		const labels = { app: "web" };
		const made = await cluster.call("POST", "/apis/apps/v1/namespaces/owned/deployments", {
			apiVersion: "apps/v1",
			kind: "Deployment",
			metadata: { name: "web" },
			spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
		});
		const owner = (apiVersion: string, kind: string, name: string, uid: string) => ({
			ownerReferences: [{ apiVersion, kind, name, uid, controller: true }],
		});
		const uid = (made.body as { metadata: { uid: string } }).metadata.uid;
		const set = await cluster.call("POST", "/apis/apps/v1/namespaces/owned/replicasets", {
			apiVersion: "apps/v1",
			kind: "ReplicaSet",
			metadata: { name: "web-1", ...owner("apps/v1", "Deployment", "web", uid) },
			spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
		});
		const setUid = (set.body as { metadata: { uid: string } }).metadata.uid;
		const pods: [string, object][] = [
			["web-1-a", owner("apps/v1", "ReplicaSet", "web-1", setUid)],
			["left-over", owner("apps/v1", "ReplicaSet", "gone", "5f5a0b6e-0000-4000-8000-000000000000")],
			["static", owner("v1", "Node", "node-1", "5f5a0b6e-0000-4000-8000-000000000001")],
			["of-an-operator", owner("example.com/v1", "Database", "main", "5f5a0b6e-0000-4000-8000-000000000002")],
		];
		for (const [name, metadata] of pods) {
			await create(cluster, "/api/v1/namespaces/owned/pods", {
				apiVersion: "v1",
				kind: "Pod",
				metadata: { name, ...metadata },
				spec: pod,
			});
		}
		const { report } = await scan(admin, "--namespace", "owned", "--rule", "k8s-image-tag");
		expect(report.findings.map(({ resource }) => resource.key)).toEqual([
			"kubernetes/test/apps/Deployment/owned/web",
			"kubernetes/test/core/Pod/owned/left-over",
			"kubernetes/test/core/Pod/owned/of-an-operator",
			"kubernetes/test/core/Pod/owned/static",
		]);
	});

	it("reads 2,000 objects page by page, the same twice", async () => {
		await namespace("many");
		const names = Array.from({ length: 2000 }, (_, index) => `map-${String(index).padStart(4, "0")}`);
		const waiting = names.values();
		const worker = async () => {
			for (const name of waiting) {
				const data = { index: name };
				await create(cluster, "/api/v1/namespaces/many/configmaps", {
					apiVersion: "v1",
					kind: "ConfigMap",
					metadata: { name },
					data,
				});
			}
		};
		await Promise.all(Array.from({ length: 16 }, worker));
		const first = await scan(admin, "--inventory", "many.jsonl");
		const keys = readFileSync(join(cluster.folder, "many.jsonl"), "utf8")
			.split("\n")
			.filter((line) => line.includes("core/ConfigMap/many/"))
			.map((line) => (JSON.parse(line) as { key: string }).key);
		expect(keys).toEqual(names.map((name) => `kubernetes/test/core/ConfigMap/many/${name}`));
		const second = await scan(admin, "--inventory", "many.jsonl");
		const undated = (text: string) => text.replaceAll(/"at": "[^"]+"/g, '"at": ""');
		expect(undated(second.stdout)).toBe(undated(first.stdout));
	});

	it("names the permissions that are missing, and judges the rest", async () => {
		await namespace("shop");
		await namespace("back");
		await create(cluster, "/apis/apps/v1/namespaces/shop/deployments", {
			apiVersion: "apps/v1",
			kind: "Deployment",
			metadata: { name: "web" },
			spec: {
				selector: { matchLabels: { app: "web" } },
				template: {
					metadata: { labels: { app: "web" } },
					spec: { containers: [{ name: "web", image: "nginx:latest", securityContext: { privileged: true } }] },
				},
			},
		});
		const rbac = "/apis/rbac.authorization.k8s.io/v1";
		const role = (kind: string, name: string, rules: object[]) => ({
			apiVersion: "rbac.authorization.k8s.io/v1",
			kind,
			metadata: { name },
			rules,
		});
		const bind = (kind: string, name: string, refKind: string) => ({
			apiVersion: "rbac.authorization.k8s.io/v1",
			kind,
			metadata: { name },
			roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: refKind, name },
			subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "scanners" }],
		});
		const discovery = [{ nonResourceURLs: ["/api", "/api/*", "/apis", "/apis/*"], verbs: ["get"] }];
		await create(
			cluster,
			`${rbac}/clusterroles`,
			role("ClusterRole", "scan-some", [
				...discovery,
				{ apiGroups: ["apps"], resources: ["*"], verbs: ["list"] },
				{ apiGroups: [""], resources: ["namespaces"], verbs: ["list"] },
			]),
		);
		await create(cluster, `${rbac}/clusterrolebindings`, bind("ClusterRoleBinding", "scan-some", "ClusterRole"));
		await create(
			cluster,
			`${rbac}/namespaces/shop/roles`,
			role("Role", "policies", [{ apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: ["list"] }]),
		);
		await create(cluster, `${rbac}/namespaces/shop/rolebindings`, bind("RoleBinding", "policies", "Role"));

		const viewer = cluster.kubeconfig({ viewer: { token: USERS.viewer.token } });
		const { report, code, stderr } = await scan(viewer, "--namespace", "shop,back*");
		expect(code).toBe(2);
		expect(stderr).toContain("list clusterroles.rbac.authorization.k8s.io was denied [kubernetes-denied]");
		expect(stderr).toContain("list networkpolicies.networking.k8s.io was denied (namespace back) [kubernetes-denied]");
		const rule = (id: string) => report.rules.find((other) => other.id === id)!;
		expect(rule("k8s-rbac-wildcard").inconclusive).toContainEqual({
			resource: "kubernetes/viewer/rbac.authorization.k8s.io/ClusterRole",
			reason: "list clusterroles.rbac.authorization.k8s.io was denied",
		});
		// Its Pods and Deployments were read, so what they say of themselves is known.
		expect(
			findings(report, (key) => key === "apps/Deployment/shop/web").some((line) => line.startsWith("k8s-privileged ")),
		).toBe(true);
		// In one namespace the absence of a policy is proof, in the other it is not.
		const uncovered = report.findings.filter((finding) => finding.rule === "k8s-netpol-covers-pod");
		expect(uncovered.map(({ resource }) => resource.key)).toEqual(["kubernetes/viewer/apps/Deployment/shop/web"]);
		expect(rule("k8s-netpol-default-deny").inconclusive.map(({ resource }) => resource)).toContain(
			"kubernetes/viewer/scope/namespace/back",
		);
		// What another object decides is open where that object could not be read.
		expect(rule("k8s-sa-token-automount").inconclusive).toContainEqual({
			resource: "kubernetes/viewer/apps/Deployment/shop/web",
			reason: "list serviceaccounts was denied (namespaces back, shop)",
		});

		const skipped = await scan(viewer, "--namespace", "shop", "--skip-kind", "clusterroles,RoleBinding");
		expect(skipped.report.rules.find(({ id }) => id === "k8s-rbac-wildcard")!.notAssessed).toContainEqual({
			resource: "kubernetes/viewer/rbac.authorization.k8s.io/ClusterRole",
			reason: "clusterroles.rbac.authorization.k8s.io were left out by --skip-kind",
		});
		expect(skipped.stderr).not.toContain("list clusterroles.");
	});

	it("needs no more rights than deploy/kubernetes grants, whose objects are valid", async () => {
		for (const manifest of manifestsIn(join(ROOT, "deploy/kubernetes")).sort((left) =>
			left.kind === "Namespace" ? -1 : 0,
		)) {
			await create(cluster, pathOf(manifest), manifest);
		}
		await create(cluster, "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", {
			apiVersion: "rbac.authorization.k8s.io/v1",
			kind: "ClusterRoleBinding",
			metadata: { name: "scan-as-deployed" },
			roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "assay" },
			subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "scanners" }],
		});
		const viewer = cluster.kubeconfig({ viewer: { token: USERS.viewer.token } });
		const whole = await scan(viewer);
		expect(whole.stderr).not.toContain("error:");
		expect(whole.report.complete).toBe(true);
		const named = await scan(viewer, "--namespace", "assay", "--param", "image_registries=registry.example.com");
		expect(named.report.complete).toBe(true);
		const own = named.report.findings.filter(({ resource }) => /\/assay(\/|$)/.test(resource.key));
		expect(
			own
				.filter(({ severity }) => !["low", "info"].includes(severity))
				.map(({ rule, resource }) => `${rule} ${resource.key}`),
		).toEqual([]);
	});

	it("reads several clusters in one scan", async () => {
		const both = cluster.kubeconfig({
			"arn:aws:eks:eu-west-1:123456789012:cluster/one": { token: USERS.admin.token },
			two: { token: USERS.admin.token },
		});
		const { report } = await scan(
			both,
			"--context",
			"two,arn:aws:eks:eu-west-1:123456789012:cluster/one",
			"--namespace",
			"default",
		);
		expect(report.inputs.map(({ uri }) => uri)).toEqual([
			"live/kubernetes/arn:aws:eks:eu-west-1:123456789012:cluster%2Fone",
			"live/kubernetes/two",
		]);
		expect(new Set(report.findings.map(({ fingerprint }) => fingerprint)).size).toBe(report.findings.length);
	});

	it("tells a wrong token, a closed port and a foreign authority apart", async () => {
		const foreign = join(cluster.folder, "foreign.pem");
		writeFileSync(foreign, rootCertificates[0]!);
		const file = cluster.kubeconfig({
			wrong: { token: "nobody-has-this-one" },
			closed: { token: "x", server: "https://127.0.0.1:1" },
			foreign: { token: USERS.admin.token, authority: foreign },
		});
		const words: Record<string, string> = {
			wrong: "does not accept the credentials (401) [kubernetes-unauthorized]",
			closed: "refuses connections (ECONNREFUSED)",
			foreign: "[kubernetes-certificate]",
		};
		for (const [context, word] of Object.entries(words)) {
			const { code, stderr, report } = await scan(file, "--context", context);
			expect(code, context).toBe(2);
			expect(stderr, context).toContain(word);
			expect(report.findings).toEqual([]);
			expect(
				report.rules.find(({ id }) => id === "k8s-privileged")!.inconclusive.map(({ resource }) => resource),
			).toEqual([`kubernetes/${context}`]);
		}
		const unknown = await scan(file, "--context", "other");
		expect(unknown.code).toBe(2);
		expect(unknown.stderr).toContain('--context: unknown context "other"; known: wrong, closed, foreign');
		const nowhere = await scan(admin, "--namespace", "no-such-one");
		expect(nowhere.code).toBe(2);
		expect(nowhere.stderr).toContain("there is no namespace no-such-one [kubernetes-namespace]");
	});
});
