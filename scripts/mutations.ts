import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttributePath, Json, JsonObject } from "../src/model/json.ts";
import type { Resource } from "../src/model/resource.ts";
import type { Rule } from "../src/model/rule.ts";
import { loadAssets } from "../src/policy/assets.ts";
import {
	type Change,
	changesOf,
	decidedGroups,
	fixtureFolders,
	folders,
	groupOf,
	type Judged,
	Laboratory,
	type Mutation,
	readMutations,
	turns,
} from "../test/mutations.ts";

/** What stands in for a reason that a person has to give. */
export const UNEXPLAINED = "?";

/** Candidates tried for one resource; the likely ones come first. */
const TRIES = 400;
/** Candidates that turn the rule's verdict, of which the one that touches least is taken. */
const CHOICE = 12;

/**
 * Proposes mutations for rules: values of failing resources put into passing ones, switches turned, values and satellites
 * taken out, until the rule fails. Explanations (`also`, `unknown`) that it cannot know are left as "?".
 * What rules have already is kept.
 * @returns what it found no mutation for.
 */
export async function proposeMutations(
	root: string,
	options: { assets?: string; rules: string[]; write: boolean },
): Promise<string[]> {
	const assets = await loadAssets(options.assets);
	const missing: string[] = [];
	const trees = fixtureFolders(root);
	for (const rule of assets.policySet.rules) {
		if (options.rules.length > 0 && !options.rules.includes(rule.id)) continue;
		const folder = trees.get(rule.id);
		if (folder === undefined) continue;
		const old = readMutations(folder);
		const covered = new Set(old.flatMap(({ resource }) => [resource].flat().map(groupOf)));
		const wanted = new Set([...decidedGroupsOf(folder)].filter((group) => !covered.has(group)));
		if (wanted.size === 0) continue;
		const laboratory = new Laboratory(assets);
		const found = await propose(rule, folder, wanted, laboratory).catch(() => null);
		if (found === null) {
			console.log(`${rule.id}: the fixtures are not complete`);
			continue;
		}
		const { mutations, without } = found;
		for (const group of without) missing.push(`${rule.id}: ${group}`);
		if (mutations.length > 0 && options.write) writeMutations(folder, [...old, ...mutations]);
		console.log(`${rule.id}: ${mutations.length}`);
		for (const group of without) console.log(`  nothing for ${group}`);
	}
	return missing;
}

/** One entry a line, as they are read and reviewed. */
export function writeMutations(folder: string, mutations: Mutation[]): void {
	const lines = mutations.map((mutation) => `\t${spaced(mutation)}`);
	writeFileSync(join(folder, "mutations.json"), `[\n${lines.join(",\n")}\n]\n`);
}

function spaced(value: Json | object | undefined): string {
	if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	const members = Object.entries(value).filter(([, member]) => member !== undefined);
	if (members.length === 0) return "{}";
	return `{ ${members.map(([key, member]) => `${JSON.stringify(key)}: ${spaced(member)}`).join(", ")} }`;
}

/** Nothing where the fixtures are being worked on. */
function decidedGroupsOf(folder: string): Set<string> {
	try {
		return decidedGroups(folder);
	} catch {
		return new Set();
	}
}

async function propose(rule: Rule, folder: string, wanted: Set<string>, laboratory: Laboratory) {
	const cases: { name: string; judged: Judged }[] = [];
	for (const name of folders(folder)) cases.push({ name, judged: await laboratory.baseline(join(folder, name)) });
	const failing = cases.flatMap(({ judged }) =>
		judged.results
			.filter((result) => result.rule === rule.id)
			.flatMap(({ denials }) => denials)
			.flatMap(({ resource, path }) => {
				const found = judged.resources.find(({ key }) => key === resource);
				return found === undefined ? [] : [{ resource: found, path }];
			}),
	);
	const best = new Map<string, { group: string; mutation: Mutation; cost: number }>();
	for (const { name, judged } of cases) {
		for (const resource of judged.resources) {
			if (judged.verdicts.get(rule.id)?.get(resource.key) !== "passed") continue;
			if (!wanted.has(groupOf(resource.key))) continue;
			if ((best.get(resource.type)?.cost ?? 1) === 0) continue;
			const found = tryAll(rule, name, judged, resource, failing, laboratory);
			if (found !== null && found.cost < (best.get(resource.type)?.cost ?? Number.POSITIVE_INFINITY)) {
				best.set(resource.type, { group: groupOf(resource.key), ...found });
			}
		}
	}
	// One for each provider; one for each further type where nothing has to be explained.
	const sorted = [...best.values()].sort((left, right) => left.cost - right.cost);
	const covered = new Set<string>();
	const mutations: Mutation[] = [];
	for (const { group, mutation, cost } of sorted) {
		if (covered.has(group) && (cost > 2 || mutation.unknown === UNEXPLAINED)) continue;
		covered.add(group);
		mutations.push(mutation);
	}
	return { mutations, without: [...wanted].filter((group) => !covered.has(group)) };
}

function tryAll(
	rule: Rule,
	name: string,
	judged: Judged,
	resource: Resource,
	failing: { resource: Resource; path: AttributePath }[],
	laboratory: Laboratory,
): { mutation: Mutation; cost: number } | null {
	let best: { mutation: Mutation; cost: number } | null = null;
	let flips = 0;
	let tries = 0;
	const seen = new Set<string>();
	for (const change of candidates(judged, resource, failing)) {
		const text = JSON.stringify(change);
		if (seen.has(text)) continue;
		seen.add(text);
		if (tries++ > TRIES || flips >= CHOICE) break;
		const mutation: Mutation = { case: name, resource: resource.key, change };
		try {
			const narrow = laboratory.mutant(judged, changesOf(mutation), [rule.id]);
			if (narrow.verdicts.get(rule.id)?.get(resource.key) !== "failed") continue;
			flips++;
			const mutant = laboratory.mutant(judged, changesOf(mutation));
			const found = turns(judged, mutant);
			const others = found.filter((turn) => turn.rule === rule.id && turn.resource !== resource.key);
			if (others.some(({ before, after }) => before !== "passed" || after !== "failed")) continue;
			if (others.length > 0) mutation.resource = [resource.key, ...others.map((turn) => turn.resource)];
			const heard = found.filter(({ before, after }) =>
				[before, after].some((verdict) => verdict === "failed" || verdict === "inconclusive"),
			);
			const rules = [...new Set(heard.map((turn) => turn.rule))].filter((id) => id !== rule.id).sort();
			const unknown = unknownOf(rule, judged, mutation, resource, laboratory);
			const cost =
				rules.length * 4 +
				others.length * 3 +
				(unknown === UNEXPLAINED ? 3 : unknown === undefined ? 0 : 1) +
				(change.length - 1) * 2 +
				(change[0]?.resource === undefined ? 0 : 1) +
				(change[0]?.path === undefined ? 2 : 0);
			if (best !== null && cost >= best.cost) continue;
			if (change.some((one) => isForeign(judged, { resource: resource.key, ...one }))) continue;
			best = {
				cost,
				mutation: {
					...mutation,
					...(unknown === undefined ? {} : { unknown }),
					...(rules.length === 0 ? {} : { also: Object.fromEntries(rules.map((id) => [id, UNEXPLAINED])) }),
				},
			};
			if (cost === 0) break;
		} catch {
			// A candidate that does not fit the input.
		}
	}
	return best;
}

/** Whether a plan's resource has no such argument. */
function isForeign({ resources }: Judged, { resource: key, path }: Change): boolean {
	const resource = resources.find((other) => other.key === key);
	const top = path?.[0];
	if (resource?.origin !== "terraform" || top === undefined || Object.hasOwn(resource.attributes, top)) return false;
	return !resource.unknown.some(({ path: at }) => at[1] === top);
}

/** Where the unknown value has to stand for the rule to be inconclusive: undefined for the changed path itself. */
function unknownOf(rule: Rule, judged: Judged, mutation: Mutation, resource: Resource, laboratory: Laboratory) {
	const changes = changesOf(mutation);
	const path = changes[0]?.path;
	const paths = path === undefined ? [] : path.map((_, index) => path.slice(0, path.length - index));
	for (const at of paths) {
		const { verdicts } = laboratory.unknown(judged, changes, at, [rule.id]);
		if (verdicts.get(rule.id)?.get(resource.key) === "inconclusive") return at === paths[0] ? undefined : at;
	}
	return UNEXPLAINED;
}

/** Names and the like, which differ without deciding anything. */
const IDENTITY = /^(?:id|name|arn|identifier|bucket|.*_name|.*_identifier|tags_all|description)$/;

function* candidates(
	judged: Judged,
	resource: Resource,
	failing: { resource: Resource; path: AttributePath }[],
): Generator<Change[]> {
	const alike = failing.filter((other) => other.resource.type === resource.type);
	for (const { resource: other, path } of failing) {
		if (other.type !== resource.type && other.origin === resource.origin) yield [transplant(other, path)];
	}
	for (const { resource: other, path } of alike) {
		for (let length = path.length; length > 0; length--) yield [transplant(other, path.slice(0, length))];
	}
	for (const { resource: other } of alike) {
		const names = new Set([...Object.keys(other.attributes), ...Object.keys(resource.attributes)]);
		for (const name of names) {
			if (JSON.stringify(other.attributes[name]) === JSON.stringify(resource.attributes[name])) continue;
			if (!IDENTITY.test(name)) yield [transplant(other, [name])];
		}
	}
	yield* switches(resource, undefined);
	const near = judged.resources.filter((other) => other !== resource && !other.type.startsWith("scope/"));
	const named = near.filter((other) => JSON.stringify(resource.attributes).includes(JSON.stringify(other.name)));
	for (const other of [...named, ...near.filter((other) => !named.includes(other))]) {
		for (const twin of near) {
			if (twin.type !== other.type || twin === other) continue;
			for (const name of Object.keys(twin.attributes)) {
				if (JSON.stringify(twin.attributes[name]) === JSON.stringify(other.attributes[name])) continue;
				if (!IDENTITY.test(name)) yield [{ resource: other.key, ...transplant(twin, [name]) }];
			}
		}
		yield [{ resource: other.key }];
	}
	for (const type of new Set(near.map((other) => other.type))) {
		const all = near.filter((other) => other.type === type);
		if (all.length > 1 && all.length < 5) yield all.map(({ key }) => ({ resource: key }));
	}
	for (const { resource: other } of alike) {
		const names = new Set([...Object.keys(other.attributes), ...Object.keys(resource.attributes)]);
		yield [...names]
			.filter((name) => !IDENTITY.test(name) && name !== "metadata")
			.filter((name) => JSON.stringify(other.attributes[name]) !== JSON.stringify(resource.attributes[name]))
			.map((name) => transplant(other, [name]));
	}
	for (const other of near) yield* switches(other, other.key);
}

function transplant(from: Resource, path: AttributePath): Change {
	const value = path.reduce<Json | undefined>(
		(current, step) => (typeof current === "object" && current !== null ? (current as JsonObject)[step] : undefined),
		from.attributes,
	);
	return value === undefined || value === null ? { path } : { path, value };
}

/** Each switch of an object turned, and each value taken out. */
function* switches(resource: Resource, key: string | undefined): Generator<Change[]> {
	const of = key === undefined ? {} : { resource: key };
	const gone: AttributePath[] = [];
	const visit = function* (value: Json, path: AttributePath): Generator<Change[]> {
		if (typeof value === "boolean") yield [{ ...of, path, value: !value }];
		const top = path[0];
		if (path.length > 0 && !IDENTITY.test(String(top)) && !/^(?:apiVersion|kind)$/.test(String(top))) gone.push(path);
		if (path.length > 8 || typeof value !== "object" || value === null) return;
		for (const [step, member] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
			yield* visit(member as Json, [...path, step]);
		}
	};
	yield* visit(resource.attributes, []);
	for (const { path } of resource.unknown) if (path[0] === "attributes") gone.push(path.slice(1));
	for (const path of gone.sort((left, right) => left.length - right.length)) yield [{ ...of, path }];
}
