import type { PodSecurityFacet } from "../../model/facets.ts";
import type { Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { byKey } from "./joins.ts";

const ENFORCE = "pod-security.kubernetes.io/enforce";

/** The `pod_security` facet of namespaces. */
export const podSecurityFacet: FacetComputer<"pod_security", KubernetesContext> = {
	name: "pod_security",
	compute(resource, context) {
		if (resource.type !== "scope/namespace") return undefined;
		if (resource.scope === "") return { unknown: "the manifests state no namespace" };
		const namespace = byKey(context.ofType("core/Namespace")).find(({ name }) => name === resource.scope);
		if (namespace === undefined) return { unknown: "the Namespace object is not in the input" };
		if (copiesDiffer(resource.scope, context)) {
			return { unknown: "the input holds several copies of the Namespace, and they enforce different levels" };
		}
		const hidden = unknownAt(namespace, ["metadata", "labels", ENFORCE]);
		if (hidden !== null) return { unknown: hidden };
		const value: PodSecurityFacet = {
			enforce: textAt(namespace.attributes, ["metadata", "labels", ENFORCE]),
			kyverno_level: kyvernoLevel(namespace, context),
			other_engines: otherEngines(namespace, context),
		};
		return { value };
	},
};

/** Which of several copies of a Namespace a cluster gets is not known; it need not be where they agree. */
function copiesDiffer(name: string, context: KubernetesContext): boolean {
	const copies = context.ofType("core/Namespace").filter((namespace) => namespace.name === name);
	return new Set(copies.map((copy) => textAt(copy.attributes, ["metadata", "labels", ENFORCE]))).size > 1;
}

const KYVERNO = ["kyverno.io/ClusterPolicy", "kyverno.io/Policy"];

/** Policies of Kyverno 1.14 on, written in CEL. */
const KYVERNO_CEL = ["policies.kyverno.io/ValidatingPolicy", "policies.kyverno.io/NamespacedValidatingPolicy"];

function kyvernoPolicies(namespace: Resource, context: KubernetesContext): Resource[] {
	return KYVERNO.flatMap((type) => byKey(context.ofType(type))).filter(
		({ type, scope }) => type === "kyverno.io/ClusterPolicy" || scope === namespace.name,
	);
}

/** The strictest Pod Security level that an enforcing Kyverno policy without exceptions asks of all pods of the namespace. */
function kyvernoLevel(namespace: Resource, context: KubernetesContext): string | null {
	const levels = new Set<string>();
	for (const policy of kyvernoPolicies(namespace, context)) {
		for (const rule of listAt(policy.attributes, ["spec", "rules"])) {
			const level = textAt(rule, ["validate", "podSecurity", "level"]);
			if (level === null || !enforces(policy, rule) || !matchesAllPods(rule, namespace.name)) continue;
			if (listAt(rule, ["validate", "podSecurity", "exclude"]).length === 0) levels.add(level);
		}
	}
	return levels.has("restricted") ? "restricted" : levels.has("baseline") ? "baseline" : null;
}

function enforces(policy: Resource, rule: Json): boolean {
	const action =
		textAt(rule, ["validate", "failureAction"]) ?? textAt(policy.attributes, ["spec", "validationFailureAction"]);
	return action?.toLowerCase() === "enforce";
}

/** Only the plain forms: kinds with Pod, at most a list of namespaces, no exclusion. */
function matchesAllPods(rule: Json, namespace: string): boolean {
	const exclude = valueAt(rule, ["exclude"]);
	if (isObject(exclude) && Object.keys(exclude).length > 0) return false;
	const any = [...listAt(rule, ["match", "any"]), ...listAt(rule, ["match", "all"]), valueAt(rule, ["match"]) ?? null];
	return any.some((entry) => {
		const resources = valueAt(entry, ["resources"]);
		if (!isObject(resources)) return false;
		if (!Object.keys(resources).every((key) => key === "kinds" || key === "namespaces")) return false;
		const namespaces = listAt(resources, ["namespaces"]);
		return listAt(resources, ["kinds"]).includes("Pod") && (namespaces.length === 0 || namespaces.includes(namespace));
	});
}

function otherEngines(namespace: Resource, context: KubernetesContext): string[] {
	const keys: string[] = [];
	for (const policy of kyvernoPolicies(namespace, context)) {
		const blocks = listAt(policy.attributes, ["spec", "rules"]).some(
			(rule) =>
				isObject(valueAt(rule, ["validate"])) && enforces(policy, rule) && mentionsPods(valueAt(rule, ["match"])),
		);
		if (blocks) keys.push(policy.key);
	}
	for (const binding of byKey(context.ofType("admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding"))) {
		if (!listAt(binding.attributes, ["spec", "validationActions"]).includes("Deny")) continue;
		const name = textAt(binding.attributes, ["spec", "policyName"]);
		const policy = byKey(context.ofType("admissionregistration.k8s.io/ValidatingAdmissionPolicy")).find(
			(candidate) => candidate.name === name,
		);
		const rules = listAt(policy?.attributes, ["spec", "matchConstraints", "resourceRules"]);
		if (policy === undefined || rules.some(matchesPods)) {
			keys.push(binding.key);
		}
	}
	for (const type of KYVERNO_CEL) {
		for (const policy of byKey(context.ofType(type))) {
			const elsewhere = policy.scope !== "" && policy.scope !== namespace.name;
			const denies = listAt(policy.attributes, ["spec", "validationActions"]).includes("Deny");
			const rules = listAt(policy.attributes, ["spec", "matchConstraints", "resourceRules"]);
			if (!elsewhere && denies && rules.some(matchesPods)) keys.push(policy.key);
		}
	}
	for (const template of byKey(context.ofType("templates.gatekeeper.sh/ConstraintTemplate"))) {
		const kind = textAt(template.attributes, ["spec", "crd", "spec", "names", "kind"]);
		for (const constraint of byKey(context.ofType(`constraints.gatekeeper.sh/${kind}`))) {
			const action = textAt(constraint.attributes, ["spec", "enforcementAction"]) ?? "deny";
			if (action === "deny" && mentionsPods(valueAt(constraint.attributes, ["spec", "match"])))
				keys.push(constraint.key);
		}
	}
	return keys.sort(compareText);
}

/** Whether a resource rule of an admission policy is about pods. */
function matchesPods(rule: Json): boolean {
	return listAt(rule, ["resources"]).some((resource) => resource === "pods" || resource === "*");
}

/** Whether a match block names pods as a kind, anywhere in it. */
function mentionsPods(match: Json | undefined): boolean {
	if (Array.isArray(match)) return match.some((item) => item === "Pod" || item === "*" || mentionsPods(item));
	return isObject(match) && Object.values(match).some(mentionsPods);
}
