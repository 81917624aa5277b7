import type { ReadText } from "./collect/texts.ts";
import { locateFindings, settleFindings } from "./locate/findings.ts";
import type { RenderedSources } from "./locate/rendered.ts";
import type { TerraformSources } from "./locate/terraform/sources.ts";
import type { Compliance } from "./model/framework.ts";
import type { Finding } from "./model/report.ts";
import type { Gap, Resource } from "./model/resource.ts";
import type { Parameters, Rule, RuleResult } from "./model/rule.ts";
import { compareText } from "./order.ts";
import type { Assets } from "./policy/assets.ts";
import { createEvaluator, type Evaluator } from "./policy/evaluate.ts";
import type { Waiving } from "./waive/waive.ts";

/** What judging needs beside the resources. */
export interface JudgingOptions {
	assets: Assets;
	rules: Rule[];
	parameters: Parameters;
	/** Ids. */
	frameworks: string[];
	readText: ReadText;
	/** The code of plans; null where there is none. */
	terraform?: TerraformSources | null;
	/** The files behind what helm and kustomize rendered; null where there is none. */
	rendered?: RenderedSources | null;
	/** What people accepted; null: nothing. */
	waiving?: Waiving | null;
}

/** Results and findings of one batch: what a run that was cut short has to remember of it. */
export interface Verdicts {
	results: RuleResult[];
	findings: Finding[];
}

/** Judges batch after batch: findings and results stay, resources go. */
export class Judging {
	readonly #rules: Rule[];
	readonly #compliance: Compliance;
	readonly #options: JudgingOptions;
	readonly #evaluators: Evaluator[];
	readonly #results: Map<string, RuleResult>;
	readonly #findings: Finding[] = [];

	constructor(options: JudgingOptions) {
		const { assets, rules, parameters } = options;
		this.#options = options;
		this.#rules = rules;
		this.#compliance = assets.compliance;
		const sets = [assets.policySet, ...(assets.custom === undefined ? [] : [assets.custom])];
		const chosen = sets.map((set) => ({ ...set, rules: rules.filter((rule) => set.rules.includes(rule)) }));
		this.#evaluators = chosen.map((set) => createEvaluator(set, parameters));
		this.#results = new Map(rules.map(({ id }) => [id, emptyResult(id)]));
	}

	/** What the rules make of resources that are not to count: nothing of it is kept. */
	verdictsOn(resources: Resource[]): RuleResult[] {
		return this.#evaluators.flatMap((evaluator) => evaluator.evaluate(resources));
	}

	/** Lets the rules judge resources; their keys must not have been judged before. */
	judge(resources: Resource[]): Verdicts {
		const results = this.verdictsOn(resources);
		const { frameworks, readText, terraform = null, rendered = null, waiving = null } = this.#options;
		const findings = locateFindings({
			results,
			rules: this.#rules,
			resources,
			compliance: this.#compliance,
			frameworks,
			...{ readText, terraform, rendered, waiving },
		});
		const verdicts = { results, findings };
		this.add(verdicts);
		return verdicts;
	}

	/** Adds what was judged elsewhere: by an earlier run. */
	add({ results, findings }: Verdicts): void {
		for (const result of results) {
			const known = this.#results.get(result.rule);
			if (known !== undefined) merge(known, result);
		}
		for (const finding of findings) this.#findings.push(finding);
	}

	/** Notes something that could not be read: inconclusive for every rule that would have judged it. */
	miss(gap: Gap): void {
		for (const rule of this.#rules) {
			if (!wouldJudge(rule, gap)) continue;
			const result = this.#results.get(rule.id)!;
			if (gap.byChoice === true) {
				if (result.status === "not-applicable") result.status = "evaluated";
				result.population.push(gap.key);
				result.notAssessed.push({ resource: gap.key, reason: gap.reason });
				continue;
			}
			if (result.inconclusive.some(({ resource }) => resource === gap.key)) continue;
			if (result.status === "not-applicable") result.status = "evaluated";
			result.population.push(gap.key);
			result.inconclusive.push({ resource: gap.key, reason: gap.reason });
		}
	}

	/** Everything judged so far, totally ordered: results by rule, the lists in them by resource. */
	finish(): Verdicts {
		const results = [...this.#results.values()].sort((left, right) => compareText(left.rule, right.rule));
		for (const result of results) sortLists(result);
		return { results, findings: settleFindings(this.#findings) };
	}
}

function emptyResult(rule: string): RuleResult {
	return {
		rule,
		status: "not-applicable",
		population: [],
		passed: [],
		denials: [],
		inconclusive: [],
		notAssessed: [],
		notApplicable: [],
		error: null,
	};
}

const GRAVITY: RuleResult["status"][] = ["not-applicable", "not-assessed", "evaluated", "errored"];

function merge(into: RuleResult, from: RuleResult): void {
	if (GRAVITY.indexOf(from.status) > GRAVITY.indexOf(into.status)) into.status = from.status;
	into.error ??= from.error;
	// One by one: the lists may be longer than a call takes arguments.
	for (const key of from.population) into.population.push(key);
	for (const key of from.passed) into.passed.push(key);
	for (const denial of from.denials) into.denials.push(denial);
	for (const entry of from.inconclusive) into.inconclusive.push(entry);
	for (const entry of from.notAssessed) into.notAssessed.push(entry);
	for (const entry of from.notApplicable) into.notApplicable.push(entry);
}

function sortLists(result: RuleResult): void {
	const byResource = (left: { resource: string }, right: { resource: string }) =>
		compareText(left.resource, right.resource);
	result.population.sort(compareText);
	result.passed.sort(compareText);
	// Stable: the denials of one resource keep the rule's order.
	result.denials.sort(byResource);
	result.inconclusive.sort(byResource);
	result.notAssessed.sort(byResource);
	result.notApplicable.sort(byResource);
}

function wouldJudge({ origins, selector }: Rule, gap: Gap): boolean {
	if (!origins.includes(gap.origin)) return false;
	if (selector.types !== undefined) return selector.types.some((type) => gap.types.includes(type));
	return (selector.with ?? []).every((facet) => (gap.facets as string[]).includes(facet));
}
