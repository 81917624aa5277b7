import { describe, expect, it } from "vitest";
import { resolvePlain } from "../../../src/collect/scalar.ts";

describe("resolvePlain", () => {
	// Expected values are what sigs.k8s.io/yaml 1.6 gives for the same text.
	it.each([
		["yes", true],
		["y", true],
		["On", true],
		["OFF", false],
		["n", false],
		["yEs", "yEs"],
		["", null],
		["~", null],
		["Null", null],
		["0777", 511],
		["-0777", -511],
		["0o777", 511],
		["0O17", 15],
		["-0o7", -7],
		["0x1F", 31],
		["0X1F", 31],
		["+0b1", 1],
		["0_x1", 1],
		["089", 89],
		["010.5", 10.5],
		["+12", 12],
		["-0", 0],
		["1_000", 1000],
		["1__0", 10],
		["0_7", 7],
		["_1", "_1"],
		["1e3", 1000],
		["12e03", 12000],
		[".5", 0.5],
		["+.5", 0.5],
		["5.", 5],
		["1.5_0", 1.5],
		[".5_0", ".5_0"],
		["1e400", "1e400"],
		["123456789012345678901234567890", 1.2345678901234568e29],
		["1:30", "1:30"],
		["190:20:30", "190:20:30"],
		["2001-12-14", "2001-12-14"],
		["1.2.3", "1.2.3"],
		["0o8", "0o8"],
		["0xZZ", "0xZZ"],
		["0b2", "0b2"],
		["=", "="],
		["-", "-"],
		[".", "."],
		["+.inf", Number.POSITIVE_INFINITY],
		["-.Inf", Number.NEGATIVE_INFINITY],
		["100m", "100m"],
		["1Gi", "1Gi"],
	])("reads %j as %j", (source, value) => {
		expect(resolvePlain(source)).toStrictEqual(value);
	});

	it("reads .nan as a number that is none", () => {
		expect(resolvePlain(".nan")).toBeNaN();
	});
});
