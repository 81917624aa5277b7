import { describe, expect, it } from "vitest";
import type { Json } from "../../../../src/model/json.ts";
import { normalizedPlan } from "./normalized-plan.ts";
import { type Entry, refers } from "./plan-builder.ts";

const SECRET = "Winter2026!x";
const found = (address: string, entry: Entry) => {
	const plan = normalizedPlan({ [address]: entry });
	const gaps = plan.unknown(address, "environment_secrets");
	return gaps.length > 0 ? gaps : plan.facet(address, "environment_secrets")?.map(({ path, name }) => [...path, name]);
};
const task = (definitions: Json) =>
	found("aws_ecs_task_definition.t", {
		values: { container_definitions: typeof definitions === "string" ? definitions : JSON.stringify(definitions) },
	});

describe("environment secrets", () => {
	it("are read from functions and models", () => {
		const variables = { DB_PASSWORD: SECRET, LOG_LEVEL: "info", COUNT: 3 };
		expect(found("aws_lambda_function.f", { values: { environment: [{ variables }] } })).toEqual([
			["environment", 0, "variables", "DB_PASSWORD", "DB_PASSWORD"],
		]);
		const container = [{}, { environment: variables }];
		expect(found("aws_sagemaker_model.m", { values: { container } })).toEqual([
			["container", 1, "environment", "DB_PASSWORD", "DB_PASSWORD"],
		]);
		expect(
			found("aws_bedrockagentcore_agent_runtime.r", { values: { environment_variables: variables } }),
		).toHaveLength(1);
		expect(found("aws_lambda_function.f", { values: {} })).toEqual([]);
		expect(found("aws_eip.e", {})).toBeUndefined();
	});

	it("are read from the JSON of task definitions", () => {
		const environment = [{ name: "DB_PASSWORD", value: SECRET }, { name: "X" }, null];
		expect(task([{ environment, secrets: [{ name: "API_KEY", valueFrom: "arn:x" }] }])).toEqual([
			["container_definitions", "DB_PASSWORD"],
		]);
		expect(task({ a: 1 })).toEqual([]);
		expect(task("{")).toEqual([""]);
	});

	it("stay open where the whole map is unknown, not where one value is", () => {
		const expressions = { environment: [{ variables: refers("local.env") }] };
		const whole = { values: { environment: [{}] }, unknown: { environment: [{ variables: true }] }, expressions };
		expect(found("aws_lambda_function.f", whole)).toEqual([""]);
		const variables = { LOG_LEVEL: "info" };
		const one = {
			values: { environment: [{ variables }] },
			unknown: { environment: [{ variables: { A: true } }] },
			expressions,
		};
		expect(found("aws_lambda_function.f", one)).toEqual([]);
		const json = {
			unknown: { container_definitions: true },
			expressions: { container_definitions: refers("local.x") },
		};
		expect(found("aws_ecs_task_definition.t", json)).toEqual([""]);
	});
});
