import { describe, expect, it } from "vitest";
import { type ParameterDefinition, resolveParameters } from "../../../src/compliance/parameters.ts";

function define(type: ParameterDefinition["type"], value: ParameterDefinition["default"]): ParameterDefinition {
	return { type, default: value, title: "T", source: "S" };
}

const definitions = {
	days: define("integer", 2555),
	share: define("number", 0.5),
	region: define("string", null),
	strict: define("boolean", false),
	hosts: define("list", null),
};

describe("resolveParameters", () => {
	it("gives the defaults", () => {
		expect(resolveParameters(definitions, {})).toEqual({
			parameters: { days: 2555, hosts: null, region: null, share: 0.5, strict: false },
			problems: [],
		});
	});

	it.each<[keyof typeof definitions, unknown, unknown]>([
		["days", 30, 30],
		["days", "30", 30],
		["days", " 30 ", 30],
		["days", "-1", -1],
		["days", null, null],
		["share", "0.25", 0.25],
		["share", 1, 1],
		["region", "eu-west-1", "eu-west-1"],
		["strict", true, true],
		["strict", "true", true],
		["strict", "false", false],
		["hosts", ["a", "b"], ["a", "b"]],
		["hosts", "a, b", ["a", "b"]],
		["hosts", "", []],
	])("reads %s from %j", (name, given, value) => {
		const { parameters, problems } = resolveParameters(definitions, { [name]: given });
		expect(problems).toEqual([]);
		expect(parameters[name]).toEqual(value);
	});

	it.each<[keyof typeof definitions, unknown, string]>([
		["days", "1.5", "a whole number"],
		["days", 1.5, "a whole number"],
		["days", "0x10", "a whole number"],
		["days", "1e3", "a whole number"],
		["days", "", "a whole number"],
		["days", true, "a whole number"],
		["share", "much", "a number"],
		["share", Number.POSITIVE_INFINITY, "a number"],
		["region", "", "a text that is not empty"],
		["region", 1, "a text that is not empty"],
		["strict", "yes", "true or false"],
		["hosts", "a,,b", "a list of texts (on the command line separated by commas)"],
		["hosts", ["a", 1], "a list of texts (on the command line separated by commas)"],
		["hosts", { a: "b" }, "a list of texts (on the command line separated by commas)"],
	])("keeps the default of %s when given %j", (name, given, expected) => {
		const { parameters, problems } = resolveParameters(definitions, { [name]: given });
		expect(problems).toEqual([`parameter "${name}" must be ${expected}`]);
		expect(parameters[name]).toEqual(definitions[name].default);
	});

	it("reports all problems, unknown names with the known ones, never a value", () => {
		const { problems } = resolveParameters(definitions, { strict: "s3cret", toString: 1, dayz: 3 });
		expect(problems).toEqual([
			'unknown parameter "dayz"; known: days, hosts, region, share, strict',
			'parameter "strict" must be true or false',
			'unknown parameter "toString"; known: days, hosts, region, share, strict',
		]);
	});
});
