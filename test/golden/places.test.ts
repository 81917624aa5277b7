import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Finding, Location } from "../../src/model/report.ts";
import { valueAt } from "../../src/normalize/json.ts";
import { loadAssets } from "../../src/policy/assets.ts";
import { judge } from "../../src/scan.ts";

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));
const assets = await loadAssets();

/** What a plan destroys has lost its block: these findings stay at the plan. */
const WITHOUT_CODE = /-destroyed$/;

/** Folders with a plan and its code. */
function roots(folder: string): string[] {
	const names = readdirSync(join(fixtures, folder), { withFileTypes: true });
	const below = names.filter((entry) => entry.isDirectory()).flatMap(({ name }) => roots(join(folder, name)));
	return existsSync(join(fixtures, folder, "plan.json")) && existsSync(join(fixtures, folder, "main.tf"))
		? [folder, ...below].sort()
		: below.sort();
}

/** Findings whose line was compared with the planned value. */
let compared = 0;

for (const folder of roots(".")) {
	test(`every finding in ${folder} stands on a line of its code that says what it is about`, async () => {
		const cwd = join(fixtures, folder);
		const { findings, resources } = await judge({ targets: ["plan.json"], cwd, frameworks: [] }, assets);
		const byKey = new Map(resources.map((resource) => [resource.key, resource]));
		const inCode = findings.filter(({ rule, location }) => !WITHOUT_CODE.test(rule) || location.uri !== "plan.json");
		expect(inCode.map((finding) => wrongIn(finding, cwd)).filter((fault) => fault !== null)).toEqual([]);
		for (const {
			resource: { key },
			path,
			location,
		} of inCode) {
			const { attributes, anchor } = byKey.get(key) ?? { attributes: {}, anchor: null };
			const planned = valueAt(anchor?.planned?.values ?? attributes, path);
			const written = location.precision === "attribute" ? literalIn(textAt(location, cwd)) : null;
			if (written === null || planned === null || typeof planned === "object") continue;
			if (planned === undefined) continue;
			expect(written, `${key} ${path.join(".")}`).toBe(String(planned));
			compared += 1;
		}
	});
}

test("there are findings to look at", async () => {
	expect(compared).toBeGreaterThan(200);
	const cwd = join(fixtures, "systems/claude-aws");
	const { findings } = await judge({ targets: ["plan.json"], cwd, frameworks: [] }, assets);
	expect(findings.filter(({ location }) => location.precision === "attribute").length).toBeGreaterThan(10);
	expect(findings.filter(({ location }) => location.precision === "block").length).toBeGreaterThan(40);
	const wrong: Finding = {
		...findings[0]!,
		location: { ...findings[0]!.location, startLine: 1, endLine: 1, endColumn: 2 },
	};
	expect(wrongIn(wrong, cwd)).toContain(wrong.rule);
});

const texts = new Map<string, string[]>();

function linesOf(path: string): string[] {
	const known = texts.get(path) ?? readFileSync(path, "utf8").split("\n");
	texts.set(path, known);
	return known;
}

/** What the region of a location holds; all of them are one line. */
function textAt({ uri, startLine, startColumn, endLine, endColumn }: Location, cwd: string): string {
	const line = linesOf(join(cwd, uri))[startLine - 1]!;
	expect(endLine).toBe(startLine);
	expect(endColumn).toBeLessThanOrEqual(line.length + 1);
	return line.slice(startColumn - 1, endColumn - 1);
}

/** Null for a finding whose line holds the argument's name, an item below it, or the header of a block. */
function wrongIn({ rule, resource, path, location }: Finding, cwd: string): string | null {
	if (!/\.tf(?:\.json)?$/.test(location.uri)) return `${rule} ${resource.key}: ${location.uri}`;
	const text = textAt(location, cwd);
	const names = path.filter((step) => typeof step === "string");
	const key = /^"?([\w.-]+)"?\s*[=:]/.exec(text)?.[1];
	const nested = /^(?:dynamic "([\w-]+)"|([\w-]+)) \{/.exec(text);
	const type = nested?.[1] ?? nested?.[2] ?? "";
	const isScope = resource.type.startsWith("scope/");
	const right = {
		attribute: names.includes(key ?? listAbove(location, cwd)) || (isScope && key === "default"),
		block:
			text.startsWith(`resource "${resource.type}" "${resource.name}" {`) ||
			names.includes(type) ||
			(isScope && /^(?:provider "\w+"|terraform|resource "kubernetes_namespace\w*" "\w+") \{/.test(text)),
		"module-call": /^(?:module "\w+" \{|\w+\s*=)/.test(text),
	}[location.precision as string];
	return right === true
		? null
		: `${rule} ${resource.key}: ${location.uri}:${location.startLine} ${location.precision} ${text}`;
}

/** The plain value that an argument is given on its line. */
function literalIn(text: string): string | null {
	const value = /^"?[\w.-]+"?\s*[=:]\s*(?:"([^"$%\\]*)"|(true|false|-?\d+))$/.exec(text);
	return value?.[1] ?? value?.[2] ?? null;
}

/** The name of the argument that an item on a line of its own belongs to. */
function listAbove({ uri, startLine }: Location, cwd: string): string {
	const above = linesOf(join(cwd, uri)).slice(0, startLine - 1);
	const opening = above.findLast((line) => /[[({]$/.test(line)) ?? "";
	return /([\w-]+)\s*=\s*(?:\w+\()?\[$/.exec(opening)?.[1] ?? "";
}
