import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";

/** An object as a list shows it: without kind and version. */
export type Item = { metadata: { name: string; namespace?: string; uid?: string } & Record<string, unknown> } & Record<
	string,
	unknown
>;

/** One resource of the API. */
export interface Served {
	/** `v1`, `apps/v1`. */
	version: string;
	plural: string;
	kind: string;
	namespaced: boolean;
	items: Item[];
}

/** Answers a request instead of the API; false leaves it to the API. */
export type Fault = (path: URL, request: IncomingMessage, response: ServerResponse) => boolean;

/** The part of the Kubernetes API that scans use, over plain HTTP: discovery, lists in pages, single objects. */
export interface FakeApi {
	url: string;
	/** Path and query of every request. */
	requests: string[];
	/** In the order they are asked. */
	faults: Fault[];
	/** Writes a kubeconfig that leads here. */
	kubeconfig(changes?: { user?: object; cluster?: object; namespace?: string }): string;
	close(): Promise<void>;
}

/** @param token the only one that is let in. */
export async function startApi(served: Served[], token = "good"): Promise<FakeApi> {
	const requests: string[] = [];
	const faults: Fault[] = [];
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? "/", "http://localhost");
		requests.push(url.pathname + url.search);
		if (request.method !== "GET") return status(response, 405);
		if (request.headers.authorization !== `Bearer ${token}`) return status(response, 401);
		if (faults.some((fault) => fault(url, request, response))) return;
		const value = answer(url, served);
		if (value === null) return status(response, 404);
		response.writeHead(200, { "content-type": "application/json" });
		response.end(JSON.stringify(value));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		requests,
		faults,
		kubeconfig({ user = { token }, cluster = {}, namespace } = {}) {
			const file = join(mkdtempSync(join(tmpdir(), "assay-kubeconfig-")), "config");
			const context = { cluster: "fake", user: "me", ...(namespace === undefined ? {} : { namespace }) };
			writeFileSync(
				file,
				stringify({
					apiVersion: "v1",
					kind: "Config",
					"current-context": "fake",
					clusters: [{ name: "fake", cluster: { server: url, "insecure-skip-tls-verify": true, ...cluster } }],
					users: [{ name: "me", user }],
					contexts: [{ name: "fake", context }],
				}),
			);
			return file;
		},
		close: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

/** A Status object, as the API sends for errors. */
export function status(response: ServerResponse, code: number, headers: Record<string, string> = {}): void {
	response.writeHead(code, { "content-type": "application/json", ...headers });
	response.end(
		JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", code, message: "secret-of-the-server" }),
	);
}

/** What the API has at a path, or null. */
function answer(url: URL, served: Served[]): object | null {
	const versions = [...new Set(served.map(({ version }) => version))].filter((version) => version.includes("/"));
	if (url.pathname === "/apis") {
		const groups = [...new Set(versions.map((version) => version.split("/")[0]!))].map((name) => {
			const own = versions
				.filter((version) => version.startsWith(`${name}/`))
				.map((groupVersion) => ({ groupVersion, version: groupVersion.split("/")[1] }));
			return { name, versions: own, preferredVersion: own[0] };
		});
		return { kind: "APIGroupList", groups };
	}
	const base = served.find(({ version }) => url.pathname === baseOf(version));
	if (base !== undefined || url.pathname === "/api/v1") {
		const own = served.filter(({ version }) => url.pathname === baseOf(version));
		const resources = own.map(({ plural, kind, namespaced }) => ({
			name: plural,
			kind,
			namespaced,
			verbs: ["get", "list", "watch"],
		}));
		return {
			kind: "APIResourceList",
			resources: [...resources, { name: "pods/log", kind: "Pod", verbs: ["get"] }],
		};
	}
	for (const { version, plural, kind, namespaced, items } of served) {
		const [, namespace, name] =
			new RegExp(`^${baseOf(version)}(?:/namespaces/([^/]+))?/${plural}(?:/([^/]+))?$`).exec(url.pathname) ?? [];
		if (!new RegExp(`^${baseOf(version)}(/namespaces/[^/]+)?/${plural}(/[^/]+)?$`).test(url.pathname)) continue;
		if (namespace !== undefined && !namespaced) continue;
		const own = items.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
		if (name !== undefined) {
			const found = own.find(({ metadata }) => metadata.name === name);
			return found === undefined ? null : { apiVersion: version, kind, ...found };
		}
		const limit = Number(url.searchParams.get("limit"));
		const start = Number(url.searchParams.get("continue") ?? 0);
		const next = start + limit < own.length ? String(start + limit) : undefined;
		return {
			kind: `${kind}List`,
			apiVersion: version,
			metadata: { continue: next ?? "" },
			items: own.slice(start, start + limit),
		};
	}
	return null;
}

function baseOf(version: string): string {
	return version.includes("/") ? `/apis/${version}` : `/api/${version}`;
}
