// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of Terraform, not of TypeScript.
import { beforeAll, describe, expect, test } from "vitest";
import { loadHcl, type ParseHcl } from "../../../../src/locate/terraform/hcl.ts";
import type { AttributePath, Json } from "../../../../src/model/json.ts";
import { type PlacedStep, patch } from "../../../../src/remediate/terraform/patch.ts";

let parse: ParseHcl;
beforeAll(async () => {
	parse = await loadHcl();
});

const LABELS: [string, string] = ["aws_thing", "main"];
const set = (path: AttributePath, value: Json, line = 1): PlacedStep => ({ do: "set", path, value, line });
const remove = (path: AttributePath, line = 1): PlacedStep => ({ do: "remove", path, line });

function block(...lines: string[]): string {
	return [`resource "aws_thing" "main" {`, ...lines, "}", ""].join("\n");
}

function patched(text: string, ...steps: PlacedStep[]): string {
	const result = patch({ parse, text, labels: LABELS, steps });
	return "reason" in result ? `refused: ${result.reason}` : result.text;
}

describe("literals", () => {
	test("become other literals; comments stay", () => {
		expect(patched(block("  a = false # for now"), set(["a"], true))).toBe(block("  a = true # for now"));
		expect(patched(block("  a = null"), set(["a"], 5))).toBe(block("  a = 5"));
		expect(patched(block('  a = "TLSv1" /* old */'), set(["a"], "1.2"))).toBe(block('  a = "1.2" /* old */'));
	});

	test("comments in a column stay in one", () => {
		const before = block("  a = false # one", "  b = 12345 # two");
		expect(patched(before, set(["a"], true))).toBe(block("  a = true  # one", "  b = 12345 # two"));
		expect(patched(before, set(["a"], 1234567))).toBe(block("  a = 1234567 # one", "  b = 12345   # two"));
	});

	test("in nested blocks and objects", () => {
		const before = block("  x {", "    y {", "      z = 1", "    }", "  }", "  o = { p = { q = 1, r = 2 } }");
		expect(patched(before, set(["x", 0, "y", 0, "z"], 3))).toBe(before.replace("z = 1", "z = 3"));
		expect(patched(before, set(["o", "p", "r"], 3))).toBe(before.replace("r = 2", "r = 3"));
	});

	test("a list of literals is one, a list with others is not", () => {
		expect(patched(block('  a = ["x"]'), set(["a"], ["x", "y"]))).toBe(block('  a = ["x", "y"]'));
		expect(patched(block("  a = [var.x]"), set(["a"], ["x", "y"]))).toBe("refused: the value is not a literal");
	});

	test("text that would be a template is escaped", () => {
		expect(patched(block('  a = "x"'), set(["a"], 'a "${b}" %{c} \\ \n'))).toBe(
			block('  a = "a \\"$${b}\\" %%{c} \\\\ \\n"'),
		);
	});

	test("a string stands for a switch where the code has one", () => {
		expect(patched(block("  a = true"), set(["a"], "false"))).toBe(block("  a = false"));
		expect(patched(block('  a = "true"'), set(["a"], "false"))).toBe(block('  a = "false"'));
	});

	test("whatever is not one is left alone", () => {
		for (const [code, reason] of [
			["var.x", "the value comes from var.x"],
			["local.a.b[0].c", "the value comes from local.a.b"],
			["tobool(false)", "the value comes from the function tobool"],
			["x ? false : true", "the value is not a literal"],
			["!true", "the value is not a literal"],
			['"${var.x}"', "the value is not a literal"],
			["<<-EOT\n    false\n  EOT", "the value is not a literal"],
		]) {
			expect(patched(block(`  a = ${code}`), set(["a"], true))).toBe(`refused: ${reason}`);
		}
	});

	test("what is right already is no fix", () => {
		expect(patched(block("  a = true"), set(["a"], true))).toBe("refused: the code says so already");
		expect(patched(block("  b = 1"), remove(["a"]))).toBe("refused: the code says so already");
	});
});

describe("arguments that are missing", () => {
	test("follow the others, before tags and blocks, equal signs aligned", () => {
		expect(
			patched(
				block("  name = 1", "  size = 2 # GB", "  tags = {", "    a = 1", "  }", "", "  x {", "    y = 1", "  }"),
				set(["encrypted"], true),
			),
		).toBe(
			block(
				...["  name      = 1", "  size      = 2 # GB", "  encrypted = true", "  tags = {", "    a = 1", "  }", ""],
				...["  x {", "    y = 1", "  }"],
			),
		);
	});

	test("a block that is not aligned is not reformatted", () => {
		expect(patched(block("  name = 1", "  encrypted=2"), set(["a"], true))).toBe(
			block("  name = 1", "  encrypted=2", "  a        = true"),
		);
	});

	test("where nothing is aligned, comments stay in their column", () => {
		expect(patched(block("  a   = false    # one", "  b=1    # two"), set(["a"], true))).toBe(
			block("  a   = true     # one", "  b=1    # two"),
		);
		expect(patched(block("  a   = 1  # one", "  b=1"), set(["a"], 12345))).toBe(block("  a   = 12345 # one", "  b=1"));
	});

	test("behind a heredoc", () => {
		expect(patched(block("  p = <<-EOT", "    a = 1", "  EOT"), set(["a"], true))).toBe(
			block("  p = <<-EOT", "    a = 1", "  EOT", "  a = true"),
		);
	});

	test("in an empty block, one on one line, one with a comment only", () => {
		expect(patched('resource "aws_thing" "main" {}\n', set(["a"], true))).toBe(block("  a = true"));
		expect(patched('resource "aws_thing" "main" { bb = 1 }', set(["a"], true))).toBe(
			block("  bb = 1", "  a  = true").trimEnd(),
		);
		expect(patched(block("  # nothing yet"), set(["a"], true))).toBe(block("  a = true", "", "  # nothing yet"));
		expect(patched(block("  x {", "  }"), set(["a"], true))).toBe(block("  a = true", "", "  x {", "  }"));
	});

	test("in objects over lines, on one line, and empty ones", () => {
		expect(patched(block("  o = {", "    aa = 1", "  }"), set(["o", "b"], 2))).toBe(
			block("  o = {", "    aa = 1", "    b  = 2", "  }"),
		);
		expect(patched(block("  o = {", "    a = 1,", "  }"), set(["o", "b"], 2))).toBe(
			block("  o = {", "    a = 1,", "    b = 2,", "  }"),
		);
		expect(patched(block('  o = { "a": 1 }'), set(["o", "b"], 2))).toBe(block('  o = { "a": 1, b: 2 }'));
		expect(patched(block("  o = {}"), set(["o", "b c"], 2))).toBe(block("  o = {", '    "b c" = 2', "  }"));
		expect(patched(block("  o = { (var.x) = 1 }"), set(["o", "b"], 2))).toBe(
			"refused: names in the object are computed",
		);
		expect(patched(block("  a = 1"), set(["o", "b"], 2))).toBe(block("  a = 1", "  o = {", "    b = 2", "  }"));
	});

	test("with tabs and with carriage returns as in the file", () => {
		expect(patched(block("\tx {", "\t\ty = 1", "\t}"), set(["x", 0, "z"], 1))).toBe(
			block("\tx {", "\t\ty = 1", "\t\tz = 1", "\t}"),
		);
		const crlf = (text: string) => text.replaceAll("\n", "\r\n");
		expect(patched(crlf(block("  a = 1 # x")), set(["bb"], 1))).toBe(crlf(block("  a  = 1 # x", "  bb = 1")));
		expect(patched(crlf(block("  a = 1")), set(["x", 0, "y"], 1))).toBe(
			crlf(block("  a = 1", "", "  x {", "    y = 1", "  }")),
		);
	});
});

describe("blocks that are missing", () => {
	test("follow the arguments and blocks, before those for Terraform itself", () => {
		expect(patched(block("  a = 1"), set(["x", 0, "y", 0, "z"], true), set(["x", 0, "w"], true))).toBe(
			block("  a = 1", "", "  x {", "    w = true", "", "    y {", "      z = true", "    }", "  }"),
		);
		expect(patched(block("  a = 1", "", "  lifecycle {", "    x = 1", "  }"), set(["x", 0, "y"], true))).toBe(
			block("  a = 1", "", "  x {", "    y = true", "  }", "", "  lifecycle {", "    x = 1", "  }"),
		);
	});

	test("are not made where others of the kind are written, or the index says that there are more", () => {
		expect(patched(block("  x {", "  }"), set(["x", 1, "y"], 1))).toBe(
			"refused: which of the blocks x is meant cannot be told",
		);
		expect(patched(block("  a = 1"), set(["x", 1, "y"], 1))).toBe(
			"refused: the block is one of several that the code does not write",
		);
		expect(patched(block("  x {", "  }"), set(["x"], 1))).toBe("refused: x is written as a block");
	});
});

describe("repeated blocks", () => {
	const before = block("  x {", "    a = 1", "  }", "  x {", "    a = 1", "  }");

	test("the finding's line tells which is meant, before lines move", () => {
		expect(patched(before, set(["x", 0, "a"], 2, 6))).toBe(
			block("  x {", "    a = 1", "  }", "  x {", "    a = 2", "  }"),
		);
		expect(patched(before, set(["x", 0, "b"], 2, 3), set(["x", 1, "c"], 2, 5))).toBe(
			block(...["  x {", "    a = 1", "    b = 2", "  }", "  x {", "    a = 1", "    c = 2", "  }"]),
		);
	});

	test("without a line in one of them nothing is done", () => {
		expect(patched(before, set(["x", 0, "a"], 2, 1))).toBe("refused: which of the blocks x is meant cannot be told");
	});

	test("one that is dynamic is all of them", () => {
		const dynamic = block('  dynamic "x" {', "    for_each = var.xs", "    content {", "      a = 1", "    }", "  }");
		const result = patch({ parse, text: dynamic, labels: LABELS, steps: [set(["x", 3, "a"], 2, 5)] });
		expect(result).toEqual({ text: dynamic.replace("a = 1", "a = 2"), every: [[1]] });
		expect(patched(dynamic.replace("a = 1", "a = x.value"), set(["x", 3, "a"], 2, 5))).toBe(
			"refused: the value comes from x.value",
		);
	});
});

describe("removal", () => {
	test("takes the line; a comment behind it stays, the rest is aligned anew", () => {
		expect(patched(block("  a    = 1", "  long = 2", "  bb   = 3"), remove(["long"]))).toBe(
			block("  a  = 1", "  bb = 3"),
		);
		expect(patched(block("  a = 1", "  b = 2 # because", "  c = 3"), remove(["b"]))).toBe(
			block("  a = 1", "  # because", "  c = 3"),
		);
		expect(patched(block("  a = 1", "", "  b = 2", "", "  c = 3"), remove(["b"]))).toBe(
			block("  a = 1", "", "  c = 3"),
		);
		expect(patched(block("  a = 1", "", "  x {", "    b = 2", "  }"), remove(["x"]))).toBe(block("  a = 1"));
		expect(patched(block("  o = {", "    a = 1", "    b = 2", "  }"), remove(["o", "b"]))).toBe(
			block("  o = {", "    a = 1", "  }"),
		);
	});

	test("not of what shares a line", () => {
		expect(patched('resource "aws_thing" "main" { a = 1 }', remove(["a"]))).toMatch(/^refused/);
		expect(patched(block("  o = { a = 1, b = 2 }"), remove(["o", "a"]))).toMatch(/^refused/);
	});
});

test("a value is added to a list that lacks it", () => {
	const add = (path: AttributePath, value: Json): PlacedStep => ({ do: "add", path, value, line: 1 });
	expect(patched(block('  a = ["x", var.y]'), add(["a"], "z"))).toBe(block('  a = ["x", var.y, "z"]'));
	expect(patched(block("  a = [", '    "x",', "  ]"), add(["a"], "z"))).toBe(
		block("  a = [", '    "x",', '    "z",', "  ]"),
	);
	expect(patched(block("  a = []"), add(["a"], "z"))).toBe(block('  a = ["z"]'));
	expect(patched(block("  a = var.x"), add(["a"], "z"))).toBe("refused: the value comes from var.x");
});

test("files with faults, blocks that are not there, and values that are no blocks", () => {
	expect(patched(`${block("  a = 1")}\nresource {`, set(["a"], 2))).toBe("refused: the file has faults of syntax");
	expect(patched('resource "aws_other" "main" {}', set(["a"], 2))).toBe(
		"refused: the block of the resource is not there just once",
	);
	expect(patched(block("  a = 1"), set([0], 2))).toBe("refused: the finding is about a whole list");
	expect(patched(block("  a = [{ b = 1 }]"), set(["a", 2, "b"], 2))).toBe(
		"refused: the list is shorter in the code than in the plan",
	);
});
