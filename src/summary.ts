import { assess } from "./assess/assess.ts";
import { looserParameters } from "./compliance/looser.ts";
import { groupInstances } from "./locate/instances.ts";
import type { Report } from "./model/report.ts";
import type { Rule, RuleResult, Severity } from "./model/rule.ts";
import { compareText } from "./order.ts";
import { type Assets, digestOf } from "./policy/assets.ts";
import type { Judgement } from "./scan.ts";
import { VERSION } from "./version.ts";

/** Sums up what a scan found out: one finding for each line of code, statuses and scores, counts. Pure. */
export function toReport(judgement: Judgement, assets: Assets, scannedAt: string): Report {
	const { inputs, judged, rules, results, diagnostics, skipped, parameters, frameworks, drift } = judgement;
	const { attestations, exclusions } = judgement;
	const { findings, groupOf } = groupInstances(judgement.findings);
	const open = findings.filter(({ suppression }) => suppression === null);
	const count = (severity: Severity) => open.filter((finding) => finding.severity === severity).length;
	return {
		schemaVersion: 1,
		tool: toolOf(assets),
		scannedAt,
		complete: !diagnostics.some(({ severity }) => severity === "error"),
		inputs,
		skipped,
		parameters: Object.keys(parameters)
			.sort(compareText)
			.map((name) => ({
				name,
				value: parameters[name]!,
				default: JSON.stringify(parameters[name]) === JSON.stringify(assets.parameters[name]?.default),
			})),
		summary: {
			resources: judged,
			rules: rules.length,
			findings: {
				critical: count("critical"),
				high: count("high"),
				medium: count("medium"),
				low: count("low"),
				info: count("info"),
			},
			waived: findings.length - open.length,
			inconclusive: total(results, (result) => result.inconclusive.length),
			notAssessed: total(results, (result) => result.notAssessed.length),
			diagnostics: diagnostics.length,
		},
		frameworks: assess({
			...{ compliance: assets.compliance, frameworks, rules, results, findings: judgement.findings },
			...{ attestations, exclusions, fingerprintOf: groupOf },
			looser: (framework) => looserParameters(assets.parameters, parameters, framework),
		}),
		findings,
		...(drift === undefined ? {} : { drift }),
		rules: results.map((result) => summarize(result, rules.find(({ id }) => id === result.rule)!)),
		diagnostics,
	};
}

function summarize(result: RuleResult, rule: Rule): Report["rules"][number] {
	return {
		id: rule.id,
		title: rule.title,
		severity: rule.severity,
		domain: rule.domain,
		status: result.status,
		population: result.population.length,
		passed: result.passed.length,
		failed: new Set(result.denials.map(({ resource }) => resource)).size,
		inconclusive: result.inconclusive,
		notAssessed: result.notAssessed,
		notApplicable: result.notApplicable,
		error: result.error,
		...((rule.parameters ?? []).length === 0 ? {} : { parameters: rule.parameters! }),
	};
}

/** What a report says of the program that made it. */
export function toolOf(assets: Assets): Report["tool"] {
	return { name: "assay", version: VERSION, policySetDigest: digestOf(assets) };
}

function total(results: RuleResult[], size: (result: RuleResult) => number): number {
	return results.reduce((sum, result) => sum + size(result), 0);
}
