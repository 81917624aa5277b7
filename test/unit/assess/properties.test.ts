import fc from "fast-check";
import { expect, it } from "vitest";
import { type AssessInput, assess } from "../../../src/assess/assess.ts";
import type { ControlLevel } from "../../../src/model/framework.ts";
import type { FrameworkAssessment, Score } from "../../../src/model/report.ts";
import { SEVERITIES } from "../../../src/model/rule.ts";
import { keys, makeControl, makeFinding, makeInput, makeRule } from "./build.ts";

const RULES = ["r1", "r2", "r3", "r4"];
const CONTROLS = ["C1", "C2", "C3"];
/** Sums of doubles may differ in the last bits. */
const EPSILON = 1e-9;

const counts = fc.record({
	passed: fc.nat(4),
	failed: fc.nat(3),
	waived: fc.nat(2),
	inconclusive: fc.nat(2),
	notAssessed: fc.nat(1),
	errored: fc.boolean(),
});

/** A scan: four rules with any results, three controls that use some of them. */
const input: fc.Arbitrary<AssessInput> = fc
	.record({
		levels: fc.array(fc.constantFrom<ControlLevel>("full", "high", "medium"), { minLength: 3, maxLength: 3 }),
		primary: fc.array(fc.subarray(RULES), { minLength: 3, maxLength: 3 }),
		supporting: fc.array(fc.subarray(RULES), { minLength: 3, maxLength: 3 }),
		severities: fc.array(fc.constantFrom(...SEVERITIES), { minLength: 4, maxLength: 4 }),
		results: fc.array(counts, { minLength: 4, maxLength: 4 }),
	})
	.map(({ levels, primary, supporting, severities, results }) =>
		makeInput(
			CONTROLS.map((id, index) => ({
				control: makeControl(id, levels[index]!),
				primary: primary[index]!,
				supporting: supporting[index]!,
			})),
			RULES.map((id, index) => {
				const { passed, failed, waived, inconclusive, notAssessed, errored } = results[index]!;
				return {
					rule: makeRule(id, severities[index]!),
					outcomes: {
						passed: keys("p", passed),
						failed: keys("f", failed),
						waived: keys("w", waived),
						inconclusive: keys("i", inconclusive),
						notAssessed: keys("n", notAssessed),
						// An errored rule is rare enough to leave most runs scored.
						...(errored && passed === 0 ? { status: "errored" as const } : {}),
					},
				};
			}),
		),
	);

/** All scores of an assessment: the framework's and each control's. */
function scores(framework: FrameworkAssessment): (Score | null)[] {
	return [framework.score, ...framework.controls.map(({ score }) => score)];
}

function run(scan: AssessInput): FrameworkAssessment {
	return assess(scan)[0]!;
}

/** A copy with one more denial, of a resource that may be known under any outcome or not at all. */
function deny(scan: AssessInput, index: number, resource: string, waived: boolean): AssessInput {
	const copy = structuredClone(scan);
	const rule = copy.rules[index]!;
	const result = copy.results[index]!;
	const other = ({ resource: key }: { resource: string }) => key !== resource;
	result.passed = result.passed.filter((key) => key !== resource);
	result.inconclusive = result.inconclusive.filter(other);
	result.notAssessed = result.notAssessed.filter(other);
	result.population = [...new Set([...result.population, resource])].sort();
	if (result.status === "not-applicable") result.status = "evaluated";
	result.denials.push({ resource, path: ["spec", "new"], message: "is wrong as well" });
	copy.findings.push(makeFinding(rule, resource, rule.severity, waived, 2));
	return copy;
}

const anyResource = fc.constantFrom("p-0", "p-1", "f-0", "w-0", "i-0", "n-0", "new");

it("keeps lower <= value <= upper, within 0 and 100", () => {
	fc.assert(
		fc.property(input, (scan) => {
			for (const score of scores(run(scan))) {
				if (score === null) continue;
				const { value, lower, upper } = score;
				expect(lower).toBeGreaterThanOrEqual(0);
				expect(lower).toBeLessThanOrEqual(upper + EPSILON);
				expect(upper).toBeLessThanOrEqual(100 + EPSILON);
				if (value === null) continue;
				expect(lower).toBeLessThanOrEqual(value + EPSILON);
				expect(value).toBeLessThanOrEqual(upper + EPSILON);
			}
		}),
	);
});

it("never raises a score by one more denial, waived or not", () => {
	fc.assert(
		fc.property(input, fc.nat(3), anyResource, fc.boolean(), (scan, index, resource, waived) => {
			const before = scores(run(scan));
			const after = scores(run(deny(scan, index, resource, waived)));
			for (const [position, score] of after.entries()) {
				const old = before[position]!;
				// What had no number may get one only from below.
				expect(score?.value ?? 0).toBeLessThanOrEqual((old?.value ?? 0) + EPSILON);
				expect(score?.lower ?? 0).toBeLessThanOrEqual((old?.lower ?? 0) + EPSILON);
				expect(score?.upper ?? 0).toBeLessThanOrEqual((old?.upper ?? 0) + EPSILON);
			}
		}),
	);
});

it("never lifts a lower bound by waiving, and never turns what is waived into passed", () => {
	fc.assert(
		fc.property(input, fc.func(fc.boolean()), (scan, choose) => {
			const waived = structuredClone(scan);
			for (const finding of waived.findings) {
				if (!choose(finding.fingerprint)) continue;
				finding.suppression = { kind: "waiver", justification: "accepted", owner: "ann", expires: null };
			}
			const before = run(scan);
			const after = run(waived);
			expect(scores(after).map((score) => score?.lower)).toEqual(scores(before).map((score) => score?.lower));
			expect(after.controls.map(({ passed }) => passed)).toEqual(before.controls.map(({ passed }) => passed));
		}),
	);
});

it("counts what one framework waives as waived there, exactly as if it were waived everywhere, and as failed elsewhere", () => {
	fc.assert(
		fc.property(input, fc.func(fc.boolean()), (scan, choose) => {
			const suppression = { kind: "waiver" as const, justification: "accepted", owner: "ann", expires: null };
			const [framework] = scan.frameworks as [string];
			const everywhere = structuredClone(scan);
			const here = structuredClone(scan);
			const elsewhere = structuredClone(scan);
			for (const [index, { fingerprint }] of scan.findings.entries()) {
				if (!choose(fingerprint)) continue;
				everywhere.findings[index]!.suppression = suppression;
				here.findings[index]!.waivedFor = [{ framework, suppression }];
				elsewhere.findings[index]!.waivedFor = [{ framework: "another", suppression }];
			}
			expect(run(here)).toEqual(run(everywhere));
			expect(run(elsewhere)).toEqual(run(scan));
		}),
	);
});

it("is not changed by resources and rules that no control uses", () => {
	fc.assert(
		fc.property(input, counts, (scan, { passed, failed }) => {
			const stranger = makeInput(
				[],
				[
					{
						rule: makeRule("stranger", "critical"),
						outcomes: { passed: keys("s", passed), failed: keys("t", failed) },
					},
				],
			);
			const wider = {
				...scan,
				rules: [...scan.rules, ...stranger.rules],
				results: [...scan.results, ...stranger.results],
				findings: [...scan.findings, ...stranger.findings],
			};
			expect(assess(wider)).toEqual(assess(scan));
		}),
	);
});

it("does not depend on the order of its input", () => {
	fc.assert(
		fc.property(input, (scan) => {
			const reversed = structuredClone(scan);
			reversed.rules.reverse();
			reversed.results.reverse();
			reversed.findings.reverse();
			reversed.compliance.mappings.reverse();
			for (const result of reversed.results) {
				result.passed.reverse();
				result.denials.reverse();
				result.inconclusive.reverse();
			}
			for (const mapping of reversed.compliance.mappings) mapping.rules.reverse();
			expect(assess(reversed)).toEqual(assess(scan));
		}),
	);
});
