import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { lockFile } from "../../../src/history/lock.ts";
import { recordRun } from "../../../src/history/record.ts";
import { HISTORY_FILE, HistoryError, openHistory } from "../../../src/history/store.ts";
import { storeContract } from "./contract.ts";
import { finding, KNOWN_RULES, report, STREAM } from "./reports.ts";

const work = mkdtempSync(join(tmpdir(), "assay-history-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const record = async (place: string) => {
	const store = await openHistory(place, work);
	const run = { report: report(1, [finding("a")]), stream: STREAM, durationMs: null, knownRules: KNOWN_RULES };
	return await store.transaction((sql) => recordRun(sql, run));
};

describe("a history in a file", () => storeContract(() => openHistory("contract", work)));

describe("where it lies", () => {
	test("in a folder, for its owner alone", async () => {
		await record("folder");
		expect(statSync(join(work, "folder", HISTORY_FILE)).mode & 0o077).toBe(0);
	});

	test("in a file that is named", async () => {
		await record("named.sqlite");
		expect(statSync(join(work, "named.sqlite")).isFile()).toBe(true);
	});

	test("not where something else lies", async () => {
		writeFileSync(join(work, "text.db"), "this is no database, whatever its name says ".repeat(50));
		await expect(record("text.db")).rejects.toThrow(/^text\.db: .*not a database/);
		await expect(record("text.db")).rejects.toBeInstanceOf(HistoryError);
	});

	test("nowhere that cannot be written", async () => {
		writeFileSync(join(work, "plain"), "");
		await expect(record("plain/below")).rejects.toThrow(/cannot be written \(ENOTDIR\)/);
	});

	test("a missing one is not made by reading", async () => {
		await expect(openHistory("nothing", work, true)).rejects.toThrow(/no history yet/);
	});

	test("an empty name, as of a variable that is not set, is refused", async () => {
		await expect(openHistory("", work)).rejects.toThrow(/is empty/);
	});

	test.each(["postgres://me:1/hunter2@db/x", "postgres://me:1#hunter2@db/x", "postgres://me:hunter2/x@db/x"])(
		"a password that is not escaped is not taken for a part of the name: %s",
		async (text) => {
			const opening = openHistory(text, work);
			await expect(opening).rejects.toThrow(/postgres:/);
			await expect(opening).rejects.not.toThrow(/hunter2/);
		},
	);

	test("other URLs are refused, and not repeated", async () => {
		const opening = openHistory("mysql://me:hunter2@db/x", work);
		await expect(opening).rejects.toThrow(/postgres:\/\//);
		await expect(opening).rejects.not.toThrow(/hunter2/);
	});
});

describe("what a process that died leaves behind", () => {
	test("the driver's lock is cleared", async () => {
		await record("died");
		mkdirSync(join(work, "died", `${HISTORY_FILE}.lock`));
		expect((await record("died")).id).toBe(2);
	});

	test("our lock is taken over when its process is gone", async () => {
		const path = join(work, "dead-lock");
		// No process has this id: it is above what Linux gives out.
		writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), token: "t" }));
		(await lockFile(path, 1_000))();
		expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
	});

	test("a lock that is held is waited for, then given up on", async () => {
		const path = join(work, "held-lock");
		const release = await lockFile(path);
		await expect(lockFile(path, 60)).rejects.toThrow(/another run holds/);
		release();
		(await lockFile(path, 60))();
	});

	test("a young lock of another machine is respected", async () => {
		const path = join(work, "far-lock");
		writeFileSync(path, JSON.stringify({ pid: 1, host: "elsewhere.invalid", token: "t" }));
		await expect(lockFile(path, 60)).rejects.toThrow(/another run holds/);
	});
});
