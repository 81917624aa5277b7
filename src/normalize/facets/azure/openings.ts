import type { NetworkOpening } from "../../../model/facets.ts";
import type { AttributePath, Json } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer } from "../../facet.ts";
import { listAt, textAt, unknownAt, valueAt } from "../../json.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { addressOpening, type Ports } from "../network_openings.ts";
import { mayBelong, targetsOf } from "../plan_values.ts";

const GROUP = "azurerm_network_security_group";
const RULE = "azurerm_network_security_rule";

/** One rule of a network security group, wherever it is written. */
interface Rule {
	resource: Resource;
	/** Path in the resource's attributes to the rule: empty where it is a resource of its own. */
	base: AttributePath;
}

/**
 * What network security groups let in. Rules are read by priority, so that a denial before an opening closes it; what no
 * rule names is denied: https://learn.microsoft.com/en-us/azure/virtual-network/network-security-groups-overview
 */
export const azureNetworkOpenings: FacetComputer<"network_openings", PlanContext> = {
	name: "network_openings",
	compute(resource, context) {
		if (resource.type !== GROUP && resource.type !== RULE) return undefined;
		const groups = resource.type === GROUP ? { certain: [resource], uncertain: [] } : groupsOf(context).get(resource);
		const group = groups?.certain.length === 1 ? groups.certain[0] : undefined;
		const mine: Rule[] = resource.type === GROUP ? inlineRules(resource) : [{ resource, base: [] }];
		const siblings = group === undefined ? mine : rulesOf(group, context);
		const open = groups !== undefined && groups.uncertain.length > 0 ? mayBelong(groups.uncertain) : null;
		const openings = mine.flatMap((rule) => openingsOf(rule, siblings, open));
		const hidden = resource.type === GROUP && mine.length === 0 ? unknownAt(resource, ["security_rule"]) : null;
		if (hidden !== null) openings.push(unknownRange(["security_rule"], { ...EVERYTHING, uncertain: hidden }));
		return { value: { group_labels: group === undefined ? resource.labels : group.labels, openings } };
	},
};

const groupsOf = targetsOf([[RULE, "network_security_group_name"]], [GROUP]);

const EVERYTHING: Ports = { direction: "ingress", protocol: "all", from_port: 0, to_port: 65535, uncertain: null };

function inlineRules(group: Resource): Rule[] {
	return listAt(group.attributes, ["security_rule"]).map((_, index) => ({
		resource: group,
		base: ["security_rule", index],
	}));
}

function rulesOf(group: Resource, context: PlanContext): Rule[] {
	const separate = context.joined(RULE, "network_security_group_name", group).certain;
	return [...inlineRules(group), ...separate.map((resource) => ({ resource, base: [] }))];
}

function at(rule: Rule, name: string): Json | undefined {
	return valueAt(rule.resource.attributes, [...rule.base, name]);
}

function gapAt(rule: Rule, ...names: string[]): string | null {
	for (const name of names) {
		const reason = unknownAt(rule.resource, [...rule.base, name]);
		if (reason !== null) return reason;
	}
	return null;
}

/** Texts of an argument and of its plural, with their paths. */
function texts(rule: Rule, ...names: string[]): { path: AttributePath; value: string }[] {
	return names.flatMap((name) => {
		const path = [...rule.base, name];
		const single = textAt(rule.resource.attributes, path);
		if (single !== null) return [{ path, value: single }];
		return listAt(rule.resource.attributes, path).flatMap((value, index) =>
			typeof value === "string" ? [{ path: [...path, index], value }] : [],
		);
	});
}

const PORTS = ["destination_port_range", "destination_port_ranges"];
const SOURCE_PORTS = ["source_port_range", "source_port_ranges"];
const SOURCES = ["source_address_prefix", "source_address_prefixes"];
const TARGETS = ["destination_address_prefix", "destination_address_prefixes"];

function openingsOf(rule: Rule, siblings: Rule[], open: string | null): NetworkOpening[] {
	const kind = gapAt(rule, "direction", "access");
	if (kind === null && (at(rule, "direction") !== "Inbound" || at(rule, "access") !== "Allow")) return [];
	const gap = kind ?? gapAt(rule, "protocol", ...PORTS);
	const ports: Ports[] = gap === null ? readPorts(rule) : [{ ...EVERYTHING, uncertain: gap }];
	const openings: NetworkOpening[] = [];
	for (const range of ports) {
		for (const { path, value } of texts(rule, ...SOURCES)) {
			const opening = sourceOpening(path, value, range);
			if (opening === undefined) continue;
			const closed = closedBy(opening, rule, siblings);
			if (closed === "yes") continue;
			const uncertain = opening.uncertain ?? (closed === "no" ? open : closed);
			openings.push({ ...opening, uncertain });
		}
		const reason = gapAt(rule, ...SOURCES);
		if (reason !== null) {
			openings.push(unknownRange([...rule.base, "source_address_prefix"], { ...range, uncertain: reason }));
		}
	}
	return openings;
}

/** `*` and `Internet` are everybody; other words are service tags, which stand for Azure's own ranges or the network's. */
function sourceOpening(path: AttributePath, value: string, ports: Ports): NetworkOpening | undefined {
	const everybody = ["*", "any", "internet"].includes(value.toLowerCase());
	if (!everybody) return addressOpening(path, value, ports);
	return { path, ...ports, cidr: value, prefix_length: 0, family: 4, public: true };
}

function unknownRange(path: AttributePath, ports: Ports): NetworkOpening {
	return { path, ...ports, cidr: "", prefix_length: 0, family: 4, public: true };
}

function readPorts(rule: Rule): Ports[] {
	const protocol = protocolOf(at(rule, "protocol"));
	return texts(rule, ...PORTS).flatMap(({ value }) => {
		const [from, to] = bounds(value);
		if (!Number.isInteger(from) || !Number.isInteger(to)) return [];
		const all = protocol === "all" && from === 0 && to === 65535;
		// With ports named, a rule for any protocol opens those of TCP and UDP.
		const named = protocol === "all" && !all ? "tcp" : protocol;
		return [{ direction: "ingress", protocol: named, from_port: from, to_port: to, uncertain: null }];
	});
}

function bounds(range: string): [from: number, to: number] {
	if (range === "*") return [0, 65535];
	const [from = "", to = from] = range.split("-");
	return [Number(from), Number(to)];
}

function protocolOf(value: Json | undefined): string {
	const text = String(value ?? "*").toLowerCase();
	return text === "*" ? "all" : text;
}

/** Whether a denial of higher priority closes an opening for everybody; or why that is not known. */
function closedBy(opening: NetworkOpening, rule: Rule, siblings: Rule[]): "yes" | "no" | string {
	let gap: string | null = null;
	for (const other of siblings) {
		if (other.resource === rule.resource && other.base[1] === rule.base[1]) continue;
		if (at(other, "direction") === "Outbound" || at(other, "access") === "Allow") continue;
		const reason =
			gapAt(rule, "priority") ??
			gapAt(other, "direction", "access", "priority", "protocol", ...PORTS, ...SOURCE_PORTS, ...SOURCES, ...TARGETS);
		if (reason !== null) {
			gap = reason;
			continue;
		}
		if (Number(at(other, "priority")) >= Number(at(rule, "priority"))) continue;
		if (covers(other, opening, protocolOf(at(rule, "protocol")))) return "yes";
	}
	return gap ?? "no";
}

function covers(denial: Rule, opening: NetworkOpening, wanted: string): boolean {
	const protocol = protocolOf(at(denial, "protocol"));
	if (protocol !== "all" && protocol !== wanted) return false;
	if (texts(denial, ...SOURCE_PORTS).some(({ value }) => value !== "*")) return false;
	const everybody = texts(denial, ...SOURCES).some(({ value }) =>
		["*", "any", "internet", "0.0.0.0/0"].includes(value.toLowerCase()),
	);
	const everywhere = texts(denial, ...TARGETS).some(({ value }) => value === "*");
	return (
		everybody &&
		everywhere &&
		texts(denial, ...PORTS).some(({ value }) => {
			const [from, to] = bounds(value);
			return from <= opening.from_port && opening.to_port <= to;
		})
	);
}
