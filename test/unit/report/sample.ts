import type { Finding, Report } from "../../../src/model/report.ts";
import type { Rule, Severity } from "../../../src/model/rule.ts";

export const RULE: Rule = {
	id: "k8s-privileged",
	title: "Containers are not privileged",
	description: "A privileged container owns its node.",
	domain: "hardening",
	severity: "critical",
	origins: ["kubernetes"],
	selector: { with: ["pod"] },
	requires: ["facets.pod.containers[].spec.securityContext.privileged"],
	remediation: { kubernetes: { text: "Remove `privileged`.", snippet: "securityContext:\n  privileged: false\n" } },
	references: ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
	package: "hardening.k8s_privileged",
	outputs: { exempt: false, undecided: false },
	file: "hardening/k8s_privileged/k8s_privileged.rego",
};

export function finding(change: Partial<Finding> = {}): Finding {
	return {
		rule: RULE.id,
		title: RULE.title,
		severity: "critical",
		message: "container c is privileged",
		resource: { key: "core/Pod/n/p", type: "core/Pod", name: "p", origin: "kubernetes", scope: "n" },
		path: ["spec", "containers", 0, "securityContext", "privileged"],
		location: { uri: "a/pod.yaml", startLine: 9, startColumn: 9, endLine: 9, endColumn: 25, precision: "attribute" },
		related: [],
		evidence: "true",
		controls: [{ framework: "soc2", id: "CC6.1", role: "primary" }],
		fingerprint: "0".repeat(32),
		evaluated: "0".repeat(16),
		suppression: null,
		remediation: RULE.remediation.kubernetes!,
		...change,
	};
}

export function report(findings: Finding[], change: Partial<Report> = {}): Report {
	const count = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
	return {
		schemaVersion: 1,
		tool: { name: "assay", version: "0.1.0", policySetDigest: "d".repeat(64) },
		scannedAt: "2026-01-01T00:00:00.000Z",
		complete: true,
		inputs: [{ uri: "a/pod.yaml", origin: "kubernetes", resources: 1, sha256: "e".repeat(64) }],
		skipped: [],
		parameters: [],
		summary: {
			resources: 1,
			rules: 1,
			findings: {
				critical: count("critical"),
				high: count("high"),
				medium: count("medium"),
				low: count("low"),
				info: count("info"),
			},
			waived: 0,
			inconclusive: 0,
			notAssessed: 0,
			diagnostics: 0,
		},
		frameworks: [
			{
				id: "soc2",
				title: "SOC 2",
				version: "2017",
				score: { value: 0, lower: 0, upper: 0 },
				coverage: { assessed: 1, bounded: 1, assessable: 1, listed: 1 },
				statuses: { violated: 1 },
				controls: [
					{
						id: "CC6.1",
						title: "Logical access",
						section: "CC6",
						level: "high",
						status: "violated",
						statusReason: "1 failure",
						score: { value: 0, lower: 0, upper: 0 },
						ruleCoverage: { decided: 1, applicable: 1 },
						passed: 0,
						failed: 1,
						inconclusive: 0,
						waived: 0,
						rules: [{ id: RULE.id, role: "primary", rationale: "why" }],
						findings: findings.map(({ fingerprint }) => fingerprint),
						looser: [],
					},
				],
			},
		],
		findings,
		rules: [
			{
				id: RULE.id,
				title: RULE.title,
				severity: "critical",
				domain: "hardening",
				status: "evaluated",
				population: 1,
				passed: 0,
				failed: 1,
				inconclusive: [],
				notAssessed: [],
				notApplicable: [],
				error: null,
			},
		],
		diagnostics: [],
		...change,
	};
}
