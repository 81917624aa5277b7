import { expect, test } from "vitest";
import type { Fix } from "../../../../src/model/report.ts";
import { lineChanges } from "../../../../src/remediate/terraform/changes.ts";

function applied(text: string, changes: Fix["changes"]): string {
	const lines = text.split(/(?<=\n)/);
	for (const { startLine, endLine, text: put } of changes.toReversed()) {
		lines.splice(startLine - 1, endLine - startLine + 1, put);
	}
	return lines.join("");
}

const change = (startLine: number, endLine: number, text: string) => ({ uri: "a.tf", startLine, endLine, text });

test.each([
	["a line becomes another", "a\nb\nc\n", "a\nB\nc\n", [change(2, 2, "B\n")]],
	["lines that are added are told with the line before", "a\nb\n", "a\nx\ny\nb\n", [change(1, 1, "a\nx\ny\n")]],
	["or with the first one", "a\nb\n", "x\na\nb\n", [change(1, 1, "x\na\n")]],
	["lines that go", "a\nb\nc\n", "a\nc\n", [change(2, 2, "")]],
	["far apart", "a\n1\n2\n3\nb\n", "A\n1\n2\n3\nB\n", [change(1, 1, "A\n"), change(5, 5, "B\n")]],
	["near each other", "a\n1\nb\n", "A\n1\nB\n", [change(1, 3, "A\n1\nB\n")]],
	["an end without a line feed gets one", "a\nb", "a\nB", [change(2, 2, "B\n")]],
	["carriage returns stay", "a\r\nb\r\n", "a\r\nx\r\nb\r\n", [change(1, 1, "a\r\nx\r\n")]],
] as const)("%s", (_, before, after, changes) => {
	expect(lineChanges("a.tf", before, after)).toEqual(changes);
});

test("changes make the one text of the other, whatever they are", () => {
	let seed = 7;
	const random = (below: number) => {
		seed = (seed * 1103515245 + 12345) % 2147483648;
		return Math.floor((seed / 2147483648) * below);
	};
	for (let round = 0; round < 300; round++) {
		const text = () => Array.from({ length: random(12) + 1 }, () => `${"}abc "[random(5)]}\n`).join("");
		const [before, after] = [text(), text()];
		const changes = lineChanges("a.tf", before, after);
		expect(applied(before, changes)).toBe(after);
		for (const [index, { startLine, endLine }] of changes.entries()) {
			expect(endLine).toBeGreaterThanOrEqual(startLine);
			expect(startLine).toBeGreaterThan(changes[index - 1]?.endLine ?? 0);
		}
	}
});
