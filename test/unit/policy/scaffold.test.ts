import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { policyBuild, policyCheck, policyFormat, policyNew, policyTest } from "../../../src/cli/policy.ts";
import { loadPolicySet } from "../../../src/policy/load.ts";
import { scaffoldRule } from "../../../src/policy/scaffold.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-scaffold-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(
	command: (io: { cwd: string; stdout: (text: string) => void; stderr: (text: string) => void }) => Promise<number>,
) {
	const out: string[] = [];
	const err: string[] = [];
	const code = await command({ cwd: folder, stdout: (text) => out.push(text), stderr: (text) => err.push(text) });
	return { code, out: out.join(""), err: err.join("") };
}

const FILE = "policies/own/new_rule/new_rule.rego";

describe("from skeleton to rule", () => {
	test("new writes a skeleton and says what to map", async () => {
		const { code, out } = await run((io) =>
			policyNew(
				{ directory: "policies", fixtures: "fixtures", domain: "own", id: "new-rule", origin: "terraform" },
				io,
			),
		);
		expect(code).toBe(0);
		expect(out.split("\n").slice(0, 6)).toEqual([
			FILE,
			"policies/own/new_rule/new_rule_test.rego",
			"fixtures/own/new_rule/fail-todo/main.tf",
			"fixtures/own/new_rule/fail-todo/expected.json",
			"fixtures/own/new_rule/pass-todo/main.tf",
			"fixtures/own/new_rule/pass-todo/expected.json",
		]);
		expect(out).toContain("rules: [new-rule]");
		expect((await run((io) => policyFormat({ directory: "policies" }, io))).code).toBe(0);
	});

	test("the skeleton passes no gate", async () => {
		const check = await run((io) => policyCheck({ directory: "policies", cache: false }, io));
		expect(check.code).toBe(1);
		expect(check.err).toContain(`${FILE}:2: title: is still to do`);
		expect(check.err).toContain(`${FILE}:7: custom.severity: must be one of`);
		const tests = await run((io) => policyTest({ directory: "policies" }, io));
		expect(tests.code).toBe(1);
		expect(tests.err).toContain(
			"policies/own/new_rule/new_rule_test.rego:13: fail own.new_rule_test.test_compliant: count(",
		);
		expect(tests.out).toContain("1 of 2 tests passed, 1 failed");
	});

	test("filled in, it passes all of them", async () => {
		const path = join(folder, FILE);
		const text = readFileSync(path, "utf8")
			.replace('"TODO: the compliant state"', "Sizes are small")
			.replace('"TODO: why it matters"', "Big is expensive.")
			.replace("severity: TODO", "severity: low")
			.replace("types: [TODO]", "types: [aws_x]")
			.replace("requires: []", "requires: [attributes.small]")
			.replace('"TODO: how to fix it"', "Make it small.")
			.replace("#         TODO", "#         small = true")
			.replace("references: []", "references: [https://example.com/small]")
			.replaceAll("attributes.TODO", "attributes.small")
			.replaceAll('"TODO"', '"small"');
		writeFileSync(path, text);
		const test = path.replace(".rego", "_test.rego");
		writeFileSync(test, readFileSync(test, "utf8").replace('"TODO": "compliant"', '"small": true'));
		expect(await run((io) => policyCheck({ directory: "policies", strict: true, cache: false }, io))).toMatchObject({
			code: 0,
			err: "",
		});
		expect(await run((io) => policyTest({ directory: "policies" }, io))).toEqual({
			code: 0,
			out: "2 of 2 tests passed\n5 of 5 lines covered (100 %)\n",
			err: "",
		});
		expect((await run((io) => policyBuild({ directory: "policies", output: "out", cache: false }, io))).code).toBe(0);
		expect((await loadPolicySet(join(folder, "out"))).rules.map(({ id }) => id)).toEqual(["new-rule"]);
	});

	test("the empty fixtures still do not count", async () => {
		const { code, err } = await run((io) =>
			policyCheck({ directory: "policies", fixtures: "fixtures", cache: false }, io),
		);
		expect(code).toBe(1);
		expect(err).toContain("no fixture in own/new_rule shows a failed resource of origin terraform");
	});

	test("lines that no test reaches are a problem", async () => {
		writeFileSync(join(folder, FILE), `${readFileSync(join(folder, FILE), "utf8")}\n_dead(x) if x == 1\n`);
		const { code, err } = await run((io) => policyTest({ directory: "policies" }, io));
		expect(code).toBe(1);
		expect(err).toContain("no test reaches line");
	});

	test("fmt lists, and writes when told", async () => {
		writeFileSync(
			join(folder, FILE),
			readFileSync(join(folder, FILE), "utf8").replace("_dead(x) if x == 1", "_dead(x)  if x==1"),
		);
		expect(await run((io) => policyFormat({ directory: "policies" }, io))).toMatchObject({ code: 1, out: `${FILE}\n` });
		expect((await run((io) => policyFormat({ directory: "policies", write: true }, io))).code).toBe(0);
		expect((await run((io) => policyFormat({ directory: "policies" }, io))).code).toBe(0);
	});
});

test("nothing is overwritten, and odd names are refused", () => {
	const options = { policyDir: join(folder, "policies"), fixturesDir: null, origin: "terraform" } as const;
	expect(() => scaffoldRule({ ...options, domain: "own", id: "new-rule" })).toThrow("exists already");
	expect(() => scaffoldRule({ ...options, domain: "../x", id: "a" })).toThrow("no domain");
	expect(() => scaffoldRule({ ...options, domain: "lib", id: "a" })).toThrow("no domain");
	expect(() => scaffoldRule({ ...options, domain: "own", id: "../a" })).toThrow("no rule id");
	expect(existsSync(join(folder, "x"))).toBe(false);
});

test("a folder that is not there is exit code 2", async () => {
	expect(await run((io) => policyCheck({ directory: "nowhere" }, io))).toMatchObject({ code: 2 });
});
