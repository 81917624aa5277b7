import type { KubeConfig } from "@kubernetes/client-node";
import type { Facets } from "../../model/facets.ts";
import type { JsonObject } from "../../model/json.ts";
import type { LiveEvent, LiveSource } from "../../model/live.ts";
import type { Diagnostic, Gap } from "../../model/resource.ts";
import { textAt } from "../../normalize/json.ts";
import { typeOf } from "../../normalize/kubernetes/kinds.ts";
import { clusterKey } from "../../normalize/kubernetes/live.ts";
import { compareText } from "../../order.ts";
import { ApiError, KubernetesApi } from "./client.ts";
import { type Discovered, discover, type ServedKind } from "./discovery.ts";
import { NAMESPACE, otherKind, READ_KINDS, type ReadKind, typesOf } from "./kinds.ts";
import { KubernetesConfigError, loadContexts } from "./kubeconfig.ts";
import { list, objectPath } from "./list.ts";
import { controllerOf, strip } from "./strip.ts";

/** Which clusters are read, and what of them. Names as on the command line (`docs/kubernetes.md`). */
export interface KubernetesSourceOptions {
	cwd: string;
	kubeconfig?: string;
	context?: string[];
	/** Names; `*` stands for any part. */
	namespace?: string[];
	excludeNamespace?: string[];
	/** Kinds that are not read: `ConfigMap`, `configmaps`, `deployments.apps`, `apps/Deployment`. */
	skipKind?: string[];
	/** Types to read beside those that built-in rules need: what the user's own rules select. */
	types?: string[];
}

/** How many namespaces are read at the same time where the cluster cannot be read as a whole. */
const PARALLEL = 4;

/**
 * Clusters as a live source. Reads the kubeconfig, and nothing of a cluster yet.
 * @throws KubernetesConfigError for kubeconfigs and options that make no sense.
 */
export async function kubernetesSource(options: KubernetesSourceOptions): Promise<LiveSource> {
	const contexts = await loadContexts(options.kubeconfig, options.context, options.cwd);
	for (const name of options.skipKind ?? []) checkKind(name, options.types ?? []);
	return {
		name: "kubernetes",
		async *read(done, signal) {
			for (const { name, config } of contexts) {
				const unit = clusterKey(name);
				if (done.has(unit)) continue;
				const api = new KubernetesApi(config, signal);
				try {
					const reader = new ClusterReader(name, config, api, options);
					const event = await reader.read();
					for (const diagnostic of reader.diagnostics) yield { kind: "diagnostic", diagnostic };
					yield event;
					// Of a cluster with gaps everything is read again.
					if (event.gaps.length === 0 && reader.diagnostics.length === 0) yield { kind: "unit-end", unit };
				} finally {
					api.close();
				}
			}
		},
	};
}

/** An object on its way into a document. */
interface Found {
	type: string;
	namespace: string;
	name: string;
	value: JsonObject;
}

/** Something controlled by an object that no list has shown. */
interface Loose {
	found: Found;
	/** Kind of the controller. */
	kind: ServedKind;
	controller: { name: string; uid: string };
}

/** Namespaces to read one by one; null: the cluster as a whole. */
type Targets = string[] | null;

class ClusterReader {
	readonly diagnostics: Diagnostic[] = [];
	readonly #name: string;
	readonly #key: string;
	readonly #config: KubeConfig;
	readonly #api: KubernetesApi;
	readonly #options: KubernetesSourceOptions;
	readonly #gaps: Gap[] = [];
	#found: Found[] = [];
	readonly #loose: Loose[] = [];
	/** Ids of everything that may control something else. */
	readonly #controllers = new Set<string>();
	/** Kinds of which everything wanted was listed, by type. */
	readonly #listed = new Map<string, ServedKind>();
	/** Why nothing more can be read. */
	#over: ApiError | null = null;

	constructor(name: string, config: KubeConfig, api: KubernetesApi, options: KubernetesSourceOptions) {
		this.#name = name;
		this.#key = clusterKey(name);
		this.#config = config;
		this.#api = api;
		this.#options = options;
	}

	async read(): Promise<Extract<LiveEvent, { kind: "kubernetes" }>> {
		const at = new Date().toISOString();
		let partial: string | null = null;
		const discovered = await this.#discover();
		if (discovered !== null) {
			for (const { kind, error } of discovered.failed) {
				if (!this.#isSkipped(kind)) this.#miss(kind, [], couldNot(kind.type, error), error);
			}
			const namespaces = await this.#chooseNamespaces(discovered.kinds.find(({ type }) => type === NAMESPACE.type));
			partial = namespaces.partial;
			for (const kind of discovered.kinds) {
				if (kind.type !== NAMESPACE.type) await this.#readKind(kind, namespaces.targets, namespaces.known);
			}
			await this.#settleLoose();
		}
		this.#found.sort(
			(left, right) =>
				compareText(left.type, right.type) ||
				compareText(left.namespace, right.namespace) ||
				compareText(left.name, right.name),
		);
		const uri = `live/${this.#key}`;
		return {
			kind: "kubernetes",
			cluster: this.#name,
			documents: this.#found.map(({ value }, index) => ({ kind: "kubernetes", uri, index, value, sha256: "" })),
			gaps: this.#gaps.sort((left, right) => compareText(left.key, right.key)),
			...(partial === null ? {} : { partial }),
			at,
		};
	}

	async #discover(): Promise<Discovered | null> {
		try {
			return await discover(this.#api, this.#options.types ?? []);
		} catch (error) {
			const trouble = asApiError(error);
			const reason = `the cluster could not be read: ${trouble.trouble === "kubernetes-denied" ? "discovery was denied" : trouble.message}`;
			this.#tell("error", trouble.trouble, reason);
			const kinds = [NAMESPACE, ...READ_KINDS, ...(this.#options.types ?? []).map(otherKind)];
			this.#gaps.push({
				key: this.#key,
				origin: "kubernetes",
				types: [...new Set(kinds.flatMap(typesOf))],
				facets: [...new Set(kinds.flatMap(({ facets }) => facets))],
				reason,
			});
			return null;
		}
	}

	/**
	 * Reads the Namespaces that are wanted.
	 * @returns `targets`: the ones to read one by one, null for the cluster as a whole; `known`: the ones to try where the
	 * whole is denied, null where nobody can tell them; `partial`: why absence outside them says nothing.
	 */
	async #chooseNamespaces(
		kind: ServedKind | undefined,
	): Promise<{ targets: Targets; known: Targets; partial: string | null }> {
		const include = this.#options.namespace;
		const exclude = this.#options.excludeNamespace ?? [];
		const wanted = (name: string) =>
			(include === undefined || include.some((pattern) => matches(pattern, name))) &&
			!exclude.some((pattern) => matches(pattern, name));
		const flags = include === undefined ? "--exclude-namespace" : "--namespace";
		const partial = `namespaces that ${flags} leaves out were not read`;
		const plain = (include ?? []).filter((pattern) => !pattern.includes("*") && wanted(pattern)).sort(compareText);

		if (kind === undefined || this.#isSkipped(kind)) {
			if (kind !== undefined) this.#leaveOut(kind);
			return { targets: include === undefined ? null : plain, known: this.#fallback(wanted), partial };
		}
		if (include !== undefined && plain.length === include.length) {
			const targets = await this.#readNamed(kind, plain);
			return { targets, known: targets, partial };
		}
		const names: string[] = [];
		const begin = this.#found.length;
		let left = 0;
		try {
			await list(
				this.#api,
				kind,
				null,
				() => {
					this.#found.length = begin;
					names.length = 0;
					left = 0;
				},
				(item) => {
					const name = textAt(item, ["metadata", "name"]) ?? "";
					if (!wanted(name)) left += 1;
					else {
						names.push(name);
						this.#keep(kind, item);
					}
				},
			);
		} catch (error) {
			const trouble = asApiError(error);
			this.#miss(kind, [], reasonOf(kind, trouble, []), trouble);
			if (include !== undefined && plain.length === 0) {
				const message = `--namespace ${include.join(",")}: without the right to list namespaces a * matches nothing`;
				this.#tell("error", "kubernetes-namespace", message);
			}
			return { targets: include === undefined ? null : plain, known: this.#fallback(wanted), partial };
		}
		names.sort(compareText);
		for (const pattern of include ?? []) {
			if (names.some((name) => matches(pattern, name))) continue;
			this.#tell("error", "kubernetes-namespace", `no namespace matches --namespace ${pattern}`);
		}
		return { targets: include === undefined ? null : names, known: names, partial: left === 0 ? null : partial };
	}

	/** Without the right to list namespaces: the one that the kubeconfig's context names. */
	#fallback(wanted: (name: string) => boolean): Targets {
		const own = this.#config.getContextObject(this.#config.getCurrentContext())?.namespace;
		return own !== undefined && own !== "" && wanted(own) ? [own] : null;
	}

	/** Reads Namespaces by name, which needs no right to list them. */
	async #readNamed(kind: ServedKind, names: string[]): Promise<string[]> {
		const targets: string[] = [];
		for (const name of names) {
			try {
				this.#keep(kind, await this.#api.get(objectPath(kind, null, name)));
				targets.push(name);
			} catch (error) {
				const trouble = asApiError(error);
				if (trouble.status === 404) {
					this.#tell("error", "kubernetes-namespace", `there is no namespace ${name}`);
					continue;
				}
				targets.push(name);
				const reason =
					trouble.trouble === "kubernetes-denied"
						? `get namespaces was denied (namespace ${name})`
						: couldNot("namespaces", trouble);
				this.#miss(kind, [name], reason, trouble);
			}
		}
		return targets;
	}

	async #readKind(kind: ServedKind, targets: Targets, known: Targets): Promise<void> {
		if (this.#isSkipped(kind)) return this.#leaveOut(kind);
		if (this.#over !== null) return this.#miss(kind, [], couldNot(resourceOf(kind), this.#over), this.#over);
		if (!kind.namespaced || targets === null) {
			const error = await this.#readList(kind, null);
			if (error === null) {
				this.#listed.set(kind.type, kind);
				return;
			}
			if (!kind.namespaced || error.trouble !== "kubernetes-denied" || known === null || known.length === 0) {
				return this.#miss(kind, [], reasonOf(kind, error, []), error);
			}
		}
		await this.#readByNamespace(kind, targets ?? known ?? [], targets !== null || known !== null);
	}

	async #readByNamespace(kind: ServedKind, namespaces: string[], all: boolean): Promise<void> {
		const failures = new Map<string, ApiError>();
		const waiting = namespaces.values();
		const worker = async () => {
			for (const namespace of waiting) {
				const error = await this.#readList(kind, namespace);
				if (error !== null) failures.set(namespace, error);
			}
		};
		await Promise.all(Array.from({ length: PARALLEL }, worker));
		if (failures.size === 0) {
			if (all) this.#listed.set(kind.type, kind);
			return;
		}
		// One gap for each kind of trouble; one for all namespaces where none could be read.
		const failed = namespaces.filter((namespace) => failures.has(namespace));
		const whole = failed.length === namespaces.length;
		for (const message of new Set(failed.map((namespace) => failures.get(namespace)!.message))) {
			const alike = failed.filter((namespace) => failures.get(namespace)!.message === message);
			const error = failures.get(alike[0]!)!;
			const all = whole && alike.length === namespaces.length;
			if (!all) {
				for (const namespace of alike) this.#gap(kind, namespace, reasonOf(kind, error, [namespace]));
			} else this.#gap(kind, null, reasonOf(kind, error, alike));
			this.#report(kind, reasonOf(kind, error, alike), error);
		}
	}

	/** Reads one list into what was found; on an error what has arrived stays. */
	async #readList(kind: ServedKind, namespace: string | null): Promise<ApiError | null> {
		if (this.#over !== null) return this.#over;
		const found: Found[] = [];
		const loose: Loose[] = [];
		const take = (item: JsonObject) => {
			const own = textAt(item, ["metadata", "namespace"]);
			if (kind.namespaced && own !== null && this.#isExcluded(own)) return;
			const uid = textAt(item, ["metadata", "uid"]);
			if (kind.controls && uid !== null) this.#controllers.add(uid);
			const entry = asFound(kind, item);
			if (!kind.facets.includes("pod")) return void found.push(entry);
			const controller = controllerOf(item);
			if (controller !== null && this.#controllers.has(controller.uid)) return;
			const owner = controller === null ? undefined : this.#listed.get(typeOf(controller.apiVersion, controller.kind));
			if (controller === null || owner === undefined || !owner.controls) found.push(entry);
			else loose.push({ found: entry, kind: owner, controller });
		};
		const begin = () => {
			found.length = 0;
			loose.length = 0;
		};
		let trouble: ApiError | null = null;
		try {
			await list(this.#api, kind, namespace, begin, take);
		} catch (error) {
			trouble = asApiError(error);
			if (isFinal(trouble)) this.#over ??= trouble;
		}
		for (const entry of found) this.#found.push(entry);
		for (const entry of loose) this.#loose.push(entry);
		return trouble;
	}

	/**
	 * What is controlled by something that no list has shown: made since its controller's kind was read, or left over. It
	 * is dropped only where the controller is really there.
	 */
	async #settleLoose(): Promise<void> {
		const there = new Map<string, boolean>();
		for (const { found, kind, controller } of this.#loose) {
			let exists = there.get(controller.uid);
			if (exists === undefined) {
				exists = false;
				try {
					const path = objectPath(kind, kind.namespaced ? found.namespace : null, controller.name);
					if (this.#over === null) exists = textAt(await this.#api.get(path), ["metadata", "uid"]) === controller.uid;
				} catch (error) {
					// Nothing is lost: it is judged itself.
					const trouble = asApiError(error);
					if (isFinal(trouble)) this.#over ??= trouble;
				}
				there.set(controller.uid, exists);
			}
			if (!exists) this.#found.push(found);
		}
	}

	#keep(kind: ServedKind, item: JsonObject): void {
		this.#found.push(asFound(kind, item));
	}

	#isExcluded(namespace: string): boolean {
		return (this.#options.excludeNamespace ?? []).some((pattern) => matches(pattern, namespace));
	}

	#isSkipped(kind: ReadKind): boolean {
		return (this.#options.skipKind ?? []).some((name) => isNamed(kind, name));
	}

	#leaveOut(kind: ServedKind): void {
		this.#gap(kind, null, `${resourceOf(kind)} were left out by --skip-kind`, true);
	}

	#miss(kind: ReadKind, namespaces: string[], reason: string, error: ApiError): void {
		if (namespaces.length === 0) this.#gap(kind, null, reason);
		for (const namespace of namespaces) this.#gap(kind, namespace, reason);
		this.#report(kind, reason, error);
	}

	#gap(kind: ReadKind, namespace: string | null, reason: string, byChoice = false): void {
		this.#gaps.push({
			key: `${this.#key}/${kind.type}${namespace === null ? "" : `/${namespace}`}`,
			origin: "kubernetes",
			types: typesOf(kind),
			facets: kind.facets as (keyof Facets)[],
			...(namespace === null ? {} : { scope: namespace }),
			...(byChoice ? { byChoice } : {}),
			reason,
		});
	}

	/** Tells trouble with a kind; what ends the whole reading is told once. */
	#report(_kind: ReadKind, reason: string, error: ApiError): void {
		if (isFinal(error)) {
			const first = !this.diagnostics.some(({ code }) => code === error.trouble);
			this.#over ??= error;
			if (first) this.#tell("error", error.trouble, `not everything was read: ${error.message}`);
			return;
		}
		this.#tell("error", error.trouble, reason);
	}

	#tell(severity: Diagnostic["severity"], code: string, message: string): void {
		this.diagnostics.push({ severity, code, message, uri: `live/${this.#key}`, line: null });
	}
}

function asFound(kind: ServedKind, item: JsonObject): Found {
	return {
		type: kind.type,
		namespace: textAt(item, ["metadata", "namespace"]) ?? "",
		name: textAt(item, ["metadata", "name"]) ?? "",
		value: strip(item, kind.apiVersion, kind.kind),
	};
}

/** Trouble that the next request would meet again. */
function isFinal({ trouble }: ApiError): boolean {
	return trouble !== "kubernetes-denied" && trouble !== "kubernetes-failed";
}

/** Anything else is a fault of ours, and said as such. */
function asApiError(error: unknown): ApiError {
	if (error instanceof ApiError) return error;
	throw error;
}

/** `deployments.apps`, as `kubectl` and roles name it. */
function resourceOf({ group, plural }: ServedKind): string {
	return group === "" ? plural : `${plural}.${group}`;
}

function reasonOf(kind: ServedKind, error: ApiError, namespaces: string[]): string {
	const shown = namespaces.slice(0, 3).join(", ");
	const more = namespaces.length > 3 ? ` and ${namespaces.length - 3} more` : "";
	const where = namespaces.length === 0 ? "" : ` (namespace${namespaces.length === 1 ? "" : "s"} ${shown}${more})`;
	if (error.trouble === "kubernetes-denied") return `list ${resourceOf(kind)} was denied${where}`;
	return couldNot(resourceOf(kind) + where, error);
}

function couldNot(what: string, error: ApiError): string {
	const why = error.trouble === "kubernetes-denied" ? "access was denied" : error.message;
	return `${what} could not be read: ${why}`;
}

/** Whether a name fits a pattern in which `*` stands for any part. */
function matches(pattern: string, name: string): boolean {
	const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
	return new RegExp(`^${parts.join(".*")}$`).test(name);
}

/** Whether a kind is meant by a name as people write it: `Secret`, `secrets`, `deployments.apps`, `apps/Deployment`. */
function isNamed(kind: ReadKind, name: string): boolean {
	const wanted = name.toLowerCase();
	const singular = kind.kind.toLowerCase();
	const plurals = [`${singular}s`, `${singular}es`, singular.replace(/y$/, "ies")];
	const names = [singular, ...plurals];
	if (names.includes(wanted) || wanted === kind.type.toLowerCase()) return true;
	return kind.group !== "" && names.some((form) => `${form}.${kind.group}` === wanted);
}

function checkKind(name: string, types: string[]): void {
	const kinds = [NAMESPACE, ...READ_KINDS, ...types.map(otherKind)];
	// Secrets are not read anyway, so leaving them out is no mistake.
	if (/^secrets?$/i.test(name) || kinds.some((kind) => isNamed(kind, name))) return;
	const known = [...new Set(kinds.map(({ kind }) => kind))].sort(compareText).join(", ");
	throw new KubernetesConfigError(`--skip-kind: unknown kind "${name}"; read are ${known}`);
}
