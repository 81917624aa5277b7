import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compileCompliance, type LoadOptions, loadCompliance, loadParameters } from "../../../src/compliance/load.ts";

let dir: string;

beforeEach(async () => {
	dir = await mkdtemp(join(tmpdir(), "assay-rules-"));
});

afterEach(async () => {
	await rm(dir, { recursive: true });
});

async function write(files: Record<string, string>): Promise<void> {
	for (const [name, text] of Object.entries(files)) {
		await mkdir(dirname(join(dir, name)), { recursive: true });
		await writeFile(join(dir, name), text);
	}
}

/** Faults as `file:line: path: message`, with the folder left out. */
async function faultsOf(files: Record<string, string>, options?: LoadOptions): Promise<string[]> {
	await write(files);
	const { compliance, faults } = await loadCompliance(dir, options);
	expect(compliance === null).toBe(faults.length > 0);
	return faults.map(({ file, line, path, message }) => `${file.slice(dir.length + 1)}:${line}: ${path}: ${message}`);
}

const OWN = `id: own
title: Own
version: "1"
controls:
  - {id: "1", title: One, section: S, level: roll-up, reason: R., children: ["1.1", "1.2"]}
  - {id: "1.1", title: One one, section: S, level: high, reason: R.}
  - {id: "1.2", title: One two, section: S, level: support, reason: R.}
  - {id: "2", title: Two, section: S, level: none, reason: R.}
`;

const SET = `id: set
title: Set
rationale: Shows it.
rules: [a-rule, b-rule]
controls:
  own: {primary: ["1.1"], supporting: ["1.2"]}
`;

describe("loadCompliance", () => {
	it("reads catalogues and mapping sets, roles without controls as empty", async () => {
		await write({
			"frameworks/own.yaml": OWN,
			"mappings/set.yaml": SET,
			"mappings/other.yaml": SET.replace("id: set", "id: other").replace('primary: ["1.1"], ', ""),
			"mappings/readme.txt": "not a mapping",
		});
		const rules = [
			{ id: "a-rule", severity: "high" as const },
			{ id: "b-rule", severity: "low" as const },
		];
		const { compliance, faults } = await loadCompliance(dir, { rules });
		expect(faults).toEqual([]);
		expect(compliance!.frameworks[0]!.controls.map(({ id }) => id)).toEqual(["1", "1.1", "1.2", "2"]);
		expect(compliance!.mappings.map(({ id, controls }) => [id, controls])).toEqual([
			["other", { own: { primary: [], supporting: ["1.2"] } }],
			["set", { own: { primary: ["1.1"], supporting: ["1.2"] } }],
		]);
	});

	it("adds to what was loaded before, and refuses the same ids", async () => {
		await write({ "frameworks/own.yaml": OWN, "mappings/set.yaml": SET });
		const base = (await loadCompliance(dir)).compliance!;
		await rm(join(dir, "frameworks"), { recursive: true });
		await write({ "mappings/more.yaml": SET.replace("id: set", "id: more") });
		await rm(join(dir, "mappings/set.yaml"));
		const { compliance } = await loadCompliance(dir, { base });
		expect(compliance!.mappings.map(({ id }) => id)).toEqual(["more", "set"]);
		expect(await faultsOf({ "mappings/set.yaml": SET }, { base })).toEqual([
			"mappings/set.yaml:1: id: id set exists already",
		]);
	});

	it("is empty for a folder that holds nothing", async () => {
		expect(await loadCompliance(dir)).toEqual({ compliance: { frameworks: [], mappings: [] }, faults: [] });
	});

	it("reports every fault of every file with its line", async () => {
		const faults = await faultsOf({
			"frameworks/broken.yaml": "id: broken\ntitle: x\ntitle: y\n",
			"frameworks/own.yaml": `id: own
title: ""
version: 2
controls:
  - id: 24
    title: T
    section: S
    level: partial
    reason: R.
    note: no
  - {id: "3", title: T, section: S, level: high, reason: R., children: ["4"]}
  - {id: "4", title: T, section: S, level: roll-up, reason: R.}
`,
			"mappings/list.yaml": "- id: list\n",
			"mappings/set.yaml": SET.replace("rationale: Shows it.\n", ""),
		});
		expect(faults).toEqual([
			"frameworks/broken.yaml:3: : Map keys must be unique",
			"frameworks/own.yaml:2: title: must not be empty",
			"frameworks/own.yaml:3: version: must be string",
			'frameworks/own.yaml:5: controls[0]: has the unknown property "note"',
			"frameworks/own.yaml:5: controls[0].id: must be string",
			"frameworks/own.yaml:8: controls[0].level: must be one of full, high, medium, support, none, roll-up",
			"frameworks/own.yaml:11: controls[1].children: is not allowed here",
			"frameworks/own.yaml:12: controls[2]: must have required property 'children'",
			"mappings/list.yaml:1: : must be object",
			"mappings/set.yaml:1: : must have required property 'rationale'",
		]);
	});

	it("checks what a schema cannot say of catalogues", async () => {
		const faults = await faultsOf({
			"frameworks/own.yaml": `id: other
title: T
version: v
controls:
  - {id: "1", title: T, section: S, level: roll-up, reason: R., children: ["1.1", "2", "9"]}
  - {id: "1.1", title: T, section: S, level: none, reason: R.}
  - {id: "1.1", title: T, section: S, level: none, reason: R.}
  - {id: "2", title: T, section: S, level: roll-up, reason: R., children: ["1.1"]}
`,
		});
		expect(faults).toEqual([
			"frameworks/own.yaml:1: id: id other differs from the file's name own",
			"frameworks/own.yaml:5: controls[0].children[1]: 2 is a roll-up itself",
			"frameworks/own.yaml:5: controls[0].children[2]: there is no control 9",
			"frameworks/own.yaml:7: controls[2].id: control 1.1 is listed twice",
		]);
	});

	it("checks what a schema cannot say of mapping sets", async () => {
		const faults = await faultsOf(
			{
				"frameworks/own.yaml": OWN,
				"mappings/set.yaml": `id: set
title: Set
rationale: Shows it.
rules:
  - a-rule
  - a-rule
  - c-rule
  - info-rule
controls:
  own:
    primary: ["1", "1.1", "1.2", "7"]
    supporting: ["1.1", "2"]
  else: {supporting: [X]}
`,
			},
			{
				rules: [
					{ id: "a-rule", severity: "high" },
					{ id: "info-rule", severity: "info" },
				],
			},
		);
		expect(faults).toEqual([
			"mappings/set.yaml:6: rules[1]: rule a-rule is listed twice",
			"mappings/set.yaml:7: rules[2]: there is no rule c-rule",
			"mappings/set.yaml:8: rules[3]: rule info-rule has severity info and cannot be primary",
			"mappings/set.yaml:11: controls.own.primary[0]: 1 is judged through its children",
			"mappings/set.yaml:11: controls.own.primary[2]: 1.2 can only be supported (level support)",
			"mappings/set.yaml:11: controls.own.primary[3]: own has no control 7",
			"mappings/set.yaml:12: controls.own.supporting[0]: control 1.1 is named twice",
			"mappings/set.yaml:12: controls.own.supporting[1]: 2 is for people only (level none)",
			"mappings/set.yaml:13: controls.else: there is no framework else",
		]);
	});

	it("does not blame a mapping for a catalogue that has faults itself", async () => {
		const faults = await faultsOf({
			"frameworks/own.yaml": OWN.replace("version:", "versions:"),
			"mappings/set.yaml": SET,
		});
		expect(faults.every((fault) => fault.startsWith("frameworks/own.yaml"))).toBe(true);
		expect(faults).toHaveLength(2);
	});

	it("reports what cannot be read", async () => {
		await mkdir(join(dir, "frameworks/own.yaml"), { recursive: true });
		expect(await faultsOf({ mappings: "a file, not a folder" })).toEqual([
			"frameworks/own.yaml:null: : cannot be read (EISDIR)",
			"mappings:null: : cannot be read (ENOTDIR)",
		]);
	});
});

describe("loadParameters", () => {
	it("reads definitions", async () => {
		await write({ "parameters.yaml": "days: {type: integer, default: 7, title: Days, source: House rule.}\n" });
		const { parameters, faults } = await loadParameters(join(dir, "parameters.yaml"));
		expect(faults).toEqual([]);
		expect(parameters).toEqual({ days: { type: "integer", default: 7, title: "Days", source: "House rule." } });
	});

	it("reports defaults of another type", async () => {
		await write({
			"parameters.yaml": `a: {type: integer, default: "7", title: T, source: S}
b: {type: list, default: [x, 1], title: T, source: S}
c: {type: string, default: null, title: T, source: S}
`,
		});
		const { parameters, faults } = await loadParameters(join(dir, "parameters.yaml"));
		expect(parameters).toBeNull();
		expect(faults.map(({ line, path, message }) => [line, path, message])).toEqual([
			[1, "a.default", "must be a whole number, or null for unset"],
			[2, "b.default", "must be a list of texts (on the command line separated by commas), or null for unset"],
		]);
	});

	it("reports names and entries the schema refuses, and a missing file", async () => {
		await write({ "parameters.yaml": "Bad-Name: {type: integer, default: 1, title: T, source: S}\nb: {type: date}\n" });
		const { faults } = await loadParameters(join(dir, "parameters.yaml"));
		expect(faults.map(({ path, message }) => `${path}: ${message}`)).toContain(
			"b.type: must be one of integer, number, string, boolean, list",
		);
		expect(faults.some(({ message }) => message === "property name must be valid")).toBe(true);
		expect((await loadParameters(join(dir, "none.yaml"))).faults).toEqual([
			{ file: join(dir, "none.yaml"), line: null, path: "", message: "cannot be read (ENOENT)" },
		]);
	});
});

describe("compileCompliance", () => {
	it("gives what a scan reads back, the same every time", async () => {
		await write({
			"frameworks/own.yaml": OWN,
			"mappings/set.yaml": SET,
			"parameters.yaml": "days: {type: integer, default: 7, title: Days, source: House rule.}\n",
		});
		const text = await compileCompliance(dir);
		expect(JSON.parse(text)).toEqual({
			compliance: (await loadCompliance(dir)).compliance,
			parameters: (await loadParameters(join(dir, "parameters.yaml"))).parameters,
		});
		expect(await compileCompliance(dir)).toBe(text);
	});

	it("throws all faults at once", async () => {
		await write({ "frameworks/own.yaml": OWN, "mappings/set.yaml": SET, "parameters.yaml": "x: 1\n" });
		const compiled = compileCompliance(dir, [{ id: "a-rule", severity: "high" }]);
		await expect(compiled).rejects.toThrow(
			`${dir}/mappings/set.yaml:4: rules[1]: there is no rule b-rule\n${dir}/parameters.yaml:1: x: must be object`,
		);
	});
});
