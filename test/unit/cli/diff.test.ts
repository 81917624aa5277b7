import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { afterAll, describe, expect, test } from "vitest";
import { diffCommand } from "../../../src/cli/diff.ts";
import type { Report } from "../../../src/model/report.ts";
import { finding, night, rule, shared } from "../diff/build.ts";

const cwd = mkdtempSync(join(tmpdir(), "assay-diff-"));
afterAll(() => rmSync(cwd, { recursive: true }));
const put = (name: string, report: Report) => writeFileSync(join(cwd, name), JSON.stringify(report));
put("clean.json", night([]));
put("high.json", night([finding("web")]));
put("low.json", night([finding("web", { severity: "low" })]));
put("other.json", night([], { rules: [rule("another")] }));
put("shared.json", night([shared(["a", "b"]), finding("web")]));
writeFileSync(join(cwd, "bad.json"), "{");

async function diff(before: string, after: string, options = {}, stdin = "") {
	let stdout = "";
	const code = await diffCommand(before, after, options, {
		...{ cwd, color: true, stderr: () => {} },
		stdin: async () => new TextEncoder().encode(stdin),
		stdout: (text) => {
			stdout += text;
		},
	});
	return { code, stdout };
}

describe("the exit code", () => {
	test("is 1 for new findings from the threshold on, 0 for others", async () => {
		expect((await diff("clean.json", "high.json")).code).toBe(1);
		expect((await diff("clean.json", "low.json")).code).toBe(0);
		expect((await diff("clean.json", "low.json", { failOn: "low" })).code).toBe(1);
		expect((await diff("clean.json", "high.json", { failOn: "never" })).code).toBe(0);
		expect((await diff("high.json", "high.json")).code).toBe(0);
		expect((await diff("high.json", "clean.json", { failOn: "info" })).code).toBe(0);
	});

	test.each<[string, string, object, string]>([
		["missing.json", "clean.json", {}, "missing.json: the report cannot be read (ENOENT)"],
		["clean.json", "bad.json", {}, "bad.json: not valid JSON; assay scan --format json=FILE writes a report"],
		["clean.json", "other.json", {}, "clean.json and other.json cannot be compared: no rule was run in both scans"],
		["-", "-", {}, "only one of the reports can come from standard input"],
		[
			"clean.json",
			"clean.json",
			{ format: ["sarif"] },
			'--format: unknown format "sarif"; known: console, json, markdown',
		],
		[
			"clean.json",
			"clean.json",
			{ failOn: "worst" },
			'unknown severity "worst"; known: critical, high, medium, low, info',
		],
	])("is 2 for %s and %s: an error says why", async (before, after, options, message) => {
		await expect(diff(before, after, options)).rejects.toThrow(expect.objectContaining({ name: "ScanError", message }));
	});
});

test("a report comes from standard input", async () => {
	const { stdout } = await diff("-", "high.json", { color: false }, readFileSync(join(cwd, "clean.json"), "utf8"));
	expect(stdout).toMatch(/^1 new finding \(1 high\)\.\n/);
});

test("colours are for a terminal that wants them", async () => {
	expect((await diff("clean.json", "high.json")).stdout).toContain("\u001b[31mHIGH");
	expect((await diff("clean.json", "high.json", { color: false })).stdout).not.toContain("\u001b");
});

test("several formats are written at once, JSON by its published schema", async () => {
	const { stdout } = await diff("clean.json", "shared.json", { format: ["markdown", "json=out/diff.json"] });
	expect(stdout).toMatch(/^## Assay: 2 new findings/);
	const root = fileURLToPath(new URL("../../..", import.meta.url));
	const schema = JSON.parse(readFileSync(`${root}rules/schema/diff.schema.json`, "utf8"));
	const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
	const written = JSON.parse(readFileSync(join(cwd, "out/diff.json"), "utf8"));
	validate(written);
	expect(validate.errors ?? []).toEqual([]);
	expect(written.added).toHaveLength(2);
});
