import { describe, expect, test } from "vitest";
import { loadHcl, MAX_CODE_LENGTH } from "../../../../src/locate/terraform/hcl.ts";
import type { CodeFile, Expression, Span } from "../../../../src/locate/terraform/syntax.ts";

const parse = await loadHcl();

function read(text: string): CodeFile {
	const file = parse(text);
	if (file === null) throw new Error("not parsed");
	return file;
}

/** The value of the first argument. */
function value(source: string): Expression {
	return read(`a = ${source}\n`).body.attributes[0]!.value;
}

const cut = (text: string, { start, end }: Span) => text.slice(start, end);

describe("blocks and arguments", () => {
	const text = [
		"# ü before",
		'resource "aws_s3_bucket" b { // here',
		'  bucket = "x"',
		'  rule "one" {',
		"    days = 3",
		"  }",
		"  empty {}",
		"}",
		'one "x" { a = 1 }',
		"",
	].join("\n");

	test.each([
		["LF", text],
		["CRLF", text.replaceAll("\n", "\r\n")],
	])("have types, labels and places (%s)", (_, source) => {
		const [resource, one] = read(source).body.blocks;
		expect(resource).toMatchObject({ type: "resource", labels: ["aws_s3_bucket", "b"], broken: false });
		expect(cut(source, resource!.header)).toBe('resource "aws_s3_bucket" b');
		expect(resource!.span).toMatchObject({ startLine: 2, startColumn: 1, endLine: 8, endColumn: 2 });
		expect(cut(source, resource!.inner).trim()).toMatch(/^\/\/ here[\s\S]*empty \{\}$/);
		const [bucket] = resource!.body.attributes;
		expect(bucket).toMatchObject({ name: "bucket", span: { startLine: 3, startColumn: 3, endLine: 3, endColumn: 15 } });
		expect([cut(source, bucket!.key), cut(source, bucket!.value.span)]).toEqual(["bucket", '"x"']);
		const [rule, empty] = resource!.body.blocks;
		expect(rule).toMatchObject({ type: "rule", labels: ["one"], body: { attributes: [{ name: "days" }] } });
		expect(empty).toMatchObject({ type: "empty", labels: [], body: { attributes: [], blocks: [] } });
		expect(one!.body.attributes[0]).toMatchObject({ name: "a", key: { startLine: 9, startColumn: 11 } });
	});

	test("columns count UTF-16 units", () => {
		const source = 'a = "😀"\nb = { "ü😀" = 1, c = 2 }\n';
		const [, b] = read(source).body.attributes;
		const { members } = b!.value as Extract<Expression, { kind: "object" }>;
		expect(members.map(({ name, key }) => [name, key.startColumn, cut(source, key)])).toEqual([
			["ü😀", 7, '"ü😀"'],
			["c", 18, "c"],
		]);
	});
});

describe("values", () => {
	test.each([
		["true", true],
		["5", 5],
		["-1.5", -1.5],
		["1e5", 100_000],
		["-2E-3", -0.002],
		["null", null],
		['""', ""],
		['"plain"', "plain"],
		[`"a\\"b\\n\\u00e9\\\\ $\${x} %%{y} \\U0001F600"`, `a"b\né\\ \${x} %{y} 😀`],
		["(true)", true],
	])("%s is a literal", (source, literal) => {
		expect(value(source)).toMatchObject({ kind: "literal", value: literal });
	});

	test.each<[string, object]>([
		[`"a-\${var.x}"`, { kind: "template", heredoc: false }],
		["<<-EOT\n  x\n  EOT", { kind: "template", heredoc: true }],
		["var.x", { kind: "reference", steps: ["var", "x"] }],
		['local.a[0].b["c d"].1', { kind: "reference", steps: ["local", "a", 0, "b", "c d", 1] }],
		["var.x[*].id", { kind: "other" }],
		["var.x[var.y]", { kind: "other" }],
		["var.x ? 1 : 2", { kind: "other" }],
		["1 + 2", { kind: "other" }],
		["!true", { kind: "other" }],
		["[for x in var.l : x]", { kind: "other" }],
		["{ for k, v in var.m : k => v }", { kind: "other" }],
		["jsonencode({ a = 1 })", { kind: "call", name: "jsonencode", args: [{ kind: "object" }] }],
		["timestamp()", { kind: "call", name: "timestamp", args: [] }],
	])("%s", (source, expected) => {
		expect(value(source)).toMatchObject(expected);
	});

	test("lists and objects hold theirs, whatever stands between", () => {
		const list = value('["a", # one\n  /* two */ 3,\n]');
		expect(list).toMatchObject({
			kind: "tuple",
			items: [{ value: "a" }, { value: 3, span: { startLine: 2, startColumn: 13 } }],
		});
		const object = value('{ a = 1, "b" : 2\n (var.k) = 3, (d) = 4, 5 = 6 }');
		expect(object.kind === "object" && object.members.map(({ name }) => name)).toEqual(["a", "b", null, null, "5"]);
	});

	test("numbers with exponents hide nothing, and texts that look like them stay", () => {
		const { body, faults } = read('a = 1e5\nb "x-1e5" {\n  c = "1e5" # 1e5\n}\n');
		expect(faults).toEqual([]);
		expect(body.blocks).toMatchObject([{ labels: ["x-1e5"], body: { attributes: [{ value: { value: "1e5" } }] } }]);
	});

	test("what nests too deep is not looked into", () => {
		expect(JSON.stringify(value(`${"[".repeat(500)}${"]".repeat(500)}`))).toContain('"other"');
	});
});

test("comments are found wherever they stand", () => {
	const source = '# one\na = [ // two\n  1, /* three\n  lines */ 2,\n]\nb = "# none"\n  # four \n';
	expect(read(source).comments.map(({ line, text, ownLine }) => ({ line, text, ownLine }))).toEqual([
		{ line: 1, text: "one", ownLine: true },
		{ line: 2, text: "two", ownLine: false },
		{ line: 3, text: "three\n  lines", ownLine: false },
		{ line: 7, text: "four", ownLine: true },
	]);
});

describe("faults", () => {
	test("are told, and blocks with one are not trusted", () => {
		const source =
			'resource "a" "before" { x = 1 }\nresource "a" "broken" {\n  x = = 2\n}\nresource "a" "after" { x = 3 }\n';
		const { body, faults } = read(source);
		expect(faults[0]).toMatchObject({ startLine: 3 });
		const named = new Map(body.blocks.map((block) => [block.labels[1], block]));
		expect(named.get("before")).toMatchObject({ broken: false, body: { attributes: [{ name: "x" }] } });
		expect(named.get("broken")?.broken ?? true).toBe(true);
	});

	test.each([
		["nested brackets", `a = ${"[".repeat(20_000)}`],
		["nested blocks", "a {\n".repeat(20_000)],
		["an open heredoc", `a = <<EOT\n${"x\n".repeat(20_000)}`],
		["an open comment", `/*${" * ".repeat(20_000)}`],
		["quotes", '"'.repeat(20_000)],
		["NUL bytes", "\0".repeat(20_000)],
		["another language", "apiVersion: v1\nkind: Pod\n".repeat(500)],
		["open interpolations", `a = "${'${"'.repeat(5000)}`],
	])("%s", (_, source) => {
		const started = performance.now();
		const file = parse(source);
		expect(file === null || file.faults.length > 0).toBe(true);
		expect(performance.now() - started).toBeLessThan(20_000);
	});

	test("a heredoc with a word longer than the parser remembers hides what follows, and makes up nothing", () => {
		const word = "E".repeat(5000);
		expect(read(`a = <<${word}\nb "c" {}\n${word}\n`).body.blocks).toEqual([]);
	});

	test("text that is too long is not parsed, and the parser works on", () => {
		expect(parse(`a = 1\n${"#".repeat(MAX_CODE_LENGTH)}`)).toBeNull();
		expect(read("a = 1\n").body.attributes).toHaveLength(1);
	});
});

test("an empty file is a file", () => {
	expect(read("")).toMatchObject({ body: { attributes: [], blocks: [] }, comments: [], faults: [] });
});
