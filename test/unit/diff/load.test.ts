import { describe, expect, test } from "vitest";
import { readReport } from "../../../src/diff/load.ts";
import { finding, night } from "./build.ts";

const report = night([finding("web")]);
const text = JSON.stringify(report);

test("a report is read as it was written, with a byte order mark and members of later versions", () => {
	expect(readReport(text, "a.json")).toEqual(report);
	expect(readReport(`\uFEFF${text}`, "a.json")).toEqual(report);
	const later = { ...report, more: 1, findings: [{ ...report.findings[0]!, more: { a: [] } }] };
	expect(readReport(JSON.stringify(later), "a.json")).toEqual(later);
});

describe("anything else is refused with a reason", () => {
	const refused = (value: unknown) => () =>
		readReport(typeof value === "string" ? value : JSON.stringify(value), "a.json");
	const HINT = "; assay scan --format json=FILE writes a report";

	test.each<[unknown, string]>([
		["", `a.json: the file is empty${HINT}`],
		["{", `a.json: not valid JSON${HINT}`],
		["null", `a.json: not a report of assay scan${HINT}`],
		["[]", `a.json: not a report of assay scan${HINT}`],
		[{ tool: null, findings: [] }, `a.json: not a report of assay scan${HINT}`],
		[{ version: "2.1.0", runs: [] }, `a.json: this is SARIF, and reports are compared in Assay's JSON${HINT}`],
		[{ added: [] }, `a.json: this is a comparison already, not a report${HINT}`],
		[{ ...report, schemaVersion: 2 }, "a.json: the report has version 2 of the format, and this Assay reads version 1"],
		[
			{ ...report, schemaVersion: "\u001b[31m" },
			"a.json: the report has no version of the format, and this Assay reads version 1",
		],
		[
			{ ...report, findings: [{ ...report.findings[0], severity: "\u001b]0;x" }] },
			"a.json: not a report of assay scan: /findings/0/severity must be equal to one of the allowed values",
		],
		[
			{ ...report, findings: [{ ...report.findings[0], resource: null }] },
			"a.json: not a report of assay scan: /findings/0/resource must be object",
		],
		[{ ...report, rules: [{}] }, "a.json: not a report of assay scan: /rules/0 must have required property 'id'"],
		[
			{ ...report, rules: undefined },
			"a.json: not a report of assay scan: the report must have required property 'rules'",
		],
	])("%#", (value, message) => {
		expect(refused(value)).toThrow(expect.objectContaining({ name: "ScanError", message }));
	});

	test("however deep it is", () => {
		const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
		expect(refused(deep)).toThrow("a.json: nested deeper than any report");
		expect(refused(text.replace('"path":["spec"]', `"path":["spec"],"x":${deep}`))).toThrow("nested deeper");
	});

	test("a prototype in it stays data", () => {
		const hostile = text.replace('"findings"', '"__proto__":{"complete":false},"findings"');
		expect(readReport(hostile, "a.json").complete).toBe(true);
		expect(({} as { complete?: boolean }).complete).toBeUndefined();
	});
});
