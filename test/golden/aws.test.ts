import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadAssets } from "../../src/policy/assets.ts";
import { judge } from "../../src/scan.ts";
import { recordedAws, recordedParameters } from "../recorded.ts";

/** Results of one rule in `expected.json`. Lists that are left out are empty; rules that are left out have no result at all. */
interface Expected {
	failed?: { resource: string; path: (string | number)[]; severity?: string }[];
	passed?: string[];
	inconclusive?: string[];
	notAssessed?: string[];
	notApplicable?: string[];
}

const root = fileURLToPath(new URL("../../fixtures/aws", import.meta.url));
const assets = await loadAssets();
const names = existsSync(root) ? readdirSync(root).filter((name) => existsSync(`${root}/${name}/items.json`)) : [];

for (const name of names.sort()) {
	test(name, async () => {
		const folder = `${root}/${name}`;
		const expected = JSON.parse(readFileSync(`${folder}/expected.json`, "utf8")) as Record<string, Expected>;
		const { diagnostics, results, findings } = await judge(
			{
				targets: [],
				live: [recordedAws(folder)],
				cwd: folder,
				frameworks: [],
				parameters: recordedParameters(folder),
			},
			assets,
		);
		expect(diagnostics).toEqual([]);
		const actual: Record<string, Expected> = {};
		for (const { rule, passed, inconclusive, notAssessed, notApplicable } of results) {
			const failed = findings
				.filter((finding) => finding.rule === rule)
				.map(({ resource, path, severity }) => ({ resource: resource.key, path, severity }));
			const keys = (list: { resource: string }[]) => list.map(({ resource }) => resource);
			const result = {
				failed: failed.map((finding) => stated(finding, expected[rule]?.failed)).sort(byPlace),
				passed: passed.toSorted(),
				inconclusive: keys(inconclusive).sort(),
				notAssessed: keys(notAssessed).sort(),
				notApplicable: keys(notApplicable).sort(),
			};
			if (Object.values(result).some((list) => list.length > 0)) actual[rule] = result;
		}
		expect(actual).toEqual(
			Object.fromEntries(Object.entries(expected).map(([rule, lists]) => [rule, complete(lists)])),
		);
	});
}

type Failure = NonNullable<Expected["failed"]>[number];

/** A failure with its severity only where that is expected of it. */
function stated({ resource, path, severity }: Required<Failure>, expected: Failure[] = []): Failure {
	const wanted = expected.find((other) => place(other) === place({ resource, path }));
	return wanted?.severity === undefined ? { resource, path } : { resource, path, severity };
}

function complete(lists: Expected): Required<Expected> {
	return {
		failed: (lists.failed ?? []).toSorted(byPlace),
		passed: (lists.passed ?? []).toSorted(),
		inconclusive: (lists.inconclusive ?? []).toSorted(),
		notAssessed: (lists.notAssessed ?? []).toSorted(),
		notApplicable: (lists.notApplicable ?? []).toSorted(),
	};
}

function place({ resource, path }: Pick<Failure, "resource" | "path">): string {
	return JSON.stringify([resource, path]);
}

function byPlace(left: Failure, right: Failure): number {
	return place(left) < place(right) ? -1 : 1;
}
