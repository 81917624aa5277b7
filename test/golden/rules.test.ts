import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadAssets } from "../../src/policy/assets.ts";
import { judge } from "../../src/scan.ts";

const root = fileURLToPath(new URL("../../fixtures/rules", import.meta.url));
const assets = await loadAssets();

interface Expected {
	parameters?: Record<string, unknown>;
	failed: { resource: string; path: (string | number)[]; line?: number; severity?: string }[];
	passed: string[];
	inconclusive: string[];
	notAssessed: string[];
	notApplicable: string[];
}

const folders = (path: string) =>
	readdirSync(path, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
		.sort();

for (const domain of folders(root)) {
	describe(domain, () => {
		for (const rule of folders(`${root}/${domain}`)) {
			for (const name of folders(`${root}/${domain}/${rule}`)) {
				test(`${rule}: ${name}`, () => check(rule.replaceAll("_", "-"), `${root}/${domain}/${rule}/${name}`));
			}
		}
	});
}

async function check(id: string, folder: string): Promise<void> {
	const expected = JSON.parse(readFileSync(`${folder}/expected.json`, "utf8")) as Expected;
	const inputs = readdirSync(folder).filter((name) => !/^(expected|mutations)\.json$|\.tf(state)?$/.test(name));
	const { diagnostics, results, findings } = await judge(
		{ targets: inputs, cwd: folder, rules: [id], frameworks: [], parameters: expected.parameters ?? {} },
		assets,
	);
	expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
	const result = results[0]!;
	const failed = findings.map(({ resource, path, location, severity }) => {
		const wanted = expected.failed.find((each) => name({ resource: resource.key, path }) === name(each));
		return {
			resource: resource.key,
			path,
			...(wanted?.line === undefined ? {} : { line: location.startLine }),
			...(wanted?.severity === undefined ? {} : { severity }),
		};
	});
	const keys = (list: { resource: string }[]) => list.map(({ resource }) => resource).sort();
	expect({
		failed: failed.sort(byName),
		passed: result.passed.toSorted(),
		inconclusive: keys(result.inconclusive),
		notAssessed: keys(result.notAssessed),
		notApplicable: keys(result.notApplicable),
	}).toEqual({
		failed: expected.failed.toSorted(byName),
		passed: expected.passed.toSorted(),
		inconclusive: expected.inconclusive.toSorted(),
		notAssessed: expected.notAssessed.toSorted(),
		notApplicable: expected.notApplicable.toSorted(),
	});
}

type Place = Pick<Expected["failed"][number], "resource" | "path">;

function name({ resource, path }: Place): string {
	return JSON.stringify([resource, path]);
}

function byName(left: Place, right: Place): number {
	return name(left) < name(right) ? -1 : 1;
}
