import { BlockList, isIP } from "node:net";
import type { EdgeRouteFacet } from "../../../model/facets.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, isTrue, type Reading, read, text } from "../plan_values.ts";

/** `cloudflare_record` is the name of provider 4. */
const RECORDS = ["cloudflare_dns_record", "cloudflare_record"];
/** The types of records that can be proxied. */
const PROXIABLE = new Set(["A", "AAAA", "CNAME"]);

/** Ranges that the internet does not route: an edge could not reach what stands there. */
const UNROUTED = new BlockList();
for (const [net, length] of [
	["10.0.0.0", 8],
	["100.64.0.0", 10],
	["127.0.0.0", 8],
	["169.254.0.0", 16],
	["172.16.0.0", 12],
	["192.168.0.0", 16],
] as const)
	UNROUTED.addSubnet(net, length, "ipv4");
UNROUTED.addSubnet("fc00::", 7, "ipv6");
UNROUTED.addSubnet("fe80::", 10, "ipv6");

/** Whether names of a zone are led through the edge. `proxied` is false unless stated, in both providers. */
export const edgeRoute: FacetComputer<"edge_route", PlanContext> = {
	name: "edge_route",
	compute(resource, context) {
		if (resource.type === "cloudflare_load_balancer") return result("load balancer", null, resource, context);
		if (!RECORDS.includes(resource.type)) return undefined;
		const type = read(context, resource, ["type"]);
		if (!isKnown(type)) return { unknown: type.unknown };
		if (!PROXIABLE.has(String(type.value).toUpperCase())) return undefined;
		return result("record", exemption(resource, context), resource, context);
	},
};

function result(
	kind: EdgeRouteFacet["kind"],
	exempt: string | null | { unknown: string },
	resource: Resource,
	context: PlanContext,
): FacetResult<EdgeRouteFacet> {
	const proxied = read(context, resource, ["proxied"]);
	if (typeof exempt === "string") return { value: { kind, proxied: isTrue(proxied), exempt } };
	if (!isKnown(proxied)) return { unknown: proxied.unknown };
	const value = { kind, proxied: isTrue(proxied), exempt: null };
	// What passes the edge needs no excuse.
	if (value.proxied || exempt === null) return { value };
	return { value, unknown: [{ path: ["exempt"], reason: exempt.unknown }] };
}

function exemption(resource: Resource, context: PlanContext): string | null | { unknown: string } {
	const name = read(context, resource, ["name"]);
	const label = text(name);
	if (label?.split(".").some((part) => part.startsWith("_"))) return "a name for validation, which serves nobody";
	const content = firstText(resource, context, ["content", "value"]);
	if (content !== null && isUnrouted(content)) return "its address is not reachable from the internet";
	if (label !== null && receivesMail(resource, label, context))
		return "a mail server, which the edge cannot stand before";
	return isKnown(name) ? null : { unknown: name.unknown };
}

/** Provider 4 calls the content `value` as well. */
function firstText(resource: Resource, context: PlanContext, names: string[]): string | null {
	for (const name of names) {
		const found = text(read(context, resource, [name]));
		if (found !== null) return found;
	}
	return null;
}

function isUnrouted(address: string): boolean {
	const family = isIP(address);
	return family !== 0 && UNROUTED.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** Whether an MX record of the plan names a host: by the whole name, or by the first label of it. */
function receivesMail(record: Resource, name: string, context: PlanContext): boolean {
	return context.ofType(...RECORDS).some((other) => {
		if (other === record || String(readValue(read(context, other, ["type"]))).toUpperCase() !== "MX") return false;
		const target = firstText(other, context, ["content", "value"])?.toLowerCase().replace(/\.$/, "");
		return target !== undefined && (target === name.toLowerCase() || target.startsWith(`${name.toLowerCase()}.`));
	});
}

function readValue(reading: Reading): unknown {
	return isKnown(reading) ? reading.value : null;
}
