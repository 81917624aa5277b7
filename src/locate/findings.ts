import { createHash } from "node:crypto";
import type { ReadText } from "../collect/texts.ts";
import { rolesByControl } from "../compliance/roles.ts";
import type { Compliance } from "../model/framework.ts";
import type { Finding } from "../model/report.ts";
import type { Origin, Resource } from "../model/resource.ts";
import { FIX_PROVIDERS, type Remediation, type Rule, type RuleResult, SEVERITIES } from "../model/rule.ts";
import { stableKeys } from "../normalize/keys.ts";
import { plannedPath } from "../normalize/terraform/kubernetes/planned.ts";
import { compareText } from "../order.ts";
import { parsePattern, project, projection } from "../policy/requires.ts";
import type { Waiving } from "../waive/waive.ts";
import { evidence, masked } from "./evidence.ts";
import { fingerprint } from "./fingerprint.ts";
import { createLocator } from "./locator.ts";
import type { RenderedSources } from "./rendered.ts";
import type { TerraformSources } from "./terraform/sources.ts";

interface LocateInput {
	results: RuleResult[];
	rules: Rule[];
	resources: Resource[];
	compliance: Compliance;
	frameworks: string[];
	readText: ReadText;
	/** The code of the plans, where it was found. */
	terraform: TerraformSources | null;
	/** The files behind what was rendered. */
	rendered: RenderedSources | null;
	/** Finds comments that accept findings. */
	waiving: Pick<Waiving, "inline"> | null;
}

/**
 * Turns denials into findings: a place in a file, masked evidence, the controls concerned, a fingerprint.
 * In no particular order; `settleFindings` puts those of all batches together.
 */
export function locateFindings(input: LocateInput): Finding[] {
	const byKey = new Map(input.resources.map((resource) => [resource.key, resource]));
	const byId = new Map(input.rules.map((rule) => [rule.id, rule]));
	const controls = controlsByRule(input.compliance, input.frameworks);
	const denials = input.results.flatMap((result) =>
		result.denials.map((denial) => ({ denial, rule: byId.get(result.rule)!, resource: byKey.get(denial.resource)! })),
	);
	// The locator holds one file at a time.
	denials.sort((left, right) => compareText(left.resource.anchor.uri, right.resource.anchor.uri));
	const locate = createLocator(input.readText, input.terraform, input.rendered);
	const stable = stableKeys(input.resources);
	const evaluated = createEvaluatedHash();
	return denials.map(({ denial, rule, resource }): Finding => {
		const { key, type, name, origin, scope, captured } = resource;
		const { location, related, scopes } = locate(resource, denial.path, rule.selector.types);
		return {
			rule: rule.id,
			title: rule.title,
			severity: denial.severity ?? rule.severity,
			message: denial.message,
			resource: { key, type, name, origin, scope },
			...(captured === undefined ? {} : { captured }),
			path: resource.anchor.planned === undefined ? denial.path : plannedPath(resource.anchor.planned, denial.path),
			location,
			related,
			evidence: evidence(resource, denial.path, rule.domain === "secrets"),
			controls: controls.get(rule.id) ?? [],
			fingerprint: fingerprint(rule.id, stable(key), denial.path, resource.attributes),
			evaluated: evaluated(rule, resource),
			suppression: input.waiving?.inline(rule, location.uri, [location.startLine, ...scopes]) ?? null,
			remediation: remediationFor(rule, origin, type),
		};
	});
}

/**
 * Makes the hash of what a rule reads of a resource: it changes when that does, and shows nothing of it. Computed once for
 * all findings of a rule on a resource.
 */
function createEvaluatedHash(): (rule: Rule, resource: Resource) => string {
	const projections = new Map<Rule, ReturnType<typeof projection>>();
	const hashes = new Map<Rule, Map<Resource, string>>();
	return (rule, resource) => {
		const ofRule = hashes.get(rule) ?? new Map<Resource, string>();
		hashes.set(rule, ofRule);
		let hash = ofRule.get(resource);
		if (hash === undefined) {
			const tree = projections.get(rule) ?? projection(rule.requires.map(parsePattern));
			projections.set(rule, tree);
			const { attributes, facets } = project(resource, tree);
			const text = JSON.stringify([masked(attributes!, resource.sensitive), masked(facets!, [])]);
			hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
			ofRule.set(resource, hash);
		}
		return hash;
	};
}

/** Sorts findings by severity, file, line, resource, rule and path; the same denial twice is one finding. */
export function settleFindings(findings: Finding[]): Finding[] {
	return separateFingerprints(dedupe(findings.sort(compareFindings)));
}

/** What is live in AWS is best mended in the Terraform code that made it, unless the rule says otherwise. */
function remediationFor(rule: Rule, origin: Origin, type: string): Remediation | null {
	const provider = FIX_PROVIDERS.find((name) => origin === "terraform" && type.startsWith(`${name}_`));
	const own = provider === undefined ? undefined : rule.remediation[provider];
	return own ?? rule.remediation[origin] ?? (origin === "aws" ? rule.remediation.terraform : undefined) ?? null;
}

/** The controls each rule serves: frameworks in the order wanted, primary before supporting, then by id. */
function controlsByRule(compliance: Compliance, frameworks: string[]): Map<string, Finding["controls"]> {
	const controls = new Map<string, Finding["controls"]>();
	for (const framework of frameworks) {
		const ofFramework = new Map<string, Finding["controls"]>();
		for (const [id, rules] of rolesByControl(compliance, framework)) {
			for (const { id: rule, role } of rules) {
				const known = ofFramework.get(rule);
				if (known === undefined) ofFramework.set(rule, [{ framework, id, role }]);
				else known.push({ framework, id, role });
			}
		}
		for (const [rule, served] of ofFramework) {
			served.sort((left, right) => compareText(left.role, right.role) || compareText(left.id, right.id));
			controls.set(rule, [...(controls.get(rule) ?? []), ...served]);
		}
	}
	return controls;
}

function compareFindings(left: Finding, right: Finding): number {
	return (
		SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
		compareText(left.location.uri, right.location.uri) ||
		left.location.startLine - right.location.startLine ||
		compareText(left.resource.key, right.resource.key) ||
		compareText(left.rule, right.rule) ||
		compareText(JSON.stringify(left.path), JSON.stringify(right.path)) ||
		compareText(left.message, right.message)
	);
}

/** Drops a finding that says the same of the same value as the one before it. */
function dedupe(findings: Finding[]): Finding[] {
	return findings.filter((finding, index) => index === 0 || compareFindings(findings[index - 1]!, finding) !== 0);
}

/** Several findings of one rule on one value (two faults of one image reference) get fingerprints of their own, in message order. */
function separateFingerprints(findings: Finding[]): Finding[] {
	const seen = new Map<string, number>();
	for (const finding of findings) {
		const count = (seen.get(finding.fingerprint) ?? 0) + 1;
		seen.set(finding.fingerprint, count);
		if (count > 1) finding.fingerprint = `${finding.fingerprint}-${count}`;
	}
	return findings;
}
