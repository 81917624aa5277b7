import type { Document, Resource } from "../../model/resource.ts";
import { type Parameters, type Rule, type RuleResult, SEVERITIES } from "../../model/rule.ts";
import { separateKeys } from "../../normalize/keys.ts";
import { normalizeKubernetes } from "../../normalize/kubernetes/normalize.ts";
import { normalizeTerraformPlan } from "../../normalize/terraform/normalize.ts";
import type { Scene } from "../scene.ts";

/** How bad a rule's verdict on a resource is: passed or not its affair, not known, failed. */
const [GOOD, OPEN, FAILED] = [0, 1, 2];

interface Verdict {
	grade: number;
	denials: number;
	/** Place of the gravest denial in the order of severities; lower is graver. */
	severity: number;
}

/** What all rules say: rule → resource → verdict. */
type Verdicts = Map<string, { errored: boolean; resources: Map<string, Verdict> }>;

/** Judges changed plans by the rules of the scan, and compares with the plans as they are. */
export interface Verifier {
	/**
	 * @param documents all that was scanned, some of it changed.
	 * @param wanted rules, each with the resources that it has to pass for.
	 * @returns null where they do and nothing else is worse, else why the change will not do, as one clause.
	 */
	verify(documents: Document[], wanted: { rule: string; resources: string[] }[]): string | null;
}

/** A verifier that judges by the rules of the scan; what it holds before any change is judged once, when first asked. */
export function createVerifier(scene: Pick<Scene, "documents" | "parameters" | "rules" | "verdictsOn">): Verifier {
	const { documents, parameters, rules } = scene;
	const judged = (inputs: Document[]) => verdictsOf(scene.verdictsOn(normalized(inputs, parameters)), rules);
	let before: Verdicts | null = null;
	return {
		verify(changed, wanted) {
			before ??= judged(documents);
			const after = judged(changed);
			for (const { rule, resources } of wanted) {
				const own = after.get(rule);
				if (own === undefined || own.errored || resources.length === 0) return "the rule cannot be asked again";
				if (resources.some((key) => own.resources.get(key)?.grade !== GOOD)) return "the rule would not pass with it";
			}
			return firstWorse(before, after);
		},
	};
}

function normalized(documents: Document[], parameters: Parameters): Resource[] {
	const plans = documents
		.filter((document) => document.kind === "terraform-plan")
		.map((document) => normalizeTerraformPlan(document, { parameters }));
	const resources = normalizeKubernetes(
		documents.filter((document) => document.kind === "kubernetes"),
		{ parameters, planned: plans.map(({ kubernetes }) => kubernetes) },
	);
	for (const plan of plans) for (const resource of plan.resources) resources.push(resource);
	const deleted = plans.flatMap((plan) => plan.deleted);
	for (const resource of deleted) resources.push(resource);
	separateKeys(resources);
	return resources;
}

function verdictsOf(results: RuleResult[], rules: Rule[]): Verdicts {
	const severities = new Map(rules.map(({ id, severity }) => [id, severity]));
	const verdict = (grade: number): Verdict => ({ grade, denials: 0, severity: SEVERITIES.length });
	return new Map(
		results.map((result) => {
			const resources = new Map<string, Verdict>();
			for (const key of result.passed) resources.set(key, verdict(GOOD));
			for (const { resource } of result.notApplicable) resources.set(resource, verdict(GOOD));
			for (const { resource } of result.inconclusive) resources.set(resource, verdict(OPEN));
			for (const { resource } of result.notAssessed) resources.set(resource, verdict(OPEN));
			for (const { resource, severity = severities.get(result.rule) } of result.denials) {
				const failed = resources.get(resource) ?? verdict(FAILED);
				failed.denials += 1;
				failed.severity = Math.min(failed.severity, severity === undefined ? 0 : SEVERITIES.indexOf(severity));
				resources.set(resource, failed);
			}
			return [result.rule, { errored: result.status === "errored", resources }];
		}),
	);
}

/** By number and weight, not by path: what a rule misses in a block that is new was missing with the whole block before. */
function firstWorse(before: Verdicts, after: Verdicts): string | null {
	for (const [rule, { errored, resources }] of after) {
		const then = before.get(rule);
		if (errored && then?.errored !== true) return `${rule} could then not be evaluated`;
		for (const [resource, now] of resources) {
			const was = then?.resources.get(resource) ?? { grade: GOOD, denials: 0, severity: SEVERITIES.length };
			const graver = now.denials > was.denials || now.severity < was.severity;
			if (now.grade > was.grade || (now.grade === was.grade && graver)) return `${rule} would be worse for ${resource}`;
		}
	}
	return null;
}
