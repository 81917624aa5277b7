import { isIP } from "node:net";
import type { NetworkOpening } from "../../model/facets.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer } from "../facet.ts";
import { isObject, listAt, lookUp, textAt, unknownAt, valueAt } from "../json.ts";
import { type PlanContext, Unreadable } from "../terraform/context.ts";

type Direction = NetworkOpening["direction"];

/** What all address ranges of one rule share. */
export type Ports = Pick<NetworkOpening, "direction" | "protocol" | "from_port" | "to_port" | "uncertain">;

const GROUPS = ["aws_security_group", "aws_default_security_group"];
const SINGLE_RULES: Record<string, Direction> = {
	aws_vpc_security_group_ingress_rule: "ingress",
	aws_vpc_security_group_egress_rule: "egress",
};

/** Reads the three ways to write a security group's rules as one list of address ranges. */
export const networkOpenings: FacetComputer<"network_openings", PlanContext> = {
	name: "network_openings",
	compute(resource, context) {
		const openings = readOpenings(resource, context);
		if (openings === undefined) return undefined;
		return { value: { group_labels: groupLabels(resource, context), openings } };
	},
};

function readOpenings(resource: Resource, context: PlanContext): NetworkOpening[] | undefined {
	if (GROUPS.includes(resource.type)) {
		return [...inlineRules(resource, context, "ingress"), ...inlineRules(resource, context, "egress")];
	}
	if (resource.type === "aws_security_group_rule") {
		const hidden = unknownAt(resource, ["type"]);
		const direction = textAt(resource.attributes, ["type"]) === "egress" ? "egress" : "ingress";
		if (hidden === null) return ruleOpenings(resource, context, [], direction, "protocol");
		const either = (["ingress", "egress"] as const).flatMap((one) =>
			ruleOpenings(resource, context, [], one, "protocol"),
		);
		return either.map((opening) => ({ ...opening, uncertain: opening.uncertain ?? hidden }));
	}
	const direction = lookUp(SINGLE_RULES, resource.type);
	if (direction === undefined) return undefined;
	return singleRule(resource, context, direction);
}

/** `ingress` and `egress` of a security group: lists of objects, not blocks. */
function inlineRules(resource: Resource, context: PlanContext, direction: Direction): NetworkOpening[] {
	const written = context.value(resource, [direction]);
	if (written.state === "omitted") return [];
	const rules = listAt(resource.attributes, [direction]);
	if (rules.length === 0 && written.state !== "known") {
		const reason = written.state === "unknown" ? written.reason : "known only after apply";
		return [unknownSource([direction], { ...everyPort(direction), uncertain: reason })];
	}
	return rules.flatMap((_, index) => ruleOpenings(resource, context, [direction, index], direction, "protocol"));
}

/** A rule with lists of ranges, at `base` in the attributes. */
function ruleOpenings(
	resource: Resource,
	context: PlanContext,
	base: AttributePath,
	direction: Direction,
	protocolName: string,
): NetworkOpening[] {
	const ports = readPorts(resource, base, direction, protocolName);
	const openings: NetworkOpening[] = [];
	for (const name of ["cidr_blocks", "ipv6_cidr_blocks"]) {
		const path = [...base, name];
		const list = valueAt(resource.attributes, path);
		const ranges = Array.isArray(list) ? list : [];
		for (const [index, range] of ranges.entries()) {
			const opening = typeof range === "string" ? addressOpening([...path, index], range, ports) : undefined;
			if (opening !== undefined) openings.push(opening);
		}
		const reason = unknownAt(resource, path);
		if (reason !== null) openings.push(unknownSource(path, { ...ports, uncertain: reason }));
	}
	const lists = valueAt(resource.attributes, [...base, "prefix_list_ids"]);
	const hasLists =
		(Array.isArray(lists) && lists.length > 0) || unknownAt(resource, [...base, "prefix_list_ids"]) !== null;
	if (hasLists) openings.push(...prefixListOpenings(resource, context, [...base, "prefix_list_ids"], ports));
	return openings;
}

/** A rule of the newer style, with one range each. */
function singleRule(resource: Resource, context: PlanContext, direction: Direction): NetworkOpening[] {
	const ports = readPorts(resource, [], direction, "ip_protocol");
	const openings: NetworkOpening[] = [];
	for (const name of ["cidr_ipv4", "cidr_ipv6"]) {
		const range = textAt(resource.attributes, [name]);
		const reason = unknownAt(resource, [name]);
		const opening = range === null ? undefined : addressOpening([name], range, ports);
		if (opening !== undefined) openings.push(opening);
		else if (reason !== null) openings.push(unknownSource([name], { ...ports, uncertain: reason }));
	}
	if (textAt(resource.attributes, ["prefix_list_id"]) !== null || unknownAt(resource, ["prefix_list_id"]) !== null) {
		openings.push(...prefixListOpenings(resource, context, ["prefix_list_id"], ports));
	}
	return openings;
}

function readPorts(resource: Resource, base: AttributePath, direction: Direction, protocolName: string): Ports {
	const reason = ["from_port", "to_port", protocolName]
		.map((name) => unknownAt(resource, [...base, name]))
		.find((found) => found !== null);
	if (reason !== undefined) return { ...everyPort(direction), uncertain: reason };
	const read = (name: string) => valueAt(resource.attributes, [...base, name]);
	const protocol = protocolOf(read(protocolName));
	const from = Number(read("from_port") ?? 0);
	const to = Number(read("to_port") ?? 65535);
	// 0 to 0 is how Terraform writes "all ports" together with protocol -1; AWS itself uses -1 for all.
	const all = protocol === "all" || from === -1 || !Number.isInteger(from) || !Number.isInteger(to);
	return {
		direction,
		protocol,
		from_port: all ? 0 : from,
		to_port: all ? 65535 : to,
		uncertain: null,
	};
}

export const everyPort = (direction: Direction): Ports => ({
	direction,
	protocol: "all",
	from_port: 0,
	to_port: 65535,
	uncertain: null,
});

/** Names by IANA protocol number, for those that have ports or are judged by name. */
const PROTOCOLS: Record<string, string> = { "-1": "all", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6" };

export function protocolOf(value: Json | undefined): string {
	const text = String(value ?? "-1").toLowerCase();
	return lookUp(PROTOCOLS, text) ?? text;
}

export function unknownSource(path: AttributePath, ports: Ports): NetworkOpening {
	return { path, ...ports, cidr: "", prefix_length: 0, family: 4, public: true };
}

/** An opening to one range; junk that is no address at all opens nothing (the provider refuses it). */
export function addressOpening(path: AttributePath, range: string, ports: Ports): NetworkOpening | undefined {
	const [address = "", length] = range.split("/");
	const version = isIP(address);
	if (version === 0) return undefined;
	const family = version === 6 ? 6 : 4;
	const width = family === 6 ? 128 : 32;
	const prefix = length === undefined ? width : Number(length);
	if (!Number.isInteger(prefix) || prefix < 0 || prefix > width) return undefined;
	const isPublic = !NEVER_ROUTED.some((reserved) => contains(reserved, address, prefix, family));
	return { path, ...ports, cidr: range, prefix_length: prefix, family, public: isPublic };
}

/** Ranges of the IANA special-purpose registries that the internet does not route. */
const NEVER_ROUTED = [
	"10.0.0.0/8",
	"100.64.0.0/10",
	"127.0.0.0/8",
	"169.254.0.0/16",
	"172.16.0.0/12",
	"192.168.0.0/16",
	"::1/128",
	"fc00::/7",
	"fe80::/10",
];

function contains(outer: string, address: string, prefix: number, family: 4 | 6): boolean {
	const [base = "", length = "0"] = outer.split("/");
	const bits = Number(length);
	if (isIP(base) !== family || prefix < bits) return false;
	return addressBits(base).slice(0, bits) === addressBits(address).slice(0, bits);
}

/** An IPv4 or IPv6 address as a string of binary digits. */
function addressBits(address: string): string {
	if (isIP(address) === 4) {
		return address
			.split(".")
			.map((part) => Number(part).toString(2).padStart(8, "0"))
			.join("");
	}
	// A dotted tail (::ffff:10.0.0.1) is the last two groups.
	const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => {
		return `${(Number(a) * 256 + Number(b)).toString(16)}:${(Number(c) * 256 + Number(d)).toString(16)}`;
	});
	const [head = "", tail] = plain.split("::");
	const left = head === "" ? [] : head.split(":");
	const right = tail === undefined || tail === "" ? [] : tail.split(":");
	const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => "0");
	return [...left, ...zeros, ...right]
		.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0"))
		.join("");
}

/** Prefix lists that AWS keeps (S3, CloudFront …) open nothing; one that was read along is looked into; any other is not known. */
function prefixListOpenings(
	resource: Resource,
	context: PlanContext,
	path: AttributePath,
	ports: Ports,
): NetworkOpening[] {
	const notKnown = unknownSource(path, {
		...ports,
		uncertain: ports.uncertain ?? "the entries of the prefix list are not known",
	});
	const read = context.value(resource, path);
	if (read.state === "known") {
		const lists = listsById([read.value].flat(), context);
		return lists === null ? [notKnown] : (listedOpenings(lists, path, ports) ?? [notKnown]);
	}
	if (read.state !== "reference") return [notKnown];
	const openings: NetworkOpening[] = [];
	for (const target of read.targets) {
		// A data source of this type finds only the lists that AWS keeps.
		if (target.mode === "data" && target.type === "aws_prefix_list") continue;
		if (target.type === "aws_vpc_endpoint") continue;
		if (target.mode !== "managed" || target.type !== "aws_ec2_managed_prefix_list" || target.resources.length === 0) {
			return [notKnown];
		}
		const listed = listedOpenings(target.resources, path, ports);
		if (listed === null) return [notKnown];
		openings.push(...listed);
	}
	return openings;
}

/** What the entries of prefix lists open; null where they could not be read. */
function listedOpenings(lists: Resource[], path: AttributePath, ports: Ports): NetworkOpening[] | null {
	const openings: NetworkOpening[] = [];
	for (const list of lists) {
		if (textAt(list.attributes, ["owner_id"]) === "AWS") continue;
		if (unknownAt(list, ["entry"]) !== null) return null;
		for (const entry of listAt(list.attributes, ["entry"])) {
			const range = isObject(entry) ? textAt(entry, ["cidr"]) : null;
			const opening = range === null ? undefined : addressOpening(path, range, ports);
			if (opening !== undefined) openings.push(opening);
		}
	}
	return openings;
}

/** The prefix lists of these ids; null unless all of them were read. */
function listsById(ids: Json[], context: PlanContext): Resource[] | null {
	try {
		const known = context.ofType("aws_ec2_managed_prefix_list");
		const found = ids.flatMap((id) => known.find(({ attributes }) => attributes.id === id) ?? []);
		return found.length === ids.length ? found : null;
	} catch (error) {
		if (error instanceof Unreadable) return null;
		throw error;
	}
}

/** The rule's own labels and those of the group it belongs to. */
function groupLabels(resource: Resource, context: PlanContext): Record<string, string> {
	if (GROUPS.includes(resource.type)) return resource.labels;
	const read = context.value(resource, ["security_group_id"]);
	const groups = read.state === "reference" ? read.targets.flatMap((target) => target.resources) : [];
	return Object.assign({}, ...groups.map((group) => group.labels), resource.labels) as Record<string, string>;
}
