import type {
	CacheTlsFacet,
	DatabaseAuditFacet,
	DatabaseCopiesFacet,
	DatabaseTlsFacet,
} from "../../../model/facets.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, isGiven, isKnown, isTrue, mayBelong, read, text } from "../plan_values.ts";

const SERVER = "azurerm_mssql_server";

/** How the flexible servers name their settings. Both refuse clear connections unless the setting is turned off. */
const SETTINGS: Readonly<Record<string, readonly [type: string, attribute: string]>> = {
	azurerm_mysql_flexible_server: ["azurerm_mysql_flexible_server_configuration", "server_name"],
	azurerm_postgresql_flexible_server: ["azurerm_postgresql_flexible_server_configuration", "server_id"],
};

/**
 * Whether a database server refuses connections without TLS. Azure SQL always encrypts; with minimum version "Disabled" or
 * below 1.2, which releases 3 and 4 of the provider take, clients choose retired protocols.
 * https://learn.microsoft.com/en-us/azure/postgresql/flexible-server/concepts-networking-ssl-tls
 * https://learn.microsoft.com/en-us/azure/azure-sql/database/connectivity-settings
 */
export const azureDatabaseTls: FacetComputer<"database_tls", PlanContext> = {
	name: "database_tls",
	compute(resource, context): FacetResult<DatabaseTlsFacet> {
		if (resource.type === SERVER) {
			const path = ["minimum_tls_version"];
			const version = read(context, resource, path);
			if (!isKnown(version)) return version;
			const required = version.value === null || text(version) === "1.2" || text(version) === "1.3";
			return { value: { required, setting: "minimum_tls_version", source: "attribute", path } };
		}
		const settings = Object.hasOwn(SETTINGS, resource.type) ? SETTINGS[resource.type] : undefined;
		if (settings === undefined) return undefined;
		return flexible(resource, context, settings);
	},
};

function flexible(
	resource: Resource,
	context: PlanContext,
	[type, attribute]: readonly [string, string],
): FacetResult<DatabaseTlsFacet> {
	const setting = "require_secure_transport";
	const { certain, uncertain } = context.joined(type, attribute, resource);
	let gap: string | null = null;
	for (const configuration of certain) {
		const name = read(context, configuration, ["name"]);
		if (!isKnown(name)) gap = name.unknown;
		if (text(name)?.toLowerCase() !== setting) continue;
		const value = read(context, configuration, ["value"]);
		if (!isKnown(value)) return value;
		const required = ["on", "1", "true"].includes(String(value.value).toLowerCase());
		return { value: { required, setting, source: "parameter", path: [] } };
	}
	const others = uncertain.filter((configuration) => {
		const name = read(context, configuration, ["name"]);
		return !isKnown(name) || text(name)?.toLowerCase() === setting;
	});
	if (gap !== null || others.length > 0) return { unknown: gap ?? mayBelong(others) };
	return { value: { required: true, setting, source: "default", path: [] } };
}

/**
 * Whether clients of a cache have to use TLS: its clear port is off unless it is switched on. Releases before 4 of the
 * provider call the switch `enable_non_ssl_port`.
 */
export const azureCacheTls: FacetComputer<"cache_tls", PlanContext> = {
	name: "cache_tls",
	compute(resource, context): FacetResult<CacheTlsFacet> {
		if (resource.type !== "azurerm_redis_cache") return undefined;
		let gap: string | null = null;
		for (const name of ["non_ssl_port_enabled", "enable_non_ssl_port"]) {
			const clear = read(context, resource, [name]);
			if (!isKnown(clear)) gap = clear.unknown;
			else if (isTrue(clear)) return { value: { connections: "either", source: "attribute", path: [name] } };
		}
		if (gap !== null) return { unknown: gap };
		return { value: { connections: "encrypted", source: "default", path: ["non_ssl_port_enabled"] } };
	},
};

/**
 * Whether another zone takes over. A flexible server needs a standby, which may stand in the same zone; a database of
 * Azure SQL is spread only where it says so. Replicas are copies themselves.
 */
export const azureDatabaseCopies: FacetComputer<"database_copies", PlanContext> = {
	name: "database_copies",
	compute(resource, context): FacetResult<DatabaseCopiesFacet> {
		if (resource.type === "azurerm_mssql_database") {
			const pool = isGiven(context, resource, ["elastic_pool_id"]);
			// Databases of a pool are spread as the pool is.
			if (pool !== false) return pool === true ? undefined : pool;
			const zones = read(context, resource, ["zone_redundant"]);
			if (!isKnown(zones)) return zones;
			return { value: { standby: isTrue(zones), instances: 0, path: ["zone_redundant"] } };
		}
		if (!Object.hasOwn(SETTINGS, resource.type)) return undefined;
		const created = read(context, resource, ["create_mode"]);
		if (!isKnown(created)) return created;
		if (text(created) === "Replica") return undefined;
		const path = ["high_availability"];
		const blocks = blockCount(context, resource, path);
		if (typeof blocks !== "number") return blocks;
		if (blocks === 0) return { value: { standby: false, instances: 0, path } };
		const mode = read(context, resource, [...path, 0, "mode"]);
		if (!isKnown(mode)) return mode;
		return { value: { standby: text(mode) === "ZoneRedundant", instances: 0, path: [...path, 0, "mode"] } };
	},
};

/**
 * Whether an Azure SQL server records who did what: by an auditing policy of its own, which its databases take over.
 * https://learn.microsoft.com/en-us/azure/azure-sql/database/auditing-overview
 */
export const azureDatabaseAudit: FacetComputer<"database_audit", PlanContext> = {
	name: "database_audit",
	compute(resource, context): FacetResult<DatabaseAuditFacet> {
		if (resource.type !== SERVER) return undefined;
		const { certain, uncertain } = context.joined(
			"azurerm_mssql_server_extended_auditing_policy",
			"server_id",
			resource,
		);
		let gap: string | null = uncertain.length > 0 ? mayBelong(uncertain) : null;
		for (const policy of certain) {
			const enabled = read(context, policy, ["enabled"]);
			if (!isKnown(enabled)) gap = enabled.unknown;
			else if (enabled.value !== false) return { value: { recorded: "audit", gap: "", path: [] } };
		}
		if (gap !== null) return { unknown: gap };
		const missing =
			certain.length > 0 ? "its auditing policy is switched off" : "no auditing policy holds for the server";
		return { value: { recorded: "none", gap: missing, path: [] } };
	},
};
