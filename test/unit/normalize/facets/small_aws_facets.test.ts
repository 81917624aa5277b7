import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import type { Resource } from "../../../../src/model/resource.ts";
import { accessAnalyzers } from "../../../../src/normalize/facets/access_analyzers.ts";
import { cacheTls } from "../../../../src/normalize/facets/cache_tls.ts";
import { directGrants } from "../../../../src/normalize/facets/direct_grants.ts";
import { encryptionAtRest } from "../../../../src/normalize/facets/encryption_at_rest.ts";
import { functionUrl } from "../../../../src/normalize/facets/function_url.ts";
import { type Entry, planOf, refers } from "./plan-builder.ts";

describe("cache_tls", () => {
	const read = (address: string, entry: Entry) => {
		const result = planOf({ [address]: entry }).facet(cacheTls, address);
		if (result === undefined) return "absent";
		return "value" in result ? result.value.connections : "unknown";
	};
	const group = "aws_elasticache_replication_group.a";
	it.each([
		[group, {}, "clear"],
		[group, { engine: "redis" }, "clear"],
		[group, { engine: "valkey" }, "unknown"],
		[group, { global_replication_group_id: "g" }, "unknown"],
		[group, { transit_encryption_enabled: false }, "clear"],
		[group, { transit_encryption_enabled: true }, "encrypted"],
		[group, { transit_encryption_enabled: true, transit_encryption_mode: "preferred" }, "either"],
		[group, { transit_encryption_enabled: true, transit_encryption_mode: "required" }, "encrypted"],
		["aws_memorydb_cluster.a", {}, "encrypted"],
		["aws_memorydb_cluster.a", { tls_enabled: true }, "encrypted"],
		["aws_memorydb_cluster.a", { tls_enabled: false }, "clear"],
		["aws_sns_topic.a", {}, "absent"],
	])("%s %j", (address, values, expected) => {
		expect(read(address, { values })).toBe(expected);
	});
	it("does not know what is known after apply", () => {
		const later = (name: string): Entry => ({
			values: name === "transit_encryption_mode" ? { transit_encryption_enabled: true } : {},
			unknown: { [name]: true },
			expressions: { [name]: refers("local.x") },
		});
		for (const name of ["transit_encryption_enabled", "transit_encryption_mode", "engine"]) {
			expect(read(group, later(name)), name).toBe("unknown");
		}
		expect(read("aws_memorydb_cluster.a", later("tls_enabled"))).toBe("unknown");
	});
});

describe("direct_grants", () => {
	const count = (others: Record<string, Entry>) => {
		const plan = planOf({ "aws_iam_user.a": { values: { name: "ann" } }, ...others });
		return plan.facet(directGrants, "aws_iam_user.a");
	};
	it("counts what names the user", () => {
		expect(count({})).toEqual({ value: { count: 0 } });
		expect(count({ "aws_iam_user_policy.p": { values: { user: "bob" } } })).toEqual({ value: { count: 0 } });
		expect(count({ "aws_iam_user_policy.p": { values: { user: "ann" } } })).toEqual({ value: { count: 1 } });
		expect(count({ "aws_iam_policy_attachment.p": { values: { users: ["ann"] } } })).toEqual({ value: { count: 1 } });
		const entry = { unknown: { user: true }, expressions: { user: refers("local.x") } };
		expect(count({ "aws_iam_user_login_profile.p": entry })).toHaveProperty("unknown");
		expect(planOf({ "aws_iam_role.r": {} }).facet(directGrants, "aws_iam_role.r")).toBeUndefined();
	});
});

describe("access_analyzers", () => {
	const external = (entry: Entry, more: Record<string, Entry> = {}) => {
		const { context } = planOf({ "aws_accessanalyzer_analyzer.a": entry, ...more });
		return accessAnalyzers.compute({ type: "scope/plan" } as Resource, context);
	};
	it("counts those that look for access from outside", () => {
		expect(external({})).toEqual({ value: { external: 1 } });
		expect(external({ values: { type: "ORGANIZATION" } })).toEqual({ value: { external: 1 } });
		expect(external({ values: { type: "ACCOUNT_UNUSED_ACCESS" } })).toEqual({ value: { external: 0 } });
		const later = { unknown: { type: true }, expressions: { type: refers("local.x") } };
		expect(external(later)).toHaveProperty("unknown");
		expect(external(later, { "aws_accessanalyzer_analyzer.b": {} })).toEqual({ value: { external: 1 } });
	});
});

describe("function_url", () => {
	const url = (values: Entry["values"], functions: Record<string, Entry> = {}, more: Entry = {}) =>
		planOf({ ...functions, "aws_lambda_function_url.u": { ...more, values: values ?? {} } }).facet(
			functionUrl,
			"aws_lambda_function_url.u",
		);
	const tagged = { "aws_lambda_function.f": { values: { function_name: "f", tags_all: { exposure: "public" } } } };
	const labels = { value: { open: true, labels: { exposure: "public" } } };
	it("reads the tags of the function", () => {
		expect(url({ authorization_type: "AWS_IAM", function_name: "f" })).toEqual({ value: { open: false, labels: {} } });
		expect(url({ authorization_type: "NONE", function_name: "f" }, tagged)).toEqual(labels);
		const arn = "arn:aws:lambda:eu-central-1:123456789012:function:f:live";
		expect(url({ authorization_type: "NONE", function_name: arn }, tagged)).toEqual(labels);
		const reference = {
			unknown: { function_name: true },
			expressions: { function_name: refers("aws_lambda_function.f.arn", "aws_lambda_function.f") },
		};
		expect(url({ authorization_type: "NONE" }, tagged, reference)).toEqual(labels);
	});
	it("does not know the tags of a function elsewhere", () => {
		const gap = { value: { open: true, labels: {} }, unknown: [{ path: ["labels"], reason: expect.any(String) }] };
		expect(url({ authorization_type: "NONE", function_name: "g" }, tagged)).toEqual(gap);
		const local = { unknown: { function_name: true }, expressions: { function_name: refers("local.x") } };
		expect(url({ authorization_type: "NONE" }, tagged, local)).toEqual(gap);
		const alias = {
			unknown: { function_name: true },
			expressions: { function_name: refers("aws_lambda_alias.f.arn", "aws_lambda_alias.f") },
		};
		expect(url({ authorization_type: "NONE" }, { ...tagged, "aws_lambda_alias.f": {} }, alias)).toEqual(gap);
	});
	it("does not know an authorization that is known after apply", () => {
		const later = { unknown: { authorization_type: true }, expressions: { authorization_type: refers("local.x") } };
		expect(url({}, {}, later)).toHaveProperty("unknown");
	});
});

describe("encryption of streams and query results", () => {
	const read = (address: string, values: JsonObject, others: Record<string, Entry> = {}) => {
		const result = planOf({ ...others, [address]: { values } }).facet(encryptionAtRest, address);
		if (result === undefined) return "absent";
		return "value" in result ? result.value.encryption : "unknown";
	};
	const results = (more: JsonObject, outer: JsonObject = {}) => ({
		configuration: [{ ...outer, result_configuration: [{ output_location: "s3://results/a/", ...more }] }],
	});
	const key = "arn:aws:kms:eu-central-1:123456789012:key/1";
	it.each([
		["aws_kinesis_firehose_delivery_stream.a", {}, "none"],
		["aws_kinesis_firehose_delivery_stream.a", { server_side_encryption: [{}] }, "none"],
		["aws_kinesis_firehose_delivery_stream.a", { server_side_encryption: [{ enabled: true }] }, "provider-managed"],
		[
			"aws_kinesis_firehose_delivery_stream.a",
			{ server_side_encryption: [{ enabled: true, key_arn: key }] },
			"customer-managed",
		],
		["aws_msk_cluster.a", {}, "provider-managed"],
		["aws_msk_cluster.a", { encryption_info: [{ encryption_at_rest_kms_key_arn: key }] }, "customer-managed"],
		["aws_athena_workgroup.a", {}, "unknown"],
		["aws_athena_workgroup.a", results({}), "unknown"],
		["aws_athena_workgroup.a", results({}, { enforce_workgroup_configuration: false }), "provider-managed"],
		["aws_athena_workgroup.a", results({ encryption_configuration: [{}] }), "unknown"],
		[
			"aws_athena_workgroup.a",
			results({ encryption_configuration: [{ encryption_option: "SSE_S3" }] }),
			"provider-managed",
		],
		[
			"aws_athena_workgroup.a",
			results({ encryption_configuration: [{ encryption_option: "CSE_KMS", kms_key_arn: key }] }),
			"customer-managed",
		],
	])("%s %j", (address, values, expected) => {
		expect(read(address, values)).toBe(expected);
	});
	it("takes the encryption of the bucket where a work group says nothing", () => {
		const bucket = { "aws_s3_bucket.b": { values: { bucket: "results" } } };
		expect(read("aws_athena_workgroup.a", results({}), bucket)).toBe("provider-managed");
		expect(read("aws_athena_workgroup.a", { configuration: [{ result_configuration: [{}] }] }, bucket)).toBe("unknown");
	});
});
