import type { NetworkPeersFacet } from "../../model/facets.ts";
import type { AttributePath, Json, JsonObject } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import { type Cidr, parseCidr, publicShare } from "../address-ranges.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, listAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { podLabels } from "../kubernetes/pods.ts";
import { matchesSelector } from "../kubernetes/selector.ts";
import { candidates, memberOf, unreadable, unstated } from "./joins.ts";
import { otherEngine } from "./network_isolation.ts";
import { type Direction, NETWORK_POLICY, readPolicy, selectsEverything, selectsPods } from "./network_policy.ts";

/** The address on which the metadata services of AWS, Google Cloud, Azure and others answer plain HTTP. */
const METADATA = parseCidr("169.254.169.254/32")!;

const OUTSIDE = "the pods it is meant for may be outside the input";

type Unknown = { path: AttributePath; reason: string };

/** The `network_peers` facet. */
export const networkPeersFacet: FacetComputer<"network_peers", KubernetesContext> = {
	name: "network_peers",
	compute(resource, context) {
		if (resource.type !== NETWORK_POLICY) return undefined;
		const value: NetworkPeersFacet = {
			dangling: [],
			either_or: [],
			blocks: [],
			metadata: [],
			dns_without_udp: [],
			other_engine: otherEngine(resource, "egress", context),
		};
		const unknown: Unknown[] = [];
		const unread = unreadable(() => {
			const { answer, reason } = selectsAnything(resource, context);
			if (answer === null) unknown.push({ path: ["selects"], reason });
			else value.selects = answer;
		});
		if (unread !== null) unknown.push({ path: ["selects"], reason: unread });
		for (const direction of ["ingress", "egress"] as const) {
			if (readPolicy(resource)[direction].value.effective === false) continue;
			readDirection(resource, direction, context, value, unknown);
		}
		return { value, unknown };
	},
};

/** Whether some workload of the input is selected. An empty selector always takes what will come. */
function selectsAnything(policy: Resource, context: KubernetesContext): { answer: boolean | null; reason: string } {
	if (selectsEverything(policy)) return { answer: true, reason: "" };
	let doubt: string | null = unknownAt(policy, ["spec", "podSelector"]);
	for (const workload of candidates(context.workloads, policy)) {
		const { answer, reason } = selectsPods(policy, workload, context);
		// A component is never deployed without what it is added to.
		const added = policy.anchor.component !== undefined && reason === unstated(policy, workload);
		if (answer === "yes" || (added && memberOf(workload, policy, context) === "yes"))
			return { answer: true, reason: "" };
		if (answer === "maybe") doubt ??= reason;
	}
	doubt ??= absenceDoubt(policy, valueAt(policy.attributes, ["spec", "podSelector"]), context);
	return doubt === null ? { answer: false, reason: "" } : { answer: null, reason: doubt };
}

/** Why pods that the input does not show may still carry the labels; null where the input shows the namespace. */
function absenceDoubt(policy: Resource, selector: Json | undefined, context: KubernetesContext): string | null {
	if (context.complete) return null;
	const shown =
		context.definesNamespace(policy.scope) &&
		candidates(context.workloads, policy).some((workload) => memberOf(workload, policy, context) === "yes");
	if (!shown) return OUTSIDE;
	// Labels with a domain of their own are set by operators on pods that no manifest shows.
	const foreign = labelKeys(selector).find((key) => key.includes("/") && !key.includes("kubernetes.io/"));
	return foreign === undefined ? null : `pods with the label ${foreign} may be made by an operator`;
}

function labelKeys(selector: Json | undefined): string[] {
	const labels = valueAt(selector, ["matchLabels"]);
	const expressions = listAt(selector, ["matchExpressions"]).map((item) => valueAt(item, ["key"]));
	return [...(isObject(labels) ? Object.keys(labels) : []), ...expressions.filter((key) => typeof key === "string")];
}

function readDirection(
	policy: Resource,
	direction: Direction,
	context: KubernetesContext,
	value: NetworkPeersFacet,
	unknown: Unknown[],
): void {
	const field = direction === "ingress" ? "from" : "to";
	const open = (reason: string) => {
		for (const part of ["dangling", "either_or", "blocks"]) unknown.push({ path: [part], reason });
		if (direction === "egress")
			for (const part of ["metadata", "dns_without_udp"]) unknown.push({ path: [part], reason });
	};
	const rules = valueAt(policy.attributes, ["spec", direction]);
	const whole = hiddenAbove(policy, ["spec", direction]);
	if (whole !== null || (rules !== undefined && rules !== null && !Array.isArray(rules))) {
		open(whole ?? `spec.${direction} is not a list`);
		return;
	}
	for (const [index, rule] of (rules ?? []).entries()) {
		const at: AttributePath = ["spec", direction, index];
		const hidden = unknownAt(policy, [...at, field]) ?? unknownAt(policy, [...at, "ports"]);
		if (hidden !== null) open(hidden);
		const peers = listAt(rule, [field]);
		readSelectors(policy, [...at, field], direction, peers, context, value, unknown);
		readBlocks([...at, field], direction, peers, value);
		if (direction !== "egress" || hidden !== null) continue;
		readMetadata([...at, field], rule, peers, value);
		if (isTcpDns(rule) && !allowsUdpDns(policy, context)) value.dns_without_udp.push({ path: [...at, "ports"] });
	}
}

function hiddenAbove(policy: Resource, path: AttributePath): string | null {
	const above = policy.unknown.find(
		({ path: at }) =>
			at[0] === "attributes" && at.length - 1 <= path.length && at.slice(1).every((s, i) => s === path[i]),
	);
	return above?.reason ?? null;
}

function readSelectors(
	policy: Resource,
	at: AttributePath,
	direction: Direction,
	peers: Json[],
	context: KubernetesContext,
	value: NetworkPeersFacet,
	unknown: Unknown[],
): void {
	const open = (reason: string) => unknown.push({ path: ["dangling"], reason });
	const namespacesOnly = peers.some((peer) => names(peer, "namespaceSelector") && !names(peer, "podSelector"));
	let podsOnly = false;
	for (const [index, peer] of peers.entries()) {
		if (!names(peer, "podSelector") || names(peer, "namespaceSelector")) continue;
		const selector = valueAt(peer, ["podSelector"]) as JsonObject;
		// All pods of the own namespace, beside other namespaces, is what it says.
		if (labelKeys(selector).length === 0) continue;
		podsOnly = true;
		const path = [...at, index, "podSelector"];
		if (unknownAt(policy, path) !== null) continue;
		const unread = unreadable(() => {
			const { met, doubt } = meets(policy, selector, context);
			if (met) return;
			// Callers and services are often kept apart from the policy, in the same namespace too.
			const reason = doubt ?? (context.complete ? null : OUTSIDE);
			if (reason === null) value.dangling.push({ path });
			else open(reason);
		});
		if (unread !== null) open(unread);
	}
	if (namespacesOnly && podsOnly) value.either_or.push({ path: at, direction });
}

/** Whether a selector picks pods of the policy's own namespace, or why that is not known. */
function meets(
	policy: Resource,
	selector: JsonObject,
	context: KubernetesContext,
): { met: boolean; doubt: string | null } {
	let doubt: string | null = null;
	for (const workload of candidates(context.workloads, policy)) {
		const member = memberOf(workload, policy, context);
		if (member === "no") continue;
		const pods = podLabels(workload);
		if (pods === null) continue;
		if (pods.unknown !== null) doubt ??= `labels of the pods: ${pods.unknown}`;
		else if (!matchesSelector(selector, pods.labels)) continue;
		else if (member === "yes") return { met: true, doubt: null };
		else doubt ??= unstated(workload, policy);
	}
	return { met: false, doubt };
}

function names(peer: Json, selector: string): boolean {
	return isObject(valueAt(peer, [selector]));
}

interface Block {
	text: string;
	cidr: Cidr;
	except: Cidr[];
}

function readBlock(peer: Json): Block | null {
	const text = valueAt(peer, ["ipBlock", "cidr"]);
	const cidr = typeof text === "string" ? parseCidr(text) : null;
	if (cidr === null) return null;
	const except = listAt(peer, ["ipBlock", "except"]).map((hole) => (typeof hole === "string" ? parseCidr(hole) : null));
	return { text: text as string, cidr, except: except.filter((hole) => hole !== null) };
}

function readBlocks(at: AttributePath, direction: Direction, peers: Json[], value: NetworkPeersFacet): void {
	for (const [index, peer] of peers.entries()) {
		const block = readBlock(peer);
		if (block === null) continue;
		value.blocks.push({
			path: [...at, index, "ipBlock", "cidr"],
			direction,
			cidr: block.text,
			family: block.cidr.family,
			prefix_length: Number(block.text.slice(block.text.indexOf("/") + 1)),
			public: publicShare(block.cidr.family, [block]) > 0,
		});
	}
}

/** A rule without peers leads everywhere, one without ports to all ports. */
function readMetadata(at: AttributePath, rule: Json, peers: Json[], value: NetworkPeersFacet): void {
	if (!allowsPort(rule, "TCP", 80)) return;
	if (peers.length === 0) {
		value.metadata.push({ path: at, via: "every address" });
		return;
	}
	for (const [index, peer] of peers.entries()) {
		const block = readBlock(peer);
		if (block === null || !contains(block.cidr, METADATA)) continue;
		if (block.except.some((hole) => contains(hole, METADATA))) continue;
		value.metadata.push({ path: [...at, index, "ipBlock", "cidr"], via: block.text });
	}
}

function contains(outer: Cidr, inner: Cidr): boolean {
	return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

function allowsPort(rule: Json, protocol: string, number: number): boolean {
	const ports = listAt(rule, ["ports"]);
	return ports.length === 0 || ports.some((port) => includes(port, protocol, number));
}

function includes(port: Json, protocol: string, number: number): boolean {
	if (!isObject(port) || (port.protocol ?? "TCP") !== protocol) return false;
	const first = port.port ?? null;
	if (first === null || first === number) return true;
	// What a named port stands for is known to the pods alone.
	return typeof first === "number" && typeof port.endPort === "number" && first <= number && number <= port.endPort;
}

function isTcpDns(rule: Json): boolean {
	const ports = listAt(rule, ["ports"]);
	return (
		ports.length > 0 && ports.every((port) => isObject(port) && (port.protocol ?? "TCP") === "TCP" && port.port === 53)
	);
}

/** DNS is answered in another namespace, or outside. */
function reachesOthers(rule: Json): boolean {
	const peers = listAt(rule, ["to"]);
	return peers.length === 0 || peers.some((peer) => names(peer, "namespaceSelector") || names(peer, "ipBlock"));
}

/** Whether some egress rule of the namespace's policies may let DNS over UDP out. */
function allowsUdpDns(policy: Resource, context: KubernetesContext): boolean {
	return candidates(context.shownOfType(NETWORK_POLICY), policy).some((other) => {
		if (memberOf(other, policy, context) === "no") return false;
		if (unknownAt(other, ["spec", "egress"]) !== null) return true;
		return listAt(other.attributes, ["spec", "egress"]).some((rule) => {
			const named = listAt(rule, ["ports"]).some(
				(port) => valueAt(port, ["protocol"]) === "UDP" && typeof valueAt(port, ["port"]) === "string",
			);
			return reachesOthers(rule) && (named || allowsPort(rule, "UDP", 53));
		});
	});
}
