import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../../src/model/json.ts";
import { normalizedPlan } from "../normalized-plan.ts";
import { type Entry, refers } from "../plan-builder.ts";

const GROUP = "azurerm_network_security_group.g";
const RULE = "azurerm_network_security_rule.r";

/** A rule that lets everybody in to a port, or what is stated otherwise. */
const rule = (more: JsonObject = {}): JsonObject => ({
	access: "Allow",
	direction: "Inbound",
	priority: 200,
	protocol: "Tcp",
	source_address_prefix: "*",
	destination_address_prefix: "*",
	destination_port_range: "22",
	...more,
});

const inline = (...rules: JsonObject[]) =>
	normalizedPlan({ [GROUP]: { values: { name: "g", security_rule: rules } } }).facet(GROUP, "network_openings")
		?.openings;

describe("network security groups", () => {
	it("read everybody, ranges and ports, in the singular and the plural", () => {
		const [everybody] = inline(rule())!;
		expect(everybody).toMatchObject({ cidr: "*", prefix_length: 0, public: true, from_port: 22, to_port: 22 });
		const many = rule({
			source_address_prefix: null,
			source_address_prefixes: ["203.0.113.0/24", "10.0.0.0/8"],
			destination_port_range: null,
			destination_port_ranges: ["80", "8000-8080"],
		});
		expect(inline(many)!.map(({ cidr, from_port, to_port, public: open }) => [cidr, from_port, to_port, open])).toEqual(
			[
				["203.0.113.0/24", 80, 80, true],
				["10.0.0.0/8", 80, 80, false],
				["203.0.113.0/24", 8000, 8080, true],
				["10.0.0.0/8", 8000, 8080, false],
			],
		);
	});

	it("open nothing to service tags, outwards, or where they deny", () => {
		expect(inline(rule({ source_address_prefix: "VirtualNetwork" }))).toEqual([]);
		expect(inline(rule({ direction: "Outbound" }))).toEqual([]);
		expect(inline(rule({ access: "Deny" }))).toEqual([]);
	});

	it("read a rule for any protocol and port as all", () => {
		expect(inline(rule({ protocol: "*", destination_port_range: "*" }))![0]).toMatchObject({
			protocol: "all",
			from_port: 0,
			to_port: 65535,
		});
	});

	it("are closed by a denial that comes first and covers the opening, and by no other", () => {
		const denial = (more: JsonObject = {}) => rule({ access: "Deny", priority: 100, ...more });
		expect(inline(rule(), denial())).toEqual([]);
		expect(inline(rule(), denial({ protocol: "*", destination_port_range: "*" }))).toEqual([]);
		for (const short of [
			{ priority: 300 },
			{ direction: "Outbound" },
			{ protocol: "Udp" },
			{ source_port_range: "1024-2048" },
			{ source_address_prefix: "203.0.113.0/24" },
			{ destination_port_range: "23-80" },
			{ destination_address_prefix: "10.0.0.4" },
		]) {
			expect(inline(rule(), denial(short))).toHaveLength(1);
		}
	});

	it("stay open for the protocols that a denial leaves out", () => {
		expect(inline(rule({ protocol: "*" }), rule({ access: "Deny", priority: 100 }))).toHaveLength(1);
	});

	it("are uncertain where a denial that may come first is not known", () => {
		const plan = normalizedPlan({
			[GROUP]: { values: { name: "g" } },
			[RULE]: { values: rule({ network_security_group_name: "g" }) },
			"azurerm_network_security_rule.denial": {
				values: rule({ network_security_group_name: "g", access: "Deny", priority: 100, source_address_prefix: null }),
				unknown: { source_address_prefix: true },
				expressions: { source_address_prefix: refers("terraform_data.x.output", "terraform_data.x") },
			},
		});
		expect(plan.facet(RULE, "network_openings")?.openings[0]?.uncertain).toContain("known only after apply");
	});

	it("survive odd values", () => {
		expect(inline(rule({ destination_port_range: "ssh", source_address_prefix: 4 }))).toEqual([]);
		expect(inline("no rule" as unknown as JsonObject)).toEqual([]);
	});
});

const SERVER = "azurerm_mssql_server.s";

const access = (entries: Record<string, Entry>, address: string) =>
	normalizedPlan(entries).facet(address, "public_network")?.access;

describe("the public network of a service", () => {
	const firewall = (start: string, end: string): Record<string, Entry> => ({
		[SERVER]: { values: { name: "s", public_network_access_enabled: true }, unknown: { id: true } },
		"azurerm_mssql_firewall_rule.f": {
			values: { start_ip_address: start, end_ip_address: end },
			unknown: { server_id: true },
			expressions: { server_id: refers(`${SERVER}.id`, SERVER) },
		},
	});

	it("is that of a server's firewall", () => {
		expect(access({ [SERVER]: { values: { public_network_access_enabled: true } } }, SERVER)).toBe("listed");
		expect(access({ [SERVER]: { values: { public_network_access_enabled: false } } }, SERVER)).toBe("none");
		expect(access(firewall("203.0.113.1", "203.0.113.9"), SERVER)).toBe("listed");
		expect(access(firewall("0.0.0.0", "0.0.0.0"), SERVER)).toBe("world");
		expect(access(firewall("0.0.0.0", "255.255.255.255"), SERVER)).toBe("world");
	});

	it("is that of a list, as a text in release 3", () => {
		const cosmos = (values: JsonObject) =>
			access({ "azurerm_cosmosdb_account.c": { values } }, "azurerm_cosmosdb_account.c");
		expect(cosmos({ ip_range_filter: "203.0.113.1,203.0.113.2" })).toBe("listed");
		expect(cosmos({ ip_range_filter: ["203.0.113.1"] })).toBe("listed");
		expect(cosmos({ ip_range_filter: "203.0.113.1,0.0.0.0" })).toBe("world");
		expect(cosmos({ ip_range_filter: "" })).toBe("world");
		expect(cosmos({ is_virtual_network_filter_enabled: true })).toBe("listed");
	});

	it("is the world where a list holds everybody, and nobody's where public access is a word", () => {
		const vault = (values: JsonObject) => access({ "azurerm_key_vault.v": { values } }, "azurerm_key_vault.v");
		expect(vault({ network_acls: [{ default_action: "Deny", ip_rules: ["0.0.0.0/0"] }] })).toBe("world");
		expect(vault({ network_acls: [{ default_action: "Deny", ip_rules: [] }] })).toBe("listed");
		expect(vault({})).toBe("world");
		const ai = { "azurerm_ai_services.a": { values: { public_network_access: "Disabled" } } };
		expect(access(ai, "azurerm_ai_services.a")).toBe("none");
	});
});
