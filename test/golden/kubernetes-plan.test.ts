import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadAssets } from "../../src/policy/assets.ts";
import { type Judgement, judge } from "../../src/scan.ts";

/** Results of one rule. Lists that are left out are empty. */
interface Expected {
	failed?: { resource: string; path: (string | number)[] }[];
	passed?: string[];
	inconclusive?: string[];
	notApplicable?: string[];
}

const folder = fileURLToPath(new URL("../../fixtures/kubernetes-plans/shop", import.meta.url));
const assets = await loadAssets();
const plan = await judge({ targets: ["plan.json"], cwd: folder, frameworks: [] }, assets);

test("Kubernetes objects of a plan are judged by the rules for manifests", () => {
	const expected = JSON.parse(readFileSync(`${folder}/expected.json`, "utf8")) as Record<string, Expected>;
	const actual: Record<string, Expected> = {};
	for (const { rule, passed, inconclusive, notApplicable } of plan.results) {
		if (!Object.hasOwn(expected, rule)) continue;
		const failed = plan.findings
			.filter((finding) => finding.rule === rule)
			.map(({ resource, path }) => ({ resource: resource.key, path }))
			.sort((left, right) =>
				JSON.stringify([left.resource, left.path]) < JSON.stringify([right.resource, right.path]) ? -1 : 1,
			);
		actual[rule] = {
			...(failed.length > 0 && { failed }),
			...(passed.length > 0 && { passed: passed.toSorted() }),
			...(inconclusive.length > 0 && { inconclusive: inconclusive.map(({ resource }) => resource).sort() }),
			...(notApplicable.length > 0 && { notApplicable: notApplicable.map(({ resource }) => resource).sort() }),
		};
	}
	expect(actual).toEqual(expected);
});

test("manifests that say the same get the same verdicts, whatever the rule", async () => {
	const manifests = await judge({ targets: ["manifests.yaml"], cwd: folder, frameworks: [] }, assets);
	const [fromPlan, fromManifests] = [verdicts(plan), verdicts(manifests)];
	expect(fromManifests.size).toBeGreaterThan(100);
	expect(Object.fromEntries([...fromManifests].map(([what]) => [what, fromPlan.get(what)]))).toEqual(
		Object.fromEntries(fromManifests),
	);
});

test("the objects are counted with their plan, and found in its code", () => {
	expect(plan.inputs).toMatchObject([{ uri: "plan.json", origin: "terraform" }]);
	expect(plan.inputs[0]!.resources).toBeGreaterThan(20);
	expect(plan.diagnostics.filter(({ severity }) => severity !== "note")).toMatchObject([
		{ severity: "warning", code: "provider-not-covered", message: expect.stringContaining("kubernetes_labels") },
	]);
	expect(plan.findings.every(({ location }) => location.uri === "main.tf")).toBe(true);
});

/** Rule and object → verdict. */
function verdicts({ results, resources }: Judgement): Map<string, string> {
	const names = new Map(
		resources.map(({ key, type, scope, name }) => [key, type.startsWith("scope/") ? key : `${type}/${scope}/${name}`]),
	);
	const all = new Map<string, string>();
	for (const result of results) {
		const note = (key: string, verdict: string) => all.set(`${result.rule} ${names.get(key)}`, verdict);
		for (const key of result.passed) note(key, "passed");
		for (const { resource } of result.denials) note(resource, "failed");
		for (const { resource } of result.inconclusive) note(resource, "inconclusive");
		for (const { resource } of result.notAssessed) note(resource, "not assessed");
		for (const { resource } of result.notApplicable) note(resource, "not applicable");
	}
	return all;
}
