import { expect, test } from "vitest";
import { Judging } from "../../src/judging.ts";
import type { Gap } from "../../src/model/resource.ts";
import type { Rule, RuleResult } from "../../src/model/rule.ts";
import type { Assets } from "../../src/policy/assets.ts";

const rule = (id: string, part: Partial<Rule>): Rule => ({
	id,
	title: id,
	description: id,
	domain: "access",
	severity: "high",
	origins: ["terraform", "aws"],
	selector: {},
	requires: [],
	remediation: {},
	references: [],
	package: `access.${id}`,
	outputs: { exempt: false, undecided: false },
	file: `${id}.rego`,
	...part,
});

const result = (id: string, part: Partial<RuleResult>): RuleResult => ({
	rule: id,
	status: "evaluated",
	population: [],
	passed: [],
	denials: [],
	inconclusive: [],
	notAssessed: [],
	notApplicable: [],
	error: null,
	...part,
});

function judging(rules: Rule[]): Judging {
	const assets = {
		policySet: { digest: "", wasm: new Uint8Array(), rules: [] },
		compliance: { frameworks: [], mappings: [] },
		parameters: {},
	} as unknown as Assets;
	return new Judging({ assets, rules, parameters: {}, frameworks: [], readText: () => null });
}

const gap = (part: Partial<Gap>): Gap => ({
	key: "aws/1/eu-west-1/aws_db_instance",
	origin: "aws",
	types: ["aws_db_instance"],
	facets: [],
	reason: "rds:DescribeDBInstances was denied",
	...part,
});

test("batches add up, and the gravest status stays", () => {
	const all = judging([rule("a", {})]);
	all.add({ results: [result("a", { population: ["y"], passed: ["y"] })], findings: [] });
	all.add({ results: [result("a", { status: "not-applicable" })], findings: [] });
	all.add({
		results: [result("a", { status: "errored", error: "broke", population: ["x"], passed: ["x"] })],
		findings: [],
	});
	expect(all.finish().results).toEqual([
		result("a", { status: "errored", error: "broke", population: ["x", "y"], passed: ["x", "y"] }),
	]);
});

test("a gap is inconclusive, once, for the rules that would have judged what it hides", () => {
	const all = judging([
		rule("by-type", { selector: { types: ["aws_db_instance"], with: ["encryption_at_rest"] } }),
		rule("by-facet", { selector: { with: ["environment_secrets"] } }),
		rule("other-type", { selector: { types: ["aws_s3_bucket"] } }),
		rule("other-origin", { origins: ["kubernetes"], selector: { types: ["aws_db_instance"] } }),
	]);
	all.miss(gap({}));
	all.miss(gap({ reason: "said again" }));
	all.miss(
		gap({
			key: "aws/1/eu-west-1/aws_lambda_function",
			types: ["aws_lambda_function"],
			facets: ["environment_secrets"],
		}),
	);
	const entries = all.finish().results.map(({ rule, status, inconclusive }) => [rule, status, inconclusive.length]);
	expect(entries).toEqual([
		["by-facet", "evaluated", 1],
		["by-type", "evaluated", 1],
		["other-origin", "not-applicable", 0],
		["other-type", "not-applicable", 0],
	]);
	expect(all.finish().results[1]?.inconclusive).toEqual([
		{ resource: "aws/1/eu-west-1/aws_db_instance", reason: "rds:DescribeDBInstances was denied" },
	]);
});
