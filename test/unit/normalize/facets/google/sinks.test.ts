import { expect, test } from "vitest";
import { carriesAuditLogs } from "../../../../../src/normalize/facets/google/sinks.ts";

test.each([
	["", "yes"],
	['logName:"cloudaudit.googleapis.com"', "yes"],
	['log_id("cloudaudit.googleapis.com/activity") OR severity >= ERROR', "yes"],
	['protoPayload.@type="type.googleapis.com/google.cloud.audit.AuditLog"', "yes"],
	['NOT log_id("cloudaudit.googleapis.com/data_access")', "maybe"],
	['-logName:"cloudaudit.googleapis.com"', "maybe"],
	['logName!="projects/p/logs/cloudaudit.googleapis.com%2Fdata_access"', "maybe"],
	['logName:"run.googleapis.com"', "no"],
	['NOT logName:"run.googleapis.com"', "maybe"],
	["severity >= ERROR", "maybe"],
	['resource.type="gce_instance"', "maybe"],
])("a sink with the filter %j carries audit logs: %s", (filter, expected) => {
	expect(carriesAuditLogs(filter)).toBe(expected);
});
