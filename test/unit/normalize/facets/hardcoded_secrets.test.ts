import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/model/json.ts";
import { normalizeTerraformPlan } from "../../../../src/normalize/terraform/normalize.ts";
import { normalizedPlan } from "./normalized-plan.ts";
import { type Entry, refers } from "./plan-builder.ts";

const SECRET = "Winter2026!x";
const constant = (value: string): JsonObject => ({ constant_value: value });
const found = (address: string, entry: Entry) =>
	normalizedPlan({ [address]: entry })
		.facet(address, "hardcoded_secrets")
		?.map(({ path, name, detector }) => `${path.join(".")} ${name} ${detector}`);

describe("secrets written into resources", () => {
	it("are constants on arguments that hold secrets", () => {
		const entry = { values: { password: SECRET }, expressions: { password: constant(SECRET) } };
		expect(found("aws_db_instance.d", entry)).toEqual(["password password secret-name"]);
		const plain = { values: { auth_token: "hello world" }, expressions: { auth_token: constant("hello world") } };
		expect(found("aws_elasticache_replication_group.r", plain)).toEqual(["auth_token auth_token sensitive-argument"]);
	});

	it("are not variables, references, placeholders or write-only arguments", () => {
		const by = (expression: JsonObject, name = "password") =>
			found("aws_db_instance.d", { values: { [name]: SECRET }, expressions: { [name]: expression } });
		expect(by(refers("var.password"))).toEqual([]);
		expect(by(constant("changeme"))).toEqual([]);
		expect(by(constant("{{resolve:x}}"))).toEqual([]);
		expect(by(constant(SECRET), "password_wo")).toEqual([]);
	});

	it("may be put together by functions of constants", () => {
		const text = JSON.stringify({ password: SECRET });
		const entry = (expression: JsonObject) => ({
			values: { secret_string: text },
			expressions: { secret_string: expression },
		});
		expect(found("aws_secretsmanager_secret_version.v", entry({}))).toEqual([
			"secret_string secret_string secret-name",
		]);
		expect(found("aws_secretsmanager_secret_version.v", entry(refers("var.x")))).toEqual([]);
	});

	it("are looked for in clear parameters by their looks only", () => {
		const parameter = (type: string, value: string) =>
			found("aws_ssm_parameter.p", {
				values: { type, value },
				expressions: { type: constant(type), value: constant(value) },
			});
		expect(parameter("String", "debug")).toEqual([]);
		expect(parameter("SecureString", "debug")).toEqual(["value value sensitive-argument"]);
		expect(parameter("String", `postgres://app:${SECRET}@db/app`)).toEqual(["value value url-password"]);
	});

	it("are found in any other constant, at any depth, but for environments", () => {
		const nested = {
			expressions: { setting: [{ api_token: constant("Q7w9Zx2LmN4vB8kR5tY1"), a: { constant_value: [1, null] } }] },
		};
		expect(found("aws_thing.t", nested)).toEqual(["setting.0.api_token api_token secret-name"]);
		const user = { expressions: { user: [{ username: constant("admin"), password: constant("hello world") }] } };
		expect(found("aws_mq_broker.b", user)).toEqual(["user.0.password password secret-name"]);
		const lambda = { expressions: { environment: [{ variables: { constant_value: { DB_PASSWORD: SECRET } } }] } };
		expect(found("aws_lambda_function.f", lambda)).toEqual([]);
	});

	it("are not asked about where nothing is written", () => {
		expect(found("aws_eip.e", {})).toBeUndefined();
	});
});

describe("secrets written elsewhere", () => {
	const outside = (configuration: JsonObject) =>
		normalizedPlan({}, { configuration })
			.facet("scope/plan/plan.json", "hardcoded_secrets")
			?.map(({ path, name, detector }) => `${path.join(" ")} (${name}): ${detector}`);

	it("are in providers, defaults and module calls", () => {
		const configuration = {
			provider_config: {
				aws: { expressions: { access_key: constant("AKIAQ3EGRTYUIOPLKJHG"), region: constant("eu-central-1") } },
			},
			root_module: {
				variables: {
					db_password: { default: SECRET },
					pin: { default: "hello world", sensitive: true },
					empty: { default: "", sensitive: true },
					size: { default: 3 },
				},
				module_calls: {
					store: {
						expressions: { secret: constant("hello world"), size: constant("small") },
						module: { variables: { secret: { sensitive: true } } },
					},
				},
			},
		};
		expect(outside(configuration)).toEqual([
			"providers aws access_key (access_key of provider aws): aws-access-key-id",
			"variables db_password (db_password of the variables' defaults): secret-name",
			"variables pin (pin of the variables' defaults): sensitive-argument",
			"modules module.store arguments secret (secret of the call of module.store): sensitive-argument",
		]);
	});

	it("cannot be looked for in a plan without configuration", () => {
		const value = { format_version: "1.2", resource_changes: [] };
		const { resources } = normalizeTerraformPlan(
			{ kind: "terraform-plan", uri: "plan.json", value, sha256: "" },
			{ parameters: {} },
		);
		expect(resources[0]?.unknown).toEqual([
			{
				path: ["facets", "hardcoded_secrets"],
				reason: "the plan carries no configuration, where secrets would be written",
			},
		]);
	});

	it("never show the value", () => {
		const plan = normalizedPlan({ "aws_db_instance.d": { expressions: { password: constant(SECRET) } } });
		expect(JSON.stringify(plan.facet("aws_db_instance.d", "hardcoded_secrets"))).not.toContain(SECRET);
	});
});
