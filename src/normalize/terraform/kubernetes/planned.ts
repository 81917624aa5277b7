import { MAX_DEPTH, readYaml } from "../../../collect/yaml.ts";
import type { AttributePath, Json, JsonObject } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import { isObject, isPrefix, valueAt } from "../../json.ts";
import { isExpression, referencesOf } from "../configuration.ts";
import type { IndexedPlan } from "../plan-context.ts";
import { argumentPath, type Hidden, hiddenPath, hides, toObject } from "./convert.ts";
import { argumentName, type PlannedKind, plannedKind, repeatedName } from "./kinds.ts";

/** A Kubernetes object that a plan creates or keeps. */
export interface PlannedObject {
	/** The resource of the plan, with its address, file and values. */
	source: Resource;
	/** As the API gets it. */
	value: JsonObject;
	unknown: (Hidden & { reason: string })[];
	/** Paths from the object's root. */
	sensitive: AttributePath[];
}

/** What a plan says about Kubernetes. */
export interface PlannedKubernetes {
	objects: PlannedObject[];
	/**
	 * Namespaces (null: any) with objects that the plan does not show: of charts, and of manifests known only after apply.
	 * Nothing counts as absent there.
	 */
	unseen: (string | null)[];
}

/** Most YAML that one `yaml_body` may unfold to. */
const LIMITS = { maxDepth: MAX_DEPTH, maxAliasValues: 100_000 };

/** The objects among the managed resources of a plan. The resources must have their unknown values noted. */
export function plannedKubernetes(context: IndexedPlan): PlannedKubernetes {
	const result: PlannedKubernetes = { objects: [], unseen: [] };
	for (const resource of context.resources) {
		const { type, attributes } = resource;
		if (type === "helm_release") {
			const namespace = attributes.namespace ?? "default";
			const known = typeof namespace === "string" && !isUnknown(resource, ["namespace"]);
			result.unseen.push(known ? namespace : null);
			continue;
		}
		const objects = objectsOf(resource, context);
		if (objects === null) continue;
		if (objects.length === 0) result.unseen.push(null);
		result.objects.push(...objects);
	}
	for (const resource of context.resources) {
		const field = Object.hasOwn(PATCHES, resource.type) ? PATCHES[resource.type]! : null;
		if (field === null) continue;
		for (const object of result.objects.filter((other) => isPatched(other, resource))) {
			object.unknown.push({ path: ["metadata", field], hides: [], reason: `${resource.key} adds to it` });
		}
	}
	return result;
}

/** Types that change another object, and what of its metadata they add to. */
const PATCHES: Readonly<Record<string, string>> = {
	kubernetes_annotations: "annotations",
	kubernetes_labels: "labels",
};

function isPatched({ value }: PlannedObject, { attributes }: Resource): boolean {
	const [target, metadata] = [valueAt(attributes, ["metadata", 0]), value.metadata];
	if (attributes.kind !== value.kind || !isObject(target) || !isObject(metadata)) return false;
	// A name known only after apply may be this one.
	if (typeof target.name === "string" && target.name !== metadata.name) return false;
	return typeof target.namespace !== "string" || (metadata.namespace ?? target.namespace) === target.namespace;
}

/** Null for what is no object; empty for objects that cannot be read. */
function objectsOf(resource: Resource, context: IndexedPlan): PlannedObject[] | null {
	if (resource.type === "kubernetes_manifest") return nativeObject(resource);
	if (resource.type === "kubectl_manifest") return parsedObjects(resource);
	const kind = plannedKind(resource.type);
	return kind === undefined ? null : [providerObject(resource, kind, context)];
}

/** A resource of a type that knows its kind's arguments. */
function providerObject(resource: Resource, kind: PlannedKind, context: IndexedPlan): PlannedObject {
	const { attributes } = resource;
	const object: PlannedObject = { source: resource, value: toObject(kind, attributes), unknown: [], sensitive: [] };
	for (const { path, reason } of resource.unknown) {
		const hidden = path[0] === "attributes" ? hiddenPath(kind, attributes, path.slice(1)) : null;
		if (hidden !== null) object.unknown.push({ ...hidden, reason });
	}
	for (const path of resource.sensitive) {
		const hidden = path.length === 0 ? { path } : hiddenPath(kind, attributes, path);
		if (hidden !== null) object.sensitive.push(hidden.path);
	}
	if (kind.kind === "Secret") keepLiterals(object, context);
	return object;
}

/** Arguments that hold what a Secret keeps, and the fields they become. */
const SECRET_ARGUMENTS = { data: "stringData", binary_data: "data" } as const;

/**
 * A plan shows a Secret's entries wherever they come from. Only what stands in the configuration stays: an entry with the
 * value of a variable, an attribute or another resource is written nowhere in it. Where it cannot be told, it is unknown.
 */
function keepLiterals(object: PlannedObject, context: IndexedPlan): void {
	for (const [argument, field] of Object.entries(SECRET_ARGUMENTS)) {
		const entries = object.value[field];
		if (!isObject(entries)) continue;
		if (context.configuration === null) {
			const reason = "the plan carries no configuration, which would show what is written down";
			object.unknown.push({ path: [field], hides: ["secret_data"], reason });
			continue;
		}
		const expression = context.written(object.source)[argument];
		// Read back from the cluster.
		if (!isExpression(expression)) delete object.value[field];
		else if (referencesOf(expression).length > 0) {
			const elsewhere = new Set<string>();
			for (const leaf of context.leaves(object.source, argument)) {
				if (leaf.kind === "known") textsOf(leaf.value, elsewhere);
				if (leaf.kind !== "reference") continue;
				const { resources, attribute } = leaf.reference;
				for (const { attributes } of resources) {
					textsOf(attribute === null ? attributes : (valueAt(attributes, attribute.split(".")) ?? null), elsewhere);
				}
			}
			delete object.value[field];
			for (const [key, value] of Object.entries(entries)) {
				if (value === "" || elsewhere.has(String(value))) continue;
				const reason = "the plan does not show whether it is written down or comes from a variable";
				object.unknown.push({ path: [field, key], hides: ["secret_data"], reason });
			}
		}
	}
}

function textsOf(value: Json, into: Set<string>, depth = 0): void {
	if (typeof value === "string") into.add(value);
	if (typeof value !== "object" || value === null || depth > 16) return;
	for (const item of Object.values(value)) textsOf(item, into, depth + 1);
}

/** `kubernetes_manifest`: its argument `manifest` is the object. */
function nativeObject(resource: Resource): PlannedObject[] {
	const value = resource.attributes.manifest;
	if (!isManifest(value)) return [];
	const inside = (path: AttributePath) => path[0] === "manifest";
	return [
		{
			source: resource,
			value: value,
			unknown: resource.unknown
				.filter(({ path }) => path[0] === "attributes" && inside(path.slice(1)))
				.map(({ path, reason }) => ({ path: path.slice(2), reason, hides: hiddenBy(path) })),
			sensitive: resource.sensitive.filter((path) => path.length === 0 || inside(path)).map((path) => path.slice(1)),
		},
	];
}

function hiddenBy(path: AttributePath): Hidden["hides"] {
	const field = path.at(-1);
	if (typeof field === "number") return "all";
	const name = argumentName(field ?? "");
	const around = argumentName(
		String(path.findLast((step, index) => index < path.length - 1 && typeof step === "string")),
	);
	// A key of a map is a value like any other.
	if (around === "data" || around === "labels" || around === "annotations") return [];
	return hides(name, repeatedName(name, around) !== null);
}

/** `kubectl_manifest` (gavinbunney/kubectl and its successors): its argument `yaml_body` is the object's YAML. */
function parsedObjects(resource: Resource): PlannedObject[] {
	const text = resource.attributes.yaml_body;
	if (typeof text !== "string" || isUnknown(resource, ["yaml_body"])) return [];
	const objects: PlannedObject[] = [];
	for (const { value } of readYaml(text, LIMITS)) {
		if (value === null) continue;
		if (!isManifest(value)) return [];
		const sensitive = resource.sensitive.some((path) => path.length === 0 || path[0] === "yaml_body");
		const object = withOverride(value, resource);
		if (object !== null)
			objects.push({ source: resource, value: object, unknown: [], sensitive: sensitive ? [[]] : [] });
	}
	return objects;
}

/** `override_namespace` takes the place of the namespace in the YAML. */
function withOverride(value: JsonObject, resource: Resource): JsonObject | null {
	const namespace = resource.attributes.override_namespace;
	if (isUnknown(resource, ["override_namespace"])) return null;
	if (typeof namespace !== "string" || namespace === "") return value;
	return { ...value, metadata: { ...(isObject(value.metadata) ? value.metadata : {}), namespace } };
}

function isManifest(value: Json | undefined): value is JsonObject {
	return isObject(value) && typeof value.apiVersion === "string" && typeof value.kind === "string";
}

function isUnknown(resource: Resource, path: AttributePath): boolean {
	return resource.unknown.some(({ path: at }) => at[0] === "attributes" && isPrefix(at.slice(1), path));
}

/** Where a path of a planned object's attributes leads in the values of the resource that makes it. */
export function plannedPath(source: { type: string; values: JsonObject }, path: AttributePath): AttributePath {
	if (source.type === "kubernetes_manifest") return ["manifest", ...path];
	const kind = plannedKind(source.type);
	return kind === undefined ? ["yaml_body"] : argumentPath(kind, source.values, path);
}
