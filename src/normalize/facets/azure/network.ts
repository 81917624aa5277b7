import type { PublicNetworkFacet } from "../../../model/facets.ts";
import type { AttributePath, Json } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import { isObject } from "../../json.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, isGiven, isKnown, isTrue, mayBelong, namedBy, read, text } from "../plan_values.ts";

type Verdict = PublicNetworkFacet | { unknown: string };
type Judge = (resource: Resource, context: PlanContext) => Verdict;

/**
 * Who reaches the public address of a service: nobody where public access is off, listed ranges where a rule set denies
 * all others, else the world. Azure services are reached from everywhere unless one of both is set:
 * https://learn.microsoft.com/en-us/azure/private-link/availability
 */
export const azurePublicNetwork: FacetComputer<"public_network", PlanContext> = {
	name: "public_network",
	compute(resource, context): FacetResult<PublicNetworkFacet> {
		const judge = Object.hasOwn(JUDGES, resource.type) ? JUDGES[resource.type] : undefined;
		if (judge === undefined) return undefined;
		const verdict = judge(resource, context);
		return "unknown" in verdict ? verdict : { value: verdict };
	},
};

const nobody = (path: AttributePath): Verdict => ({ access: "none", path });
const listed = (path: AttributePath): Verdict => ({ access: "listed", path });
const world = (path: AttributePath): Verdict => ({ access: "world", path });

/** A switch that is on when left out, as `public_network_access_enabled` is wherever there is one. */
function switchedOff(resource: Resource, context: PlanContext, name: string): boolean | { unknown: string } {
	const value = read(context, resource, [name]);
	if (!isKnown(value)) return value;
	return value.value === false || value.value === "false" || value.value === "Disabled";
}

/** Whether a range is so wide that it lists nobody. `0.0.0.0` alone stands for everything that runs in Azure, of any customer. */
function listsEverybody(range: Json): boolean {
	return typeof range === "string" && (/\/0$/.test(range) || range === "0.0.0.0" || range === "*");
}

/** The decision of a block of rules with `default_action`, at a path; null where there is none. */
function ruleSet(resource: Resource, context: PlanContext, path: AttributePath, ranges: string[]): Verdict | null {
	const count = blockCount(context, resource, path);
	if (typeof count !== "number") return count;
	if (count === 0) return null;
	return ruleSetAt(resource, context, [...path, 0], ranges);
}

function ruleSetAt(resource: Resource, context: PlanContext, path: AttributePath, ranges: string[]): Verdict {
	const action = read(context, resource, [...path, "default_action"]);
	if (!isKnown(action)) return action;
	if (action.value !== "Deny") return world([...path, "default_action"]);
	for (const name of ranges) {
		const given = read(context, resource, [...path, name]);
		if (!isKnown(given)) return given;
		const list = Array.isArray(given.value) ? given.value : [];
		// Registries list objects, all others texts.
		if (list.some((entry) => listsEverybody(isObject(entry) ? (entry.ip_range ?? null) : entry))) {
			return world([...path, name]);
		}
	}
	return listed([...path, "default_action"]);
}

/** A service with the switch `public_network_access_enabled` and a block of rules. */
function withRules(block: string, ranges: string[], name = "public_network_access_enabled"): Judge {
	return (resource, context) => {
		const off = switchedOff(resource, context, name);
		if (off === true) return nobody([name]);
		const rules = ruleSet(resource, context, [block], ranges);
		// What closes the door is certain, whatever the switch turns out to be.
		if (rules !== null && "access" in rules && rules.access === "listed") return rules;
		if (typeof off !== "boolean") return off;
		return rules ?? world([name]);
	};
}

/** A storage account; its rules may be a resource of their own, `azurerm_storage_account_network_rules`. */
function storage(resource: Resource, context: PlanContext): Verdict {
	const own = withRules("network_rules", ["ip_rules"])(resource, context);
	if ("unknown" in own || own.access !== "world") return own;
	const { certain, uncertain } = namedBy(
		context,
		[
			["azurerm_storage_account_network_rules", "storage_account_id"],
			["azurerm_storage_account_network_rules", "storage_account_name"],
		],
		resource,
	);
	const verdicts = certain.map((rules) => ruleSetAt(rules, context, [], ["ip_rules"]));
	if (verdicts.some((verdict) => "access" in verdict && verdict.access === "listed")) return listed([]);
	const gap = verdicts.find((verdict) => "unknown" in verdict);
	if (gap !== undefined) return gap;
	if (certain.length === 0 && uncertain.length > 0) return { unknown: mayBelong(uncertain) };
	return own;
}

/** A Cosmos DB account: a list of addresses, in release 3 a text with commas, or of subnets closes it for all others. */
function cosmos(resource: Resource, context: PlanContext): Verdict {
	const name = "public_network_access_enabled";
	const off = switchedOff(resource, context, name);
	if (off === true) return nobody([name]);
	const path = ["ip_range_filter"];
	const filter = read(context, resource, path);
	if (!isKnown(filter)) return filter;
	const ranges = (typeof filter.value === "string" ? filter.value.split(",") : filter.value) ?? [];
	const list = Array.isArray(ranges) ? ranges.filter((range) => range !== "") : [];
	if (list.some(listsEverybody)) return world(path);
	if (list.length > 0) return listed(path);
	const subnets = read(context, resource, ["is_virtual_network_filter_enabled"]);
	if (!isKnown(subnets)) return subnets;
	if (isTrue(subnets)) return listed(["is_virtual_network_filter_enabled"]);
	return typeof off === "boolean" ? world([name]) : off;
}

/** A search service: a list of addresses closes it for all others. */
function search(resource: Resource, context: PlanContext): Verdict {
	const name = "public_network_access_enabled";
	const off = switchedOff(resource, context, name);
	if (off === true) return nobody([name]);
	const list = read(context, resource, ["allowed_ips"]);
	if (!isKnown(list)) return list;
	const ranges = Array.isArray(list.value) ? list.value : [];
	if (ranges.some(listsEverybody)) return world(["allowed_ips"]);
	if (ranges.length > 0) return listed(["allowed_ips"]);
	return typeof off === "boolean" ? world([name]) : off;
}

/** A service without rules of its own. */
function switchOnly(resource: Resource, context: PlanContext): Verdict {
	const name = "public_network_access_enabled";
	const off = switchedOff(resource, context, name);
	if (typeof off !== "boolean") return off;
	return off ? nobody([name]) : world([name]);
}

/**
 * A database server: its firewall lets nobody in until rules list addresses.
 * https://learn.microsoft.com/en-us/azure/azure-sql/database/firewall-configure
 */
function server(rules: string, attribute: string, injected: string | null): Judge {
	return (resource, context) => {
		const name = "public_network_access_enabled";
		if (injected !== null) {
			// A server inside a subnet has no public address at all.
			const inside = isGiven(context, resource, [injected]);
			if (typeof inside !== "boolean") return inside;
			if (inside) return nobody([injected]);
		}
		const off = switchedOff(resource, context, name);
		if (off === true) return nobody([name]);
		const { certain, uncertain } = context.joined(rules, attribute, resource);
		let gap: string | null = uncertain.length > 0 ? mayBelong(uncertain) : null;
		for (const rule of certain) {
			const ends = ["start_ip_address", "end_ip_address"].map((end) => read(context, rule, [end]));
			const closed = ends.find((end) => !isKnown(end));
			if (closed !== undefined && !isKnown(closed)) gap = closed.unknown;
			else if (wide(text(ends[0]!), text(ends[1]!)) && off === false) return world([name]);
		}
		if (typeof off !== "boolean") return off;
		return gap === null ? listed([name]) : { unknown: gap };
	};
}

/** Whether a rule lets in a quarter of the internet or more, or, from 0.0.0.0 to 0.0.0.0, everything that runs in Azure. */
function wide(start: string | null, end: string | null): boolean {
	if (start === null || end === null) return false;
	if (start === "0.0.0.0" && end === "0.0.0.0") return true;
	return address(end) - address(start) >= 2 ** 30;
}

function address(value: string): number {
	return value.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Argument names of releases 3 to 5 of the provider. */
const JUDGES: Readonly<Record<string, Judge>> = {
	azurerm_ai_services: withRules("network_acls", ["ip_rules"], "public_network_access"),
	azurerm_cognitive_account: withRules("network_acls", ["ip_rules"]),
	azurerm_container_registry: withRules("network_rule_set", ["ip_rule"]),
	azurerm_cosmosdb_account: cosmos,
	azurerm_key_vault: withRules("network_acls", ["ip_rules"]),
	azurerm_machine_learning_workspace: switchOnly,
	azurerm_mssql_server: server("azurerm_mssql_firewall_rule", "server_id", null),
	azurerm_mysql_flexible_server: server(
		"azurerm_mysql_flexible_server_firewall_rule",
		"server_name",
		"delegated_subnet_id",
	),
	azurerm_postgresql_flexible_server: server(
		"azurerm_postgresql_flexible_server_firewall_rule",
		"server_id",
		"delegated_subnet_id",
	),
	azurerm_search_service: search,
	azurerm_storage_account: storage,
};
