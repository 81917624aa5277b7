import type { RbacGrantFacet } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { byKey, memberOf, unreadable, unstated } from "./joins.ts";

const GROUP = "rbac.authorization.k8s.io";
const BINDINGS = [`${GROUP}/RoleBinding`, `${GROUP}/ClusterRoleBinding`];

type Rule = RbacGrantFacet["rules"][number];

const POD_WRITES = ["create", "delete", "deletecollection", "patch", "update"];

/** What `admin` and `edit` allow of pods and workloads: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
const EDIT: Rule[] = [
	{ apiGroups: [""], resources: ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy"], verbs: POD_WRITES },
	{ apiGroups: [""], resources: ["pods", "replicationcontrollers"], verbs: POD_WRITES },
	{ apiGroups: ["apps"], resources: ["daemonsets", "deployments", "replicasets", "statefulsets"], verbs: POD_WRITES },
	{ apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: POD_WRITES },
];

/** ClusterRoles that every cluster has, with what they allow of pods and workloads. */
const WELL_KNOWN: Readonly<Record<string, Rule[]>> = {
	"cluster-admin": [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
	admin: EDIT,
	edit: EDIT,
	view: [],
	"system:auth-delegator": [],
	"system:basic-user": [],
	"system:discovery": [],
	"system:public-info-viewer": [],
	"system:service-account-issuer-discovery": [],
	"system:monitoring": [],
};

const PRODUCTION = ["production", "prod", "prd", "live"];
const ENVIRONMENT_LABEL = /(?:^|\/)(?:env|environment|stage)$/i;

/** The `rbac_grant` facet of RoleBindings and ClusterRoleBindings. */
export const rbacGrantFacet: FacetComputer<"rbac_grant", KubernetesContext> = {
	name: "rbac_grant",
	compute(resource, context) {
		if (!BINDINGS.includes(resource.type)) return undefined;
		const hidden = unknownAt(resource, ["roleRef"]) ?? unknownAt(resource, ["subjects"]);
		if (hidden !== null) return { unknown: hidden };
		const value: RbacGrantFacet = { path: ["roleRef", "name"], rules: [], reach: reachOf(resource, context) };
		const unknown: { path: AttributePath; reason: string }[] = [];
		let doubt: string | null = null;
		const unread = unreadable(() => {
			doubt = readRules(resource, value.rules, context);
		});
		const reason = unread ?? doubt;
		if (reason !== null) unknown.push({ path: ["rules"], reason });
		return { value, unknown };
	},
};

/** Adds the rules that the binding surely gives; says why there may be more, or null. */
function readRules(binding: Resource, rules: Rule[], context: KubernetesContext): string | null {
	const kind = textAt(binding.attributes, ["roleRef", "kind"]) === "ClusterRole" ? "ClusterRole" : "Role";
	const name = textAt(binding.attributes, ["roleRef", "name"]) ?? "";
	if (kind === "ClusterRole" && Object.hasOwn(WELL_KNOWN, name)) {
		rules.push(...WELL_KNOWN[name]!);
		return null;
	}
	let doubt: string | null = null;
	let found = false;
	for (const role of byKey(context.ofType(`${GROUP}/${kind}`))) {
		if (role.name !== name) continue;
		const member = kind === "ClusterRole" ? "yes" : memberOf(role, binding, context);
		if (member === "no") continue;
		const hidden = unknownAt(role, ["rules"]);
		if (member === "depends") {
			doubt ??= unstated(role, binding);
			continue;
		}
		found = true;
		if (hidden !== null) doubt ??= `${role.key}: ${hidden}`;
		rules.push(...rulesOf(role));
		if (valueAt(role.attributes, ["aggregationRule"]) !== undefined)
			doubt ??= `${role.key} takes in the rules of other roles, which are not all known`;
	}
	if (found) return doubt;
	return doubt ?? `${kind} ${name} is not in the input`;
}

function rulesOf(role: Resource): Rule[] {
	return listAt(role.attributes, ["rules"]).map((rule) => ({
		apiGroups: texts(rule, "apiGroups"),
		resources: texts(rule, "resources"),
		verbs: texts(rule, "verbs"),
	}));
}

function texts(rule: Parameters<typeof listAt>[0], key: string): string[] {
	return listAt(rule, [key]).filter((item) => typeof item === "string");
}

/** Where the role holds. The Namespace object's labels tell the environment. */
function reachOf(binding: Resource, context: KubernetesContext): RbacGrantFacet["reach"] {
	if (binding.type === BINDINGS[1]) return "cluster";
	const namespace = context.shownOfType("core/Namespace").find(({ name }) => name === binding.scope);
	const labels = namespace === undefined ? {} : namespace.labels;
	const stated = isObject(labels)
		? Object.entries(labels)
				.filter(([key]) => ENVIRONMENT_LABEL.test(key))
				.map(([, value]) => value.toLowerCase())
		: [];
	if (stated.length === 0) return "unstated";
	return stated.some((value) => PRODUCTION.includes(value)) ? "production" : "other";
}
