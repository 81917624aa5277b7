import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { contentSecrets, isUserData } from "../../../../src/normalize/facets/content_secrets.ts";
import { type Entry, planOf, refers } from "./plan-builder.ts";

const found = (address: string, entry: Entry, others: Record<string, Entry> = {}) => {
	const result = planOf({ ...others, [address]: entry }).facet(contentSecrets, address);
	if (result === undefined) return "absent";
	if (!("value" in result)) return "unknown";
	const detectors = result.value.map(({ path, detector }) => `${path.join(".")}: ${detector}`);
	return (result.unknown ?? []).length > 0 ? [...detectors, "unknown"] : detectors;
};
const base64 = (text: string) => Buffer.from(text).toString("base64");
const SECRET = "#!/bin/sh\nexport DB_PASSWORD=Wq7-hollow-Lantern9\n";
const CLEAN = "#!/bin/sh\nsystemctl start app\n";

describe("start-up scripts", () => {
	it.each([
		["aws_instance.a", { user_data: SECRET }, ["user_data: secret-name"]],
		["aws_instance.a", { user_data: base64(SECRET) }, ["user_data: secret-name"]],
		["aws_instance.a", { user_data_base64: base64(SECRET) }, ["user_data_base64: secret-name"]],
		["aws_instance.a", { user_data: CLEAN }, []],
		["aws_instance.a", { user_data: null, user_data_base64: null }, "absent"],
		["aws_instance.a", { user_data: 7 }, "absent"],
		["aws_launch_template.a", { user_data: base64(SECRET) }, ["user_data: secret-name"]],
		["aws_launch_template.a", { user_data: gzipSync(SECRET).toString("base64") }, ["user_data: secret-name"]],
		["aws_launch_template.a", { user_data: base64(CLEAN) }, []],
		["aws_launch_template.a", { user_data: "~no base64~" }, []],
		["aws_launch_template.a", { user_data: Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6]).toString("base64") }, []],
		["aws_sns_topic.a", { name: "a" }, "absent"],
	])("%s %j", (address, values, expected) => {
		expect(found(address, { values })).toEqual(expected);
	});

	it("finds them in the parts of a MIME document", () => {
		const mime = [
			'Content-Type: multipart/mixed; boundary="B"',
			"",
			"--B",
			"Content-Transfer-Encoding: base64",
			"Content-Type: text/x-shellscript",
			"",
			base64(SECRET),
			"--B--",
		].join("\r\n");
		expect(found("aws_launch_template.a", { values: { user_data: base64(mime) } })).toEqual(["user_data: secret-name"]);
	});

	it("reads the configuration where the plan holds a hash", () => {
		const user_data = "0123456789abcdef0123456789abcdef01234567";
		const literal = { values: { user_data }, expressions: { user_data: { constant_value: SECRET } } };
		expect(found("aws_instance.a", literal)).toEqual(["user_data: secret-name"]);
		expect(found("aws_instance.a", { values: { user_data }, expressions: { user_data: refers("var.a") } })).toEqual([
			"unknown",
		]);
	});

	it("does not know what is known after apply", () => {
		const entry = {
			unknown: { user_data: true },
			expressions: { user_data: refers("aws_sns_topic.t.arn", "aws_sns_topic.t") },
		};
		expect(found("aws_launch_template.a", entry, { "aws_sns_topic.t": {} })).toEqual(["unknown"]);
	});

	it("knows its arguments", () => {
		expect(isUserData("aws_instance", "user_data")).toBe(true);
		expect(isUserData("aws_instance", "ami")).toBe(false);
		expect(isUserData("constructor", "user_data")).toBe(false);
	});
});

describe("parameters", () => {
	const from = (attribute: string, type = "aws_iam_access_key"): Entry => ({
		values: { name: "/app/mail", type: "String" },
		unknown: { value: true },
		expressions: { value: refers(`${type}.x.${attribute}`, `${type}.x`) },
	});
	it.each([
		[{ name: "/app/db/password", type: "String", value: "Wq7-hollow-Lantern9" }, ["value: secret-name"]],
		[
			{ name: "/app/db/password", type: "String", insecure_value: "Wq7-hollow-Lantern9" },
			["insecure_value: secret-name"],
		],
		[{ name: "/app/db/password", type: "SecureString", value: "Wq7-hollow-Lantern9" }, []],
		[{ name: "/app/db/password", type: "String", value: "changeme" }, ["value: secret-name"]],
		[{ name: "/app/db/url", type: "String", value: "postgres://app:Wq7lantern@db/app" }, ["value: url-password"]],
		[
			{ name: "/app/db/env", type: "StringList", value: "A=1\nDB_PASSWORD=Wq7-hollow-Lantern9" },
			["value: secret-name"],
		],
		[{ name: "/app/db/endpoint", type: "String", value: "db.example.com" }, []],
		[{ name: 7, type: "String", value: 7 }, []],
		[{}, []],
	])("%j", (values, expected) => {
		expect(found("aws_ssm_parameter.a", { values })).toEqual(expected);
	});

	it("follows a value to what makes it", () => {
		expect(found("aws_ssm_parameter.a", from("secret"), { "aws_iam_access_key.x": {} })).toEqual([
			"value: secret-source",
		]);
		expect(found("aws_ssm_parameter.a", from("id"), { "aws_iam_access_key.x": {} })).toEqual([]);
		const mystery = found("aws_ssm_parameter.a", from("auth_token", "aws_elasticache_replication_group"), {
			"aws_elasticache_replication_group.x": {},
		});
		expect(mystery).toBe("unknown");
	});

	it("does not see write-only values", () => {
		const entry = { values: { name: "/a", type: "String" }, expressions: { value_wo: refers("var.a") } };
		expect(found("aws_ssm_parameter.a", entry)).toBe("unknown");
	});
});
