import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { auditTrail } from "../../../../src/normalize/facets/audit_trail.ts";
import { configRecorder } from "../../../../src/normalize/facets/config_recorder.ts";
import { flowLogs } from "../../../../src/normalize/facets/flow_logs.ts";
import { logRetention } from "../../../../src/normalize/facets/log_retention.ts";
import { type Entry, planOf, refers } from "./plan-builder.ts";

const later = (name: string): Entry => ({ unknown: { [name]: true }, expressions: { [name]: refers("local.later") } });

describe("audit_trail", () => {
	const facet = (entries: Record<string, Entry>) => planOf(entries).facet(auditTrail, "aws_cloudtrail.a");
	const all: Entry = { values: { is_multi_region_trail: true } };

	test.each<[JsonObject, boolean]>([
		[{ is_multi_region_trail: true }, true],
		[{}, false],
		[{ is_multi_region_trail: true, enable_logging: false }, false],
		[{ is_multi_region_trail: true, include_global_service_events: false }, false],
	])("%j covers all regions: %s", (values, all_regions) => {
		expect(facet({ "aws_cloudtrail.a": { values } })).toEqual({
			value: { all_regions, covered_elsewhere: false },
			unknown: [],
		});
	});

	test("another trail may cover, or be unknown", () => {
		expect(facet({ "aws_cloudtrail.a": {}, "aws_cloudtrail.b": all })).toMatchObject({
			value: { covered_elsewhere: true },
		});
		const open = facet({ "aws_cloudtrail.a": {}, "aws_cloudtrail.b": later("is_multi_region_trail") });
		expect(open).toMatchObject({ unknown: [{ path: ["covered_elsewhere"] }] });
		const settled = facet({ "aws_cloudtrail.a": all, "aws_cloudtrail.b": later("is_multi_region_trail") });
		expect(settled).toMatchObject({ unknown: [] });
	});
});

describe("config_recorder", () => {
	const status: Entry = {
		values: { is_enabled: true },
		unknown: { name: true },
		expressions: {
			name: refers("aws_config_configuration_recorder.main.name", "aws_config_configuration_recorder.main"),
		},
	};
	const facet = (recorder: Entry, others: Record<string, Entry> = {}) =>
		planOf({ "aws_config_configuration_recorder.main": recorder, ...others }).facet(
			configRecorder,
			"aws_config_configuration_recorder.main",
		);

	test("reads the recorder, its status and the channel", () => {
		expect(facet({ values: { name: "default" } })).toMatchObject({
			value: { records: "all", excluded: [], enabled: false, delivered: false },
		});
		const complete = facet(
			{ values: { name: "default", recording_group: [{ all_supported: true }] } },
			{ "aws_config_configuration_recorder_status.main": status, "aws_config_delivery_channel.main": {} },
		);
		expect(complete).toEqual({
			value: { records: "all", excluded: [], enabled: true, delivered: true },
			unknown: [],
		});
	});

	test("tells selections from exclusions", () => {
		const group = (recording_group: JsonObject) => facet({ values: { recording_group: [recording_group] } });
		expect(group({ all_supported: false, resource_types: ["AWS::EC2::VPC"] })).toMatchObject({
			value: { records: "selected" },
		});
		const excluding = {
			all_supported: false,
			exclusion_by_resource_types: [{ resource_types: ["AWS::EC2::VPC", "AWS::EC2::Subnet"] }],
		};
		expect(group(excluding)).toMatchObject({
			value: { records: "all-except", excluded: ["AWS::EC2::Subnet", "AWS::EC2::VPC"] },
		});
	});

	test("a status known only later leaves the switch open", () => {
		const open = facet(
			{ values: { name: "default" } },
			{ "aws_config_configuration_recorder_status.main": later("name") },
		);
		expect(open).toMatchObject({ unknown: [{ path: ["enabled"] }] });
	});
});

describe("flow_logs", () => {
	const ofVpc = (entry: Entry): Entry => ({
		...entry,
		unknown: { vpc_id: true, ...entry.unknown },
		expressions: { vpc_id: refers("aws_vpc.main.id", "aws_vpc.main"), ...entry.expressions },
	});
	const facet = (logs: Record<string, Entry>) =>
		planOf({ "aws_vpc.main": { unknown: { id: true } }, ...logs }).facet(flowLogs, "aws_vpc.main");

	test("lists the types of traffic", () => {
		expect(facet({})).toEqual({ value: { traffic_types: [] } });
		const two = {
			"aws_flow_log.a": ofVpc({ values: { traffic_type: "REJECT" } }),
			"aws_flow_log.b": ofVpc({ values: { traffic_type: "ACCEPT" } }),
		};
		expect(facet(two)).toEqual({ value: { traffic_types: ["ACCEPT", "REJECT"] } });
	});

	test("an unknown log matters only where none settles it", () => {
		expect(facet({ "aws_flow_log.a": later("vpc_id") })).toHaveProperty("unknown");
		expect(facet({ "aws_flow_log.a": ofVpc(later("traffic_type")) })).toHaveProperty("unknown");
		const settled = { "aws_flow_log.a": later("vpc_id"), "aws_flow_log.b": ofVpc({ values: { traffic_type: "ALL" } }) };
		expect(facet(settled)).toEqual({ value: { traffic_types: ["ALL"] } });
	});
});

describe("log_retention", () => {
	const facet = (group: Entry, others: Record<string, Entry> = {}) =>
		planOf({ "aws_cloudwatch_log_group.g": group, ...others }).facet(logRetention, "aws_cloudwatch_log_group.g");

	test("nothing said means for ever", () => {
		expect(facet({ values: { name: "/app" } })).toEqual({
			value: { name: "/app", days: 0, audit_writers: [], invocation_log: false },
			unknown: [],
		});
		const generated = { values: { name_prefix: "/aws/eks/", retention_in_days: 30 }, unknown: { name: true } };
		expect(facet(generated)).toMatchObject({ value: { name: "/aws/eks/", days: 30 } });
	});

	test("finds what writes into it", () => {
		const found = facet(
			{ values: { name: "records" } },
			{
				"aws_cloudtrail.t": {
					values: { cloud_watch_logs_group_arn: "arn:aws:logs:eu-west-1:123456789012:log-group:records:*" },
				},
				"aws_flow_log.f": { values: { log_group_name: "records" } },
				"aws_bedrock_model_invocation_logging_configuration.b": {
					values: { logging_config: [{ cloudwatch_config: [{ log_group_name: "records" }] }] },
				},
			},
		);
		expect(found).toMatchObject({
			value: { audit_writers: ["aws_cloudtrail.t", "aws_flow_log.f"], invocation_log: true },
		});
	});

	test("keeps open what is known only after apply", () => {
		const open = facet(later("retention_in_days"), { "aws_cloudtrail.t": later("cloud_watch_logs_group_arn") });
		expect(open).toMatchObject({ unknown: [{ path: ["days"] }, { path: ["audit_writers"] }] });
	});
});
