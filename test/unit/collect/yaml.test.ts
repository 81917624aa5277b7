import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { readYaml, type YamlLimits } from "../../../src/collect/yaml.ts";

const LIMITS: YamlLimits = { maxDepth: 200, maxAliasValues: 10_000 };

function read(text: string, limits: Partial<YamlLimits> = {}) {
	return [...readYaml(text, { ...LIMITS, ...limits })];
}

function value(text: string) {
	const [document, ...others] = read(text);
	expect(others).toEqual([]);
	return document?.value;
}

function problem(text: string, limits: Partial<YamlLimits> = {}) {
	const [document] = read(text, limits);
	expect(document?.value).toBeUndefined();
	return document?.problems[0];
}

describe("readYaml", () => {
	it("leaves quoted and block scalars text", () => {
		expect(value(`a: "yes"\nb: '0777'\nc: |\n  on\nd: >-\n  x\n  y\n`)).toEqual({
			a: "yes",
			b: "0777",
			c: "on\n",
			d: "x y",
		});
	});

	it("follows tags as kubectl does", () => {
		expect(value(`a: !!str 12\nb: !!int "3"\nc: !foo 12\nd: !!binary aGVsbG8=\ne: !!bool "yes"\nf: ! 12`)).toEqual({
			a: "12",
			b: 3,
			c: "12",
			d: "hello",
			e: true,
			f: "12",
		});
		expect(problem("a: !!int x")?.code).toBe("yaml-syntax");
	});

	it("turns keys into text", () => {
		expect(value("on: 1\n1: a\n1.10: b\n0x10: c\n")).toEqual({ true: 1, 1: "a", "1.1": "b", 16: "c" });
	});

	it("merges where the merge key stands", () => {
		expect(value("x: &x {a: 1}\nz: {a: 2, <<: *x}\nw: {<<: *x, a: 2}")).toEqual({
			x: { a: 1 },
			z: { a: 1 },
			w: { a: 2 },
		});
		expect(value("x: &x {a: 1}\nv: &v {a: 2, c: 3}\nz: {b: 3, <<: [*x, *v]}")).toMatchObject({
			z: { a: 1, b: 3, c: 3 },
		});
		expect(value(`"<<": 1`)).toEqual({ "<<": 1 });
		expect(problem("a: {<<: 1}")?.code).toBe("yaml-syntax");
	});

	it("takes the last of two equal keys and says so", () => {
		const [document] = read("a: 1\nb: 2\na: 3\n");
		expect(document?.value).toEqual({ a: 3, b: 2 });
		expect(document?.problems).toMatchObject([{ code: "duplicate-key", offset: 10 }]);
	});

	it("does not call a key overridden after a merge a duplicate", () => {
		expect(read("x: &x {a: 1}\nz: {<<: *x, a: 2}")[0]?.problems).toEqual([]);
	});

	it("drops __proto__ and pollutes nothing", () => {
		const result = value("__proto__: {polluted: 1}\na: {__proto__: 1, b: 2}") as { a: object };
		expect(Object.keys(result)).toEqual(["a"]);
		expect(Object.getPrototypeOf(result.a)).toBe(Object.prototype);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	it.each([
		["{{ template keys }}", "image: {{ .Values.image }}"],
		["complex keys", "? {a: 1}\n: b"],
		["empty keys", ": b"],
		["an alias without anchor", "a: *nope"],
		["an anchor that contains itself", "a: &a [1, *a]"],
		["infinity", "a: .inf"],
		["an unfinished list", "a: [1, 2"],
		["a tab as indentation", "a:\n\t- b"],
		["a second mapping on a line", "a: b: c"],
		["a reserved character", "a: @b"],
	])("refuses %s", (_, text) => {
		expect(problem(text)?.code).toBe("yaml-syntax");
	});

	it("never quotes the text in a message", () => {
		for (const text of ["a: *hunter2", "a: hunter2: hunter2", `a: "hunter2" hunter2`, "? {hunter2: 1}\n: b"]) {
			expect(JSON.stringify(read(text)[0]?.problems)).not.toContain("hunter2");
		}
	});

	it("keeps the documents around a broken one, with their indices", () => {
		const documents = read("a: 1\n---\nb: [\n---\n# nothing\n---\nc: 3\n...\n");
		expect(documents.map(({ index, value }) => [index, value])).toEqual([
			[0, { a: 1 }],
			[1, undefined],
			[2, null],
			[3, { c: 3 }],
		]);
	});

	it("reads CRLF line ends", () => {
		expect(value("a:\r\n  b: yes\r\n  c: |\r\n    x\r\n")).toEqual({ a: { b: true, c: "x\n" } });
	});

	it("stops at the depth limit without losing the other documents", () => {
		const deep = `${"[".repeat(1000)}${"]".repeat(1000)}`;
		const documents = read(`a: 1\n---\n${deep}\n---\nb: 2\n`);
		expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, undefined, { b: 2 }]);
		expect(documents[1]?.problems[0]?.code).toBe("too-deep");
	});

	it.each([
		["[".repeat(100_000)],
		["{a: ".repeat(100_000)],
		["- ".repeat(50_000)],
		["? ".repeat(50_000)],
		[Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
	])("leaves a document that would exhaust the stack", (text) => {
		const documents = read(`${text}\n---\nb: 2\n`);
		expect(documents[0]?.problems[0]?.code).toBe("too-deep");
		expect(documents[1]).toMatchObject({ index: 1, value: { b: 2 } });
	});

	it("counts what aliases expand to instead of building it", () => {
		const levels = Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]`);
		expect(problem(`a0: &a0 [x]\n${levels.join("\n")}`)?.code).toBe("alias-expansion");
	});

	it("counts depth through aliases", () => {
		const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`);
		expect(problem(`a0: &a0 [x]\n${levels.join("\n")}`, { maxDepth: 20 })?.code).toBe("too-deep");
	});

	it("reads back whatever is written as YAML", () => {
		// Version 1.1 quotes what older readers take for booleans.
		const json = fc.jsonValue({ maxDepth: 4 }).map((json) => JSON.parse(JSON.stringify(json)));
		fc.assert(
			fc.property(json, fc.constantFrom(2, 4), (json, indent) => {
				fc.pre(!JSON.stringify(json).includes("__proto__"));
				// The writer leaves some of go-yaml's numbers (0o7, 1_0) unquoted, so strings are always quoted.
				const text = stringify(json, { indent, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "QUOTE_DOUBLE" });
				expect(value(text)).toEqual(json);
			}),
			{ seed: 1 },
		);
	});
});
