import { evidence } from "./locate/evidence.ts";
import type { AttributePath, Json } from "./model/json.ts";
import type { Finding, TurnedOff } from "./model/report.ts";
import type { Resource } from "./model/resource.ts";
import type { Rule, RuleResult } from "./model/rule.ts";
import { push } from "./multimap.ts";
import { originalKey } from "./normalize/keys.ts";
import type { NormalizedPlan } from "./normalize/terraform/normalize.ts";
import { compareText } from "./order.ts";

/** What looking for protections that a plan turns off needs to know. */
export interface TransitionInput {
	plans: NormalizedPlan[];
	rules: Rule[];
	/** Of the whole scan. */
	findings: Finding[];
	/** Lets the rules judge without keeping anything of it. */
	judge: (resources: Resource[]) => RuleResult[];
}

/** Longer lists of causes are cut. */
const MAX_CAUSES = 5;

/**
 * Marks the findings on what complied before a plan and does not comply after it. The state before is read and judged
 * like the one after; only what a finding was made on is looked at, so a plan without findings, or without changes to
 * what is there, costs nothing.
 */
export function markTurnedOff({ plans, rules, findings, judge }: TransitionInput): void {
	const byId = new Map(rules.map((rule) => [rule.id, rule]));
	const byResource = new Map<string, Finding[]>();
	for (const finding of findings) {
		if (finding.resource.origin !== "terraform" || byId.get(finding.rule)?.selector.change === "delete") continue;
		push(byResource, finding.resource.key, finding);
	}
	if (byResource.size === 0) return;
	for (const plan of plans) {
		const failing = plan.resources.filter(({ key, change }) => byResource.has(key) && change !== "create");
		// What a scope lacks now is among the resources destroyed.
		const scopes = failing.some(({ type }) => type.startsWith("scope/"));
		const wanted = new Set([...failing, ...(scopes ? plan.deleted : [])].map(originalKey));
		const before = failing.length === 0 ? [] : plan.before(wanted);
		if (before.length === 0) continue;
		const passed = new Map(judge(before).map((result) => [result.rule, new Set(result.passed)]));
		const causes = new Causes(plan);
		const byAddress = new Map(before.map((resource) => [resource.key, resource]));
		for (const resource of failing) {
			const prior = byAddress.get(originalKey(resource));
			for (const finding of byResource.get(resource.key) ?? []) {
				const rule = byId.get(finding.rule);
				if (prior === undefined || rule === undefined) continue;
				const complied = passed.get(rule.id) ?? new Set<string>();
				const by = resource.type.startsWith("scope/")
					? causes.ofScope(rule, complied)
					: complied.has(prior.key)
						? causes.of(resource, prior)
						: null;
				if (by !== null) finding.transition = transition(finding, resource, prior, rule, by);
			}
		}
	}
}

type Cause = TurnedOff["by"][number];

const CHANGING: ReadonlySet<Resource["change"]> = new Set(["create", "update", "replace", "delete"]);

/** The changes of one plan, by what they name. */
class Causes {
	readonly #plan: NormalizedPlan;
	#byValue: Map<string, Resource[]> | undefined;

	constructor(plan: NormalizedPlan) {
		this.#plan = plan;
	}

	/** Changed resources that name a resource by one of its identifiers, itself first if it changes; else changed ones of its type. */
	of(resource: Resource, prior: Resource): Cause[] {
		this.#byValue ??= indexChanges(this.#plan);
		const named = new Set<Resource>();
		for (const value of identifiers(prior)) for (const other of this.#byValue.get(value) ?? []) named.add(other);
		named.delete(resource);
		const own = resource.change === "update" || resource.change === "replace" ? [causeOf(resource)] : [];
		if (own.length + named.size > 0) return [...own, ...[...named].map(causeOf).sort(compareCauses)];
		// Nothing points at it: one of its own kind may have done its part.
		const kin = [...this.#plan.resources, ...this.#plan.deleted].filter((other) => {
			return other.type === resource.type && CHANGING.has(other.change) && other.change !== "create";
		});
		return kin.map(causeOf).sort(compareCauses);
	}

	/** Destroyed resources that complied with a rule whose answer for the scope is that there are none left; null when there are none. */
	ofScope({ selector }: Rule, complied: ReadonlySet<string>): Cause[] | null {
		const gone = this.#plan.deleted.filter(
			(resource) => complied.has(originalKey(resource)) && selector.types?.includes(resource.type) === true,
		);
		return gone.length === 0 ? null : gone.map(causeOf).sort(compareCauses);
	}
}

function indexChanges({ resources, deleted }: NormalizedPlan): Map<string, Resource[]> {
	const index = new Map<string, Resource[]>();
	for (const resource of [...resources, ...deleted]) {
		if (!CHANGING.has(resource.change)) continue;
		for (const value of new Set(texts(resource.attributes))) push(index, value, resource);
	}
	return index;
}

/** Values that name one resource and nothing else: a plain name may be anything's. */
function identifiers({ type, attributes }: Resource): string[] {
	const names = type === "aws_s3_bucket" ? ["id", "arn", "bucket"] : ["id", "arn", "self_link"];
	return names
		.map((name) => attributes[name])
		.filter((value): value is string => typeof value === "string" && value.length > 2);
}

function texts(value: Json): string[] {
	if (typeof value === "string") return [value];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

function causeOf(resource: Resource): Cause {
	return { resource: resource.key, action: resource.change as Cause["action"] };
}

function compareCauses(left: Cause, right: Cause): number {
	return compareText(left.action, right.action) || compareText(left.resource, right.resource);
}

const VERBS: Record<Cause["action"], string> = {
	create: "creates",
	update: "changes",
	replace: "replaces",
	delete: "deletes",
};

function transition(finding: Finding, resource: Resource, prior: Resource, rule: Rule, by: Cause[]): TurnedOff {
	const before = valueBefore(finding.path, resource, prior, rule);
	const was = before === null ? "" : ` (${finding.path.join(".")} was ${before})`;
	const others = by.filter((cause) => cause.resource !== resource.key);
	const shown = others.slice(0, MAX_CAUSES).map((cause) => `${VERBS[cause.action]} ${cause.resource}`);
	if (others.length > shown.length) shown.push(`${others.length - shown.length} more`);
	const cause = shown.length === 0 ? "" : `: it ${shown.join(", ")}`;
	return { kind: "turned-off", before, by, note: `compliant before, this plan turns it off${was}${cause}` };
}

/** What stood where the finding points, masked by what either side keeps secret; null where the plan leaves it as it was. */
function valueBefore(path: AttributePath, resource: Resource, prior: Resource, rule: Rule): string | null {
	const sensitive = [...resource.sensitive, ...prior.sensitive];
	const secret = rule.domain === "secrets";
	const before = evidence({ ...prior, sensitive }, path, secret);
	if (before === null || before === "null" || before === "[]") return null;
	return before === evidence({ ...resource, sensitive }, path, secret) ? null : before;
}
