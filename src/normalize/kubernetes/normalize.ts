import type { Facets } from "../../model/facets.ts";
import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Document, Resource } from "../../model/resource.ts";
import type { Parameters } from "../../model/rule.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { kubernetesFacets } from "../facets/kubernetes.ts";
import { podSpecPath, WORKLOAD_TYPES } from "../facets/pod.ts";
import { isObject, lookUp } from "../json.ts";
import { separateKeys } from "../keys.ts";
import { Unreadable } from "../terraform/context.ts";
import type { PlannedKubernetes, PlannedObject } from "../terraform/kubernetes/planned.ts";
import type { KubernetesContext } from "./context.ts";
import { clusterScopedTypes, typeOf } from "./kinds.ts";
import { clusterKey, type LiveCluster, LOOKED_UP_ELSEWHERE, MANIFEST_FACETS } from "./live.ts";
import { hasTemplate, withoutTemplates } from "./template.ts";
import { createVariants } from "./variants.ts";

/** A Kubernetes document as collecting yields it. */
export type KubernetesDocument = Extract<Document, { kind: "kubernetes" }>;

/** What normalizing needs beside the documents. */
export interface NormalizeOptions {
	/** Reads `manifests_complete` and `default_namespace`. */
	parameters: Parameters;
	/** What Terraform plans of the same input say about Kubernetes: judged together with the documents. */
	planned?: PlannedKubernetes[];
	/** The documents are a cluster, which shows everything but what the gaps name. */
	live?: LiveCluster;
	/** Default: all facets of Kubernetes resources. */
	facets?: FacetComputer<keyof Facets, KubernetesContext>[];
}

/**
 * Turns documents into resources: lists are unwrapped, every object gets its key, template text is marked unknown,
 * facets are computed, and each namespace becomes a scope resource. Pure; odd shapes are kept as they are and never
 * throw. Resources are in order of file and place in it, scope resources at the end, by name.
 */
export function normalizeKubernetes(documents: KubernetesDocument[], options: NormalizeOptions): Resource[] {
	const objects = [...documents]
		.sort((left, right) => compareText(left.uri, right.uri) || left.index - right.index)
		.flatMap((document) => [...unwrap(document, document.value, [])]);
	const { live, parameters, planned = [] } = options;
	const inPlans = planned.flatMap(({ objects }) => objects).map((object) => ({ object, ...nativeOf(object) }));
	const clusterScoped = clusterScopedTypes([...objects, ...inPlans]);
	const resources = objects.map((object) => toResource(object, clusterScoped, live));
	const hidden = new Map<Resource, PlannedObject["unknown"]>();
	for (const { object, type } of inPlans) {
		const resource = plannedResource(object, type, clusterScoped);
		hidden.set(resource, object.unknown);
		resources.push(resource);
	}
	separateKeys(resources);

	const owned = ownedWorkloads(resources);
	const unseen = planned.flatMap((plan) => plan.unseen);
	const base = createContext({ resources, owned, clusterScoped, parameters, unseen, live: live !== undefined });
	const contextOf = live === undefined ? () => base : liveContexts(base, live);
	const all = [...resources, ...namespaceScopes(base, parameters, live)];
	for (const computer of options.facets ?? kubernetesFacets) {
		if (live !== undefined && MANIFEST_FACETS.includes(computer.name)) continue;
		for (const resource of all) {
			// What a scanned workload creates is judged on that workload.
			if (!owned.has(resource)) addFacet(resource, computer, contextOf(resource));
		}
	}
	for (const [resource, unknown] of hidden) hideFacets(resource, unknown);
	return all;
}

/** Facets that tell for themselves which part of them a container leaves open, or do not look into containers. */
const APART_FROM_CONTAINERS: ReadonlySet<keyof Facets> = new Set([
	"account_use",
	"disruption_budgets",
	"network_isolation",
	"pod",
	"replicas",
	"service_account",
	"spread",
]);

/** Makes facets unknown that look into a part of the object which is unknown as a whole, and would find nothing there. */
function hideFacets(resource: Resource, unknown: PlannedObject["unknown"]): void {
	for (const { path, hides, reason } of unknown) {
		const list = path.findIndex((step) => step === "containers" || step === "initContainers");
		const inContainer = list !== -1 && path.length > list + 2;
		for (const name of Object.keys(resource.facets) as (keyof Facets)[]) {
			if (hides !== "all" && !hides.includes(name)) continue;
			if (inContainer && APART_FROM_CONTAINERS.has(name)) continue;
			if (inContainer && name === "resources" && path[list + 2] !== "resources") continue;
			resource.unknown.push({ path: ["facets", name], reason });
		}
	}
}

/** Type and attributes of an object in a plan. */
function nativeOf({ value }: PlannedObject): { type: string; attributes: JsonObject } {
	return { type: typeOf(String(value.apiVersion), String(value.kind)), attributes: value };
}

/** A plan is filled in already: what looks like a template is meant as it is. The key is the address, which the user knows it by. */
function plannedResource(planned: PlannedObject, type: string, clusterScoped: Set<string>): Resource {
	const { source, value, unknown, sensitive } = planned;
	const metadata = isObject(value.metadata) ? value.metadata : {};
	return {
		key: source.key,
		type,
		origin: "kubernetes",
		scope: clusterScoped.has(type) ? "" : (text(metadata.namespace) ?? ""),
		name: text(metadata.name) ?? text(metadata.generateName) ?? "",
		labels: stringValues(metadata.labels),
		attributes: value,
		facets: {},
		unknown: unknown.map(({ path, reason }) => ({ path: ["attributes", ...path], reason })),
		sensitive: type === "core/Secret" ? [...sensitive, ...SECRET_PATHS] : sensitive,
		...(source.change === undefined ? {} : { change: source.change }),
		anchor: { ...source.anchor, planned: { address: source.key, type: source.type, values: source.attributes } },
	};
}

interface NativeObject {
	document: KubernetesDocument;
	base: AttributePath;
	type: string;
	attributes: JsonObject;
}

/** The objects in a document; members of a typed list may leave out their own apiVersion and kind. */
function* unwrap(
	document: KubernetesDocument,
	value: Json,
	base: AttributePath,
	inherited: { apiVersion?: string; kind?: string } = {},
): Generator<NativeObject> {
	if (!isObject(value)) return;
	const apiVersion = typeof value.apiVersion === "string" ? value.apiVersion : inherited.apiVersion;
	const kind = typeof value.kind === "string" ? value.kind : inherited.kind;
	if (apiVersion === undefined || kind === undefined) return;
	if (!kind.endsWith("List") || !Array.isArray(value.items)) {
		yield { document, base, type: typeOf(apiVersion, kind), attributes: value };
		return;
	}
	const member = kind === "List" ? {} : { apiVersion, kind: kind.slice(0, -"List".length) };
	for (const [index, item] of value.items.entries()) yield* unwrap(document, item, [...base, "items", index], member);
}

function toResource(
	{ document, base, type, attributes: native }: NativeObject,
	clusterScoped: Set<string>,
	live: LiveCluster | undefined,
): Resource {
	const metadata = isObject(native.metadata) ? native.metadata : {};
	const name = text(metadata.name) ?? text(metadata.generateName) ?? "";
	const scope = clusterScoped.has(type) ? "" : (text(metadata.namespace) ?? "");
	// Nothing fills in a cluster's objects any more.
	const { attributes, unknown } =
		live === undefined ? withoutTemplates(type, native) : { attributes: native, unknown: [] };
	return {
		key: `${keyPrefix(live)}${type}/${scope}/${name}`,
		type,
		origin: "kubernetes",
		scope,
		name,
		labels: stringValues(isObject(attributes.metadata) ? attributes.metadata.labels : undefined),
		attributes,
		facets: {},
		unknown: unknown.map((path) => ({
			path: ["attributes", ...path],
			reason: "the value is a template expression",
		})),
		sensitive: type === "core/Secret" ? SECRET_PATHS : [],
		...capturedFrom(live),
		anchor: {
			uri: document.uri,
			document: document.index,
			...(document.component !== undefined && { component: document.component }),
			...(document.rendered !== undefined && { rendered: document.rendered }),
			...(base.length > 0 && { base }),
		},
	};
}

function keyPrefix(live: LiveCluster | undefined): string {
	return live === undefined ? "" : `${clusterKey(live.cluster)}/`;
}

function capturedFrom(live: LiveCluster | undefined): Pick<Resource, "captured"> {
	return live === undefined ? {} : { captured: { source: "cluster", at: live.at } };
}

/** Where a Secret shows what it keeps; kubectl leaves a copy of the whole object in an annotation. */
const SECRET_PATHS: AttributePath[] = [
	["data"],
	["stringData"],
	["metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"],
];

/** Objects with a pod template that another object of the input has created. */
function ownedWorkloads(resources: Resource[]): Set<Resource> {
	const owners = new Set<string>();
	for (const { type, scope, name, attributes } of resources) {
		owners.add(`${type}/${scope}/${name}`);
		const uid = isObject(attributes.metadata) ? attributes.metadata.uid : undefined;
		if (typeof uid === "string") owners.add(uid);
	}
	return new Set(
		resources.filter(({ type, scope, attributes }) => {
			if (podSpecPath(type, attributes) === null || !isObject(attributes.metadata)) return false;
			const { ownerReferences } = attributes.metadata;
			if (!Array.isArray(ownerReferences)) return false;
			return ownerReferences.some((owner) => {
				if (!isObject(owner)) return false;
				const { apiVersion, kind, name, uid } = owner;
				if (typeof uid === "string" && owners.has(uid)) return true;
				if (typeof apiVersion !== "string" || typeof kind !== "string") return false;
				return owners.has(`${typeOf(apiVersion, kind)}/${scope}/${text(name) ?? ""}`);
			});
		}),
	);
}

function createContext(input: {
	resources: Resource[];
	owned: Set<Resource>;
	clusterScoped: Set<string>;
	parameters: Parameters;
	/** Namespaces (null: any) that hold objects which the input does not show. */
	unseen: (string | null)[];
	live: boolean;
}): KubernetesContext {
	const { resources, owned, clusterScoped, parameters, unseen, live } = input;
	const byType = groupByType(resources);
	const complete = live || parameters.manifests_complete === true;
	// A cluster's objects state their namespace.
	const fallback = live ? "" : defaultNamespace(parameters);
	const namespaces = new Set((byType.get("core/Namespace") ?? []).map(({ name }) => name));
	const holdsFor = createVariants(resources);
	return {
		complete,
		workloads: resources.filter(
			(resource) => !owned.has(resource) && podSpecPath(resource.type, resource.attributes) !== null,
		),
		ofType: (type) => byType.get(type) ?? NONE,
		shownOfType: (type) => byType.get(type) ?? NONE,
		sameNamespace(a, b) {
			if (clusterScoped.has(a.type) || clusterScoped.has(b.type)) return "no";
			const [left, right] = [a.scope || fallback, b.scope || fallback];
			if (left === right) return holdsFor(a, b);
			return left === "" || right === "" || hasTemplate(left) || hasTemplate(right) ? "depends" : "no";
		},
		definesNamespace: (namespace) =>
			complete ||
			(namespaces.has(namespace || fallback) && !unseen.includes(null) && !unseen.includes(namespace || fallback)),
	};
}

const NONE: Resource[] = [];

/**
 * The contexts of a cluster that could not be read as a whole. What was not read is missing for whoever may need it: what
 * has no namespace needs all of them, the rest its own, and what it looks up elsewhere.
 */
function liveContexts(
	base: KubernetesContext,
	{ gaps, partial }: LiveCluster,
): (resource: Resource) => KubernetesContext {
	if (gaps.length === 0 && partial === undefined) return () => base;
	const contexts = new Map<string, KubernetesContext>();
	const byScope = new Map<string, KubernetesContext>();
	return ({ scope }) => {
		const known = byScope.get(scope);
		if (known !== undefined) return known;
		const missing = new Map<string, string>();
		for (const gap of gaps) {
			for (const type of gap.types) {
				const elsewhere = lookUp(LOOKED_UP_ELSEWHERE, type);
				const needed =
					gap.scope === undefined ||
					scope === "" ||
					scope === gap.scope ||
					elsewhere === null ||
					elsewhere === gap.scope;
				if (needed && !missing.has(type)) missing.set(type, gap.reason);
			}
		}
		const reasonFor = (type: string): string | null => {
			const reason = missing.get(type);
			if (reason !== undefined) return reason;
			return partial !== undefined && lookUp(LOOKED_UP_ELSEWHERE, type) === null ? partial : null;
		};
		// What joins keep by context is shared by all to whom the same is missing.
		const signature = JSON.stringify([...missing]);
		const context = contexts.get(signature) ?? withoutTypes(base, reasonFor);
		contexts.set(signature, context);
		byScope.set(scope, context);
		return context;
	};
}

function withoutTypes(base: KubernetesContext, reasonFor: (type: string) => string | null): KubernetesContext {
	const demand = (type: string) => {
		const reason = reasonFor(type);
		if (reason !== null) throw new Unreadable(reason);
	};
	return {
		...base,
		get workloads() {
			WORKLOAD_TYPES.forEach(demand);
			return base.workloads;
		},
		ofType(type) {
			demand(type);
			return base.ofType(type);
		},
	};
}

function groupByType(resources: Resource[]): Map<string, Resource[]> {
	const groups = new Map<string, Resource[]>();
	for (const resource of resources) {
		const group = groups.get(resource.type);
		if (group === undefined) groups.set(resource.type, [resource]);
		else group.push(resource);
	}
	return groups;
}

/** One resource per namespace with a Namespace object or workloads; `""` for workloads that state none. */
function namespaceScopes(
	context: KubernetesContext,
	parameters: Parameters,
	live: LiveCluster | undefined,
): Resource[] {
	const fallback = live === undefined ? defaultNamespace(parameters) : "";
	const anchors = new Map<string, Resource>();
	for (const namespace of context.ofType("core/Namespace")) {
		if (!anchors.has(namespace.name)) anchors.set(namespace.name, namespace);
	}
	for (const workload of context.workloads) {
		const name = workload.scope || fallback;
		if (!anchors.has(name)) anchors.set(name, workload);
	}
	return [...anchors]
		.sort(([left], [right]) => compareText(left, right))
		.map(([name, shown]) => ({
			key: `${keyPrefix(live)}scope/namespace/${name}`,
			type: "scope/namespace",
			origin: "kubernetes",
			scope: name,
			name,
			labels: shown.type === "core/Namespace" ? shown.labels : {},
			attributes: {},
			facets: {},
			unknown: [],
			sensitive: [],
			...capturedFrom(live),
			complete: context.definesNamespace(name),
			anchor: shown.anchor,
		}));
}

function addFacet(
	resource: Resource,
	computer: FacetComputer<keyof Facets, KubernetesContext>,
	context: KubernetesContext,
): void {
	const { name } = computer;
	let result: FacetResult<NonNullable<Facets[keyof Facets]>>;
	try {
		result = computer.compute(resource, context);
	} catch (error) {
		if (error instanceof Unreadable) {
			resource.unknown.push({ path: ["facets", name], reason: error.message });
			return;
		}
		// Only the kind of error: its message may quote the input.
		const kind = error instanceof Error ? error.name : typeof error;
		result = { unknown: `the facet could not be computed (${kind})` };
	}
	if (result === undefined) return;
	if (!("value" in result)) {
		resource.unknown.push({ path: ["facets", name], reason: result.unknown });
		return;
	}
	Object.assign(resource.facets, { [name]: result.value });
	for (const { path, reason } of result.unknown ?? []) {
		resource.unknown.push({ path: ["facets", name, ...path], reason });
	}
}

function defaultNamespace({ default_namespace: name }: Parameters): string {
	return typeof name === "string" ? name : "";
}

function stringValues(value: Json | undefined): Record<string, string> {
	const known: Record<string, string> = {};
	if (!isObject(value)) return known;
	for (const [key, item] of Object.entries(value)) if (typeof item === "string") known[key] = item;
	return known;
}

/** Names that YAML reads as numbers are told by their digits; anything else is no name. */
function text(value: Json | undefined): string | null {
	if (typeof value === "string") return value === "" ? null : value;
	return typeof value === "number" ? String(value) : null;
}
