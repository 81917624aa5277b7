import type { ApiServerFacet } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { containersOf } from "./joins.ts";

const AUDIT_POLICY = "audit.k8s.io/Policy";
/** The second is what the first was called before Kubernetes 1.13. */
const ENCRYPTION = ["apiserver.config.k8s.io/EncryptionConfiguration", "core/EncryptionConfig"];

const BLANK: Omit<ApiServerFacet, "kind"> = {
	path: [],
	flags: {},
	secrets_audit: { path: [], level: "" },
	access_audit: { path: [], level: "" },
	secrets_provider: { path: [], name: "" },
};

/** The `api_server` facet of pods that run kube-apiserver, of audit policies and of encryption configurations. */
export const apiServerFacet: FacetComputer<"api_server", KubernetesContext> = {
	name: "api_server",
	compute(resource) {
		if (resource.type === AUDIT_POLICY) {
			const hidden = unknownAt(resource, ["rules"]);
			return hidden === null ? { value: auditPolicy(resource) } : { unknown: hidden };
		}
		if (ENCRYPTION.includes(resource.type)) {
			const hidden = unknownResources(resource);
			return hidden === null ? { value: encryption(resource) } : { unknown: hidden };
		}
		return server(resource);
	},
};

function server(resource: Resource): ReturnType<typeof apiServerFacet.compute> {
	for (const { path, spec } of containersOf(resource)) {
		const words = [...listAt(spec, ["command"]), ...listAt(spec, ["args"])];
		if (!words.some((word) => typeof word === "string" && /(?:^|\/)kube-apiserver$/.test(word))) continue;
		const expanded = words.some((word) => typeof word !== "string" || word.includes("$("));
		const hidden =
			unknownAt(resource, [...path, "command"]) ??
			unknownAt(resource, [...path, "args"]) ??
			(expanded ? "some flags come from environment variables" : null);
		const flags: Record<string, string> = {};
		for (const [index, word] of words.entries()) {
			const match = typeof word === "string" ? /^--?([\w-]+)(?:=(.*))?$/s.exec(word) : null;
			if (match === null) continue;
			const next = words[index + 1];
			const apart = typeof next === "string" && !next.startsWith("-") ? next : "";
			flags[match[1]!] = match[2] ?? apart;
		}
		const value: ApiServerFacet = { ...BLANK, kind: "server", path, flags };
		return { value, unknown: hidden === null ? [] : [{ path: ["flags"], reason: hidden }] };
	}
	return undefined;
}

/** Keys are no part of the question. */
function unknownResources(resource: Resource): string | null {
	for (const { path, reason } of resource.unknown) {
		if (path[1] === "resources" && !path.includes("keys") && !path.includes("kms")) return reason;
	}
	return null;
}

/** The first entry that names Secrets decides on them, and its first provider writes. */
function encryption(resource: Resource): ApiServerFacet {
	const value: ApiServerFacet = { ...BLANK, kind: "encryption", secrets_provider: { path: ["kind"], name: "none" } };
	for (const [index, entry] of listAt(resource.attributes, ["resources"]).entries()) {
		const names = listAt(entry, ["resources"]);
		if (!names.some((name) => name === "secrets" || name === "*." || name === "*.*")) continue;
		const first = listAt(entry, ["providers"])[0];
		const name = isObject(first) ? (Object.keys(first)[0] ?? "none") : "none";
		// The provider itself holds keys; what it is for does not.
		value.secrets_provider = { path: ["resources", index, "resources"], name };
		break;
	}
	return value;
}

function auditPolicy(resource: Resource): ApiServerFacet {
	const rbac = ["roles", "clusterroles", "rolebindings", "clusterrolebindings"];
	return {
		...BLANK,
		kind: "audit-policy",
		secrets_audit: decided(resource, "", ["secrets"], ["get", "list", "create", "update", "patch"], "most"),
		access_audit: decided(resource, "rbac.authorization.k8s.io", rbac, ["create", "update", "patch"], "least"),
	};
}

/**
 * The level of the request that is recorded least, or, where all are recorded, most. Rules for some users or namespaces
 * only are passed over: others come after them.
 */
function decided(
	resource: Resource,
	group: string,
	names: string[],
	verbs: string[],
	extreme: "least" | "most",
): { path: AttributePath; level: string } {
	const found = names
		.flatMap((name) => verbs.map((verb) => firstRule(resource, group, name, verb)))
		.sort((left, right) => left.rank - right.rank);
	const least = found[0]!;
	const { path, level } = extreme === "most" && least.rank > 0 ? found.at(-1)! : least;
	return { path, level };
}

const LEVELS = ["None", "Metadata", "Request", "RequestResponse"];

function firstRule(resource: Resource, group: string, name: string, verb: string) {
	for (const [index, rule] of listAt(resource.attributes, ["rules"]).entries()) {
		if (!isObject(rule) || narrowed(rule)) continue;
		const verbs = listAt(rule, ["verbs"]);
		if (verbs.length > 0 && !verbs.includes(verb)) continue;
		const resources = listAt(rule, ["resources"]);
		if (resources.length > 0 && !resources.some((item) => names(item, group, name))) continue;
		if (resources.length === 0 && listAt(rule, ["nonResourceURLs"]).length > 0) continue;
		const level = textAt(rule, ["level"]) ?? "None";
		return { path: ["rules", index] as AttributePath, level, rank: Math.max(LEVELS.indexOf(level), 0) };
	}
	return { path: ["rules"] as AttributePath, level: "None", rank: 0 };
}

function narrowed(rule: Json): boolean {
	return ["users", "userGroups", "namespaces"].some((key) => listAt(rule, [key]).length > 0);
}

/** https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/: no list of resources means all of the group. */
function names(item: Json, group: string, name: string): boolean {
	if ((textAt(item, ["group"]) ?? "") !== group) return false;
	if (listAt(item, ["resourceNames"]).length > 0) return false;
	const resources = valueAt(item, ["resources"]);
	if (!Array.isArray(resources) || resources.length === 0) return true;
	return resources.some((each) => each === name || each === "*");
}
