import { describe, expect, test } from "vitest";
import { compareReports } from "../../../src/diff/compare.ts";
import type {
	ControlAssessment,
	ControlStatus,
	Finding,
	FrameworkAssessment,
	Report,
} from "../../../src/model/report.ts";
import { finding, night, ran, soc2, waiver } from "./build.ts";

const PRIMARY = { id: "k8s-privileged", role: "primary" as const, rationale: "" };

function framework(status: ControlStatus, changes: Partial<ControlAssessment> = {}, more: ControlAssessment[] = []) {
	const one = soc2(status === "violated" ? 50 : 100, status);
	return { ...one, controls: [{ ...one.controls[0]!, rules: [PRIMARY], ...changes }, ...more] } as FrameworkAssessment;
}

function side(status: ControlStatus, findings: Finding[], overrides: Partial<Report> = {}): Report {
	return night(findings, { frameworks: [framework(status)], ...overrides });
}

const only = (before: Report, after: Report) =>
	compareReports(before, after).controls.map(({ kind, rules, note }) => [kind, rules, note]);
const web = finding("web");

describe("a control", () => {
	test("breaks by a new finding, and is fixed when it is", () => {
		expect(only(side("no-failures", []), side("violated", [web]))).toEqual([["breaks", ["k8s-privileged"], undefined]]);
		expect(only(side("violated", [web]), side("no-failures", []))).toEqual([["fixes", ["k8s-privileged"], undefined]]);
		expect(only(side("not-assessed", []), side("violated", [web]))[0]![0]).toBe("breaks");
		expect(only(side("violated", [web]), side("attested", []))[0]![0]).toBe("fixes");
	});

	test("breaks by an exception that ended", () => {
		const accepted = finding("web", { suppression: waiver() });
		expect(only(side("no-failures", [accepted]), side("violated", [web]))[0]![0]).toBe("breaks");
	});

	test("breaks by a finding that became worse", () => {
		const mild = finding("web", { severity: "low" });
		expect(only(side("no-failures", [mild]), side("violated", [web]))[0]![0]).toBe("breaks");
	});

	test.each<[string, Report]>([
		["accepted", side("no-failures", [finding("web", { suppression: waiver() })])],
		[
			"undecided",
			side("no-failures", [], { rules: ran({ inconclusive: [{ resource: web.resource.key, reason: "?" }] }) }),
		],
		["not comparable", side("no-failures", [], { inputs: [] })],
	])("is not fixed where its findings are %s", (word, after) => {
		expect(only(side("violated", [web]), after)).toEqual([
			["changes", ["k8s-privileged"], `no longer violated, but not fixed: findings are ${word}`],
		]);
	});

	test("is not fixed where one finding of it is fixed and another one accepted", () => {
		const other = finding("other");
		const after = side("no-failures", [finding("other", { suppression: waiver() })]);
		expect(only(side("violated", [web, other]), after)[0]![0]).toBe("changes");
	});

	test("is not fixed when it is not assessed, inconclusive, errored or excluded", () => {
		for (const status of ["not-assessed", "inconclusive", "errored", "excluded"] as const) {
			expect(only(side("violated", [web]), side(status, []))[0]![0]).toBe("changes");
		}
	});

	test("does not break where what is judged is different, or cannot be compared", () => {
		expect(only(side("no-failures", [web]), side("violated", [web]))).toEqual([
			["changes", [], "violated now, without a new finding: what it is judged by is different"],
		]);
		expect(only(side("no-failures", [], { rules: [] }), side("violated", [web]))).toEqual([
			["changes", ["k8s-privileged"], "violated now, without a new finding: what its rules found cannot be compared"],
		]);
	});

	test("changes with its numbers alone", () => {
		const before = night([web], { frameworks: [framework("violated", { failed: 1 })] });
		const after = night([web], { frameworks: [framework("violated", { failed: 2 })] });
		expect(only(before, after)).toEqual([["changes", [], undefined]]);
	});

	test("that is judged through others breaks and is fixed as they are", () => {
		const parent = (status: ControlStatus) =>
			({ ...framework(status).controls[0]!, id: "CC6", level: "roll-up", rules: [] }) as ControlAssessment;
		const both = (status: ControlStatus, findings: Finding[]) =>
			night(findings, { frameworks: [framework(status, {}, [parent(status)])] });
		const kinds = (before: Report, after: Report) =>
			compareReports(before, after).controls.map(({ id, kind, note }) => [id, kind, note]);
		expect(kinds(both("no-failures", []), both("violated", [web]))).toEqual([
			["CC6.1", "breaks", undefined],
			["CC6", "breaks", undefined],
		]);
		const accepted = kinds(both("violated", [web]), both("no-failures", [finding("web", { suppression: waiver() })]));
		expect(accepted.map(([id, kind]) => [id, kind])).toEqual([
			["CC6.1", "changes"],
			["CC6", "changes"],
		]);
	});
});

test("deltas stand by framework in the later report's order, then by kind", () => {
	const other = (status: ControlStatus, id: string) =>
		({ ...framework(status).controls[0]!, id, rules: [{ ...PRIMARY, id: "other-rule" }] }) as ControlAssessment;
	const at = (first: ControlStatus, second: ControlStatus, findings: Finding[]) =>
		night(findings, {
			frameworks: ["hipaa", "gdpr"].map((id) => ({ ...framework(first, {}, [other(second, "Z")]), id })),
		});
	const diff = compareReports(
		at("violated", "no-failures", [web]),
		at("no-failures", "violated", [finding("x", { rule: "other-rule" })]),
	);
	expect(diff.controls.map(({ framework, id, kind }) => [framework, kind, id])).toEqual([
		["hipaa", "breaks", "Z"],
		["hipaa", "fixes", "CC6.1"],
		["gdpr", "breaks", "Z"],
		["gdpr", "fixes", "CC6.1"],
	]);
	expect(diff.frameworks.map(({ id, before, after }) => [id, before?.lower, after?.lower])).toEqual([
		["hipaa", 50, 100],
		["gdpr", 50, 100],
	]);
});
