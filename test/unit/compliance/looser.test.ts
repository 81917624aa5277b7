import { describe, expect, test } from "vitest";
import { looserParameters } from "../../../src/compliance/looser.ts";
import type { ParameterDefinition } from "../../../src/compliance/parameters.ts";

type Value = ParameterDefinition["default"];

function names(definition: Partial<ParameterDefinition>, value: Value, framework = "hipaa") {
	const whole = { type: "integer", default: 10, title: "t", source: "Default.", ...definition } as ParameterDefinition;
	return looserParameters({ p: whole }, { p: value }, framework);
}

describe("looserParameters", () => {
	test.each<[string, Partial<ParameterDefinition>, Value, boolean]>([
		["a smaller number", { looser: "smaller" }, 9, true],
		["the default itself", { looser: "smaller" }, 10, false],
		["a stricter number", { looser: "smaller" }, 11, false],
		["a larger number", { looser: "larger" }, 11, true],
		["numbers by size, not by text", { looser: "smaller" }, 9, true],
		["unset", { looser: "smaller" }, null, true],
		["a parameter without a direction", {}, 1, false],
		["nothing to be measured against", { default: null, looser: "smaller" }, 1, false],
		["an older version", { type: "string", default: "1.2", looser: "smaller" }, "1.1", true],
		["a newer version", { type: "string", default: "1.2", looser: "smaller" }, "1.3", false],
		[
			"by an order",
			{ type: "string", default: "MEDIUM", looser: "smaller", order: ["LOW", "MEDIUM", "HIGH"] },
			"LOW",
			true,
		],
		[
			"up in the order",
			{ type: "string", default: "MEDIUM", looser: "smaller", order: ["LOW", "MEDIUM", "HIGH"] },
			"HIGH",
			false,
		],
		["a list that grew", { type: "list", default: ["a"], looser: "added" }, ["a", "b"], true],
		["a list that shrank", { type: "list", default: ["a"], looser: "added" }, [], false],
		["a list that lost an entry", { type: "list", default: ["a", "b"], looser: "removed" }, ["b", "c"], true],
		["a switch", { type: "boolean", default: false, looser: "true" }, true, true],
	])("%s", (_, definition, value, expected) => {
		expect(names(definition, value)).toHaveLength(expected ? 1 : 0);
	});

	test("a framework's own value comes before the default, for that framework only", () => {
		const definition = { looser: "smaller" as const, frameworks: { hipaa: { value: 6, source: "The law." } } };
		expect(names(definition, 5)).toEqual([{ name: "p", value: 5, than: 6, source: "The law." }]);
		expect(names(definition, 7)).toEqual([{ name: "p", value: 7, than: 10, source: "Default." }]);
		expect(names(definition, 5, "soc2")).toEqual([{ name: "p", value: 5, than: 10, source: "Default." }]);
	});
});
