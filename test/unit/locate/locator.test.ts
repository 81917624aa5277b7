import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReadText } from "../../../src/collect/texts.ts";
import { createLocator } from "../../../src/locate/locator.ts";
import { createPlanLocator } from "../../../src/locate/terraform/plan-file.ts";
import type { Location } from "../../../src/model/report.ts";
import type { Resource } from "../../../src/model/resource.ts";

let cwd: string;

beforeEach(async () => {
	cwd = await mkdtemp(join(tmpdir(), "assay-locate-"));
});

afterEach(async () => {
	await rm(cwd, { recursive: true });
});

function resource(more: Partial<Resource>): Resource {
	return {
		key: "core/Pod//a",
		type: "core/Pod",
		origin: "kubernetes",
		scope: "",
		name: "a",
		labels: {},
		attributes: {},
		facets: {},
		unknown: [],
		sensitive: [],
		anchor: { uri: "a.yaml" },
		...more,
	};
}

const ADDRESS = 'module.m["a<b"].aws_s3_bucket.x[0]';
const PLAN = JSON.stringify(
	{
		format_version: "1.2",
		planned_values: { root_module: { resources: [{ address: ADDRESS }] } },
		resource_changes: [
			{ module_address: "m", address: "aws_s3_bucket.y" },
			{ address: ADDRESS, change: {} },
		],
	},
	null,
	2,
).replace("a<b", "a\\u003cb");

describe("createPlanLocator", () => {
	it("finds the line of an address among the changes of a formatted plan", () => {
		const place = createPlanLocator(PLAN).locate(ADDRESS);
		expect(place).toMatchObject({ startLine: 18, endLine: 18, startColumn: 7, precision: "object" });
		expect(PLAN.split("\n")[17]).toContain("aws_s3_bucket.x");
	});

	it("gives the file for a plan on one line, an unknown address, and text that is no plan", () => {
		const first = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1, precision: "file" };
		expect(createPlanLocator(`${JSON.stringify(JSON.parse(PLAN))}\n`).locate(ADDRESS)).toEqual(first);
		expect(createPlanLocator(PLAN).locate("aws_s3_bucket.z")).toEqual(first);
		for (const text of ["", "{\n", '{\n"resource_changes": {"a": 1, "b": [null]}\n}', "a\nb"]) {
			expect(createPlanLocator(text).locate(ADDRESS)).toEqual(first);
		}
	});
});

describe("createLocator", () => {
	it("answers for resources of several files and documents", async () => {
		await writeFile(join(cwd, "a.yaml"), "\uFEFFkind: Pod\nspec: {x: 1}\n---\nitems:\n- spec:\n    x: 2\n");
		await writeFile(join(cwd, "p.json"), PLAN);
		const locator = createLocator(createReadText(cwd));
		const locate: (...question: Parameters<typeof locator>) => Location = (...question) =>
			locator(...question).location;
		const first = locate(resource({}), ["spec", "x"]);
		expect(first).toEqual({
			uri: "a.yaml",
			startLine: 2,
			startColumn: 8,
			endLine: 2,
			endColumn: 12,
			precision: "attribute",
		});
		const plan = resource({ key: `${ADDRESS} (p.json)`, origin: "terraform", anchor: { uri: "p.json" } });
		expect(locate(plan, ["acl"]).startLine).toBe(18);
		const member = resource({ anchor: { uri: "a.yaml", document: 1, base: ["items", 0] } });
		expect(locate(member, ["spec", "x"]).startLine).toBe(6);
		expect(locate(resource({}), [])).toMatchObject({ startLine: 1, startColumn: 1, precision: "object" });
	});

	it("gives the file for what cannot be read again", async () => {
		execFileSync("mkfifo", [join(cwd, "pipe")]);
		for (const uri of ["gone.yaml", "stdin", "pipe"]) {
			expect(createLocator(createReadText(cwd))(resource({ anchor: { uri } }), ["spec"]).location).toMatchObject({
				uri,
				startLine: 1,
				precision: "file",
			});
		}
	});
});
