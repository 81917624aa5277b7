import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareReports } from "../../../src/diff/compare.ts";
import { writeDiffConsole } from "../../../src/report/diff-console.ts";
import { writeDiffMarkdown } from "../../../src/report/diff-markdown.ts";
import { finding, night, plans, ran, shared, soc2, waiver } from "../diff/build.ts";

const PRIMARY = { id: "k8s-privileged", role: "primary" as const, rationale: "" };
const frameworks = (lower: number, status: "violated" | "no-failures") => {
	const framework = soc2(lower, status);
	return [{ ...framework, controls: framework.controls.map((control) => ({ ...control, rules: [PRIMARY] })) }];
};
const accepted = { suppression: waiver({ ticket: "SEC-1" }) };

const diff = compareReports(
	night([finding("gone"), finding("same"), finding("other"), finding("accepted"), finding("open")], {
		frameworks: frameworks(80, "no-failures"),
	}),
	night([finding("new"), finding("same"), finding("other", { message: "two are" }), finding("accepted", accepted)], {
		frameworks: frameworks(70, "violated"),
		rules: ran({ inconclusive: [{ resource: "apps/Deployment/shop/open", reason: "a template" }] }),
	}),
);

describe("on a terminal", () => {
	test("a developer reads what is new and how to fix it, then the rest", () => {
		expect(writeDiffConsole(diff)).toMatchInlineSnapshot(`
			"1 new finding (1 high), 1 fixed, 1 changed, 1 newly accepted, 1 undecided now, 1
			unchanged.
			This change breaks SOC 2 CC6.1.

			New (1)
			  HIGH  shop.yaml:3:1
			    a container is privileged  [k8s-privileged]
			    apps/Deployment/shop/new
			    fix: Remove privileged.

			Fixed (1)
			  high  shop.yaml:3  a container is privileged  apps/Deployment/shop/gone
			      [k8s-privileged]

			Changed (1)
			  high  shop.yaml:3  two are  apps/Deployment/shop/other  [k8s-privileged]
			      was: a container is privileged

			Newly accepted (1)
			  high  shop.yaml:3  a container is privileged  apps/Deployment/shop/accepted
			      [k8s-privileged]
			      by a waiver until 2027-01-31 (alice, SEC-1): known

			Undecided now (1)
			  high  shop.yaml:3  a container is privileged  apps/Deployment/shop/open
			      [k8s-privileged]
			      a template

			Controls broken (1)
			  SOC 2 CC6.1 Access
			      by k8s-privileged

			Scores [bounds]
			  SOC 2: 81.0 % [80.0, 82.0] → 71.0 % [70.0, 72.0]  −10.0
			"
		`);
	});

	test("nothing new is one line", () => {
		const text = writeDiffConsole(compareReports(night([finding("a")]), night([finding("a")])));
		expect(text.split("\n")[0]).toBe("No new findings, 1 unchanged.");
	});

	test("instances of shared code are named, and how many there are", () => {
		const inputs = plans("plan.json");
		const of = (...names: string[]) => night([shared(names)], { inputs });
		expect(writeDiffConsole(compareReports(of("a"), of("a", "b")))).toContain(
			'    aws_s3_bucket.b["b"] (1 of 2 resources that this code makes)\n',
		);
	});

	test("what is not new is cut short, unless everything is wanted", () => {
		const many = night(Array.from({ length: 30 }, (_, index) => finding(`f${index}`)));
		const fixed = compareReports(many, night([]));
		expect(writeDiffConsole(fixed)).toContain("  and 10 more (--verbose lists all)\n");
		expect(writeDiffConsole(fixed, { verbose: true })).toContain("apps/Deployment/shop/f29");
	});
});

describe("as Markdown", () => {
	test("a reviewer reads the same, folded", () => {
		expect(writeDiffMarkdown(diff)).toMatchInlineSnapshot(`
			"## Assay: 1 new finding (1 high), 1 fixed, 1 changed, 1 newly accepted, 1 undecided now, 1 unchanged

			This change breaks SOC 2 CC6.1.

			<details open>
			<summary><b>New (1)</b></summary>

			| Severity | Place | Resource | Finding |
			|---|---|---|---|
			| high | \`shop.yaml:3\` | \`apps/Deployment/shop/new\` | a container is privileged (\`k8s-privileged\`) |

			</details>

			<details open>
			<summary><b>How to fix</b></summary>

			- \`k8s-privileged\`: Remove \`privileged\`.

			</details>

			| Framework | Score [bounds] before | after | |
			|---|---|---|---|
			| SOC 2 | 81.0 % [80.0, 82.0] | 71.0 % [70.0, 72.0] | −10.0 |

			<details>
			<summary><b>Controls broken (1)</b></summary>

			| Framework | Control | Status | By |
			|---|---|---|---|
			| SOC 2 | CC6.1 Access | not violated \\(human part open\\) → violated | \`k8s-privileged\` |

			</details>

			<details>
			<summary><b>Fixed (1)</b></summary>

			| Severity | Place | Resource | Finding |
			|---|---|---|---|
			| high | \`shop.yaml:3\` | \`apps/Deployment/shop/gone\` | a container is privileged (\`k8s-privileged\`) |

			</details>

			<details>
			<summary><b>Changed (1)</b></summary>

			| Place | Resource | Finding | Change |
			|---|---|---|---|
			| \`shop.yaml:3\` | \`apps/Deployment/shop/other\` | two are (\`k8s-privileged\`) | was: a container is privileged |

			</details>

			<details>
			<summary><b>Newly accepted (1)</b></summary>

			| Severity | Place | Resource | Finding |
			|---|---|---|---|
			| high | \`shop.yaml:3\` | \`apps/Deployment/shop/accepted\` | a container is privileged (\`k8s-privileged\`)<br>by a waiver until 2027-01-31 \\(alice, SEC-1\\): known |

			</details>

			<details>
			<summary><b>Undecided now (1)</b></summary>

			| Severity | Place | Resource | Finding |
			|---|---|---|---|
			| high | \`shop.yaml:3\` | \`apps/Deployment/shop/open\` | a container is privileged (\`k8s-privileged\`)<br>a template |

			</details>

			<sub>2026-11-01T02:00:00.000Z \\(Assay 0.1.0, policy set dddddddddddd\\) compared with 2026-11-01T02:00:00.000Z \\(Assay 0.1.0, policy set dddddddddddd\\). Findings are compared resource by resource; what only one scan could judge counts neither as new nor as fixed.</sub>
			"
		`);
	});

	test("places are links where there is somewhere to link to", () => {
		const text = writeDiffMarkdown(diff, {
			link: ({ uri, startLine }) => `https://example.com/a b/${uri}>#L${startLine}`,
		});
		expect(text).toContain("[`shop.yaml:3`](<https://example.com/a%20b/shop.yaml%3E#L3>)");
	});

	test("it can go without a heading", () => {
		expect(writeDiffMarkdown(diff, { heading: false })).toMatch(/^\*\*1 new finding \(1 high\), /);
	});

	test("it never exceeds its length, and says what is left out", () => {
		const many = (word: string) =>
			night(
				Array.from({ length: 3000 }, (_, index) => finding(`${word}${index}`, { message: `${word} `.repeat(400) })),
			);
		const big = compareReports(many("a"), many("b"));
		for (const maxCharacters of [200, 1000, 5000, 20_000, 60_000]) {
			const text = writeDiffMarkdown(big, { maxCharacters });
			expect(text.length).toBeLessThanOrEqual(maxCharacters);
			expect(text.split("<details").length).toBe(text.split("</details>").length);
			expect(text).toContain("3000 new findings");
		}
		const text = writeDiffMarkdown(big);
		expect(text.length).toBeGreaterThan(50_000);
		expect(text).toMatch(/\d+ more in the JSON comparison\./);
		expect(text).toContain("Left out for length: Fixed (3000)");
		expect(text).toContain("| SOC 2 |");
	});
});

describe("hostile reports", () => {
	const HOSTILE = "\u001b]0;owned\u0007 </details><script>|`@team`\n::error ::x\n# head \u202e";

	test("act neither on a terminal nor in a comment", () => {
		const bad = (name: string, more = {}) =>
			finding(name, {
				...{ rule: HOSTILE, message: HOSTILE },
				resource: { key: HOSTILE + name, type: HOSTILE, name: HOSTILE, origin: "kubernetes", scope: "" },
				location: { ...finding(name).location, uri: HOSTILE },
				remediation: { text: HOSTILE, snippet: HOSTILE },
				...more,
			});
		const waived = bad("w", { suppression: waiver({ justification: HOSTILE, owner: HOSTILE, expires: HOSTILE }) });
		const rules = [{ ...ran()[0]!, id: HOSTILE, inconclusive: [{ resource: `${HOSTILE}u`, reason: HOSTILE }] }];
		const inputs = [{ uri: HOSTILE, origin: "kubernetes" as const, resources: 1, sha256: null }];
		const framework = { ...soc2(1, "violated"), id: HOSTILE, title: HOSTILE, version: HOSTILE };
		const control = { ...framework.controls[0]!, id: HOSTILE, title: HOSTILE, rules: [{ ...PRIMARY, id: HOSTILE }] };
		const calm = { ...control, status: "no-failures" as const };
		const tool = { name: "assay" as const, version: HOSTILE, policySetDigest: HOSTILE };
		const hostile = compareReports(
			night([bad("g"), bad("c"), bad("w"), bad("u")], {
				...{ rules, inputs, frameworks: [{ ...framework, version: "1", controls: [calm] }] },
			}),
			night([bad("n"), bad("c", { message: `${HOSTILE}!` }), waived], {
				...{ rules, inputs, tool, scannedAt: HOSTILE, frameworks: [{ ...framework, controls: [control] }] },
				complete: false,
				diagnostics: [{ severity: "error", code: "x", message: HOSTILE, uri: "elsewhere", line: 1 }],
			}),
		);
		expect(
			[hostile.added, hostile.fixed, hostile.changed, hostile.waived, hostile.undecided].map(({ length }) => length),
		).toEqual([1, 1, 1, 1, 1]);
		const terminal = writeDiffConsole(hostile);
		const comment = writeDiffMarkdown(hostile);
		for (const text of [terminal, comment]) {
			// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
			expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
			expect(text).not.toMatch(/(^|\s)::error/);
		}
		expect(comment.replace(/(?<!`)(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, "")).not.toMatch(/(?<!\\)<script|@team/);
		expect(comment).not.toMatch(/^# head/m);
		// Of our own folds every one is closed, and nothing closes another.
		expect(comment.match(/^<details/gm)!.length).toBe(comment.match(/^<\/details>/gm)!.length);
		for (const row of comment.split("\n").filter((line) => line.startsWith("| "))) {
			const cells = row.replace(/\\\\/g, "").replace(/\\\|/g, "").split("|").length - 2;
			expect([3, 4]).toContain(cells);
		}
	});

	test("whatever their texts are, a comment keeps its length", () => {
		fc.assert(
			fc.property(
				fc.string({ unit: "grapheme", maxLength: 300 }),
				fc.integer({ min: 0, max: 4000 }),
				(word, maxCharacters) => {
					const bad = compareReports(
						night([finding("g", { message: word })]),
						night([finding("n", { message: word, rule: word })]),
					);
					expect(writeDiffMarkdown(bad, { maxCharacters }).length).toBeLessThanOrEqual(Math.max(maxCharacters, 1));
					expect(writeDiffConsole(bad)).not.toBe("");
				},
			),
		);
	});
});
