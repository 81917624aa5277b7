import { evidence } from "../locate/evidence.ts";
import type { AttributePath, Json } from "../model/json.ts";
import type { Drift, DriftEntry, DriftValue, DriftVerdict, Finding, TransitionKind } from "../model/report.ts";
import type { Document, Resource } from "../model/resource.ts";
import { type Denial, type Parameters, type Rule, type RuleResult, SEVERITIES } from "../model/rule.ts";
import { isPrefix, valueAt } from "../normalize/json.ts";
import { compareText } from "../order.ts";
import { difference, differs, differsLive, type Fact, factsOf, isManaged } from "./facts.ts";
import { joinOf, joinPlan, LiveMatches, type Pair } from "./join.ts";
import { type PlannedItem, planItems } from "./states.ts";

/** In the order of the report: what calls for action first. */
export const TRANSITION_KINDS: TransitionKind[] = [
	"breaks",
	"drifted",
	"diverges",
	"remains",
	"unclear",
	"fixes",
	"destroys",
];

const NOTES: Record<TransitionKind, string> = {
	breaks: "compliant now, this plan breaks it",
	fixes: "broken live, this plan fixes it",
	remains: "broken live, and still broken after this plan",
	destroys: "broken live, this plan destroys it",
	unclear: "broken live; the plan does not show whether it fixes it",
	drifted: "differs from the last applied plan",
	diverges: "compliant live, though neither the state this plan starts from nor the plan is",
};

const DIVERGES_BROKEN = "broken live, though neither the state this plan starts from nor the plan is";

/** What a comparison needs of the judged plans and accounts. */
export interface DriftInput {
	rules: Rule[];
	/** Of plans and accounts together, by rule. */
	results: RuleResult[];
	/** With their final fingerprints; those that concern a joined pair get their `transition`. */
	findings: Finding[];
	/** Lets the rules judge resources without counting them. */
	judge: (resources: Resource[]) => RuleResult[];
}

/** Plans that are to be compared with the live accounts they change: made before the accounts are read, asked after. */
export class DriftComparison {
	readonly #items: PlannedItem[];
	readonly #matches: LiveMatches;

	private constructor(items: PlannedItem[]) {
		this.#items = items;
		this.#matches = new LiveMatches(items);
	}

	/**
	 * @param resources what the documents became, keys made unique.
	 * @returns null where no plan holds a resource of AWS.
	 */
	static of(documents: Document[], resources: Resource[], parameters: Parameters): DriftComparison | null {
		const items = documents.flatMap((document) => {
			return document.kind === "terraform-plan" ? planItems(document, resources, parameters) : [];
		});
		return items.length === 0 ? null : new DriftComparison(items);
	}

	/** Takes note of live resources while they pass; keeps those that the plans may be about. */
	observe(resources: Resource[]): void {
		this.#matches.observe(resources);
	}

	/** Compares, and notes on the findings what becomes of them. Deterministic and totally ordered. */
	finish({ rules, results, findings, judge }: DriftInput): Drift {
		const { pairs, apart } = joinPlan(this.#items, this.#matches.kept());
		const verdicts = new Verdicts(results);
		const prior = new Map<string, Verdicts>();
		for (const plan of new Set(pairs.map(({ item }) => item.plan))) {
			// All of the plan: what a state lacks of a resource's surroundings, the rules must miss alike.
			const states = this.#items.filter((item) => item.plan === plan).flatMap((item) => item.prior ?? []);
			prior.set(plan, new Verdicts(judge(states)));
		}
		const parts = partsByBucket(this.#items);
		const entries: DriftEntry[] = [];
		for (const pair of pairs) {
			const { plan, prior: state } = pair.item;
			const beside = parts.get(JSON.stringify([plan, state?.attributes.bucket])) ?? new Set();
			for (const rule of rules) {
				const entry = compare(rule, pair, { now: verdicts, prior: prior.get(plan)!, parts: beside });
				if (entry !== null) entries.push(entry);
			}
		}
		const told = withoutRepeats(entries.sort(compareEntries));
		annotate(told, findings);
		const summary: Drift["summary"] = {};
		for (const kind of TRANSITION_KINDS) {
			const count = told.filter((entry) => entry.kind === kind).length;
			if (count > 0) summary[kind] = count;
		}
		return { summary, joined: pairs.map(joinOf), notJoined: apart, entries: told };
	}
}

interface Sides {
	/** Plan and account. */
	now: Verdicts;
	prior: Verdicts;
	/** Types of the resources that belong to the pair's bucket in the state. */
	parts: ReadonlySet<string>;
}

/** One rule on one pair; null where there is nothing to tell. */
function compare(rule: Rule, pair: Pair, { now, prior, parts }: Sides): DriftEntry | null {
	const { item, live, joinedBy } = pair;
	const verdicts = {
		prior: prior.of(rule.id, item.address),
		live: now.of(rule.id, live.key),
		planned: item.planned === null ? "none" : now.of(rule.id, item.planned.key),
	} as const;
	const transition = transitionOf(item, verdicts);
	const values = valuesOf(rule, pair, transition, parts, [
		...now.denials(rule.id, live.key),
		...(item.planned === null ? [] : now.denials(rule.id, item.planned.key)),
	]);
	const drifted = values.some((value) => value.drifted);
	const kind = kindOf(transition, drifted && item.planned !== null);
	if (kind === null) return null;
	const { plan, key: planned } = item;
	return {
		rule: rule.id,
		title: rule.title,
		severity: rule.severity,
		kind,
		note: noteOf(kind, verdicts, drifted),
		plan,
		planned,
		live: live.key,
		joinedBy,
		verdicts,
		values,
		findings: [],
	};
}

/** Without a value that shows it, another verdict on what is live is no proof of drift. */
function kindOf(transition: TransitionKind | null, drifted: boolean): TransitionKind | null {
	if (transition === "drifted" && !drifted) return "diverges";
	return transition ?? (drifted ? "drifted" : null);
}

function transitionOf({ action, planned }: PlannedItem, verdicts: DriftEntry["verdicts"]): TransitionKind | null {
	const { prior, live, planned: after } = verdicts;
	const unchanged = action === "no-op";
	if (live === "failed") {
		if (planned === null) return "destroys";
		if (after === "failed") return "remains";
		if (after === "inconclusive") return "unclear";
		if (after !== "passed") return null;
		// Compliant before the plan and after it: what is wrong came from elsewhere, and nothing in the plan mends it.
		return prior === "passed" || (prior !== "failed" && unchanged) ? "drifted" : "fixes";
	}
	if (live === "passed" && after === "failed") {
		return prior === "failed" || (prior !== "passed" && unchanged) ? "diverges" : "breaks";
	}
	return null;
}

function noteOf(kind: TransitionKind, { live, planned }: DriftEntry["verdicts"], drifted: boolean): string {
	const note = kind === "diverges" && live === "failed" ? DIVERGES_BROKEN : NOTES[kind];
	if (kind !== "drifted") return drifted ? `${note}; it differs from the last applied plan` : note;
	if (live === "failed") return `broken live: it ${note}, and this plan was made without that and does not fix it`;
	return live === "passed" && planned === "passed" ? `${note}; compliant all the same` : note;
}

/** The values behind an entry: those that drifted, and where verdicts differ, those that differ between the sides. */
function valuesOf(
	rule: Rule,
	{ item, live }: Pair,
	transition: TransitionKind | null,
	parts: ReadonlySet<string>,
	denials: Denial[],
): DriftValue[] {
	const facts = [item.applied, item.prior, live, item.planned].map((resource) => {
		return resource === null ? new Map<string, Fact>() : factsOf(rule, resource, item.written);
	});
	const [applied, prior, here, planned] = facts as [Facts, Facts, Facts, Facts];
	const show = excerpts(rule, [item.applied, item.prior, live, item.planned]);
	const values = new Map<string, DriftValue>();
	for (const id of new Set(facts.flatMap((side) => [...side.keys()]))) {
		const [was, found, is, will] = [applied.get(id), prior.get(id), here.get(id), planned.get(id)];
		const fact = (was ?? found ?? is ?? will)!;
		// The plan's own refresh is read as the states are; what is live now may be newer.
		const seen = differs(was, found);
		const newer = differsLive(found, is);
		const drifted = (seen || newer) && isManaged(fact, item, parts);
		const changed = transition !== null && (differs(found, will) || differsLive(will, is));
		if (!drifted && !changed) continue;
		// Where live and state cannot be compared, the state as Terraform refreshed it tells more.
		const current = is ?? found;
		const sides = [was?.value, current?.value, will?.value];
		const only = (value: Json | undefined) =>
			difference(
				fact.path,
				value,
				sides.filter((side) => side !== value),
			);
		values.set(id, {
			path: fact.path,
			lastApplied: show.value(fact, only(was?.value)),
			live: show.value(fact, only(current?.value)),
			planned: show.value(fact, only(will?.value)),
			drifted,
		});
	}
	// Facts say more where there are any.
	for (const { path } of transition === null || values.size > 0 ? [] : denials) {
		const [was, is, will] = [item.applied, live, item.planned].map((side) => show.attribute(side, path)) as Excerpts;
		// What shows the same everywhere, or nothing, says nothing.
		if (
			new Set([was, is, will].map((text) => (text === null || /^(?:null|""|\[\]|\{\})$/.test(text) ? "" : text)))
				.size === 1
		)
			continue;
		const id = ["attributes", ...path].join(".");
		values.set(id, { path: ["attributes", ...path], lastApplied: was, live: is, planned: will, drifted: false });
	}
	return [...values].sort(([left], [right]) => compareText(left, right)).map(([, value]) => value);
}

type Facts = Map<string, Fact>;

/** Last applied, live, planned. */
type Excerpts = [string | null, string | null, string | null];

/** Shows values of a pair with everything masked that any of its sides keeps secret. */
function excerpts(rule: Rule, sides: (Resource | null)[]) {
	const sensitive = sides.flatMap((side) => side?.sensitive ?? []);
	const secret = rule.domain === "secrets";
	const secrets = sides.flatMap(
		(side) => side?.sensitive.flatMap((path) => texts(valueAt(side.attributes, path))) ?? [],
	);
	const hides = (path: AttributePath) => sensitive.some((steps) => isPrefix(steps, path) || isPrefix(path, steps));
	return {
		attribute(resource: Resource | null, path: AttributePath): string | null {
			return resource === null ? null : evidence({ ...resource, sensitive }, path, secret);
		},
		value({ path }: Fact, value: Json | undefined): string | null {
			if (value === undefined) return null;
			const name = path.at(-1)!;
			// A facet may be made from anything in the resource, so one secret hides its texts; it cannot hide whole facts.
			const hidden =
				path[0] === "attributes" ? hides(path.slice(1)) : sensitive.length > 0 && holdsText(value, secrets);
			const shown = { attributes: { [name]: value }, sensitive: [] };
			return evidence({ ...sides.find((side) => side !== null)!, ...shown }, [name], secret || hidden);
		},
	};
}

/** Whether there is text in a value that is not surely one of our own words. */
function holdsText(value: Json, secrets: string[]): boolean {
	return texts(value).some((text) => !/^[a-z-]{1,20}$/.test(text) || secrets.some((secret) => secret.includes(text)));
}

function texts(value: Json | undefined): string[] {
	if (typeof value === "string") return [value];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

/** Types of the resources that name a bucket, by plan and bucket. */
function partsByBucket(items: PlannedItem[]): Map<string, Set<string>> {
	const parts = new Map<string, Set<string>>();
	for (const { plan, type, prior } of items) {
		if (prior === null || typeof prior.attributes.bucket !== "string") continue;
		const key = JSON.stringify([plan, prior.attributes.bucket]);
		const types = parts.get(key) ?? new Set();
		parts.set(key, types.add(type));
	}
	return parts;
}

/** Verdicts by rule and resource. */
class Verdicts {
	readonly #verdicts = new Map<string, Map<string, DriftVerdict>>();
	readonly #denials = new Map<string, Map<string, Denial[]>>();

	constructor(results: RuleResult[]) {
		for (const { rule, passed, denials, inconclusive } of results) {
			const verdicts = new Map<string, DriftVerdict>();
			const denied = new Map<string, Denial[]>();
			for (const resource of passed) verdicts.set(resource, "passed");
			for (const { resource } of inconclusive) verdicts.set(resource, "inconclusive");
			for (const denial of denials) {
				verdicts.set(denial.resource, "failed");
				const list = denied.get(denial.resource);
				if (list === undefined) denied.set(denial.resource, [denial]);
				else list.push(denial);
			}
			this.#verdicts.set(rule, verdicts);
			this.#denials.set(rule, denied);
		}
	}

	of(rule: string, resource: string): DriftVerdict {
		return this.#verdicts.get(rule)?.get(resource) ?? "none";
	}

	denials(rule: string, resource: string): Denial[] {
		return this.#denials.get(rule)?.get(resource) ?? [];
	}
}

function compareEntries(left: DriftEntry, right: DriftEntry): number {
	return (
		TRANSITION_KINDS.indexOf(left.kind) - TRANSITION_KINDS.indexOf(right.kind) ||
		SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
		compareText(left.rule, right.rule) ||
		compareText(left.plan, right.plan) ||
		compareText(left.planned, right.planned)
	);
}

/**
 * Several rules read the same value: where its drift changes no verdict, one of them is enough, and none where a rule
 * tells it whose verdict it changes.
 */
function withoutRepeats(sorted: DriftEntry[]): DriftEntry[] {
	const idle = ({ kind, verdicts }: DriftEntry) => kind === "drifted" && verdicts.live !== "failed";
	const seen = new Set<string>();
	const isNew = ({ plan, planned, values }: DriftEntry) => {
		const ids = values.filter(({ drifted }) => drifted).map(({ path }) => JSON.stringify([plan, planned, path]));
		const some = ids.some((id) => !seen.has(id));
		for (const id of ids) seen.add(id);
		return some;
	};
	for (const entry of sorted) if (!idle(entry)) isNew(entry);
	return sorted.filter((entry) => !idle(entry) || isNew(entry));
}

/** Ties entries and findings of both sides together. */
function annotate(entries: DriftEntry[], findings: Finding[]): void {
	const byResource = new Map<string, Finding[]>();
	for (const finding of findings) {
		const key = JSON.stringify([finding.rule, finding.resource.key]);
		const list = byResource.get(key);
		if (list === undefined) byResource.set(key, [finding]);
		else list.push(finding);
	}
	for (const entry of entries) {
		const { rule, kind, note, planned, live, joinedBy } = entry;
		for (const [own, counterpart] of [
			[planned, live],
			[live, planned],
		] as const) {
			for (const finding of byResource.get(JSON.stringify([rule, own])) ?? []) {
				finding.transition = { kind, counterpart, joinedBy, note };
				entry.findings.push(finding.fingerprint);
			}
		}
		entry.findings.sort(compareText);
	}
}
