import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { assess } from "../../src/assess/assess.ts";
import { SEVERITY_WEIGHTS } from "../../src/assess/score.ts";
import type { Score } from "../../src/model/report.ts";
import type { Severity } from "../../src/model/rule.ts";
import { keys, makeControl, makeInput, makeRule } from "../unit/assess/build.ts";

const text = await readFile("docs/scoring.md", "utf8");

/** The tables of a part of the document, as one record per row. */
function tables(part: string): Record<string, string>[][] {
	return part
		.split(/\n\n+/)
		.filter((block) => block.trim().startsWith("|"))
		.map((block) => {
			const [head, , ...rows] = block
				.trim()
				.split("\n")
				.map((line) =>
					line
						.slice(1, -1)
						.split("|")
						.map((cell) => cell.trim()),
				);
			return rows.map((cells) => Object.fromEntries(head!.map((name, index) => [name, cells[index]!])));
		});
}

const examples = text
	.split(/^### /m)
	.slice(1)
	.map((part) => part.split(/^## /m)[0]!);

function show(score: Score | null): { score: string; lower: string; upper: string } {
	if (score === null) return { score: "n/a", lower: "n/a", upper: "n/a" };
	const { value, lower, upper } = score;
	return { score: value === null ? "n/a" : value.toFixed(1), lower: lower.toFixed(1), upper: upper.toFixed(1) };
}

describe("docs/scoring.md", () => {
	it("has two examples", () => {
		expect(examples.map((part) => part.split("\n")[0])).toEqual([
			"Example 1: one control",
			"Example 2: a framework of five controls",
		]);
	});

	it.each(examples.map((part) => [part.split("\n")[0]!, part]))("%s can be computed again", (_, part) => {
		const [given, expected] = tables(part);
		const rows = given!.filter(({ rule }) => rule !== "-");
		const ids = [...new Set(given!.map(({ control }) => control!))];
		const input = makeInput(
			ids.map((id) => {
				const primary = rows.filter(({ control }) => control === id).map(({ rule }) => rule!);
				return { control: makeControl(id, primary.length > 0 ? "high" : "none"), primary };
			}),
			rows.map(({ rule, severity, passed, failed, waived, inconclusive }) => ({
				rule: makeRule(rule!, severity as Severity),
				outcomes: {
					passed: keys("passed", Number(passed)),
					failed: keys("failed", Number(failed)),
					waived: keys("waived", Number(waived)),
					inconclusive: keys("inconclusive", Number(inconclusive)),
				},
			})),
		);
		const framework = assess(input)[0]!;
		const { assessed, assessable, listed } = framework.coverage;
		const actual = [
			...framework.controls.map(({ id, score, status }) => ({ what: id, ...show(score), status })),
			{ what: "framework", ...show(framework.score), status: `${assessed} of ${assessable} of ${listed}` },
		];
		expect(actual.filter(({ what }) => expected!.some((row) => row.what === what))).toEqual(expected);
		expect(expected!.length).toBeGreaterThanOrEqual(ids.length);
	});

	it("states in its prose the numbers of its tables", () => {
		for (const part of examples) {
			const [, expected] = tables(part);
			const prose = part.replaceAll(/^\|.*$/gm, "");
			const decided = expected!.filter(({ score, lower }) => score !== "n/a" && score !== lower);
			for (const { score, lower } of decided) {
				for (const number of [score!, lower!]) expect(prose).toContain(`${number.replace(/\.0$/, "")} %`);
			}
		}
	});

	it("states the weights", () => {
		const { critical, high, medium, low, info } = SEVERITY_WEIGHTS;
		expect(text).toContain(`critical ${critical}, high ${high}, medium ${medium}, low ${low}`);
		expect(info).toBe(0);
	});
});
