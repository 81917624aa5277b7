import type { RbacBindingFacet, RbacSubject } from "../../model/facets.ts";
import type { Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { byKey, memberOf, unreadable, unstated } from "./joins.ts";

const GROUP = "rbac.authorization.k8s.io";
const ROLE = `${GROUP}/Role`;
const CLUSTER_ROLE = `${GROUP}/ClusterRole`;
const ROLE_BINDING = `${GROUP}/RoleBinding`;
const CLUSTER_ROLE_BINDING = `${GROUP}/ClusterRoleBinding`;

/** The `rbac_binding` facet of RoleBindings and ClusterRoleBindings. */
export const rbacBindingFacet: FacetComputer<"rbac_binding", KubernetesContext> = {
	name: "rbac_binding",
	compute(resource, context) {
		if (resource.type !== ROLE_BINDING && resource.type !== CLUSTER_ROLE_BINDING) return undefined;
		const hidden = unknownAt(resource, ["roleRef"]) ?? unknownAt(resource, ["subjects"]);
		if (hidden !== null) return { unknown: hidden };
		const value: RbacBindingFacet = { subjects: subjectsOf(resource) };
		let { full, reason } = { full: null as boolean | null, reason: "" };
		const unread = unreadable(() => {
			({ full, reason } = grantsEverything(resource, context));
		});
		reason = unread ?? reason;
		if (full === null) return { value, unknown: [{ path: ["full_access"], reason }] };
		value.full_access = full;
		return { value };
	},
};

/** The `rbac_role` facet of Roles and ClusterRoles. */
export const rbacRoleFacet: FacetComputer<"rbac_role", KubernetesContext> = {
	name: "rbac_role",
	compute(resource, context) {
		if (resource.type !== ROLE && resource.type !== CLUSTER_ROLE) return undefined;
		return { value: { subjects: [...(boundSubjects(context).get(resource) ?? [])].sort(compareText) } };
	},
};

const bound = new WeakMap<KubernetesContext, Map<Resource, Set<string>>>();

/** Subjects by role. A binding whose namespace is not stated counts for every Role that it may name. */
function boundSubjects(context: KubernetesContext): Map<Resource, Set<string>> {
	const known = bound.get(context);
	if (known !== undefined) return known;
	const subjects = new Map<Resource, Set<string>>();
	for (const binding of [...byKey(context.ofType(ROLE_BINDING)), ...byKey(context.ofType(CLUSTER_ROLE_BINDING))]) {
		for (const role of rolesOf(binding, context)) {
			const ids = subjects.get(role) ?? new Set();
			for (const { id } of subjectsOf(binding)) ids.add(id);
			subjects.set(role, ids);
		}
	}
	bound.set(context, subjects);
	return subjects;
}

function rolesOf(binding: Resource, context: KubernetesContext): Resource[] {
	const name = textAt(binding.attributes, ["roleRef", "name"]);
	if (textAt(binding.attributes, ["roleRef", "kind"]) === "ClusterRole") {
		return byKey(context.ofType(CLUSTER_ROLE)).filter((role) => role.name === name);
	}
	return byKey(context.ofType(ROLE)).filter((role) => role.name === name && memberOf(role, binding, context) !== "no");
}

function subjectsOf(binding: Resource): RbacSubject[] {
	const subjects: RbacSubject[] = [];
	for (const [index, subject] of listAt(binding.attributes, ["subjects"]).entries()) {
		const kind = textAt(subject, ["kind"]);
		const name = textAt(subject, ["name"]);
		if (kind === null || name === null) continue;
		const namespace = textAt(subject, ["namespace"]) ?? binding.scope;
		const id = kind === "ServiceAccount" ? `${kind}/${namespace}/${name}` : `${kind}/${name}`;
		subjects.push({ path: ["subjects", index], id });
	}
	return subjects;
}

/** By name, and by the body of the role where the input has it. */
function grantsEverything(binding: Resource, context: KubernetesContext): { full: boolean | null; reason: string } {
	const isClusterRole = textAt(binding.attributes, ["roleRef", "kind"]) === "ClusterRole";
	if (isClusterRole && textAt(binding.attributes, ["roleRef", "name"]) === "cluster-admin")
		return { full: true, reason: "" };
	let maybe: string | null = null;
	for (const role of rolesOf(binding, context)) {
		const hidden = unknownAt(role, ["rules"]);
		if (hidden !== null) {
			maybe ??= `${role.key}: ${hidden}`;
			continue;
		}
		if (!listAt(role.attributes, ["rules"]).some(allowsEverything)) continue;
		if (isClusterRole || memberOf(role, binding, context) === "yes") return { full: true, reason: "" };
		maybe ??= unstated(role, binding);
	}
	return maybe === null ? { full: false, reason: "" } : { full: null, reason: maybe };
}

function allowsEverything(rule: Json): boolean {
	return isObject(rule) && ["apiGroups", "resources", "verbs"].every((key) => has(valueAt(rule, [key]), "*"));
}

function has(list: Json | undefined, value: string): boolean {
	return Array.isArray(list) && list.includes(value);
}
