import { expect, test } from "vitest";
import type { Span } from "../../../../src/locate/terraform/syntax.ts";
import { parseTfJson } from "../../../../src/locate/terraform/tf-json.ts";

const text = `{
  "//": "a comment",
  "resource": {
    "aws_s3_bucket": {
      "a": { "bucket": "x-\${var.y}", "force_destroy": "\${var.force}", "tags": { "//": "no", "Na\\"me": "$\${z}" } }
    },
    "aws_instance": [{ "b": [{ "ebs_block_device": [{ "encrypted": false }] }] }]
  },
  "module": { "m": { "source": "./m" } },
  "locals": [{ "one": 1 }, { "two": [true, null] }],
  "unheard_of": { "x": {} }
}`;
const file = parseTfJson(text)!;
const cut = ({ start, end }: Span) => text.slice(start, end);

test("finds blocks under their labels, in objects and in lists", () => {
	const names = file.body.blocks.map(({ type, labels }) => [type, ...labels].join("."));
	expect(names).toEqual(["resource.aws_s3_bucket.a", "resource.aws_instance.b", "module.m", "locals", "locals"]);
	const [bucket] = file.body.blocks;
	expect(cut(bucket!.header)).toBe('"a"');
	expect(bucket!.span).toMatchObject({ startLine: 5, startColumn: 7 });
});

test("reads arguments with their places", () => {
	const [bucket, instance] = file.body.blocks;
	const [name, force, tags] = bucket!.body.attributes;
	expect(name).toMatchObject({ name: "bucket", value: { kind: "template" } });
	expect(cut(name!.span)).toBe(`"bucket": "x-\${var.y}"`);
	expect(force!.value).toMatchObject({ kind: "reference", steps: ["var", "force"] });
	expect(tags!.value).toMatchObject({ members: [{ name: 'Na"me', value: { kind: "literal", value: `\${z}` } }] });
	expect(instance!.body.attributes[0]!.value).toMatchObject({
		items: [{ members: [{ name: "encrypted", value: { value: false } }] }],
	});
});

test("tells where the text stops being JSON", () => {
	expect(parseTfJson('{\n  "resource": {,\n}')).toMatchObject({ body: { blocks: [] }, faults: [{ startLine: 2 }] });
	expect(parseTfJson("")!.faults).toHaveLength(1);
});

test.each([
	"[]",
	"null",
	'"x"',
	'{"resource": null}',
	'{"resource": {"a": 3}}',
	'{"resource": [[{}]]}',
	'{"__proto__": {"a": 1}}',
])("%s holds no blocks", (odd) => {
	expect(parseTfJson(odd)).toMatchObject({ body: { blocks: [] }, faults: [] });
});

test("nests only so deep", () => {
	expect(parseTfJson(`{"locals": ${'{"a":'.repeat(100)}1${"}".repeat(100)}}`)).toBeNull();
});
