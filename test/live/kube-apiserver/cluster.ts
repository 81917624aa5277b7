import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";

const VERSION = "v1.34.4";
const BUILD = fileURLToPath(new URL("build.sh", import.meta.url));

/** Users of the cluster and their tokens, which only live as long as it does. */
const USERS = {
	/** May do everything. */
	admin: { token: "token-of-the-administrator", groups: "system:masters" },
	/** May do what a test allows its group. */
	viewer: { token: "token-of-the-viewer", groups: "scanners" },
} as const;

/** A real API server on loopback, without controllers and nodes: what is created stays as it is. */
export interface TestCluster {
	/** `https://127.0.0.1:1234`. */
	server: string;
	/** PEM file of the authority that signed the server's certificate. */
	authority: string;
	/** Folder for whatever belongs to the cluster; goes with it. */
	folder: string;
	/** Calls the API as the administrator. */
	call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
	/** Writes a kubeconfig with one context for each entry; the first is the current one. */
	kubeconfig(
		contexts: Record<string, { token: string; server?: string; authority?: string; namespace?: string }>,
	): string;
	stop(): Promise<void>;
}

export { USERS };

/** Why there can be no cluster here; null when there can. */
export function missingTool(): string | null {
	const has = (tool: string) => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;
	if (!has("etcd")) return "etcd is not installed (apt-get install etcd-server)";
	const cache = process.env.ASSAY_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "assay");
	if (existsSync(join(cache, "kube-apiserver", `kube-apiserver-${VERSION}`)) || has("go")) return null;
	return "kube-apiserver is not built, and Go is not installed";
}

/**
 * Builds the API server when it is missing, starts it with its store, and waits until it is ready.
 * @throws when it does not get ready in a minute; the message holds the end of its log.
 */
export async function startCluster(): Promise<TestCluster> {
	const binary = execFileSync(BUILD, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();
	const folder = mkdtempSync(join(tmpdir(), "assay-cluster-"));
	const [store, peer, port] = [await freePort(), await freePort(), await freePort()];
	const children: ChildProcess[] = [];
	const logs: string[] = [];
	const start = (program: string, args: string[]) => {
		const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
		child.stderr?.setEncoding("utf8").on("data", (text: string) => {
			logs.push(text);
			if (logs.length > 50) logs.shift();
		});
		children.push(child);
	};
	const stop = async () => {
		for (const child of children.reverse()) {
			const gone = new Promise((resolve) => child.once("exit", resolve));
			if (child.exitCode !== null || child.signalCode !== null) continue;
			child.kill("SIGTERM");
			const patience = setTimeout(() => child.kill("SIGKILL"), 5000);
			await gone;
			clearTimeout(patience);
		}
		rmSync(folder, { recursive: true, force: true });
	};

	const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
	writeFileSync(join(folder, "account.key"), keys.privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
	writeFileSync(join(folder, "account.pub"), keys.publicKey.export({ type: "spki", format: "pem" }));
	const tokens = Object.entries(USERS).map(([name, { token, groups }]) => `${token},${name},${name},"${groups}"\n`);
	writeFileSync(join(folder, "tokens.csv"), tokens.join(""), { mode: 0o600 });

	const at = `http://127.0.0.1:${store}`;
	const peerAt = `http://127.0.0.1:${peer}`;
	start("etcd", [
		...["--name=test", `--data-dir=${join(folder, "etcd")}`],
		...[`--listen-client-urls=${at}`, `--advertise-client-urls=${at}`],
		...[`--listen-peer-urls=${peerAt}`, `--initial-advertise-peer-urls=${peerAt}`, `--initial-cluster=test=${peerAt}`],
		// Nothing of it outlives the test.
		"--unsafe-no-fsync",
	]);
	start(binary, [
		...[`--etcd-servers=${at}`, "--bind-address=127.0.0.1", `--secure-port=${port}`, `--cert-dir=${folder}`],
		...["--advertise-address=127.0.0.1", "--service-cluster-ip-range=10.0.0.0/24", "--endpoint-reconciler-type=none"],
		...["--token-auth-file=tokens.csv", "--authorization-mode=RBAC", "--anonymous-auth=false"],
		...["--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file=account.pub"],
		...["--service-account-signing-key-file=account.key", "--disable-admission-plugins=ServiceAccount"],
		// Else privileged pods, which tests need, are refused.
		"--allow-privileged=true",
	]);

	const server = `https://127.0.0.1:${port}`;
	const authority = join(folder, "apiserver.crt");
	const cluster: TestCluster = {
		server,
		authority,
		folder,
		call: (method, path, body) => call(server, authority, method, path, body),
		kubeconfig(contexts) {
			const names = Object.keys(contexts);
			const of = (name: string) => ({ server, authority, ...contexts[name]! });
			const file = join(mkdtempSync(join(folder, "config-")), "kubeconfig.yaml");
			writeFileSync(
				file,
				stringify({
					apiVersion: "v1",
					kind: "Config",
					"current-context": names[0],
					clusters: names.map((name) => ({
						name,
						cluster: { server: of(name).server, "certificate-authority": of(name).authority },
					})),
					users: names.map((name) => ({ name, user: { token: of(name).token } })),
					contexts: names.map((name) => ({
						name,
						context: {
							cluster: name,
							user: name,
							...(contexts[name]!.namespace && { namespace: contexts[name]!.namespace }),
						},
					})),
				}),
				{ mode: 0o600 },
			);
			return file;
		},
		stop,
	};
	for (const end = Date.now() + 60_000; ; ) {
		try {
			if (existsSync(authority) && (await cluster.call("GET", "/readyz")).status === 200) return cluster;
		} catch {
			// Not listening yet.
		}
		if (Date.now() > end) {
			await stop();
			throw new Error(`the API server does not get ready:\n${logs.slice(-20).join("")}`);
		}
		await sleep(200);
	}
}

/** Creates an object as it stands in a manifest; for namespaced ones the namespace is made where it is missing. */
export async function create(cluster: TestCluster, path: string, object: object): Promise<void> {
	const { status, body } = await cluster.call("POST", path, object);
	// 409: it is there already.
	if (status >= 300 && status !== 409) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
}

function call(server: string, authority: string, method: string, path: string, body?: unknown) {
	return new Promise<{ status: number; body: unknown }>((resolve, reject) => {
		const sent = request(
			server + path,
			{
				method,
				ca: readFileSync(authority),
				headers: { authorization: `Bearer ${USERS.admin.token}`, "content-type": "application/json" },
			},
			(response) => {
				let text = "";
				response.setEncoding("utf8").on("data", (chunk: string) => {
					text += chunk;
				});
				response.on("error", reject);
				response.on("end", () =>
					resolve({ status: response.statusCode ?? 0, body: text.startsWith("{") ? JSON.parse(text) : text }),
				);
			},
		);
		sent.on("error", reject);
		sent.end(body === undefined ? undefined : JSON.stringify(body));
	});
}

/** A port that is free now. */
function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
		});
	});
}
