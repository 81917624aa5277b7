import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const text = await readFile("docs/severity.md", "utf8");

/** The table "Every rule": rule id → the severity that its three answers add up to. */
function rubric(): Map<string, string> {
	const listed = new Map<string, string>();
	const rows = text.slice(text.indexOf("## Every rule"), text.indexOf("## Near pairs")).split("\n");
	for (const row of rows) {
		const cells = row.split("|").map((cell) => cell.trim());
		const answers = cells.slice(2, 5).map(Number);
		if (cells.length < 8 || !answers.every((answer) => answer >= 0 && answer <= 3)) continue;
		const sum = answers[0]! + answers[1]! + answers[2]!;
		const severity = sum >= 8 ? "critical" : sum >= 6 ? "high" : sum >= 4 ? "medium" : "low";
		expect(cells[5], cells[1]).toBe(severity);
		for (const [, id] of cells[6]!.matchAll(/`([^`]+)`/g)) {
			expect(listed.has(id!), `${id} is listed twice`).toBe(false);
			listed.set(id!, severity);
		}
	}
	for (const [, id] of /Of severity `info`: (.*)/.exec(text)![1]!.matchAll(/`([^`]+)`/g)) listed.set(id!, "info");
	return listed;
}

test("docs/severity.md has every rule, with the severity its answers add up to", async () => {
	const shipped: Record<string, string> = {};
	for (const file of await readdir("policies", { recursive: true })) {
		if (!file.endsWith(".rego") || file.endsWith("_test.rego") || file.startsWith("lib")) continue;
		const rego = await readFile(`policies/${file}`, "utf8");
		const id = /^#\s+id: (\S+)$/m.exec(rego);
		const severity = /^#\s+severity: (\S+)$/m.exec(rego);
		if (id !== null && severity !== null) shipped[id[1]!] = severity[1]!;
	}
	expect(Object.fromEntries(rubric())).toEqual(shipped);
});
