import type { DatabaseAuditFacet, DatabaseTlsFacet } from "../../../model/facets.ts";
import type { AttributePath } from "../../../model/json.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { blockCount, isGiven, isKnown, isTrue, read, text } from "../plan_values.ts";

/**
 * Whether an instance of Cloud SQL refuses connections without TLS. Nothing said, it takes both kinds; connectors, where
 * they are demanded, always use TLS. `require_ssl` is the argument of releases up to 5.
 * https://docs.cloud.google.com/sql/docs/postgres/configure-ssl-instance
 */
export const googleDatabaseTls: FacetComputer<"database_tls", PlanContext> = {
	name: "database_tls",
	compute(resource, context): FacetResult<DatabaseTlsFacet> {
		if (resource.type !== "google_sql_database_instance") return undefined;
		const settings = blockCount(context, resource, ["settings"]);
		if (typeof settings !== "number") return settings;
		if (settings === 0) return { unknown: "its settings are taken over from what it is made of" };
		const path: AttributePath = ["settings", 0, "ip_configuration", 0, "ssl_mode"];
		const connectors = read(context, resource, ["settings", 0, "connector_enforcement"]);
		if (text(connectors) === "REQUIRED") {
			const at = ["settings", 0, "connector_enforcement"];
			return { value: { required: true, setting: "connector_enforcement", source: "attribute", path: at } };
		}
		const mode = read(context, resource, path);
		const older = read(context, resource, ["settings", 0, "ip_configuration", 0, "require_ssl"]);
		const required =
			text(mode) === "ENCRYPTED_ONLY" || text(mode) === "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" || isTrue(older);
		if (!required) for (const reading of [mode, older, connectors]) if (!isKnown(reading)) return reading;
		const source = isKnown(mode) && mode.value === null && !isTrue(older) ? "default" : "attribute";
		return { value: { required, setting: "ssl_mode", source, path } };
	},
};

/**
 * Whether an instance of Cloud SQL records who did what.
 * https://docs.cloud.google.com/sql/docs/postgres/pg-audit
 * https://docs.cloud.google.com/sql/docs/mysql/db-audit
 * https://docs.cloud.google.com/sql/docs/sqlserver/db-audit
 */
export const googleDatabaseAudit: FacetComputer<"database_audit", PlanContext> = {
	name: "database_audit",
	compute(resource, context): FacetResult<DatabaseAuditFacet> {
		if (resource.type !== "google_sql_database_instance") return undefined;
		const version = text(read(context, resource, ["database_version"]));
		if (version === null) return { unknown: "its engine is known only after apply" };
		const settings = blockCount(context, resource, ["settings"]);
		if (typeof settings !== "number") return settings;
		if (settings === 0) return { unknown: "its settings are taken over from what it is made of" };
		const path: AttributePath = ["settings", 0, "database_flags"];
		const none = (gap: string): FacetResult<DatabaseAuditFacet> => ({ value: { recorded: "none", gap, path } });
		const partial = (gap: string): FacetResult<DatabaseAuditFacet> => ({ value: { recorded: "partial", gap, path } });
		if (version.startsWith("SQLSERVER")) {
			const at: AttributePath = ["settings", 0, "sql_server_audit_config"];
			const given = isGiven(context, resource, [...at, 0, "bucket"]);
			if (typeof given !== "boolean") return given;
			const gap = given ? "" : "no bucket takes the audit files";
			return { value: { recorded: given ? "audit" : "none", gap, path: at } };
		}
		const flags = flagsOf(resource, context, path);
		if ("unknown" in flags) return flags;
		const flag = (name: string): string => (flags.values.get(name) ?? "").toLowerCase();
		if (version.startsWith("MYSQL")) {
			if (flag("cloudsql_mysql_audit") !== "on") return none("the flag cloudsql_mysql_audit is not on");
			return { value: { recorded: "audit", gap: "", path } };
		}
		if (flag("cloudsql.enable_pgaudit") !== "on") return none("the flag cloudsql.enable_pgaudit is not on");
		if (flag("pgaudit.log") === "" || flag("pgaudit.log") === "none") {
			return partial("pgaudit is loaded, but pgaudit.log does not say what it records");
		}
		return { value: { recorded: "audit", gap: "", path } };
	},
};

function flagsOf(
	resource: Resource,
	context: PlanContext,
	path: AttributePath,
): { values: Map<string, string> } | { unknown: string } {
	const count = blockCount(context, resource, path);
	if (typeof count !== "number") return count;
	const values = new Map<string, string>();
	for (let index = 0; index < count; index += 1) {
		const name = read(context, resource, [...path, index, "name"]);
		const value = read(context, resource, [...path, index, "value"]);
		if (!isKnown(name)) return name;
		if (!isKnown(value)) {
			if (/audit/.test(text(name) ?? "")) return value;
			continue;
		}
		values.set(text(name) ?? "", String(value.value));
	}
	return { values };
}
