import type { NetworkPolicyFacet, PolicyDirection, PolicyRule } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import { type Cidr, parseCidr, publicShare } from "../address-ranges.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, isPrefix, listAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { podLabels } from "../kubernetes/pods.ts";
import { matchesSelector } from "../kubernetes/selector.ts";
import { hostsCalledByName } from "./ai_workload.ts";
import { isPublicWorkload } from "./exposure.ts";
import { candidates, memberOf, unreadable, unstated } from "./joins.ts";

export type Direction = "ingress" | "egress";

export const NETWORK_POLICY = "networking.k8s.io/NetworkPolicy";

/** A rule whose address ranges cover at least this part of the public addresses is open to the internet: two halves, eight eighths and a hole for private ranges included. */
const INTERNET_SHARE = 0.1;

type UnknownPart = { path: AttributePath; reason: string };

/** One direction of a policy, with what could not be known of it. */
export interface ReadDirection {
	value: PolicyDirection;
	unknown: UnknownPart[];
}

const read = new WeakMap<Resource, Record<Direction, ReadDirection>>();

/** What a NetworkPolicy says, as the API reads it. Computed once per policy. */
export function readPolicy(policy: Resource): Record<Direction, ReadDirection> {
	let result = read.get(policy);
	if (result === undefined) {
		result = { ingress: readDirection(policy, "ingress"), egress: readDirection(policy, "egress") };
		read.set(policy, result);
	}
	return result;
}

/**
 * Whether a policy selects the pods of a workload; `maybe` where labels, the selector or the namespaces leave it open.
 * `reason` says why; namespaces that are not stated are judged in both readings (same namespace, or `default`).
 */
export function selectsPods(
	policy: Resource,
	workload: Resource,
	context: KubernetesContext,
): { answer: "yes" | "no" | "maybe"; reason: string } {
	const no = { answer: "no", reason: "" } as const;
	const member = memberOf(policy, workload, context);
	if (member === "no") return no;
	const unknown = unknownAt(policy, ["spec", "podSelector"]);
	if (unknown !== null) return { answer: "maybe", reason: `the pod selector of ${policy.key}: ${unknown}` };
	if (!selectsEverything(policy)) {
		const pods = podLabels(workload);
		if (pods !== null && pods.unknown !== null)
			return { answer: "maybe", reason: `labels of the pods: ${pods.unknown}` };
		const wanted = valueAt(policy.attributes, ["spec", "podSelector"]) ?? {};
		if (!matchesSelector(isObject(wanted) ? wanted : {}, pods?.labels ?? {})) return no;
	}
	if (member === "yes") return { answer: "yes", reason: "" };
	return { answer: "maybe", reason: unstated(policy, workload) };
}

/** Whether a policy's pod selector is empty, which selects all pods of its namespace. A missing selector counts as empty, as in the API. */
export function selectsEverything(policy: Resource): boolean {
	const selector = valueAt(policy.attributes, ["spec", "podSelector"]);
	if (selector === undefined || selector === null) return true;
	if (!isObject(selector)) return false;
	const labels = selector.matchLabels ?? {};
	const expressions = selector.matchExpressions ?? [];
	return isObject(labels) && Object.keys(labels).length === 0 && Array.isArray(expressions) && expressions.length === 0;
}

/** The `network_policy` facet. */
export const networkPolicyFacet: FacetComputer<"network_policy", KubernetesContext> = {
	name: "network_policy",
	compute(resource, context) {
		if (resource.type !== NETWORK_POLICY) return undefined;
		const { ingress, egress } = readPolicy(resource);
		const below =
			(direction: Direction) =>
			({ path, reason }: UnknownPart) => ({ path: [direction, ...path], reason });
		const unknown = [...ingress.unknown.map(below("ingress")), ...egress.unknown.map(below("egress"))];
		const unread = unreadable(() => context.workloads);
		if (unread !== null) {
			const value: NetworkPolicyFacet = {
				ingress: ingress.value,
				egress: egress.value,
				public_workloads: false,
				without_dns: [],
			};
			for (const part of ["public_workloads", "without_dns"]) unknown.push({ path: [part], reason: unread });
			return { value, unknown };
		}
		const selected = candidates(context.workloads, resource).filter(
			(workload) => selectsPods(resource, workload, context).answer === "yes",
		);
		const value: NetworkPolicyFacet = {
			ingress: ingress.value,
			egress: egress.value,
			public_workloads: false,
			without_dns: selected
				.filter((workload) => hostsCalledByName(workload) && deniedDns(workload, context))
				.map(({ key }) => key)
				.sort(compareText),
		};
		const unrouted = unreadable(() => {
			value.public_workloads = selected.length > 0 && selected.every((workload) => isPublicWorkload(workload, context));
		});
		if (unrouted !== null) unknown.push({ path: ["public_workloads"], reason: unrouted });
		return { value, unknown };
	},
};

/** True when all policies that may select the pods are known, they restrict egress to a list, and none lets DNS out. */
function deniedDns(workload: Resource, context: KubernetesContext): boolean {
	let listed = false;
	for (const policy of candidates(context.ofType(NETWORK_POLICY), workload)) {
		const { answer } = selectsPods(policy, workload, context);
		if (answer === "no") continue;
		const { value, unknown } = readPolicy(policy).egress;
		if (answer === "maybe" || unknown.length > 0) return false;
		if (value.effective !== true) continue;
		if (listAt(policy.attributes, ["spec", "egress"]).some(allowsDns)) return false;
		listed ||= value.rules.length > 0;
	}
	return listed;
}

function allowsDns(rule: Json): boolean {
	const ports = listAt(rule, ["ports"]);
	return ports.length === 0 || ports.some((port) => includesPort(port, 53));
}

function readDirection(policy: Resource, direction: Direction): ReadDirection {
	const unknown: UnknownPart[] = [];
	const value: PolicyDirection = { rules: [] };
	const hidden = unknownAt(policy, ["spec", "policyTypes"]);
	if (hidden === null) value.effective = isEffective(policy, direction);
	else unknown.push({ path: ["effective"], reason: hidden });

	const whole = policy.unknown.find(
		({ path }) => path[0] === "attributes" && isPrefix(path.slice(1), ["spec", direction]),
	);
	if (whole !== undefined) {
		unknown.push({ path: ["rules"], reason: whole.reason });
		return { value, unknown };
	}
	const rules = valueAt(policy.attributes, ["spec", direction]);
	if (rules !== undefined && rules !== null && !Array.isArray(rules)) {
		unknown.push({ path: ["rules"], reason: `spec.${direction} is not a list` });
		return { value, unknown };
	}
	for (const [index, rule] of (rules ?? []).entries()) {
		const { value: facet, reason } = readRule(policy, direction, index, rule);
		value.rules.push(facet);
		if (reason !== null) unknown.push({ path: ["rules", index, "reach"], reason });
		// Whether it is for DNS makes a difference only for what leads anywhere.
		if (facet.dns_only !== undefined || facet.reach === "listed") continue;
		const ports = unknownAt(policy, ["spec", direction, index, "ports"]) ?? PORTS_UNKNOWN;
		unknown.push({ path: ["rules", index, "dns_only"], reason: ports });
	}
	return { value, unknown };
}

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/: left out, Ingress always, Egress when there are egress rules. */
function isEffective(policy: Resource, direction: Direction): boolean {
	const types = listAt(policy.attributes, ["spec", "policyTypes"]);
	if (types.length > 0) return types.includes(direction === "ingress" ? "Ingress" : "Egress");
	return direction === "ingress" || listAt(policy.attributes, ["spec", "egress"]).length > 0;
}

/** Stands where the ports of a rule would. */
const PORTS_UNKNOWN = "ports that are not known";

function readRule(policy: Resource, direction: Direction, index: number, rule: Json) {
	const field = direction === "ingress" ? "from" : "to";
	const at: AttributePath = ["spec", direction, index];
	const ports = unknownAt(policy, [...at, "ports"]) === null ? portsText(rule) : PORTS_UNKNOWN;
	const value: PolicyRule = { path: [...at, field], cidrs: [], ports };
	const dnsOnly = isDnsOnly(policy, at, rule);
	if (dnsOnly !== null) value.dns_only = dnsOnly;
	const done = (reason: string | null) => ({ value, reason });
	if (rule !== null && !isObject(rule)) return done("the rule is not an object");

	const peers = rule === null ? undefined : rule[field];
	const hidden = unknownAt(policy, [...at, field]);
	if (peers === undefined || peers === null || (Array.isArray(peers) && peers.length === 0)) {
		if (hidden !== null) return done(hidden);
		value.reach = "anyone";
		return done(null);
	}
	if (!Array.isArray(peers)) return done(hidden ?? `${field} is not a list`);

	let reason: string | null = null;
	const blocks: { index: number; text: string; cidr: Cidr; except: Cidr[] }[] = [];
	for (const [peer, item] of peers.entries()) {
		const block = valueAt(item, ["ipBlock"]);
		if (block === undefined || block === null) {
			// A peer whose kind is templated may be an address range.
			if (!isObject(item)) reason ??= unknownAt(policy, [...at, field, peer]) ?? "a peer is not an object";
			continue;
		}
		const opaque = unknownAt(policy, [...at, field, peer, "ipBlock"]);
		const text = valueAt(block, ["cidr"]);
		const cidr = typeof text === "string" ? parseCidr(text) : null;
		const except = listAt(block, ["except"]).map((hole) => (typeof hole === "string" ? parseCidr(hole) : null));
		if (opaque !== null || cidr === null || except.includes(null)) {
			reason ??= opaque ?? "an ipBlock is not a valid address range";
			continue;
		}
		blocks.push({ index: peer, text: text as string, cidr, except: except as Cidr[] });
	}
	const open = ([4, 6] as const).filter((family) => publicShare(family, blocks) >= INTERNET_SHARE);
	if (open.length === 0) {
		if (reason === null) value.reach = "listed";
		return done(reason);
	}
	value.reach = "internet";
	const wide = blocks.filter(
		({ cidr }) => open.includes(cidr.family) && publicShare(cidr.family, [{ cidr, except: [] }]) > 0,
	);
	value.cidrs = wide.map(({ text }) => text);
	if (wide.length === 1) value.path = [...at, field, wide[0]!.index, "ipBlock", "cidr"];
	return done(null);
}

const DNS_PORT_NAMES = ["dns", "dns-tcp", "dns-udp", "domain", "domain-tcp", "domain-udp"];

/** Null where ports that are not known decide. */
function isDnsOnly(policy: Resource, at: AttributePath, rule: Json): boolean | null {
	const ports = listAt(rule, ["ports"]);
	const known = ports.filter((_, index) => unknownAt(policy, [...at, "ports", index]) === null);
	if (known.some((port) => !includesPort(port, 53) || isRange(port))) return false;
	return unknownAt(policy, [...at, "ports"]) === null ? ports.length > 0 : null;
}

function includesPort(port: Json, number: number): boolean {
	if (!isObject(port)) return false;
	const first = port.port;
	// A port left out stands for all ports of the protocol.
	if (first === undefined || first === null) return true;
	if (typeof first === "string") return DNS_PORT_NAMES.includes(first) || first === String(number);
	if (typeof first !== "number") return false;
	return first === number || (typeof port.endPort === "number" && first <= number && number <= port.endPort);
}

function isRange(port: Json): boolean {
	if (!isObject(port) || port.port === undefined || port.port === null) return true;
	return typeof port.endPort === "number" && port.endPort !== port.port;
}

function portsText(rule: Json): string {
	const ports = listAt(rule, ["ports"]);
	if (ports.length === 0) return "all ports";
	const words = ports.map((port) => {
		const protocol = valueAt(port, ["protocol"]) ?? "TCP";
		const first = valueAt(port, ["port"]);
		const last = valueAt(port, ["endPort"]);
		const name = typeof first === "number" || typeof first === "string" ? `port ${first}` : "all ports";
		return `${name}${typeof last === "number" ? `-${last}` : ""}/${typeof protocol === "string" ? protocol : "?"}`;
	});
	return words.join(", ");
}
