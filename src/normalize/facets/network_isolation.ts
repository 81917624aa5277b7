import type { NetworkIsolationFacet, PodIsolation } from "../../model/facets.ts";
import type { AttributePath } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { byKey, candidates, memberOf, unreadable } from "./joins.ts";
import { type Direction, NETWORK_POLICY, readPolicy, selectsPods } from "./network_policy.ts";
import { podSpecPath } from "./pod.ts";

/** Objects of other engines that filter pod traffic. Their content is not evaluated: beside them nothing is concluded from absence. */
const OTHER_ENGINES: readonly { type: string; directions: readonly Direction[]; clusterWide: boolean }[] = [
	{ type: "cilium.io/CiliumNetworkPolicy", directions: ["ingress", "egress"], clusterWide: false },
	{ type: "cilium.io/CiliumClusterwideNetworkPolicy", directions: ["ingress", "egress"], clusterWide: true },
	{ type: "projectcalico.org/NetworkPolicy", directions: ["ingress", "egress"], clusterWide: false },
	{ type: "projectcalico.org/GlobalNetworkPolicy", directions: ["ingress", "egress"], clusterWide: true },
	{ type: "crd.projectcalico.org/NetworkPolicy", directions: ["ingress", "egress"], clusterWide: false },
	{ type: "crd.projectcalico.org/GlobalNetworkPolicy", directions: ["ingress", "egress"], clusterWide: true },
	{ type: "policy.networking.k8s.io/AdminNetworkPolicy", directions: ["ingress", "egress"], clusterWide: true },
	{ type: "policy.networking.k8s.io/BaselineAdminNetworkPolicy", directions: ["ingress", "egress"], clusterWide: true },
	{ type: "policy.networking.k8s.io/ClusterNetworkPolicy", directions: ["ingress", "egress"], clusterWide: true },
	{ type: "crd.antrea.io/NetworkPolicy", directions: ["ingress", "egress"], clusterWide: false },
	{ type: "crd.antrea.io/ClusterNetworkPolicy", directions: ["ingress", "egress"], clusterWide: true },
	{ type: "security.istio.io/AuthorizationPolicy", directions: ["ingress"], clusterWide: false },
	{ type: "networking.istio.io/Sidecar", directions: ["egress"], clusterWide: false },
];

/** Istio's default root namespace: policies there hold for the whole mesh. */
export const MESH_ROOT = "istio-system";

/** Why objects of another engine may filter traffic of this object's namespace, or may be there unread; null when there are none. */
export function otherEngine(resource: Resource, direction: Direction, context: KubernetesContext): string | null {
	let unread: string | null = null;
	for (const { type, directions, clusterWide } of OTHER_ENGINES) {
		if (!directions.includes(direction)) continue;
		const holds = (other: Resource) =>
			clusterWide || other.scope === MESH_ROOT || memberOf(other, resource, context) !== "no";
		const found = byKey(context.shownOfType(type)).find(holds);
		if (found === undefined) unread ??= unreadable(() => context.ofType(type));
		else return `${found.key} may restrict this traffic; its content is not evaluated`;
	}
	return unread;
}

/**
 * Whether the absence of a policy means something: the input holds a NetworkPolicy or the Namespace object of this
 * object's namespace, or is declared complete.
 */
export function showsPolicies(resource: Resource, context: KubernetesContext): boolean {
	if (context.definesNamespace(resource.scope)) return true;
	return candidates(context.ofType(NETWORK_POLICY), resource).some(
		(policy) => memberOf(policy, resource, context) === "yes",
	);
}

export const NO_POLICY_SHOWN = "no NetworkPolicy of this namespace is in the input";

/** The `network_isolation` facet of objects with a pod template. */
export const networkIsolationFacet: FacetComputer<"network_isolation", KubernetesContext> = {
	name: "network_isolation",
	compute(resource, context) {
		if (podSpecPath(resource.type, resource.attributes) === null) return undefined;
		const ingress = isolation(resource, "ingress", context);
		const egress = isolation(resource, "egress", context);
		const value: NetworkIsolationFacet = { ingress: ingress.value, egress: egress.value };
		return { value, unknown: [...ingress.unknown, ...egress.unknown] };
	},
};

function isolation(workload: Resource, direction: Direction, context: KubernetesContext) {
	const value: PodIsolation = { policies: [], uncertain: null, other_engine: false };
	const unknown: { path: AttributePath; reason: string }[] = [];
	for (const policy of candidates(context.ofType(NETWORK_POLICY), workload)) {
		const { answer, reason } = selectsPods(policy, workload, context);
		if (answer === "no") continue;
		const { value: read, unknown: parts } = readPolicy(policy)[direction];
		if (read.effective === false) continue;
		const doubt = answer === "maybe" ? reason : parts.find(({ path }) => path[0] === "effective")?.reason;
		if (doubt !== undefined) {
			value.uncertain ??= doubt;
			continue;
		}
		const index = value.policies.length;
		value.policies.push({ key: policy.key, rules: read.rules });
		for (const part of parts) unknown.push({ path: [direction, "policies", index, ...part.path], reason: part.reason });
	}
	const engine = otherEngine(workload, direction, context);
	value.other_engine = engine !== null;
	value.uncertain ??= engine;
	if (value.policies.length > 0) value.isolated = true;
	else {
		const doubt = value.uncertain ?? (showsPolicies(workload, context) ? null : NO_POLICY_SHOWN);
		if (doubt === null) value.isolated = false;
		else unknown.push({ path: [direction, "isolated"], reason: doubt });
	}
	return { value, unknown };
}
