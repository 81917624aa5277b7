import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { READ_KINDS } from "../../../../src/collect/kubernetes/kinds.ts";
import { type KubernetesSourceOptions, kubernetesSource } from "../../../../src/collect/kubernetes/source.ts";
import type { LiveEvent } from "../../../../src/model/live.ts";
import type { Diagnostic } from "../../../../src/model/resource.ts";
import { type FakeApi, type Item, type Served, startApi, status } from "./api.ts";

type Cluster = Extract<LiveEvent, { kind: "kubernetes" }>;

const kind = (version: string, plural: string, name: string, items: Item[] = [], namespaced = true): Served => ({
	version,
	plural,
	kind: name,
	namespaced,
	items,
});
const named = (name: string, namespace?: string, more: object = {}): Item => ({
	metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid: `uid-${name}` },
	...more,
});
const namespaces = (...names: string[]) =>
	kind(
		"v1",
		"namespaces",
		"Namespace",
		names.map((name) => named(name)),
		false,
	);
const owned = (name: string, namespace: string, ownerKind: string, owner: string, uid = `uid-${owner}`): Item => ({
	metadata: {
		name,
		namespace,
		uid: `uid-${name}`,
		ownerReferences: [{ apiVersion: "apps/v1", kind: ownerKind, name: owner, uid, controller: true }],
	},
});

let api: FakeApi;
afterEach(async () => {
	await api?.close();
});

async function read(options: Partial<KubernetesSourceOptions> = {}, signal = new AbortController().signal) {
	const source = await kubernetesSource({ cwd: tmpdir(), kubeconfig: api.kubeconfig(), ...options });
	const diagnostics: Diagnostic[] = [];
	const units: string[] = [];
	let cluster: Cluster | undefined;
	for await (const event of source.read(new Set(), signal)) {
		if (event.kind === "diagnostic") diagnostics.push(event.diagnostic);
		else if (event.kind === "unit-end") units.push(event.unit);
		else if (event.kind === "kubernetes") cluster = event;
	}
	const keys = cluster!.documents.map(({ value }) => {
		const { name, namespace } = value.metadata as { name: string; namespace?: string };
		return `${value.kind}/${namespace ?? ""}/${name}`;
	});
	const messages = diagnostics.map(({ code, message }) => `${code}: ${message}`);
	expect(JSON.stringify([messages, cluster!.gaps])).not.toContain("secret-of-the-server");
	return { cluster: cluster!, keys, diagnostics, messages, units };
}

/** Refuses requests whose path matches. */
const deny = (pattern: RegExp) => {
	api.faults.push((url, _request, response) => {
		if (!pattern.test(url.pathname)) return false;
		status(response, 403);
		return true;
	});
};

describe("what is read", () => {
	it("takes the preferred version, and another one for kinds that only it has", async () => {
		api = await startApi([
			namespaces("shop"),
			kind("gateway.networking.k8s.io/v1", "gateways", "Gateway", [named("edge", "shop")]),
			kind("gateway.networking.k8s.io/v1alpha2", "gateways", "Gateway", [named("edge", "shop")]),
			kind("gateway.networking.k8s.io/v1alpha2", "tlsroutes", "TLSRoute", [named("route", "shop")]),
			kind("example.com/v1", "things", "Thing", [named("thing", "shop")]),
		]);
		const { cluster, keys, units } = await read();
		expect(keys).toEqual(["Namespace//shop", "Gateway/shop/edge", "TLSRoute/shop/route"]);
		expect(cluster.documents.map(({ value }) => value.apiVersion)).toEqual([
			"v1",
			"gateway.networking.k8s.io/v1",
			"gateway.networking.k8s.io/v1alpha2",
		]);
		expect(cluster.documents.map(({ uri, index }) => `${uri} ${index}`)).toEqual([
			"live/kubernetes/fake 0",
			"live/kubernetes/fake 1",
			"live/kubernetes/fake 2",
		]);
		expect(units).toEqual(["kubernetes/fake"]);
		expect(api.requests.some((path) => path.includes("things"))).toBe(false);
	});

	it("gives up a list that never ends", async () => {
		api = await startApi([namespaces("shop"), kind("v1", "services", "Service")]);
		let pages = 0;
		api.faults.push((url, _request, response) => {
			if (!url.pathname.endsWith("/services")) return false;
			response.end(JSON.stringify({ metadata: { continue: `page-${++pages}` }, items: [] }));
			return true;
		});
		const { messages } = await read();
		expect(messages).toEqual(["kubernetes-failed: services could not be read: the list does not end"]);
		expect(pages).toBeLessThan(200);
	});

	it("makes lone surrogates well-formed", async () => {
		api = await startApi([namespaces("shop"), kind("v1", "services", "Service", [named("a\ud800", "shop")])]);
		expect((await read()).keys).toContain("Service/shop/a\ufffd");
	});

	it("leaves bookkeeping, status and the last applied object out", async () => {
		const annotations = {
			"kubectl.kubernetes.io/last-applied-configuration": "{}",
			"meta.helm.sh/release-name": "web",
		};
		const metadata = { name: "web", namespace: "shop", managedFields: [{}], resourceVersion: "1", annotations };
		api = await startApi([namespaces(), kind("v1", "services", "Service", [{ metadata, spec: {}, status: {} }])]);
		const { cluster } = await read();
		expect(cluster.documents.map(({ value }) => value)).toEqual([
			{
				apiVersion: "v1",
				kind: "Service",
				metadata: { name: "web", namespace: "shop", annotations: { "meta.helm.sh/release-name": "web" } },
				spec: {},
			},
		]);
	});

	it("reads Secrets only for a rule that selects them, and never their values", async () => {
		const secret = named("key", "shop", { data: { password: "aHVudGVyMg==" }, type: "Opaque" });
		api = await startApi([namespaces("shop"), kind("v1", "secrets", "Secret", [secret])]);
		expect((await read()).keys).toEqual(["Namespace//shop"]);
		const { cluster, keys } = await read({ types: ["core/Secret"] });
		expect(keys).toContain("Secret/shop/key");
		expect(JSON.stringify(cluster)).not.toContain("aHVudGVyMg==");
		expect(cluster.documents.at(-1)!.value).toMatchObject({ data: { password: "" }, type: "Opaque" });
	});

	it("reads every kind that Gatekeeper's templates make", async () => {
		api = await startApi([
			namespaces(),
			kind("constraints.gatekeeper.sh/v1beta1", "k8snoroot", "K8sNoRoot", [named("all")], false),
		]);
		expect((await read()).keys).toEqual(["K8sNoRoot//all"]);
	});

	it("drops what is owned, and keeps what is left over or owned by something unknown", async () => {
		const late = owned("late-pod", "shop", "ReplicaSet", "late");
		const sets = kind("apps/v1", "replicasets", "ReplicaSet", [owned("web-1", "shop", "Deployment", "web")]);
		api = await startApi([
			namespaces("shop"),
			kind("apps/v1", "deployments", "Deployment", [named("web", "shop")]),
			sets,
			kind("v1", "pods", "Pod", [
				owned("web-1-a", "shop", "ReplicaSet", "web-1"),
				owned("lost", "shop", "ReplicaSet", "gone"),
				owned("renamed", "shop", "Deployment", "web", "another-uid"),
				owned("static", "shop", "Node", "node-1"),
				late,
			]),
		]);
		// Made after the ReplicaSets were listed.
		api.faults.push((url) => {
			if (url.pathname === "/api/v1/pods") sets.items.push(owned("late", "shop", "Deployment", "web"));
			return false;
		});
		expect((await read()).keys).toEqual(
			["Deployment/shop/web", "Namespace//shop", "Pod/shop/lost", "Pod/shop/renamed", "Pod/shop/static"].sort(
				(left, right) => (left.startsWith("Deployment") ? -1 : right.startsWith("Deployment") ? 1 : 0),
			),
		);
	});
});

describe("pages", () => {
	const maps = (count: number) =>
		kind(
			"v1",
			"configmaps",
			"ConfigMap",
			Array.from({ length: count }, (_, index) => named(`m${index}`, "shop")),
		);

	it("are all read", async () => {
		api = await startApi([namespaces("shop"), maps(1201)]);
		expect(new Set((await read()).keys).size).toBe(1202);
		expect(api.requests.filter((path) => path.startsWith("/api/v1/configmaps"))).toHaveLength(3);
	});

	it("are read once more from the beginning when the server has forgotten the place", async () => {
		api = await startApi([namespaces("shop"), maps(600)]);
		let expired = 0;
		api.faults.push((url, _request, response) => {
			if (url.searchParams.get("continue") === null || expired === 1) return false;
			expired += 1;
			status(response, 410);
			return true;
		});
		const { keys, diagnostics } = await read();
		expect(diagnostics).toEqual([]);
		expect(keys).toHaveLength(601);
	});

	it("that expire again leave a gap, and what was read", async () => {
		api = await startApi([namespaces("shop"), maps(600)]);
		api.faults.push((url, _request, response) => {
			if (url.searchParams.get("continue") === null) return false;
			status(response, 410);
			return true;
		});
		const { keys, messages, cluster, units } = await read();
		expect(messages).toEqual([
			"kubernetes-failed: configmaps could not be read: the list changed faster than it could be read (410)",
		]);
		expect(cluster.gaps.map(({ key }) => key)).toEqual(["kubernetes/fake/core/ConfigMap"]);
		expect(keys).toHaveLength(501);
		expect(units).toEqual([]);
	});

	it("that lead in a circle end", async () => {
		api = await startApi([namespaces("shop"), maps(1)]);
		api.faults.push((url, _request, response) => {
			if (!url.pathname.endsWith("/configmaps")) return false;
			response.end(JSON.stringify({ metadata: { continue: "again" }, items: [] }));
			return true;
		});
		expect((await read()).messages).toEqual([
			"kubernetes-failed: configmaps could not be read: the server repeats a page of the list",
		]);
	});
});

describe("a busy or broken server", () => {
	it("is asked again, after the time it asks for", async () => {
		api = await startApi([namespaces("shop")]);
		let busy = 3;
		api.faults.push((url, _request, response) => {
			if (url.pathname !== "/api/v1/namespaces" || busy === 0) return false;
			busy -= 1;
			if (busy === 1) response.destroy();
			else status(response, busy === 2 ? 429 : 503, { "retry-after": "0" });
			return true;
		});
		const { keys, diagnostics } = await read();
		expect([keys, diagnostics, busy]).toEqual([["Namespace//shop"], [], 0]);
	});

	it("with an add-on that does not answer, leaves a gap for its kinds alone", async () => {
		api = await startApi([namespaces("shop"), kind("keda.sh/v1alpha1", "scaledobjects", "ScaledObject")]);
		api.faults.push((url, _request, response) => {
			if (url.pathname !== "/apis/keda.sh/v1alpha1") return false;
			status(response, 404);
			return true;
		});
		const { cluster, keys, messages } = await read();
		expect(keys).toEqual(["Namespace//shop"]);
		expect(cluster.gaps.map(({ types }) => types)).toEqual([["keda.sh/ScaledObject"]]);
		expect(messages).toEqual([
			"kubernetes-failed: keda.sh/ScaledObject could not be read: the server answered with status 404",
		]);
	});

	it("that answers with something else than a list is not taken for an empty cluster", async () => {
		api = await startApi([namespaces("shop"), kind("v1", "services", "Service")]);
		api.faults.push((url, _request, response) => {
			if (!url.pathname.endsWith("/services")) return false;
			response.end("<html>sign in</html>");
			return true;
		});
		const { messages, cluster } = await read();
		expect(messages).toEqual([
			"kubernetes-failed: services could not be read: the server answered with something else than JSON",
		]);
		expect(cluster.gaps).toHaveLength(1);
	});

	it("an abort ends it with gaps for the rest", async () => {
		api = await startApi([
			namespaces("shop"),
			kind("apps/v1", "deployments", "Deployment", [named("web", "shop")]),
			kind("v1", "pods", "Pod"),
		]);
		const controller = new AbortController();
		api.faults.push((url) => {
			if (url.pathname === "/api/v1/pods") controller.abort();
			return url.pathname === "/api/v1/pods";
		});
		const { cluster, keys, messages } = await read({}, controller.signal);
		expect(keys).toContain("Deployment/shop/web");
		expect(cluster.gaps).toMatchObject([{ key: "kubernetes/fake/core/Pod", types: ["core/Pod"] }]);
		expect(messages).toEqual(["kubernetes-stopped: not everything was read: the scan was stopped before it was read"]);
	});
});

describe("permissions", () => {
	const served = () => [
		namespaces("back", "shop"),
		kind("apps/v1", "deployments", "Deployment", [named("api", "back"), named("web", "shop")]),
		kind("storage.k8s.io/v1", "storageclasses", "StorageClass", [], false),
	];

	it("that are missing become gaps that name them", async () => {
		api = await startApi(served());
		deny(/deployments$|storageclasses$/);
		const { cluster, messages } = await read();
		expect(cluster.gaps).toEqual([
			{
				key: "kubernetes/fake/apps/Deployment",
				origin: "kubernetes",
				types: ["apps/Deployment"],
				facets: READ_KINDS.find(({ type }) => type === "apps/Deployment")!.facets,
				reason: "list deployments.apps was denied (namespaces back, shop)",
			},
			{
				key: "kubernetes/fake/storage.k8s.io/StorageClass",
				origin: "kubernetes",
				types: ["storage.k8s.io/StorageClass"],
				facets: [],
				reason: "list storageclasses.storage.k8s.io was denied",
			},
		]);
		expect(messages).toEqual([
			"kubernetes-denied: list deployments.apps was denied (namespaces back, shop)",
			"kubernetes-denied: list storageclasses.storage.k8s.io was denied",
		]);
	});

	it("for single namespaces are used where the cluster as a whole is denied", async () => {
		api = await startApi(served());
		deny(/\/v1\/deployments$|namespaces\/back\/deployments$/);
		const { cluster, keys } = await read();
		expect(keys).toContain("Deployment/shop/web");
		expect(cluster.gaps).toMatchObject([
			{
				key: "kubernetes/fake/apps/Deployment/back",
				scope: "back",
				reason: "list deployments.apps was denied (namespace back)",
			},
		]);
	});

	it("to list namespaces are not needed for those that are named", async () => {
		api = await startApi(served());
		deny(/\/namespaces$|\/v1\/deployments$/);
		const { keys, diagnostics } = await read({ namespace: ["shop"] });
		expect(keys).toEqual(["Deployment/shop/web", "Namespace//shop"]);
		expect(diagnostics).toEqual([]);
		// Without names, that of the context.
		const own = await read({ kubeconfig: api.kubeconfig({ namespace: "back" }) });
		expect(own.keys).toEqual(["Deployment/back/api"]);
		expect(own.cluster.gaps.map(({ types }) => types)).toEqual([["core/Namespace", "scope/namespace"]]);
	});

	it("that are left out on purpose are no error", async () => {
		api = await startApi(served());
		deny(/storageclasses$/);
		const { cluster, diagnostics } = await read({ skipKind: ["StorageClasses.storage.k8s.io", "Secret"] });
		expect(diagnostics).toEqual([]);
		expect(cluster.gaps).toMatchObject([
			{ byChoice: true, reason: "storageclasses.storage.k8s.io were left out by --skip-kind" },
		]);
		await expect(read({ skipKind: ["Deploymnt"] })).rejects.toThrow('--skip-kind: unknown kind "Deploymnt"');
	});
});

describe("namespaces", () => {
	const served = () => [
		namespaces("kube-system", "shop", "shop-test"),
		kind("v1", "services", "Service", [named("dns", "kube-system"), named("web", "shop"), named("web", "shop-test")]),
	];

	it("are chosen by name and pattern", async () => {
		api = await startApi(served());
		expect((await read({ namespace: ["shop*"] })).keys).toEqual([
			"Namespace//shop",
			"Namespace//shop-test",
			"Service/shop/web",
			"Service/shop-test/web",
		]);
		const without = await read({ excludeNamespace: ["kube-*", "*-test"] });
		expect(without.keys).toEqual(["Namespace//shop", "Service/shop/web"]);
		expect(without.cluster.partial).toBe("namespaces that --exclude-namespace leaves out were not read");
		expect((await read()).cluster.partial).toBeUndefined();
	});

	it("that do not exist are an error: a slip must not look like an empty cluster", async () => {
		api = await startApi(served());
		expect((await read({ namespace: ["shpo"] })).messages).toEqual([
			"kubernetes-namespace: there is no namespace shpo",
		]);
		expect((await read({ namespace: ["shpo*", "shop"] })).messages).toEqual([
			"kubernetes-namespace: no namespace matches --namespace shpo*",
		]);
	});
});

describe("the kubeconfig", () => {
	it("tells a wrong token from a closed port and a missing plugin", async () => {
		api = await startApi([namespaces()]);
		const trouble = async (kubeconfig: string) => {
			const { messages, cluster } = await read({ kubeconfig });
			expect(cluster.gaps).toMatchObject([{ key: "kubernetes/fake" }]);
			expect(cluster.gaps[0]!.types).toContain("core/Pod");
			return messages;
		};
		expect(await trouble(api.kubeconfig({ user: { token: "bad" } }))).toEqual([
			"kubernetes-unauthorized: the cluster could not be read: the server does not accept the credentials (401)",
		]);
		expect((await trouble(api.kubeconfig({ cluster: { server: "http://127.0.0.1:1" } })))[0]).toMatch(
			/^kubernetes-unreachable: .*127\.0\.0\.1:1 refuses connections \(ECONNREFUSED\)/,
		);
		const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "no-such-plugin", interactiveMode: "Never" };
		expect(await trouble(api.kubeconfig({ user: { exec } }))).toEqual([
			"kubernetes-credentials: the cluster could not be read: the credential plugin no-such-plugin of the kubeconfig is not installed",
		]);
	});

	it("gets tokens from plugins and files", async () => {
		api = await startApi([namespaces("shop")]);
		const folder = mkdtempSync(join(tmpdir(), "assay-token-"));
		const plugin = join(folder, "plugin");
		const credential = {
			apiVersion: "client.authentication.k8s.io/v1",
			kind: "ExecCredential",
			status: { token: "good" },
		};
		writeFileSync(plugin, `#!/bin/sh\necho '${JSON.stringify(credential)}'\n`);
		chmodSync(plugin, 0o755);
		const exec = { apiVersion: "client.authentication.k8s.io/v1", command: plugin, interactiveMode: "Never" };
		expect((await read({ kubeconfig: api.kubeconfig({ user: { exec } }) })).keys).toEqual(["Namespace//shop"]);
		writeFileSync(join(folder, "token"), "good\n");
		const tokenFile = join(folder, "token");
		expect((await read({ kubeconfig: api.kubeconfig({ user: { tokenFile } }) })).keys).toEqual(["Namespace//shop"]);
	});

	it("is not quoted when it is broken", async () => {
		api = await startApi([]);
		const file = join(mkdtempSync(join(tmpdir(), "assay-broken-")), "config");
		writeFileSync(file, "users:\n- name: me\n  user: {token: hunter2-hunter2\n");
		await expect(read({ kubeconfig: file })).rejects.toThrow(/cannot be used: line \d+ is no valid YAML$/);
		await expect(read({ kubeconfig: `${file}-gone` })).rejects.toThrow("is not there");
		await expect(read({ context: ["other"] })).rejects.toThrow('unknown context "other"; known: fake');
	});
});

describe("deploy/kubernetes", () => {
	it("grants the right to read what is read, and no other", () => {
		const text = readFileSync(new URL("../../../../deploy/kubernetes/clusterrole.yaml", import.meta.url), "utf8");
		const { rules } = parse(text) as { rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[] };
		expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(["get", "list"]));
		const granted = rules.flatMap(({ apiGroups, resources }) =>
			apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`)),
		);
		const plural = (name: string) =>
			name.endsWith("s")
				? `${name}es`
				: name.endsWith("y") && !name.endsWith("ay")
					? `${name.slice(0, -1)}ies`
					: `${name}s`;
		const wanted = READ_KINDS.map((read) => `${read.group}/${plural(read.kind.toLowerCase())}`);
		expect(granted.sort()).toEqual([...wanted, "/namespaces"].sort());
	});
});
