import type { DatabaseTlsFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import { lookUp } from "../json.ts";
import type { PlanContext } from "../terraform/context.ts";
import { blockCount, isKnown, isTrue, mayBelong, read, targetsOf, text } from "./plan_values.ts";

/** How one kind of database is told to refuse connections without TLS. */
interface Kind {
	/** The argument that names the parameter group, and the group's resource type. */
	argument: string;
	groupType: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
	aws_db_instance: { argument: "parameter_group_name", groupType: "aws_db_parameter_group" },
	aws_rds_cluster: { argument: "db_cluster_parameter_group_name", groupType: "aws_rds_cluster_parameter_group" },
	aws_docdb_cluster: { argument: "db_cluster_parameter_group_name", groupType: "aws_docdb_cluster_parameter_group" },
	aws_redshift_cluster: { argument: "cluster_parameter_group_name", groupType: "aws_redshift_parameter_group" },
};

const groups = Object.fromEntries(
	Object.entries(KINDS).map(([type, { argument, groupType }]) => [type, targetsOf([[type, argument]], [groupType])]),
);

/** Whether a database refuses connections without TLS: its parameter group, or its engine's default. */
export const databaseTls: FacetComputer<"database_tls", PlanContext> = {
	name: "database_tls",
	compute(resource, context): FacetResult<DatabaseTlsFacet> {
		if (resource.type === "aws_db_proxy") return proxy(resource, context);
		const kind = lookUp(KINDS, resource.type);
		if (kind === undefined) return undefined;
		const setting = settingOf(resource, context);
		if (setting === null) return { unknown: "its engine is not known, or has no parameter that demands TLS" };

		const found = groups[resource.type]!(context).get(resource);
		if (found?.certain.length === 1) return byGroup(found.certain[0]!, setting, kind, resource, context);
		if (found !== undefined) return { unknown: mayBelong([...found.certain, ...found.uncertain]) };
		const name = context.value(resource, [kind.argument]);
		if (name.state === "unknown") return { unknown: name.reason };
		const stranger =
			resource.origin === "aws" ? "its parameter group could not be read" : "its parameter group is not in the plan";
		if (name.state === "reference") return { unknown: stranger };
		const given = name.state === "known" && typeof name.value === "string" ? name.value : null;
		if (given !== null && !given.startsWith("default.")) return { unknown: stranger };
		return byDefault(setting, given?.slice("default.".length) ?? family(resource, context), kind);
	},
};

function proxy(resource: Resource, context: PlanContext): FacetResult<DatabaseTlsFacet> {
	const required = read(context, resource, ["require_tls"]);
	if (!isKnown(required)) return { unknown: required.unknown };
	const source = required.value === null ? "default" : "attribute";
	return { value: { required: isTrue(required), setting: "require_tls", source, path: ["require_tls"] } };
}

/** The parameter that demands TLS, by engine. Oracle and Db2 use option groups and other means. */
function settingOf(resource: Resource, context: PlanContext): string | null {
	if (resource.type === "aws_docdb_cluster") return "tls";
	if (resource.type === "aws_redshift_cluster") return "require_ssl";
	const engine = text(read(context, resource, ["engine"])) ?? "";
	if (/postgres|^sqlserver/.test(engine)) return "rds.force_ssl";
	if (/mysql|^mariadb$|^aurora$/.test(engine)) return "require_secure_transport";
	return null;
}

function byGroup(
	group: Resource,
	setting: string,
	kind: Kind,
	resource: Resource,
	context: PlanContext,
): FacetResult<DatabaseTlsFacet> {
	const count = blockCount(context, group, ["parameter"]);
	if (typeof count !== "number") return count;
	let gap: string | null = null;
	for (let index = 0; index < count; index++) {
		const name = read(context, group, ["parameter", index, "name"]);
		if (!isKnown(name)) gap = name.unknown;
		if (text(name)?.toLowerCase() !== setting) continue;
		const value = read(context, group, ["parameter", index, "value"]);
		if (!isKnown(value)) return { unknown: value.unknown };
		const required = demandsTls(setting, String(value.value));
		return { value: { required, setting, source: "parameter", path: [kind.argument] } };
	}
	if (gap !== null) return { unknown: gap };
	return byDefault(setting, text(read(context, group, ["family"])) ?? family(resource, context), kind);
}

function demandsTls(setting: string, value: string): boolean {
	const lower = value.toLowerCase();
	// DocumentDB's values are enabled, disabled and names of versions, which demand TLS too.
	if (setting === "tls") return lower !== "disabled";
	return lower === "1" || lower === "on" || lower === "true";
}

/** The parameter group family that AWS chooses from engine and version: `postgres16`; null when not known. */
function family(resource: Resource, context: PlanContext): string | null {
	if (resource.type === "aws_redshift_cluster") {
		return resource.change === "create" || resource.change === "replace" ? "redshift-2.0" : null;
	}
	const engine = text(read(context, resource, ["engine"]));
	const version = read(context, resource, ["engine_version"]);
	if (engine === null || text(version) === null) return engine;
	return `${engine}${text(version)!}`;
}

/**
 * Engine defaults. PostgreSQL demands TLS from major version 15 on RDS and 17 on Aurora, MariaDB from 11.8, DocumentDB
 * always; MySQL and SQL Server do not. Redshift has two default groups; the newer one, which demands TLS, is that of
 * clusters made since January 2025 (read in the AWS documentation, 2026-11).
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mariadb-ssl-connections.require-ssl.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html
 * https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-parameter-groups.html
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html
 */
function byDefault(setting: string, family: string | null, kind: Kind): FacetResult<DatabaseTlsFacet> {
	const result = (required: boolean): FacetResult<DatabaseTlsFacet> => ({
		value: { required, setting, source: "default", path: [kind.argument] },
	});
	const unknown = { unknown: `nothing sets ${setting}, and the default depends on a version that is not known` };
	if (setting === "tls") return result(true);
	const match = /^([a-z-]+?)-?(\d+)(?:\.(\d+))?/.exec(family ?? "");
	const name = match?.[1] ?? family ?? "";
	const major = match === null ? null : Number(match[2]);
	const minor = Number(match?.[3] ?? 0);
	if (setting === "require_ssl") {
		if (name !== "redshift" || major === null) return unknown;
		return result(major >= 2);
	}
	if (name === "postgres") return major === null ? unknown : result(major >= 15);
	if (name === "aurora-postgresql") return major === null ? unknown : result(major >= 17);
	if (name === "mariadb") return major === null ? unknown : result(major > 11 || (major === 11 && minor >= 8));
	return result(false);
}
