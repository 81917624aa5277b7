import { describe, expect, test } from "vitest";
import { annotate } from "../../../src/action/annotations.ts";
import { inChange, listChangedFiles } from "../../../src/action/changed-files.ts";
import { ActionLog } from "../../../src/action/commands.ts";
import type { RunContext } from "../../../src/action/context.ts";
import { type Comparison, select } from "../../../src/action/selection.ts";
import { codeLink, commentBody, jobSummary, type Outcome, verdict } from "../../../src/action/texts.ts";
import type { ReportDiff } from "../../../src/model/diff.ts";
import type { Finding, Report } from "../../../src/model/report.ts";
import type { Severity } from "../../../src/model/rule.ts";

function finding(name: string, rest: Partial<Finding> = {}): Finding {
	return {
		rule: "k8s-privileged",
		title: "Containers do not run privileged",
		severity: "high",
		message: `${name} runs privileged`,
		resource: {
			key: `apps/Deployment/shop/${name}`,
			type: "apps/Deployment",
			name,
			origin: "kubernetes",
			scope: "shop",
		},
		path: ["spec"],
		location: place(`deploy/${name}.yaml`),
		related: [],
		evidence: null,
		controls: [],
		fingerprint: name.padEnd(32, "0"),
		evaluated: "0".repeat(16),
		suppression: null,
		remediation: { text: "Set `privileged` to false.", snippet: "" },
		...rest,
	};
}

function place(uri: string, startLine = 3): Finding["location"] {
	return { uri, startLine, startColumn: 1, endLine: startLine, endColumn: 9, precision: "attribute" };
}

const planned = (key: string, uri: string) =>
	finding("bucket", {
		resource: { key, type: "aws_s3_bucket", name: "this", origin: "terraform", scope: "" },
		location: place(uri),
	});

function report(findings: Finding[], rest: Partial<Report> = {}): Report {
	return {
		schemaVersion: 1,
		tool: { name: "assay", version: "0.1.0", policySetDigest: "d".repeat(64) },
		scannedAt: "2026-01-01T00:00:00.000Z",
		complete: true,
		inputs: [{ uri: "infra/plan.json", origin: "terraform", resources: 1, sha256: null }],
		skipped: [],
		parameters: [],
		summary: {
			...{ resources: 1, rules: 1, waived: 0, inconclusive: 0, notAssessed: 0, diagnostics: 0 },
			findings: { critical: 0, high: findings.length, medium: 0, low: 0, info: 0 },
		},
		frameworks: [],
		findings,
		rules: [],
		diagnostics: [],
		...rest,
	};
}

function comparison(parts: Partial<ReportDiff>, baseRules = ["k8s-privileged"]): Comparison {
	const side = {
		scannedAt: "2026-01-01T00:00:00.000Z",
		version: "0.1.0",
		policySetDigest: "d".repeat(64),
		complete: true,
	};
	const diff: ReportDiff = {
		...{ schemaVersion: 1, before: side, after: side, notes: [], incomparable: [], added: [], fixed: [], changed: [] },
		...{ waived: [], undecided: [], unchanged: 0, controls: [], frameworks: [] },
		...parts,
	};
	return { diff, baseRules: new Set(baseRules) };
}

const context: RunContext = {
	workspace: "/home/runner/work/shop/shop",
	event: "pull_request",
	repository: { owner: "acme", repo: "shop" },
	commit: { sha: "a".repeat(40), ref: "refs/pull/7/merge" },
	pullRequest: { number: 7, headSha: "b".repeat(40), changedFiles: 1, fork: false },
	blobUrl: `https://github.com/acme/shop/blob/${"a".repeat(40)}`,
	runUrl: "https://github.com/acme/shop/actions/runs/9",
	problem: null,
};

function outcome(given: Report, rest: Partial<Outcome> = {}): Outcome {
	return {
		...{ report: given, diff: null, selection: select(given, null, null), code: 1, failOn: "high", failing: 1 },
		...{ notes: [], readText: () => null },
		...rest,
	};
}

describe("which findings count", () => {
	const accepted = { kind: "waiver", justification: "x", owner: "", expires: null } as const;

	test("all open ones; never what is accepted", () => {
		const { findings } = select(report([finding("a"), finding("b", { suppression: accepted })]), null, null);
		expect(findings.map((one) => one.finding.resource.name)).toEqual(["a"]);
	});

	test("beside a base, new ones, with the severity and the resources of what is new", () => {
		const instances = ["a", "b", "c"].map((resource) => ({
			...{ resource, path: [], message: "m", fingerprint: resource, evaluated: "" },
			...(resource === "a" ? {} : { severity: "low" as const }),
		}));
		const shared = finding("shared", { instances });
		const { findings, onlyNew } = select(
			report([finding("old"), shared, finding("fresh")]),
			comparison({
				added: [
					{ finding: shared, resources: ["b"], severity: "low", was: "absent" },
					{ finding: shared, resources: ["c"], severity: "medium", was: "suppressed" },
					{ finding: finding("fresh"), resources: ["x"], severity: "high", was: "undecided" },
				],
			}),
			null,
		);
		expect(onlyNew).toBe(true);
		expect(findings.map(({ finding: { resource }, ...rest }) => ({ ...rest, name: resource.name }))).toMatchObject([
			{ name: "shared", severity: "medium", resources: ["b", "c"] },
			{ name: "fresh", severity: "high" },
		]);
	});

	test("beside a base, old ones that have become graver, and no others that changed", () => {
		const changed = ["a", "b"].map((name) => ({
			...{ before: finding(name, { severity: "low" }), after: finding(name) },
			...{ resources: [name], what: ["severity" as const] },
			...(name === "a" ? { worse: "high" as const } : {}),
		}));
		const { findings } = select(report([finding("a"), finding("b")]), comparison({ changed }), null);
		expect(findings.map(({ finding: { resource }, severity }) => [resource.name, severity])).toEqual([["a", "high"]]);
	});

	test("what cannot be compared counts, unless the base was not judged by the rule at all", () => {
		const parts = {
			incomparable: [
				{ what: "rule k8s-privileged", reason: "other parameters", side: "after" as const, findings: [finding("a")] },
				{ what: "rule x", reason: "gone", side: "before" as const, findings: [finding("b")] },
			],
		};
		const names = (rules: string[]) =>
			select(report([finding("a"), finding("b")]), comparison(parts, rules), null).findings.map(
				(one) => one.finding.resource.name,
			);
		expect(names(["k8s-privileged"])).toEqual(["a"]);
		expect(names(["other-rule"])).toEqual([]);
	});
});

describe("what a change of files may be behind", () => {
	const behind = (one: Finding, ...changed: string[]) => inChange(report([one]), new Set(changed))(one);

	test("manifests: the file, or one that belongs to the finding", () => {
		expect(behind(finding("a"), "deploy/a.yaml")).toBe(true);
		expect(behind(finding("a"), "deploy/b.yaml", "deploy")).toBe(false);
		const related = [{ message: "chart", location: place("charts/a.yaml") }];
		expect(behind(finding("a", { related }), "charts/a.yaml")).toBe(true);
	});

	test("Terraform: the folder, any code for what stands in modules, values everywhere", () => {
		const root = planned("aws_s3_bucket.this", "infra/main.tf");
		expect(behind(root, "infra/locals.tf")).toBe(true);
		expect(behind(root, "infra/modules/x/main.tf", "infra/README.md", "infra/main.tf.md")).toBe(false);
		expect(behind(root, "env/prod.tfvars")).toBe(true);
		expect(behind(root, "infra/b.tofu")).toBe(true);
		expect(behind(root, "infra/policies/bucket.json")).toBe(true);
		expect(behind(root, "deploy/web.yaml", "infra.json", "infrared/x.json")).toBe(false);
		const atTop = planned("aws_s3_bucket.this", "main.tf");
		expect(behind(atTop, "policy.json")).toBe(true);
		expect(behind(atTop, "deploy/web.yaml")).toBe(false);
		const inner = planned("module.x.aws_s3_bucket.this", "infra/modules/x/main.tf");
		expect(behind(inner, "infra/main.tf")).toBe(true);
		expect(behind(inner, "README.md")).toBe(false);
	});

	test("what stands in no file of the repository counts", () => {
		expect(behind(planned("aws_s3_bucket.this", "infra/plan.json"))).toBe(true);
		expect(behind(finding("a", { location: place("../x.yaml") }))).toBe(true);
		expect(behind(finding("a", { location: place("/tmp/x.yaml") }))).toBe(true);
	});

	test("old names of moved files count; a list that makes no sense is an error", async () => {
		const list = (files: unknown[]) => listChangedFiles(async () => files, context.repository!, context.pullRequest!);
		expect(await list([{ filename: "b", previous_filename: "a" }])).toEqual(new Set(["a", "b"]));
		await expect(list([{ filename: 3 }])).rejects.toThrow("makes no sense");
		await expect(list([null])).rejects.toThrow("makes no sense");
	});
});

describe("annotations", () => {
	function annotated(findings: Finding[], most = 30, failing: Severity[] = ["critical", "high"]): string {
		let text = "";
		const log = new ActionLog((part) => {
			text += part;
		});
		log.warning("first of all");
		annotate(select(report(findings), null, null), (severity) => failing.includes(severity), most, log);
		return text;
	}

	test("levels by severity; what fails is an error; warnings already shown count", () => {
		const many = (severity: Severity) =>
			Array.from({ length: 12 }, (_, at) => finding(`${severity}${at}`, { severity }));
		const text = annotated([...many("high"), ...many("medium"), ...many("info")]);
		const count = (level: string) => [...text.matchAll(new RegExp(`^::${level} `, "gm"))].length;
		expect([count("error"), count("warning"), count("notice")]).toEqual([10, 10, 10]);
		expect(text).toContain("7 findings not annotated");
		expect(annotated(many("medium"), 30, ["medium"])).toContain("::error file=deploy/medium0.yaml,line=3,endLine=3,");
		expect(annotated(many("high"), 2)).toContain("10 findings not annotated");
		expect(annotated(many("high"), 0)).not.toContain("::error");
	});

	test("a place outside the repository is told in words", () => {
		const text = annotated([finding("a", { location: place("../other/x.yaml", 9) })]);
		expect(text).toContain("::error title=high%3A Containers");
		expect(text).toContain("At ../other/x.yaml:9");
	});

	test("long texts are cut between characters", () => {
		const text = annotated([finding("a", { message: "😀".repeat(200_000) })]);
		expect(text.length).toBeLessThan(5000);
		expect(text.isWellFormed()).toBe(true);
	});
});

describe("texts for people", () => {
	test("the verdict is true in every case", () => {
		const base = report([finding("a")]);
		expect(verdict(outcome(base))).toBe("The run fails: 1 finding of severity high or above.");
		const passing = { code: 0, failing: 0 };
		expect(verdict(outcome(base, passing))).toBe("The run passes: no finding of severity high or above.");
		expect(verdict(outcome(base, { ...passing, failOn: null }))).toBe("The run passes: no finding fails it.");
		const both = { findings: [], onlyNew: true, onlyChanged: true };
		expect(verdict(outcome(base, { ...passing, failOn: "critical", selection: both }))).toBe(
			"The run passes: no new finding of severity critical in what this pull request changes.",
		);
		expect(verdict(outcome(base, { code: 1, failing: 0 }))).toBe("The run fails: a score is below its bar.");
		expect(verdict(outcome(base, { code: 2, failing: 3 }))).toContain("the scan is incomplete");
		const accepted = outcome(report([], { complete: false }), passing);
		expect(verdict(accepted)).toMatch(/^The run passes: .* The scan is incomplete all the same\.$/);
	});

	test("comment and summary stay within their limits, whatever the texts are", () => {
		const findings = Array.from({ length: 3000 }, (_, at) => finding(`${at}-${"ü|`<!--".repeat(30)}`));
		const huge = outcome(report(findings), { notes: ["x".repeat(500)] });
		const comment = commentBody(huge, context, "<!-- assay report x -->", 65_536);
		expect(comment.length).toBeLessThanOrEqual(65_536);
		expect(comment.length).toBeGreaterThan(40_000);
		expect(comment.startsWith("<!-- assay report x -->\n\n## Assay: 3000 findings")).toBe(true);
		const added = findings.map((one) => ({
			...{ finding: one, resources: [] },
			severity: one.severity,
			was: "absent" as const,
		}));
		const { diff } = comparison({ added });
		expect(commentBody({ ...huge, diff }, context, "", 65_536).length).toBeLessThanOrEqual(65_536);
		for (const one of [huge, { ...huge, diff }]) {
			const summary = jobSummary(one, context, 1024 * 1024);
			expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1024 * 1024);
			expect(summary).toContain("The run fails");
		}
	});

	test("an incomplete scan says so beside a comparison too", () => {
		const diagnostics = [
			{ severity: "error" as const, code: "x", message: "cannot be read", uri: "a|b.yaml", line: 4 },
		];
		const given = outcome(report([], { complete: false, diagnostics }), { code: 2, ...comparison({}) });
		const body = commentBody(given, context, "", 65_536);
		expect(body).toContain("The scan is incomplete");
		expect(body).toContain("a\\|b.yaml:4");
	});

	test("links lead to the scanned commit, for files that are in git", () => {
		const link = codeLink(context, report([]));
		const base = context.blobUrl;
		expect(link(place("a b/ü#%.yaml", 7))).toBe(`${base}/a%20b/%C3%BC%23%25.yaml#L7`);
		expect(link({ ...place("a.tf"), endLine: 5 })).toBe(`${base}/a.tf#L3-L5`);
		for (const uri of [
			"infra/plan.json",
			"../a.yaml",
			"/a.yaml",
			"infra/.terraform/modules/x/main.tf",
			"a\ud800.yaml",
		]) {
			expect(link(place(uri))).toBeNull();
		}
		expect(codeLink({ ...context, blobUrl: null }, report([]))(place("a.yaml"))).toBeNull();
	});
});
