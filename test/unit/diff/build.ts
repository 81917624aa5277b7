import type { Finding, FindingInstance, Report, RuleSummary, Suppression } from "../../../src/model/report.ts";
import { finding, report, rule, soc2 } from "../history/reports.ts";

export { finding, report, rule, soc2 };

/** Both reports are of one night: what differs is what the test says. */
export function night(findings: Finding[], overrides: Partial<Report> = {}): Report {
	return report(1, findings, overrides);
}

/** The rule of `finding`, run. */
export function ran(overrides: Partial<RuleSummary> = {}): RuleSummary[] {
	return [rule("k8s-privileged", overrides), rule("other-rule")];
}

export function waiver(overrides: Partial<Suppression> = {}): Suppression {
	return { kind: "waiver", justification: "known", owner: "alice", expires: "2027-01-31", ...overrides };
}

/** A finding on Terraform code that makes the resources `aws_s3_bucket.b["<name>"]`. */
export function shared(names: string[], overrides: Partial<Finding> = {}): Finding {
	const instances = names.map(
		(name): FindingInstance => ({
			resource: `aws_s3_bucket.b["${name}"]`,
			path: ["acl"],
			message: "the bucket is open",
			fingerprint: `b${name}`.padEnd(32, "0"),
			evaluated: "1".repeat(16),
		}),
	);
	const first = instances[0]!;
	return finding("b", {
		message: first.message,
		resource: { key: first.resource, type: "aws_s3_bucket", name: "b", origin: "terraform", scope: "" },
		path: first.path,
		location: { uri: "main.tf", startLine: 4, startColumn: 1, endLine: 4, endColumn: 9, precision: "attribute" },
		fingerprint: first.fingerprint,
		evaluated: first.evaluated,
		...(names.length === 1 ? {} : { instances }),
		...overrides,
	});
}

/** Inputs of a report about plans. */
export function plans(...uris: string[]): Report["inputs"] {
	return uris.map((uri) => ({ uri, origin: "terraform" as const, resources: 3, sha256: "b".repeat(64) }));
}
