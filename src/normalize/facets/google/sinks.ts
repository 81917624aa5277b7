import type { Resource } from "../../../model/resource.ts";
import type { PlanContext } from "../../terraform/context.ts";
import { isKnown, isTrue, read } from "../plan_values.ts";

/** What carries records of Cloud Logging to where they are kept. */
export const SINKS = [
	"google_logging_billing_account_sink",
	"google_logging_folder_sink",
	"google_logging_organization_sink",
	"google_logging_project_sink",
] as const;

/**
 * Whether a sink carries audit logs. Without a filter it carries everything; a filter is read for the name of the audit
 * logs, `cloudaudit.googleapis.com`, that is not turned round: https://docs.cloud.google.com/logging/docs/view/logging-query-language
 */
export function exportsAuditLogs(sink: Resource, context: PlanContext): "yes" | "no" | "maybe" {
	const disabled = read(context, sink, ["disabled"]);
	if (!isKnown(disabled)) return "maybe";
	if (isTrue(disabled)) return "no";
	const filter = read(context, sink, ["filter"]);
	if (!isKnown(filter)) return "maybe";
	return carriesAuditLogs(typeof filter.value === "string" ? filter.value : "");
}

/** The same of a filter's text: `maybe` where it cannot be read off. */
export function carriesAuditLogs(filter: string): "yes" | "no" | "maybe" {
	if (filter.trim() === "") return "yes";
	const named = /cloudaudit\.googleapis\.com|protoPayload\b.*AuditLog/i.test(filter);
	const turned = /\bNOT\b|(?:^|[\s(])-[\w"(]|!=|!~/.test(filter);
	if (named) return turned ? "maybe" : "yes";
	// Other names of logs leave audit logs out; what names none may let them through.
	return /\blog(?:Name|_id)\b/i.test(filter) && !turned ? "no" : "maybe";
}
