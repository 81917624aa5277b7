import type { MeshTlsFacet } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { isObject, listAt, textAt, unknownAt, valueAt } from "../json.ts";
import type { KubernetesContext } from "../kubernetes/context.ts";
import { byKey, memberOf, unreadable, unstated } from "./joins.ts";
import { MESH_ROOT } from "./network_isolation.ts";

const PEER_AUTHENTICATION = "security.istio.io/PeerAuthentication";
const DESTINATION_RULE = "networking.istio.io/DestinationRule";

/**
 * The `mesh_tls` facet of Istio's PeerAuthentication (what the sidecars accept) and DestinationRule (what they send).
 * https://istio.io/latest/docs/reference/config/security/peer_authentication/: a mode left out or UNSET is that of the
 * namespace, then of the mesh, then PERMISSIVE.
 */
export const meshTlsFacet: FacetComputer<"mesh_tls", KubernetesContext> = {
	name: "mesh_tls",
	compute(resource, context) {
		if (resource.type === DESTINATION_RULE) {
			const hidden = unknownAt(resource, ["spec", "trafficPolicy"]) ?? unknownAt(resource, ["spec", "subsets"]);
			return hidden === null ? { value: destinationTls(resource) } : { unknown: hidden };
		}
		if (resource.type === "scope/namespace") return namespaceTls(resource, context);
		if (resource.type !== PEER_AUTHENTICATION) return undefined;
		const hidden = unknownAt(resource, ["spec", "mtls"]) ?? unknownAt(resource, ["spec", "portLevelMtls"]);
		if (hidden !== null) return { unknown: hidden };
		return peerTls(resource, context);
	},
};

/** Labels that put the pods of a namespace into the mesh: with sidecars, or without. */
function inMesh({ labels }: Resource): boolean {
	if (labels["istio-injection"] === "disabled" || labels["istio.io/dataplane-mode"] === "none") return false;
	return (
		labels["istio-injection"] === "enabled" ||
		labels["istio.io/rev"] !== undefined ||
		labels["istio.io/dataplane-mode"] === "ambient"
	);
}

/** A policy that lets plain text through is judged itself; a namespace is judged where none is there. */
function namespaceTls(namespace: Resource, context: KubernetesContext): FacetResult<MeshTlsFacet> {
	if (!inMesh(namespace)) return undefined;
	const policies = byKey(context.ofType(PEER_AUTHENTICATION)).filter((policy) => !hasSelector(policy));
	const own = policies.some((policy) => memberOf(policy, namespace, context) !== "no" || policy.scope === MESH_ROOT);
	if (own) return { value: { plain: [], stated: true } };
	if (!context.complete) return { unknown: "no policy of the mesh for its namespace is in the input" };
	return { value: { plain: [{ path: [], what: "no PeerAuthentication holds for the namespace" }], stated: true } };
}

function peerTls(policy: Resource, context: KubernetesContext) {
	const path = ["spec", "mtls", "mode"];
	const value: MeshTlsFacet = { plain: [], stated: true };
	const unknown: { path: AttributePath; reason: string }[] = [];
	const { mode, reason } = modeOf(policy, context);
	if (mode === null) unknown.push({ path: ["plain"], reason });
	else if (mode !== "STRICT") value.plain.push({ path, what: reason });
	const ports = valueAt(policy.attributes, ["spec", "portLevelMtls"]);
	for (const [port, setting] of Object.entries(isObject(ports) ? ports : {})) {
		const own = stated(setting);
		if (own !== null && own !== "STRICT")
			value.plain.push({ path: ["spec", "portLevelMtls", port, "mode"], what: `mode ${own} on port ${port}` });
	}
	return { value, unknown };
}

function stated(setting: Json | undefined): string | null {
	const mode = textAt(setting, ["mode"])?.toUpperCase() ?? null;
	return mode === "UNSET" ? null : mode;
}

/** The mode that holds, with words for it; null with a reason where something outside the input decides. */
function modeOf(policy: Resource, context: KubernetesContext): { mode: string | null; reason: string } {
	const own = stated(valueAt(policy.attributes, ["spec", "mtls"]));
	if (own !== null) return { mode: own, reason: `mode ${own}` };
	const isRoot = policy.scope === MESH_ROOT;
	const selects = hasSelector(policy);
	let doubt: string | null = null;
	const unread = unreadable(() => context.ofType(PEER_AUTHENTICATION));
	for (const parent of byKey(context.shownOfType(PEER_AUTHENTICATION))) {
		if (parent === policy || hasSelector(parent)) continue;
		const hidden = unknownAt(parent, ["spec", "mtls"]);
		const mode = stated(valueAt(parent.attributes, ["spec", "mtls"]));
		if (hidden === null && mode === null) continue;
		const member = selects ? memberOf(parent, policy, context) : "no";
		const above = member !== "no" || (!isRoot && parent.scope === MESH_ROOT);
		if (!above) continue;
		if (hidden !== null) doubt ??= `${parent.key}: ${hidden}`;
		else if (member === "depends") doubt ??= unstated(parent, policy);
		else if (member === "yes") return { mode, reason: `mode ${mode} of ${parent.key}` };
	}
	if (doubt !== null) return { mode: null, reason: doubt };
	const root = byKey(context.shownOfType(PEER_AUTHENTICATION)).find(
		(parent) => parent !== policy && !isRoot && parent.scope === MESH_ROOT && !hasSelector(parent),
	);
	const mode = root === undefined ? null : stated(valueAt(root.attributes, ["spec", "mtls"]));
	if (mode !== null) return { mode, reason: `mode ${mode} of ${root!.key}` };
	if (unread !== null) return { mode: null, reason: unread };
	if (isRoot || context.complete)
		return { mode: "PERMISSIVE", reason: "mode PERMISSIVE, which holds where none is stated" };
	return { mode: null, reason: "no mode is stated, and the policy of the mesh it is taken from is not in the input" };
}

function hasSelector(policy: Resource): boolean {
	const labels = valueAt(policy.attributes, ["spec", "selector", "matchLabels"]);
	return isObject(labels) && Object.keys(labels).length > 0;
}

function destinationTls(rule: Resource): MeshTlsFacet {
	const value: MeshTlsFacet = { plain: [], stated: false };
	// The API server speaks TLS itself, which a sidecar must not wrap once more.
	const host = textAt(rule.attributes, ["spec", "host"]) ?? "";
	if (/^kubernetes(?:\.default(?:\.svc(?:\.cluster\.local)?)?)?$/.test(host)) return value;
	const read = (policy: Json | undefined, at: AttributePath) => {
		const settings = [
			{ tls: valueAt(policy, ["tls"]), path: [...at, "tls"] },
			...listAt(policy, ["portLevelSettings"]).map((item, index) => ({
				tls: valueAt(item, ["tls"]),
				path: [...at, "portLevelSettings", index, "tls"],
			})),
		];
		for (const { tls, path } of settings) {
			if (!isObject(tls)) continue;
			value.stated = true;
			// https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings: DISABLE is the default of the enumeration.
			const mode = textAt(tls, ["mode"])?.toUpperCase() ?? "DISABLE";
			if (mode === "DISABLE") value.plain.push({ path: [...path, "mode"], what: `mode ${mode} towards ${host}` });
		}
	};
	read(valueAt(rule.attributes, ["spec", "trafficPolicy"]), ["spec", "trafficPolicy"]);
	for (const [index, subset] of listAt(rule.attributes, ["spec", "subsets"]).entries())
		read(valueAt(subset, ["trafficPolicy"]), ["spec", "subsets", index, "trafficPolicy"]);
	return value;
}
