import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Journal, JournalError } from "../../src/journal.ts";

describe("the journal of a live scan", () => {
	let folder: string;
	let path: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "assay-journal-"));
		path = join(folder, "runs", "journal");
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const unit = { unit: "1/eu-west-1/AWS::EC2::Volume", verdicts: { results: [], findings: [] }, inputs: [] };

	test("remembers finished units, and goes when the scan is complete", () => {
		const first = Journal.open(path, "print");
		expect(first.finished()).toEqual([]);
		first.add(unit);
		first.close(true);
		const second = Journal.open(path, "print");
		expect(second.finished()).toEqual([unit]);
		second.close(false);
		expect(existsSync(path)).toBe(false);
	});

	test("drops a line that was cut off, and writes on behind it", () => {
		Journal.open(path, "print").add(unit);
		appendFileSync(path, '{"unit":"1/eu-wes');
		const second = Journal.open(path, "print");
		expect(second.finished()).toEqual([unit]);
		second.add({ ...unit, unit: "other" });
		expect(
			Journal.open(path, "print")
				.finished()
				.map(({ unit }) => unit),
		).toEqual([unit.unit, "other"]);
	});

	test("of another scan, of another day, or of no scan is refused", () => {
		Journal.open(path, "print");
		expect(() => Journal.open(path, "other")).toThrow(JournalError);
		const head = JSON.parse(readFileSync(path, "utf8").split("\n")[0]!);
		writeFileSync(path, `${JSON.stringify({ ...head, startedAt: "2020-01-01T00:00:00Z" })}\n`);
		expect(() => Journal.open(path, "print")).toThrow(/more than a day ago/);
		writeFileSync(path, "hello\n");
		expect(() => Journal.open(path, "print")).toThrow(/no journal/);
	});
});
