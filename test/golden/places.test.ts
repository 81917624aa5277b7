import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Finding, Location } from "../../src/model/report.ts";
import { loadAssets } from "../../src/policy/assets.ts";
import { judge } from "../../src/scan.ts";

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));
const assets = await loadAssets();

/** Findings that stand in no block, and why. */
const NOWHERE: Record<string, string> = {};

/** Folders with a plan and its code. */
function roots(folder: string): string[] {
	const names = readdirSync(join(fixtures, folder), { withFileTypes: true });
	const below = names.filter((entry) => entry.isDirectory()).flatMap(({ name }) => roots(join(folder, name)));
	return existsSync(join(fixtures, folder, "plan.json")) && existsSync(join(fixtures, folder, "main.tf"))
		? [folder, ...below].sort()
		: below.sort();
}

for (const folder of roots(".")) {
	test(`every finding in ${folder} stands on a line of its code that says what it is about`, async () => {
		const cwd = join(fixtures, folder);
		const { findings } = await judge({ targets: ["plan.json"], cwd, frameworks: [] }, assets);
		const wrong = findings.map((finding) => wrongIn(finding, cwd)).filter((fault) => fault !== null);
		expect(wrong.filter((fault) => !Object.hasOwn(NOWHERE, `${folder} ${fault}`))).toEqual([]);
	});
}

const texts = new Map<string, string[]>();

/** What the region of a location holds; all of them are one line. */
function textAt({ uri, startLine, startColumn, endLine, endColumn }: Location, cwd: string): string {
	const path = join(cwd, uri);
	if (!texts.has(path)) texts.set(path, readFileSync(path, "utf8").split("\n"));
	expect(endLine).toBe(startLine);
	const line = texts.get(path)![startLine - 1]!;
	expect(endColumn).toBeLessThanOrEqual(line.length + 1);
	return line.slice(startColumn - 1, endColumn - 1);
}

/** Null for a finding whose line holds the block's header, or the argument's name or value. */
function wrongIn({ rule, resource, path, location }: Finding, cwd: string): string | null {
	const fault = `${rule} ${resource.key}: ${location.uri}:${location.startLine} ${location.precision}`;
	if (!location.uri.endsWith(".tf")) return fault;
	const text = textAt(location, cwd);
	const names = path.filter((step) => typeof step === "string");
	if (location.precision === "attribute") {
		const key = /^"?([\w.-]+)"?\s*[=:]/.exec(text)?.[1];
		return key !== undefined && names.includes(key) ? null : `${fault} ${text}`;
	}
	if (location.precision !== "block") return `${fault} ${text}`;
	const own = `resource "${resource.type}" "${resource.name}" {`;
	const nested = /^(?:dynamic "([\w-]+)"|([\w-]+)) \{/.exec(text);
	const type = nested?.[1] ?? nested?.[2];
	const scope = resource.type === "scope/plan" && /^(?:provider "\w+"|terraform) \{/.test(text);
	return text === own || scope || (type !== undefined && names.includes(type)) ? null : `${fault} ${text}`;
}
