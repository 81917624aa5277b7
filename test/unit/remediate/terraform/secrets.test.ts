import { expect, test } from "vitest";
import { loadHcl } from "../../../../src/locate/terraform/hcl.ts";
import { secretCodeLines } from "../../../../src/remediate/terraform/secrets.ts";

const parse = await loadHcl();
const sensitive = new Map([["aws_db_instance.main", new Set(["username"])]]);

function marked(text: string): string[] {
	const lines = text.split("\n");
	return [...secretCodeLines(parse(text)!, sensitive)].map((line) => lines[line]!.trim());
}

test("what a plan calls sensitive is one where it is written out", () => {
	const code = (value: string) => `resource "aws_db_instance" "main" {\n  name     = "a"\n  username = ${value}\n}\n`;
	expect(marked(code('"x"'))).toEqual(['username = "x"']);
	expect(marked(code("var.username"))).toEqual([]);
	expect(marked(code('"x"').replace('"main"', '"other"'))).toEqual([]);
});

test("what looks like one, wherever it stands", () => {
	const text = `locals {
  db = {
    db_password = "S3cr3t-Hunter2-9431"
    port        = 5432
  }
  config = jsonencode({ api_key = "A9fJk2LmQz81xPw7Vn4Tb6Yc" })
  plain  = "eu-central-1"
  # was: password = "S3cr3t-Hunter2-9431"
}
`;
	expect(marked(text)).toEqual([
		'db_password = "S3cr3t-Hunter2-9431"',
		'config = jsonencode({ api_key = "A9fJk2LmQz81xPw7Vn4Tb6Yc" })',
		'# was: password = "S3cr3t-Hunter2-9431"',
	]);
});
