import { HistoryError, type Sql } from "./store.ts";

/**
 * The schema, version by version: a history of an older version is brought up to date where it stands. Only types and
 * words that SQLite and PostgreSQL share; times are ISO 8601 text, which sorts as it should.
 */
const MIGRATIONS: string[][] = [
	[
		`CREATE TABLE assay_run (
			id INTEGER PRIMARY KEY,
			stream TEXT NOT NULL,
			scope TEXT NOT NULL,
			at TEXT NOT NULL,
			duration_ms INTEGER,
			complete INTEGER NOT NULL,
			late INTEGER NOT NULL,
			version TEXT NOT NULL,
			policy_digest TEXT NOT NULL,
			inputs TEXT NOT NULL,
			summary TEXT NOT NULL
		)`,
		"CREATE INDEX assay_run_stream ON assay_run (stream, at, id)",
		`CREATE TABLE assay_run_framework (
			run INTEGER NOT NULL REFERENCES assay_run (id) ON DELETE CASCADE,
			framework TEXT NOT NULL,
			title TEXT NOT NULL,
			value DOUBLE PRECISION,
			lower DOUBLE PRECISION,
			upper DOUBLE PRECISION,
			assessed INTEGER NOT NULL,
			bounded INTEGER NOT NULL,
			assessable INTEGER NOT NULL,
			listed INTEGER NOT NULL,
			PRIMARY KEY (run, framework)
		)`,
		`CREATE TABLE assay_run_control (
			run INTEGER NOT NULL REFERENCES assay_run (id) ON DELETE CASCADE,
			framework TEXT NOT NULL,
			control TEXT NOT NULL,
			status TEXT NOT NULL,
			lower DOUBLE PRECISION,
			upper DOUBLE PRECISION,
			PRIMARY KEY (run, framework, control)
		)`,
		`CREATE TABLE assay_finding (
			stream TEXT NOT NULL,
			fingerprint TEXT NOT NULL,
			opened_run INTEGER NOT NULL REFERENCES assay_run (id),
			rule TEXT NOT NULL,
			severity TEXT NOT NULL,
			resource TEXT NOT NULL,
			title TEXT NOT NULL,
			suppressed INTEGER NOT NULL,
			first_seen TEXT NOT NULL,
			last_seen TEXT NOT NULL,
			closed_at TEXT,
			closed_as TEXT,
			detail TEXT NOT NULL,
			PRIMARY KEY (stream, fingerprint, opened_run)
		)`,
		"CREATE INDEX assay_finding_open ON assay_finding (stream, closed_at)",
		`CREATE TABLE assay_alert (
			stream TEXT NOT NULL,
			channel TEXT NOT NULL,
			event TEXT NOT NULL,
			run INTEGER NOT NULL REFERENCES assay_run (id),
			kind TEXT NOT NULL,
			fingerprint TEXT,
			opened_run INTEGER,
			data TEXT NOT NULL,
			leased_until TEXT,
			delivered_at TEXT,
			PRIMARY KEY (stream, channel, event)
		)`,
	],
];

/**
 * Brings the tables to the version this program knows.
 * @throws HistoryError where a newer program has written them.
 */
export async function migrate(sql: Sql): Promise<void> {
	await sql.run("CREATE TABLE IF NOT EXISTS assay_schema (version INTEGER PRIMARY KEY)");
	const [row] = await sql.all("SELECT max(version) AS version FROM assay_schema");
	const version = Number(row?.version ?? 0);
	if (version > MIGRATIONS.length)
		throw new HistoryError(`the history was written by a newer Assay (schema ${version})`);
	for (const [index, statements] of MIGRATIONS.entries()) {
		if (index < version) continue;
		for (const statement of statements) await sql.run(statement);
		await sql.run("INSERT INTO assay_schema (version) VALUES (?)", [index + 1]);
	}
}
