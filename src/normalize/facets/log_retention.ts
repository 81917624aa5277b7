import type { LogRetentionFacet } from "../../model/facets.ts";
import type { Resource } from "../../model/resource.ts";
import { compareText } from "../../order.ts";
import type { FacetComputer, FacetResult } from "../facet.ts";
import type { PlanContext } from "../terraform/context.ts";
import {
	type Gap,
	integer,
	isKnown,
	mayBelong,
	namedBy,
	oncePerPlan,
	read,
	readableOfType,
	text,
} from "./plan_values.ts";

/** What delivers audit records into a log group. `log_group_name` is the older argument of flow logs. */
const AUDIT_WRITERS = [
	["aws_cloudtrail", "cloud_watch_logs_group_arn"],
	["aws_flow_log", "log_destination"],
	["aws_flow_log", "log_group_name"],
] as const;

const INVOCATION_LOGGING = [
	["aws_bedrock_model_invocation_logging_configuration", "logging_config.cloudwatch_config.log_group_name"],
] as const;

/** How long a log group keeps records, with what is needed to tell audit logs from others. */
export const logRetention: FacetComputer<"log_retention", PlanContext> = {
	name: "log_retention",
	compute(resource, context): FacetResult<LogRetentionFacet> {
		if (resource.type !== "aws_cloudwatch_log_group") return undefined;
		const unknown: Gap[] = [];
		const value: Partial<LogRetentionFacet> = {};

		const name = read(context, resource, ["name"]);
		const prefix = read(context, resource, ["name_prefix"]);
		if (text(name) !== null) value.name = text(name)!;
		else if (text(prefix) !== null) value.name = text(prefix)!;
		else if (!isKnown(name)) unknown.push({ path: ["name"], reason: name.unknown });
		else if (!isKnown(prefix)) unknown.push({ path: ["name"], reason: prefix.unknown });
		else value.name = "";

		const days = read(context, resource, ["retention_in_days"]);
		if (isKnown(days)) value.days = integer(days, 0);
		else unknown.push({ path: ["days"], reason: days.unknown });

		const writers = namedBy(context, AUDIT_WRITERS, resource);
		for (const writer of writersByArn(context).get(text(name) ?? "") ?? []) writers.certain.push(writer);
		if (writers.certain.length === 0 && writers.uncertain.length > 0) {
			unknown.push({ path: ["audit_writers"], reason: mayBelong(writers.uncertain) });
		} else {
			value.audit_writers = [...new Set(writers.certain.map(({ key }) => key))].sort(compareText);
		}

		const invocation = namedBy(context, INVOCATION_LOGGING, resource);
		if (invocation.certain.length === 0 && invocation.uncertain.length > 0) {
			unknown.push({ path: ["invocation_log"], reason: mayBelong(invocation.uncertain) });
		} else {
			value.invocation_log = invocation.certain.length > 0;
		}
		return { value: value as LogRetentionFacet, unknown };
	},
};

/** Writers that state their group as a full ARN, by the group's name: `arn:aws:logs:eu-west-1:1:log-group:/a/b:*`. */
const writersByArn = oncePerPlan((context) => {
	const result = new Map<string, Resource[]>();
	for (const [type, attribute] of AUDIT_WRITERS) {
		for (const writer of readableOfType(context, type)) {
			const name = /:log-group:([^:]+)/.exec(text(read(context, writer, [attribute])) ?? "")?.[1];
			if (name !== undefined) result.set(name, [...(result.get(name) ?? []), writer]);
		}
	}
	return result;
});
