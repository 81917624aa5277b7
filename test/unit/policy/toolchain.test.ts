import { describe, expect, test } from "vitest";
import { compileOptions } from "../../../src/policy/build.ts";
import { PolicyRuntime } from "../../../src/policy/runtime.ts";
import {
	buildSources,
	checkSources,
	formatSources,
	type SourceFile,
	testSources,
} from "../../../src/policy/toolchain.ts";

const rule = (name: string, body: string): SourceFile => ({
	path: `d/${name}/${name}.rego`,
	text: `package d.${name}\n\nimport data.lib.h\n\n${body}\n`,
});

const helper: SourceFile = {
	path: "lib/h/h.rego",
	text: `package lib.h

new(resource, path) := {"resource": resource.key, "path": path}

fetch(resource, keys) := object.get(resource, keys, null)

limit(container) := container.spec.resources.limits

table := {"aws_a": "one", "aws_b": "two"}
`,
};

/** Each case: the deny rules of a package, and what they read of a resource. */
const READS: [string, string, string[]][] = [
	[
		"the value compared and the path returned",
		"deny contains h.new(r, r.facets.pod.path) if {\n\tsome r in input.resources\n\tr.attributes.spec.replicas < 2\n}",
		["attributes.spec.replicas", "facets.pod.path"],
	],
	[
		"elements of a list, not the list",
		'deny contains h.new(r, c.path) if {\n\tsome r in input.resources\n\tsome i, c in r.facets.pod.containers\n\tc.image == "x"\n\ti > 0\n}',
		["facets.pod.containers[].image", "facets.pod.containers[].path"],
	],
	[
		"what is only reached or iterated",
		"deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tsome _ in r.attributes.rules\n\tr.attributes.enabled\n\tnot r.attributes.other\n}",
		["attributes.enabled", "attributes.other", "attributes.rules"],
	],
	[
		"object.get with a key, with a path, and on a default",
		'deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tspec := object.get(r.attributes, "spec", {})\n\tobject.get(spec, "a", 1) == 1\n\tobject.get(r, ["attributes", "b", "c"], null) == null\n}',
		["attributes.b.c", "attributes.spec.a"],
	],
	[
		"through helpers of the package and of lib",
		'deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tnot _ok(r)\n}\n\n_ok(r) if {\n\tevery c in r.facets.pod.containers {\n\t\t_small(h.limit(c))\n\t}\n}\n\n_ok(r) if h.fetch(r, ["attributes", "legacy"]) == true\n\n_small(limits) if limits.memory == "1Gi"',
		["attributes.legacy", "facets.pod.containers[].spec.resources.limits.memory"],
	],
	[
		"through comprehensions, objects and partial rules",
		'deny contains h.new(b.whole, []) if some b in _bad\n\n_bad contains {"whole": r, "names": names} if {\n\tsome r in input.resources\n\tnames := {c.name | some c in r.facets.pod.containers; c.kind == "init"}\n\tcount(names) > 1\n}',
		["facets.pod.containers[].kind", "facets.pod.containers[].name"],
	],
	[
		"keys from a constant table",
		"deny contains h.new(r, [name]) if {\n\tsome r in input.resources\n\tname := h.table[r.type]\n\tnot r.attributes[name].enabled == true\n}",
		["attributes.one.enabled", "attributes.two.enabled"],
	],
	[
		"keys from constants in a comprehension and from a parameter",
		'deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tsome name in ["x", "y"]\n\tr.attributes[name] == r.attributes.tags[data.parameters.tag]\n}',
		["attributes.tags", "attributes.x", "attributes.y"],
	],
	[
		"a key only known at run time stands for all",
		"deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tr.attributes[lower(r.name)].on == true\n}",
		["attributes[].on"],
	],
	[
		"a whole object passed on",
		'deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tjson.marshal(r.attributes.policy) == "{}"\n\tr.attributes.policy.x == 1\n}',
		["attributes.policy"],
	],
	[
		"the length of a list and one value of its elements",
		"deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tcount(r.attributes.list) > 1\n\tr.attributes.list[0].x == 1\n}",
		["attributes.list[].x"],
	],
	[
		"the number of keys of an object, all of it",
		"deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tcount(r.attributes.map) > 1\n\tr.attributes.map.x == 1\n}",
		["attributes.map"],
	],
	[
		"a message, and keys with dots",
		'deny contains object.union(h.new(r, []), {"message": m}) if {\n\tsome r in input.resources\n\tm := $"{r.name} in {r.attributes.region}"\n\tr.attributes.metadata.annotations["a.b/c"] == "x"\n}',
		['attributes.metadata.annotations["a.b/c"]', "attributes.region"],
	],
	[
		"destructuring and else",
		'deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tsome {"from": from, "to": [first, _]} in r.attributes.openings\n\tfrom == _grade(r)\n\tfirst == 1\n}\n\n_grade(r) := r.attributes.p if {\n\tr.attributes.q == 1\n} else := r.attributes.s',
		["attributes.openings[].from", "attributes.openings[].to", "attributes.p", "attributes.q", "attributes.s"],
	],
	[
		"identity alone",
		'deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tr.labels.team == "a"\n\tr.type == "t"\n\tnot r.complete\n}',
		[],
	],
	[
		"all of a resource",
		"deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tcount(r) > 3\n\tr == {}\n}",
		["attributes", "facets"],
	],
	[
		"exempt and undecided count too",
		"deny contains h.new(r, []) if some r in input.resources\n\nexempt contains h.new(r, []) if {\n\tsome r in input.resources\n\tr.attributes.e == 1\n}\n\nundecided contains h.new(r, []) if {\n\tsome r in input.resources\n\tr.attributes.u == 1\n}\n\n_dead if input.resources[0].attributes.dead",
		["attributes.e", "attributes.u"],
	],
];

describe("what a rule reads", async () => {
	const files = READS.map(([, body], index) => rule(`r${index}`, body));
	const { errors, packages } = await checkSources([...files, helper]);

	test("all cases compile", () => expect(errors).toEqual([]));

	test.each(READS.map(([title, , expected], index) => ({ title, expected, name: `d.r${index}` })))(
		"$title",
		({ expected, name }) => {
			const info = packages.find((one) => one.package === name);
			expect(info?.reads?.map(({ pattern }) => pattern)).toEqual(expected);
		},
	);

	test("parameters, by name", () => {
		const names = packages.flatMap(({ parameters }) => parameters ?? []).map(({ pattern }) => pattern);
		expect(names).toEqual(["tag"]);
	});

	test("outputs and places", () => {
		const info = packages.find((one) => one.package === `d.r${READS.length - 1}`);
		expect(info).toMatchObject({ outputs: ["deny", "exempt", "undecided"], line: 1 });
		expect(info?.reads?.[0]).toEqual({ pattern: "attributes.e", file: info?.file, line: 9 });
	});
});

describe("checks", () => {
	const faults = async (body: string): Promise<string[]> => {
		const { errors } = await checkSources([rule("x", body), helper], compileOptions());
		return errors.map(({ line, code, message }) => `${line} ${code} ${message}`);
	};

	test("a facet that does not exist", async () => {
		expect(
			await faults('deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tr.facets.podd.path == ["x"]\n}'),
		).toEqual(["7 rego_type_error undefined ref: r.facets.podd.path"]);
	});

	test("a built-in that WASM does not have, the clock, and unused variables", async () => {
		expect(
			(
				await faults("deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tx := 1\n\ttime.now_ns() > 1\n}")
			).join("\n"),
		).toContain("undefined function time.now_ns");
		expect(
			(await faults("deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tx := 1\n}")).join("\n"),
		).toContain("assigned var x unused");
	});

	test("syntax errors of all files, with place", async () => {
		const { errors } = await checkSources([
			{ path: "a.rego", text: "package a\n\ndeny contains" },
			{ path: "b.rego", text: "" },
		]);
		expect([...new Set(errors.map(({ file, line }) => `${file}:${line}`))]).toEqual(["a.rego:3", "b.rego:1"]);
	});
});

describe("build", () => {
	const files = [
		rule(
			"x",
			'deny contains h.new(r, ["a"]) if {\n\tsome r in input.resources\n\tr.attributes.a > data.parameters.limit\n}',
		),
		rule(
			"y",
			"deny contains h.new(r, []) if {\n\tsome r in input.resources\n\tr.attributes.b\n}\n\nexempt contains h.new(r, []) if {\n\tsome r in input.resources\n\tr.attributes.c\n}",
		),
		helper,
	];

	test("gives the same bytes whatever the order of the files, and they run", async () => {
		const first = await buildSources(files, compileOptions());
		const second = await buildSources([...files].reverse(), compileOptions());
		expect(first.errors).toEqual([]);
		expect(first.entrypoints).toEqual(["d/x/deny", "d/y/deny", "d/y/exempt"]);
		expect(Buffer.from(first.wasm!).equals(Buffer.from(second.wasm!))).toBe(true);
		const runtime = new PolicyRuntime(first.wasm!, { parameters: { limit: 2 } });
		const input = new TextEncoder().encode(JSON.stringify({ resources: [{ key: "k", attributes: { a: 3 } }] }));
		expect(runtime.evaluate("d/x/deny", input.buffer)).toEqual([{ resource: "k", path: ["a"] }]);
	});

	test("gives no WASM where nothing denies", async () => {
		expect(await buildSources([helper])).toMatchObject({ errors: [], wasm: null, entrypoints: [] });
	});
});

test("formatting lists only what differs", async () => {
	const good = { path: "a.rego", text: "package a\n\nx := 1\n" };
	const bad = { path: "b.rego", text: "package b\nx:=1" };
	expect(await formatSources([good, bad])).toEqual({
		errors: [],
		formatted: [{ path: "b.rego", text: "package b\n\nx := 1\n" }],
	});
});

test("tests report where they fail and what they leave out", async () => {
	const source = { path: "a/a.rego", text: "package a\n\nf(x) if x > 1\n\ng(x) if {\n\tx > 2\n\tx < 9\n}\n" };
	const tests = {
		path: "a/a_test.rego",
		text: 'package a_test\n\nimport data.a\n\ntest_good if a.f(2)\n\ntest_bad if {\n\ta.f(2)\n\ta.f(1)\n}\n\ntest_cases[name] if {\n\tsome name, x in {"one": 1, "two": 2}\n\ta.f(x)\n}\n',
	};
	const { tests: results, coverage } = await testSources([source, tests]);
	expect(results).toEqual([
		{ package: "a_test", name: "test_bad", outcome: "fail", file: "a/a_test.rego", line: 9, message: "a.f(1)" },
		{
			package: "a_test",
			name: "test_cases",
			outcome: "fail",
			file: "a/a_test.rego",
			line: 14,
			message: "failing cases: one",
		},
		{ package: "a_test", name: "test_good", outcome: "pass", file: "a/a_test.rego", line: 5 },
	]);
	expect(coverage).toEqual([{ file: "a/a.rego", covered: 1, notCovered: 3, uncovered: [{ start: 5, end: 7 }] }]);
});
