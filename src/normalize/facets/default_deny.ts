import type { DefaultDenyFacet } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { unknownAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { candidates, memberOf, unreadable, unstated, variants } from "./joins.ts";
import { NO_POLICY_SHOWN, otherEngine, showsPolicies } from "./network_isolation.ts";
import { type Direction, NETWORK_POLICY, readPolicy, selectsEverything } from "./network_policy.ts";

/** The `default_deny` facet of namespaces. */
export const defaultDenyFacet: FacetComputer<"default_deny", KubernetesContext> = {
	name: "default_deny",
	compute(resource, context) {
		if (resource.type !== "scope/namespace") return undefined;
		const value: DefaultDenyFacet = { workloads: 0 };
		const unknown: { path: AttributePath; reason: string }[] = [];
		let workloads: Resource[] = [];
		const unread = unreadable(() => {
			workloads = workloadsOf(resource, context);
		});
		if (unread === null) value.workloads = workloads.length;
		else unknown.push({ path: ["workloads"], reason: unread });
		for (const direction of ["ingress", "egress"] as const) {
			const { denied, reason } = deniesByDefault(resource, workloads, direction, context);
			if (denied !== null) value[direction] = denied;
			else unknown.push({ path: [direction], reason });
		}
		return { value, unknown };
	},
};

function workloadsOf(namespace: Resource, context: KubernetesContext): Resource[] {
	return context.workloads.filter((workload) => context.sameNamespace(workload, namespace) === "yes");
}

function deniesByDefault(
	namespace: Resource,
	workloads: Resource[],
	direction: Direction,
	context: KubernetesContext,
): { denied: boolean | null; reason: string } {
	let doubt: string | null = null;
	const denying: Resource[] = [];
	for (const policy of candidates(context.ofType(NETWORK_POLICY), namespace)) {
		const member = memberOf(policy, namespace, context);
		if (member === "no") continue;
		const answer = denies(policy, direction);
		if (answer === false) continue;
		if (member === "yes" && answer === true) denying.push(policy);
		else doubt ??= answer === true ? unstated(policy, namespace) : `${policy.key}: ${answer}`;
	}
	if (denying.length > 0) {
		// Where the input holds several variants of a namespace, each needs a policy of its own.
		const bare = workloads.some((workload) => denying.every((policy) => memberOf(policy, workload, context) !== "yes"));
		if (!bare) return { denied: true, reason: "" };
		doubt ??= variants(denying[0]!);
	}
	doubt ??= otherEngine(namespace, direction, context);
	doubt ??= showsPolicies(namespace, context) ? null : NO_POLICY_SHOWN;
	return doubt === null ? { denied: false, reason: "" } : { denied: null, reason: doubt };
}

/** Whether a policy selects all pods and lets nothing through but, for egress, DNS queries; or why that is not known. */
function denies(policy: Resource, direction: Direction): boolean | string {
	const hidden = unknownAt(policy, ["spec", "podSelector"]);
	if (hidden === null && !selectsEverything(policy)) return false;
	const { value, unknown } = readPolicy(policy)[direction];
	if (value.effective === false) return false;
	if (value.rules.some(({ dns_only }) => direction === "ingress" || dns_only === false)) return false;
	const opaque = unknown.find(({ path }) => path.length === 1)?.reason;
	const ports = value.rules.some(({ dns_only }) => dns_only === undefined) ? "a rule's ports are not known" : null;
	return hidden ?? opaque ?? ports ?? true;
}
