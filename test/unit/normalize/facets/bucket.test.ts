import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { bucket, deniesPlainHttp } from "../../../../src/normalize/facets/bucket.ts";
import type { PolicyStatement } from "../../../../src/normalize/terraform/context.ts";
import { type Entry, planOf, refers } from "./plan-builder.ts";

const logs: Record<string, Entry> = {
	"aws_s3_bucket.logs": { values: { bucket: "logs" }, unknown: { id: true, arn: true } },
};
const toLogs = {
	unknown: { bucket: true },
	expressions: { bucket: refers("aws_s3_bucket.logs.id", "aws_s3_bucket.logs") },
};

function facet(entries: Record<string, Entry>, options: { complete?: boolean } = {}) {
	const result = planOf({ ...logs, ...entries }, options).facet(bucket, "aws_s3_bucket.logs");
	if (result === undefined || !("value" in result)) throw new Error("no facet");
	return { ...result.value, gaps: (result.unknown ?? []).map(({ path }) => path.join(".")) };
}

test("a bare bucket has nothing, and its lifecycle is not known", () => {
	expect(facet({})).toMatchObject({
		audit_writers: [],
		versioning: "off",
		object_lock: { enabled: false, mode: null, days: 0 },
		tls_only: false,
		gaps: ["expirations"],
	});
	expect(facet({}, { complete: true })).toMatchObject({ expirations: [], gaps: [] });
});

describe("writers of audit records", () => {
	test("are found by name and by reference", () => {
		const writers = facet({
			"aws_cloudtrail.main": { values: { s3_bucket_name: "logs" } },
			"aws_config_delivery_channel.main": {
				unknown: { s3_bucket_name: true },
				expressions: { s3_bucket_name: refers("aws_s3_bucket.logs.id", "aws_s3_bucket.logs") },
			},
			"aws_flow_log.main": { values: { log_destination: "arn:aws:s3:::logs/vpc/" } },
			"aws_flow_log.other": { values: { log_destination: "arn:aws:s3:::other/vpc/" } },
			"aws_bedrock_model_invocation_logging_configuration.main": {
				values: { logging_config: [{ s3_config: [{ bucket_name: "logs" }] }] },
			},
		}).audit_writers;
		expect(writers).toEqual([
			"aws_bedrock_model_invocation_logging_configuration.main",
			"aws_cloudtrail.main",
			"aws_config_delivery_channel.main",
			"aws_flow_log.main",
		]);
	});

	test("leave the question open when they may write elsewhere", () => {
		const open = facet({
			"aws_cloudtrail.main": {
				unknown: { s3_bucket_name: true },
				expressions: { s3_bucket_name: refers("local.bucket") },
			},
		});
		expect(open.gaps).toContain("audit_writers");
	});
});

describe("separate resources", () => {
	test("versioning comes before the inline block", () => {
		const inline = { "aws_s3_bucket.logs": { values: { bucket: "logs", versioning: [{ enabled: true }] } } };
		expect(facet(inline).versioning).toBe("enabled");
		const suspended = { ...toLogs, values: { versioning_configuration: [{ status: "Suspended" }] } };
		expect(facet({ ...inline, "aws_s3_bucket_versioning.logs": suspended }).versioning).toBe("suspended");
	});

	test("object lock reads mode, days and years", () => {
		const lock = (retention: JsonObject) =>
			facet({
				"aws_s3_bucket_object_lock_configuration.logs": {
					...toLogs,
					values: { object_lock_enabled: "Enabled", rule: [{ default_retention: [retention] }] },
				},
			}).object_lock;
		expect(lock({ mode: "COMPLIANCE", years: 7 })).toEqual({ enabled: true, mode: "COMPLIANCE", days: 2555 });
		expect(lock({ mode: "GOVERNANCE", days: 30 })).toEqual({ enabled: true, mode: "GOVERNANCE", days: 30 });
		const old = { object_lock_enabled: "Enabled", rule: [{ default_retention: [{ mode: "COMPLIANCE", days: 9 }] }] };
		const inline = { "aws_s3_bucket.logs": { values: { bucket: "logs", object_lock_configuration: [old] } } };
		expect(facet(inline).object_lock).toEqual({ enabled: true, mode: "COMPLIANCE", days: 9 });
	});

	test("what is unknown in them is unknown in the facet", () => {
		const later: Entry = {
			values: { versioning_configuration: [{}] },
			unknown: { bucket: true, versioning_configuration: [{ status: true }] },
			expressions: { ...toLogs.expressions, versioning_configuration: [{ status: refers("local.status") }] },
		};
		expect(facet({ "aws_s3_bucket_versioning.logs": later }).gaps).toContain("versioning");
	});
});

describe("lifecycle", () => {
	const trail: Entry = { values: { s3_bucket_name: "logs", s3_key_prefix: "trail/main" } };
	const expirations = (...rules: JsonObject[]) =>
		facet({
			"aws_cloudtrail.main": trail,
			"aws_s3_bucket_lifecycle_configuration.logs": { ...toLogs, values: { rule: rules } },
		}).expirations;
	const source = "aws_s3_bucket_lifecycle_configuration.logs";
	const all = { source, whole: true, kind: "current", covers_records: true, conditional: false };

	test("lists what enabled rules delete", () => {
		const rules = expirations(
			{ status: "Enabled", expiration: [{ days: 30 }], noncurrent_version_expiration: [{ noncurrent_days: 7 }] },
			{ status: "Disabled", expiration: [{ days: 1 }] },
			{ status: "Enabled", expiration: [{ date: "2027-01-01T00:00:00Z" }] },
			{ status: "Enabled", transition: [{ days: 30 }] },
		);
		expect(rules).toEqual([
			{ ...all, days: 30 },
			{ ...all, kind: "noncurrent", days: 7 },
			{ ...all, kind: "date", days: 0 },
		]);
	});

	test("a prefix decides whether records are meant", () => {
		const rule = (filter: JsonObject) => expirations({ status: "Enabled", expiration: [{ days: 30 }], ...filter })[0];
		expect(rule({ filter: [{ prefix: "trail/" }] })).toMatchObject({ covers_records: true });
		expect(rule({ filter: [{ and: [{ prefix: "trail/main/old", tags: { a: "b" } }] }] })).toMatchObject({
			covers_records: true,
			conditional: true,
		});
		expect(rule({ prefix: "temporary/" })).toMatchObject({ covers_records: false });
		expect(rule({ filter: [{ tag: [{ key: "a", value: "b" }] }] })).toMatchObject({ conditional: true });
		expect(rule({ filter: [{ prefix: "", object_size_greater_than: 0 }] })).toMatchObject({ conditional: false });
	});

	test("the old inline block is read as well", () => {
		const rules = [
			{ enabled: true, prefix: "", expiration: [{ days: 5 }], noncurrent_version_expiration: [{ days: 6 }] },
		];
		const inline = { "aws_s3_bucket.logs": { values: { bucket: "logs", lifecycle_rule: rules } } };
		const found = facet(inline).expirations.map(({ kind, days }) => [kind, days]);
		expect(found).toEqual([
			["current", 5],
			["noncurrent", 6],
		]);
	});
});

describe("deniesPlainHttp", () => {
	const good: PolicyStatement = {
		index: 0,
		sid: null,
		effect: "Deny",
		actions: ["s3:*"],
		not_actions: [],
		resources: ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
		not_resources: [],
		principals: [{ type: "*", id: "*" }],
		not_principals: [],
		conditions: [{ operator: "Bool", key: "aws:SecureTransport", values: ["false"] }],
	};
	const judged = (...changes: Partial<PolicyStatement>[]) =>
		deniesPlainHttp(
			{ state: "known", statements: changes.map((change) => ({ ...good, ...change })), partial: null, unknown: [] },
			"logs",
		);

	test("accepts the ways to say it", () => {
		expect(judged({})).toBe(true);
		expect(judged({ actions: ["*"], resources: ["*"], principals: [{ type: "AWS", id: "*" }] })).toBe(true);
		expect(judged({ resources: ["arn:aws-us-gov:s3:::log*"] })).toBe(true);
		expect(judged({ resources: ["arn:aws:s3:::logs"] }, { resources: ["arn:aws:s3:::logs/*"] })).toBe(true);
	});

	test.each<[string, Partial<PolicyStatement>]>([
		["objects only", { resources: ["arn:aws:s3:::logs/*"] }],
		["the bucket only", { resources: ["arn:aws:s3:::logs"] }],
		["another bucket", { resources: ["arn:aws:s3:::logs-2", "arn:aws:s3:::logs-2/*"] }],
		["reads only", { actions: ["s3:GetObject"] }],
		["one principal", { principals: [{ type: "AWS", id: "arn:aws:iam::123456789012:root" }] }],
		["an allowance", { effect: "Allow" }],
		["the wrong value", { conditions: [{ operator: "Bool", key: "aws:SecureTransport", values: ["true"] }] }],
		["old TLS only", { conditions: [{ operator: "NumericLessThan", key: "s3:TlsVersion", values: ["1.2"] }] }],
		[
			"a second condition",
			{ conditions: [...good.conditions, { operator: "Bool", key: "aws:ViaAWSService", values: ["false"] }] },
		],
	])("refuses %s", (_, change) => {
		expect(judged(change)).toBe(false);
	});

	test("is open where parts of the policy are", () => {
		const partial = "an ARN is known only after apply";
		const withGap = (statement: PolicyStatement, path: (string | number)[]) =>
			deniesPlainHttp(
				{ state: "known", statements: [statement], partial, unknown: [{ path, reason: partial }] },
				"logs",
			);
		expect(withGap({ ...good, resources: [] }, [0, "resources"])).toEqual({ unknown: partial });
		expect(withGap({ ...good, effect: "Allow", resources: [] }, [0, "resources"])).toBe(false);
		expect(withGap({ ...good, effect: "Allow" }, [])).toEqual({ unknown: partial });
		expect(withGap({ ...good, effect: "Allow" }, [0, "effect"])).toEqual({ unknown: partial });
		expect(deniesPlainHttp({ state: "known", statements: [good], partial: null, unknown: [] }, null)).toHaveProperty(
			"unknown",
		);
		expect(deniesPlainHttp({ state: "unknown", reason: "later" }, "logs")).toEqual({ unknown: "later" });
		expect(deniesPlainHttp({ state: "omitted" }, "logs")).toBe(false);
	});
});
