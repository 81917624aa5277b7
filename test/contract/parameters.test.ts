import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadAssets, rulesOf } from "../../src/policy/assets.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const assets = await loadAssets();
const names = Object.keys(assets.parameters);
const readByRules = new Set(rulesOf(assets).flatMap(({ parameters }) => parameters ?? []));

/** What normalizing reads, before any rule: `parameters.plan_complete`, or `{ default_namespace: name }: Parameters`. */
const readByHost = new Set(
	readdirSync(`${root}src/normalize`, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".ts"))
		.flatMap((name) => [
			...readFileSync(`${root}src/normalize/${name}`, "utf8").matchAll(
				/parameters\.(\w+)|\{ (\w+): \w+ \}: Parameters/g,
			),
		])
		.map(([, dotted, destructured]) => (dotted ?? destructured)!),
);

test("every parameter is read by a rule or by the scan, and nothing reads one that does not exist", () => {
	expect([...readByHost].sort()).toEqual(["default_namespace", "manifests_complete", "plan_complete"]);
	expect([...new Set([...readByRules, ...readByHost])].sort()).toEqual(names.toSorted());
});

test("names are snake_case, titles one phrase, sources sentences", () => {
	for (const [name, { title, source }] of Object.entries(assets.parameters)) {
		expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
		expect(title, name).not.toMatch(/\.$|\n/);
		expect(source, name).toMatch(/^[A-Z].*\.$/s);
	}
});

test("docs/parameters.md states each with its default and its rules", () => {
	const text = readFileSync(`${root}docs/parameters.md`, "utf8");
	const sections = new Map(text.split(/^## /m).map((part) => [part.split("\n", 1)[0]!, part]));
	for (const [name, { default: value }] of Object.entries(assets.parameters)) {
		const section = sections.get(name);
		expect(section, name).toContain(`default ${value === null ? "unset" : `\`${JSON.stringify(value)}\``}`);
		const readers = rulesOf(assets).filter(({ parameters }) => parameters?.includes(name));
		for (const { id } of readers) expect(section).toContain(`[${id}]`);
	}
	expect(sections.size).toBe(names.length + 1);
});
