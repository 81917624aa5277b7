import type { DatabaseAuditFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import { blockCount, isKnown, mayBelong, read, targetsOf, text } from "./plan_values.ts";

type Result = FacetResult<DatabaseAuditFacet>;
type Answer = boolean | { unknown: string };

/** Where a database engine's audit log comes from, besides the export of the log. */
interface Kind {
	argument: string;
	groupType: string;
}

const PARAMETERS: Readonly<Record<string, Kind>> = {
	aws_db_instance: { argument: "parameter_group_name", groupType: "aws_db_parameter_group" },
	aws_rds_cluster: { argument: "db_cluster_parameter_group_name", groupType: "aws_rds_cluster_parameter_group" },
};
const OPTIONS: Kind = { argument: "option_group_name", groupType: "aws_db_option_group" };

const groupsOf = (type: string, { argument, groupType }: Kind) => targetsOf([[type, argument]], [groupType]);
const parameterGroups = Object.fromEntries(
	Object.entries(PARAMETERS).map(([type, kind]) => [type, groupsOf(type, kind)]),
);
const optionGroups = groupsOf("aws_db_instance", OPTIONS);

const EXPORTS = ["enabled_cloudwatch_logs_exports"];

/** Whether a database records who did what, and hands that record out. */
export const databaseAudit: FacetComputer<"database_audit", PlanContext> = {
	name: "database_audit",
	compute(resource, context): Result {
		if (resource.type === "aws_db_instance" || resource.type === "aws_rds_cluster")
			return relational(resource, context);
		if (resource.type === "aws_redshift_cluster") return redshift(resource, context);
		if (resource.type === "aws_opensearch_domain") return openSearch(resource, context);
		return undefined;
	},
};

function relational(resource: Resource, context: PlanContext): Result {
	const engine = text(read(context, resource, ["engine"]));
	// A replica takes the engine of its source.
	if (engine === null) return { unknown: "its engine is known only after apply" };
	const exports = read(context, resource, EXPORTS);
	if (!isKnown(exports)) return exports;
	const list: unknown[] = Array.isArray(exports.value) ? exports.value : [];
	if (list.some((name) => typeof name !== "string")) return { unknown: "known only after apply" };
	const exported = (name: string) => list.includes(name);

	if (/postgres/.test(engine)) {
		return judged(exported("postgresql"), "postgresql", hasPgaudit(resource, context), "pgaudit is not switched on");
	}
	if (engine === "aurora-mysql" || engine === "aurora") {
		const on = hasParameter(resource, context, "server_audit_logging", (value) => /^(1|on|true)$/i.test(value));
		return judged(exported("audit"), "audit", on, "server_audit_logging is not switched on");
	}
	if (engine === "mysql" || engine === "mariadb") {
		// Multi-AZ clusters of RDS for MySQL take no option groups.
		if (resource.type === "aws_rds_cluster") return judged(exported("audit"), "audit", true, "");
		const on = hasOption(resource, context, "MARIADB_AUDIT_PLUGIN");
		return judged(exported("audit"), "audit", on, "the audit plugin is not in the option group");
	}
	if (engine.startsWith("oracle")) return judged(exported("audit"), "audit", true, "");
	if (engine.startsWith("sqlserver")) {
		const audit = hasOption(resource, context, "SQLSERVER_AUDIT");
		if (audit === true) return { value: { recorded: "audit", gap: "", path: [OPTIONS.argument] } };
		return judged(exported("error"), "error", audit, "SQL Server Audit is not in the option group");
	}
	return undefined;
}

/** An export without what fills it is half of it. */
function judged(exported: boolean, log: string, on: Answer, otherwise: string): Result {
	if (!exported) return { value: { recorded: "none", gap: `the ${log} log is not exported`, path: EXPORTS } };
	if (typeof on !== "boolean") return on;
	if (on) return { value: { recorded: "audit", gap: "", path: EXPORTS } };
	return { value: { recorded: "partial", gap: `the ${log} log is exported, but ${otherwise}`, path: EXPORTS } };
}

/**
 * pgaudit has to be loaded, and told what to record: `pgaudit.log` is `none` by default.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.pgaudit.html
 */
function hasPgaudit(resource: Resource, context: PlanContext): Answer {
	const loaded = hasParameter(resource, context, "shared_preload_libraries", (value) => /\bpgaudit\b/.test(value));
	if (loaded !== true) return loaded;
	return hasParameter(resource, context, "pgaudit.log", (value) => value !== "" && value.toLowerCase() !== "none");
}

/** The one group a database names: null where it has the default one, which sets nothing of ours. */
function groupOf(
	resource: Resource,
	context: PlanContext,
	kind: Kind,
	groups: ReturnType<typeof groupsOf>,
): Resource | null | { unknown: string } {
	const found = groups(context).get(resource);
	if (found?.certain.length === 1) return found.certain[0]!;
	if (found !== undefined) return { unknown: mayBelong([...found.certain, ...found.uncertain]) };
	const name = context.value(resource, [kind.argument]);
	if (name.state === "omitted") return null;
	if (name.state === "unknown") return { unknown: name.reason };
	if (name.state === "known" && typeof name.value === "string" && /^default[.:]/.test(name.value)) return null;
	if (name.state === "known" && (name.value === null || name.value === "")) return null;
	const word = kind.argument.startsWith("option") ? "option" : "parameter";
	return { unknown: `its ${word} group is not in the plan` };
}

function isGap(group: Resource | { unknown: string }): group is { unknown: string } {
	return !("key" in group);
}

function hasParameter(
	resource: Resource,
	context: PlanContext,
	wanted: string,
	fits: (value: string) => boolean,
): Answer {
	const kind = PARAMETERS[resource.type]!;
	const group = groupOf(resource, context, kind, parameterGroups[resource.type]!);
	if (group === null) return false;
	if (isGap(group)) return group;
	return anyBlock(group, context, "parameter", "name", (path, name) => {
		if (name.toLowerCase() !== wanted) return false;
		const value = read(context, group, [...path, "value"]);
		return isKnown(value) ? fits(String(value.value)) : value;
	});
}

function hasOption(resource: Resource, context: PlanContext, wanted: string): Answer {
	if (resource.type !== "aws_db_instance") return false;
	const group = groupOf(resource, context, OPTIONS, optionGroups);
	if (group === null) return false;
	if (isGap(group)) return group;
	return anyBlock(group, context, "option", "option_name", (_, name) => name.toUpperCase() === wanted);
}

function anyBlock(
	group: Resource,
	context: PlanContext,
	block: string,
	naming: string,
	fits: (path: (string | number)[], name: string) => Answer,
): Answer {
	const count = blockCount(context, group, [block]);
	if (typeof count !== "number") return count;
	let gap: { unknown: string } | null = null;
	for (let index = 0; index < count; index++) {
		const name = read(context, group, [block, index, naming]);
		const answer = isKnown(name) ? fits([block, index], text(name) ?? "") : name;
		if (answer === true) return true;
		if (typeof answer === "object") gap = answer;
	}
	return gap ?? false;
}

function redshift(resource: Resource, context: PlanContext): Result {
	const { certain, uncertain } = context.joined("aws_redshift_logging", "cluster_identifier", resource);
	if (certain.length > 0) return { value: { recorded: "audit", gap: "", path: [] } };
	// The block of releases before 6.
	const inline = read(context, resource, ["logging", 0, "enable"]);
	if (!isKnown(inline)) return inline;
	if (inline.value === true) return { value: { recorded: "audit", gap: "", path: ["logging"] } };
	if (uncertain.length > 0) return { unknown: mayBelong(uncertain) };
	return { value: { recorded: "none", gap: "audit logging is not switched on", path: ["logging"] } };
}

function openSearch(resource: Resource, context: PlanContext): Result {
	const count = blockCount(context, resource, ["log_publishing_options"]);
	if (typeof count !== "number") return count;
	let gap: string | null = null;
	for (let index = 0; index < count; index++) {
		const at = ["log_publishing_options", index];
		const type = read(context, resource, [...at, "log_type"]);
		const enabled = read(context, resource, [...at, "enabled"]);
		if (!isKnown(type)) gap = type.unknown;
		else if (type.value !== "AUDIT_LOGS") continue;
		else if (!isKnown(enabled)) gap = enabled.unknown;
		// On unless switched off (provider documentation).
		else if (enabled.value !== false) return { value: { recorded: "audit", gap: "", path: at } };
	}
	if (gap !== null) return { unknown: gap };
	const path = ["log_publishing_options"];
	return { value: { recorded: "none", gap: "audit logs are not published", path } };
}
