import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { parse } from "yaml";

/** A kubeconfig or options that make no sense. The message says what there is; it quotes no credentials. */
export class KubernetesConfigError extends Error {
	override readonly name = "KubernetesConfigError";
}

/** Name of the cluster that a scan runs in, where no kubeconfig names it. */
const IN_CLUSTER = "in-cluster";

/**
 * The kubeconfigs of the wanted contexts, each with its context set: from the file named, else `KUBECONFIG`, else
 * `~/.kube/config`, else the service account of the pod.
 * @param contexts default: the current one.
 * @throws KubernetesConfigError
 */
export async function loadContexts(
	file: string | undefined,
	contexts: string[] | undefined,
	cwd: string,
): Promise<{ name: string; config: KubeConfig }[]> {
	const { KubeConfig } = await import("@kubernetes/client-node");
	const load = () => {
		const config = new KubeConfig();
		readInto(config, file, cwd);
		return config;
	};
	const config = load();
	const known = config.getContexts().map(({ name }) => name);
	const current = config.getCurrentContext();
	if (contexts === undefined && (current === undefined || current === "")) {
		throw new KubernetesConfigError(
			`the kubeconfig has no current context; choose with --context: ${known.join(", ")}`,
		);
	}
	const names = [...new Set(contexts ?? [current])];
	return names.map((name) => {
		if (!known.includes(name)) {
			throw new KubernetesConfigError(`--context: unknown context "${name}"; known: ${known.join(", ") || "none"}`);
		}
		const own = load();
		own.setCurrentContext(name);
		if (own.getCurrentCluster() === null) {
			throw new KubernetesConfigError(`the kubeconfig names no cluster for context "${name}"`);
		}
		return { name: name === "inClusterContext" ? IN_CLUSTER : name, config: own };
	});
}

function readInto(config: KubeConfig, file: string | undefined, cwd: string): void {
	const named = file ?? process.env.KUBECONFIG;
	const paths = file === undefined ? (named ?? "").split(delimiter).filter(Boolean) : [file];
	for (const path of paths) {
		if (!existsSync(resolve(cwd, path))) throw new KubernetesConfigError(`kubeconfig ${path} is not there`);
	}
	try {
		if (file === undefined) config.loadFromDefault();
		else config.loadFromFile(resolve(cwd, file));
	} catch (error) {
		throw new KubernetesConfigError(`kubeconfig ${named ?? "~/.kube/config"} cannot be used${faultOf(error)}`);
	}
	const files = paths.length > 0 ? paths.map((path) => resolve(cwd, path)) : [join(homedir(), ".kube", "config")];
	for (const path of files) addTokenFiles(config, path);
	// The library's own fallback, which nobody asked for.
	const [only, ...others] = config.getClusters();
	if (only?.server === "http://localhost:8080" && only.name === "cluster" && others.length === 0) {
		throw new KubernetesConfigError("no kubeconfig: give --kubeconfig, set KUBECONFIG, or run inside a cluster");
	}
}

/** The library does not know `tokenFile`, which kubectl takes for users whose token is renewed on disk. */
function addTokenFiles(config: KubeConfig, path: string): void {
	if (!existsSync(path)) return;
	const users: unknown = parse(readFileSync(path, "utf8"))?.users;
	for (const entry of Array.isArray(users) ? users : []) {
		const { name, user } = (entry ?? {}) as { name?: unknown; user?: { tokenFile?: unknown; token?: unknown } };
		if (typeof user?.tokenFile !== "string" || user.token !== undefined) continue;
		const index = config.users.findIndex((known) => known.name === name);
		const tokenFile = resolve(dirname(path), user.tokenFile);
		const known = config.users[index];
		if (known !== undefined)
			config.users[index] = { ...known, authProvider: { name: "tokenFile", config: { tokenFile } } };
	}
}

/** Parsers quote the text they stumble over, which may be a token: only the place is told. */
function faultOf(error: unknown): string {
	const { message, mark, code } = (error ?? {}) as { message?: unknown; mark?: { line?: unknown }; code?: unknown };
	if (typeof mark?.line === "number") return `: line ${mark.line + 1} is no valid YAML`;
	if (typeof message === "string" && /^(clusters|users|contexts)\[\d+\][\w.]* is missing$/.test(message))
		return `: ${message}`;
	return typeof code === "string" ? ` (${code})` : "";
}
