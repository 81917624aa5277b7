import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assess } from "../src/assess/assess.ts";
import { collect } from "../src/collect/collect.ts";
import { resolveParameters } from "../src/compliance/parameters.ts";
import { rolesByControl } from "../src/compliance/roles.ts";
import type { AttributePath, Json, JsonObject } from "../src/model/json.ts";
import type { Document, Resource } from "../src/model/resource.ts";
import type { Parameters, RuleResult } from "../src/model/rule.ts";
import { separateKeys } from "../src/normalize/keys.ts";
import { normalizeKubernetes } from "../src/normalize/kubernetes/normalize.ts";
import { isExpression } from "../src/normalize/terraform/configuration.ts";
import { normalizeTerraformPlan } from "../src/normalize/terraform/normalize.ts";
import type { Assets } from "../src/policy/assets.ts";
import { createEvaluator, type Evaluator } from "../src/policy/evaluate.ts";

/** One value of an input that is changed, or one object that is taken out. */
export interface Change {
	/** Key of the object: address or `group/Kind/namespace/name`; default: the first that is judged. */
	resource?: string;
	/** From the attributes' root. Absent: the whole object. */
	path?: AttributePath;
	/** What is put there; absent: the value is deleted. */
	value?: Json;
}

/** An entry of `mutations.json`: what turns a passing fixture of the rule into a failing one. */
export interface Mutation {
	/** Folder of the case. */
	case: string;
	/** Keys of the resources that pass before and fail after; the rule's verdict on all others stays. */
	resource: string | string[];
	change: Change[];
	/** The verdict before, where the rule has no other way to fail; default: passed. */
	was?: Verdict | Record<string, Verdict>;
	/** Parameters beside those of the case. */
	parameters?: Record<string, unknown>;
	/** Keys that the change makes others: old → new. */
	moved?: Record<string, string>;
	/** Path to be made unknown where it is not that of the first change, or why there is nothing that can be unknown. */
	unknown?: AttributePath | string;
	/** Other rules that give another verdict, and why they must. */
	also?: Record<string, string>;
}

/** Verdicts by rule and resource. */
export type Verdicts = Map<string, Map<string, Verdict>>;
export type Verdict = "passed" | "failed" | "inconclusive" | "not-assessed" | "not-applicable";

/** What was judged, and what came of it. */
export interface Judged {
	documents: Document[];
	resources: Resource[];
	results: RuleResult[];
	verdicts: Verdicts;
	parameters: Parameters;
}

/** Folders of a folder, sorted. */
export function folders(path: string): string[] {
	return readdirSync(path, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
		.sort();
}

/** The rules of the fixtures' tree with their folders: `db-storage-encrypted` → `…/encryption_at_rest/db_storage_encrypted`. */
export function fixtureFolders(root: string): Map<string, string> {
	return new Map(
		folders(root).flatMap((domain) =>
			folders(join(root, domain)).map((rule) => [rule.replaceAll("_", "-"), join(root, domain, rule)] as const),
		),
	);
}

/** The mutations of a rule; none where it has no file of them. */
export function readMutations(folder: string): Mutation[] {
	const file = join(folder, "mutations.json");
	return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Mutation[]) : [];
}

/** The kinds of resources that a rule is tried on: the provider of an address, `scope` for a whole plan, else `kubernetes`. */
export function groupOf(key: string): string {
	if (key.startsWith("scope/plan/")) return "scope";
	return /(?:^|\.)(aws|azurerm|cloudflare|google)_[a-z0-9_]+\./.exec(key)?.[1] ?? "kubernetes";
}

/** The kinds of resources that pass and fail in the cases of a rule; a plan as a whole only where nothing in it does. */
export function decidedGroups(folder: string): Set<string> {
	const passing = new Set<string>();
	const failing = new Set<string>();
	for (const name of folders(folder)) {
		const { passed, failed } = JSON.parse(readFileSync(join(folder, name, "expected.json"), "utf8")) as {
			passed: string[];
			failed: { resource: string }[];
		};
		for (const key of passed) passing.add(groupOf(key));
		for (const { resource } of failed) failing.add(groupOf(resource));
	}
	const groups = new Set([...passing].filter((group) => failing.has(group)));
	if (groups.size > 1) groups.delete("scope");
	return groups;
}

/** Judges inputs in memory, again and again. */
export class Laboratory {
	readonly #assets: Assets;
	readonly #evaluators = new Map<string, Evaluator>();
	readonly #cases = new Map<string, Judged>();

	constructor(assets: Assets) {
		this.#assets = assets;
	}

	/** The case as it stands, judged once. */
	async baseline(folder: string, more: Record<string, unknown> = {}): Promise<Judged> {
		const id = JSON.stringify([folder, more]);
		const known = this.#cases.get(id);
		if (known !== undefined) return known;
		const { parameters: overrides = {} } = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as {
			parameters?: Record<string, unknown>;
		};
		const { parameters } = resolveParameters(this.#assets.parameters, { ...overrides, ...more });
		const inputs = readdirSync(folder).filter((name) => !/^expected\.json$|\.tf(state)?$/.test(name));
		const documents: Document[] = [];
		for await (const item of collect(inputs, { cwd: folder })) {
			if (item.kind === "document") documents.push(item.document);
		}
		const judged = this.judge(documents, parameters);
		this.#cases.set(id, judged);
		return judged;
	}

	judge(documents: Document[], parameters: Parameters, rules?: string[]): Judged {
		const plans = documents.flatMap((document) =>
			document.kind === "terraform-plan" ? [normalizeTerraformPlan(document, { parameters })] : [],
		);
		const resources = normalizeKubernetes(
			documents.filter((document) => document.kind === "kubernetes"),
			{ parameters, planned: plans.map(({ kubernetes }) => kubernetes) },
		);
		for (const plan of plans) resources.push(...plan.resources, ...plan.deleted);
		separateKeys(resources);
		const results = this.#evaluator(parameters, rules).evaluate(resources);
		return { documents, resources, results, verdicts: verdictsOf(results), parameters };
	}

	/** The case with changes made to it. */
	mutant(baseline: Judged, changes: Change[], rules?: string[]): Judged {
		return this.judge(mutate(baseline, changes, set), baseline.parameters, rules);
	}

	/** The case with changes made to it, where nobody can know what stands at the first one's path. */
	unknown(baseline: Judged, changes: Change[], path?: AttributePath, rules?: string[]): Judged {
		const [first, ...others] = changes as [Change, ...Change[]];
		const hidden = { ...first, path: path ?? first.path ?? [] };
		// Several changes are several ways to comply: the others are closed.
		const closed = { ...baseline, documents: mutate(baseline, others, set) };
		return this.judge(mutate(closed, [hidden], hide), baseline.parameters, rules);
	}

	/** Status of every control: `framework control` → status. */
	controls({ results }: Judged): Map<string, string> {
		const { policySet, compliance } = this.#assets;
		const frameworks = compliance.frameworks.map(({ id }) => id);
		const assessed = assess({ compliance, frameworks, rules: policySet.rules, results, findings: [] });
		return new Map(
			assessed.flatMap(({ id, controls }) => controls.map((control) => [`${id} ${control.id}`, control.status])),
		);
	}

	/** The controls that rules are mapped to, and those that roll them up. */
	mapped(rules: ReadonlySet<string>): Set<string> {
		const { compliance } = this.#assets;
		const found = new Set<string>();
		for (const { id, controls } of compliance.frameworks) {
			for (const [control, roles] of rolesByControl(compliance, id)) {
				if (roles.some((role) => rules.has(role.id))) found.add(`${id} ${control}`);
			}
			for (const { id: control, children = [] } of controls) {
				if (children.some((child) => found.has(`${id} ${child}`))) found.add(`${id} ${control}`);
			}
		}
		return found;
	}

	#evaluator(parameters: Parameters, rules?: string[]): Evaluator {
		const key = JSON.stringify([parameters, rules ?? null]);
		const known = this.#evaluators.get(key);
		if (known !== undefined) return known;
		const { policySet } = this.#assets;
		const chosen = rules === undefined ? policySet.rules : policySet.rules.filter(({ id }) => rules.includes(id));
		const evaluator = createEvaluator({ ...policySet, rules: chosen }, parameters);
		this.#evaluators.set(key, evaluator);
		return evaluator;
	}
}

/** What results say of each resource. */
export function verdictsOf(results: RuleResult[]): Verdicts {
	return new Map(
		results.map((result) => {
			const of = new Map<string, Verdict>();
			for (const key of result.passed) of.set(key, "passed");
			for (const { resource } of result.denials) of.set(resource, "failed");
			for (const { resource } of result.inconclusive) of.set(resource, "inconclusive");
			for (const { resource } of result.notAssessed) of.set(resource, "not-assessed");
			for (const { resource } of result.notApplicable) of.set(resource, "not-applicable");
			return [result.rule, of];
		}),
	);
}

/** A verdict that is another after a change; null: the resource was not, or is not, among the rule's. */
export interface Turn {
	rule: string;
	resource: string;
	before: Verdict | null;
	after: Verdict | null;
}

/**
 * Every verdict that differs, but for objects that were taken out.
 * @param moved keys that became others.
 */
export function turns(before: Judged, after: Judged, moved: Record<string, string> = {}): Turn[] {
	const left = new Set(after.resources.map(({ key }) => key));
	return turnsOf(before.verdicts, after.verdicts, moved).filter(({ resource }) => left.has(resource));
}

/** Every verdict that differs. */
export function turnsOf(before: Verdicts, after: Verdicts, moved: Record<string, string> = {}): Turn[] {
	const found: Turn[] = [];
	for (const [rule, verdicts] of before) {
		const then = new Map([...verdicts].map(([key, verdict]) => [moved[key] ?? key, verdict]));
		const now = after.get(rule);
		if (now === undefined) continue;
		for (const resource of new Set([...then.keys(), ...now.keys()])) {
			if (then.get(resource) === now.get(resource)) continue;
			found.push({ rule, resource, before: then.get(resource) ?? null, after: now.get(resource) ?? null });
		}
	}
	return found;
}

/** The objects that entries name by default: those judged. */
export function changesOf({ resource, change }: Mutation): Change[] {
	const judged = Array.isArray(resource) ? resource[0]! : resource;
	return change.map((one) => ({ resource: judged, ...one }));
}

type Edit = (object: Place, change: Change) => void;

/** An object within a document: where its values stand, and, for Terraform, what the plan says of them. */
interface Place {
	kind: "kubernetes" | "terraform-plan";
	values: JsonObject;
	mask?: JsonObject;
	/** Arguments in the configuration, nested blocks as lists. */
	written?: JsonObject;
}

/** A copy of the documents with the changes made. @throws where a change names nothing that is there. */
function mutate({ documents, resources }: Judged, changes: Change[], edit: Edit): Document[] {
	const copies = documents.map((document) => ({ ...document }));
	const own = new Set<Document>();
	for (const change of changes) {
		const key = change.resource!;
		const resource = resources.find((other) => other.key === key);
		const copy = copies.find(
			(document) =>
				(resource === undefined ? document.kind === "terraform-plan" : document.uri === resource.anchor.uri) &&
				(document.kind === "terraform-plan" || document.index === resource?.anchor.document),
		);
		if (copy === undefined) throw new Error(`there is no ${key} in the input`);
		if (!own.has(copy)) copy.value = structuredClone(copy.value);
		own.add(copy);
		if (copy.kind === "terraform-plan") inPlan(copy, key, change, edit);
		else inManifest(copies, copy, resource!, change, edit);
	}
	return copies;
}

function inManifest(documents: Document[], document: Document, resource: Resource, change: Change, edit: Edit): void {
	const base = resource.anchor.base ?? [];
	if (change.path === undefined) {
		if (base.length === 0) documents.splice(documents.indexOf(document), 1);
		else (at(document.value, base.slice(0, -1)) as Json[]).splice(base.at(-1) as number, 1);
		return;
	}
	edit({ kind: "kubernetes", values: at(document.value, base) as JsonObject }, change);
}

interface PlanEntry {
	address: string;
	type: string;
	name: string;
	mode: string;
	module_address?: string;
	change?: { after: JsonObject; before?: JsonObject; after_unknown?: Json; actions: string[] };
	values?: JsonObject;
}

function inPlan(document: Document, key: string, change: Change, edit: Edit): void {
	const changes = (document.value.resource_changes ?? []) as unknown as PlanEntry[];
	const prior = (at(document.value, ["prior_state", "values", "root_module", "resources"]) ??
		[]) as unknown as PlanEntry[];
	const list = [changes, prior].find((entries) => entries.some(({ address }) => address === key));
	const entry = list?.find(({ address }) => address === key);
	if (list === undefined || entry === undefined) throw new Error(`there is no ${key} in the plan`);
	const local = `${entry.mode === "data" ? "data." : ""}${entry.type}.${entry.name}`;
	const module = moduleOf(document.value, entry.module_address);
	const blocks = (module?.resources ?? []) as JsonObject[];
	const written = mentions(document.value);
	if (change.path === undefined) {
		list.splice(list.indexOf(entry), 1);
		if (module !== undefined) module.resources = blocks.filter(({ address }) => address !== local);
		forget(document.value, written);
		return;
	}
	const block = blocks.find(({ address }) => address === local);
	if (block !== undefined) block.expressions ??= {};
	const given = entry.change;
	if (given !== undefined && (typeof given.after_unknown !== "object" || given.after_unknown === null)) {
		given.after_unknown = {};
	}
	edit(
		{
			kind: "terraform-plan",
			values: given === undefined ? entry.values! : (given.after ?? given.before!),
			...(given === undefined ? {} : { mask: given.after_unknown as JsonObject }),
			...(block === undefined ? {} : { written: block.expressions as JsonObject }),
		},
		change,
	);
	forget(document.value, written);
}

/** All that expressions of a plan's configuration refer to. */
function mentions({ configuration }: JsonObject): string {
	const found = new Set<string>();
	JSON.stringify(configuration ?? null, (name, value) => {
		if (name === "references" && Array.isArray(value)) for (const reference of value) found.add(String(reference));
		return value as unknown;
	});
	return [...found].join("\n");
}

/** What no expression names any more took no part in planning: as `relevant_attributes` it would look like a dynamic block's. */
function forget(plan: JsonObject, before: string): void {
	const now = mentions(plan);
	const list = plan.relevant_attributes;
	if (!Array.isArray(list)) return;
	plan.relevant_attributes = list.filter((entry) => {
		const resource = String((entry as JsonObject).resource);
		const name = resource.split(".").slice(-2).join(".");
		return !before.includes(name) || now.includes(name);
	});
}

function moduleOf(plan: JsonObject, address = ""): JsonObject | undefined {
	let module = at(plan, ["configuration", "root_module"]) as JsonObject | undefined;
	const steps = address.replaceAll(/\[[^\]]*\]/g, "").split(".");
	for (let index = 1; index < steps.length; index += 2) {
		module = at(module, ["module_calls", steps[index]!, "module"]) as JsonObject | undefined;
	}
	return module;
}

/** Puts a known value in its place, or takes out what stands there. */
const set: Edit = ({ values, mask, written }, { path = [], value }) => {
	put(values, path, value);
	if (mask !== undefined) uncover(mask, path);
	if (written === undefined) return;
	const scalar = typeof value !== "object" || value === null;
	write(written, path, value === undefined ? undefined : scalar ? { constant_value: value } : "as it is");
};

/** Text that the reader of manifests takes for a gap wherever it stands. */
const TEMPLATE = "{{ .Values.undetermined }}";

/** Makes a value one that nobody can know. */
const hide: Edit = ({ kind, values, mask, written }, { path = [] }) => {
	if (kind === "kubernetes") {
		put(values, path, TEMPLATE);
		return;
	}
	put(values, path, typeof path.at(-1) === "number" ? null : undefined);
	if (mask !== undefined) put(mask, path, true);
	if (written !== undefined) write(written, path, { references: ["local.undetermined"] });
};

function at(root: Json | undefined, path: AttributePath): Json | undefined {
	let value = root;
	for (const step of path)
		value = typeof value === "object" && value !== null ? (value as JsonObject)[step] : undefined;
	return value;
}

/** Sets or deletes; what is missing on the way is made. Items that are deleted leave null, as an unknown one does. */
function put(root: JsonObject, path: AttributePath, value: Json | undefined): void {
	let parent: JsonObject = root;
	for (const [index, step] of path.slice(0, -1).entries()) {
		const next = parent[step];
		if (typeof next !== "object" || next === null) {
			if (value === undefined) return;
			parent[step] = typeof path[index + 1] === "number" ? [] : {};
		}
		parent = parent[step] as JsonObject;
	}
	const last = path.at(-1)!;
	if (value !== undefined) parent[last] = structuredClone(value);
	else if (!Array.isArray(parent)) delete parent[last];
	else if (last === parent.length - 1) parent.pop();
	else if ((last as number) < parent.length) parent[last as number] = null;
}

/** Takes the mark off a value of which a plan says that it, or what it is a part of, is not known yet. */
function uncover(mask: JsonObject, path: AttributePath): void {
	const above = path.findIndex((_, index) => at(mask, path.slice(0, index + 1)) === true);
	put(mask, above === -1 ? path : path.slice(0, above + 1), undefined);
}

/** Changes what the configuration writes at a path, in each block that may be the one meant: sets stand in another order. */
function write(node: JsonObject, path: AttributePath, expression: JsonObject | "as it is" | undefined): void {
	const [step, ...rest] = path.filter((each) => typeof each === "string");
	if (step === undefined) return;
	const below = node[step];
	if (rest.length === 0 || isExpression(below)) {
		if (expression === undefined) delete node[step];
		else if (expression !== "as it is") node[step] = expression;
		return;
	}
	for (const block of Array.isArray(below) ? below : [below]) {
		if (typeof block === "object" && block !== null) write(block as JsonObject, rest, expression);
	}
}
