import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { AwsItem } from "../../src/model/aws.ts";
import type { AttributePath, Json, JsonObject } from "../../src/model/json.ts";
import { loadAssets } from "../../src/policy/assets.ts";
import { judge } from "../../src/scan.ts";
import {
	changesOf,
	decidedGroups,
	fixtureFolders,
	folders,
	groupOf,
	type Judged,
	Laboratory,
	type Mutation,
	readMutations,
	type Turn,
	turns,
	turnsOf,
	verdictsOf,
} from "../mutations.ts";
import { recordedAws, recordedParameters } from "../recorded.ts";

// What decides is turned in a passing fixture: this rule fails, no other does unless it says why, and only controls that
// these rules are mapped to change. Where nobody can know what stands there, the rule is inconclusive.

const root = fileURLToPath(new URL("../../fixtures/rules", import.meta.url));
const accounts = fileURLToPath(new URL("../../fixtures/aws", import.meta.url));
const assets = await loadAssets();
const laboratory = new Laboratory(assets);
const { rules } = assets.policySet;
const trees = fixtureFolders(root);

for (const { id } of rules) {
	const folder = trees.get(id);
	if (folder === undefined) continue;
	const mutations = readMutations(folder);
	describe(id, () => {
		for (const [index, mutation] of mutations.entries()) {
			test(`${index}: ${title(mutation)}`, () => check(id, folder, mutation));
		}
	});
}

async function check(rule: string, folder: string, mutation: Mutation): Promise<void> {
	const baseline = await laboratory.baseline(join(folder, mutation.case), mutation.parameters);
	const judged = [mutation.resource].flat();
	const changes = changesOf(mutation);
	const mutant = laboratory.mutant(baseline, changes);
	const found = turns(baseline, mutant, mutation.moved);
	const { was = "passed" } = mutation;
	expect(
		found
			.filter((turn) => turn.rule === rule)
			.map(written)
			.sort(),
	).toEqual(
		judged
			.map(
				(resource) => `${rule} on ${resource}: ${typeof was === "string" ? was : (was[resource] ?? "passed")} → failed`,
			)
			.sort(),
	);
	const also = Object.keys(mutation.also ?? {}).sort();
	const others = found.filter((turn) => turn.rule !== rule && isOutcome(turn));
	const surprising = others.filter((turn) => !also.includes(turn.rule));
	expect(surprising.map(written), "other rules").toEqual([]);
	expect(
		also.filter((id) => !others.some((turn) => turn.rule === id)),
		"rules that stay as they were",
	).toEqual([]);
	for (const reason of Object.values(mutation.also ?? {})) expect(reason.length, "a reason").toBeGreaterThan(10);

	const allowed = laboratory.mapped(changedRules(baseline, mutant));
	const before = laboratory.controls(baseline);
	const changed = [...laboratory.controls(mutant)].filter(([control, status]) => status !== before.get(control));
	expect(
		changed.map(([control]) => control).filter((control) => !allowed.has(control)),
		"controls",
	).toEqual([]);

	if (typeof mutation.unknown === "string") {
		expect(mutation.unknown.length, "why nothing can be unknown").toBeGreaterThan(10);
		return;
	}
	const unclear = laboratory.unknown(baseline, changes, mutation.unknown);
	expect(unclear.verdicts.get(rule)?.get(judged[0]!), `${judged[0]} with the value unknown`).toBe("inconclusive");
	// What nobody knows proves nothing: no rule may go from one certainty to the other.
	const certain = turns(baseline, unclear).filter(
		({ before, after }) =>
			(before === "passed" && after === "failed") || (before === "failed" && (after === "passed" || after === null)),
	);
	if (changes.length === 1) expect(certain.map(written), "certain in spite of the unknown").toEqual([]);
}

function title({ case: name, change, resource }: Mutation): string {
	const [first] = change;
	const at = [first?.resource ?? [resource].flat()[0], ...(first?.path ?? [])].join(" ");
	return `${name}, ${at}`;
}

/** Rules that judge anything differently, what was taken out included. */
function changedRules(before: Judged, after: Judged): Set<string> {
	const text = (verdicts?: Map<string, string>) => JSON.stringify([...(verdicts ?? [])].sort());
	return new Set(
		[...before.verdicts].flatMap(([rule, then]) => (text(then) === text(after.verdicts.get(rule)) ? [] : [rule])),
	);
}

/** Whether anyone would hear of it: what passes is no news where it was not asked before. */
function isOutcome({ before, after }: Turn): boolean {
	return [before, after].some((verdict) => verdict === "failed" || verdict === "inconclusive");
}

function written({ rule, resource, before, after }: Turn): string {
	return `${rule} on ${resource}: ${before} → ${after}`;
}

describe("recorded accounts", () => {
	for (const name of folders(accounts)) {
		const file = join(accounts, name, "mutations.json");
		const mutations = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as AccountMutation[]) : [];
		for (const mutation of mutations) {
			test(`${name}: ${mutation.rule}, ${mutation.change.path.join(" ")}`, () =>
				checkAccount(join(accounts, name), mutation));
		}
	}
});

/** An entry of `fixtures/aws/<name>/mutations.json`. */
interface AccountMutation {
	rule: string;
	resource: string;
	/** What is put at a path of an item's configuration. */
	change: { type: string; id: string; path: AttributePath; value: Json };
}

async function checkAccount(folder: string, { rule, resource, change }: AccountMutation): Promise<void> {
	const judged = async (edit: (item: AwsItem) => AwsItem) => {
		const { results } = await judge(
			{
				targets: [],
				live: [recordedAws(folder, edit)],
				cwd: folder,
				frameworks: [],
				parameters: recordedParameters(folder),
			},
			assets,
		);
		return verdictsOf(results);
	};
	const at = (item: AwsItem, edit: (parent: JsonObject, step: string) => void) => {
		if (item.type !== change.type || item.id !== change.id) return item;
		const copy = structuredClone(item);
		const parent = change.path
			.slice(0, -1)
			.reduce<Json>((value, step) => (value as JsonObject)[step]!, copy.configuration);
		edit(parent as JsonObject, String(change.path.at(-1)));
		return copy;
	};
	const before = await judged((item) => item);
	const after = await judged((item) =>
		at(item, (parent, step) => {
			parent[step] = change.value;
		}),
	);
	expect(turnsOf(before, after).filter(isOutcome).map(written)).toEqual([`${rule} on ${resource}: passed → failed`]);
	const unknown = await judged((item) =>
		at(item, (parent, step) => {
			delete parent[step];
		}),
	);
	expect(turnsOf(before, unknown).filter(isOutcome).map(written)).toEqual([
		`${rule} on ${resource}: passed → inconclusive`,
	]);
}

test("every rule has mutations for each kind of resource that passes in its fixtures", () => {
	const missing: string[] = [];
	const ofAccounts = new Set(
		folders(accounts)
			.map((name) => join(accounts, name, "mutations.json"))
			.filter((file) => existsSync(file))
			.flatMap((file) => (JSON.parse(readFileSync(file, "utf8")) as AccountMutation[]).map(({ rule }) => rule)),
	);
	for (const { id, origins } of rules) {
		const folder = trees.get(id);
		if (folder === undefined) {
			// Its fixtures are the recorded accounts.
			if (origins.some((origin) => origin !== "aws") || !ofAccounts.has(id)) missing.push(id);
			continue;
		}
		const covered = new Set(readMutations(folder).flatMap(({ resource }) => [resource].flat().map(groupOf)));
		for (const group of decidedGroups(folder)) if (!covered.has(group)) missing.push(`${id}: ${group}`);
	}
	expect(missing).toEqual([]);
});
