import type { JsonObject } from "../../model/json.ts";
import type { Finding } from "../../model/report.ts";
import type { Resource } from "../../model/resource.ts";
import { SEVERITIES } from "../../model/rule.ts";
import { valueAt } from "../../normalize/json.ts";
import { separateKeys } from "../../normalize/keys.ts";
import { normalizeKubernetes } from "../../normalize/kubernetes/normalize.ts";
import { compareText } from "../../order.ts";
import { fits, target } from "../condition.ts";
import type { Scene } from "../scene.ts";
import { ManifestText } from "./manifest.ts";
import { applyOperations, type Operation, Refused } from "./operations.ts";
import { objection } from "./safeguards.ts";
import { Verdicts, type Worsening } from "./verdicts.ts";

/** All that is wrong with one object by one rule and can be mended: taken or left as a whole. */
export interface Unit {
	rule: string;
	resource: Resource;
	findings: Finding[];
	/** Of each finding, in the object. */
	operations: Operation[][];
}

/** A unit that was not made, and why: one clause. */
export interface Withdrawn {
	unit: Unit;
	reason: string;
}

/** What came of trying to mend: files as they would be, and what is in them. */
export interface Mended {
	/** New text by uri. */
	files: Map<string, string>;
	made: Unit[];
	withdrawn: Withdrawn[];
}

interface Trial {
	files: Map<string, { text: string; values: Map<number, JsonObject> }>;
	/** Units that could not even be written. */
	refused: Map<Unit, string>;
}

/** Units on one object are tried one by one at most so many times. */
const MAX_ROUNDS = 40;
/** Where a file does not come out as it should, its units are tried apart, up to so many. */
const MAX_APART = 50;

/** Mends manifests by the edits that rules declare, and lets the rules judge the result. */
export class Mender {
	readonly #scene: Scene;
	readonly #texts = new Map<string, ManifestText | string>();
	#before: Verdicts | undefined;

	constructor(scene: Scene) {
		this.#scene = scene;
	}

	/** The units of findings that have edits: worst first, because what is worse may stand in the way of the rest. */
	units(findings: readonly Finding[]): Unit[] {
		const byKey = new Map(this.#scene.resources.map((resource) => [resource.key, resource]));
		const units = new Map<string, Unit>();
		for (const finding of findings) {
			const resource = byKey.get(finding.resource.key);
			if (resource === undefined || !isManifest(resource)) continue;
			const operations = operationsFor(finding);
			if (operations === null) continue;
			const name = JSON.stringify([finding.rule, resource.key]);
			const unit = units.get(name) ?? { rule: finding.rule, resource, findings: [], operations: [] };
			units.set(name, unit);
			unit.findings.push(finding);
			unit.operations.push(operations);
		}
		const graveness = ({ findings: [first] }: Unit) => SEVERITIES.indexOf(first!.severity);
		return [...units.values()].sort(
			(left, right) =>
				compareText(left.resource.anchor.uri, right.resource.anchor.uri) ||
				graveness(left) - graveness(right) ||
				compareText(left.rule, right.rule) ||
				compareText(left.resource.key, right.resource.key),
		);
	}

	/** Makes as many of the units as hold together: each mends what it is for, and none makes anything worse. */
	mend(units: readonly Unit[]): Mended {
		const withdrawn: Withdrawn[] = [];
		const withdraw = (unit: Unit, reason: string) => withdrawn.push({ unit, reason });
		let active = [...units];
		const first = this.#try(active);
		for (const [unit, reason] of first.failed) withdraw(unit, reason);
		active = active.filter((unit) => !first.failed.has(unit));
		if (first.worse.length > 0 && active.length > 0) active = this.#oneByOne(active, first.worse, withdraw);

		// What was taken out may have carried something else.
		for (let round = 0; active.length > 0 && round < MAX_ROUNDS; round++) {
			const { files, failed, worse } = this.#try(active);
			for (const [unit, reason] of failed) withdraw(unit, reason);
			const blamed = blame(active, worse);
			for (const [unit, { text }] of blamed) if (!failed.has(unit)) withdraw(unit, text);
			if (failed.size === 0 && blamed.size === 0) {
				if (worse.length === 0) return { files: textsOf(files), made: active, withdrawn };
				for (const unit of active) withdraw(unit, elsewhere(worse[0]!));
				break;
			}
			active = active.filter((unit) => !failed.has(unit) && !blamed.has(unit));
		}
		return { files: new Map(), made: [], withdrawn };
	}

	/** The text that units change, opened for edits. @throws Refused where it cannot be. */
	text(uri: string): ManifestText {
		let known = this.#texts.get(uri);
		if (known === undefined) {
			known = this.#open(uri);
			this.#texts.set(uri, known);
		}
		if (typeof known === "string") throw new Refused(known);
		known.reset();
		return known;
	}

	#open(uri: string): ManifestText | string {
		const text = this.#scene.readText(uri);
		if (text === null) return "the file cannot be read again";
		try {
			return new ManifestText(text, uri);
		} catch (error) {
			if (error instanceof Refused) return error.message;
			throw error;
		}
	}

	/** Adds the units of objects that got worse one after the other, to find out which are to blame. */
	#oneByOne(units: Unit[], worse: Worsening[], withdraw: (unit: Unit, reason: string) => void): Unit[] {
		const concerned = new Set(worse.map(({ resource }) => resource));
		const known = new Set(units.map(({ resource }) => resource.key));
		// Something else than what was changed got worse: any of them may have done it.
		const all = worse.some(({ resource }) => !known.has(resource));
		const order = new Map(units.map((unit, index) => [unit, index]));
		const inOrder = (left: Unit, right: Unit) => order.get(left)! - order.get(right)!;
		const queues = new Map<string, Unit[]>();
		let taken: Unit[] = [];
		for (const unit of units) {
			const { key } = unit.resource;
			if (!all && !concerned.has(key)) taken.push(unit);
			else if (queues.has(key)) queues.get(key)!.push(unit);
			else queues.set(key, [unit]);
		}
		for (let round = 0; queues.size > 0 && round < MAX_ROUNDS; round++) {
			const next = new Set<Unit>();
			for (const [key, queue] of queues) {
				next.add(queue.shift()!);
				if (queue.length === 0) queues.delete(key);
			}
			const trial = [...taken, ...next].sort(inOrder);
			const outcome = this.#try(trial);
			const blamed = blame([...next], outcome.worse);
			const tried = new Set(trial.map(({ resource }) => resource.key));
			const strange = outcome.worse.find(({ resource }) => !tried.has(resource));
			for (const unit of next) {
				const reason = outcome.failed.get(unit) ?? blamed.get(unit)?.text;
				if (reason !== undefined) withdraw(unit, reason);
				else if (strange !== undefined) withdraw(unit, elsewhere(strange));
				else taken.push(unit);
			}
			taken = taken.filter((unit) => !outcome.failed.has(unit) || next.has(unit));
		}
		for (const unit of [...queues.values()].flat()) withdraw(unit, "it could not be told apart from other fixes");
		return taken.sort(inOrder);
	}

	#try(units: Unit[]): { files: Trial["files"]; failed: Map<Unit, string>; worse: Worsening[] } {
		const { files, refused } = this.#write(units);
		this.#before ??= this.#judge(new Map());
		const after = this.#judge(files);
		const failed = new Map(refused);
		for (const unit of units) {
			if (failed.has(unit)) continue;
			const left = this.#unmended(unit, after);
			if (left !== null) failed.set(unit, left);
		}
		return { files, failed, worse: after.worseThan(this.#before) };
	}

	/** Why a unit has not mended what it is for; null where it has. */
	#unmended({ rule, resource, findings }: Unit, after: Verdicts): string | null {
		if (after.isOpen(rule, resource.key)) return "the rule cannot be decided after it";
		const denied = after.denied(rule, resource.key);
		return findings.some(({ path }) => denied.has(JSON.stringify(path))) ? "the rule still fails after it" : null;
	}

	/** Writes the units' changes into the texts of their files. */
	#write(units: Unit[]): Trial {
		const byFile = new Map<string, Unit[]>();
		for (const unit of units) {
			const { uri } = unit.resource.anchor;
			const known = byFile.get(uri);
			if (known === undefined) byFile.set(uri, [unit]);
			else known.push(unit);
		}
		const trial: Trial = { files: new Map(), refused: new Map() };
		for (const uri of [...byFile.keys()].sort(compareText)) this.#writeFile(uri, byFile.get(uri)!, trial);
		return trial;
	}

	#writeFile(uri: string, units: Unit[], trial: Trial): void {
		const byResource = new Map<Resource, Unit[]>();
		for (const unit of units) {
			const known = byResource.get(unit.resource);
			if (known === undefined) byResource.set(unit.resource, [unit]);
			else known.push(unit);
		}
		for (const together of byResource.values()) {
			for (const [unit, reason] of this.#objections(together)) trial.refused.set(unit, reason);
		}
		const usable = units.filter((unit) => !trial.refused.has(unit));
		try {
			if (usable.length > 0) trial.files.set(uri, this.#edited(uri, usable));
			return;
		} catch (error) {
			if (!(error instanceof Refused)) throw error;
			if (usable.length === 1 || usable.length > MAX_APART) {
				for (const unit of usable) trial.refused.set(unit, error.message);
				return;
			}
		}
		const together: Unit[] = [];
		for (const unit of usable) {
			try {
				trial.files.set(uri, this.#edited(uri, [...together, unit]));
				together.push(unit);
			} catch (error) {
				if (!(error instanceof Refused)) throw error;
				trial.refused.set(unit, error.message);
			}
		}
	}

	/** What speaks against units on one object, as all of them together would leave it. */
	#objections(units: Unit[]): Map<Unit, string> {
		const found = new Map<Unit, string>();
		const { resource } = units[0]!;
		const after = structuredClone(resource.attributes);
		for (const unit of units) {
			try {
				applyOperations(after, unit.operations.flat());
			} catch (error) {
				if (!(error instanceof Refused)) throw error;
				found.set(unit, error.message);
			}
		}
		for (const unit of units) {
			const reason = objection(resource, after, unit.operations.flat(), this.#scene);
			if (reason !== null && !found.has(unit)) found.set(unit, reason);
		}
		return found;
	}

	/** @throws Refused where the text does not take the changes. */
	#edited(uri: string, units: Unit[]): { text: string; values: Map<number, JsonObject> } {
		const text = this.text(uri);
		const byDocument = new Map<number, Operation[]>();
		for (const { resource, operations } of units) {
			const { document = 0, base = [] } = resource.anchor;
			const known = byDocument.get(document) ?? [];
			byDocument.set(document, known);
			for (const operation of operations.flat()) known.push({ ...operation, path: [...base, ...operation.path] });
		}
		for (const [document, operations] of byDocument) text.plan(document, operations);
		return text.result((index, before) => {
			applyOperations(before, byDocument.get(index) ?? []);
			return before;
		});
	}

	/** What the rules make of the manifests, some of them changed. */
	#judge(changed: Trial["files"]): Verdicts {
		const { documents, plans, parameters, rules } = this.#scene;
		const manifests = documents
			.filter((document) => document.kind === "kubernetes")
			.map((document) => {
				const value = changed.get(document.uri)?.values.get(document.index);
				return value === undefined ? document : { ...document, value };
			});
		const planned = plans.map(({ kubernetes }) => kubernetes);
		const objects = normalizeKubernetes(manifests, { parameters, planned });
		// As in a scan, where they come first: what plans hold gives way to them.
		separateKeys(objects);
		return new Verdicts(this.#scene.verdictsOn(objects), rules, objects);
	}
}

/** What a finding's edits come to in its object; null where it has none, or they do not lead anywhere. */
function operationsFor({ remediation, path, resource }: Finding): Operation[] | null {
	const edits = (remediation?.edits ?? []).filter(({ when }) => fits(when, { path, type: resource.type }));
	if (edits.length === 0) return null;
	const operations: Operation[] = [];
	for (const { do: what, at, value } of edits) {
		const place = target(path, at);
		if (place === null) return null;
		if (what === "remove") operations.push({ do: what, path: place });
		else operations.push({ do: what, path: place, value: value! });
	}
	return operations;
}

/** Whether a finding has edits that are meant for it. */
export function isMechanical(finding: Finding): boolean {
	return finding.resource.origin === "kubernetes" && operationsFor(finding) !== null;
}

/** An object that stands in a file as it is: not in a plan, not rendered, not in a cluster. */
function isManifest({ origin, anchor, captured, type }: Resource): boolean {
	if (anchor.planned !== undefined || anchor.rendered !== undefined || captured !== undefined) return false;
	return origin === "kubernetes" && !type.startsWith("scope/");
}

/** Units on objects that got worse, with what did. */
function blame(units: Unit[], worse: Worsening[]): Map<Unit, Worsening> {
	const blamed = new Map<Unit, Worsening>();
	for (const unit of units) {
		const found = worse.find(({ resource }) => resource === unit.resource.key);
		if (found !== undefined) blamed.set(unit, found);
	}
	return blamed;
}

function elsewhere({ resource, text }: Worsening): string {
	return resource === "" ? text : `${text} (${resource})`;
}

function textsOf(files: Trial["files"]): Map<string, string> {
	return new Map([...files].map(([uri, { text }]) => [uri, text]));
}

/** Lines of a file, 0-based, that hold secrets as far as the scan knows: not to be shown. */
export function secretLines(text: ManifestText, uri: string, resources: readonly Resource[]): Set<number> {
	const lines = new Set<number>();
	for (const { anchor, attributes, facets, sensitive } of resources) {
		if (anchor.uri !== uri || anchor.planned !== undefined || anchor.rendered !== undefined) continue;
		const { document = 0, base = [] } = anchor;
		const found = facets.plaintext_secrets;
		const literals = found === undefined ? [] : [...found.env, ...found.arguments, ...found.data];
		for (const path of [...literals.map((literal) => literal.path), ...sensitive]) {
			if (valueAt(attributes, path) === undefined) continue;
			const span = text.lines(document, [...base, ...path]);
			for (let line = span?.first ?? 0; span !== null && line <= span.last; line++) lines.add(line);
		}
	}
	return lines;
}
