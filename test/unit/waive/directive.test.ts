import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDirective } from "../../../src/waive/directive.ts";

test("reads rules and values", () => {
	expect(
		parseDirective(
			` assay:ignore s3-versioning, s3-logging until=2027-03-31 reason="behind the \\"wall\\", # still" owner=a@b.c ticket='S 1'`,
		),
	).toEqual({
		wholeFile: false,
		rules: ["s3-versioning", "s3-logging"],
		reason: 'behind the "wall", # still',
		owner: "a@b.c",
		until: "2027-03-31",
		ticket: "S 1",
	});
	expect(parseDirective("assay:ignore-file a,a reason=known")).toMatchObject({
		wholeFile: true,
		rules: ["a"],
		until: null,
	});
});

test.each(["", "see assay:ignore a reason=x", "nosec assay:ignore a reason=x", "Assay:ignore a reason=x"])(
	"%j is no directive",
	(text) => {
		expect(parseDirective(text)).toBeNull();
	},
);

test.each([
	["assay:ignore", /no rule/],
	["assay:ignore reason=x", /no rule/],
	['assay:ignore * reason="x"', /no rule/],
	["assay:ignored a reason=x", /expected "assay:ignore/],
	["assay:ignore=a reason=x", /expected "assay:ignore/],
	["assay:ignore-line a reason=x", /expected "assay:ignore/],
	["assay:ignore a", /reason is missing/],
	['assay:ignore a reason=""', /reason is missing/],
	['assay:ignore a reason="  "', /reason is missing/],
	['assay:ignore a reason="\u200b\u00a0."', /reason is missing/],
	["assay:ignore a b reason=x", /parted by commas/],
	["assay:ignore a, reason=x", /no rule/],
	["assay:ignore a because it is fine", /parted by commas/],
	["assay:ignore a reason=x y", /expected key/],
	['assay:ignore a reason="x', /quotes are not closed/],
	["assay:ignore a reason=“x”", /quotes are not closed or not plain/],
	["assay:ignore a reason=", /no value/],
	["assay:ignore a reason=x reason=y", /twice/],
	["assay:ignore a reason=x expires=2027-03-31", /unknown key "expires"/],
	["assay:ignore a reason=x until=2027-03", /not a date/],
	["assay:ignore a reason=x until=2027-02-30", /not a date/],
	["assay:ignore a reason=x until=2027-13-01", /not a date/],
	["assay:ignore a reason=x until=tomorrow", /not a date/],
	['assay:ignore a reason=x until=""', /not a date/],
	[`assay:ignore a reason="${"x".repeat(3_000)}"`, /longer than/],
])("%s does not count", (text, why) => {
	expect(parseDirective(text)).toMatch(why);
});

test("never throws, never takes long, never quotes a value", () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom(..."ab\"'\\ =,\t-“"), maxLength: 200 }), (rest) => {
			const read = parseDirective(`assay:ignore ${rest}`);
			if (typeof read !== "string") expect(read?.reason).not.toBe("");
		}),
	);
	const started = performance.now();
	parseDirective(`assay:ignore a reason="${"\\".repeat(1_900)}`);
	parseDirective(`assay:ignore ${"a,".repeat(900)}`);
	expect(performance.now() - started).toBeLessThan(500);
	expect(parseDirective("assay:ignore a reason=x until=hunter2")).not.toContain("hunter2");
});
