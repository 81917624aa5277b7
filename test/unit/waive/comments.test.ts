import fc from "fast-check";
import { expect, test } from "vitest";
import { codeComments, yamlComments } from "../../../src/waive/comments.ts";

const lines = (text: string) => yamlComments(text).map(({ line, ownLine, text: words }) => [line, ownLine, words]);

test("finds comments on their own line and behind values", () => {
	expect(lines("# a\nkey: value # b\n  # c\nlist:\n  - x # d\n")).toEqual([
		[1, true, "# a"],
		[2, false, "# b"],
		[3, true, "# c"],
		[5, false, "# d"],
	]);
	expect(lines("a: 1\r\n# x\r\nb: 2 # y\r\n").map(([line, own]) => [line, own])).toEqual([
		[2, true],
		[3, false],
	]);
	expect(lines("\ufeff# a\nb: 1")).toEqual([[1, true, "# a"]]);
	expect(lines("%YAML 1.2\n---\n# a\nb: 1\n...\n# c\n---\n# d\ne: 1")).toHaveLength(3);
});

test("what only looks like a comment is none", () => {
	for (const text of [
		"a: |\n  # no\n  x\nb: 1",
		"a: >-\n  # no\n",
		"a: |\n# no\n  x".replace("# no", "  # no"),
		"a: 'x # no'",
		'a: "x\n  # no"',
		"a: x#no",
		"a: 'it''s # no'",
		'{"a": "# no"}',
		"- |\n # no\n- b",
	]) {
		expect(lines(text), text).toEqual([]);
	}
	// A block scalar ends where the indentation does.
	expect(lines("a: |\n  text\n# yes\nb: 1")).toEqual([[3, true, "# yes"]]);
	expect(lines("a: | # yes\n  # no\n")).toEqual([[1, false, "# yes"]]);
});

test("survives any text, and lines are those of the text", () => {
	fc.assert(
		fc.property(
			fc.string({ unit: fc.constantFrom(..."ab:#-|>'\"\n\r {}[]\t%!&*\u0002\u0018\u001f"), maxLength: 80 }),
			(text) => {
				const all = text.split("\n");
				for (const { line, text: words } of yamlComments(text)) {
					if (["\u0002", "\u0018", "\u001f"].some((sign) => text.includes(sign))) continue;
					expect(all[line - 1]).toContain(words);
				}
			},
		),
		{ numRuns: 1_000 },
	);
});

test("block comments of Terraform code reach to their end", () => {
	const text = "a = 1\n  /* one\n * two */\nb = 2 /* c */\n/* d */ e = 1\n/* open";
	expect(
		codeComments(text, [
			{ line: 2, text: "one\n * two", ownLine: true },
			{ line: 4, text: "c", ownLine: false },
			{ line: 5, text: "d", ownLine: true },
			{ line: 6, text: "open", ownLine: true },
		]).map(({ line, endLine }) => [line, endLine]),
	).toEqual([
		[2, 3],
		[4, 4],
		[5, 5],
		[6, 6],
	]);
});
