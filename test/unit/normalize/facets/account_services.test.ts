import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { alarm } from "../../../../src/normalize/facets/alarm.ts";
import { dataEvents } from "../../../../src/normalize/facets/data_events.ts";
import { databaseAudit } from "../../../../src/normalize/facets/database_audit.ts";
import { findingRoute } from "../../../../src/normalize/facets/finding_route.ts";
import { objectAccessLogs } from "../../../../src/normalize/facets/object_access_logs.ts";
import { policyEngine } from "../../../../src/normalize/facets/policy_engine.ts";
import { requestLogs } from "../../../../src/normalize/facets/request_logs.ts";
import { threatFeatures } from "../../../../src/normalize/facets/threat_features.ts";
import { type Entry, planOf, refers } from "./plan-builder.ts";

/** An argument that names another resource of the plan. */
const naming = (argument: string, address: string, attribute = "id"): Entry => ({
	unknown: { [argument]: true },
	expressions: { [argument]: refers(`${address}.${attribute}`, address) },
});

describe("request_logs", () => {
	test("a distribution may log by a delivery of its own", () => {
		const entries = {
			"aws_cloudfront_distribution.d": { values: { logging_config: [] } },
			"aws_cloudwatch_log_delivery_source.s": {
				...naming("resource_arn", "aws_cloudfront_distribution.d", "arn"),
				values: { name: "s" },
			},
		};
		const of = (all: Record<string, Entry>) => planOf(all).facet(requestLogs, "aws_cloudfront_distribution.d");
		expect(of(entries)).toMatchObject({ value: { enabled: false } });
		const delivery = { "aws_cloudwatch_log_delivery.d": { values: { delivery_source_name: "s" } } };
		expect(of({ ...entries, ...delivery })).toMatchObject({ value: { enabled: true } });
	});
});

describe("data_events", () => {
	const bucket = { "aws_s3_bucket.b": { values: { bucket: "records" } } };
	const recorded = (selector: JsonObject, trail: JsonObject = {}) =>
		planOf({
			...bucket,
			"aws_cloudtrail.t": {
				values: { is_multi_region_trail: true, event_selector: [], advanced_event_selector: [], ...trail, ...selector },
			},
		}).facet(dataEvents, "aws_s3_bucket.b");
	const basic = (values: string[], kind = "All"): JsonObject => ({
		event_selector: [{ read_write_type: kind, data_resource: [{ type: "AWS::S3::Object", values }] }],
	});
	const advanced = (...fields: JsonObject[]): JsonObject => ({
		advanced_event_selector: [
			{
				field_selector: [
					{ field: "eventCategory", equals: ["Data"] },
					{ field: "resources.type", equals: ["AWS::S3::Object"] },
					...fields,
				],
			},
		],
	});

	test.each<[JsonObject, string]>([
		[basic(["arn:aws:s3"]), "all"],
		[basic(["arn:aws:s3:::"]), "all"],
		[basic(["arn:aws:s3:::records/"]), "all"],
		[basic(["arn:aws:s3:::records/"], "WriteOnly"), "writes"],
		[basic(["arn:aws:s3:::records/2026/"]), "none"],
		[basic(["arn:aws:s3:::others/"]), "none"],
		[basic([]), "none"],
		[advanced(), "all"],
		[advanced({ field: "readOnly", equals: ["true"] }), "reads"],
		[advanced({ field: "resources.ARN", starts_with: ["arn:aws:s3:::rec"] }), "all"],
		[advanced({ field: "resources.ARN", not_starts_with: ["arn:aws:s3:::logs/"] }), "all"],
		[advanced({ field: "resources.ARN", not_starts_with: ["arn:aws:s3:::records/tmp/"] }), "none"],
		[advanced({ field: "eventName", equals: ["GetObject"] }), "none"],
	])("%j records %s", (selector, expected) => {
		expect(recorded(selector)).toEqual({ value: { type: "AWS::S3::Object", recorded: expected } });
	});

	test("a trail that is off records nothing; none in the plan leaves it open", () => {
		expect(recorded(basic(["arn:aws:s3"]), { enable_logging: false })).toMatchObject({ value: { recorded: "none" } });
		expect(planOf(bucket).facet(dataEvents, "aws_s3_bucket.b")).toHaveProperty("unknown");
		expect(planOf(bucket, { complete: true }).facet(dataEvents, "aws_s3_bucket.b")).toMatchObject({
			value: { recorded: "none" },
		});
	});
});

test("object_access_logs reads the older block of a bucket", () => {
	const plan = planOf({
		"aws_s3_bucket.a": { values: { bucket: "a", logging: [{ target_bucket: "logs" }] } },
		"aws_s3_bucket.logs": { values: { bucket: "logs", logging: [] } },
	});
	expect(plan.facet(objectAccessLogs, "aws_s3_bucket.a")).toMatchObject({ value: { logged: true, log_store: false } });
	expect(plan.facet(objectAccessLogs, "aws_s3_bucket.logs")).toMatchObject({
		value: { logged: false, log_store: true },
	});
});

test("threat_features reads the older block of the detector", () => {
	const datasources = [{ s3_logs: [{ enable: true }], kubernetes: [{ audit_logs: [{ enable: false }] }] }];
	const plan = planOf({ "aws_guardduty_detector.d": { values: { datasources } } });
	expect(plan.facet(threatFeatures, "aws_guardduty_detector.d")).toMatchObject({
		value: { enabled: ["S3_DATA_EVENTS"], disabled: ["EKS_AUDIT_LOGS"] },
	});
});

describe("database_audit", () => {
	const audit = (values: JsonObject, others: Record<string, Entry> = {}) =>
		planOf({ "aws_db_instance.d": { values }, ...others }).facet(databaseAudit, "aws_db_instance.d");
	const group = (name: string) => ({
		"aws_db_option_group.g": { values: { name: "g", option: [{ option_name: name }] } },
	});

	test.each<[JsonObject, Record<string, Entry>, string]>([
		[{ engine: "mysql" }, {}, "none"],
		[{ engine: "mysql", enabled_cloudwatch_logs_exports: ["audit"] }, {}, "partial"],
		[
			{ engine: "mysql", enabled_cloudwatch_logs_exports: ["audit"], option_group_name: "g" },
			group("MARIADB_AUDIT_PLUGIN"),
			"audit",
		],
		[{ engine: "sqlserver-se", option_group_name: "g" }, group("SQLSERVER_AUDIT"), "audit"],
		[
			{ engine: "sqlserver-se", enabled_cloudwatch_logs_exports: ["error"], option_group_name: "g" },
			group("TDE"),
			"partial",
		],
		[{ engine: "sqlserver-se" }, {}, "none"],
		[{ engine: "oracle-ee", enabled_cloudwatch_logs_exports: ["audit"] }, {}, "audit"],
	])("%j with %j: %s", (values, others, recorded) => {
		expect(audit(values, others)).toMatchObject({ value: { recorded } });
	});

	test("groups outside the plan leave it open", () => {
		const values = { engine: "mysql", enabled_cloudwatch_logs_exports: ["audit"], option_group_name: "team" };
		expect(audit(values)).toEqual({ unknown: "its option group is not in the plan" });
	});
});

describe("alarm", () => {
	test.each([
		["ALARM(disk)", true],
		['ALARM("disk") OR ALARM(other)', true],
		["ALARM('arn:aws:cloudwatch:eu-west-1:1:alarm:disk')", true],
		["ALARM(disk-full)", false],
	])("%s follows the alarm: %s", (rule, follows) => {
		const plan = planOf({
			"aws_cloudwatch_metric_alarm.a": { values: { alarm_name: "disk", alarm_actions: null } },
			"aws_cloudwatch_composite_alarm.c": { values: { alarm_name: "c", alarm_rule: rule } },
		});
		const watched_by = follows ? ["aws_cloudwatch_composite_alarm.c"] : [];
		expect(plan.facet(alarm, "aws_cloudwatch_metric_alarm.a")).toMatchObject({ value: { watched_by } });
	});
});

describe("finding_route", () => {
	const route = (values: JsonObject, others: Record<string, Entry> = {}, complete = false) =>
		planOf({ "aws_cloudwatch_event_rule.r": { values: { name: "r", ...values } }, ...others }, { complete }).facet(
			findingRoute,
			"aws_cloudwatch_event_rule.r",
		);
	const pattern = (value: JsonObject): JsonObject => ({ event_pattern: JSON.stringify(value) });

	test.each<[JsonObject, string[]]>([
		[pattern({ source: ["aws.guardduty", "aws.macie"] }), ["GuardDuty", "Macie"]],
		[pattern({ source: [{ prefix: "aws.security" }] }), ["Security Hub"]],
		[pattern({ "detail-type": ["Inspector2 Finding"] }), ["Inspector"]],
		[pattern({ source: ["aws.ec2"] }), []],
		[pattern({ source: ["aws.guardduty"], "detail-type": ["Something Else"] }), []],
		[pattern({ detail: { severity: [8] } }), []],
		[{ ...pattern({ source: ["aws.guardduty"] }), event_bus_name: "orders" }, []],
		[{ event_pattern: "junk" }, []],
		[{ schedule_expression: "rate(1 day)" }, []],
	])("%j picks up %j", (values, services) => {
		expect(route(values)).toMatchObject({ value: { services } });
	});

	test("a topic reaches somebody when it is subscribed to", () => {
		const values = pattern({ source: ["aws.guardduty"] });
		const topic: Record<string, Entry> = {
			"aws_sns_topic.t": { values: { name: "t" }, unknown: { arn: true } },
			"aws_cloudwatch_event_target.t": { ...naming("arn", "aws_sns_topic.t", "arn"), values: { rule: "r" } },
		};
		const subscription = { "aws_sns_topic_subscription.s": naming("topic_arn", "aws_sns_topic.t", "arn") };
		expect(route(values)).toMatchObject({ value: { live: false, gap: "it has no target" } });
		expect(route(values, { ...topic, ...subscription })).toMatchObject({ value: { live: true } });
		expect(route(values, topic)).toHaveProperty("unknown");
		expect(route(values, topic, true)).toMatchObject({ value: { live: false } });
		const queue = { "aws_cloudwatch_event_target.t": { values: { rule: "r", arn: "arn:aws:sqs:eu-west-1:1:q" } } };
		expect(route(values, queue)).toMatchObject({ value: { live: true } });
	});
});

describe("policy_engine", () => {
	const engine = (others: Record<string, Entry>) =>
		planOf({ "aws_eks_cluster.c": { values: { name: "c" } }, ...others }).facet(policyEngine, "aws_eks_cluster.c");
	const addon = (configuration_values: string | null) => ({
		"aws_eks_addon.a": { values: { cluster_name: "c", addon_name: "vpc-cni", configuration_values } },
	});

	test.each<[Record<string, Entry>, string]>([
		[addon('{"enableNetworkPolicy":"true"}'), "vpc-cni"],
		[addon('{"enableNetworkPolicy":true}'), "vpc-cni"],
		[addon('enableNetworkPolicy: "true"\n'), "vpc-cni"],
		[addon('{"enableNetworkPolicy":"false"}'), ""],
		[addon(null), ""],
		[{ ...addon(null), "helm_release.c": { values: { chart: "cilium" } } }, "helm_release.c"],
	])("%j: %s", (others, expected) => {
		expect(engine(others)).toMatchObject({ value: { engine: expected } });
	});

	test("a plugin outside the plan leaves it open", () => expect(engine({})).toHaveProperty("unknown"));
});
