import { closeSync, mkdirSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Database } from "node-sqlite3-wasm";
import { lockFile } from "./lock.ts";
import { migrate } from "./schema.ts";
import { HistoryError, type HistoryStore, type Row, type Sql } from "./store.ts";

/**
 * A history in one SQLite file. Each transaction opens the file, and a lock file beside it keeps other processes out:
 * the driver's own lock is a folder that would stay behind when a process dies.
 */
export class SqliteStore implements HistoryStore {
	readonly label: string;
	readonly #path: string;

	constructor(path: string, label: string) {
		this.#path = path;
		this.label = label;
	}

	async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
		const { Database } = await loadDriver();
		this.#create();
		const release = await lockFile(`${this.#path}-lock`);
		let database: Database | null = null;
		try {
			// Whoever made the driver's lock no longer holds ours.
			rmSync(`${this.#path}.lock`, { recursive: true, force: true });
			database = attempt(this.label, () => new Database(this.#path));
			return await transact(database, this.label, work);
		} finally {
			database?.close();
			release();
		}
	}

	async close(): Promise<void> {}

	/** Findings tell an attacker where to look: the file is for its owner alone. */
	#create(): void {
		try {
			mkdirSync(dirname(this.#path), { recursive: true });
			closeSync(openSync(this.#path, "a", 0o600));
		} catch (error) {
			throw new HistoryError(`${this.label}: the history cannot be written (${(error as NodeJS.ErrnoException).code})`);
		}
	}
}

async function transact<T>(database: Database, label: string, work: (sql: Sql) => Promise<T>): Promise<T> {
	const sql: Sql = {
		all: async (statement, values = []) => attempt(label, () => database.all(statement, values) as Row[]),
		run: async (statement, values = []) => {
			attempt(label, () => database.run(statement, values));
		},
	};
	await sql.run("BEGIN IMMEDIATE");
	try {
		await migrate(sql);
		const result = await work(sql);
		await sql.run("COMMIT");
		return result;
	} catch (error) {
		if (database.inTransaction) database.run("ROLLBACK");
		throw error;
	}
}

function attempt<T>(label: string, action: () => T): T {
	try {
		return action();
	} catch (error) {
		throw new HistoryError(`${label}: ${(error as Error).message}`);
	}
}

/** The driver reads its WASM from its own folder, so it is never part of a bundle. */
async function loadDriver(): Promise<typeof import("node-sqlite3-wasm")> {
	let driver: typeof import("node-sqlite3-wasm");
	try {
		driver = (await import("node-sqlite3-wasm")).default;
	} catch {
		throw new HistoryError("a history in a file needs the package node-sqlite3-wasm, which is not installed");
	}
	settleHeap();
	return driver;
}

let settled = false;

/**
 * Collects garbage once. The driver's memory (16 MB outside the heap) takes a young heap over its limit; a compiler thread
 * that then asks for a collection while the process ends is waited for, and waits, for ever (nodejs/node issue 54918).
 */
function settleHeap(): void {
	if (settled) return;
	settled = true;
	setFlagsFromString("--expose-gc");
	(runInNewContext("gc") as () => void)();
	setFlagsFromString("--no-expose-gc");
}
