import { existsSync, type Stats, statSync } from "node:fs";
import { extname, join, resolve } from "node:path";

/** What a column holds. Truth values are 0 and 1, times ISO 8601 in UTC, structures JSON text. */
export type Value = string | number | null;
export type Row = Record<string, Value>;

/** Statements inside one transaction. `?` stands for a value in every driver. */
export interface Sql {
	all(sql: string, values?: Value[]): Promise<Row[]>;
	run(sql: string, values?: Value[]): Promise<void>;
}

/** Where runs are kept. One transaction at a time over all processes that share it. */
export interface HistoryStore {
	/** How messages name it; never with credentials. */
	readonly label: string;
	/**
	 * Runs `work` alone and commits what it did; nothing of it stays when it throws. The schema is there and current.
	 * @throws HistoryError where the store cannot be used, and what `work` throws.
	 */
	transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

/** A history that cannot be opened, read or written. The message holds no credentials. */
export class HistoryError extends Error {
	override readonly name = "HistoryError";
}

/** Name of the file in a folder given as history. */
export const HISTORY_FILE = "assay-history.sqlite";
const FILE_ENDINGS = [".sqlite", ".sqlite3", ".db"];

/**
 * The store that a text names: a PostgreSQL URL, an SQLite file, or a folder that holds one. Nothing is opened yet.
 * @param mustExist whether a missing file is an error rather than a new history.
 * @throws HistoryError for texts that name none.
 */
export async function openHistory(text: string, cwd: string, mustExist = false): Promise<HistoryStore> {
	// An environment variable that is not set must not become the working directory.
	if (text.trim() === "") throw new HistoryError("--history: is empty");
	if (/^postgres(ql)?:\/\//i.test(text)) {
		const { PostgresStore } = await import("./postgres.ts");
		return new PostgresStore(text);
	}
	// Whatever else looks like a URL may hold a password: it is not repeated.
	if (/^[a-z][a-z\d+.-]+:\/\//i.test(text)) {
		throw new HistoryError("history: only a folder, an SQLite file or a postgres:// URL can hold one");
	}
	const path = historyFile(resolve(cwd, text));
	if (mustExist && !existsSync(path)) throw new HistoryError(`${text}: there is no history yet`);
	const { SqliteStore } = await import("./sqlite.ts");
	return new SqliteStore(path, text);
}

function historyFile(path: string): string {
	const stats = statOf(path);
	if (stats?.isFile()) return path;
	if (stats === undefined && FILE_ENDINGS.includes(extname(path).toLowerCase())) return path;
	return join(path, HISTORY_FILE);
}

/** Undefined where there is nothing, or nothing to be seen: opening it says why. */
function statOf(path: string): Stats | undefined {
	try {
		return statSync(path);
	} catch {
		return undefined;
	}
}

/** Most values of one statement: SQLite takes 32,766, PostgreSQL 65,535. */
const MAX_VALUES = 8_000;

/** Inserts rows, many in one statement; with `ifNew`, rows that are there already stay as they are. */
export async function insert(
	sql: Sql,
	table: string,
	columns: string[],
	rows: Value[][],
	ifNew = false,
): Promise<void> {
	const size = Math.floor(MAX_VALUES / columns.length);
	const one = `(${columns.map(() => "?").join(", ")})`;
	const ending = ifNew ? " ON CONFLICT DO NOTHING" : "";
	for (const part of chunks(rows, size)) {
		const places = part.map(() => one).join(", ");
		await sql.run(`INSERT INTO ${table} (${columns.join(", ")}) VALUES ${places}${ending}`, part.flat());
	}
}

/** Runs a statement for lists that may be too long for one; `IN (??)` stands for the list, whose values come last. */
export async function runForAll(sql: Sql, statement: string, values: Value[], list: Value[]): Promise<void> {
	for (const part of chunks(list, 500)) {
		await sql.run(statement.replace("??", part.map(() => "?").join(", ")), [...values, ...part]);
	}
}

function* chunks<T>(list: T[], size: number): Generator<T[]> {
	for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}

/** Text as every store takes it: no NUL (PostgreSQL refuses it), no lone surrogates. */
export function storable(text: string): string {
	return text.replaceAll("\0", "\ufffd").toWellFormed();
}
