import type { LogRetentionFacet } from "../../../model/facets.ts";
import type { Resource } from "../../../model/resource.ts";
import type { FacetComputer, FacetResult } from "../../facet.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { type Gap, integer, isGiven, isKnown, mayBelong, read, text } from "../plan_values.ts";

const WORKSPACE = "azurerm_log_analytics_workspace";
const TABLE = "azurerm_log_analytics_workspace_table";
const AUDITING = "azurerm_mssql_server_extended_auditing_policy";

/** Tables that hold who did what. https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables-index */
const AUDIT_TABLES = new Set([
	"AADNonInteractiveUserSignInLogs",
	"AADServicePrincipalSignInLogs",
	"AKSAudit",
	"AKSAuditAdmin",
	"AZKVAuditLogs",
	"AuditLogs",
	"AzureActivity",
	"AzureDiagnostics",
	"SQLSecurityAuditEvents",
	"SigninLogs",
]);

/** Days that a workspace keeps records unless told otherwise: https://learn.microsoft.com/en-us/azure/azure-monitor/logs/data-retention-configure */
const DEFAULT_DAYS = 30;

/**
 * How long Azure Monitor and the audit logs of Azure SQL keep records. A workspace keeps them two years at most; longer
 * periods lie with its tables.
 */
export const azureLogRetention: FacetComputer<"log_retention", PlanContext> = {
	name: "log_retention",
	compute(resource, context): FacetResult<LogRetentionFacet> {
		if (resource.type === WORKSPACE) return ofWorkspace(resource, context);
		if (resource.type === TABLE) return ofTable(resource, context);
		if (resource.type === AUDITING) return ofAuditing(resource, context);
		return undefined;
	},
};

function ofWorkspace(resource: Resource, context: PlanContext): FacetResult<LogRetentionFacet> {
	const days = read(context, resource, ["retention_in_days"]);
	if (!isKnown(days)) return days;
	const name = read(context, resource, ["name"]);
	if (!isKnown(name)) return name;
	const value: LogRetentionFacet = {
		name: text(name) ?? "",
		days: integer(days, DEFAULT_DAYS),
		audit_writers: [],
		invocation_log: false,
	};
	const { certain, uncertain } = context.joined(
		"azurerm_monitor_diagnostic_setting",
		"log_analytics_workspace_id",
		resource,
	);
	const unknown: Gap[] = [];
	// What a year's period cannot settle: audit records may be kept longer by the tables that they go to, or be exported.
	if (certain.length > 0) {
		unknown.push({
			path: ["audit_writers"],
			reason: "whether its tables keep or export audit records longer is not known",
		});
	} else if (uncertain.length > 0) unknown.push({ path: ["audit_writers"], reason: mayBelong(uncertain) });
	if (unknown.length === 0) return { value };
	const { audit_writers: _, ...rest } = value;
	return { value: rest as LogRetentionFacet, unknown };
}

function ofTable(resource: Resource, context: PlanContext): FacetResult<LogRetentionFacet> {
	const name = read(context, resource, ["name"]);
	if (!isKnown(name)) return name;
	const total = read(context, resource, ["total_retention_in_days"]);
	if (!isKnown(total)) return total;
	// Without a total period records go when the interactive one ends.
	const interactive = read(context, resource, ["retention_in_days"]);
	if (!isKnown(interactive)) return interactive;
	const days = integer(total, 0) || integer(interactive, 0);
	if (days === 0) return { unknown: "it keeps records as long as its workspace says" };
	const audit = AUDIT_TABLES.has(text(name) ?? "");
	return {
		value: { name: text(name) ?? "", days, audit_writers: audit ? [resource.key] : [], invocation_log: false },
	};
}

/** Release 4 of the provider and earlier call the endpoint `storage_endpoint`. What goes to Azure Monitor has no period here. */
function ofAuditing(resource: Resource, context: PlanContext): FacetResult<LogRetentionFacet> {
	const enabled = read(context, resource, ["enabled"]);
	if (!isKnown(enabled)) return enabled;
	if (enabled.value === false) return undefined;
	const endpoints = ["blob_storage_endpoint", "storage_endpoint"].map((name) => isGiven(context, resource, [name]));
	if (!endpoints.includes(true)) {
		return endpoints.find((given): given is { unknown: string } => typeof given !== "boolean");
	}
	const days = read(context, resource, ["retention_in_days"]);
	if (!isKnown(days)) return days;
	return {
		value: { name: "", days: integer(days, 0), audit_writers: [resource.key], invocation_log: false },
	};
}
