import { expect, test } from "vitest";
import type { Fix } from "../../../src/model/report.ts";
import { fixDiff, suggestionBlock } from "../../../src/report/suggestions.ts";

const fix: Fix = {
	description: "Sets b to 2.",
	changes: [{ uri: "a.yaml", startLine: 2, endLine: 3, text: "  b: 2\n  c: 3\n  d: 4\n" }],
};

test("a diff shows what goes and what comes, and once what stays", () => {
	expect(fixDiff(fix, () => "a:\n  b: 1\n  c: 3\n")).toBe(
		"```diff\n@@ a.yaml:2 @@\n-  b: 1\n-  c: 3\n+  b: 2\n+  c: 3\n+  d: 4\n```",
	);
	const added = { ...fix, changes: [{ uri: "a.yaml", startLine: 1, endLine: 1, text: "a:\r\n  x: 1\r\n" }] };
	expect(fixDiff(added, () => "a:\r\n  b: 1\r\n")).toBe("```diff\n@@ a.yaml:1 @@\n a:\n+  x: 1\n```");
});

test("without the files only what comes is shown; removal is shown as such", () => {
	expect(fixDiff(fix)).toBe("```diff\n@@ a.yaml:2 @@\n+  b: 2\n+  c: 3\n+  d: 4\n```");
	const removed = { ...fix, changes: [{ uri: "a.yaml", startLine: 2, endLine: 2, text: "" }] };
	expect(fixDiff(removed, () => "a:\n  b: 1\n")).toBe("```diff\n@@ a.yaml:2 @@\n-  b: 1\n```");
});

test("nothing in the text ends the block, or hides", () => {
	const text = "```\u202e\u001b[31m`````\n";
	const [change] = [{ uri: "a.yaml", startLine: 1, endLine: 1, text }];
	expect(suggestionBlock(change)).toMatch(/^``````suggestion\n[\s\S]*\n``````$/);
	const diff = fixDiff({ ...fix, changes: [change] });
	expect(diff).toMatch(/^``````diff\n/);
	expect(diff).not.toContain("\u202e");
	expect(diff).not.toContain("\u001b");
});
