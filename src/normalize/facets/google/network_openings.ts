import type { NetworkOpening } from "../../../model/facets.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import { isObject, textAt, valueAt } from "../../json.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { addressOpening, everyPort, type Ports, protocolOf, unknownSource } from "../network_openings.ts";
import { isGiven, isKnown, read, text } from "../plan_values.ts";

type Direction = NetworkOpening["direction"];

const AFTER_APPLY = "known only after apply";

/** Protocols of tunnels, which have no ports. */
const TUNNELS = ["ah", "esp", "ipip"];

/**
 * What a firewall rule of a Google network lets through. A rule that is disabled, or that denies, lets nothing through.
 * Labels there are none.
 */
export const googleNetworkOpenings: FacetComputer<"network_openings", PlanContext> = {
	name: "network_openings",
	compute(resource, context): FacetResult<{ group_labels: Record<string, string>; openings: NetworkOpening[] }> {
		if (resource.type !== "google_compute_firewall") return undefined;
		const disabled = read(context, resource, ["disabled"]);
		if (!isKnown(disabled)) return disabled;
		if (disabled.value === true) return { value: { group_labels: {}, openings: [] } };
		// INGRESS unless stated (https://cloud.google.com/compute/docs/reference/rest/v1/firewalls).
		const stated = read(context, resource, ["direction"]);
		if (!isKnown(stated)) return stated;
		const direction: Direction = text(stated) === "EGRESS" ? "egress" : "ingress";
		const openings = allowed(resource, context, direction).flatMap((ports) => ranges(resource, context, ports));
		return { value: { group_labels: {}, openings } };
	},
};

/** The ports that each `allow` block opens. */
function allowed(resource: Resource, context: PlanContext, direction: Direction): Ports[] {
	const blocks = read(context, resource, ["allow"]);
	if (!isKnown(blocks)) return [{ ...everyPort(direction), uncertain: blocks.unknown }];
	if (!Array.isArray(blocks.value)) return [];
	return blocks.value.flatMap((block, index): Ports[] => {
		// A null stands where the plan does not know the block, or a port.
		if (!isObject(block)) return [{ ...everyPort(direction), uncertain: AFTER_APPLY }];
		for (const name of ["protocol", "ports"]) {
			const reading = read(context, resource, ["allow", index, name]);
			if (!isKnown(reading)) return [{ ...everyPort(direction), uncertain: reading.unknown }];
		}
		const protocol = protocolOf(textAt(block, ["protocol"]) ?? "all");
		if (TUNNELS.includes(protocol)) return [];
		const all = { direction, protocol, from_port: 0, to_port: 65535, uncertain: null };
		const ports = valueAt(block, ["ports"]);
		// All ports where none are named.
		if (protocol === "all" || !Array.isArray(ports) || ports.length === 0) return [all];
		return ports.map((port) => {
			if (port === null) return { ...all, uncertain: AFTER_APPLY };
			const [from, to = from] = String(port).split("-").map(Number);
			return Number.isInteger(from) && Number.isInteger(to) ? { ...all, from_port: from!, to_port: to! } : all;
		});
	});
}

/** The address ranges of a rule, for some ports. */
function ranges(resource: Resource, context: PlanContext, ports: Ports): NetworkOpening[] {
	const name = ports.direction === "egress" ? "destination_ranges" : "source_ranges";
	const value = context.value(resource, [name]);
	if (value.state === "unknown") return [unknownSource([name], { ...ports, uncertain: value.reason })];
	if (value.state === "reference") return [unknownSource([name], { ...ports, uncertain: "known only after apply" })];
	const listed = value.state === "known" && Array.isArray(value.value) ? value.value : [];
	if (listed.length === 0) return unnamed(resource, context, name, ports);
	return listed.flatMap((range, index) => {
		if (typeof range !== "string") {
			return [unknownSource([name], { ...ports, uncertain: "known only after apply" })];
		}
		return addressOpening([name, index], range, ports) ?? [];
	});
}

/** A rule without ranges holds for what carries its tags or runs as its accounts; without those, for every address. */
function unnamed(resource: Resource, context: PlanContext, name: string, ports: Ports): NetworkOpening[] {
	let uncertain = ports.uncertain;
	if (ports.direction === "ingress") {
		for (const source of ["source_tags", "source_service_accounts"]) {
			const named = isGiven(context, resource, [source]);
			if (named === true) return [];
			if (named !== false) uncertain ??= named.unknown;
		}
	}
	return [addressOpening([name], "0.0.0.0/0", { ...ports, uncertain }) ?? []].flat();
}
