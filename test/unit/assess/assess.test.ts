import { describe, expect, it } from "vitest";
import { type AssessInput, assess } from "../../../src/assess/assess.ts";
import type { Attestation, ControlLevel } from "../../../src/model/framework.ts";
import type { ControlAssessment } from "../../../src/model/report.ts";
import type { Severity } from "../../../src/model/rule.ts";
import { keys, makeControl, makeFinding, makeInput, makeRule, type Outcomes } from "./build.ts";

/** One control with one primary rule. */
function one(outcomes: Outcomes, level: ControlLevel = "high", severity: Severity = "high"): AssessInput {
	return makeInput(
		[{ control: makeControl("C1", level), primary: ["r"] }],
		[{ rule: makeRule("r", severity), outcomes }],
	);
}

function first(input: AssessInput): ControlAssessment {
	return assess(input)[0]!.controls[0]!;
}

const attestation: Attestation = {
	framework: "f",
	control: "C1",
	verdict: "met",
	owner: "Ann",
	date: "2026-01-31",
	expires: null,
};

describe("status of a control", () => {
	it.each<[string, Outcomes, ControlLevel, Severity, string]>([
		["a failure violates", { passed: ["a"], failed: ["b"] }, "high", "high", "violated"],
		["a failure violates beside something unknown", { failed: ["b"], inconclusive: ["c"] }, "high", "high", "violated"],
		["a low failure is minor", { passed: ["a"], failed: ["b"] }, "high", "low", "no-failures"],
		["a low finding of a high rule is minor", { failed: ["b"], grade: "low" }, "high", "high", "no-failures"],
		["a high finding of a low rule violates", { failed: ["b"], grade: "high" }, "high", "low", "violated"],
		["any failure violates a full control", { failed: ["b"] }, "full", "low", "violated"],
		["a waived failure does not violate", { waived: ["b"] }, "high", "high", "no-failures"],
		["a rule that threw", { status: "errored" }, "high", "high", "errored"],
		["a rule that threw after a denial", { failed: ["a"], status: "errored" }, "high", "high", "violated"],
		["nothing to judge", {}, "high", "high", "not-assessed"],
		["only questions that could not be asked", { notAssessed: ["a"] }, "high", "high", "not-assessed"],
		["something unknown", { passed: ["a"], inconclusive: ["b"] }, "high", "high", "inconclusive"],
		["something unknown of a low rule", { passed: ["a"], inconclusive: ["b"] }, "high", "low", "no-failures"],
		["something unknown of a low rule, full", { passed: ["a"], inconclusive: ["b"] }, "full", "low", "inconclusive"],
		["all passed is no pass of the control", { passed: ["a"] }, "high", "high", "no-failures"],
		["all passed in an undeclared scope", { passed: ["a"] }, "full", "high", "no-failures"],
		["people only", { failed: ["a"] }, "none", "high", "manual"],
		["support only", { failed: ["a"] }, "support", "high", "supporting"],
	])("%s", (_, outcomes, level, severity, status) => {
		expect(first(one(outcomes, level, severity)).status).toBe(status);
	});

	it("is satisfied only at level full, in a declared scope, without waivers", () => {
		const scopeComplete = true;
		expect(first({ ...one({ passed: ["a"] }, "full"), scopeComplete }).status).toBe("satisfied");
		expect(first({ ...one({ passed: ["a"] }, "high"), scopeComplete }).status).toBe("no-failures");
		expect(first({ ...one({ passed: ["a"], waived: ["b"] }, "full"), scopeComplete }).status).toBe("no-failures");
		expect(first({ ...one({ passed: ["a"], notAssessed: ["b"] }, "full"), scopeComplete }).status).toBe("no-failures");
	});

	it("says what it rests on", () => {
		expect(first(one({ failed: ["a", "b"], inconclusive: ["c"] })).statusReason).toBe(
			"Failed: r (2 resources). Also inconclusive: r.",
		);
		expect(first(one({})).statusReason).toBe(
			"Nothing in this scan is judged by its rules; it needs Kubernetes manifests with apps/Deployment.",
		);
		expect(first(one({ notAssessed: ["a"] })).statusReason).toBe("r could not be asked: known only after apply.");
		expect(first(one({ inconclusive: ["a"] })).statusReason).toBe(
			"Could not be decided: r (1 resource); known only after apply.",
		);
		expect(first(one({ passed: ["a"], waived: ["b"] })).statusReason).toBe(
			"Not violated: 1 result passed, 1 result failed and waived. The human part is open: People add the rest.",
		);
	});

	it("tells a control without rules from one whose rules were left out", () => {
		const untested = makeInput([{ control: makeControl("C1") }], []);
		expect(first(untested).statusReason).toBe("No shipped rule tests this control yet.");
		const leftOut = makeInput([{ control: makeControl("C1"), primary: ["r"] }], []);
		expect(first(leftOut).statusReason).toBe("Its rules were left out of this scan: r.");
	});

	it("names failing support as contradicting evidence and gives it no score", () => {
		const input = makeInput(
			[{ control: makeControl("C1", "support"), supporting: ["r"] }],
			[{ rule: makeRule("r"), outcomes: { failed: ["a"] } }],
		);
		expect(first(input)).toMatchObject({
			status: "supporting",
			statusReason: "Supporting evidence only, and contradicting it: r (1 resource).",
			score: null,
			rules: [{ id: "r", role: "supporting", rationale: "Hints at it." }],
			findings: ["r/a/1"],
		});
	});

	it("never lets a rule of severity info decide", () => {
		const control = first(one({ failed: ["a"] }, "high", "info"));
		expect(control).toMatchObject({ status: "not-assessed", score: null, rules: [{ id: "r", role: "supporting" }] });
	});
});

describe("roll-up", () => {
	function rollUp(children: { level: ControlLevel; primary?: string[] }[]): ControlAssessment {
		const ids = children.map((_, index) => `C1.${index}`);
		return first(
			makeInput(
				[
					{ control: makeControl("C1", "roll-up", ids) },
					...children.map(({ level, primary = [] }, index) => ({ control: makeControl(ids[index]!, level), primary })),
				],
				[
					{ rule: makeRule("good"), outcomes: { passed: ["a"] } },
					{ rule: makeRule("bad"), outcomes: { failed: ["a"] } },
				],
			),
		);
	}

	it("takes the worst of the parts that code can assess", () => {
		const parts = rollUp([
			{ level: "high", primary: ["good"] },
			{ level: "high", primary: ["bad"] },
			{ level: "none" },
		]);
		expect(parts).toMatchObject({
			status: "violated",
			statusReason: "Judged through its specifications: C1.0 no-failures, C1.1 violated, C1.2 manual.",
			score: null,
		});
		expect(rollUp([{ level: "medium", primary: ["good"] }, { level: "medium" }]).status).toBe("not-assessed");
	});

	it("is supporting or manual where code can assess no part", () => {
		expect(rollUp([{ level: "none" }, { level: "support", primary: ["bad"] }]).status).toBe("supporting");
		expect(rollUp([{ level: "none" }]).status).toBe("manual");
	});
});

describe("what people declare", () => {
	it("lets an attestation close the human part", () => {
		for (const [level, outcomes] of [
			["none", {}],
			["support", {}],
			["high", { passed: ["a"] }],
		] as [ControlLevel, Outcomes][]) {
			const control = first({ ...one(outcomes, level), attestations: [attestation] });
			expect(control.status).toBe("attested");
			expect(control.statusReason).toContain("Attested by Ann on 2026-01-31.");
		}
	});

	it("says until when an attestation holds and where the evidence is, in words and in members", () => {
		const given = { ...attestation, expires: "2027-01-31", evidence: "https://wiki/x" };
		const control = first({ ...one({}, "none"), attestations: [given] });
		expect(control.statusReason).toContain(
			"Attested by Ann on 2026-01-31 (valid until 2027-01-31; evidence: https://wiki/x).",
		);
		expect(control.attestation).toEqual({
			...{ verdict: "met", owner: "Ann", date: "2026-01-31", expires: "2027-01-31", evidence: "https://wiki/x" },
		});
		expect(first(one({}, "none"))).not.toHaveProperty("attestation");
	});

	it("shows an attestation beside a technical result and never over it", () => {
		for (const [outcomes, status] of [
			[{ failed: ["a"] }, "violated"],
			[{ status: "errored" }, "errored"],
			[{ inconclusive: ["a"] }, "inconclusive"],
			[{}, "not-assessed"],
		] as [Outcomes, string][]) {
			const control = first({ ...one(outcomes), attestations: [attestation] });
			expect(control.status).toBe(status);
			expect(control.statusReason).toContain("Attested by Ann");
		}
	});

	it("takes the newest attestation, and a negative one as no attestation", () => {
		const newer: Attestation = { ...attestation, verdict: "not-met", owner: "Bob", date: "2026-02-01" };
		for (const attestations of [
			[attestation, newer],
			[newer, attestation],
		]) {
			const control = first({ ...one({ passed: ["a"] }), attestations });
			expect(control.status).toBe("no-failures");
			expect(control.statusReason).toContain("Bob stated on 2026-02-01 that it is not met.");
		}
	});

	it("keeps excluded controls out of score and coverage", () => {
		const exclusions = [{ framework: "f", control: "C1", reason: "no such system", owner: "Ann" }];
		const [framework] = assess({ ...one({ failed: ["a"] }), exclusions });
		expect(framework).toMatchObject({
			score: null,
			coverage: { assessed: 0, bounded: 0, assessable: 0, listed: 1 },
			statuses: { excluded: 1 },
			controls: [{ status: "excluded", score: null, statusReason: "Outside the declared scope: no such system (Ann)" }],
		});
	});
});

describe("counts and scores", () => {
	it("counts a resource with several denials once", () => {
		const input = one({ passed: ["a"], failed: ["b"] });
		input.results[0]!.denials.push({ resource: "b", path: ["spec", "x"], message: "is wrong as well" });
		input.findings.push(makeFinding(input.rules[0]!, "b", "high", false, 2));
		const control = first(input);
		expect(control).toMatchObject({ passed: 1, failed: 1, score: { value: 50, lower: 50, upper: 50 } });
		expect(control.findings).toEqual(["r/b/1", "r/b/2"]);
	});

	it("counts a resource once, and as failed when it is denied", () => {
		const input = one({ passed: ["a", "a", "b"], failed: ["b"], inconclusive: ["b", "c", "c"] });
		expect(first(input)).toMatchObject({ passed: 1, failed: 1, inconclusive: 1 });
	});

	it("counts a resource as waived only when all of its findings are", () => {
		const input = one({ passed: ["a"], waived: ["b"] });
		expect(first(input)).toMatchObject({ failed: 0, waived: 1, score: { value: 100, lower: 50, upper: 100 } });
		input.findings.push(makeFinding(input.rules[0]!, "b", "low", false, 2));
		expect(first(input)).toMatchObject({ failed: 1, waived: 0, score: { value: 50, lower: 50, upper: 50 } });
		// Only the low finding is open.
		expect(first(input).status).toBe("no-failures");
	});

	it("counts a denied resource without a finding as failed", () => {
		expect(first({ ...one({ failed: ["a"] }), findings: [] })).toMatchObject({ status: "violated", failed: 1 });
	});

	it("gives n/a and never 100 where nothing was decided", () => {
		const [framework] = assess(one({}));
		expect(framework!.score).toBeNull();
		expect(framework!.controls[0]!.score).toBeNull();
		expect(assess(one({ inconclusive: ["a"] }))[0]!.score).toEqual({ value: null, lower: 0, upper: 100 });
		expect(assess(one({ waived: ["a"] }))[0]!.score).toEqual({ value: null, lower: 0, upper: 0 });
		expect(assess(one({ status: "errored" }))[0]!.score).toBeNull();
	});

	it("weighs rules and does not pool resources", () => {
		const input = makeInput(
			[{ control: makeControl("C1"), primary: ["big", "small"] }],
			[
				{ rule: makeRule("big", "low"), outcomes: { passed: keys("log", 400) } },
				{ rule: makeRule("small", "critical"), outcomes: { failed: ["bucket"] } },
			],
		);
		expect(first(input).score!.value).toBeCloseTo(100 / 11, 10);
	});

	it("tells rules that decided from rules that apply", () => {
		const input = makeInput(
			[{ control: makeControl("C1"), primary: ["a", "b", "c", "d", "e"] }],
			[
				{ rule: makeRule("a"), outcomes: { passed: ["x"] } },
				{ rule: makeRule("b"), outcomes: { inconclusive: ["x"] } },
				{ rule: makeRule("c"), outcomes: { notAssessed: ["x"] } },
				{ rule: makeRule("d"), outcomes: { status: "errored" } },
				{ rule: makeRule("e"), outcomes: {} },
			],
		);
		expect(first(input).ruleCoverage).toEqual({ decided: 1, applicable: 4 });
	});

	it("takes a rule once where two sets link it, primary before supporting", () => {
		const input = makeInput(
			[{ control: makeControl("C1"), primary: ["r"], supporting: ["r"] }],
			[{ rule: makeRule("r"), outcomes: { passed: ["a"] } }],
		);
		expect(first(input)).toMatchObject({ passed: 1, rules: [{ id: "r", role: "primary", rationale: "Shows it." }] });
	});

	it("answers in the order asked and leaves unknown frameworks out", () => {
		const input = one({ passed: ["a"] });
		expect(assess({ ...input, frameworks: ["g", "f"] }).map(({ id }) => id)).toEqual(["f"]);
		expect(assess({ ...input, frameworks: [] })).toEqual([]);
	});
});

describe("parameters that ask for less", () => {
	const looser = { name: "days", value: 1, than: 7, source: "House rule." };
	const judged = (parameters: string[], framework = "f") => {
		const input = one({ passed: ["a"] });
		input.rules = input.rules.map((rule) => ({ ...rule, parameters }));
		return first({ ...input, looser: (id) => (id === framework ? [looser] : []) }).looser;
	};

	it("stand on the controls whose rules judged by them, under the framework concerned", () => {
		expect(judged(["days"])).toEqual([looser]);
		expect(judged(["other"])).toEqual([]);
		expect(judged(["days"], "g")).toEqual([]);
	});
});
