import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordRun } from "../../src/history/record.ts";
import { openHistory } from "../../src/history/store.ts";
import { storeContract } from "../unit/history/contract.ts";
import { KNOWN_RULES, report, STREAM } from "../unit/history/reports.ts";

/** Debian's server programs, which are not on the PATH; the newest there is. */
function findPrograms(): string | null {
	const root = "/usr/lib/postgresql";
	if (!existsSync(root)) return null;
	const versions = readdirSync(root).filter((version) => existsSync(join(root, version, "bin/initdb")));
	const newest = versions.sort((left, right) => Number(right) - Number(left))[0];
	return newest === undefined ? null : join(root, newest, "bin");
}

/** The server refuses to run as root. */
function serverUser(): { uid: number; gid: number } | null {
	if (process.getuid?.() !== 0) return null;
	const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
	return { uid: id("-u"), gid: id("-g") };
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as { port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}

const programs = findPrograms();
if (programs === null)
	console.warn("PostgreSQL history: skipped, no server in /usr/lib/postgresql (Debian: postgresql)");

describe.skipIf(programs === null)("a history in PostgreSQL", () => {
	let folder: string;
	let port: number;
	let server: ChildProcess;
	let user: ReturnType<typeof serverUser>;
	const url = (password = "correct-horse") => `postgres://assay:${password}@127.0.0.1:${port}/postgres`;

	beforeAll(async () => {
		user = serverUser();
		folder = mkdtempSync(join(tmpdir(), "assay-postgres-"));
		if (user !== null) chownSync(folder, user.uid, user.gid);
		const options = { cwd: folder, stdio: "ignore" as const, ...user };
		writeFileSync(join(folder, "password"), "correct-horse\n", { mode: 0o644 });
		const init = [
			"-D",
			"data",
			"-U",
			"assay",
			"-A",
			"scram-sha-256",
			"--pwfile=password",
			"-E",
			"UTF8",
			"--locale=C",
			"-N",
		];
		execFileSync(join(programs!, "initdb"), init, options);
		port = await freePort();
		const settings = ["-D", "data", "-p", String(port), "-h", "127.0.0.1", "-k", folder, "-c", "fsync=off"];
		server = spawn(join(programs!, "postgres"), settings, options);
		for (let tries = 0; ; tries += 1) {
			try {
				execFileSync(join(programs!, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
				break;
			} catch (error) {
				if (tries > 100 || server.exitCode !== null) throw error;
				await sleep(100);
			}
		}
	}, 60_000);

	afterAll(async () => {
		const ended = new Promise((resolve) => server.once("exit", resolve));
		server.kill("SIGINT");
		await ended;
		rmSync(folder, { recursive: true, force: true });
	});

	test.each([
		["a wrong password", () => url("wrong-hunter2"), /password authentication failed/],
		["no server", () => "postgres://assay:wrong-hunter2@127.0.0.1:1/postgres", /ECONNREFUSED/],
		["encryption that the server does not offer", () => `${url("wrong-hunter2")}?sslmode=require`, /SSL/],
	])("%s is an error without the password", async (_, place, message) => {
		const store = await openHistory(place(), folder);
		const run = { report: report(1, []), stream: STREAM, durationMs: null, knownRules: KNOWN_RULES };
		const failing = store.transaction((sql) => recordRun(sql, run));
		await expect(failing).rejects.toThrow(message);
		await expect(failing).rejects.not.toThrow(/hunter2/);
		await store.close();
		expect(store.label).not.toContain("hunter2");
	});

	storeContract(() => openHistory(url(), folder));
});
