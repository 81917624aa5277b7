import type { Client } from "pg";
import { isLoopback } from "../loopback.ts";
import { migrate } from "./schema.ts";
import { HistoryError, type HistoryStore, type Row, type Sql } from "./store.ts";

/** Key of the advisory lock that keeps runs apart; any number that others are unlikely to use. */
const LOCK = 4_715_229;

/**
 * A history in PostgreSQL, shared by teams. A password may come from the URL, PGPASSWORD or ~/.pgpass. Unless the URL
 * says otherwise (`sslmode`), the connection to another machine is encrypted and the server's certificate checked.
 */
export class PostgresStore implements HistoryStore {
	readonly label: string;
	readonly #url: URL;
	#client: Client | null = null;

	/** @throws HistoryError for what is no URL; it does not repeat it. */
	constructor(text: string) {
		try {
			this.#url = new URL(text);
		} catch {
			throw new HistoryError("history: not a valid postgres:// URL");
		}
		// What follows the first `/`, `?` or `#` of a password would be taken for something else, and shown.
		if (`${this.#url.pathname}${this.#url.hash}`.includes("@")) {
			throw new HistoryError(
				"history: a postgres:// URL has an @ after the host; write / ? # @ in a password as %2F %3F %23 %40",
			);
		}
		this.label = `postgres://${this.#url.host}${this.#url.pathname}`;
	}

	async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
		const client = await this.#connect();
		const query = async (statement: string, values: unknown[] = []): Promise<Row[]> => {
			try {
				return (await client.query(numbered(statement), values)).rows as Row[];
			} catch (error) {
				throw this.#trouble(error);
			}
		};
		const sql: Sql = {
			all: query,
			run: async (statement, values) => {
				await query(statement, values);
			},
		};
		await sql.run("BEGIN");
		try {
			await sql.all("SELECT 1 FROM pg_advisory_xact_lock(?)", [LOCK]);
			await migrate(sql);
			const result = await work(sql);
			await sql.run("COMMIT");
			return result;
		} catch (error) {
			await client.query("ROLLBACK").catch(() => {});
			throw error;
		}
	}

	async close(): Promise<void> {
		const client = this.#client;
		this.#client = null;
		await client?.end().catch(() => {});
	}

	async #connect(): Promise<Client> {
		if (this.#client !== null) return this.#client;
		const loaded = await import("pg");
		const { Client } = loaded.default ?? loaded;
		const { url, ssl } = encryption(this.#url);
		try {
			const client = new Client({
				connectionString: url,
				ssl,
				application_name: "assay",
				connectionTimeoutMillis: 10_000,
				lock_timeout: 60_000,
				statement_timeout: 120_000,
			});
			// A connection that breaks while idle must not end the process; the next statement fails.
			client.on("error", () => {});
			await client.connect();
			this.#client = client;
			return client;
		} catch (error) {
			throw this.#trouble(error);
		}
	}

	#trouble(error: unknown): HistoryError {
		const { code, message } = error as { code?: string; message?: string };
		let text = message === undefined || message === "" ? (code ?? "no answer") : message;
		for (const secret of [this.#url.password, safeDecode(this.#url.password)]) {
			if (secret !== "") text = text.replaceAll(secret, "***");
		}
		return new HistoryError(`${this.label}: ${text}`);
	}
}

function encryption(given: URL): { url: string; ssl: boolean | { rejectUnauthorized: false } } {
	const url = new URL(given);
	const mode = url.searchParams.get("sslmode");
	url.searchParams.delete("sslmode");
	// As the driver chooses it. Without a host it asks a server on this machine.
	const host = url.searchParams.get("host") ?? (safeDecode(url.hostname) || process.env.PGHOST || "localhost");
	const near = host.startsWith("/") || isLoopback(host);
	if (mode === "disable" || (mode === null && near)) return { url: url.href, ssl: false };
	return { url: url.href, ssl: mode === "no-verify" ? { rejectUnauthorized: false } : true };
}

/** `?` by `$1`, `$2` …; no statement of ours holds one in a literal. */
function numbered(statement: string): string {
	let count = 0;
	return statement.replace(/\?/g, () => `$${++count}`);
}

function safeDecode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
