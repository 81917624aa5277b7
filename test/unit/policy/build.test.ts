import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type BuildOptions, buildPolicySet } from "../../../src/policy/build.ts";

const root = mkdtempSync(join(tmpdir(), "assay-build-"));
afterAll(() => rmSync(root, { recursive: true }));

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(root, "case-"));
});

function write(path: string, text: string): void {
	mkdirSync(dirname(join(folder, path)), { recursive: true });
	writeFileSync(join(folder, path), text);
}

const METADATA = `# METADATA
# title: A title
# description: A description.
# scope: package
# custom:
#   id: my-rule
#   severity: high
#   origins: [terraform]
#   selector: {types: [aws_x], with: [pod]}
#   requires: [attributes.size]
#   parameters: [limit]
#   remediation:
#     terraform: {text: Do it., snippet: x = 1}
#   references: [https://example.com/x]
`;

const BODY = `package own.my_rule

import data.lib.finding

deny contains finding.new(resource, ["size"], "too big") if {
	some resource in input.resources
	resource.attributes.size > data.parameters.limit
}
`;

async function build(options: Partial<BuildOptions> = {}): Promise<{ ok: boolean; problems: string[] }> {
	const { set, problems } = await buildPolicySet({
		policyDir: join(folder, "policies"),
		gates: "user",
		cacheDir: null,
		...options,
	});
	return { ok: set !== null, problems: problems.map(({ file, line, message }) => `${file}:${line}: ${message}`) };
}

const FILE = "policies/own/my_rule/my_rule.rego";
const NAME = "own/my_rule/my_rule.rego";

test("a rule outside this repository needs nothing but its folder", async () => {
	write(FILE, METADATA + BODY);
	const { set, problems } = await buildPolicySet({
		policyDir: join(folder, "policies"),
		gates: "user",
		cacheDir: null,
	});
	expect(problems).toEqual([]);
	expect(set?.rules).toMatchObject([
		{
			id: "my-rule",
			domain: "own",
			package: "own.my_rule",
			file: NAME,
			requires: ["attributes.size"],
			parameters: ["limit"],
			outputs: { exempt: false, undecided: false },
		},
	]);
	expect(set?.digest).toMatch(/^[0-9a-f]{64}$/);
});

describe("METADATA", () => {
	test("that is missing", async () => {
		write(FILE, BODY);
		expect(await build()).toEqual({
			ok: false,
			problems: [`${NAME}:1: the METADATA block above the package statement is missing`],
		});
	});

	test("that is no YAML, at its line", async () => {
		write(FILE, METADATA.replace("title: A title", "title: A: title") + BODY);
		const { ok, problems } = await build();
		expect(ok).toBe(false);
		expect(problems.join("\n")).toContain(`${NAME}:2: `);
	});

	test("all of its faults, each at its line", async () => {
		write(
			FILE,
			METADATA.replace("severity: high", "severity: dreadful").replace(
				"references: [https://example.com/x]",
				"refs: []",
			) + BODY,
		);
		expect(await build()).toEqual({
			ok: false,
			problems: [
				`${NAME}:6: custom: has the unknown property "refs"`,
				`${NAME}:6: custom: must have required property 'references'`,
				`${NAME}:7: custom.severity: must be one of critical, high, medium, low, info`,
			],
		});
	});

	test("that disagrees with the rule: the message holds what to paste", async () => {
		write(FILE, METADATA.replace("[attributes.size]", "[attributes.length]").replace("[limit]", "[]") + BODY);
		const { ok, problems } = await build();
		expect(ok).toBe(true);
		expect(problems).toEqual([
			`${NAME}:10: custom.requires: lacks attributes.size (read in ${NAME}:21); names attributes.length, which the rule does not read; it should be\n#   requires:\n#     - attributes.size`,
			`${NAME}:11: custom.parameters: lacks limit (read in ${NAME}:21); it should be\n#   parameters:\n#     - limit`,
		]);
	});

	test("that does not fit its folder, its facets or its origins", async () => {
		write(
			FILE,
			METADATA.replace("id: my-rule", "id: other")
				.replace("with: [pod]", "with: [podd]")
				.replace("[terraform]", "[terraform, kubernetes]") + BODY,
		);
		expect((await build()).problems).toEqual([
			`${NAME}:6: custom.id: must be "my-rule", the folder's name in kebab-case`,
			`${NAME}:9: custom.selector.with[0]: there is no facet "podd"`,
			`${NAME}:13: custom.remediation: says nothing for the origin kubernetes`,
		]);
	});

	test("whose edits do not say what to write, or step about", async () => {
		const edits =
			"[{do: set}, {do: remove, value: 1}, {do: set, at: [a, ..], value: 1}, {do: add, at: [.., a], value: b}]";
		write(FILE, METADATA.replace("snippet: x = 1", `snippet: x = 1, edits: ${edits}`) + BODY);
		const { problems } = await build();
		expect(problems.map((problem) => problem.replace(/^.*custom\./, ""))).toEqual([
			"remediation.terraform.edits[0]: has no value to write",
			"remediation.terraform.edits[1]: has a value, and writes none",
			"remediation.terraform.edits[2]: steps up after it has stepped down",
		]);
	});
});

test("a misspelt facet is found behind a helper as well", async () => {
	write(
		FILE,
		METADATA.replace("attributes.size", "facets.pod.pathh") +
			BODY.replace("resource.attributes.size >", "_size(resource) >").concat(
				"\n_size(resource) := count(resource.facets.pod.pathh)\n",
			),
	);
	expect((await build()).problems).toEqual([`${NAME}:15: reads facets.pod.pathh, which no facet has (${NAME}:24)`]);
});

test("a package that is no rule, and one in the wrong place", async () => {
	write("policies/own/other/other.rego", "package own.elsewhere\n\nx := 1\n");
	expect((await build()).problems).toEqual([
		"own/other/other.rego:1: a rule package has to define `deny`; helpers for several rules belong in lib",
		"own/other/other.rego:1: package own.elsewhere belongs in a file named after it: <domain>.<rule> in <domain>/<rule>/<rule>.rego",
		"own/other/other.rego:1: the METADATA block above the package statement is missing",
	]);
});

test("an empty folder has no rule", async () => {
	mkdirSync(join(folder, "policies"));
	expect(await build()).toEqual({ ok: false, problems: [".:1: there is no rule in this folder"] });
});

test("what does not compile stops the rest", async () => {
	write(FILE, METADATA + BODY.replace("size >", "size > http.send({}) +"));
	expect(await build()).toEqual({ ok: false, problems: [`${NAME}:21: undefined function http.send`] });
});

test("strict gates: test, mapping, parameters and a fixture for each outcome", async () => {
	write(FILE, METADATA + BODY);
	write("fixtures/own/my_rule/fail-big/plan.json", "{}");
	write(
		"fixtures/own/my_rule/fail-big/expected.json",
		'{"failed": [{ "resource": "google_storage_bucket.logs" }], "passed": []}',
	);
	write("fixtures/own/my_rule/pass-odd/plan.json", "{}");
	write("fixtures/own/my_rule/pass-odd/expected.json", "{");
	const strict = {
		gates: "strict",
		fixturesDir: join(folder, "fixtures"),
		mappedRules: new Set<string>(),
		knownParameters: new Set<string>(),
	} as const;
	const { ok, problems } = await build(strict);
	expect(ok).toBe(true);
	expect(problems.find((problem) => !problem.startsWith(NAME))).toContain(
		"fixtures/own/my_rule/pass-odd/expected.json:1: cannot be read",
	);
	expect(problems.filter((problem) => problem.startsWith(NAME))).toEqual(
		[
			`${NAME}:15: has no test: own/my_rule/my_rule_test.rego is missing`,
			`${NAME}:15: no fixture in own/my_rule shows a passed resource of origin terraform`,
			`${NAME}:15: no fixture in own/my_rule shows a failed resource of the provider aws`,
			`${NAME}:15: no fixture in own/my_rule shows a passed resource of the provider aws`,
			`${NAME}:15: no mapping names the rule my-rule`,
			`${NAME}:15: there is no parameter "limit"`,
		].sort(),
	);

	write("policies/own/my_rule/my_rule_test.rego", "package own.my_rule_test\n");
	write(
		"fixtures/own/my_rule/pass-odd/expected.json",
		'{"failed": [{ "resource": "module.store.aws_s3_bucket.logs[0]" }], "passed": ["aws_s3_bucket.data"]}',
	);
	expect(await build({ ...strict, mappedRules: new Set(["my-rule"]), knownParameters: new Set(["limit"]) })).toEqual({
		ok: true,
		problems: [],
	});
});

test("a compiled set is kept, and a change or a damaged file compiles again", async () => {
	write(FILE, METADATA + BODY);
	const cacheDir = join(folder, "cache");
	const options = { policyDir: join(folder, "policies"), gates: "user", cacheDir } as const;
	const first = await buildPolicySet(options);
	const [kept] = readdirSync(cacheDir);
	expect(await buildPolicySet(options)).toEqual(first);
	expect(readdirSync(cacheDir)).toEqual([kept]);
	writeFileSync(join(cacheDir, kept!), "{");
	expect(await buildPolicySet(options)).toEqual(first);
	write(FILE, METADATA + BODY.replace("too big", "too large"));
	expect((await buildPolicySet(options)).set?.digest).not.toBe(first.set?.digest);
	expect(readdirSync(cacheDir)).toHaveLength(2);
});

test("the schema of input is what the types give", () => {
	execFileSync(process.execPath, ["scripts/generate-schema.mjs", "--check"], { stdio: "pipe" });
});
