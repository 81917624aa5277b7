import { loadHcl, type ParseHcl } from "../../locate/terraform/hcl.ts";
import type { AttributePath, Json } from "../../model/json.ts";
import type { Finding, Fix } from "../../model/report.ts";
import type { Edit } from "../../model/rule.ts";
import { push } from "../../multimap.ts";
import { originalKey } from "../../normalize/keys.ts";
import { parseAddress } from "../../normalize/terraform/address.ts";
import { compareText } from "../../order.ts";
import { fits, target } from "../condition.ts";
import type { Scene } from "../scene.ts";
import { lineChanges } from "./changes.ts";
import { patch, type Step } from "./patch.ts";
import { instancesBeside, type PlanDocument, replanned } from "./plan.ts";
import { type SensitiveNames, secretCodeLines, sensitiveNames } from "./secrets.ts";
import { createVerifier, type Verifier } from "./verify.ts";

/** What of a scan the fixes need. */
export type TerraformFixInput = Pick<
	Scene,
	"documents" | "resources" | "findings" | "rules" | "parameters" | "readText" | "verdictsOn"
>;

export interface TerraformFixes {
	/** By fingerprint: a change that makes the rule pass for all that comes from the code, and no rule worse. */
	fixes: Map<string, Fix>;
	/** By fingerprint: why a change that the rule declares is not offered. */
	withheld: Map<string, string>;
	/** By uri of the files concerned: 0-based lines that hold secrets. No change is shown beside one. */
	secrets: Map<string, ReadonlySet<number>>;
}

/** A file of Terraform code as it would be after fixes. */
export interface PatchedCode {
	uri: string;
	before: string;
	after: string;
	/** What the changes mend. */
	fixed: Finding[];
}

/** Changes of that many places are tried, in the order of the findings: each costs a judging of everything. */
const MAX_TRIALS = 300;

/** Findings of one rule on one line of one block: one change mends them all, or none. */
interface Group {
	findings: Finding[];
	/** The block: plan, file, resource type and name. */
	block: string;
	plan: PlanDocument;
	labels: [string, string];
	steps: Step[];
	/** What the code makes, by address. */
	addresses: Set<string>;
}

/**
 * Changes of Terraform code for findings whose rule declares a mechanical fix, where the value in the code is a literal
 * or left out. Nothing is written. Code in downloaded modules and in JSON is not changed.
 */
export async function terraformFixes(input: TerraformFixInput): Promise<TerraformFixes> {
	const { fixes, withheld, secrets } = await tryFixes(input);
	return { fixes, withheld, secrets };
}

/** All fixes of a scan that hold together, file by file. */
export async function terraformPatches(input: TerraformFixInput): Promise<TerraformFixes & { files: PatchedCode[] }> {
	const { fixes, withheld, secrets, trial, held } = await tryFixes(input);
	if (trial === null) return { fixes, withheld, secrets, files: [] };
	let patched = trial.apply(held);
	if (typeof patched === "string") {
		// Not all at once: what holds beside those before it.
		const kept: Group[] = [];
		for (const group of held) {
			const reason = trial.apply([...kept, group]);
			if (typeof reason !== "string") kept.push(group);
		}
		patched = trial.apply(kept);
	}
	return { fixes, withheld, secrets, files: typeof patched === "string" ? [] : patched };
}

async function tryFixes(input: TerraformFixInput): Promise<TerraformFixes & { trial: Trial | null; held: Group[] }> {
	const fixes = new Map<string, Fix>();
	const withheld = new Map<string, string>();
	const held: Group[] = [];
	const groups = groupsOf(input, withheld);
	if (groups.length === 0) return { fixes, withheld, secrets: new Map(), trial: null, held };
	const trial = new Trial(input, await loadHcl());
	const siblings = new Map<string, Group[]>();
	for (const group of groups) push(siblings, siblingKey(group), group);
	for (const [index, group] of groups.entries()) {
		const outcome = index < MAX_TRIALS ? tryGroup(trial, group, siblings) : "too many findings have a fix to be tried";
		if (typeof outcome !== "string") held.push(group);
		for (const { fingerprint } of group.findings) {
			if (typeof outcome === "string") withheld.set(fingerprint, outcome);
			else fixes.set(fingerprint, outcome);
		}
	}
	return { fixes, withheld, secrets: trial.secrets, trial, held };
}

/** Where a rule has several faults in one block, it passes only when all are mended. */
function tryGroup(trial: Trial, group: Group, siblings: Map<string, Group[]>): Fix | string {
	const alone = trial.run([group]);
	const all = siblings.get(siblingKey(group))!;
	if (typeof alone !== "string" || all.length === 1) return alone;
	const together = trial.run(all);
	return typeof together === "string" ? alone : together;
}

function siblingKey({ block, findings }: Group): string {
	return JSON.stringify([block, findings[0]!.rule]);
}

/** Patches code in memory and judges what its plan would be. */
class Trial {
	readonly #input: TerraformFixInput;
	readonly #parse: ParseHcl;
	readonly #verifier: Verifier;
	/** Outcomes by what was tried: siblings that are mended together share theirs. */
	readonly #known = new Map<string, Fix | string>();
	readonly #keys: Map<string, string>;
	readonly #sensitive: SensitiveNames;
	readonly secrets = new Map<string, ReadonlySet<number>>();

	constructor(input: TerraformFixInput, parse: ParseHcl) {
		this.#input = input;
		this.#parse = parse;
		this.#verifier = createVerifier(input);
		this.#sensitive = sensitiveNames(input.resources);
		this.#keys = new Map(
			input.resources.map((resource) => [placeKey(resource.anchor.uri, originalKey(resource)), resource.key]),
		);
	}

	/** The change that groups of one block make together, or why there is none. */
	run(groups: Group[]): Fix | string {
		const { block, labels } = groups[0]!;
		const steps = groups.flatMap((group) => group.steps);
		const id = JSON.stringify([block, groups[0]!.findings[0]!.rule, steps]);
		const known = this.#known.get(id);
		if (known !== undefined) return known;
		const files = this.apply(groups);
		const outcome = typeof files === "string" ? files : this.#fix(files, describe(steps, labels));
		this.#known.set(id, outcome);
		return outcome;
	}

	/** Whole lines are shown, among them some that only move: a secret on one would be copied into the report. */
	#fix(files: PatchedCode[], description: string): Fix | string {
		const changes = files.flatMap(({ uri, before, after }) => lineChanges(uri, before, after));
		for (const { uri, startLine, endLine } of changes) {
			const secret = this.#secretLines(uri);
			for (let line = startLine - 1; line < endLine; line++) {
				if (secret.has(line)) return "it could not be shown without the secret on a line beside it";
			}
		}
		return { description, changes };
	}

	#secretLines(uri: string): ReadonlySet<number> {
		const known = this.secrets.get(uri);
		if (known !== undefined) return known;
		const code = this.#parse(this.#input.readText(uri) ?? "");
		const lines = code === null ? new Set<number>() : secretCodeLines(code, this.#sensitive);
		this.secrets.set(uri, lines);
		return lines;
	}

	/** Files with the changes of groups made, which hold together; else why not. */
	apply(groups: Group[]): PatchedCode[] | string {
		const blocks = new Map<string, Group[]>();
		for (const group of groups) push(blocks, group.block, group);
		// From the bottom up: what is added to a block does not move those above it.
		const ordered = [...blocks.values()].sort((left, right) => lineOf(right[0]!) - lineOf(left[0]!));
		const texts = new Map<string, { before: string; after: string; fixed: Finding[] }>();
		const documents = new Map<PlanDocument, PlanDocument>();
		for (const ofBlock of ordered) {
			const { plan, labels, addresses, findings } = ofBlock[0]!;
			const { uri } = findings[0]!.location;
			const before = texts.get(uri)?.before ?? this.#input.readText(uri);
			if (before === null) return "its file cannot be read";
			const file = texts.get(uri) ?? { before, after: before, fixed: [] };
			texts.set(uri, file);
			const steps = ofBlock.flatMap((group) => group.steps.map((step) => ({ ...step, line: lineOf(group) })));
			const patched = patch({ parse: this.#parse, text: file.after, labels, steps });
			if ("reason" in patched) return patched.reason;
			file.after = patched.text;
			for (const group of ofBlock) file.fixed.push(...group.findings);
			const planned = steps.map((step, index) => ({ ...step, every: patched.every[index]! }));
			documents.set(plan, replanned(documents.get(plan) ?? plan, addresses, planned));
		}
		const changed = this.#input.documents.map((document) =>
			document.kind === "terraform-plan" ? (documents.get(document) ?? document) : document,
		);
		const wanted = groups.map(({ plan, addresses, findings }) => ({
			rule: findings[0]!.rule,
			resources: [...addresses].flatMap((address) => this.#keys.get(placeKey(plan.uri, address)) ?? []),
		}));
		const reason = this.#verifier.verify(changed, wanted);
		if (reason !== null) return reason;
		return [...texts].map(([uri, file]) => ({ uri, ...file })).sort((left, right) => compareText(left.uri, right.uri));
	}
}

/** Line of what a group is about, 1-based. */
function lineOf({ findings }: Group): number {
	return findings[0]!.location.startLine;
}

function groupsOf({ findings, resources, documents }: TerraformFixInput, withheld: Map<string, string>): Group[] {
	const byKey = new Map(resources.map((resource) => [resource.key, resource]));
	const plans = new Map(
		documents.flatMap((document) => (document.kind === "terraform-plan" ? [[document.uri, document] as const] : [])),
	);
	const groups = new Map<string, Group>();
	for (const finding of findings) {
		const edits = finding.remediation?.edits ?? [];
		const resource = byKey.get(finding.resource.key);
		if (edits.length === 0 || resource?.origin !== "terraform" || finding.suppression !== null) continue;
		const { precision, uri, startLine } = finding.location;
		if (precision !== "attribute" && precision !== "block") continue;
		const plan = plans.get(resource.anchor.uri);
		const address = originalKey(resource);
		const parsed = parseAddress(address);
		if (plan === undefined || parsed?.mode !== "managed" || !uri.endsWith(".tf")) continue;
		const labels: [string, string] = [parsed.type, parsed.name];
		const block = JSON.stringify([plan.uri, uri, ...labels]);
		const key = JSON.stringify([block, finding.rule, startLine, finding.path.map(indexFree)]);
		const known = groups.get(key);
		if (known !== undefined) {
			known.findings.push(finding);
			continue;
		}
		const instances = instancesBeside(plan.value, address);
		const creating = instances.every(({ actions }) => actions.length === 1 && actions[0] === "create");
		const judged = { path: finding.path, type: finding.resource.type };
		const chosen = edits.filter(({ when }) => fits(when, { ...judged, creating: true }));
		if (chosen.length === 0) continue;
		if (!chosen.every(({ when }) => fits(when, { ...judged, creating }))) {
			withheld.set(finding.fingerprint, "the change would replace what is there already, or could not be undone");
			continue;
		}
		const steps = chosen.map((edit) => stepOf(edit, finding.path));
		if (steps.includes(null)) continue;
		const addresses = new Set(instances.map((instance) => instance.address));
		groups.set(key, { findings: [finding], block, plan, labels, steps: steps as Step[], addresses });
	}
	return [...groups.values()];
}

function indexFree(step: string | number): string {
	return typeof step === "number" ? "[]" : step;
}

function stepOf(edit: Edit, from: AttributePath): Step | null {
	const path = target(from, edit.at);
	if (path === null) return null;
	return { do: edit.do, path, ...(edit.value === undefined ? {} : { value: edit.value }) };
}

function placeKey(uri: string, address: string): string {
	return JSON.stringify([uri, address]);
}

/** One sentence: `Sets storage_encrypted to true in aws_db_instance.main.` */
function describe(steps: Step[], [type, name]: [string, string]): string {
	const said = steps.map(({ do: kind, path, value }) => {
		const target = path.filter((step) => typeof step === "string").join(".");
		if (kind === "remove") return `removes ${target}`;
		return kind === "add" ? `adds ${json(value)} to ${target}` : `sets ${target} to ${json(value)}`;
	});
	const unique = [...new Set(said)].join(", ");
	return `${unique.charAt(0).toUpperCase()}${unique.slice(1)} in ${type}.${name}.`;
}

function json(value: Json | undefined): string {
	return JSON.stringify(value ?? null);
}
