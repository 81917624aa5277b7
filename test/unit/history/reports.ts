import type { Finding, FrameworkAssessment, Report, RuleSummary } from "../../../src/model/report.ts";
import type { Severity } from "../../../src/model/rule.ts";

/** A finding of rule `k8s-privileged` on `apps/Deployment/shop/<id>` with the fingerprint `id` padded. */
export function finding(id: string, overrides: Partial<Finding> = {}): Finding {
	return {
		rule: "k8s-privileged",
		title: "Containers are not privileged",
		severity: "high",
		message: "a container is privileged",
		resource: {
			key: `apps/Deployment/shop/${id}`,
			type: "apps/Deployment",
			name: id,
			origin: "kubernetes",
			scope: "shop",
		},
		path: ["spec"],
		location: { uri: "shop.yaml", startLine: 3, startColumn: 1, endLine: 3, endColumn: 2, precision: "object" },
		related: [],
		evidence: '"s3cret-evidence"',
		controls: [
			{ framework: "hipaa", id: "164.312(a)(1)", role: "supporting" },
			{ framework: "soc2", id: "CC6.1", role: "primary" },
		],
		fingerprint: id.padEnd(32, "0"),
		evaluated: "0".repeat(16),
		suppression: null,
		remediation: { text: "Remove\n`privileged`.", snippet: "privileged: false" },
		...overrides,
	};
}

export function rule(id: string, overrides: Partial<RuleSummary> = {}): RuleSummary {
	return {
		id,
		title: id,
		severity: "high",
		domain: "hardening",
		status: "evaluated",
		population: 1,
		passed: 1,
		failed: 0,
		inconclusive: [],
		notAssessed: [],
		notApplicable: [],
		error: null,
		...overrides,
	};
}

/** SOC 2 with one control. */
export function soc2(
	lower: number,
	status: FrameworkAssessment["controls"][number]["status"] = "no-failures",
): FrameworkAssessment {
	const score = { value: lower + 1, lower, upper: lower + 2 };
	return {
		id: "soc2",
		title: "SOC 2",
		version: "2017",
		score,
		coverage: { assessed: 1, bounded: 1, assessable: 2, listed: 3 },
		statuses: { [status]: 1 },
		controls: [
			{
				id: "CC6.1",
				title: "Access",
				section: "CC6",
				level: "high",
				status,
				statusReason: "",
				score,
				ruleCoverage: { decided: 1, applicable: 1 },
				passed: 1,
				failed: 0,
				inconclusive: 0,
				waived: 0,
				rules: [],
				findings: [],
				looser: [],
			},
		],
	};
}

/** A complete report of a night in November, with findings of rules that all ran. */
export function report(day: number, findings: Finding[], overrides: Partial<Report> = {}): Report {
	const count = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
	const complete = overrides.complete ?? true;
	const error = { severity: "error" as const, code: "yaml-syntax", message: "not YAML", uri: "x.yaml", line: 2 };
	return {
		schemaVersion: 1,
		tool: { name: "assay", version: "0.1.0", policySetDigest: "d".repeat(64) },
		scannedAt: `2026-11-${String(day).padStart(2, "0")}T02:00:00.000Z`,
		complete,
		inputs: [{ uri: "shop.yaml", origin: "kubernetes", resources: 1, sha256: "a".repeat(64) }],
		skipped: [],
		parameters: [],
		summary: {
			resources: 1,
			rules: 2,
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
			diagnostics: complete ? 0 : 1,
		},
		frameworks: [soc2(80)],
		findings,
		rules: [rule("k8s-privileged"), rule("other-rule")],
		diagnostics: complete ? [] : [error],
		...overrides,
	};
}

export const STREAM = { name: "nightly", scope: "scope-1" };
export const KNOWN_RULES = new Set(["k8s-privileged", "other-rule", "db-encrypted"]);
